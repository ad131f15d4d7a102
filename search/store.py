"""Where indexes are kept: built once for a base, shared by processes, noticed when broken, rebuilt."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import tempfile
import time
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.index import EmptyIndexError
from whoosh.util.filelock import FileLock, try_for

from kb.cache import cache_home

from .analyzer import Words
from .dictionary import Dictionary
from .index import Index
from .layout import dictionary_of, fill, schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kb import KnowledgeBase

FORMAT = 9  # raise it whenever what is written, or how text is analysed, changes
MANIFEST, DICTIONARY = "manifest.json", "dictionary.json"
LOCK = "building.lock"
UNFINISHED = "building-"
WAIT = 120.0  # seconds for another process to finish building
KEPT = 3
ABANDONED = 3600.0  # seconds after which an unfinished folder is nobody's
INDEX_NAME = re.compile(r"index-[0-9a-f]{16}")


def open_index(
    base: KnowledgeBase, folder: Path | None = None, building: Callable[[], object] = lambda: None
) -> Index:
    """The index of a base: from the cache, built there when missing or broken, else in memory.

    `building` is called before an index is built, which takes seconds.

    The cache is `folder`, else that of kb.cache; its files are trusted as the program's own are.
    """
    shelf = Shelf(base, folder or cache_home())
    if (index := shelf.opened()) is not None:
        return index
    building()
    return shelf.built() or in_memory(base)


def in_memory(base: KnowledgeBase) -> Index:
    """An index that nobody else sees and that is gone with the process."""
    words = Words(dictionary_of(base))
    with tempfile.TemporaryDirectory(prefix=UNFINISHED) as folder:
        index = _Memory(folder).create_index(schema(words))
        fill(index, base)
    words.forget()
    return Index(base, words, index)


class _Memory(RamStorage):
    """Memory whose files on the way lie in a folder of its own; Whoosh's lie where every process on the machine writes."""

    def __init__(self, folder: str) -> None:
        super().__init__()
        self._folder = folder

    def temp_storage(self, name: str | None = None) -> FileStorage:
        """A place for what is written on the way."""
        return FileStorage(tempfile.mkdtemp(prefix=name, dir=self._folder)).create()


class Shelf:
    """The place of one base's index in a cache folder."""

    def __init__(self, base: KnowledgeBase, folder: Path) -> None:
        self.base = base
        self.folder = folder
        self.place = folder / f"index-{_key(base)}"

    def opened(self) -> Index | None:
        """The index where it stands whole; None where it is missing or anything in it has changed."""
        try:
            _check(self.place)
            held = json.loads((self.place / DICTIONARY).read_text(encoding="utf-8"))
            words = Words(Dictionary(held["words"], frozenset(held["terms"]), held["total"]))
            index = Index(self.base, words, FileStorage(str(self.place)).open_index(schema=schema(words)))
        except (OSError, ValueError, LookupError, TypeError, EmptyIndexError):
            return None
        with contextlib.suppress(OSError):
            os.utime(self.place)  # what is used stays
        return index

    def built(self) -> Index | None:
        """The index, built now by us or another process; None where the folder cannot be used."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with _alone(self.folder / LOCK):
                index = self.opened()
                if index is None:
                    self._build()
                    index = self.opened()
                self._prune()
        except (OSError, TimeoutError):
            return None
        return index

    def _build(self) -> None:
        """Build beside the place and move there in one step: half an index is never seen."""
        unfinished = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=self.folder))
        try:
            _write(unfinished, self.base)
            if self.place.exists():
                shutil.rmtree(self.place)  # broken, or we would not be building
            unfinished.rename(self.place)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)

    def _prune(self) -> None:
        """Keep the indexes used last; remove what is broken or was never finished."""
        indexes = [
            entry
            for entry in self.folder.iterdir()
            if INDEX_NAME.fullmatch(entry.name) and entry != self.place
        ]
        old = sorted(indexes, key=_last_used, reverse=True)[KEPT - 1 :]
        unfinished = [
            entry for entry in self.folder.iterdir() if entry.name.startswith(UNFINISHED) and entry.is_dir()
        ]
        abandoned = [entry for entry in unfinished if time.time() - _last_used(entry) > ABANDONED]
        for entry in (*old, *abandoned):
            shutil.rmtree(entry, ignore_errors=True)


def _key(base: KnowledgeBase) -> str:
    """Changes with the base, the thesaurus, the layout of the index and the libraries that wrote it."""
    summed = hashlib.sha256((files(__package__) / "words.yaml").read_bytes())
    summed.update(f"{FORMAT} {base.digest} {version('jieba')} {version('whoosh-reloaded')}".encode())
    return summed.hexdigest()[:16]


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold a lock that the system takes back when a process dies; TimeoutError where it is not to be had."""
    lock = FileLock(str(path))
    if not try_for(lock.acquire, timeout=WAIT, delay=0.05):
        raise TimeoutError(str(path))
    try:
        yield
    finally:
        lock.release()


def _write(folder: Path, base: KnowledgeBase) -> None:
    """A whole index, and last of all the manifest that says what belongs to it."""
    dictionary = dictionary_of(base)
    index = FileStorage(str(folder)).create_index(schema(Words(dictionary)))
    fill(index, base)
    index.close()
    held = {"words": dict(dictionary.words), "terms": sorted(dictionary.terms), "total": dictionary.total}
    (folder / DICTIONARY).write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8")
    sums = {file.name: _sum(file) for file in sorted(folder.iterdir()) if file.stat().st_size}
    (folder / MANIFEST).write_text(json.dumps(sums), encoding="utf-8")


def _check(folder: Path) -> None:
    """ValueError or OSError unless every file is as it was written."""
    sums = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    changed = [name for name, summed in dict(sums).items() if _sum(folder / name) != summed]
    if changed or not sums:
        raise ValueError(f"索引已损坏：{'、'.join(changed)}")


def _sum(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _last_used(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except OSError:  # another process has just removed it
        return 0.0
