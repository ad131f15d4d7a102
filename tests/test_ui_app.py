"""The paths through the app, without a browser."""

import datetime
import logging
import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from windows import CASE, html, new_window, page, paste, saved, sound, turned_to

from engine.examples import examples
from engine.receipt import engine_digest
from ui import room
from ui.beside import IN_THE_FILE
from ui.keeping.people import ALONE

pytestmark = pytest.mark.usefixtures("own_folder")


def of_one(app: AppTest) -> AppTest:
    """The findings on the first person, opened from the overview where there are several."""
    page(app, "findings")
    if app.session_state["view"] == "一览":
        app.segmented_control(key="view").set_value("逐人").run()
    return sound(app)


def kept() -> str:
    return room.cabinet().read(ALONE, saved()[0].id)[1]


@pytest.mark.parametrize("name", list(examples()))
def test_every_example_opens_and_is_assessed(app: AppTest, name: str) -> None:
    app.radio(key="example").set_value(name).run()
    app.button(key="open_example").click().run()
    shown = html(of_one(app))
    assert "涉嫌" in shown
    assert "处断" in shown
    assert 'class="zl-ladder' in shown


def test_findings_show_verdicts_in_words_with_the_provisions_behind_them(app: AppTest) -> None:
    shown = html(of_one(paste(app, CASE)))
    assert "✔ 成立</span>涉嫌帮助信息网络犯罪活动罪" in shown
    assert "三年以下有期徒刑或者拘役，并处或者单处罚金" in shown
    assert "刑法第二百八十七条之二" in shown
    assert "明知他人利用信息网络实施犯罪，为其犯罪提供互联网接入" in shown
    assert "2015-11-01 起有效" in shown
    assert "未核对" in shown


def test_a_name_is_never_taken_for_markup(app: AppTest) -> None:
    page(paste(app, CASE), "findings")
    assert app.button(key="person|yi").label == r"乙\<b\>粗\</b\>"
    app.button(key="person|yi").click().run()
    for view in ("逐人", "假设", "时间", "链条"):
        app.segmented_control(key="view").set_value(view).run()
        assert "<b>粗" not in html(sound(app))
        assert not [text.value for text in (*app.subheader, *app.caption) if "<b>粗" in text.value]


def questions(app: AppTest) -> list[str]:
    keys = [str(control.key) for control in app.segmented_control]
    return [key.split("|")[3] for key in keys if key.startswith("state|ask|")]


def answer_control(app: AppTest, fact: str) -> Any:
    return next(
        control for control in app.segmented_control if str(control.key).startswith(f"state|ask|jia|{fact}|")
    )


def test_answering_a_question_changes_the_verdict_and_is_kept_on_disk(app: AppTest) -> None:
    of_one(paste(app, CASE))
    assert "？ 待查</span>涉嫌掩饰、隐瞒犯罪所得、犯罪所得收益罪" in html(app)
    asked = questions(app)[:3]
    answer_control(app, "handled_proceeds").set_value("no").run()
    sound(app)
    assert "涉嫌掩饰、隐瞒犯罪所得、犯罪所得收益罪" not in html(app)
    failing = next(folder.label for folder in app.expander if folder.label.startswith("不成立的罪名"))
    assert "掩饰、隐瞒犯罪所得、犯罪所得收益罪" in failing
    assert "handled_proceeds: false" in kept()
    assert asked == questions(app)[:3]
    assert answer_control(app, "handled_proceeds").value == "no"
    app.button(key="undo").click().run()
    assert "？ 待查</span>涉嫌掩饰、隐瞒犯罪所得、犯罪所得收益罪" in html(sound(app))
    assert "handled_proceeds" not in kept()


def test_a_wrong_amount_is_refused_at_once_and_nothing_is_kept(app: AppTest) -> None:
    paste(app, CASE)
    app.segmented_control(key="case_view").set_value("事实").run()
    app.radio(key="holder").set_value("c1").run()
    app.segmented_control(key="section|c1").set_value("数额与数量").run()
    field = next(
        entry for entry in app.text_input if str(entry.key).startswith("value|facts|c1|illegal_income")
    )
    field.set_value("很多").run()
    assert any("不是数字" in error.value for error in sound(app).error)
    assert "illegal_income" not in kept()
    field = next(
        entry for entry in app.text_input if str(entry.key).startswith("value|facts|c1|illegal_income")
    )
    field.set_value("1.2万").run()
    assert not sound(app).error
    assert "illegal_income: 12000" in kept()


