# ruff: noqa: F811 - the fixture `page`, which is imported, is what the tests call their page
"""Every page for everybody: no barrier, no English, inside the window at any size, and by keyboard alone."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from test_ui_browser import (  # fixtures, and the way in
    address,  # noqa: F401
    browser,  # noqa: F401
    choose,
    english,
    finding,
    focused,
    open_findings,
    open_gang,
    open_person,
    page,  # noqa: F401
    settled,
    tab_to,
    turn_to,
)

pytestmark = pytest.mark.browser

SERIOUS = frozenset({"serious", "critical"})
SIZES = [(1366, 768, 1.1), (1366, 768, 1.5), (1920, 1080, 1.1), (1920, 1080, 1.5)]
LIST = ("看一个例子", "按角色新建", "上传或粘贴案件文件", "新建空白案件", "备份与恢复")
CASE = ("人员与行为", "谁帮谁", "证据与地点", "事实", "打开与保存", "历次版本")
FINDINGS = ("一览", "逐人", "假设", "时间", "链条", "证据与管辖")
LAW = ("对照", "检索", "条文", "引文检查", "出题")
ABOUT = ("说明", "罪名与规则", "编入多少", "文件与出处", "未核对", "未收录")
VIEWS = len((*LIST, *CASE, *FINDINGS, *LAW, *ABOUT)) + 1


def barriers(page: Page) -> list[str]:
    """What keeps people from reading or using the page, in the words of axe."""
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {node['target']} {node['failureSummary']}"
        for each in found
        if each["impact"] in SERIOUS
        for node in each["nodes"]
    ]


def everywhere(page: Page, look: Callable[[str], None]) -> None:
    """Look at every view of every page, with the gang open where a case is shown."""
    for view in LIST:
        choose(page, view)
        look(view)
    open_gang(page)
    for view in CASE:
        choose(page, view)
        look(view)
    open_findings(page)
    for view in FINDINGS:
        choose(page, view)
        look(view)
    for name in LAW:
        turn_to(page, name)
        if name == "检索":
            page.get_by_label("查什么").fill("帮信 情节严重")
            page.keyboard.press("Enter")
            expect(page.locator(".zl-hit").first).to_be_visible()
        if name == "引文检查":
            page.locator("textarea").fill("依照刑法第三百一十二条、法释〔2015〕11号第一条。")
            page.get_by_role("button", name="检查", exact=True).click()
            expect(page.locator(".zl-finding").first).to_be_visible()
        settled(page)
        look(name)
    turn_to(page, "关于")
    for view in ABOUT:
        choose(page, view)
        look(view)
    turn_to(page, "案件")
    choose(page, "打开与保存")
    page.get_by_role("button", name="合上本案").click()
    expect(page.get_by_role("button", name="更多").first).to_be_visible()
    settled(page)
    look("案件列表")


def test_no_page_has_a_serious_barrier_or_a_word_of_english(page: Page) -> None:
    found: dict[str, list[str]] = {}
    everywhere(page, lambda view: found.update({view: [*barriers(page), *english(page)]}))
    assert {view: told for view, told in found.items() if told} == {}
    assert len(found) == VIEWS


def test_what_is_unfolded_has_no_serious_barrier_either(page: Page) -> None:
    open_gang(page)
    open_person(page, "易某乙")
    page.get_by_text(re.compile("^补证清单")).first.click()
    settled(page)
    page.evaluate("document.querySelectorAll('.zl-card details').forEach(each => { each.open = true; })")
    assert barriers(page) == []


def test_what_opens_over_the_page_speaks_chinese_and_has_no_barrier(page: Page) -> None:
    open_gang(page)
    page.get_by_test_id("stDateInputCalendarButton").click()
    settled(page)
    assert [*barriers(page), *english(page)] == []
    page.keyboard.press("Escape")
    settled(page)
    page.get_by_role("combobox", name="诈骗类型").click()
    settled(page)
    assert [*barriers(page), *english(page)] == []
    page.keyboard.type("没有这样的类型")
    settled(page)
    assert [*barriers(page), *english(page)] == []
    expect(page.get_by_role("option")).to_contain_text("没有匹配的")


def test_nothing_runs_out_of_the_window_or_is_cut_off_at_any_size(page: Page) -> None:
    """Zooming in a browser makes the window smaller in the page's own points."""
    cut = """[...document.querySelectorAll('[data-testid=stMain] *')].filter(each =>
        getComputedStyle(each).textOverflow === 'ellipsis' && each.scrollWidth > each.clientWidth + 1)
        .map(each => each.innerText || each.value).filter(Boolean)"""
    wide = """[...document.querySelectorAll('[data-testid=stMain] *')].filter(each =>
        each.getBoundingClientRect().right > innerWidth + 1
        && !each.closest('[data-testid=stGraphVizChart], [data-testid=stDataFrame], pre')).length"""
    out: dict[str, object] = {}

    def look(view: str) -> None:
        for width, height, zoom in SIZES:
            page.set_viewport_size({"width": int(width / zoom), "height": int(height / zoom)})
            page.wait_for_timeout(200)
            out[f"{view} {width}×{height} {zoom}"] = page.evaluate(wide) or page.evaluate(cut)

    everywhere(page, look)
    assert {view: number for view, number in out.items() if number} == {}
    assert len(out) == VIEWS * len(SIZES)


