"""Accounts of an office: names, roles, passwords, who is logged in; guessing is slow and leaves a trace."""

from __future__ import annotations

import datetime
import hashlib
import re
import secrets
import threading
import unicodedata
from dataclasses import dataclass
from typing import cast

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, RowMapping, delete, func, insert, select, text, update

from . import audit
from .people import ROLES, Person, Role, require
from .store import Store, now
from .tables import attempts, sessions, users
from .trouble import NotAllowed, NotThere, Trouble

NAME = re.compile(r"[\w.@-]{1,64}")
SHORTEST = 10
"""Characters of a password; the length does more than any mixture of signs."""
WINDOW = datetime.timedelta(minutes=15)
TRIES_A_NAME = 5
TRIES_AN_ADDRESS = 30
"""Failed log-ins within the window, for one account and from one machine."""
IDLE = datetime.timedelta(hours=2)
LONGEST = datetime.timedelta(hours=12)
"""A log-in ends after so long without a sign of life, and after a working day in any case."""
SEEN_EVERY = datetime.timedelta(minutes=1)
REFUSED = "账号或者密码不对，或者账号已停用。→ 请核对后再试；忘了密码请管理员重设"
HASHER = PasswordHasher()
IN_TURN = 7_209_003
"""The key under which PostgreSQL counts one try at a time; SQLite has one writer anyway."""
AT_ONCE = threading.BoundedSemaphore(2)
"""A check takes 64 MB on purpose; a whole shift logging in at once must not take the machine down."""


@dataclass(frozen=True)
class Account:
    """An account as the list shows it."""

    person: Person
    has_password: bool
    disabled: bool


class Accounts:
    """The accounts of a store; each call that changes one names the person who acts."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def add(self, who: Person, name: str, role: Role, shown: str = "", password: str | None = None) -> None:
        """A new account; without a password only the office's own log-in lets it in."""
        require(who, "manage_users")
        name = named(name)
        _is_role(role)
        hashed = None if password is None else _hash(name, password)
        with self.store.writing() as at:
            if _user(at, name) is not None or name in {"local", "operator"}:
                raise Trouble(f"账号“{name}”已经有了。→ 换一个名字，或者改现有的账号")
            at.execute(
                insert(users).values(
                    name=name, shown=shown or name, role=role, password=hashed, made_at=now()
                )
            )
            audit.note(at, who.name, "user.added", name, ROLES[role])

    def change_role(self, who: Person, name: str, role: Role) -> None:
        """Another role."""
        require(who, "manage_users")
        _is_role(role)
        with self.store.writing() as at:
            _known(at, name)
            at.execute(update(users).where(users.c.name == name).values(role=role))
            audit.note(at, who.name, "user.changed", name, role)

    def disable(self, who: Person, name: str, *, back: bool = False) -> None:
        """Shut an account out at once, wherever it is logged in, or let it in again."""
        require(who, "manage_users")
        with self.store.writing() as at:
            _known(at, name)
            at.execute(update(users).where(users.c.name == name).values(disabled_at=None if back else now()))
            at.execute(delete(sessions).where(sessions.c.user_name == name))
            audit.note(at, who.name, "user.enabled" if back else "user.disabled", name)

    def set_password(self, who: Person, name: str, password: str, old: str | None = None) -> None:
        """A new password: one's own with the old one, anybody's for who manages accounts; all log-ins of it end."""
        if who.name != name:
            require(who, "manage_users")
        elif self.check(name, old or "", "") is None:
            raise Trouble("原来的密码不对，没有改。→ 请核对后再试")
        hashed = _hash(name, password)
        with self.store.writing() as at:
            _known(at, name)
            at.execute(update(users).where(users.c.name == name).values(password=hashed))
            at.execute(delete(sessions).where(sessions.c.user_name == name))
            at.execute(delete(attempts).where(attempts.c.user_name == name))
            audit.note(at, who.name, "user.password", name)

    def listed(self, who: Person) -> list[Account]:
        """All accounts, by name."""
        require(who, "manage_users")
        with self.store.reading() as at:
            rows = at.execute(select(users).order_by(users.c.name)).mappings()
            return [
                Account(_person(row), row["password"] is not None, row["disabled_at"] is not None)
                for row in rows
            ]

    def colleagues(self, who: Person) -> list[Person]:
        """With whom one may share."""
        require(who, "share_cases")
        with self.store.reading() as at:
            wanted = select(users).where(
                users.c.disabled_at.is_(None), users.c.role != "admin", users.c.name != who.name
            )
            return [_person(row) for row in at.execute(wanted.order_by(users.c.name)).mappings()]

    def named(self, name: str) -> Person | None:
        """The person of an account that may come in; None where there is none."""
        with self.store.reading() as at:
            row = _user(at, name)
            return _person(row) if row is not None and row["disabled_at"] is None else None

    def check(self, name: str, password: str, address: str) -> Person | None:
        """The person, if the password is right; raises NotAllowed while too many tries have failed."""
        name = unicodedata.normalize("NFKC", name).strip()[:64]
        with self.store.writing() as at:  # counted before it is checked: many tries at once are many tries
            _slow_down(at, name, address)
            at.execute(insert(attempts).values(user_name=name, address=address, tried_at=now()))
            row = _user(at, name)
        right = _matches(row["password"] if row is not None else None, password)
        with self.store.writing() as at:
            if row is not None and right and row["disabled_at"] is None:
                at.execute(delete(attempts).where(attempts.c.user_name == name))
                return _person(row)
            audit.note(at, name if row is not None else "?", "door.refused", "", address)
        return None

    def enter(self, name: str, password: str, address: str = "") -> tuple[Person, str]:
        """Log in: the person and a token for the browser; raises NotAllowed where it is not to be."""
        person = self.check(name, password, address)
        if person is None:
            raise NotAllowed(REFUSED)
        token = secrets.token_urlsafe(32)
        with self.store.writing() as at:
            at.execute(delete(sessions).where(sessions.c.started_at < _ago(LONGEST)))
            stamp = now()
            at.execute(
                insert(sessions).values(
                    token=_sealed(token), user_name=person.name, started_at=stamp, seen_at=stamp
                )
            )
            audit.note(at, person.name, "door.entered", "", address)
        return person, token

    def inside(self, token: str) -> Person | None:
        """Whose log-in a token stands for, while it lasts."""
        with self.store.reading() as at:
            wanted = select(users, sessions.c.seen_at).join(sessions, sessions.c.user_name == users.c.name)
            row = at.execute(
                wanted.where(
                    sessions.c.token == _sealed(token),
                    sessions.c.seen_at > _ago(IDLE),
                    sessions.c.started_at > _ago(LONGEST),
                    users.c.disabled_at.is_(None),
                )
            ).mappings().first()  # fmt: skip
        if row is None:
            return None
        if row["seen_at"] < _ago(SEEN_EVERY):
            with self.store.writing() as at:
                at.execute(update(sessions).where(sessions.c.token == _sealed(token)).values(seen_at=now()))
        return _person(row)

    def leave(self, token: str) -> None:
        """Log out."""
        with self.store.writing() as at:
            name = at.execute(select(sessions.c.user_name).where(sessions.c.token == _sealed(token))).scalar()
            if name is not None:
                at.execute(delete(sessions).where(sessions.c.token == _sealed(token)))
                audit.note(at, name, "door.left")