def test_the_form_asks_only_what_matters_for_the_act(app: AppTest) -> None:
    paste(app, CASE)
    app.segmented_control(key="case_view").set_value("事实").run()
    app.radio(key="holder").set_value("c1").run()
    app.segmented_control(key="section|c1").set_value("数额与数量").run()
    asked = {str(entry.key).split("|")[3] for entry in app.text_input if str(entry.key).startswith("value|")}
    assert {"accounts_supplied", "account_inflow", "illegal_income"} <= asked
    assert "settlement_amount" not in asked
    assert "phone_cards_supplied" not in asked


BAD = """format: 1
persons:
  - {id: jia, name: 甲, facts: {illegal_incom: 3}}
conduct:
  - {id: c1, who: [yi], kind: selling}
"""


def test_a_bad_file_shows_every_problem_and_keeps_what_was_typed(app: AppTest) -> None:
    paste(app, BAD)
    assert any("没有打开" in error.value for error in app.error)
    (problems,) = (code.value for code in app.code)
    assert ":3: 未知的事实「illegal_incom」" in problems
    assert "未知的行为种类「selling」" in problems
    assert "「yi」未在 persons 中声明" in problems
    assert app.text_area(key="pasted").value == BAD
    assert saved() == []


def test_a_reload_opens_the_same_case_again(app: AppTest) -> None:
    paste(app, CASE)
    again = new_window()
    again.query_params["case"] = saved()[0].id
    again.run()
    assert any("供卡与转账" in text.value for text in sound(again).markdown)


def test_a_case_address_that_leads_nowhere_opens_the_list(app: AppTest) -> None:
    app.query_params["case"] = "../../etc/passwd"
    assert "怎样开始" in [control.label for control in sound(app.run()).segmented_control]


def test_a_blank_case_says_what_it_still_needs(app: AppTest) -> None:
    app.segmented_control(key="way").set_value("新建空白案件").run()
    app.button(key="new").click().run()
    assert len(app.data_editor) == 4
    assert any("还没有人员" in warning.value for warning in sound(app).warning)
    assert any("还没有人员" in warning.value for warning in page(app, "findings").warning)


def changed_elsewhere(app: AppTest) -> str:
    """Another window saves the open case, then this one does; the id of the case."""
    of_one(paste(app, CASE))
    (entry,) = saved()
    room.cabinet().save(ALONE, entry.id, CASE.replace("供卡与转账", "别的窗口改的"), entry.version)
    answer_control(app, "handled_proceeds").set_value("no").run()
    assert any("已在别处" in warning.value for warning in sound(app).warning)
    assert {entry.title for entry in saved()} == {"别的窗口改的", "供卡与转账（我的副本）"}
    return entry.id


def test_two_windows_never_overwrite_one_another(app: AppTest) -> None:
    changed_elsewhere(app)
    app.button(key="clash_both").click().run()
    assert {entry.title for entry in saved()} == {"别的窗口改的", "供卡与转账（我的副本）"}
    assert not [warning for warning in sound(app).warning if "已在别处" in warning.value]


def test_of_two_versions_theirs_can_be_taken(app: AppTest) -> None:
    case_id = changed_elsewhere(app)
    app.button(key="clash_theirs").click().run()
    assert app.query_params["case"] == case_id
    assert [entry.title for entry in saved()] == ["别的窗口改的"]
    assert [entry.title for entry in room.cabinet().listed(ALONE, shelf="deleted")] == [
        "供卡与转账（我的副本）"
    ]
    assert any("别的窗口改的" in text.value for text in sound(app).markdown)


