"""The cases: kept version by version, seen by their owners and by those they share with."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, RowMapping, Select, and_, case, delete, insert, or_, select, update

from . import audit
from .body import ID, digest, intact, new_id, pack, retitled, title_of, unpack
from .people import Person, can, require
from .store import Store, local_time, now
from .tables import cases, shares, users, versions
from .trouble import NotAllowed, NotThere, Trouble

Shelf = Literal["active", "archived", "deleted"]
SHELVES = {
    "active": and_(cases.c.archived_at.is_(None), cases.c.deleted_at.is_(None)),
    "archived": and_(cases.c.archived_at.is_not(None), cases.c.deleted_at.is_(None)),
    "deleted": cases.c.deleted_at.is_not(None),
}
NOT_THERE = "没有这件案件，或者没有共享给您。→ 请从案件列表打开；要看别人的案件，请案件的主人共享"


@dataclass(frozen=True)
class Entry:
    """A case as the list shows it to one person."""

    id: str
    title: str
    owner: str
    version: int
    changed: datetime.datetime
    changed_by: str
    deleted: bool
    own: bool
    may_edit: bool


@dataclass(frozen=True)
class Version:
    """One state that a case has had."""

    number: int
    saved: datetime.datetime
    saved_by: str
    why: str


@dataclass(frozen=True)
class Share:
    """Somebody who sees another's case."""

    user: str
    may_edit: bool


class ChangedElsewhere(Trouble):
    """Somebody has saved the case since it was read here; `theirs` is how it stands now."""

    def __init__(self, theirs: Entry) -> None:
        super().__init__("此案已被别处改动，这里的改动没有盖上去。→ 请选择用哪一份")
        self.theirs = theirs


