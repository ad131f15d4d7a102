"""What really goes wrong: a kill, a full disk, a lock, a damaged file, a server that is gone. Nothing confirmed is lost."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from postgres import cluster, program
from sqlalchemy import text

from ui.keeping import audit, salvage
from ui.keeping.cabinet import Cabinet
from ui.keeping.opening import copies_of, open_store
from ui.keeping.people import ALONE
from ui.keeping.store import Store, connect
from ui.keeping.trouble import Busy, Full, NotThere, Spoiled, Unreachable

CASE = "format: 1\ntitle: 甲案\n# {}\n"
LONG = CASE.format("正文" * 4000)
WRITER = """
import sys
from ui.keeping.cabinet import Cabinet, ChangedElsewhere
from ui.keeping.opening import open_store
from ui.keeping.people import ALONE

url, case_id, name, turns = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
cabinet = Cabinet(open_store(url)[0])
done = 0
while done < turns:
    text = "format: 1\\ntitle: 甲案\\n# " + f"{name} {done} " * 800 + "\\n"
    known = cabinet.entry(ALONE, case_id).version
    try:
        print(cabinet.save(ALONE, case_id, text, known), name, done, flush=True)
        done += 1
    except ChangedElsewhere:
        pass
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cases.db"


def opened(file: Path) -> tuple[Store, Cabinet, tuple[str, ...]]:
    store, notes = open_store(f"sqlite:///{file}")
    return store, Cabinet(store), notes


def writer(file: Path, case_id: str, name: str, turns: int) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", WRITER, f"sqlite:///{file}", case_id, name, str(turns)]
    return subprocess.Popen(  # noqa: S603 - ourselves
        arguments, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": "."}
    )


@pytest.mark.parametrize("patience", [0.05, 0.3, 0.7])
def test_a_kill_in_the_middle_of_writing_loses_nothing_confirmed(file: Path, patience: float) -> None:
    store, cabinet, _ = opened(file)
    case_id = cabinet.create(ALONE, LONG).id
    store.close()
    with writer(file, case_id, "甲", 100_000) as process:
        assert process.stdout is not None
        confirmed = [process.stdout.readline()]  # it is at work
        time.sleep(patience)
        process.send_signal(signal.SIGKILL)
        confirmed += process.stdout.read().splitlines()
    confirmed = [line for line in confirmed if line.count(" ") == 2]
    store, cabinet, notes = opened(file)
    assert notes == ()
    assert len(confirmed) > 1
    for line in confirmed:
        number, name, turn = line.split()
        assert f"{name} {turn} " in cabinet.version(ALONE, case_id, int(number))
    assert len(cabinet.history(ALONE, case_id)) - len(confirmed) in {
        1,
        2,
    }  # the first, and one perhaps untold
    assert cabinet.save(ALONE, case_id, LONG, cabinet.entry(ALONE, case_id).version)
    assert audit.prove(store).broken_at is None
    store.close()


def test_two_programs_that_write_one_case_at_once_lose_nothing(file: Path) -> None:
    store, cabinet, _ = opened(file)
    case_id = cabinet.create(ALONE, LONG).id
    with writer(file, case_id, "甲", 15) as first, writer(file, case_id, "乙", 15) as second:
        confirmed = [*first.communicate(timeout=120)[0].splitlines(), *second.communicate()[0].splitlines()]
    assert len(confirmed) == 30
    for line in confirmed:
        number, name, turn = line.split()
        assert f"{name} {turn} " in cabinet.version(ALONE, case_id, int(number))
    assert [v.number for v in cabinet.history(ALONE, case_id)] == list(range(31, 0, -1))
    store.close()


