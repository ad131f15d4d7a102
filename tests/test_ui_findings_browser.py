# ruff: noqa: F811 - the fixture `page`, which is imported, is what the tests call their page
"""结论, 对照 and 关于 in the browser: reachable, readable, by keyboard alone, and nothing fetched from elsewhere."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from test_ui_browser import (  # fixtures, and the way in
    AROUND,
    address,  # noqa: F401
    browser,  # noqa: F401
    choose,
    finding,
    open_around,
    open_findings,
    open_gang,
    open_person,
    page,  # noqa: F401
    settled,
)

pytestmark = pytest.mark.browser

SERIOUS = frozenset({"serious", "critical"})
NOT_OURS: dict[str, str] = {}
"""Rules of axe that only what Streamlit itself draws breaks, each with the reason it cannot be mended here: none."""
SIZES = [(1366, 768, 1.1), (1366, 768, 1.5), (1920, 1080, 1.1), (1920, 1080, 1.5)]
FINDINGS = ("一览", "逐人", "假设", "时间", "链条", "证据与管辖")
ABOUT = ("说明", "罪名与规则", "编入多少", "文件与出处", "未核对", "未收录")
PRESSES = 80
"""How often Tab may be pressed before something counts as out of reach."""


def turn_to(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()
    settled(page)


def barriers(page: Page) -> list[str]:
    """What keeps people from reading or using the page, in the words of axe."""
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {node['target']} {node['failureSummary']}"
        for each in found
        if each["impact"] in SERIOUS and each["id"] not in NOT_OURS
        for node in each["nodes"]
    ]


def everywhere(page: Page, look: Callable[[str], None]) -> None:
    """Look at every view of 结论, 对照 and 关于 with the gang open."""
    open_gang(page)
    open_findings(page)
    for view in FINDINGS:
        choose(page, view)
        look(view)
    turn_to(page, "对照")
    look("对照")
    turn_to(page, "关于")
    for view in ABOUT:
        choose(page, view)
        look(view)


def test_no_page_has_a_serious_barrier(page: Page) -> None:
    found: dict[str, list[str]] = {}
    everywhere(page, lambda view: found.update({view: barriers(page)}))
    assert {view: told for view, told in found.items() if told} == {}
    assert len(found) == len(FINDINGS) + 1 + len(ABOUT)


def test_what_is_unfolded_has_no_serious_barrier_either(page: Page) -> None:
    open_gang(page)
    open_person(page, "易某乙")
    page.get_by_text(re.compile("^补证清单")).first.click()
    settled(page)
    page.evaluate("document.querySelectorAll('.zl-card details').forEach(each => { each.open = true; })")
    assert barriers(page) == []


@pytest.mark.parametrize("width, height, zoom", SIZES)
def test_nothing_runs_out_of_the_window_at_any_size(
    page: Page,
    width: int,
    height: int,
    zoom: float,
) -> None:
    """Zooming in a browser makes the window smaller in the page's own points."""
    page.set_viewport_size({"width": int(width / zoom), "height": int(height / zoom)})
    wide = """[...document.querySelectorAll('[data-testid=stMain] *')].filter(each =>
        each.getBoundingClientRect().right > innerWidth + 1
        && !each.closest('[data-testid=stGraphVizChart]')).length"""
    out: dict[str, int] = {}
    everywhere(page, lambda view: out.update({view: page.evaluate(wide)}))
    assert {view: number for view, number in out.items() if number} == {}


def pressed_to(page: Page, words: str, key: str = "Tab") -> None:
    """Go on by keyboard until something with these words has the focus."""
    held = (
        "document.activeElement.tagName == 'MAIN' ? '' : document.activeElement.innerText"
        " || document.activeElement.getAttribute('aria-label') || ''"
    )
    for _ in range(PRESSES):
        page.keyboard.press(key)
        if re.search(words, page.evaluate(held)):
            return
    pytest.fail(f"{words}: not reached by {key}")


