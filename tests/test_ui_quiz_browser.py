# ruff: noqa: F811 - the fixture `page`, which is imported, is what the tests call their page
"""出题 in the browser: an exam by keyboard alone, no answer in the source before it is in, nothing axe calls serious."""

from playwright.sync_api import Page, expect
from test_ui_access_browser import barriers
from test_ui_browser import address, browser, choose, english, page, pytestmark, settled  # noqa: F401

SIX = "6"


def press(page: Page, name: str) -> None:
    """Press a button as somebody without a mouse does."""
    page.get_by_role("button", name=name, exact=True).first.focus()
    page.keyboard.press("Enter")
    settled(page)


def answer_first(page: Page) -> None:
    """Answer the item on the page by keyboard, right or wrong."""
    fields = page.locator(".st-key-quiz_take")
    if fields.get_by_role("radio").count():
        fields.get_by_role("radio").first.focus()
        page.keyboard.press("Space")
    elif fields.get_by_role("checkbox").count():
        fields.get_by_role("checkbox").first.focus()
        page.keyboard.press("Space")
    else:
        fields.get_by_role("textbox").first.focus()
        page.keyboard.type("三千")
    settled(page)


def test_a_bank_is_built_and_an_exam_taken_by_keyboard(page: Page) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    page.get_by_role("link", name="出题", exact=True).click()
    expect(page.locator("h1")).to_have_text("出题")
    settled(page)
    page.get_by_label("题数").fill(SIX)
    press(page, "生成")
    expect(page.get_by_text("已生成 6 题")).to_be_visible()
    found = barriers(page)
    choose(page, "考试")
    press(page, "开始考试")
    for number in range(1, int(SIX) + 1):
        expect(page.locator(".zl-card .zl-small").first).to_contain_text(f"{number}. ")
        source = page.content()
        assert 'class="zl-answer"' not in source
        assert "答案：" not in source
        answer_first(page)
        if number < int(SIX):
            press(page, "下一题")
    found += barriers(page)
    page.reload()
    settled(page)
    choose(page, "考试")
    expect(page.get_by_text("共 6 题")).to_be_visible()
    press(page, "交卷")
    press(page, "确定交卷")
    expect(page.locator(".zl-score")).to_contain_text("得分")
    expect(page.locator(".zl-answer").first).to_be_attached()
    found += barriers(page)
    for part in ("看题", "练习", "成绩", "导出"):
        choose(page, part)
        found += [*barriers(page), *english(page)]
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 1366
    assert found == []