def test_of_two_versions_mine_can_be_taken_and_theirs_stays_in_the_history(app: AppTest) -> None:
    case_id = changed_elsewhere(app)
    app.button(key="clash_mine").click().run()
    sound(app)
    assert app.query_params["case"] == case_id
    assert [entry.title for entry in saved()] == ["供卡与转账"]
    assert "handled_proceeds: false" in kept()
    assert "别的窗口改的" in room.cabinet().version(ALONE, case_id, 2)


def test_what_if_shows_what_turns_and_changes_nothing(app: AppTest) -> None:
    page(paste(app, CASE), "findings")
    before = kept()
    app.segmented_control(key="view").set_value("假设").run()
    app.selectbox(key="try|jia").set_value("knew_network_crime").run()
    app.segmented_control(key="try_value|knew_network_crime").set_value(False).run()
    shown = html(sound(app))
    assert "成立 → <b>" in shown
    assert "若为" in shown
    assert kept() == before
    app.button(key="adopt").click().run()
    assert "knew_network_crime: false" in kept()


def test_what_was_supposed_is_written_into_the_case_beside_the_evidence_that_is_there(app: AppTest) -> None:
    stated = "knew_network_crime: {value: true, evidence: 聊天记录}"
    page(paste(app, CASE.replace("knew_network_crime: true", stated)), "findings")
    app.segmented_control(key="view").set_value("假设").run()
    app.selectbox(key="try|jia").set_value("knew_network_crime").run()
    app.segmented_control(key="try_value|knew_network_crime").set_value(False).run()
    app.button(key="adopt").click().run()
    assert stated.replace("true", "false") in kept()


def test_a_link_that_nobody_answers_for_is_named(app: AppTest) -> None:
    page(paste(app, CASE), "findings")
    app.segmented_control(key="view").set_value("链条").run()
    assert any("通讯线路与设备" in warning.value for warning in sound(app).warning)
    assert "已显现，未有人到案" in html(app)
    assert re.search("有人到案：[^<]*（(成立|待查)）甲", html(app))


def test_search_finds_marks_and_leads_to_the_text(app: AppTest) -> None:
    page(app, "search")
    app.text_input(key="query").set_value("刑法287条之二").run()
    shown = html(sound(app))
    assert "刑法第二百八十七条之二" in shown
    assert "现行有效" in shown
    next(
        button for button in app.button if str(button.key).startswith("open|criminal_law:287-2")
    ).click().run()
    assert app.title[0].value == "条文"
    assert app.selectbox(key="article").value == "criminal_law:287-2"


def test_a_provision_is_shown_as_it_read_on_the_day(app: AppTest) -> None:
    page(app, "statutes")
    app.selectbox(key="document").set_value("criminal_law").run()
    app.date_input(key="statute_day").set_value(datetime.date(2000, 1, 1)).run()
    app.selectbox(key="article").set_value("criminal_law:312").run()
    shown = html(sound(app))
    text, older = shown.split("其他时期的文本", 1)
    assert "明知是犯罪所得的赃物而予以窝藏" in text
    assert "以其他方法掩饰、隐瞒" not in text
    assert "以其他方法掩饰、隐瞒" in older


def test_another_wording_is_shown_against_the_one_of_the_day(app: AppTest) -> None:
    page(app, "statutes")
    app.selectbox(key="document").set_value("criminal_law").run()
    app.selectbox(key="article").set_value("criminal_law:312").run()
    shown = html(sound(app))
    assert "<del>的赃物</del><ins>及其产生的收益</ins>" in shown
    assert "法释〔2015〕11号（已失效）" in shown
    assert "法释〔2025〕13号（已失效）" not in shown


def test_what_yields_to_a_later_text_is_warned_of_on_the_page(app: AppTest) -> None:
    page(app, "statutes")
    app.selectbox(key="document").set_value("fafa_2021_22").run()
    app.selectbox(key="article").set_value("fafa_2021_22:9").run()
    shown = html(sound(app))
    assert "与法发〔2025〕12号不一致的，适用后者" in shown
    assert "时间效力有两说" in shown


def test_an_unverified_text_says_so(app: AppTest) -> None:
    page(app, "statutes")
    app.selectbox(key="document").set_value("fafa_2021_22").run()
    assert "未核对" in html(sound(app))


