"""检索, 条文, 引文检查: the pages of the law, without a browser."""

import datetime
import io
import zipfile
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from windows import html, new_window, sound, turned_to
from windows import page as window_at

import paper
from kb import load
from kb.citation import resolve
from search.cite_as import written
from search.paste import check
from search.selection import selection
from ui.paste_html import finding_html, text_html

NOTE = (Path(__file__).with_name("texts") / "teaching_note.txt").read_text(encoding="utf-8")
TODAY = datetime.date(2026, 11, 22)


pytestmark = pytest.mark.usefixtures("own_folder")


def page(name: str) -> AppTest:
    """A new window at a page of the app."""
    return window_at(new_window().run(), name)


def press(app: AppTest, key: str) -> AppTest:
    next(button for button in app.button if str(button.key).startswith(key)).click().run()
    return sound(app)


# 检索


def test_a_search_is_counted_and_narrowed_by_what_it_counted() -> None:
    app = page("search")
    app.text_input(key="query").set_value("帮信 情节严重").run()
    every = next(text.value for text in sound(app).markdown if text.value.startswith("共 "))
    app.button_group(key="facet|kind").set_value(["judicial_interpretation"]).run()
    fewer = next(text.value for text in sound(app).markdown if text.value.startswith("共 "))
    assert int(fewer.split("**")[1]) < int(every.split("**")[1])
    facts = [part.split("<span>", 2)[1] for part in html(app).split('class="zl-facts"')[1:]]
    assert {fact.partition("<")[0] for fact in facts} == {"司法解释"}
    press(app, "facets_clear")
    assert app.button_group(key="facet|kind").value == []


def test_an_example_is_asked_by_one_press() -> None:
    app = press(page("search"), "example|刑法287条之二")
    assert "刑法第二百八十七条之二" in html(app)


def test_nothing_found_says_what_to_do() -> None:
    app = page("search")
    app.text_input(key="query").set_value("甪龘").run()
    assert "没有找到" in sound(app).info[0].value


@pytest.mark.parametrize(
    "query", ["<img src=x onerror=alert(1)>", "“", "' OR 1=1 --", "（" * 300, "刑法<b>266</b>"]
)
def test_a_query_is_never_taken_for_markup(query: str) -> None:
    app = page("search")
    app.text_input(key="query").set_value(query).run()
    assert "<img" not in html(sound(app))
    assert "<b>266" not in html(app)


def test_what_has_ceased_is_shown_only_when_asked_and_says_so() -> None:
    app = page("search")
    app.text_input(key="query").set_value("掩饰 隐瞒 三千元至一万元").run()
    assert "法释〔2015〕11号第一条" not in html(sound(app))
    app.toggle(key="expired").set_value(True).run()
    assert "！ 已失效" in html(sound(app)) or "！ 已被修改" in html(app)


# 条文


def test_contents_lead_to_the_articles() -> None:
    app = page("statutes")
    shown = html(app)
    assert 'href="#zl-criminal_law-287-2"' in shown
    assert 'id="zl-criminal_law-287-2"' in shown


def test_two_wordings_stand_side_by_side() -> None:
    app = page("statutes")
    app.selectbox(key="article").set_value("criminal_law:191").run()
    shown = html(sound(app)).partition("zl-sides")[2]
    assert "<del>明知是</del>" in shown
    assert "<ins>为掩饰、隐瞒</ins>" in shown
    assert "由刑法修正案（十一）修改" in shown
    app.selectbox(key="earlier|criminal_law:191").set_value(0).run()
    assert "1997-10-01 至" in html(sound(app)).partition("zl-sides")[2]


def test_what_stands_around_an_article_can_be_opened() -> None:
    app = page("statutes")
    app.selectbox(key="article").set_value("criminal_law:287-2").run()
    shown = html(sound(app))
    assert "引用它的（" in shown
    assert "用到它的规则（" in shown
    assert "<summary>法释〔2019〕15号第十二条" in shown


def test_an_article_is_cited_in_three_styles() -> None:
    app = page("statutes")
    app.selectbox(key="article").set_value("criminal_law:266").run()
    assert [code.value for code in sound(app).code] == [
        "《中华人民共和国刑法》第二百六十六条（1997年10月1日起施行）",
        "刑法266条",
        "criminal_law:266",
    ]


def test_the_next_article_is_one_press_away() -> None:
    app = page("statutes")
    app.selectbox(key="article").set_value("criminal_law:25").run()
    press(app, "go|下一条")
    assert app.selectbox(key="article").value == "criminal_law:26"


def test_picked_provisions_are_kept_from_page_to_page_and_can_be_put_back() -> None:
    app = page("statutes")
    app.selectbox(key="article").set_value("criminal_law:266").run()
    press(app, "pick|statute")
    assert "摘录夹（1 条）" in app.expander[0].label
    turned_to(app, "search").run()
    app.text_input(key="query").set_value("法释〔2019〕15号十二条").run()
    press(app, "pick|hit|0")
    assert "摘录夹（2 条）" in app.expander[0].label
    press(app, "unpick|criminal_law:266")
    assert "摘录夹（1 条）" in app.expander[0].label


