"""What was read from files, kept between runs: a start takes over what has not changed since it was parsed."""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import shutil
import sys
import tempfile
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

KEY_SIZE = 32
SHELF = "parsed-"
KEPT = 3
SHARED = 0o022  # writable by others than the user


class Cache:
    """A folder of parsed values, each with the key of what it was parsed from.

    Only a folder of the user's own that nobody else can write is used; its files are trusted as the program's
    own are. Whatever is missing, broken or of another key is no value: the caller parses the source again.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def has(self, name: str, key: bytes) -> bool:
        """Whether a value of this key is kept."""
        try:
            with self._file(name).open("rb") as kept:
                return self._is_private() and kept.read(KEY_SIZE) == key
        except OSError:
            return False

    def get(self, name: str, key: bytes) -> Any:
        """The value of this key, or None."""
        try:
            kept = self._file(name).read_bytes()
            if not self._is_private() or kept[:KEY_SIZE] != key:
                return None
            return pickle.loads(kept[KEY_SIZE:])  # noqa: S301 - a private file of the user's own
        except Exception:  # noqa: BLE001 - a damaged pickle raises anything; the source is at hand
            return None

    def put(self, name: str, key: bytes, value: object) -> None:
        """Keep a value; where the folder cannot be written, nothing is kept."""
        with contextlib.suppress(OSError):
            if not self.folder.is_dir():
                self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._prune()
            if not self._is_private():
                return
            handle, unfinished = tempfile.mkstemp(prefix=f"{name}.", dir=self.folder)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(key + pickle.dumps(value, protocol=5))
                Path(unfinished).replace(self._file(name))
            except BaseException:
                Path(unfinished).unlink(missing_ok=True)
                raise

    def kept(self, name: str, make: Callable[[], Any], key: bytes) -> Any:
        """The value of this key, made and kept where there is none."""
        found = self.get(name, key)
        if found is None:
            found = make()
            self.put(name, key, found)
        return found

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.parsed"

    def _prune(self) -> None:
        """Of what other versions of the program keep beside this one, leave only the newest."""
        beside = [one for one in self.folder.parent.glob(f"{SHELF}*") if one != self.folder]
        for old in sorted(beside, key=lambda one: one.stat().st_mtime, reverse=True)[KEPT - 1 :]:
            shutil.rmtree(old, ignore_errors=True)

    def _is_private(self) -> bool:
        if not hasattr(os, "getuid"):  # Windows: the user's own folder is private
            return True
        held = self.folder.stat()
        return held.st_uid == os.getuid() and not held.st_mode & SHARED


def user_cache() -> Cache:
    """The cache of this user and of this version of the program."""
    # two versions side by side keep out of each other's way
    return Cache(cache_home() / f"{SHELF}{_code().hex()[:8]}")


def cache_home() -> Path:
    """Where everything is kept that can be made again: ZUILIAN_CACHE, else the user's cache folder."""
    from platformdirs import user_cache_dir  # noqa: PLC0415 - where ZUILIAN_CACHE is set nobody needs it

    return Path(os.environ.get("ZUILIAN_CACHE") or user_cache_dir("zuilian", appauthor=False))


def key_of(*contents: bytes) -> bytes:
    """What a value depends on: the contents it is parsed from, and the code and libraries that parse them."""
    summed = hashlib.sha256(_code())
    for content in contents:
        summed.update(hashlib.sha256(content).digest())
    return summed.digest()


@cache
def _code() -> bytes:
    summed = hashlib.sha256(f"{sys.version} {version('pydantic')} {version('pyyaml')}".encode())
    for file in sorted(files(__package__).iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".py"):
            summed.update(file.read_bytes())
    return summed.digest()
