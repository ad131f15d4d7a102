"""出题: banks built, taken, held against the law and written out, without a browser."""

import csv
import datetime
import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from windows import html, new_window, sound, turned_to
from windows import page as window_at

from kb import load
from quiz import Bank, BankError, Builder, Item, read_order
from quiz.class_results import answers_csv, read_answers
from quiz.practice import Exam
from quiz.score import Answer
from ui.exports import file_name
from ui.keeping.people import ALONE, Person
from ui.keeping.quiz_files import RECORD as LEARNER
from ui.keeping.trouble import Full, NotThere
from ui.quiz_export import FORMATS, exported
from ui.quiz_html import answer_html, asked_of
from ui.quiz_shelf import Shelf, shelf_of
from ui.quiz_sitting import HANDED_IN, STATE, Sitting, begin, drop, hand_in, now, resumed, take_down

DAY = datetime.date(2026, 11, 22)
HOSTILE = "<img src=x onerror=alert(1)>**题**:red[库] $x$"


@pytest.fixture(scope="module")
def bank() -> Bank:
    """Six items on one charge, some of every kind that it gives."""
    order = read_order(load(), count=6, as_of=DAY, seed=5, charges=["帮信"], title=HOSTILE)
    built = Builder(load(), order).bank()
    assert len(built.items) == 6
    return built


@pytest.fixture(autouse=True)
def shelf(own_folder: Path) -> Shelf:  # noqa: ARG001 - the folder it stands in
    return shelf_of(ALONE)


def page(part: str = "") -> AppTest:
    """A new window at the page."""
    app = window_at(new_window().run(), "quiz")
    return at(app, part) if part else app


def at(app: AppTest, part: str) -> AppTest:
    app.button_group(key="quiz_part").set_value(part)
    return sound(app.run())


def everything(app: AppTest) -> str:
    """All that is sent to the browser, in whatever kind of element."""
    return html(app) + str(app._tree)


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click().run()
    return sound(app)


def fill(app: AppTest, item: Item, answers: list[str]) -> None:
    """Answer every question of the item that is on the page."""
    for number, (question, said) in enumerate(zip(item.questions, answers, strict=True)):
        if question.kind == "blank":
            next(one for one in app.text_input if str(one.key).endswith(f"|{number}")).set_value(said)
        elif question.kind == "multiple":
            for box in app.checkbox:
                name, _, letter = str(box.key).rpartition("|")
                if name.endswith(f"|{number}"):
                    box.set_value(letter in said)
        else:
            next(one for one in app.radio if str(one.key).endswith(f"|{number}")).set_value(said)


def keys(item: Item) -> list[str]:
    return [question.key for question in item.questions]


def test_a_bank_is_built_to_order_and_kept(shelf: Shelf) -> None:
    app = page()
    assert "还没有" in " ".join(one.value for one in app.caption)
    app.text_input(key="quiz_title").set_value(HOSTILE)
    app.multiselect(key="quiz_charges").set_value(["aiding_network_crime"])
    app.number_input(key="quiz_count").set_value(6)
    press(app, "生成")
    assert "已生成 6 题" in app.success[0].value
    (kept,) = shelf.banks()
    assert kept.bank is not None
    assert kept.bank.title == HOSTILE
    assert len(kept.bank.items) == 6
    assert "<img" not in html(app)
    assert not [one.value for one in app.markdown if re.search(r"(?<!\\)(<img|:red\[)", one.value)]
    press(app, "复核")
    assert "没有过时的" in app.success[0].value
    press(app, "删掉这个题库")
    assert shelf.banks() == []


