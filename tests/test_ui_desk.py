"""The case desk without a browser: the list, the ways to begin, versions, backup, and what goes wrong."""

import io
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import TextInput
from windows import CASE, new_window, paste, saved, sound, turned_to

import engine
import kb
from ui import doors, room
from ui.keeping import backup
from ui.keeping.people import ALONE, OPERATOR
from ui.keeping.trouble import Full
from ui.templates import templates

BASE = kb.load()


pytestmark = pytest.mark.usefixtures("own_folder")


def filled(*titles: str) -> dict[str, str]:
    """Cases in the cabinet; title → id."""
    return {title: room.cabinet().create(ALONE, CASE.replace("供卡与转账", title)).id for title in titles}


def said(app: AppTest) -> str:
    elements = (*app.error, *app.warning, *app.info, *app.success, *app.caption, *app.markdown)
    return "\n".join(element.value for element in elements)


def shown(app: AppTest) -> list[str]:
    return [str(button.key).partition("|")[2] for button in app.button if str(button.key).startswith("open|")]


def choose(app: AppTest, case_id: str, choice: str) -> AppTest:
    return sound(app.menu_button(key=f"more|{case_id}").click(choice).run())


def title_of(app: AppTest) -> TextInput:
    return next(field for field in app.text_input if field.label == "案件名称")


def press(app: AppTest, key: str) -> AppTest:
    return sound(app.button(key=key).click().run())


def test_the_list_is_searched_also_for_what_stands_inside() -> None:
    ids = filled("第一案", "第二案")
    case_id = room.cabinet().create(ALONE, "title: 第三案\npersons: [{id: a, name: 王某某}]\n").id
    app = sound(new_window().run())
    assert shown(app) == [case_id, ids["第二案"], ids["第一案"]]
    app.text_input(key="find_saved").set_value("王某某").run()
    assert shown(app) == [case_id]
    app.text_input(key="find_saved").set_value("没有的字").run()
    assert "没有找到" in said(app)


def test_a_long_list_is_shown_in_parts() -> None:
    filled(*(f"第{number}案" for number in range(15)))
    app = sound(new_window().run())
    assert len(shown(app)) == 12
    assert len(shown(press(app, "longer"))) == 15


def test_a_case_is_copied_archived_binned_and_brought_back_from_the_list() -> None:
    case_id = filled("第一案")["第一案"]
    app = sound(new_window().run())
    choose(app, case_id, "copy")
    assert [entry.title for entry in saved()] == ["第一案（副本）", "第一案"]
    choose(app, case_id, "archive")
    assert case_id not in shown(app)
    app.segmented_control(key="shelf").set_value("archived").run()
    assert shown(app) == [case_id]
    choose(app, case_id, "unarchive")
    app.segmented_control(key="shelf").set_value("active").run()
    choose(app, case_id, "remove")
    assert "回收处" in said(app)
    app.segmented_control(key="shelf").set_value("deleted").run()
    assert shown(app) == []
    press(app, f"restore|{case_id}")
    assert {entry.id for entry in saved()} >= {case_id}


def test_titles_are_never_taken_for_markup() -> None:
    filled("<b>粗</b> **重** [链](http://x)")
    app = sound(new_window().run())
    assert "\\<b\\>粗\\</b\\> \\*\\*重\\*\\* \\[链\\]\\(http\\://x\\)" in said(app)


@pytest.mark.parametrize("name", list(templates()))
def test_a_role_opens_its_acts_and_states_nothing(name: str) -> None:
    case = engine.parse_case(templates()[name].read_text(encoding="utf-8"), BASE, name)
    assert case.title
    stated = [
        *case.facts,
        *(fact for part in (case.persons, case.conduct, case.groups) for one in part for fact in one.facts),
    ]
    assert stated == []
    found = engine.assess(case, BASE, inference="direct")
    for one in found.persons:
        assert one.findings, one.name
        assert {finding.verdict for finding in one.findings} == {"undetermined"}


def test_every_role_that_was_asked_for_is_there() -> None:
    titles = " ".join(path.read_text(encoding="utf-8") for path in templates().values())
    for role in ("卡农", "取款", "跑分平台", "话务组", "GOIP", "信息贩子", "技术", "组织者", "偷渡", "洗钱"):
        assert f"title: {role}" in titles


