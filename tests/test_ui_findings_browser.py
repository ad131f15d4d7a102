# ruff: noqa: F811 - the fixture `page`, which is imported, is what the tests call their page
"""结论, 对照 and 关于 in the browser: drawn, worked out when wanted, taken away, and nothing fetched from elsewhere."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from test_ui_browser import (  # fixtures, and the way in
    AROUND,
    address,  # noqa: F401
    browser,  # noqa: F401
    choose,
    open_around,
    open_findings,
    open_gang,
    open_person,
    page,  # noqa: F401
    settled,
    turn_to,
)

pytestmark = pytest.mark.browser

FINDINGS = ("一览", "逐人", "假设", "时间", "链条", "证据与管辖")


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
