"""A file that is written on demand is there when the browser comes for it, whoever else is at work."""

from pathlib import PurePosixPath
from types import SimpleNamespace

import pytest
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.media_file_storage import MediaFileStorageError
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from ui import downloads


def fetched(storage: MemoryMediaFileStorage, url: str) -> bytes:
    return storage.get_file(PurePosixPath(url).stem).content


def test_a_file_outlives_the_runs_of_others_until_many_more_were_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    storage = MemoryMediaFileStorage("/media")
    files = MediaFileManager(storage)
    runs = SimpleNamespace(get_instance=lambda: SimpleNamespace(media_file_mgr=files))
    monkeypatch.setattr(downloads, "runtime", runs)

    def pressed(said: str) -> str:
        name = f"{said}.txt"
        write = downloads.made(lambda: said, name, "text/plain")
        return files.execute_deferred(files.add_deferred(write, "text/plain", "here", name))

    first = pressed("第一份")
    for _ in range(3):  # pages of other people are drawn
        files.remove_orphaned_files()
    assert fetched(storage, first).decode() == "第一份"
    for number in range(downloads.KEPT):
        pressed(f"另一份 {number}")
    for _ in range(2):
        files.remove_orphaned_files()
    with pytest.raises(MediaFileStorageError):
        fetched(storage, first)
