"""The officer's cases on disk: written at once, nothing overwritten unseen, nothing really deleted."""

from __future__ import annotations

import datetime
import hashlib
import os
import re
import secrets
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

ID = re.compile(r"\d{8}-\d{6}-[0-9a-f]{6}")
TITLE = re.compile(r'^title: "?(.*?)"?$', re.MULTILINE)


class ChangedElsewhere(Exception):
    """Another window has written the case since it was read here."""


@dataclass(frozen=True)
class Saved:
    """A case in the folder: its id, title and when it was last changed."""

    id: str
    title: str
    changed: datetime.datetime


def folder() -> Path:
    """The folder of the cases, made when it is missing, closed to other users."""
    path = user_data_path("zuilian") / "cases"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def new_id() -> str:
    """An id for a new case; ids sort by the time they were made."""
    return f"{datetime.datetime.now():%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"  # noqa: DTZ005 - the officer's clock


def digest(text: str) -> str:
    """What tells one state of a case from another."""
    return hashlib.sha256(text.encode()).hexdigest()


def read(case_id: str) -> str:
    """The text of a saved case; raises FileNotFoundError where there is none."""
    return _path(case_id).read_text(encoding="utf-8")


def write(case_id: str, text: str, known: str | None) -> None:
    """Write a case whole or not at all; ChangedElsewhere where the file is not the one that was `known`."""
    path = _path(case_id)
    if known is not None and path.exists() and digest(path.read_text(encoding="utf-8")) != known:
        raise ChangedElsewhere(case_id)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def remove(case_id: str) -> None:
    """Take a case off the list; its file moves to the folder `deleted`."""
    bin_folder = folder() / "deleted"
    bin_folder.mkdir(mode=0o700, exist_ok=True)
    _path(case_id).replace(bin_folder / f"{case_id}.yaml")


def restore(case_id: str) -> None:
    """Bring a removed case back."""
    (folder() / "deleted" / f"{case_id}.yaml").replace(_path(case_id))


def saved() -> list[Saved]:
    """The cases in the folder, the last changed first."""
    return sorted(_listed(), key=lambda entry: entry.changed, reverse=True)


def _listed() -> Iterator[Saved]:
    for path in folder().glob("*.yaml"):
        if ID.fullmatch(path.stem):
            title = TITLE.search(path.read_text(encoding="utf-8", errors="replace"))
            changed = datetime.datetime.fromtimestamp(path.stat().st_mtime)  # noqa: DTZ006 - the officer's clock
            yield Saved(path.stem, title[1] if title and title[1] else "（未命名）", changed)


def _path(case_id: str) -> Path:
    if not ID.fullmatch(case_id):
        raise FileNotFoundError(case_id)
    return folder() / f"{case_id}.yaml"