def test_the_way_through_the_findings_needs_no_mouse(page: Page) -> None:
    open_gang(page)
    page.get_by_role("link", name="案件", exact=True).focus()
    pressed_to(page, "^结论$")
    page.keyboard.press("Enter")
    expect(page.locator(".zl-glance").first).to_be_visible()
    settled(page)
    pressed_to(page, "^易某乙$")
    page.keyboard.press("Enter")
    expect(page.locator(".zl-ladder").first).to_be_visible()
    settled(page)
    pressed_to(page, "符合")
    page.keyboard.press("Enter")
    pressed_to(page, "^(刑法|法释|法发)")
    page.keyboard.press("Space")
    expect(page.locator(".zl-law").locator("visible=true").first).to_be_visible()
    card = finding(page, "帮助信息网络犯罪活动罪")
    expect(card).to_contain_text("？ 待查")
    asked = page.locator("[class*='st-key-state-ask']").filter(has_text="查实")
    asked.first.get_by_role("radio").first.focus()
    before = page.get_by_text("回执：").inner_text()
    pressed_to(page, "查实", "Shift+Tab") if "查实" not in page.evaluate(
        "document.activeElement.innerText"
    ) else None
    page.keyboard.press("Enter")
    settled(page)
    expect(page.get_by_text("回执：")).not_to_have_text(before)


def test_a_name_in_the_overview_leads_to_the_top_of_that_persons_page(page: Page) -> None:
    page.set_viewport_size({"width": 910, "height": 512})
    open_gang(page)
    open_findings(page)
    page.get_by_role("button", name="取款者甲", exact=True).click()
    settled(page)
    expect(page.get_by_role("heading", name="取款者甲", exact=True)).to_be_in_viewport()


def test_what_a_charge_lacks_is_worked_out_when_it_is_opened(page: Page) -> None:
    open_gang(page)
    open_person(page, "易某乙")
    expect(page.get_by_text("补证方案一")).to_have_count(0)
    page.get_by_text(re.compile("^补证清单")).first.click()
    settled(page)
    expect(page.get_by_text("补证方案一").first).to_be_visible()


def test_the_times_are_drawn_and_told(page: Page) -> None:
    open_gang(page)
    open_person(page, "易某甲")
    choose(page, "时间")
    picture = page.get_by_test_id("stImage").locator("img")
    expect(picture).to_have_attribute("alt", re.compile("时间图"))
    assert picture.evaluate("each => each.complete && each.naturalWidth") > 0
    expect(page.locator(".zl-card").filter(has_text="规定变动的日子")).to_contain_text("影响的罪名")


def test_a_hostile_name_fetches_nothing_and_runs_nothing(page: Page) -> None:
    bad = '<img src=\\"http://example.invalid/a.png\\" onerror=\\"window.hurt=1\\">![x](http://example.invalid/b.png)'
    known = "from: 2024-01-01, facts: {telecom_fraud: true, knew_fraud: true}"
    text = AROUND.replace("name: 甲}", f'name: "{bad}"}}, {{id: yi, name: 乙}}').replace(
        "from: 2024-01-01", known
    )
    open_around(page, text)
    open_findings(page)
    for view in FINDINGS:
        choose(page, view)
        assert page.evaluate("window.hurt") is None
        assert page.locator("img[src*='example.invalid']").count() == 0
    turn_to(page, "对照")
    assert page.evaluate("window.hurt") is None


def test_the_report_the_sheets_and_the_case_file_can_be_taken_away(page: Page, tmp_path: Path) -> None:
    open_gang(page)
    open_findings(page)
    for label, start in (
        ("报告（Word）", b"PK"),
        ("报告（PDF）", b"%PDF"),
        ("逐人逐罪的表（Excel）", b"PK"),
        ("案件文件（YAML）", b"#"),
        ("案件文件（JSON）", b"{"),
    ):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=label).click()
        file = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(file)
        assert file.read_bytes().startswith(start), label
