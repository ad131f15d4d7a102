"""The door to the database: SQLite in the user's folder, or PostgreSQL by a URL, behind the same few calls."""

from __future__ import annotations

import datetime
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from platformdirs import user_data_path
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from .trouble import BUSY, Busy, Damaged, Unreachable, in_words

try:
    import fcntl
except ImportError:  # Windows does not replace a file that is open, which serves as well
    fcntl = None  # type: ignore[assignment]

PATIENCE = 5
"""Seconds to wait for somebody else's write, and for a server to answer."""
WRITES = "zuilian_writes"


def now() -> str:
    """This moment, in a form that sorts and that both databases keep alike."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds")


def local_time(stamp: str) -> datetime.datetime:
    """A moment on the officer's clock."""
    return datetime.datetime.fromisoformat(stamp).astimezone()


def folder() -> Path:
    """The user's folder for all that is kept, made when it is missing, closed to other users."""
    path = user_data_path("zuilian")
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


class Store:
    """A database of cases: transactions that read, and transactions that write."""

    def __init__(self, engine: Engine, file: Path | None) -> None:
        self.engine = engine
        self.file = file
        """The file of SQLite; None for a server."""
        self._held: IO[str] | None = None
        self._turn = threading.Lock()
        self.damaged = False
        """Whether damage has been met since it was opened."""

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database."""
        one_state = {} if self.file else {"isolation_level": "REPEATABLE READ"}  # SQLite has no other
        reader = self.engine.execution_options(**one_state)
        with self._noticing(), in_words(), reader.begin() as at:
            yield at

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is written down whole when the block ends, or not at all."""
        writer = self.engine.execution_options(**{WRITES: True})
        with self._in_turn(), self._noticing(), in_words(), writer.begin() as at:
            yield at

    @contextmanager
    def _noticing(self) -> Iterator[None]:
        try:
            yield
        except Damaged:
            self.damaged = True
            raise

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """SQLite has one writer at a time and lets those who wait starve: inside one program they queue here."""
        if self.file is None:
            yield
            return
        if not self._turn.acquire(timeout=3 * PATIENCE):
            raise Busy(BUSY)
        try:
            yield
        finally:
            self._turn.release()

    def hold(self) -> None:
        """Keep other programs from putting another file in this one's place while it is worked with."""
        if self.file is not None and self._held is None:
            self._held = held(self.file)

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()
        if self._held is not None:
            self._held.close()
            self._held = None

    @property
    def where(self) -> str:
        """Where the cases are, for people: without any password."""
        return str(self.file) if self.file else self.engine.url.render_as_string(hide_password=True)


def held(file: Path, *, alone: bool = False, wait: bool = False) -> IO[str]:
    """A claim on a database file, until it is closed; Busy where somebody else's claim stands against it."""
    lock = file.with_name(f".{file.name}.lock").open("w")
    if fcntl is not None:
        try:
            fcntl.flock(lock, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | (0 if wait else fcntl.LOCK_NB))
        except OSError:
            lock.close()
            raise Busy(
                "案件库的文件有损坏，要先修复，但另一个罪链窗口还开着。→ 请关掉其他罪链程序，再重新载入页面"
            ) from None
    return lock


def connect(url: str | None) -> Store:
    """A store that has not been looked at yet; without a URL the file in the user's folder."""
    return _file(folder() / "cases.db") if not url else _named(url)


def _named(url: str) -> Store:
    try:
        read = make_url(url)
    except ArgumentError:
        raise Unreachable(
            "案件库的地址读不懂。→ 写成 postgresql://用户名:密码@主机/库名，或者 sqlite:///文件的完整路径"
        ) from None
    if read.get_backend_name() == "sqlite":
        if not read.database or read.database == ":memory:":
            raise Unreachable("案件库的地址没有写文件。→ 写成 sqlite:///文件的完整路径")
        return _file(Path(read.database))
    if read.get_backend_name() != "postgresql":
        raise Unreachable(
            f"案件库不支持「{read.get_backend_name()}」。→ 用 postgresql://…，或者不写地址（存在本机的文件里）"
        )
    return Store(_server(read.set(drivername="postgresql+psycopg")), None)


def _file(path: Path) -> Store:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(
            os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        )  # nobody else may read it, from the first byte on
    except OSError as error:
        raise Unreachable(f"案件库 {path} 打不开（{error.strerror}）。→ 请检查文件夹的权限") from None
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": PATIENCE})
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return Store(engine, path)


def _set_up(raw: sqlite3.Connection, _record: Any) -> None:
    raw.isolation_level = None  # the driver would begin transactions where it thinks fit; `_begin` does
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
    ):  # FULL: not even a power cut
        raw.execute(f"PRAGMA {pragma}")


def _begin(at: Connection) -> None:
    # A reader that turns writer finds the database locked at once, whatever its patience: say beforehand.
    at.exec_driver_sql("BEGIN IMMEDIATE" if at.get_execution_options().get(WRITES) else "BEGIN")


def _server(url: URL) -> Engine:
    try:
        return create_engine(
            url,
            pool_pre_ping=True,
            pool_size=10,
            max_overflow=20,
            pool_timeout=3 * PATIENCE,
            connect_args={
                "connect_timeout": PATIENCE,
                "options": f"-c lock_timeout={PATIENCE}s -c statement_timeout=60s -c client_min_messages=warning",
                "application_name": "zuilian",
            },
        )
    except ModuleNotFoundError:
        raise Unreachable(
            "缺少连接 PostgreSQL 的程序库。→ 执行 pip install 'zuilian[server]' 后再启动"
        ) from None