def test_a_bank_is_built_on_a_provision_chosen_on_the_page_of_the_law(shelf: Shelf) -> None:
    app = page()
    sound(turned_to(app, "statutes").run())
    app.selectbox(key="document").set_value("fashi_2013_8").run()
    app.selectbox(key="article").set_value("fashi_2013_8:1").run()
    press(app, "就此出题")
    assert app.title[0].value == "出题"
    assert app.text_input(key="quiz_provision").value == "法释〔2013〕8号第一条"
    turned_to(app, "quiz").number_input(key="quiz_count").set_value(3)
    press(app, "生成")
    (kept,) = shelf.banks()
    assert kept.bank is not None
    assert len(kept.bank.items) == 3
    for item in kept.bank.items:
        assert any(f"{cite}.".startswith("fashi_2013_8:1.") for cite in item.cites)


def test_a_bank_is_built_on_a_document(shelf: Shelf) -> None:
    app = page()
    app.selectbox(key="quiz_document").set_value("fashi_2011_7")
    app.number_input(key="quiz_count").set_value(2)
    press(app, "生成")
    (kept,) = shelf.banks()
    assert kept.bank is not None
    assert all(any(cite.startswith("fashi_2011_7:") for cite in item.cites) for item in kept.bank.items)


def test_an_item_is_shown_with_its_answer_and_the_words_of_the_law(shelf: Shelf, bank: Bank) -> None:
    shelf.add(bank)
    app = page("看题")
    shown = html(app)
    assert "答案与解析" in shown
    assert '<div class="zl-law"><p>' in shown
    assert f"答案：{bank.items[0].questions[0].key}" in shown


def test_an_exam_shows_no_answer_before_it_is_handed_in_and_scores_right(shelf: Shelf, bank: Bank) -> None:
    shelf.add(bank)
    app = page("考试")
    press(app, "开始考试")
    questions = sum(len(item.questions) for item in bank.items)
    whys = {question.why for item in bank.items for question in item.questions}
    whys |= {option.why for item in bank.items for question in item.questions for option in question.options}
    for place, item in enumerate(bank.items):
        shown = everything(app)
        assert item.stem[:20] in shown
        assert not [why for why in whys if why in shown]
        assert not [word for word in ("答案：", 'class="zl-answer', "proofs", "right=") if word in shown]
        fill(
            app,
            item,
            keys(item) if place else [""] * len(item.questions) if item.kind == "blank" else wrong(item),
        )
        if place + 1 < len(bank.items):
            press(app, "下一题")
    press(app, "上一题")
    press(app, "下一题")
    press(app, "确定交卷")
    shown = html(app)
    assert f"得分 <b>{questions - len(bank.items[0].questions)}</b> / {questions}" in shown
    assert "答案：" in shown
    assert "帮助信息网络犯罪活动罪" in shown
    press(app, "再考一次")
    assert [button.label for button in app.button if button.label == "开始考试"]


def wrong(item: Item) -> list[str]:
    """An answer that earns nothing."""
    said = []
    for question in item.questions:
        if question.kind == "true_false":
            said.append("错" if question.key == "对" else "对")
        elif question.kind == "blank":
            said.append("一")
        else:
            said.append(next(letter for letter in "ABCD" if letter not in question.key))
    return said


def test_an_exam_is_taken_up_after_a_reload(shelf: Shelf, bank: Bank) -> None:
    shelf.add(bank)
    app = press(page("考试"), "开始考试")
    fill(app, bank.items[0], keys(bank.items[0]))
    press(app, "下一题")
    again = page("考试")
    assert bank.items[0].stem[:20] in html(again)
    assert any(
        one.value in keys(bank.items[0]) for one in again.radio if str(one.key).startswith("quiz_exam|")
    )
    press(again, "确定交卷")
    assert f"得分 <b>{len(bank.items[0].questions)}</b>" in html(again)
    assert "得分" in html(page("考试"))
    (shelf.folder / STATE).write_text("[", encoding="utf-8")
    assert "只能重考" in page("考试").warning[0].value


def given(sitting: Sitting, item: Item) -> list[str]:
    return [sitting.exam.answers[item.id, number].given for number in range(len(item.questions))]