def test_a_case_is_begun_and_named_by_keyboard_alone(page: Page) -> None:
    tab_to(page, "^(案件列表|看一个例子)$")  # of the choices Tab reaches the one that is chosen
    while focused(page) != "新建空白案件":  # from choice to choice with the arrows
        before = focused(page)
        page.keyboard.press("ArrowRight")
        assert focused(page) != before
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="新建", exact=True)).to_be_visible()
    settled(page)
    tab_to(page, "^新建$", most=2)
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stDataFrame")).to_have_count(4)
    settled(page)
    assert focused(page) == "案件"  # the button is gone: its focus went to the head of what came instead
    tab_to(page, "^案件名称$", most=3)
    page.keyboard.press("Control+a")
    page.keyboard.type("只用键盘的案件")
    page.keyboard.press("Tab")
    settled(page)
    expect(page.get_by_text("已存入").first).to_be_visible()
    page.reload()
    expect(page.get_by_label("案件名称")).to_have_value("只用键盘的案件")
    settled(page)


def test_every_stop_of_the_keyboard_has_a_name(page: Page) -> None:
    open_gang(page)
    page.get_by_role("link", name="案件", exact=True).focus()
    stops: list[str] = []
    while len(stops) < 200:
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.tagName"))
        if stops[-1] == "BODY":
            break
        if stops[-1] != "MAIN" and "dvn-scroller" not in page.evaluate("document.activeElement.className"):
            assert focused(page), f"stop {len(stops)}, a {stops[-1]}, has no name"
    assert stops.count("CANVAS") >= 4


def test_the_way_through_the_findings_needs_no_mouse(page: Page) -> None:
    open_gang(page)
    page.get_by_role("link", name="案件", exact=True).focus()
    tab_to(page, "^结论$", most=1)
    page.keyboard.press("Enter")
    expect(page.locator(".zl-glance").first).to_be_visible()
    settled(page)
    tab_to(page, "^易某乙$", most=20)
    page.keyboard.press("Enter")
    expect(page.locator(".zl-ladder").first).to_be_visible()
    settled(page)
    assert focused(page) == "结论"
    tab_to(page, "符合", most=20)
    page.keyboard.press("Enter")
    tab_to(page, "^(刑法|法释|法发)", most=3)
    page.keyboard.press("Space")
    expect(page.locator(".zl-law").locator("visible=true").first).to_be_visible()
    card = finding(page, "帮助信息网络犯罪活动罪")
    expect(card).to_contain_text("？ 待查")
    asked = page.locator("[class*='st-key-state-ask']").filter(has_text="查实").first
    asked.get_by_role("radio").first.focus()
    before = page.get_by_text("回执：").inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_text("回执：")).not_to_have_text(before)
    settled(page)


def test_a_name_in_the_overview_leads_to_the_top_of_that_persons_page(page: Page) -> None:
    page.set_viewport_size({"width": 910, "height": 512})
    open_gang(page)
    open_findings(page)
    page.get_by_role("button", name="取款者甲", exact=True).click()
    settled(page)
    expect(page.get_by_role("heading", name="取款者甲", exact=True)).to_be_in_viewport()
