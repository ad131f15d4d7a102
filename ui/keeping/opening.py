"""The database opened for work: sound, up to date, copied once a day, with what older programs left taken in."""

from __future__ import annotations

import datetime
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from . import legacy, salvage, steps
from .store import Store, connect, folder, held, now

COPIES = 7
"""Daily copies of the file that are kept."""


def open_store(url: str | None = None) -> tuple[Store, tuple[str, ...]]:
    """A store ready for work, and what the user has to be told about it; raises Trouble where there is none."""
    store = connect(url)
    try:
        notes = _made_ready(store)
        if not url:
            notes += legacy.take_in(store, folder() / "cases")
    except BaseException:
        store.close()
        raise
    return store, tuple(notes)


def _made_ready(store: Store) -> list[str]:
    if store.file is None:
        _bring_up(store)
        return []
    with _one_at_a_time(store.file):
        notes = [] if salvage.sound(store.file) else [_saved_from_damage(store)]
        store.hold()
        _bring_up(store)
        copy_of_the_day(store)
    return notes


def _bring_up(store: Store) -> None:
    if store.file is not None:
        with store.reading() as at:
            last = steps.reached(at)
        if 0 < last < steps.NEWEST:  # a step over existing cases: keep how they were
            _copy(store.file, _beside(store, f"before-step-{last + 1}.db"))
    with store.writing() as at:
        steps.bring_up(at, now())


def _saved_from_damage(store: Store) -> str:
    """Build a new file beside the damaged one and only then put it in its place: a crash on the way loses nothing."""
    file = _file(store)
    store.close()
    with _nobody_else(file):
        aside = salvage.put_aside(file)
        new = file.with_name(f"{file.name}.new")
        new.unlink(missing_ok=True)
        fresh = connect(f"sqlite:///{new}")
        try:
            _bring_up(fresh)
            report = salvage.fill(fresh, aside, copies_of(file))
        finally:
            fresh.close()
        for part in ("-wal", "-shm"):  # they belong to the damaged file, and would be played into the new one
            file.with_name(f"{file.name}{part}").unlink(missing_ok=True)
        new.replace(file)
    return report


@contextmanager
def _nobody_else(file: Path) -> Iterator[None]:
    """Raises Busy where another program works with the file."""
    lock = held(file, alone=True)
    try:
        yield
    finally:
        lock.close()


def copy_of_the_day(store: Store) -> None:
    """Keep one copy of the file a day, the last few; without room there is none today."""
    if store.file is None:
        return
    today = _beside(store, f"{datetime.date.today():%Y%m%d}.db")
    if today.exists():
        return
    with suppress(OSError, sqlite3.Error):
        _copy(store.file, today)
        for old in copies_of(store.file)[COPIES:]:
            old.unlink()


def copies_of(file: Path) -> list[Path]:
    """The daily copies of a file, the newest first."""
    return sorted((file.parent / "copies").glob(f"{file.stem}-[0-9]*.db"), reverse=True)


def _beside(store: Store, name: str) -> Path:
    file = _file(store)
    return file.parent / "copies" / f"{file.stem}-{name}"


def _file(store: Store) -> Path:
    if store.file is None:
        raise ValueError("a server has no file")
    return store.file


def _copy(source: Path, target: Path) -> None:
    """A copy of a database in use, whole or not at all."""
    target.parent.mkdir(mode=0o700, exist_ok=True)
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")  # two may copy at once
    try:
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(part)) as new:
            old.backup(new)
        part.chmod(0o600)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


@contextmanager
def _one_at_a_time(file: Path) -> Iterator[None]:
    """One program at a time looks a file over; two that repair it at once would lose what is left."""
    with held(file.with_name(f"{file.name}-opening"), alone=True, wait=True):
        yield