def test_a_full_disk_is_told_and_what_is_there_can_be_read(file: Path) -> None:
    store, cabinet, _ = opened(file)
    case_id = cabinet.create(ALONE, LONG).id
    with store.writing() as at:
        pages = at.exec_driver_sql("PRAGMA page_count").scalar()
    store.close()
    store = connect(f"sqlite:///{file}")
    cabinet = Cabinet(store)
    with store.reading() as at:
        at.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    noise = "".join(random.Random(1).choices("0123456789abcdef", k=200_000))
    with pytest.raises(Full, match="清出空间"):
        cabinet.save(ALONE, case_id, CASE.format(noise), 1)
    assert cabinet.read(ALONE, case_id)[1] == LONG
    with store.reading() as at:
        at.exec_driver_sql("PRAGMA max_page_count = 1000000")
    assert cabinet.save(ALONE, case_id, CASE.format(noise), 1) == 2
    store.close()


OUT_OF_ROOM = """
import resource, signal, sys
from ui.keeping.cabinet import Cabinet
from ui.keeping.opening import open_store
from ui.keeping.people import ALONE
from ui.keeping.trouble import Trouble

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
store, _ = open_store(sys.argv[1])
cabinet = Cabinet(store)
size = store.file.stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 200_000, size + 200_000))
for known in range(1, 1000):
    try:
        cabinet.save(ALONE, sys.argv[2], "title: 甲案" + chr(10) + "# " + str(known) * 20_000, known)
    except Trouble as error:
        print(known, type(error).__name__, error)
        break
"""


def test_a_file_that_may_not_grow_is_told_and_all_confirmed_is_there(file: Path) -> None:
    store, cabinet, _ = opened(file)
    case_id = cabinet.create(ALONE, LONG).id
    store.close()
    told = subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, "-c", OUT_OF_ROOM, f"sqlite:///{file}", case_id],
        capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": "."},
    ).stdout  # fmt: skip
    known = int(told.split()[0])
    assert "→" in told
    assert "没有存上" in told
    store, cabinet, notes = opened(file)
    assert notes == ()
    assert cabinet.entry(ALONE, case_id).version == known
    assert len(cabinet.history(ALONE, case_id)) == known
    store.close()


def test_a_locked_database_is_told_and_serves_again_afterwards(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.keeping.store.PATIENCE", 0.2)
    store, cabinet, _ = opened(file)
    case_id = cabinet.create(ALONE, LONG).id
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Busy, match="稍等"):
            cabinet.save(ALONE, case_id, CASE.format(2), 1)
        assert cabinet.read(ALONE, case_id)[1] == LONG
        other.execute("ROLLBACK")
    assert cabinet.save(ALONE, case_id, CASE.format(2), 1) == 2
    store.close()


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(Unreachable, match="→"):
        open_store(f"sqlite:///{tmp_path / 'file' / 'cases.db'}")


def filled(file: Path, count: int = 30) -> dict[str, str]:
    """A file with cases of several pages each; id → text."""
    store, cabinet, _ = opened(file)
    texts = {}
    for number in range(count):
        text = f"format: 1\ntitle: 第{number}案\n# " + f"{number}号内容" * 2000 + "\n"
        texts[cabinet.create(ALONE, text).id] = text
    with store.writing() as at:
        at.exec_driver_sql("SELECT 1")
    store.close()
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for copy in copies_of(file):
        copy.unlink()
    return texts


