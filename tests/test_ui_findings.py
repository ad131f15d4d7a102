"""结论 and 对照 without a browser: which way leads where, and what stands there."""

import pytest
from streamlit.testing.v1 import AppTest
from windows import CASE, html, page, paste, sound

import engine
from ui.exports import file_name

HOSTILE = '<img src=x onerror="alert(1)">![x](http://example.invalid/x.png)**粗**'


def test_a_hostile_name_is_shown_as_it_stands_in_every_view(app: AppTest) -> None:
    page(
        paste(app, CASE.replace("乙<b>粗</b>", f"'{HOSTILE}'").replace("label: 团伙", f"label: '{HOSTILE}'")),
        "findings",
    )
    assert app.button(key="person|yi").label.startswith(r"\<img src=x onerror=")
    app.button(key="person|yi").click().run()
    for view in ("一览", "逐人", "假设", "时间", "链条", "证据与管辖"):
        app.segmented_control(key="view").set_value(view).run()
        nothing_of_it_is_markup(sound(app))
    nothing_of_it_is_markup(page(app, "compare"))


def nothing_of_it_is_markup(window: AppTest) -> None:
    assert "<img" not in html(window)
    told = [*window.markdown, *window.caption, *window.subheader, *window.info, *window.warning]
    words = [text.value for text in told] + [str(button.label) for button in window.button]
    words += [option for control in window.segmented_control for option in control.options]
    assert not [text for text in words if "<img" in text.replace(r"\<img", "") or "![x](" in text]


def test_the_overview_leads_to_each_person_and_puts_those_alike_together(app: AppTest) -> None:
    twins = CASE.replace("conduct:", "  - {id: bing, name: 丙}\nconduct:").replace(
        "who: [yi]", "who: [yi, bing]"
    )
    page(paste(app, twins), "findings")
    assert html(app).count('class="zl-glance"') == len(("甲", "乙和丙"))
    app.button(key="person|bing").click().run()
    assert "丙" in [text.value for text in sound(app).subheader]
    assert any("结论与" in text.value and "相同" in text.value for text in app.caption)
    assert app.session_state["view"] == "逐人"


def test_who_was_looked_at_stays_from_view_to_view(app: AppTest) -> None:
    page(paste(app, CASE), "findings")
    app.button(key="person|yi").click().run()
    chosen = next(str(each.key) for each in app.segmented_control if str(each.key).startswith("chosen|"))
    for view in ("时间", "假设", "逐人"):
        app.segmented_control(key="view").set_value(view).run()
        assert sound(app).segmented_control(key=chosen).value == "yi"
    app.segmented_control(key=chosen).set_value("jia").run()
    assert "甲" in [text.value for text in sound(app).subheader]


def test_a_case_of_one_person_opens_at_that_person(app: AppTest) -> None:
    alone = CASE[: CASE.index("  - {id: yi")] + CASE[CASE.index("conduct:") : CASE.index("  - {id: c2")]
    shown = html(page(paste(app, alone), "findings"))
    assert 'class="zl-ladder' in shown
    assert 'class="zl-glance"' not in shown


def test_the_times_tell_in_words_what_the_picture_shows(app: AppTest) -> None:
    page(paste(app, CASE), "findings")
    app.segmented_control(key="view").set_value("时间").run()
    shown = html(sound(app))
    assert "从最早的行为到处理日" in shown or "规定变动的日子" in shown
    assert "2021-04-15" in shown
    assert "期间、其后的变动" in shown
    assert "适用哪一天的规定" in shown


def test_charges_are_compared_without_a_case_by_their_rules(app: AppTest) -> None:
    shown = html(page(app, "compare"))
    for words in (
        "诈骗罪",
        "帮助信息网络犯罪活动罪",
        "掩饰、隐瞒犯罪所得",
        "主观",
        "法定刑",
        "区分：诈骗共犯、帮信、掩隐",
    ):
        assert words in shown
    assert "✔ 成立" not in shown
    app.multiselect(key="compared").set_value(["fraud"]).run()
    assert any("再选一个罪名" in info.value for info in sound(app).info)


def test_charges_are_compared_with_the_facts_of_the_open_case(app: AppTest) -> None:
    shown = html(page(paste(app, CASE), "compare"))
    assert "✔ 成立</span><b>帮助信息网络犯罪活动罪</b>" in shown
    assert "规则怎样写" in shown
    assert 'zl-rung-met"' in shown
    assert "← 本案" in shown


def test_findings_that_the_other_evaluator_denies_do_not_stay_on_the_page(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    paste(app, CASE)

    def denied(_memory: object) -> None:
        raise engine.EvaluatorsDisagree("两个推理器对 fraud 的结论不一致")

    monkeypatch.setattr("ui.desk.engine_confirm", denied)
    for name in ("findings", "compare"):
        page(app, name)
        assert any("不一致" in error.value for error in app.error)
        assert "✔ 成立" not in html(app)


def test_a_file_of_a_case_has_a_name_that_every_system_takes() -> None:
    assert file_name('张某"诈骗"/案:*?', ".docx") == "张某诈骗案.docx"
    assert file_name(" ../..\n", ".pdf") == "案件.pdf"
    assert file_name("长" * 300, ".json") == "长" * 80 + ".json"
