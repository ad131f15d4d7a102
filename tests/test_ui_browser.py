"""The app in Debian's Chromium: what only a browser can show."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, expect, sync_playwright
from served import PATIENCE, free_port, serving

from engine.examples import examples

pytestmark = pytest.mark.browser

CHROMIUM = "/usr/bin/chromium"
BROWSER_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
expect.set_options(timeout=1000 * PATIENCE)
ENGLISH = """
() => {
  const english = /\b[A-Z]?[a-z]{2,}\b/, chinese = /[\u3400-\u9fff]/;
  const apart = '[data-testid=stIconMaterial], [data-testid=stCode], [data-testid=stFileChip], textarea, pre, svg, '
    + 'script, style, noscript, option';
  const hidden = '[data-testid=InputInstructions], [data-testid=stHeaderActionElements], [data-testid=stStatusWidget]';
  const found = [];
  const tell = (words) => { if (english.test(words) && !chinese.test(words)) found.push(words.trim()); };
  for (const each of document.querySelectorAll('body *')) {
    if (each.closest(apart) || each.closest(hidden)) continue;
    for (const name of ['aria-label', 'placeholder', 'title']) tell(each.getAttribute(name) || '');
    for (const node of each.childNodes) if (node.nodeType === Node.TEXT_NODE) tell(node.nodeValue);
  }
  return found;
}
"""
NAMES = frozenset({"Moodle XML", "Moodle GIFT"})
"""Names that are the same in any language."""
FOCUSED = """
(() => {
  const held = document.activeElement;
  if (['BODY', 'MAIN'].includes(held.tagName)) return '';
  return (held.getAttribute('aria-label') || held.innerText || '').trim();
})()
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of its own, on a free port, with a data folder of its own."""
    data = tmp_path_factory.mktemp("data")
    with serving(data, free_port(), {}, {}, unsaid="易某甲") as address:
        yield address


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            str(tmp_path_factory.mktemp("profile")),
            executable_path=CHROMIUM,
            headless=True,
            args=BROWSER_FLAGS,
            viewport={"width": 1280, "height": 900},
            locale="zh-CN",
            permissions=["clipboard-read", "clipboard-write"],
        )
        context.set_default_timeout(1000 * PATIENCE)
        yield context
        context.close()


@pytest.fixture
def page(address: str, browser: BrowserContext) -> Iterator[Page]:
    """A fresh tab at the first page; afterwards: no error, no request to anywhere else, no English."""
    errors: list[str] = []
    outside: list[str] = []
    tab = browser.new_page()
    tab.on("console", lambda message: errors.append(message.text) if wrong(message) else None)
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.on("request", lambda request: outside.append(request.url) if away(request.url, address) else None)
    tab.goto(address)
    expect(tab.locator("h1")).to_have_text("案件")
    yield settled(tab)
    said = english(tab)
    tab.close()
    assert errors == []
    assert outside == []
    assert said == []


def english(page: Page) -> list[str]:
    """What on the page is English: words to be seen, and names that are read out."""
    return [words for words in page.evaluate(ENGLISH) if words not in NAMES]


def wrong(message: ConsoleMessage) -> bool:
    """An error; not Streamlit's own asking around for its server when a page other than the first is reloaded."""
    return message.type == "error" and "/_stcore/" not in message.location["url"]


def away(url: str, address: str) -> bool:
    return not url.startswith((address, address.replace("http", "ws"), "data:", "blob:"))


def settled(page: Page) -> Page:
    page.wait_for_timeout(300)
    page.wait_for_function("() => !document.querySelector('[data-test-script-state=running]')")
    page.wait_for_timeout(300)
    expect(page.get_by_text("程序出错")).to_have_count(0)
    return page


def choose(page: Page, words: str) -> None:
    page.get_by_test_id("stButtonGroup").get_by_text(words, exact=True).click()
    settled(page)


def turn_to(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.locator("h1")).to_have_text(re.compile(name))
    settled(page)


def focused(page: Page) -> str:
    """The name of what has the focus; of the page itself none."""
    return str(page.evaluate(FOCUSED))


def tab_to(page: Page, pattern: str, *, most: int = 12) -> None:
    """Press Tab until what has the focus is named like this; further off than `most` is out of reach."""
    seen = []
    for _ in range(most):
        page.keyboard.press("Tab")
        seen.append(focused(page))
        if re.search(pattern, seen[-1]):
            return
    pytest.fail(f"{pattern} is not reached by Tab: {[said[:20] for said in seen]}")


def open_gang(page: Page) -> None:
    choose(page, "看一个例子")
    opens = page.get_by_role("button", name="打开这个例子")
    name = next(path for name, path in examples().items() if "gang" in name)
    title = re.search(r"^title: (.*)$", name.read_text(encoding="utf-8"), re.MULTILINE)
    assert title is not None
    page.get_by_test_id("stRadio").get_by_text(title[1]).click()
    settled(page)
    opens.click()
    expect(page.get_by_test_id("stDataFrame")).to_have_count(4)
    settled(page)