@pytest.mark.parametrize("seed", range(4))
def test_of_a_damaged_file_every_intact_case_is_saved_and_the_user_is_told(file: Path, seed: int) -> None:
    texts = filled(file)
    whole = file.read_bytes()
    harmed = bytearray(whole)
    rng = random.Random(seed)
    for _ in range(3):
        start = rng.randrange(len(harmed) // 3, len(harmed) - 4096) // 4096 * 4096
        harmed[start : start + 4096] = rng.randbytes(4096)
    file.write_bytes(harmed)
    if salvage.sound(file):  # pages of the text of a case: SQLite cannot know
        pytest.fail("four random pages were harmed and not noticed")
    store, cabinet, (told,) = opened(file)
    for words in ("有损坏", "救回", "→", "请不要删除"):
        assert words in told
    (aside,) = (file.parent / "damaged").iterdir()
    assert (aside / file.name).read_bytes() == bytes(harmed)
    saved = cabinet.listed(ALONE)
    assert len(saved) >= 24
    for entry in saved:
        assert cabinet.read(ALONE, entry.id)[1] == texts[entry.id]
    assert cabinet.save(ALONE, saved[0].id, CASE.format("接着做"), saved[0].version)
    store.close()
    store, _, notes = opened(file)
    assert notes == ()
    store.close()


def test_a_change_inside_a_text_that_the_database_cannot_see_is_noticed(file: Path) -> None:
    texts = filled(file, 3)
    case_id = next(iter(texts))
    file.write_bytes(file.read_bytes().replace("0号内容".encode(), "9号内容".encode(), 1))
    store, cabinet, notes = opened(file)
    assert notes == ()
    with pytest.raises(Spoiled, match="较早的版本"):
        cabinet.read(ALONE, case_id)
    assert cabinet.version(ALONE, case_id, 1) == texts[case_id]
    assert cabinet.put_back(ALONE, case_id, 1, 1) == 2
    assert cabinet.read(ALONE, case_id)[1] == texts[case_id]
    store.close()


def test_a_file_without_its_beginning_comes_back_from_the_copy_of_the_day(file: Path) -> None:
    texts = filled(file, 5)
    store, cabinet, _ = opened(file)  # makes the copy
    later = cabinet.create(ALONE, LONG).id
    store.close()
    with file.open("r+b") as raw:
        raw.write(bytes(8192))
    store, cabinet, (told,) = opened(file)
    assert "每日副本" in told
    assert {entry.id: cabinet.read(ALONE, entry.id)[1] for entry in cabinet.listed(ALONE)} == texts
    with pytest.raises(NotThere):
        cabinet.read(ALONE, later)
    store.close()


def test_a_file_is_not_repaired_under_another_program_that_works_with_it(file: Path) -> None:
    filled(file, 5)
    other, _, _ = opened(file)
    with file.open("r+b") as raw:
        raw.write(bytes(8192))
    with pytest.raises(Busy, match="关掉其他罪链"):
        opened(file)
    other.close()
    store, _, notes = opened(file)
    assert notes
    store.close()


def test_something_that_is_no_database_is_kept_aside(file: Path) -> None:
    file.write_text("这不是数据库" * 1000, encoding="utf-8")
    store, cabinet, (told,) = opened(file)
    assert "救回 0 件" in told
    assert cabinet.create(ALONE, LONG).version == 1
    store.close()


def test_copies_are_made_once_a_day_and_the_oldest_go(file: Path) -> None:
    filled(file, 2)
    (file.parent / "copies").mkdir(exist_ok=True)
    for day in range(1, 12):
        (file.parent / "copies" / f"cases-202501{day:02}.db").write_bytes(b"")
    opened(file)[0].close()
    kept = copies_of(file)
    assert len(kept) == 7
    assert kept[0].stat().st_size > 0
    assert kept[0].stat().st_mode & 0o077 == 0
    assert file.stat().st_mode & 0o077 == 0


def test_without_room_for_the_copy_of_the_day_work_goes_on(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ui.keeping.opening._copy", no_room)
    store, cabinet, _ = opened(file)
    assert cabinet.create(ALONE, LONG).version == 1
    store.close()


def test_a_server_that_goes_away_is_told_and_serves_again_when_it_is_back() -> None:
    if program("postgres") is None:
        pytest.skip("no PostgreSQL server here: scripts/setup_postgres.sh installs one")
    with cluster() as url:
        store, _ = open_store(url)
        cabinet = Cabinet(store)
        case_id = cabinet.create(ALONE, LONG).id
        cut = text(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'zuilian'"
        )
        with (
            pytest.raises(Unreachable, match="连不上"),
            store.writing() as at,
        ):  # in the middle of a transaction
            at.execute(cut)
        assert cabinet.save(ALONE, case_id, CASE.format(2), 1) == 2  # the next one is a new connection
    with pytest.raises(Unreachable, match="连不上"):
        cabinet.save(ALONE, case_id, CASE.format(3), 2)
    store.close()