def test_an_address_that_names_nothing_held_is_no_selection() -> None:
    app = new_window()
    app.query_params["picked"] = "criminal_law:266,nowhere:1,<b>"
    app.run()
    sound(turned_to(app, "statutes").run())
    assert app.session_state["picked"] == ["criminal_law:266"]


# 引文检查


def checked_page(text: str, day: datetime.date = TODAY) -> AppTest:
    app = page("paste")
    app.date_input(key="paste_day").set_value(day)
    app.text_area(key="pasted_text").set_value(text)
    next(button for button in app.button if button.label == "检查").click().run()
    return sound(app)


def test_a_pasted_text_is_marked_and_told() -> None:
    app = checked_page(NOTE)
    shown = html(app)
    assert any("须核对 6" in text.value for text in app.markdown)
    assert 'class="zl-check" href="#zl-finding-' in shown
    assert "<ins>处或者单</ins>" in shown
    assert "<del>储存</del>" in shown or "<del>储</del>" in shown
    assert "当日适用的：法释〔2025〕13号" in shown
    assert "没有收录" in shown


def test_only_the_levels_chosen_are_listed() -> None:
    app = checked_page(NOTE)
    app.button_group(key="paste_levels").set_value(["unknown"]).run()
    findings = html(sound(app)).partition('class="zl-finding"')[2]
    assert "不能判断" in findings
    assert "须核对</span>" not in findings


def test_what_was_amended_since_is_shown_against_today() -> None:
    app = checked_page("触犯刑法第一百九十一条。", datetime.date(2019, 1, 1))
    assert "当时与现在的文本对照" in html(app)
    assert "<ins>为掩饰、隐瞒</ins>" in html(app)


def test_an_empty_paste_is_refused_plainly() -> None:
    assert "没有文字" in checked_page(" ").error[0].value


def test_a_text_is_never_taken_for_markup() -> None:
    app = checked_page('<script>alert(1)</script>依照刑法第二百六十六条"><img src=x>《<b>某法》第三条')
    assert "<script>alert" not in html(app)
    assert "<img" not in html(app)
    assert "<b>某法" not in html(app)


def test_every_character_of_a_text_is_shown_once() -> None:
    found = check(NOTE, load(), TODAY)
    shown = text_html(found, range(len(found.findings)))
    assert shown.count('class="zl-no"') == NOTE.count("\n") + 1
    assert "《某省高级人民法院关于办理诈骗案件的意见》第三条" in shown
    assert "《某省高级人民法院关于办理诈骗案件的意见》第三条" in finding_html(
        load(), found.findings[-1], 0, (TODAY, TODAY)
    )


def test_a_long_text_is_shown_by_the_lines_that_cite() -> None:
    found = check("甲乙丙丁。\n" * 20_000 + "依照刑法第二百六十六条。\n", load(), TODAY)
    shown = text_html(found, [0])
    assert "只显示右边所列各处的那几行" in shown
    assert shown.count('class="zl-no"') == 1
    assert ">20001<" in shown


# 带走


def words_of(document: paper.Document) -> str:
    with zipfile.ZipFile(io.BytesIO(paper.docx(document))) as archive:
        return archive.read("word/document.xml").decode()


def test_a_selection_is_written_with_how_each_stands() -> None:
    picked = ["criminal_law:266", "fashi_2015_11:1", "fafa_2021_22:9", "fafa_2025_12:6", "criminal_law:266"]
    document = selection(load(), picked, TODAY)
    text = paper.markdown(document)
    assert text.count("诈骗公私财物，数额较大的") == 1
    assert "已失效" in text
    assert "不一致的，适用后者" in text
    assert "未核对" in text
    assert "原文未取得；转述" in text
    assert "诈骗公私财物，数额较大的" in words_of(document)


def test_a_whole_document_can_be_taken() -> None:
    text = paper.markdown(selection(load(), ["fashi_2019_15"], TODAY))
    assert "支付结算金额二十万元以上的" in text


def test_every_provision_is_read_back_from_how_it_is_cited() -> None:
    statutes = load().statutes
    for document in statutes.values():
        if document.id.startswith("charge_names") or document.layout != "articles":
            continue
        for citation, wordings in document.by_citation.items():
            if "条" not in wordings[-1].label.removeprefix(document.name):
                continue  # 不分条的文件按段引用
            style = written(load(), citation)
            (full, *_) = [found.citation for found in statutes.finder.find(style.full)]
            for back in (full, resolve(style.short, statutes), style.identifier):
                assert back, style
                assert statutes.versions(back)[-1].text == wordings[-1].text, (style, back)
