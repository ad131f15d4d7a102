"""One index for a base, whoever builds it, and never a broken one."""

import os
import shutil
import subprocess
import sys
import time
from importlib.resources import files
from pathlib import Path

import pytest
from whoosh.util.filelock import FileLock

import kb
import search
from search import store

QUERY, CITATION = "发送诈骗信息五千条", "fashi_2011_7:5.2.1"
CHILD = """
import sys
from pathlib import Path
import kb
from search import store

built, write = [], store._write
def counted(folder, base):
    built.append(folder)
    write(folder, base)
store._write = counted
index = store.open_index(kb.load_from(Path(sys.argv[1])), Path(sys.argv[2]))
print(len(built), index.find(sys.argv[3])[0].citation)
"""
KILLED = """
import os
from search import store
def killed(folder, base):
    (folder / "half").write_bytes(b"x")
    os._exit(9)
store._write = killed
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small knowledge base, quick to index."""
    root = tmp_path_factory.mktemp("kb")
    for folder in ("statutes", "rules", "vocabulary"):
        (root / folder).mkdir()
    shutil.copy(str(files("kb") / "statutes" / "fashi_2011_7.yaml"), root / "statutes")
    (root / "glossary.yaml").write_text("charge: 罪名\n", encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def base(root: Path) -> kb.KnowledgeBase:
    return kb.load_from(root)


@pytest.fixture(scope="module")
def built(base: kb.KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    store.open_index(base, folder).close()
    return folder


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    """A cache folder with a whole index in it."""
    return Path(shutil.copytree(built, tmp_path / "cache"))


@pytest.fixture
def writes(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Where an index is written while the test runs."""
    written: list[Path] = []
    write = store._write

    def counted(folder: Path, base: kb.KnowledgeBase) -> None:
        written.append(folder)
        write(folder, base)

    monkeypatch.setattr(store, "_write", counted)
    return written


def finds(index: search.Index) -> bool:
    return [hit.citation for hit in index.find(QUERY)][:1] == [CITATION]


def held(folder: Path) -> list[Path]:
    return [entry for entry in folder.iterdir() if entry.is_dir()]


def test_an_index_is_built_once(base: kb.KnowledgeBase, tmp_path: Path, writes: list[Path]) -> None:
    assert finds(store.open_index(base, tmp_path / "new" / "cache"))
    assert finds(store.open_index(base, tmp_path / "new" / "cache"))
    assert len(writes) == 1


def _started(command: list[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # noqa: S603 - ourselves


def test_two_processes_at_once_build_one_index(root: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", CHILD, str(root), str(tmp_path / "cache"), QUERY]
    children = [_started(command), _started(command)]
    said = [child.communicate(timeout=120) for child in children]
    assert [error for _, error in said] == ["", ""]
    assert sorted(line.split() for line, _ in said) == [["0", CITATION], ["1", CITATION]]
    assert len(held(tmp_path / "cache")) == 1


@pytest.mark.parametrize("pattern", ["*.seg", "*.toc", "dictionary.json", "manifest.json"])
@pytest.mark.parametrize("harm", ["cut", "changed", "emptied", "gone", "nonsense"])
def test_a_broken_index_is_noticed_and_built_anew(
    base: kb.KnowledgeBase, folder: Path, writes: list[Path], pattern: str, harm: str
) -> None:
    (file,) = held(folder)[0].glob(pattern)
    content = file.read_bytes()
    middle = len(content) // 2
    if harm == "gone":
        file.unlink()
    else:
        flipped = content[:middle] + bytes([content[middle] ^ 0xFF]) + content[middle + 1 :]
        harmed = {"cut": content[:middle], "changed": flipped, "emptied": b"", "nonsense": b"[]"}
        file.write_bytes(harmed[harm])
    assert finds(store.open_index(base, folder))
    assert len(writes) == 1
    assert finds(store.open_index(base, folder))
    assert len(writes) == 1


def test_a_folder_without_an_index_in_it_is_filled(
    base: kb.KnowledgeBase, folder: Path, writes: list[Path]
) -> None:
    (place,) = held(folder)
    shutil.rmtree(place)
    place.mkdir()
    assert finds(store.open_index(base, folder))
    assert len(writes) == 1


def test_building_that_fails_leaves_nothing_and_still_answers(
    base: kb.KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(folder: Path, _base: kb.KnowledgeBase) -> None:
        (folder / "half").write_bytes(b"x" * 1000)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "_write", full)
    assert finds(store.open_index(base, tmp_path))
    assert held(tmp_path) == []


def test_a_builder_that_is_killed_is_in_nobodys_way(
    root: Path, base: kb.KnowledgeBase, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", KILLED + CHILD, str(root), str(tmp_path), QUERY]
    killed = _started(command)
    killed.communicate(timeout=120)
    assert killed.returncode == 9
    (half,) = held(tmp_path)
    assert half.name.startswith(store.UNFINISHED)
    assert finds(store.open_index(base, tmp_path))
    assert [folder.name for folder in held(tmp_path) if folder != half] == [
        store.Shelf(base, tmp_path).place.name
    ]


def test_where_nothing_can_be_written_the_index_is_in_memory(base: kb.KnowledgeBase, tmp_path: Path) -> None:
    file = tmp_path / "a file, no folder"
    file.write_text("", encoding="utf-8")
    assert finds(store.open_index(base, file))
    assert finds(store.open_index(base, file / "below"))


def test_a_builder_that_never_ends_is_not_waited_for(
    base: kb.KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writes: list[Path]
) -> None:
    monkeypatch.setattr(store, "WAIT", 0.2)
    other = FileLock(str(tmp_path / store.LOCK))
    assert other.acquire()
    try:
        assert finds(store.open_index(base, tmp_path))
    finally:
        other.release()
    assert writes == []


def test_a_whole_index_needs_no_lock(base: kb.KnowledgeBase, folder: Path, writes: list[Path]) -> None:
    """Readers never wait for a builder."""
    other = FileLock(str(folder / store.LOCK))
    assert other.acquire()
    try:
        assert finds(store.open_index(base, folder))
    finally:
        other.release()
    assert writes == []


def test_another_base_has_its_own_index(root: Path, folder: Path, tmp_path: Path) -> None:
    changed = Path(shutil.copytree(root, tmp_path / "kb"))
    (changed / "glossary.yaml").write_text("charge: 罪\n", encoding="utf-8")
    store.open_index(kb.load_from(changed), folder).close()
    assert len(held(folder)) == 2


def test_old_indexes_and_abandoned_ones_go(base: kb.KnowledgeBase, tmp_path: Path) -> None:
    for n in range(6):
        (tmp_path / f"index-{n:016x}").mkdir()
    recent, abandoned, others = (tmp_path / name for name in ("building-now", "building-then", "somebody's"))
    for folder in (recent, abandoned, others):
        folder.mkdir()
    os.utime(abandoned, (time.time() - 2 * store.ABANDONED,) * 2)
    store.open_index(base, tmp_path).close()
    names = {folder.name for folder in held(tmp_path)}
    assert len([name for name in names if name.startswith("index-")]) == store.KEPT
    assert {recent.name, others.name} <= names
    assert abandoned.name not in names


def test_the_environment_names_the_folder(
    base: kb.KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZUILIAN_CACHE", str(tmp_path / "there"))
    store.open_index(base).close()
    assert len(held(tmp_path / "there")) == 1


def test_a_base_without_law_finds_nothing(root: Path, tmp_path: Path) -> None:
    bare = Path(shutil.copytree(root, tmp_path / "kb"))
    (bare / "statutes" / "fashi_2011_7.yaml").unlink()
    assert store.open_index(kb.load_from(bare), tmp_path / "cache").find("诈骗 “帮信” 刑法1条") == []


def test_whoever_waits_is_told_once(base: kb.KnowledgeBase, tmp_path: Path) -> None:
    told: list[str] = []
    for _ in range(2):
        store.open_index(base, tmp_path / "cache", lambda: told.append("正在建立")).close()
    assert told == ["正在建立"]


def test_an_index_in_memory_writes_nothing_where_another_process_does(
    base: kb.KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / "MAIN.tmp").write_text("of another process", encoding="utf-8")
    store.in_memory(base)
    assert [path.name for path in tmp_path.iterdir()] == ["MAIN.tmp"]
