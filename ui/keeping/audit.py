"""Who did what: lines that are only ever added, each sealed with the hash of the one before."""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, insert, select, text

from . import tables
from .people import Person, require
from .store import Store, local_time, now

FIRST = "0" * 64
IN_TURN = 7_209_002
"""The key under which PostgreSQL lets one transaction at a time add a line; SQLite has one writer anyway."""
ACTS = {
    "case.made": "新建案件",
    "case.opened": "打开案件",
    "case.saved": "存入新版本",
    "case.put_back": "恢复旧版本",
    "case.archived": "归档",
    "case.unarchived": "取消归档",
    "case.deleted": "移入回收处",
    "case.undeleted": "从回收处放回",
    "case.shared": "共享",
    "case.unshared": "取消共享",
    "case.handed_over": "移交案件",
    "cases.imported": "收入旧版的案件文件",
    "cases.backed_up": "备份",
    "cases.restored": "从备份恢复",
    "cases.salvaged": "从损坏的文件救回",
    "user.added": "新增账号",
    "user.changed": "改账号",
    "user.disabled": "停用账号",
    "user.enabled": "启用账号",
    "user.password": "改密码",
    "door.entered": "登录",
    "door.refused": "登录未成",
    "door.left": "退出",
}


@dataclass(frozen=True)
class Line:
    """One line of the log."""

    number: int
    done: datetime.datetime
    done_by: str
    act: str
    about: str
    detail: str

    @property
    def label(self) -> str:
        """The act in Chinese."""
        return ACTS[self.act]


def note(at: Connection, who: str, act: str, about: str = "", detail: str = "") -> None:
    """Add a line, as the last thing a transaction does; never a word of a case, only ids and numbers."""
    if act not in ACTS:
        raise ValueError(act)
    if at.dialect.name == "postgresql":
        at.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": IN_TURN})
    last = at.execute(
        select(tables.audit.c.number, tables.audit.c.hash).order_by(tables.audit.c.number.desc()).limit(1)
    ).first()
    number, previous = (last.number + 1, last.hash) if last else (1, FIRST)
    line = {
        "number": number, "done_at": now(), "done_by": who, "act": act, "about": about, "detail": detail,
        "previous": previous,
    }  # fmt: skip
    at.execute(insert(tables.audit).values(**line, hash=seal(line)))


def seal(line: dict[str, object] | RowMapping) -> str:
    """The hash of a line, over everything it says and the hash before it."""
    parts = [line[key] for key in ("number", "done_at", "done_by", "act", "about", "detail", "previous")]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def lines(store: Store, who: Person, limit: int = 200, about: str | None = None) -> list[Line]:
    """The last lines, newest first; for those who may read the log."""
    require(who, "read_audit")
    wanted = select(tables.audit).order_by(tables.audit.c.number.desc()).limit(limit)
    if about is not None:
        wanted = wanted.where(tables.audit.c.about == about)
    with store.reading() as at:
        return [
            Line(row.number, local_time(row.done_at), row.done_by, row.act, row.about, row.detail)
            for row in at.execute(wanted)
        ]


@dataclass(frozen=True)
class Proof:
    """Whether the log is whole: its length, its last seal, and the first line that does not fit."""

    length: int
    last: str
    broken_at: int | None


def prove(store: Store) -> Proof:
    """Go over the whole log; a line changed, left out or put in anywhere before the end is found."""
    previous, length = FIRST, 0
    with store.reading() as at:
        for row in at.execute(select(tables.audit).order_by(tables.audit.c.number)).mappings():
            length += 1
            if row["number"] != length or row["previous"] != previous or row["hash"] != seal(row):
                return Proof(length, previous, length)
            previous = row["hash"]
    return Proof(length, previous, None)
