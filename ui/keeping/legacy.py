"""Cases that earlier programs kept as one file each: taken into the database, the files kept beside it."""

from __future__ import annotations

import datetime
from pathlib import Path

from sqlalchemy import Connection, insert, select

from . import audit
from .body import ID, digest, new_id, pack, title_of
from .people import ALONE
from .store import Store, now
from .tables import cases, versions

WHY = "收入旧版的案件文件"


def take_in(store: Store, old: Path) -> list[str]:
    """Take in every case file of the folder and of its bin; afterwards the folder has another name."""
    if not old.is_dir():
        return []
    files = [(path, False) for path in sorted(old.glob("*.yaml"))]
    files += [(path, True) for path in sorted((old / "deleted").glob("*.yaml"))]
    taken, unread = 0, []
    with store.writing() as at:
        for path, deleted in files:
            if not ID.fullmatch(path.stem):
                unread.append(path.name)
                continue
            try:
                text = path.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError):
                unread.append(path.name)
                continue
            held = at.execute(select(cases.c.digest).where(cases.c.id == path.stem)).scalar()
            if held == digest(text):
                continue
            # An older program may have gone on with a case that was taken in before: then both stay.
            _add(at, new_id() if held else path.stem, text, _changed(path), deleted=deleted)
            taken += 1
        if taken:
            audit.note(at, ALONE.name, "cases.imported", "", f"{taken} 件")
    kept = _set_aside(old)
    notes = [f"旧版保存的 {taken} 件案件已收入案件库，原文件留在 {kept}。"] if taken else []
    if unread:
        notes.append(
            f"这些旧文件读不出来，没有收入，仍在 {kept}：{'、'.join(unread)}。→ 请用文本编辑器打开，另存为 UTF-8 后粘贴进来"
        )
    return notes


def _changed(path: Path) -> str:
    return datetime.datetime.fromtimestamp(path.stat().st_mtime, datetime.UTC).isoformat(
        timespec="microseconds"
    )


def _add(at: Connection, case_id: str, text: str, stamp: str, *, deleted: bool) -> None:
    title, sealed = title_of(text), digest(text)
    at.execute(insert(cases).values(
        id=case_id, owner=ALONE.name, title=title, text=text, digest=sealed, version=1, made_at=stamp,
        changed_at=stamp, changed_by=ALONE.name, deleted_at=now() if deleted else None,
    ))  # fmt: skip
    at.execute(insert(versions).values(
        case_id=case_id, number=1, title=title, body=pack(text), digest=sealed, saved_at=stamp,
        saved_by=ALONE.name, why=WHY,
    ))  # fmt: skip


def _set_aside(old: Path) -> Path:
    name = f"{old.name}-taken-in"
    for number in range(1, 1000):
        target = old.with_name(name if number == 1 else f"{name}-{number}")
        if not target.exists():
            return old.rename(target)
    return old