class Cabinet:
    """The cases of a store; each call names the person who acts, and does nothing that person may not do."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def create(self, who: Person, text: str, why: str = "新建") -> Entry:
        """A new case of one's own."""
        require(who, "keep_cases")
        with self.store.writing() as at:
            case_id = add_case(at, who.name, text, why)
            audit.note(at, who.name, "case.made", case_id)
            return _entry(_row(at, who, case_id), who)

    def read(self, who: Person, case_id: str) -> tuple[Entry, str]:
        """A case and its text."""
        alone = who.role == "alone"  # he answers to nobody for reading, and can read with a full disk
        with self.store.reading() if alone else self.store.writing() as at:
            row = _row(at, who, case_id, text=True)
            if not alone:
                audit.note(at, who.name, "case.opened", case_id)
            return _entry(row, who), intact(row["text"], row["digest"])

    def entry(self, who: Person, case_id: str) -> Entry:
        """How a case stands, without its text."""
        with self.store.reading() as at:
            return _entry(_row(at, who, case_id), who)

    def save(self, who: Person, case_id: str, text: str, known: int, why: str = "") -> int:
        """Write a new version over the one that was `known`; ChangedElsewhere where that is not the last."""
        with self.store.writing() as at:
            row = _row(at, who, case_id, lock=True, text=True)
            found = _entry(row, who)
            if not found.may_edit:
                raise NotAllowed(
                    "这件案件只供您查看。→ 请在案件列表里“复制”一份再改，或者请案件的主人允许修改"
                )
            if row["text"] == text:
                return found.version
            if found.version != known or found.deleted:
                raise ChangedElsewhere(found)
            add_version(at, case_id, known + 1, text, who.name, why)
            audit.note(at, who.name, "case.put_back" if why else "case.saved", case_id, f"第{known + 1}版")
            return known + 1

    def listed(self, who: Person, words: str = "", shelf: Shelf = "active") -> list[Entry]:
        """The cases on a shelf in which every word occurs, in the title or inside; the last changed first."""
        require(who, "keep_cases")
        wanted = _seen_by(who).where(SHELVES[shelf])
        if shelf == "deleted":
            wanted = wanted.where(cases.c.owner == who.name)
        for word in words.split():
            wanted = wanted.where(
                or_(
                    cases.c.title.icontains(word, autoescape=True),
                    cases.c.text.icontains(word, autoescape=True),
                )
            )
        with self.store.reading() as at:
            rows = at.execute(wanted.order_by(cases.c.changed_at.desc(), cases.c.id)).mappings()
            return [_entry(row, who) for row in rows]

    def any_kept(self, who: Person) -> bool:
        """Whether there is a case on any shelf."""
        require(who, "keep_cases")
        with self.store.reading() as at:
            return at.execute(_seen_by(who).limit(1)).first() is not None

    def duplicate(self, who: Person, case_id: str) -> Entry:
        """A copy of one's own, of any case one sees."""
        require(who, "keep_cases")
        with self.store.writing() as at:
            row = _row(at, who, case_id, text=True)
            copied = add_case(
                at,
                who.name,
                intact(row["text"], row["digest"]),
                f"复制自 {case_id}",
                f"{row['title']}（副本）",
            )
            audit.note(at, who.name, "case.made", copied, f"复制自 {case_id}")
            return _entry(_row(at, who, copied), who)

    def archive(self, who: Person, case_id: str, *, back: bool = False) -> None:
        """Put a case of one's own away among the finished ones, or take it back."""
        self._mark(
            who, case_id, "case.unarchived" if back else "case.archived", archived_at=None if back else now()
        )

    def delete(self, who: Person, case_id: str, *, back: bool = False) -> None:
        """Put a case of one's own into the bin, from which it can be taken back; nothing is ever really deleted."""
        self._mark(
            who, case_id, "case.undeleted" if back else "case.deleted", deleted_at=None if back else now()
        )

    def _mark(self, who: Person, case_id: str, act: str, **marks: str | None) -> None:
        with self.store.writing() as at:
            _own(at, who, case_id)
            at.execute(update(cases).where(cases.c.id == case_id).values(**marks))
            audit.note(at, who.name, act, case_id)

    def history(self, who: Person, case_id: str) -> list[Version]:
        """Every state the case has had, the newest first."""
        with self.store.reading() as at:
            _row(at, who, case_id)
            columns = [versions.c[name] for name in ("number", "saved_at", "saved_by", "why")]
            rows = at.execute(
                select(*columns).where(versions.c.case_id == case_id).order_by(versions.c.number.desc())
            )
            return [Version(row.number, local_time(row.saved_at), row.saved_by, row.why) for row in rows]

    def version(self, who: Person, case_id: str, number: int) -> str:
        """The text of one state of the case."""
        with self.store.reading() as at:
            _row(at, who, case_id)
            row = at.execute(
                select(versions).where(versions.c.case_id == case_id, versions.c.number == number)
            ).first()
        if row is None:
            raise NotThere(f"没有第 {number} 版。→ 请从“历次版本”里选")
        return unpack(row.body, row.digest)

    def put_back(self, who: Person, case_id: str, number: int, known: int) -> int:
        """Make an earlier state the newest version; what lies between stays in the history."""
        return self.save(who, case_id, self.version(who, case_id, number), known, f"恢复第{number}版")

    def shared_with(self, who: Person, case_id: str) -> list[Share]:
        """Who besides the owner sees the case."""
        with self.store.reading() as at:
            _row(at, who, case_id)
            rows = at.execute(select(shares).where(shares.c.case_id == case_id).order_by(shares.c.user_name))
            return [Share(row.user_name, bool(row.may_edit)) for row in rows]

    def share(self, who: Person, case_id: str, other: str, *, may_edit: bool) -> None:
        """Let somebody else see a case of one's own, and change it if so said."""
        require(who, "share_cases")
        with self.store.writing() as at:
            _own(at, who, case_id)
            known = at.execute(
                select(users).where(users.c.name == other, users.c.disabled_at.is_(None))
            ).first()
            if known is None or other == who.name or known.role == "admin":
                raise NotThere(
                    f"不能共享给“{other}”：没有这个可用的办案、法制、教官账号，或者就是您自己。→ 请核对账号名"
                )
            _unshare(at, case_id, other)
            at.execute(
                insert(shares).values(
                    case_id=case_id,
                    user_name=other,
                    may_edit=int(may_edit),
                    shared_at=now(),
                    shared_by=who.name,
                )
            )
            audit.note(at, who.name, "case.shared", case_id, f"{other}：{'可改' if may_edit else '只看'}")

    def unshare(self, who: Person, case_id: str, other: str) -> None:
        """Take the sight of a case back."""
        with self.store.writing() as at:
            _own(at, who, case_id)
            _unshare(at, case_id, other)
            audit.note(at, who.name, "case.unshared", case_id, other)

    def hand_over(self, who: Person, old: str, new: str) -> int:
        """Give all cases of one account to another, as when somebody leaves; how many there were."""
        require(who, "manage_users")
        with self.store.writing() as at:
            heir = at.execute(select(users).where(users.c.name == new, users.c.disabled_at.is_(None))).first()
            if heir is None or heir.role == "admin":
                raise NotThere(f"不能移交给“{new}”：没有这个可用的办案、法制、教官账号。→ 请核对账号名")
            moved = [row.id for row in at.execute(select(cases.c.id).where(cases.c.owner == old))]
            at.execute(delete(shares).where(shares.c.case_id.in_(moved), shares.c.user_name == new))
            at.execute(update(cases).where(cases.c.owner == old).values(owner=new))
            for case_id in moved:
                audit.note(at, who.name, "case.handed_over", case_id, f"{old} → {new}")
            return len(moved)