def test_of_two_windows_at_one_exam_neither_overwrites_the_other(shelf: Shelf, bank: Bank) -> None:
    begin(shelf, Sitting(Exam(bank, now(), 60)))
    (here, _), (there, _) = resumed(shelf), resumed(shelf)
    assert here is not None and there is not None  # noqa: PT018
    first, second = bank.items[:2]
    assert take_down(shelf, here, keys(first), now()) == ""
    assert take_down(shelf, there, [""] * len(first.questions), now()) == ""  # passed over, not touched
    assert given(there, first) == keys(first)
    for window in (here, there):
        window.turn_to(1)
    assert take_down(shelf, there, keys(second), now()) == ""
    told = take_down(shelf, here, wrong(second), now())  # answered in both: the later one counts, and is told
    assert f"第 2 题在另一个窗口答的是“{keys(second)[0]}”" in told
    hand_in(shelf, there, now())
    assert given(there, second) == wrong(second)
    assert take_down(shelf, here, keys(second), now()) == HANDED_IN
    assert here.ended == there.ended
    assert given(here, second) == wrong(second)
    drop(shelf)
    with pytest.raises(NotThere, match="另一个窗口"):
        take_down(shelf, here, keys(second), now())
    assert list(shelf.folder.glob("exam*")) == []


def test_an_answer_that_could_not_be_written_is_not_lost(
    shelf: Shelf, bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = Sitting(Exam(bank, now(), 60))
    begin(shelf, sitting)
    with monkeypatch.context() as full:
        full.setattr(Shelf, "write", lambda *_: (_ for _ in ()).throw(Full("磁盘已满")))
        with pytest.raises(Full):
            take_down(shelf, sitting, keys(bank.items[0]), now())
    sitting.turn_to(1)
    take_down(shelf, sitting, keys(bank.items[1]), now())
    again, _ = resumed(shelf)
    assert again is not None
    assert given(again, bank.items[0]) == keys(bank.items[0])


def test_the_paper_handed_in_holds_the_answers_of_both_windows(shelf: Shelf, bank: Bank) -> None:
    shelf.add(bank)
    there = page("考试")
    here = press(page("考试"), "开始考试")
    assert bank.items[0].stem[:20] in html(press(there, "开始考试"))  # the one there is, not another
    fill(here, bank.items[0], keys(bank.items[0]))
    press(here, "下一题")
    press(there, "确定交卷")
    assert f"得分 <b>{len(bank.items[0].questions)}</b>" in html(there)
    press(here, "下一题")
    assert "已经在另一个窗口交卷" in here.error[0].value
    assert f"得分 <b>{len(bank.items[0].questions)}</b>" in html(here)


def test_when_the_time_is_over_the_paper_is_in(shelf: Shelf, bank: Bank) -> None:
    shelf.add(bank)
    app = press(page("考试"), "开始考试")
    app.session_state["quiz_sitting"].exam.minutes = 0
    sound(app.run())
    assert "时间到" in app.warning[0].value
    assert "得分 <b>0</b>" in html(app)


def test_practice_explains_at_once_and_remembers(shelf: Shelf, bank: Bank) -> None:
    shelf.add(bank)
    app = page("练习")
    first, second = bank.items[:2]
    assert "答案：" not in everything(app)
    press(app, "交答案")
    assert "还没有作答完" in app.warning[0].value
    fill(app, first, keys(first))
    press(app, "交答案")
    assert "✔ 答对" in html(app)
    assert '<div class="zl-law"><p>' in html(app)
    press(app, "下一题")
    assert second.stem[:20] in html(app)
    press(app, "不会，看答案")
    assert "✘ 答错" in html(app)
    assert "失分率" in html(app)
    learner, note = shelf.learner()
    assert not note
    assert set(learner.cards) == {first.id, second.id}
    assert [mark.right for mark in learner.marks(bank)] == [True] * len(first.questions) + [False] * len(
        second.questions
    )
    again = page("练习")
    assert bank.items[2].stem[:20] in html(again)


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"format": 9}',
        '{"format": 1, "cards": {"q1": {}}, "answers": []}',
        '{"format": 1, "cards": {}, "answers": [{"item": "q1", "question": "x", "given": "A"}]}',
    ],
)
def test_a_broken_record_is_put_aside_and_said(shelf: Shelf, text: str) -> None:
    shelf.folder.mkdir(parents=True)
    (shelf.folder / LEARNER).write_text(text, encoding="utf-8")
    learner, note = shelf.learner()
    assert learner.cards == {}
    assert "从头记起" in note
    (aside,) = shelf.folder.glob("*.damaged")
    assert aside.read_text(encoding="utf-8") == text
    shelf.keep_learner(learner)
    assert json.loads((shelf.folder / LEARNER).read_text(encoding="utf-8"))["format"] == 1
    assert shelf.learner()[1] == ""