def test_a_case_begins_from_a_role(app: AppTest) -> None:
    app.segmented_control(key="way").set_value("按角色新建").run()
    app.radio(key="template").set_value("04_call_group").run()
    press(app, "open_template")
    assert len(app.data_editor) == 4
    assert saved()[0].title == "话务组"


def test_an_earlier_version_is_compared_and_put_back(app: AppTest) -> None:
    paste(app, CASE)
    (entry,) = saved()
    title_of(app).set_value("改过的名称").run()
    app.segmented_control(key="case_view").set_value("历次版本").run()
    app.radio(key=f"version|{entry.id}").set_value(1).run()
    (difference,) = (code.value for code in sound(app).code)
    assert "-title: 供卡与转账\n+title: 改过的名称" in difference
    press(app, "put_back")
    assert [entry.title for entry in saved()] == ["供卡与转账"]
    assert "已恢复第1版" in said(app)
    press(app, "undo")
    assert [entry.title for entry in saved()] == ["改过的名称"]
    app.radio(key=f"version|{entry.id}").set_value(1).run()
    press(app, "apart")
    assert [entry.title for entry in saved()] == ["供卡与转账", "改过的名称"]


def test_what_another_window_has_saved_is_offered_before_anything_is_changed(app: AppTest) -> None:
    paste(app, CASE)
    (entry,) = saved()
    room.cabinet().save(ALONE, entry.id, CASE.replace("供卡与转账", "别的窗口改的"), entry.version)
    assert "先载入再改" in said(sound(app.run()))
    press(app, "load_newer")
    assert title_of(app).value == "别的窗口改的"
    assert "先载入再改" not in said(app)


