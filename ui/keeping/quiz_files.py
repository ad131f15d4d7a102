"""The banks and the learning record of a user as files: where they are, and how a backup takes them along and back."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

from .people import ALONE, Person
from .store import folder
from .trouble import Unreachable

BANK = re.compile(r"[0-9a-f]{8}\.yaml")
RECORD = "learner.json"
SHELF = re.compile(r"local|u-[0-9a-f]{16}")


def shelf_name(who: Person) -> str:
    """The folder of a person's own; names of accounts are not put into paths as they stand."""
    return ALONE.name if who == ALONE else f"u-{hashlib.sha256(who.name.encode()).hexdigest()[:16]}"


def shelves() -> Path:
    """Where the folders of all users are."""
    return folder() / "quiz"


def kept(shelf: str | None) -> Iterator[tuple[str, Path]]:
    """The files of one shelf, or of all, each with its name in a backup; an exam that is under way is none of them."""
    named = [shelf] if shelf else sorted(path.name for path in shelves().glob("*") if is_shelf(path.name))
    for name in named:
        for file in sorted((shelves() / name).glob("*")):
            if is_kept(file.name) and file.is_file():
                yield f"{name}/{file.name}", file


def is_shelf(name: str) -> bool:
    """Whether a folder is called as shelves are."""
    return SHELF.fullmatch(name) is not None


def is_kept(name: str) -> bool:
    """Whether a file is called as banks and records are."""
    return name == RECORD or BANK.fullmatch(name) is not None


def write_whole(target: Path, write: Callable[[Path], object]) -> None:
    """Write beside a file, then put it in the file's place: a power cut leaves the old or the new one. Raises OSError."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        write(fresh)
        with fresh.open("rb") as written:
            os.fsync(written.fileno())
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)


def put(shelf: str, name: str, content: bytes) -> bool:
    """Put a file on a shelf, over nothing that is there; whether it was missing. Raises Unreachable.

    A bank that differs from the one of its name gets another name; of two learning records the one that is here stays.
    """
    place = shelves() / shelf
    if name == RECORD and (place / name).exists():
        return False
    try:
        if any(file.read_bytes() == content for file in place.glob("*.yaml")):
            return False
        target = place / name
        if target.exists():
            target = place / f"{secrets.token_hex(4)}.yaml"
        write_whole(target, lambda path: path.write_bytes(content))
    except OSError as error:
        raise Unreachable(
            f"题库放不回数据文件夹（{error.strerror}），什么都没有恢复。→ 请检查磁盘空间和文件夹的权限"
        ) from None
    return True