@pytest.mark.parametrize("width, height", [(1280, 720), (1366, 768), (800, 900)])
def test_the_button_under_all_the_examples_is_in_view(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    choose(page, "看一个例子")
    expect(page.get_by_role("button", name="打开这个例子")).to_be_in_viewport()


def open_findings(page: Page) -> None:
    page.get_by_role("link", name="结论").click()
    expect(page.locator(".zl-glance, .zl-card").first).to_be_visible()
    settled(page)


def open_person(page: Page, name: str) -> None:
    open_findings(page)
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.locator(".zl-card").first).to_be_visible()
    settled(page)


def finding(page: Page, charge: str) -> Locator:
    heading = page.get_by_role("heading", name=f"涉嫌{charge}")
    return page.locator(".zl-card").filter(has=heading)


def test_a_reason_opens_the_text_of_its_provision(page: Page) -> None:
    open_gang(page)
    open_person(page, "易某甲")
    card = finding(page, "诈骗罪")
    expect(card).to_contain_text("✔ 成立")
    expect(card).to_contain_text("首要分子")
    ladder = card.locator(".zl-ladder").first
    ladder.locator("> summary").click()
    citation = ladder.locator(".zl-cite").first
    expect(citation.locator(".zl-law")).to_be_hidden()
    citation.locator("> summary").click()
    expect(citation.locator(".zl-law")).to_be_visible()
    expect(citation).to_contain_text("起有效")


def test_a_reason_opens_by_keyboard(page: Page) -> None:
    open_gang(page)
    open_person(page, "易某甲")
    ladder = finding(page, "诈骗罪").locator(".zl-ladder").first
    ladder.locator("> summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(ladder.locator(".zl-law").first).to_be_visible()


def test_an_answer_in_place_turns_the_verdict_at_once(page: Page) -> None:
    open_gang(page)
    open_person(page, "易某乙")
    card = finding(page, "帮助信息网络犯罪活动罪")
    expect(card).to_contain_text("？ 待查")
    asked = page.get_by_test_id("stVerticalBlock").filter(has_text="二年内，是否曾因非法利用信息网络")
    asked.last.get_by_text("查实", exact=True).click()
    settled(page)
    expect(card).to_contain_text("✔ 成立")
    page.get_by_role("button", name="撤销").click()
    settled(page)
    expect(card).to_contain_text("？ 待查")


def cell(page: Page, table: int, left: int, row: int) -> tuple[float, float]:
    """Where a cell of a table is; tables are drawn on a canvas."""
    expect(page.locator("canvas").nth(0)).to_be_visible()
    box = page.get_by_test_id("stDataFrame").nth(table).bounding_box()
    assert box is not None
    return box["x"] + left, box["y"] + 38 * row + 19


def test_persons_are_typed_pasted_deleted_and_still_there_after_a_reload(page: Page) -> None:
    choose(page, "新建空白案件")
    page.get_by_role("button", name="新建", exact=True).click()
    expect(page.get_by_test_id("stDataFrame")).to_have_count(4)
    settled(page)
    page.mouse.dblclick(*cell(page, 0, 120, 1))
    page.keyboard.type("张三")
    page.keyboard.press("Enter")
    settled(page)
    page.evaluate("navigator.clipboard.writeText('李四\\t自然人\\t1990-02-03\\n王五\\t单位\\t')")
    page.keyboard.press("Control+v")  # Enter has moved on to the next row
    settled(page)
    page.mouse.click(*cell(page, 0, 15, 1))
    page.keyboard.press("Delete")
    settled(page)
    page.reload()
    choose(page, "打开与保存")
    text = page.get_by_test_id("stCode").inner_text()
    assert "张三" not in text
    assert re.search(r"name: 李四\s+kind: natural\s+born: 1990-02-03", text)
    assert re.search(r"name: 王五\s+kind: unit", text)


def test_the_chain_is_drawn_and_its_empty_link_marked(page: Page) -> None:
    open_gang(page)
    open_findings(page)
    choose(page, "链条")
    expect(page.locator(".zl-link.empty")).to_contain_text("已显现，未有人到案")
    expect(page.get_by_test_id("stGraphVizChart").locator("svg")).to_contain_text("易某甲")


def test_an_uploaded_file_with_mistakes_is_shown_with_them_for_repair(page: Page, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("format: 1\npersons: [{id: a, name: 甲, facts: {illegal_incom: 3}}]\n", encoding="utf-8")
    choose(page, "上传或粘贴案件文件")
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(bad)
    settled(page)
    expect(page.get_by_test_id("stCode")).to_contain_text("未知的事实「illegal_incom」")
    expect(page.locator("textarea")).to_have_value(re.compile("illegal_incom"))


def test_the_case_stays_open_from_page_to_page_and_over_a_reload(page: Page) -> None:
    open_gang(page)
    pages = (("检索", "检索"), ("条文", "条文"), ("引文检查", "引文检查"), ("关于", "关于罪链"))
    for name, head in pages:
        page.get_by_role("link", name=name).click()
        expect(page.locator("h1")).to_have_text(head)
        settled(page)
    page.reload()
    expect(page.locator("h1")).to_have_text("关于罪链")
    settled(page)
    open_findings(page)
    expect(page.get_by_role("button", name="易某甲", exact=True)).to_be_visible()


def test_a_search_by_keyboard_leads_to_the_article_and_out_as_a_word_file(page: Page) -> None:
    turn_to(page, "检索")
    field = page.get_by_label("查什么")
    assert page.locator("datalist option[value='跑分']").count() == 1
    field.focus()
    expect(field).to_have_attribute("list", "zl-suggestions")
    page.keyboard.type("刑法191条")
    page.keyboard.press("Enter")
    expect(page.locator(".zl-hit").first).to_contain_text("刑法第一百九十一条")
    settled(page)
    page.get_by_role("button", name="看条文").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("条文")
    settled(page)
    expect(page.locator(".zl-sides")).to_contain_text("为掩饰、隐瞒毒品犯罪")
    page.get_by_role("button", name="加入摘录").click()
    settled(page)
    page.get_by_text("摘录夹（1 条）").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="导出 Word").click()
    assert waiting.value.path().read_bytes()[:2] == b"PK"
    page.reload()
    settled(page)
    expect(page.get_by_text("摘录夹（1 条）")).to_be_visible()


def test_a_list_without_a_match_says_so_in_chinese(page: Page) -> None:
    turn_to(page, "条文")
    page.get_by_role("combobox").first.click()
    page.keyboard.type("没有这样的文件")
    expect(page.get_by_role("option")).to_contain_text("没有匹配的")
    assert english(page) == []
    page.keyboard.press("Escape")


def test_a_mark_in_a_pasted_text_leads_to_what_is_said_of_it(page: Page, tmp_path: Path) -> None:
    paper = tmp_path / "讲义.txt"
    paper.write_text(
        "开头。\n" * 60 + "法释〔2015〕11号第三条\n刑法第二十五条规定：“共同犯罪是指三人以上共同故意犯罪”",
        encoding="utf-8",
    )
    turn_to(page, "引文检查")
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(paper)
    settled(page)
    page.get_by_role("button", name="检查", exact=True).click()
    expect(page.locator(".zl-finding").first).to_contain_text("已失效")
    settled(page)
    page.locator(".zl-pasted a.zl-check").last.click()
    expect(page.locator(".zl-finding:target")).to_contain_text("与原文不同")
    expect(page.locator(".zl-finding:target ins")).to_have_text("二")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="检查结果导出 Markdown").click()
    assert "法释〔2015〕11号第三条" in waiting.value.path().read_text(encoding="utf-8")


