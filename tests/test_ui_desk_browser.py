"""The case desk in Debian's Chromium: a case from a role to the bin and back, and the door of an office."""

# ruff: noqa: F811 - fixtures are imported, and asked for by name

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from oidc_provider import provider
from playwright.sync_api import BrowserContext, Page, expect
from served import free_port, serving
from test_ui_browser import address, browser, choose, english, page, settled  # noqa: F401

from ui import how_to_start

pytestmark = pytest.mark.browser
PASSWORD = "correct horse 电池"  # noqa: S105


def photograph(page: Page, name: str) -> None:
    """Keep a picture, where somebody wants to look at them."""
    if folder := os.environ.get("ZUILIAN_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def begin_from_role(page: Page, role: str) -> None:
    choose(page, "按角色新建")
    page.get_by_test_id("stRadio").get_by_text(role).click()
    settled(page)
    photograph(page, "roles")
    page.get_by_role("button", name="用这个角色新建").click()
    expect(page.get_by_test_id("stDataFrame")).to_have_count(4)
    settled(page)


def rename(page: Page, title: str) -> None:
    page.get_by_label("案件名称").fill(title)
    page.keyboard.press("Tab")
    settled(page)


def more(page: Page, title: str, choice: str) -> None:
    row = page.get_by_test_id("stHorizontalBlock").filter(has=page.get_by_text(title, exact=True)).last
    row.get_by_role("button", name="更多").click()
    page.get_by_role("menuitem", name=choice, exact=True).click()
    settled(page)


def test_a_case_from_a_role_to_the_bin_and_back(page: Page) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    begin_from_role(page, "跑分平台")
    rename(page, "某跑分平台案")
    rename(page, "某跑分平台案（写错了）")
    choose(page, "历次版本")
    photograph(page, "versions_now")
    page.get_by_test_id("stRadio").get_by_text("第2版").click()
    settled(page)
    photograph(page, "versions")
    expect(page.get_by_test_id("stCode")).to_contain_text("+title: 某跑分平台案（写错了）")
    page.get_by_role("button", name="恢复第2版").click()
    settled(page)
    expect(page.get_by_text("已恢复第2版的内容")).to_be_visible()
    choose(page, "打开与保存")
    page.get_by_role("button", name="合上本案").click()
    settled(page)
    photograph(page, "list")
    more(page, "某跑分平台案", "复制")
    expect(page.get_by_text("某跑分平台案（副本）", exact=True)).to_be_visible()
    more(page, "某跑分平台案（副本）", "归档")
    expect(page.get_by_text("某跑分平台案（副本）", exact=True)).to_have_count(0)
    more(page, "某跑分平台案", "移入回收处")
    photograph(page, "binned")
    choose(page, "回收处")
    page.get_by_role("button", name="放回").click()
    settled(page)
    choose(page, "在办")
    expect(page.get_by_text("某跑分平台案", exact=True)).to_be_visible()
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 1366


def test_two_tabs_give_a_choice_and_lose_nothing(page: Page, browser: BrowserContext) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    begin_from_role(page, "卡农")
    other = browser.new_page()
    other.goto(page.url)
    expect(other.get_by_label("案件名称")).to_have_value(re.compile("卡农"))
    settled(other)
    rename(other, "另一个窗口的名称")
    rename(page, "这个窗口的名称")
    expect(page.get_by_text("已在别处")).to_be_visible()
    photograph(page, "clash")
    page.get_by_role("button", name="用我的").click()
    settled(page)
    expect(page.get_by_label("案件名称")).to_have_value("这个窗口的名称")
    choose(page, "历次版本")
    expect(page.get_by_test_id("stRadio").get_by_text("第3版")).to_be_visible()
    other.close()


def test_a_backup_is_fetched_and_restored(page: Page, tmp_path: Path) -> None:
    begin_from_role(page, "GOIP")
    choose(page, "打开与保存")
    page.get_by_role("button", name="合上本案").click()
    settled(page)
    choose(page, "备份与恢复")
    page.get_by_role("button", name="做一份备份").click()
    settled(page)
    photograph(page, "backup")
    with page.expect_download() as fetched:
        page.get_by_role("button", name="下载备份文件").click()
    file = tmp_path / "backup.zip"
    fetched.value.save_as(file)
    with zipfile.ZipFile(file, "a") as parts:
        parts.writestr("padding", os.urandom(7_000_000))  # more than other files may have
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(file)
    settled(page)
    page.get_by_role("button", name="恢复", exact=True).click()
    settled(page)
    expect(page.get_by_text("恢复完毕")).to_be_visible()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data = tmp_path_factory.mktemp("office")
    for name in ("甲", "乙"):
        add_user(data, name, "--stdin")
    settings = how_to_start(database=None, accounts=True, oidc=None, address="127.0.0.1")
    with serving(data, free_port(), *settings, unsaid=PASSWORD) as address:
        yield address


def add_user(data: Path, *options: str) -> None:
    subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, "-m", "zuilian", "user", "add", *options],
        input=PASSWORD, text=True, check=True, env={**os.environ, "XDG_DATA_HOME": str(data)},
    )  # fmt: skip


