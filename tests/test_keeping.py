"""Cases are kept version by version, on either database alike; of two who edit, nobody loses anything."""

# ruff: noqa: F811 - fixtures are imported, and asked for by name

import hashlib
import io
import json
import threading
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from stores import accounts, cabinet, emptied, person, server, store, url  # noqa: F401

from ui.keeping import audit, backup, legacy, quiz_files, steps
from ui.keeping.accounts import Accounts
from ui.keeping.body import title_of
from ui.keeping.cabinet import Cabinet, ChangedElsewhere
from ui.keeping.opening import open_store
from ui.keeping.people import ALONE, OPERATOR, Person
from ui.keeping.store import Store, connect, now
from ui.keeping.tables import METADATA
from ui.keeping.trouble import NotAllowed, NotThere, Trouble, Unreachable


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of these tests, in which the banks are."""
    monkeypatch.setattr("ui.keeping.store.user_data_path", lambda _name: tmp_path / "data")
    return tmp_path / "data"


ONE, TWO, THREE = (f"format: 1\ntitle: 甲案\nconduct: []\n# 第{n}稿\n" for n in "一二三")


def test_every_confirmed_save_is_a_version_that_can_be_brought_back(cabinet: Cabinet) -> None:
    case_id = cabinet.create(ALONE, ONE).id
    assert cabinet.save(ALONE, case_id, TWO, 1) == 2
    assert cabinet.save(ALONE, case_id, TWO, 2) == 2  # nothing has changed
    assert cabinet.put_back(ALONE, case_id, 1, 2) == 3
    assert cabinet.read(ALONE, case_id)[1] == ONE
    assert [(v.number, v.why, v.saved_by) for v in cabinet.history(ALONE, case_id)] == [
        (3, "恢复第1版", "local"),
        (2, "", "local"),
        (1, "新建", "local"),
    ]
    assert cabinet.version(ALONE, case_id, 2) == TWO


def test_of_two_who_edit_the_second_is_told_and_nothing_is_overwritten(cabinet: Cabinet) -> None:
    case_id = cabinet.create(ALONE, ONE).id
    cabinet.save(ALONE, case_id, TWO, 1)
    with pytest.raises(ChangedElsewhere) as told:
        cabinet.save(ALONE, case_id, THREE, 1)
    assert told.value.theirs.version == 2
    assert cabinet.read(ALONE, case_id)[1] == TWO
    assert cabinet.save(ALONE, case_id, THREE, told.value.theirs.version) == 3
    assert cabinet.version(ALONE, case_id, 2) == TWO


def test_of_many_who_save_at_once_one_wins_each_round(cabinet: Cabinet) -> None:
    case_id = cabinet.create(ALONE, ONE).id
    won: list[tuple[int, str]] = []
    told: list[ChangedElsewhere] = []

    def write(who: int) -> None:
        for turn in range(5):
            mine = f"{ONE}# {who} {turn}\n"
            known = cabinet.entry(ALONE, case_id).version
            try:
                won.append((cabinet.save(ALONE, case_id, mine, known), mine))
            except ChangedElsewhere as error:
                told.append(error)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) + len(told) == 40
    assert sorted(number for number, _ in won) == list(range(2, len(won) + 2))
    for number, mine in won:
        assert cabinet.version(ALONE, case_id, number) == mine
    assert audit.prove(cabinet.store).broken_at is None


def test_archive_and_bin_take_a_case_off_the_list_and_back(cabinet: Cabinet) -> None:
    case_id = cabinet.create(ALONE, ONE).id
    cabinet.archive(ALONE, case_id)
    assert cabinet.listed(ALONE) == []
    assert [entry.id for entry in cabinet.listed(ALONE, shelf="archived")] == [case_id]
    cabinet.archive(ALONE, case_id, back=True)
    cabinet.delete(ALONE, case_id)
    assert cabinet.listed(ALONE) == cabinet.listed(ALONE, shelf="archived") == []
    assert [entry.id for entry in cabinet.listed(ALONE, shelf="deleted")] == [case_id]
    with pytest.raises(ChangedElsewhere):  # another tab still has it open
        cabinet.save(ALONE, case_id, TWO, 1)
    cabinet.delete(ALONE, case_id, back=True)
    assert cabinet.save(ALONE, case_id, TWO, 1) == 2


def test_the_list_is_searched_in_titles_and_inside_and_signs_mean_themselves(cabinet: Cabinet) -> None:
    first = cabinet.create(ALONE, 'title: "百分之百% 案"\npersons: [{id: a, name: 王某}]\n').id
    cabinet.create(ALONE, "title: 别的案\npersons: [{id: a, name: 李某ABC}]\n")
    assert [entry.id for entry in cabinet.listed(ALONE, "王某")] == [first]
    assert [entry.id for entry in cabinet.listed(ALONE, "百% 王")] == [first]
    assert len(cabinet.listed(ALONE, "案")) == 2
    assert len(cabinet.listed(ALONE, "abc")) == 1
    assert cabinet.listed(ALONE, "_某") == []


def test_a_copy_is_a_case_of_its_own(cabinet: Cabinet) -> None:
    first = cabinet.create(ALONE, ONE).id
    copied = cabinet.duplicate(ALONE, first)
    assert copied.title == "甲案（副本）"
    cabinet.save(ALONE, copied.id, TWO, 1)
    assert cabinet.read(ALONE, first)[1] == ONE


@pytest.mark.parametrize("case_id", ["", "../../etc/passwd", "20260101-000000-abcdef", "' OR 1=1 --"])
def test_an_id_that_leads_nowhere_is_told(cabinet: Cabinet, case_id: str) -> None:
    with pytest.raises(NotThere, match="→"):
        cabinet.read(ALONE, case_id)


@pytest.mark.parametrize(
    "text, title",
    [
        ("title: 甲案\n", "甲案"),
        ('title: "a \\"b\\""\n', 'a "b"'),
        ("title: '丙'\n", "丙"),
        ("format: 1\n", "（未命名）"),
    ],
)
def test_a_title_is_read_out_of_the_file(text: str, title: str) -> None:
    assert title_of(text) == title


def test_the_steps_make_the_tables_that_queries_expect(store: Store) -> None:
    seen = inspect(store.engine)
    for table in METADATA.sorted_tables:
        columns = {column["name"]: column["nullable"] for column in seen.get_columns(table.name)}
        assert columns == {column.name: bool(column.nullable) for column in table.columns}


def test_an_older_database_is_brought_up_with_its_cases(url: str, tmp_path: Path) -> None:
    old = connect(url)
    with old.writing() as at:
        steps.bring_up(at, now(), upto=1)
        at.execute(text(
            "INSERT INTO cases VALUES ('20260101-000000-abcdef', 'local', '甲案', '', '', 1, '2026', '2026-01-01T00:00:00+00:00', 'local', NULL, NULL)"
        ))  # fmt: skip
    old.close()
    new, _ = open_store(url)
    assert [entry.title for entry in Cabinet(new).listed(ALONE)] == ["甲案"]
    new.close()
    if url.startswith("sqlite"):
        assert (tmp_path / "copies" / "cases-before-step-2.db").exists()


def test_a_newer_database_is_left_alone(store: Store, url: str) -> None:
    with store.writing() as at:
        at.execute(text("INSERT INTO schema_version VALUES (99, '2030')"))
    with pytest.raises(Unreachable, match="升级罪链"):
        open_store(url)


@pytest.mark.parametrize(
    "url, words",
    [
        ("mysql://a:b@c/d", "不支持「mysql」"),
        ("gibberish", "读不懂"),
        ("sqlite://", "没有写文件"),
        ("postgresql://a:verysecret@127.0.0.1:1/d", "连不上"),
    ],
)
def test_an_address_that_does_not_serve_is_told_without_its_password(url: str, words: str) -> None:
    with pytest.raises(Unreachable, match=words) as told:
        open_store(url)
    assert "→" in str(told.value)
    assert "verysecret" not in str(told.value)


def test_a_wrong_name_or_database_of_the_server_is_told(server: str) -> None:
    with pytest.raises(Unreachable, match="管理员"):
        open_store(f"{server.rpartition('/')[0]}/missing")
    assert "secret" not in connect(server).where


def test_cases_of_an_earlier_program_are_taken_in_and_their_files_kept(store: Store, tmp_path: Path) -> None:
    old = tmp_path / "cases"
    (old / "deleted").mkdir(parents=True)
    (old / "20260101-000000-aaaaaa.yaml").write_text(ONE, encoding="utf-8")
    (old / "deleted" / "20260102-000000-bbbbbb.yaml").write_text(TWO, encoding="utf-8")
    (old / "20260103-000000-cccccc.yaml").write_bytes(b"title: \xff\xfe\n")
    taken, unread = legacy.take_in(store, old)
    assert "2 件" in taken
    assert "cccccc" in unread
    assert not old.exists()
    assert (tmp_path / "cases-taken-in" / "20260101-000000-aaaaaa.yaml").read_text(encoding="utf-8") == ONE
    cabinet = Cabinet(store)
    assert cabinet.read(ALONE, "20260101-000000-aaaaaa")[1] == ONE
    assert [entry.id for entry in cabinet.listed(ALONE, shelf="deleted")] == ["20260102-000000-bbbbbb"]
    # The older program is used once more, on one old and one changed case: both states of the changed one stay.
    old.mkdir()
    (old / "20260101-000000-aaaaaa.yaml").write_text(THREE, encoding="utf-8")
    legacy.take_in(store, old)
    assert sorted(cabinet.read(ALONE, entry.id)[1] for entry in cabinet.listed(ALONE)) == sorted([ONE, THREE])
    assert legacy.take_in(store, old) == []


def packed(store: Store, who: Person) -> io.BytesIO:
    file = io.BytesIO()
    backup.back_up(store, who, file)
    file.seek(0)
    return file


@pytest.mark.parametrize("other", ["sqlite", "postgresql"])
def test_one_file_carries_all_cases_to_another_database(
    cabinet: Cabinet, accounts: Accounts, other: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    jia, yi = person(accounts, "甲"), person(accounts, "乙")
    case_id = cabinet.create(jia, ONE).id
    cabinet.save(jia, case_id, TWO, 1)
    cabinet.share(jia, case_id, "乙", may_edit=True)
    sealed = audit.prove(cabinet.store)
    file = packed(cabinet.store, OPERATOR)
    target = (
        f"sqlite:///{tmp_path / 'other.db'}"
        if other == "sqlite"
        else emptied(request.getfixturevalue("server"), "second")
    )
    new, _ = open_store(target)
    assert backup.restore(new, OPERATOR, file) == backup.Restored(new=1, present=0, beside=0)
    moved = Cabinet(new)
    assert moved.read(yi, case_id)[1] == TWO
    assert moved.version(jia, case_id, 1) == ONE
    assert audit.prove(new).broken_at is None
    assert audit.prove(new).length > sealed.length
    file.seek(0)
    assert backup.restore(new, OPERATOR, file).present == 1
    new.close()


def test_a_backup_brings_back_without_overwriting(cabinet: Cabinet) -> None:
    case_id = cabinet.create(ALONE, ONE).id
    gone = cabinet.create(ALONE, THREE).id
    file = packed(cabinet.store, ALONE)
    cabinet.save(ALONE, case_id, TWO, 1)
    cabinet.delete(ALONE, gone)
    assert backup.restore(cabinet.store, ALONE, file) == backup.Restored(new=0, present=2, beside=0)
    assert cabinet.read(ALONE, case_id)[1] == TWO  # what the backup knows is in the history
    assert {entry.id for entry in cabinet.listed(ALONE)} == {case_id, gone}


def test_where_backup_and_case_differ_both_stay(cabinet: Cabinet) -> None:
    case_id = cabinet.create(ALONE, ONE).id
    with cabinet.store.writing() as at:
        at.execute(text("DELETE FROM versions"))
    cabinet.save(ALONE, case_id, TWO, 1)
    file = packed(cabinet.store, ALONE)
    with cabinet.store.writing() as at:
        at.execute(text("DELETE FROM versions"))
    cabinet.save(ALONE, case_id, THREE, 2)
    with cabinet.store.writing() as at:
        at.execute(text("DELETE FROM versions WHERE number < 3"))
    assert backup.restore(cabinet.store, ALONE, file).beside == 1
    assert {entry.title for entry in cabinet.listed(ALONE)} == {"甲案", "甲案（备份中的）"}
    assert cabinet.read(ALONE, case_id)[1] == THREE


def test_a_backup_of_ones_own_holds_nobody_elses_cases(cabinet: Cabinet, accounts: Accounts) -> None:
    jia, yi = person(accounts, "甲"), person(accounts, "乙")
    cabinet.create(jia, ONE)
    case_id = cabinet.create(yi, TWO).id
    cabinet.share(yi, case_id, "甲", may_edit=True)
    with zipfile.ZipFile(packed(cabinet.store, jia)) as file:
        assert {name.removesuffix(".jsonl") for name in file.namelist()} == {
            "cases",
            "versions",
            "manifest.json",
        }
        assert file.read("cases.jsonl").decode().count("\n") == 1
        assert "第二稿" not in file.read("versions.jsonl").decode()


def test_somebody_elses_backup_becomes_ones_own_and_touches_nothing(
    cabinet: Cabinet, accounts: Accounts
) -> None:
    jia, yi = person(accounts, "甲"), person(accounts, "乙")
    case_id = cabinet.create(jia, ONE).id
    backup.restore(cabinet.store, yi, packed(cabinet.store, jia))
    (mine,) = cabinet.listed(yi)
    assert mine.id != case_id
    assert cabinet.listed(jia)[0].id == case_id
    with pytest.raises(NotAllowed):
        backup.back_up(cabinet.store, person(accounts, "管", "admin"), io.BytesIO())


BANK, OTHER, RECORD = "0123abcd.yaml", "00000000.yaml", "learner.json"


def shelf(data: Path, who: Person, **files: str) -> Path:
    """The shelf of a person with these files on it, named by the constants."""
    place = data / "quiz" / quiz_files.shelf_name(who)
    place.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (place / {"bank": BANK, "other": OTHER, "record": RECORD}[name]).write_text(content, encoding="utf-8")
    return place


def texts(place: Path) -> list[str]:
    return sorted(file.read_text(encoding="utf-8") for file in place.iterdir())


def test_a_backup_takes_the_banks_along_and_overwrites_none(
    cabinet: Cabinet, accounts: Accounts, data: Path
) -> None:
    jia, yi = person(accounts, "甲"), person(accounts, "乙")
    own = shelf(data, jia, bank="题库一", record="甲的记录")
    (own / "exam.json").write_text("没有交卷", encoding="utf-8")
    shelf(data, yi, bank="乙的题库")
    file = packed(cabinet.store, jia)
    assert "乙的题库" not in str(
        [zipfile.ZipFile(file).read(name) for name in zipfile.ZipFile(file).namelist()]
    )
    (own / BANK).unlink()
    (own / RECORD).write_text("后来的记录", encoding="utf-8")
    assert backup.restore(cabinet.store, jia, file).banks == 1
    assert texts(own) == sorted(["题库一", "后来的记录", "没有交卷"])
    assert backup.restore(cabinet.store, jia, file).banks == 0
    (own / BANK).write_text("改过的题库一", encoding="utf-8")
    assert backup.restore(cabinet.store, jia, file).banks == 1  # beside the one of its name
    assert texts(own) == sorted(["题库一", "改过的题库一", "后来的记录", "没有交卷"])
    assert backup.restore(cabinet.store, yi, file).banks == 1  # somebody else's becomes one's own
    assert texts(shelf(data, yi)) == sorted(["题库一", "乙的题库", "甲的记录"])


def test_the_backup_of_all_brings_each_bank_back_to_its_owner(
    cabinet: Cabinet, accounts: Accounts, data: Path
) -> None:
    jia, yi = person(accounts, "甲"), person(accounts, "乙")
    places = shelf(data, jia, bank="甲的题库"), shelf(data, yi, bank="乙的题库")
    (data / "quiz" / "别的").mkdir()
    file = packed(cabinet.store, OPERATOR)
    for place in places:
        (place / BANK).unlink()
    assert backup.restore(cabinet.store, OPERATOR, file).banks == 2
    assert [texts(place) for place in places] == [["甲的题库"], ["乙的题库"]]


@pytest.mark.parametrize("name", ["quiz/local/../../x.yaml", "quiz/../0123abcd.yaml", "quiz/local/exam.json"])
def test_a_backup_that_names_a_place_of_its_own_brings_nothing(cabinet: Cabinet, name: str) -> None:
    cabinet.create(ALONE, ONE)
    sound, bad = zipfile.ZipFile(packed(cabinet.store, ALONE)), io.BytesIO()
    manifest = json.loads(sound.read("manifest.json"))
    manifest["files"][name] = hashlib.sha256(b"x").hexdigest()
    with zipfile.ZipFile(bad, "w") as parts:
        for part in ("cases.jsonl", "versions.jsonl"):
            parts.writestr(part, sound.read(part))
        parts.writestr(name, "x")
        parts.writestr("manifest.json", json.dumps(manifest))
    with pytest.raises(Trouble, match="什么都没有恢复"):
        backup.restore(cabinet.store, ALONE, bad)


def broken_backups(whole: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(whole)) as file:
        parts = {name: file.read(name) for name in file.namelist()}

    def rezipped(**changed: bytes) -> bytes:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as file:
            for name, part in {
                **parts,
                **{f"{k}.jsonl" if k != "manifest" else "manifest.json": v for k, v in changed.items()},
            }.items():
                file.writestr(name, part)
        return target.getvalue()

    newer = json.dumps({**json.loads(parts["manifest.json"]), "format": 99}).encode()
    return {
        "no zip": b"title: x",
        "cut short": whole[: len(whole) // 2],
        "other words": rezipped(cases=parts["cases" + ".jsonl"].replace("甲案".encode(), "乙案".encode())),
        "no lines": rezipped(versions=b""),
        "no manifest": rezipped(manifest=b"{}"),
        "a list": rezipped(manifest=b"[]"),
        "newer": rezipped(manifest=newer),
    }


def test_a_backup_that_is_none_changes_nothing(cabinet: Cabinet) -> None:
    cabinet.create(ALONE, ONE)
    for name, content in broken_backups(packed(cabinet.store, ALONE).getvalue()).items():
        with pytest.raises(Trouble, match="什么都没有恢复") as told:
            backup.restore(cabinet.store, ALONE, io.BytesIO(content))
        assert "→" in str(told.value), name
    assert len(cabinet.listed(ALONE)) == 1