def test_nothing_runs_out_of_a_narrow_window(page: Page) -> None:
    page.set_viewport_size({"width": 1024, "height": 768})
    open_gang(page)
    open_findings(page)
    width = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
    assert width <= 1024


AROUND = """format: 1
title: 证据与地点
persons: [{id: jia, name: 甲}]
conduct: [{id: c1, who: [jia], kind: defrauding, from: 2024-01-01}]
evidence: [{id: e1, label: 甲的聊天记录, kind: chat_records}, {id: e2, label: 银行流水, kind: account_flow}]
places: [{id: d1, name: 甲市乙区}]
"""


def open_around(page: Page, text: str = AROUND) -> None:
    choose(page, "上传或粘贴案件文件")
    page.locator("textarea").fill(text)
    page.keyboard.press("Control+Enter")
    settled(page)
    page.get_by_role("button", name="打开", exact=True).click()
    expect(page.get_by_test_id("stDataFrame")).to_have_count(4)
    settled(page)


def case_file(page: Page) -> str:
    choose(page, "打开与保存")
    return page.get_by_test_id("stCode").inner_text()


def test_an_answer_is_tied_to_the_pieces_it_stands_on(page: Page) -> None:
    open_around(page)
    choose(page, "事实")
    chosen = page.get_by_test_id("stRadio").locator("input:checked")
    page.get_by_text("查实", exact=True).first.click()
    settled(page)
    expect(chosen).to_have_count(1)  # the list still shows whom the facts are about
    page.get_by_role("button", name="依据与证据").first.click()
    settled(page)
    page.get_by_test_id("stMultiSelect").locator("input").first.click()
    page.keyboard.type("流水")
    page.keyboard.press("Enter")
    settled(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    settled(page)
    assert "{value: true, evidence: e2}" in case_file(page)


def test_what_links_a_place_is_picked_by_keyboard(page: Page) -> None:
    known = "from: 2024-01-01, facts: {telecom_fraud: true, knew_fraud: true}"
    open_around(page, AROUND.replace("from: 2024-01-01", known))
    choose(page, "事实")
    page.get_by_test_id("stRadio").get_by_text("地点　甲市乙区").click()
    settled(page)
    page.get_by_test_id("stMultiSelect").locator("input").first.focus()
    page.keyboard.type("拨打地")
    page.keyboard.press("Enter")
    settled(page)
    page.keyboard.press("Escape")
    settled(page)
    assert "call_made_here: true" in case_file(page)
    open_findings(page)
    choose(page, "证据与管辖")
    expect(page.locator(".zl-card").filter(has_text="甲市乙区")).to_contain_text("有连接点")
    expect(page.locator(".zl-card").filter(has_text="银行流水")).to_contain_text("尚未核对")