def log_in(page: Page, name: str) -> None:
    page.get_by_label("账号").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("案件")
    settled(page)


def test_a_log_in_lasts_over_a_reload_and_ends_with_leaving(office: str, browser: BrowserContext) -> None:
    tab = browser.new_page()
    tab.set_viewport_size({"width": 1366, "height": 768})
    tab.goto(office)
    expect(tab.get_by_label("账号")).to_be_visible()
    photograph(tab, "door")
    log_in(tab, "甲")
    begin_from_role(tab, "话务组")
    photograph(tab, "office")
    choose(tab, "共享")
    photograph(tab, "shares")
    tab.reload()
    expect(tab.get_by_label("案件名称")).to_have_value(re.compile("话务组"))
    settled(tab)
    assert english(tab) == []
    cookies = {cookie["name"]: cookie for cookie in browser.cookies(office)}
    assert cookies["zuilian_session"]["sameSite"] == "Strict"
    assert cookies["zuilian_session"]["expires"] == -1
    address_of_the_case = tab.url
    tab.get_by_role("button", name="甲（办案）").click()
    photograph(tab, "plate")
    tab.get_by_role("button", name="退出").click()
    expect(tab.get_by_label("账号")).to_be_visible()
    tab.goto(address_of_the_case)
    expect(tab.get_by_label("账号")).to_be_visible()
    log_in(tab, "乙")
    expect(tab.get_by_text("没有共享给您")).to_be_visible()
    tab.close()


def test_the_offices_own_log_in_lets_in_whom_the_office_has_registered(
    tmp_path: Path, browser: BrowserContext
) -> None:
    pytest.importorskip("httpx", reason="st.login needs httpx, which nothing brings along here")
    port = free_port()
    with provider() as issuer:
        secrets = tmp_path / "oidc.toml"
        lines = (
            f'redirect_uri = "http://127.0.0.1:{port}/oauth2callback"',
            'cookie_secret = "a secret of the tests, and of nobody else"',
            'client_id = "zuilian"',
            'client_secret = "secret"',
            f'server_metadata_url = "{issuer.address}/.well-known/openid-configuration"',
        )
        secrets.write_text("\n".join(["[auth]", *lines]), encoding="utf-8")
        add_user(tmp_path, "1001", "--shown", "甲", "--oidc")
        settings = how_to_start(database=None, accounts=False, oidc=secrets, address="127.0.0.1")
        with serving(tmp_path, port, *settings, unsaid=PASSWORD) as address:
            tab = browser.new_page()
            for subject in ("9999", "1001"):
                issuer.subject = subject
                tab.goto(address)
                button = "用单位的统一登录进入" if subject == "9999" else "换一个账号登录"
                tab.get_by_role("button", name=button).click()
                if subject == "1001":
                    tab.get_by_role("button", name="用单位的统一登录进入").click()
                    continue
                expect(tab.get_by_text("还没有登记账号：9999")).to_be_visible()
            expect(tab.get_by_role("button", name="甲（办案）")).to_be_visible()
            begin_from_role(tab, "偷渡")
            tab.reload()
            expect(tab.get_by_label("案件名称")).to_have_value(re.compile("偷渡"))
            settled(tab)
            tab.get_by_role("button", name="甲（办案）").click()
            tab.get_by_role("button", name="退出").click()
            expect(tab.get_by_role("button", name="用单位的统一登录进入")).to_be_visible()
            tab.close()