def add_case(at: Connection, owner: str, text: str, why: str, title: str | None = None) -> str:
    """A new case with its first version, inside the caller's transaction; its id."""
    case_id, stamp = new_id(), now()
    if title is not None:
        text = retitled(text, title)
    at.execute(insert(cases).values(
        id=case_id, owner=owner, title=title_of(text), text=text, digest=digest(text), version=1,
        made_at=stamp, changed_at=stamp, changed_by=owner,
    ))  # fmt: skip
    _add_body(at, case_id, 1, text, owner, why, stamp)
    return case_id


def add_version(  # noqa: PLR0913, PLR0917 - the columns
    at: Connection, case_id: str, number: int, text: str, by: str, why: str
) -> None:
    """The next version of a case, inside the caller's transaction."""
    stamp = now()
    _add_body(at, case_id, number, text, by, why, stamp)
    at.execute(
        update(cases).where(cases.c.id == case_id).values(
            title=title_of(text), text=text, digest=digest(text), version=number, changed_at=stamp, changed_by=by
        )
    )  # fmt: skip


def _add_body(at: Connection, case_id: str, number: int, text: str, by: str, why: str, stamp: str) -> None:  # noqa: PLR0913, PLR0917 - the columns
    at.execute(insert(versions).values(
        case_id=case_id, number=number, title=title_of(text), body=pack(text), digest=digest(text),
        saved_at=stamp, saved_by=by, why=why,
    ))  # fmt: skip


def _seen_by(who: Person, *, text: bool = False) -> Select[Any]:
    """The cases a person may see, with whether a share lets them be changed; their texts only where wanted."""
    columns = [column for column in cases.columns if text or column is not cases.c.text]
    shared = and_(shares.c.case_id == cases.c.id, shares.c.user_name == who.name)
    may_edit = case((cases.c.owner == who.name, 1), else_=shares.c.may_edit).label("may_edit")
    return (
        select(*columns, may_edit)
        .outerjoin(shares, shared)
        .where(
            or_(cases.c.owner == who.name, and_(shares.c.case_id.is_not(None), cases.c.deleted_at.is_(None)))
        )
    )


def _row(at: Connection, who: Person, case_id: str, *, lock: bool = False, text: bool = False) -> RowMapping:
    """The case as it stands, if the person may see it; NotThere otherwise."""
    require(who, "keep_cases")
    if lock:  # so that of two who save at once the second sees the first; SQLite has one writer anyway
        at.execute(select(cases.c.id).where(cases.c.id == case_id).with_for_update())
    row = at.execute(_seen_by(who, text=text).where(cases.c.id == case_id)).mappings().first()
    if row is None or not ID.fullmatch(case_id):
        raise NotThere(NOT_THERE)
    return row


def _own(at: Connection, who: Person, case_id: str) -> None:
    if _row(at, who, case_id, lock=True)["owner"] != who.name:
        raise NotAllowed("只有案件的主人能归档、移走、共享它。→ 请案件的主人来做；要留一份自己的，用“复制”")


def _unshare(at: Connection, case_id: str, other: str) -> None:
    at.execute(delete(shares).where(shares.c.case_id == case_id, shares.c.user_name == other))


def _entry(row: RowMapping, who: Person) -> Entry:
    own = row["owner"] == who.name
    return Entry(
        id=row["id"],
        title=row["title"],
        owner=row["owner"],
        version=row["version"],
        changed=local_time(row["changed_at"]),
        changed_by=row["changed_by"],
        deleted=row["deleted_at"] is not None,
        own=own,
        may_edit=own or (bool(row["may_edit"]) and can(who, "edit_shared")),
    )