def test_what_cannot_be_kept_stays_in_the_window_and_is_kept_later(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    paste(app, CASE)

    def full(*_: object, **__: object) -> int:
        raise Full("磁盘已满，这次没有存上。→ 清出空间后再存一次")

    with monkeypatch.context() as patch:
        patch.setattr("ui.keeping.cabinet.Cabinet.save", full)
        title_of(app).set_value("满盘时改的").run()
        assert "清出空间" in said(sound(app))
        assert "没有存上" in said(app)
        assert title_of(app).value == "满盘时改的"
        turned_to(app, "findings").run()
        assert "清出空间" in said(sound(app))
    assert [entry.title for entry in saved()] == ["供卡与转账"]
    turned_to(app, "").run()
    assert [entry.title for entry in saved()] == ["满盘时改的"]
    assert "清出空间" not in said(sound(app))


def test_a_case_begun_while_nothing_can_be_kept_is_kept_later(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> int:
        raise Full("磁盘已满，这次没有存上。→ 清出空间后再存一次")

    with monkeypatch.context() as patch:
        patch.setattr("ui.keeping.cabinet.Cabinet.create", full)
        paste(app, CASE)
        assert "清出空间" in said(app)
    press(app, "save_again")
    assert [entry.title for entry in saved()] == ["供卡与转账"]


def test_a_file_damaged_under_the_app_is_repaired_on_the_next_run_and_told(
    app: AppTest, tmp_path: Path
) -> None:
    filled(*(f"第{number}案" for number in range(20)))
    for copy in (tmp_path / "copies").glob("*.db"):
        copy.unlink()
    file = tmp_path / "cases.db"
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (root,) = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'cases'").fetchone()
    room.cabinet().store.engine.dispose()
    with file.open("r+b") as raw_file:
        raw_file.seek(4096 * (root - 1))
        raw_file.write(b"\xff" * 4096)
    app.run()
    app.run()
    words = said(sound(app))
    assert "救回 20 件" in words
    assert len(saved()) == 20
    app.button(key="note|0").click().run()
    assert "救回" not in said(app)


def test_cases_of_an_earlier_program_are_there_at_the_first_start(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "20260101-000000-aaaaaa.yaml").write_text(CASE, encoding="utf-8")
    app = sound(new_window().run())
    assert "旧版保存的 1 件案件已收入" in said(app)
    assert shown(app) == ["20260101-000000-aaaaaa"]


def test_a_backup_is_made_on_the_page(app: AppTest) -> None:
    filled("第一案")
    app = sound(new_window().run())
    app.segmented_control(key="way").set_value("备份与恢复").run()
    press(app, "back_up")
    assert "备份里有 1 件案件" in said(app)
    _, content, _ = app.session_state["backup_made"]
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert "第一案" in file.read("cases.jsonl").decode()
    assert backup.restore(room.cabinet().store, ALONE, io.BytesIO(content)).present == 1


def test_a_database_that_cannot_be_reached_is_told_on_the_first_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(room.DATABASE, "postgresql://a:verysecret@127.0.0.1:1/d")
    app = new_window().run()
    assert "连不上案件库的服务器" in said(app)
    assert "verysecret" not in said(app)
    monkeypatch.delenv(room.DATABASE)
    sound(app.run())


PASSWORD = "correct horse 电池"  # noqa: S105


@pytest.fixture
def office(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001 - where its accounts are
    monkeypatch.setenv(doors.DOORS, "accounts")
    for name, role in (("甲", "officer"), ("乙", "legal"), ("管", "admin")):
        room.room().accounts.add(OPERATOR, name, role, password=PASSWORD)  # type: ignore[arg-type]


def log_in(app: AppTest, name: str, password: str = PASSWORD) -> AppTest:
    app.text_input(key="door_name").set_value(name)
    app.text_input(key="door_password").set_value(password)
    next(button for button in app.button if button.label == "登录").click().run()
    return sound(app)


@pytest.mark.usefixtures("office")
def test_nothing_is_seen_before_the_log_in() -> None:
    app = new_window().run()
    assert [field.label for field in app.text_input] == ["账号", "密码"]
    assert "账号或者密码不对" in said(log_in(app, "甲", "wrong guess"))
    assert not app.segmented_control
    for name in ("findings", "search", "statutes", "about"):
        turned_to(app, name).run()
        assert [field.label for field in app.text_input] == ["账号", "密码"]
    assert log_in(app, "甲").title[0].value == "关于罪链"


@pytest.mark.usefixtures("office")
def test_a_case_is_seen_by_a_colleague_only_when_it_is_shared() -> None:
    first, second = log_in(new_window().run(), "甲"), log_in(new_window().run(), "乙")
    paste(first, CASE)
    case_id = first.query_params["case"]
    assert shown(sound(second.run())) == []
    second.query_params["case"] = case_id
    assert "没有共享给您" in said(sound(second.run()))
    first.segmented_control(key="case_view").set_value("共享").run()
    first.selectbox(key="share_with").set_value("乙")
    next(button for button in first.button if button.label == "共享").click().run()
    assert "乙" in said(sound(first))
    second.run().segmented_control(key="way").set_value("案件列表").run()
    assert shown(sound(second)) == [case_id]
    press(second, f"open|{case_id}")
    assert "只供查看" in said(second)
    title_of(second).set_value("乙想改").run()
    assert "只供您查看，没有改动" in said(sound(second))
    assert title_of(second).value == "供卡与转账"
    first.segmented_control(key="case_view").set_value("共享").run()
    press(first, "unshare|乙")
    assert "没有共享给您" in said(sound(second.run()))
    assert not second.data_editor


@pytest.mark.usefixtures("office")
def test_who_keeps_the_doors_sees_no_case() -> None:
    assert "看不到任何人的案件" in said(log_in(new_window().run(), "管"))


@pytest.mark.usefixtures("office")
def test_an_ended_log_in_loses_nothing_and_another_person_finds_nothing() -> None:
    app = log_in(new_window().run(), "甲")
    paste(app, CASE)
    room.room().accounts.set_password(OPERATOR, "甲", PASSWORD)  # every log-in of it ends
    title_of(app).set_value("退出后改的").run()
    assert [field.label for field in sound(app).text_input] == ["账号", "密码"]
    log_in(app, "甲").run()
    who = room.room().accounts.named("甲")
    assert who is not None
    assert [entry.title for entry in room.cabinet().listed(who)] == ["退出后改的"]
    room.room().accounts.set_password(OPERATOR, "甲", PASSWORD)
    log_in(app.run(), "乙")
    assert not app.data_editor
    assert "退出后改的" not in said(app)


@pytest.mark.usefixtures("office")
def test_leaving_leaves_nothing_behind() -> None:
    app = log_in(new_window().run(), "甲")
    paste(app, CASE)
    press(app, "leave")
    assert [field.label for field in app.text_input] == ["账号", "密码"]
    assert "case" not in app.query_params
    log_in(app, "乙")
    assert not app.data_editor
