"""What can go wrong with the kept cases, each as a Chinese sentence that says what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as NoConnectionFree


class Trouble(Exception):
    """A problem told to the user as it stands."""


class NotThere(Trouble):
    """There is no such case, or it is none of the asker's business: the two are told alike."""


class NotAllowed(Trouble):
    """The acting user may not do this."""


class Busy(Trouble):
    """Somebody else holds the database; trying again may help."""


class Full(Trouble):
    """There is no room for another byte."""


class Unreachable(Trouble):
    """The database cannot be opened, read or written."""


class Damaged(Trouble):
    """The file of the database is not whole; opening it again repairs what can be repaired."""


class Spoiled(Trouble):
    """The text of one case is not what was written."""


BUSY = "案件库正被另一个程序占用，这次没有存上，已存的没有动。→ 稍等几秒再试；一直如此，请关掉占用它的程序（杀毒、同步、备份软件常会占用）"
FULL = "磁盘已满，这次没有存上，已存的没有动。→ 清出空间后再存一次；先下载案件文件，以免丢失"
READ_ONLY = "案件库不能写入（文件或文件夹只读，或者没有权限）。→ 请检查案件库所在文件夹的权限"
DISK = "读写磁盘出错（盘满、被拔出或者损坏），这次没有存上，已存的没有动。→ 检查磁盘后再存一次；先下载案件文件，以免丢失"
CANNOT_OPEN = "案件库打不开。→ 请检查所在文件夹是否存在、有没有权限"
DAMAGED = "案件库的文件有损坏。→ 请重新载入页面（或者重新启动罪链），程序会把损坏的文件留在一旁，救回完好的案件并说明结果"
OFFLINE = "连不上案件库的服务器。这次没有存上，已存的没有动。→ 请检查网络，或者请管理员查看数据库是否在运行；先下载案件文件，以免丢失"
REFUSED = "案件库的服务器拒绝登录。→ 请管理员核对 ZUILIAN_DATABASE 里的用户名、密码和库名"
UNKNOWN = "案件库出错，这次没有存上，已存的没有动。→ 请再试一次；仍然不行，请管理员查看数据库的日志"

SQLITE: dict[int, tuple[type[Trouble], str]] = {
    sqlite3.SQLITE_BUSY: (Busy, BUSY),
    sqlite3.SQLITE_LOCKED: (Busy, BUSY),
    sqlite3.SQLITE_FULL: (Full, FULL),
    sqlite3.SQLITE_READONLY: (Unreachable, READ_ONLY),
    sqlite3.SQLITE_PERM: (Unreachable, READ_ONLY),
    sqlite3.SQLITE_IOERR: (Unreachable, DISK),
    sqlite3.SQLITE_CANTOPEN: (Unreachable, CANNOT_OPEN),
    sqlite3.SQLITE_CORRUPT: (Damaged, DAMAGED),
    sqlite3.SQLITE_NOTADB: (Damaged, DAMAGED),
}
POSTGRESQL: tuple[tuple[str, type[Trouble], str], ...] = (
    ("53100", Full, FULL),
    ("55P03", Busy, BUSY),  # a lock was not to be had in time
    ("57014", Busy, BUSY),  # … nor an answer
    ("40", Busy, BUSY),  # a deadlock, or two transactions that cannot both have been first
    ("25006", Unreachable, READ_ONLY),
    ("28", Unreachable, REFUSED),
    ("3D", Unreachable, REFUSED),
    ("42501", Unreachable, REFUSED),
    ("XX001", Damaged, "数据库报告数据损坏。→ 请管理员从备份恢复（docs/office.md“恢复”）"),
    ("XX002", Damaged, "数据库报告索引损坏。→ 请管理员执行 REINDEX，或者从备份恢复"),
    ("08", Unreachable, OFFLINE),
    ("57P", Unreachable, OFFLINE),
)


def told(error: Exception) -> Trouble:
    """What an error of the database means for the user."""
    cause: Any = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", 0) & 0xFF  # the finer code says which read or write it was
        kind, words = SQLITE.get(code, (Unreachable, UNKNOWN))
        return kind(words)
    if isinstance(error, NoConnectionFree):
        return Busy(BUSY)
    state = getattr(cause, "sqlstate", None)
    if state is None:
        return Unreachable(OFFLINE)
    for start, kind, words in POSTGRESQL:
        if state.startswith(start):
            return kind(words)
    return Unreachable(UNKNOWN)


@contextmanager
def in_words() -> Iterator[None]:
    """Whatever the database raises inside becomes a Trouble; a mistake of ours stays what it is."""
    try:
        yield
    except (sqlite3.DatabaseError, NoConnectionFree) as error:
        raise told(error) from error
    except DBAPIError as error:
        if isinstance(error, (ProgrammingError, IntegrityError)) and not _refused(error):
            raise
        raise told(error) from error


def _refused(error: DBAPIError) -> bool:
    """A missing right is reported as a programming error, and is none of ours."""
    return getattr(error.orig, "sqlstate", None) == "42501"