def test_the_about_page_tells_what_is_covered_and_what_it_is_not(app: AppTest) -> None:
    page(app, "about")
    shown = "".join(text.value for text in (*app.markdown, *app.caption)) + html(app)
    for view in ("罪名与规则", "编入多少", "文件与出处", "未核对", "未收录"):
        app.segmented_control(key="about_view").set_value(view).run()
        shown += html(sound(app))
    for words in (
        "帮助信息网络犯罪活动罪",
        "不是法律意见",
        "由办案人判断",
        "草稿，未经具名审阅",
        "法发〔2016〕32号",
        "还没有编入的",
        "没有收录",
        "回执",
        "法律、规则、词表合在一起",
        engine_digest(),
    ):
        assert words in shown


def test_a_failure_is_told_plainly_and_nothing_of_the_case_is_logged(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    paste(app, CASE)

    def broken(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("供卡与转账 甲")

    monkeypatch.setattr("ui.desk.reassess", broken)
    with caplog.at_level(logging.DEBUG):
        turned_to(app, "findings").run()
    assert any("程序出错" in error.value for error in app.error)
    assert "RuntimeError" in caplog.text
    assert "甲" not in caplog.text
    assert "供卡与转账" not in caplog.text


def test_an_act_says_when_its_person_states_the_same_fact(app: AppTest) -> None:
    paste(app, CASE.replace("knew_fraud: false", "knew_fraud: false, accounts_supplied: 9"))
    app.segmented_control(key="case_view").set_value("事实").run()
    app.radio(key="holder").set_value("c1").run()
    app.segmented_control(key="section|c1").set_value("数额与数量").run()
    assert [text.value for text in sound(app).caption if "甲名下另填" in text.value]


AROUND = """format: 1
title: 证据与地点
decision_date: 2025-03-10
fraud_types: [posing_as_police_or_courts]
persons:
  - {id: jia, name: 甲, facts: {knew_fraud: {value: true, evidence: [e1, 供述]}}}
conduct:
  - {id: c1, who: [jia], kind: defrauding, from: 2024-01-01, to: 2024-02-01, facts: {fraud_amount: 80_000}}
evidence:
  - {id: e1, label: 甲的聊天记录<i>斜</i>, kind: chat_records, gathered_on: 2024-03-02,
     facts: {forged_or_tampered: true}}
places:
  - {id: d1, name: 甲市<i>斜</i>, facts: {telecom_fraud_here: true, call_made_here: true}}
"""


def test_the_ending_of_a_person_stands_below_the_disposition_and_in_the_overview(app: AppTest) -> None:
    assert "归结：尚有待查" in html(page(paste(app, CASE), "findings"))
    shown = html(of_one(app))
    assert shown.index("处断：") < shown.index("<h3>归结：") < shown.index("涉嫌帮助信息网络犯罪活动罪</h3>")


def test_a_case_without_evidence_is_told_how_to_enter_it(app: AppTest) -> None:
    page(paste(app, CASE), "findings")
    app.segmented_control(key="view").set_value("证据与管辖").run()
    assert any("还没有登记证据、地点" in info.value for info in sound(app).info)
    (example,) = (code.value for code in app.code)
    assert [line.partition(":")[0] for line in example.splitlines()] == ["fraud_types", "evidence", "places"]
    assert 'class="zl-card"' not in html(app)


def test_the_example_of_how_to_enter_evidence_can_be_read(app: AppTest) -> None:
    paste(app, f"format: 1\npersons: [{{id: jia, name: 甲}}]\n{IN_THE_FILE}")
    assert not app.error
    assert "gathered_on: 2024-03-02" in kept()


def test_evidence_places_and_types_are_shown_with_what_to_do(app: AppTest) -> None:
    page(paste(app, AROUND), "findings")
    app.segmented_control(key="view").set_value("证据与管辖").run()
    shown = html(sound(app))
    for words in (
        "✘ 不得作为定案的根据",
        "怎么办",
        "公安机关可以立案侦查",
        "诈骗电话的拨打地在此地",
        "冒充公检法及政府机关",
        "还没有登记的角色",
    ):
        assert words in shown
    assert "聊天记录&lt;i&gt;斜" in shown
    assert "甲市&lt;i&gt;斜" in shown
    assert "<i>斜" not in shown


def test_an_element_says_when_its_evidence_may_not_carry_it(app: AppTest) -> None:
    shown = html(page(paste(app, AROUND), "findings"))
    assert "所凭证据中有不得作为定案根据的" in shown
    assert "甲的聊天记录&lt;i&gt;斜&lt;/i&gt;（不得作为定案的根据）、供述" in shown


def test_types_of_fraud_are_chosen_on_the_case_page_and_kept(app: AppTest) -> None:
    paste(app, AROUND)
    (types,) = app.multiselect
    assert types.value == ["posing_as_police_or_courts"]
    types.set_value(["posing_as_police_or_courts", "fake_orders_for_commission"]).run()
    assert "fraud_types: [posing_as_police_or_courts, fake_orders_for_commission]" in kept()
    app.multiselect[0].set_value([]).run()
    assert "fraud_types" not in kept()
    app.button(key="undo").click().run()
    assert len(sound(app).multiselect[0].value) == 2


def test_evidence_and_places_have_tables_of_their_own(app: AppTest) -> None:
    paste(app, AROUND)
    app.segmented_control(key="case_view").set_value("证据与地点").run()
    assert len(sound(app).data_editor) == 2
    assert "evidence: [e1, 供述]" in kept()


def facts_about(app: AppTest, holder: str) -> AppTest:
    app.segmented_control(key="case_view").set_value("事实").run()
    app.radio(key="holder").set_value(holder).run()
    return sound(app)


def test_how_evidence_was_gathered_is_answered_in_the_form(app: AppTest) -> None:
    facts_about(paste(app, AROUND), "evidence:e1")
    assert app.selectbox(key="section|evidence:e1").value == "怎样取得"
    gate = next(c for c in app.segmented_control if "|evidence:e1|frozen|" in str(c.key))
    gate.set_value("yes").run()
    assert "frozen: true" in kept()
    assert app.radio(key="holder").value == "evidence:e1"
    options = sound(app).selectbox(key="section|evidence:e1").options
    assert [name for name in options if name.startswith("冻结电子数据")]


def test_what_links_a_place_is_picked_out_of_one_list(app: AppTest) -> None:
    facts_about(paste(app, AROUND), "place:d1")
    (links,) = app.multiselect
    assert links.value == ["telecom_fraud_here", "call_made_here"]
    links.set_value(["telecom_fraud_here", "call_made_here", "property_lost_here"]).run()
    assert "property_lost_here: true" in kept()
    app.multiselect[0].set_value(["property_lost_here"]).run()
    assert "call_made_here" not in kept()


def test_an_answer_given_again_keeps_the_pieces_it_stands_on(app: AppTest) -> None:
    facts_about(paste(app, AROUND), "jia")
    app.segmented_control(key="section|jia").set_value("主观").run()
    control = next(c for c in app.segmented_control if "|jia|knew_fraud|" in str(c.key))
    control.set_value("disputed").run()
    assert "knew_fraud: {value: true, disputed: true, evidence: e1、供述}" in kept()
    assert app.radio(key="holder").value == "jia"


def test_who_helps_whom_is_changed_beside_the_picture_and_kept(app: AppTest) -> None:
    def serves() -> list[list[str]]:
        return [act.get("serves", []) for act in app.session_state["desk"].draft.entries("conduct")]

    paste(app, CASE)
    app.segmented_control(key="case_view").set_value("谁帮谁").run()
    first = next(each for each in sound(app).multiselect if str(each.key).startswith("served|"))
    assert first.value == ["g"]
    assert "甲" not in first.options  # nobody helps himself
    first.set_value(["g", "yi"]).run()
    assert serves() == [["g", "yi"], ["g"]]
    inside = next(each for each in sound(app).selectbox if str(each.key).startswith("inside|"))
    inside.set_value("g").run()
    assert app.session_state["desk"].draft.entries("conduct")[0]["group"] == "g"
    for _ in range(2):
        app.button(key="undo").click().run()
    assert serves() == [["g"], ["g"]]
    assert "group" not in app.session_state["desk"].draft.entries("conduct")[0]