def test_every_format_can_be_fetched(shelf: Shelf, bank: Bank) -> None:
    shelf.add(bank)
    app = page("导出")
    assert app.radio(key="quiz_format").options == list(FORMATS)
    for name in ("Moodle GIFT", "Word 参考答案与评分说明", "Anki 牌组"):
        app.radio(key="quiz_format").set_value(name)
        sound(app.run())
        content = app.download_button(key="quiz_export").proto
        assert content.label == f"下载 {name}"
        assert content.url
    assert {ending for ending, _, _ in FORMATS.values()} == {
        ".docx", ".pdf", ".xml", ".gift", ".zip", ".apkg", ".xlsx", ".csv",
    }  # fmt: skip


def test_a_title_is_no_path() -> None:
    assert file_name("../../etc/passwd\x00<b>", ".csv", "题库") == "etcpasswdb.csv"
    assert file_name("..", "", "题库") == "题库"


def test_a_bank_from_elsewhere_is_read_strictly(shelf: Shelf, bank: Bank) -> None:
    shelf.add(bank)
    (kept,) = shelf.banks()
    shelf.upload("题.yaml", kept.file.read_bytes())
    assert len(shelf.banks()) == 2
    with pytest.raises(BankError) as refused:
        shelf.upload("坏.yaml", b"format: 1\ntitle: x\nitems: [{stem: 3}]\n")
    assert "坏.yaml:" in str(refused.value)
    assert str(shelf.folder) not in str(refused.value)
    assert len(list(shelf.folder.iterdir())) == 2


def test_a_bank_that_cannot_be_asked_is_refused(shelf: Shelf, bank: Bank) -> None:
    first, second, *rest = bank.items
    mute = first.questions[0].model_copy(update={"options": (), "answers": ()})
    bad = (
        first.model_copy(update={"questions": (mute,)}),
        second.model_copy(update={"id": "../x"}),
        *rest,
        rest[0],
    )
    shelf.add(bank.model_copy(update={"items": bad}))
    (kept,) = shelf.banks()
    assert kept.bank is None
    assert "没有答案" in kept.trouble or "选项须有" in kept.trouble
    assert "不是 q 加十六进制数" in kept.trouble
    assert "与前面的题相同" in kept.trouble