def named(name: str) -> str:
    """A name as accounts have it; raises Trouble where it is none."""
    name = unicodedata.normalize("NFKC", name).strip()
    if not NAME.fullmatch(name):
        raise Trouble("账号名不对。→ 用汉字、字母、数字、点、横线、@，不超过 64 个字符，不含空格")
    return name


def role_called(word: str) -> Role:
    """The role of a Chinese name (or of its English one); raises Trouble where there is none."""
    for role, label in ROLES.items():
        if word in {role, label}:
            return role
    raise Trouble(f"没有角色“{word}”。→ 可用：{'、'.join(ROLES.values())}")


def _is_role(role: Role) -> None:
    """`alone` and `operator` are nobody's account."""
    if role not in ROLES:
        raise Trouble(f"没有这个角色。→ 可用：{'、'.join(ROLES.values())}")


def _hash(name: str, password: str) -> str:
    if len(password) < SHORTEST:
        raise Trouble(f"密码太短，没有设。→ 至少 {SHORTEST} 个字符，可以是一句好记的话")
    if name.lower() in password.lower() or len(set(password)) < SHORTEST // 2:
        raise Trouble("密码太好猜，没有设。→ 不要含账号名，不要总是同几个字符")
    with AT_ONCE:
        return HASHER.hash(password)


NOBODY = HASHER.hash(secrets.token_urlsafe(16))
"""Checked where there is no such account, so that the time taken tells nothing."""


def _matches(hashed: str | None, password: str) -> bool:
    with AT_ONCE:
        try:
            HASHER.verify(hashed or NOBODY, password)
        except (VerificationError, InvalidHashError):
            return False
    return hashed is not None


def _slow_down(at: Connection, name: str, address: str) -> None:
    if at.dialect.name == "postgresql":
        at.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": IN_TURN})
    at.execute(delete(attempts).where(attempts.c.tried_at < _ago(WINDOW)))
    recent = attempts.c.tried_at > _ago(WINDOW)
    for_name = at.execute(select(func.count()).where(recent, attempts.c.user_name == name)).scalar_one()
    from_there = at.execute(select(func.count()).where(recent, attempts.c.address == address)).scalar_one()
    if for_name >= TRIES_A_NAME or (address and from_there >= TRIES_AN_ADDRESS):
        minutes = int(WINDOW.total_seconds() // 60)
        raise NotAllowed(f"试错的次数太多。→ 请过 {minutes} 分钟再试；忘了密码请管理员重设")


def _ago(time: datetime.timedelta) -> str:
    return (datetime.datetime.now(datetime.UTC) - time).isoformat(timespec="microseconds")


def _sealed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _user(at: Connection, name: str) -> RowMapping | None:
    return at.execute(select(users).where(users.c.name == name)).mappings().first()


def _known(at: Connection, name: str) -> None:
    if _user(at, name) is None:
        raise NotThere(f"没有账号“{name}”。→ 请核对账号名")


def _person(row: RowMapping) -> Person:
    return Person(row["name"], row["shown"], cast("Role", row["role"]))