def test_a_bank_with_a_made_up_case_is_not_rechecked(shelf: Shelf, bank: Bank) -> None:
    odd = bank.items[0].model_copy(update={"case": "没有"})
    shelf.add(bank.model_copy(update={"base": "other", "items": (odd,)}))
    app = press(page(), "复核")
    assert "1 题过时，不要再用" in app.warning[0].value
    assert any("读不懂，不能复核" in one.value for one in app.markdown)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_class_gets_its_results(shelf: Shelf, bank: Bank, encoding: str) -> None:
    shelf.add(bank)
    item = bank.items[0]
    sheet = answers_csv("=张某", [Answer(item.id, n, key, 9) for n, key in enumerate(keys(item))])
    strange = answers_csv("李某", [Answer("q0", 0, "A")])
    app = page("成绩")
    app.file_uploader(key="quiz_papers").set_value(
        [
            ("张.csv", sheet.encode(encoding), "text/csv"),
            ("李.csv", strange.encode(encoding), "text/csv"),
            ("<b>.csv", b"\xff\xfe\x00", "text/csv"),
        ]
    )
    sound(app.run())
    assert "没有计入" in app.error[0].value
    assert "有 1 行的题号不在这个题库里" in app.warning[0].value
    assert app.download_button(key="quiz_class").label == "下载成绩（CSV，2 人）"
    shown = app.dataframe[0].value
    assert list(shown["姓名"]) == ["'=张某", "李某", "全班得分率"]
    assert shown["得分"][0] == str(len(item.questions))


def test_a_spoiled_bank_is_listed_with_its_fault(shelf: Shelf) -> None:
    shelf.folder.mkdir(parents=True)
    (shelf.folder / "00000000.yaml").write_text("format: 7\n", encoding="utf-8")
    app = page()
    assert "读不出来的题库" in " ".join(one.value for one in app.markdown)
    assert "还没有题库" in at(app, "看题").info[0].value


def test_stale_items_are_listed_with_reasons_and_renewed(shelf: Shelf, bank: Bank) -> None:
    first = bank.items[0]
    spoiled = first.model_copy(update={"provisions": dict.fromkeys(first.provisions, "1997-10-01/0")})
    name = shelf.add(bank.model_copy(update={"base": "other", "items": (spoiled, *bank.items[1:])}))
    app = press(page(), "复核")
    assert "1 题过时" in app.warning[0].value
    assert any("的文本有变" in one.value for one in app.markdown)
    press(app, "把过时的重出")
    assert "已重出 1 题" in app.success[0].value
    (kept,) = shelf.banks()
    assert kept.id == name
    assert kept.bank is not None
    assert kept.bank.base == load().digest


def test_each_account_has_a_shelf_of_its_own() -> None:
    one = shelf_of(Person("../wang", "王", "trainer"))
    assert one.folder != shelf_of(Person("local", "李", "officer")).folder != shelf_of(ALONE).folder
    assert ".." not in one.folder.parts


def test_an_answer_sheet_is_read_back_and_starts_no_formula(bank: Bank) -> None:
    item = bank.items[0]
    text = answers_csv("=cmd|x", [Answer(item.id, 0, "A", 3.4)])
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["姓名"] == "'=cmd|x"
    assert read_answers("甲.csv", text.encode()) == {"'=cmd|x": [Answer(item.id, 0, "A", 3.0)]}


def test_what_an_item_says_is_never_taken_for_markup(bank: Bank) -> None:
    item = bank.items[0]
    evil = item.questions[0].model_copy(update={"why": "<script>x</script>", "ask": "<b>?"})
    hostile = item.model_copy(update={"questions": (evil, *item.questions[1:]), "stem": "<img>"})
    shown = answer_html(load(), asked_of(load(), bank, hostile)[0])
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown


@pytest.mark.parametrize("chosen", FORMATS)
def test_each_format_is_what_it_says(bank: Bank, chosen: str) -> None:
    name, content = exported(
        load(), bank, chosen, bank.title, datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)
    )
    assert not set(name) & set('/\\<>:"|?*')
    assert len(content) > 500
    starts = {
        ".docx": b"PK",
        ".xlsx": b"PK",
        ".zip": b"PK",
        ".apkg": b"PK",
        ".pdf": b"%PDF",
        ".xml": b"<?xml",
    }
    assert content.startswith(starts.get(Path(name).suffix, b""))


def test_a_printed_exam_bears_the_title_as_it_stands(bank: Bank) -> None:
    day = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)
    _, content = exported(load(), bank, "Word 试卷", bank.title, day)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert "&lt;img src=x" in archive.read("word/document.xml").decode()
