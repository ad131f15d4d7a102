# ruff: noqa: INP001, T201 - a script that is run where it lies and speaks by printing
"""An office at work: users in real browser windows on one server with accounts and PostgreSQL, for minutes on end.

Every user logs in, opens a case that carries a mark of his own, and goes round: an answer under 结论, a new title, 检索,
the case file and at times the report taken away, the case shut and opened again from the list. After every step all
that stands on the page, fields included, is searched for the marks of the others. The memory of the server's process is
read every ten seconds.

`office_load.py` is the whole of it (20 users, 10 minutes); `office_load.py 4 30` is four users for thirty seconds. A
database of one's own is taken from ZUILIAN_DATABASE; otherwise a PostgreSQL is made for the run and thrown away.
"""

from __future__ import annotations

import asyncio
import os
import re
import runpy
import sys
import tempfile
import time
import zipfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import mean, median, quantiles

from playwright.async_api import Browser, Error, Page, async_playwright
from ui_edit import CHROMIUM, WATCH, processor_time, server

from ui import how_to_start
from ui.keeping.accounts import Accounts
from ui.keeping.opening import open_store
from ui.keeping.people import OPERATOR

USERS, SECONDS = 20, 600
SAMPLE, PAUSE, MINUTE = 10, 10.0, 60
"""Seconds between two readings of the memory; a user thinks so long on average; so long memory is averaged over."""
WARM = 180
"""Seconds until everybody has been everywhere: what the program keeps from then on is there."""
PATIENCE = 120_000
PASSWORD = "a password of nobody 电池"  # noqa: S105
POSTGRES = Path(__file__).parents[1] / "tests" / "postgres.py"
MARK = re.compile(r"记号\d{2}[A-Z]{4}")
CASE = """format: 1
title: {mark}案
decision_date: 2026-03-01
groups:
  - {{id: g, label: 窝点{mark}, facts: {{telecom_fraud: true, upstream_crime_confirmed: true}}}}
persons:
  - {{id: jia, name: 甲{mark}, facts: {{knew_network_crime: true}}}}
  - {{id: yi, name: 乙{mark}}}
  - {{id: bing, name: 丙{mark}}}
conduct:
  - {{id: c1, who: [jia], kind: supplying_accounts, serves: [g], from: 2025-01-01, to: 2025-02-01,
     facts: {{accounts_supplied: 4, account_inflow: 760_0000}}}}
  - {{id: c2, who: [yi], kind: moving_funds, serves: [g], from: 2025-01-01, to: 2025-02-01,
     facts: {{settlement_amount: 760_0000}}}}
  - {{id: c3, who: [bing], kind: defrauding, group: g, from: 2025-01-01, to: 2025-03-01, facts: {{}}}}
"""
SHOWN = """() => document.body.innerText + [...document.querySelectorAll('input, textarea')].map(each => each.value).join('\\n')"""
BROKEN = "[data-testid=stAlertContentError], [data-testid=stException]"


@dataclass
class Office:
    """What was seen of all users together."""

    marks: frozenset[str]
    edits: list[float] = field(default_factory=list)
    """Milliseconds from an answer to the findings that follow from it."""
    steps: int = 0
    errors: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)
    memory: list[tuple[float, float]] = field(default_factory=list)
    """Seconds since the start, and MB of the server's process."""
    processor: float = 0
    """Milliseconds of processor time of the server, for all steps."""

    def searched(self, text: str, mark: str, where: str) -> None:
        """Look for the marks of others; nothing but one's own may be there."""
        self.steps += 1
        if strange := (set(MARK.findall(text)) & self.marks) - {mark}:
            self.leaks.append(f"{where}：{mark} 看到 {'、'.join(sorted(strange))}")


def text_of(file: Path) -> str:
    """What a downloaded file says; a Word file is an archive of texts."""
    if not zipfile.is_zipfile(file):
        return file.read_text(encoding="utf-8")
    with zipfile.ZipFile(file) as parts:
        return "\n".join(parts.read(name).decode("utf-8", "ignore") for name in parts.namelist())


def resident(process: int) -> float:
    """MB of memory that a process holds (Linux)."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return int(re.findall(r"^VmRSS:\s+(\d+) kB", status, re.MULTILINE)[0]) / 1024


@dataclass
class User:
    """One user in a browser window of his own."""

    page: Page
    name: str
    mark: str
    office: Office
    chance: Random

    async def settled(self) -> None:
        """Wait until nothing is being computed, then look at all that is on the page."""
        await self.page.wait_for_timeout(300)
        await self.page.wait_for_function("() => !document.querySelector('[data-test-script-state=running]')")
        self.office.searched(await self.page.evaluate(SHOWN), self.mark, self.page.url)
        for told in await self.page.locator(BROKEN).all_inner_texts():
            self.office.errors.append(f"{self.name}：{told[:200]}")

    async def choose(self, words: str) -> None:
        """One of several views, or ways to begin."""
        await self.page.get_by_test_id("stButtonGroup").get_by_text(words, exact=True).first.click()
        await self.settled()

    async def turn_to(self, name: str) -> None:
        """Another page of the app."""
        await self.page.get_by_role("link", name=name, exact=True).click()
        await self.settled()

    async def log_in(self, address: str) -> None:
        """Through the door, and a case of one's own on the desk."""
        await self.page.goto(address)
        await self.page.get_by_label("账号").fill(self.name)
        await self.page.get_by_role("textbox", name="密码").fill(PASSWORD)
        await self.page.keyboard.press("Enter")
        await self.page.get_by_role("heading", name="案件", exact=True).wait_for()
        await self.settled()
        await self.choose("上传或粘贴案件文件")
        await self.page.locator("textarea").fill(CASE.format(mark=self.mark))
        await self.page.keyboard.press("Control+Enter")
        await self.settled()
        await self.page.get_by_role("button", name="打开", exact=True).click()
        await self.page.get_by_label("案件名称").wait_for()
        await self.settled()

    async def answer(self, number: int) -> None:
        """Answer a question under 结论, and time the findings."""
        await self.turn_to("结论")
        await self.choose("逐人")
        question = self.page.locator("[class*='st-key-state-ask']").filter(has_text="查否").first
        await self.page.evaluate(WATCH)
        await question.get_by_text(("查实", "查否")[number % 2], exact=True).click()
        await self.page.wait_for_function("() => window.took !== null")
        self.office.edits.append(float(await self.page.evaluate("window.took")))
        await self.settled()

    async def take_away(self, label: str) -> None:
        """A file that the app writes; it holds nothing of others either."""
        async with self.page.expect_download() as waiting:
            await self.page.get_by_role("button", name=label).click()
        self.office.searched(text_of(await (await waiting.value).path()), self.mark, label)

    async def rename(self, number: int) -> None:
        """A new title; then the case is shut, and opened again from the list."""
        await self.turn_to("案件")
        await self.choose("人员与行为")
        await self.page.get_by_label("案件名称").fill(f"{self.mark}案，第{number}次")
        await self.page.keyboard.press("Tab")
        await self.settled()
        await self.choose("打开与保存")
        await self.page.get_by_role("button", name="合上本案").click()
        await self.page.get_by_role("button", name="更多").first.wait_for()
        await self.settled()
        await self.page.get_by_role("button", name="打开", exact=True).first.click()
        await self.page.get_by_role("button", name="撤销").wait_for()
        await self.settled()

    async def look_up(self) -> None:
        """Something in the law."""
        await self.turn_to("检索")
        words = self.chance.choice(("帮信 情节严重", "刑法287条之二", "跑分 明知", "掩饰隐瞒 数额"))
        await self.page.get_by_label("查什么").fill(words)
        await self.page.keyboard.press("Enter")
        await self.page.locator(".zl-hit").first.wait_for()
        await self.settled()

    async def work(self, until: float) -> None:
        """Round and round, thinking between two steps, until the time is over."""
        number = 0
        while time.monotonic() < until:
            try:
                await self.answer(number)
                await self.take_away("案件文件（YAML）")
                if number % 5 == 0:
                    await self.take_away("报告（Word）")
                await self._think(until)
                await self.look_up()
                await self._think(until)
                await self.rename(number)
                await self._think(until)
            except Error as error:
                self.office.errors.append(f"{self.name}：{error.message.splitlines()[0][:200]}")
                await self.page.goto(self.page.url)
                await self.settled()
            number += 1

    async def _think(self, until: float) -> None:
        pause = min(self.chance.uniform(0, 2 * PAUSE), max(0.0, until - time.monotonic()))
        await self.page.wait_for_timeout(1000 * pause)


@contextmanager
def database() -> Iterator[str]:
    """The URL of an empty PostgreSQL."""
    if named := os.environ.get("ZUILIAN_DATABASE"):
        yield named
        return
    with runpy.run_path(str(POSTGRES))["cluster"]() as url:
        yield url


@asynccontextmanager
async def windows(address: str, office: Office, browser: Browser) -> AsyncIterator[list[User]]:
    """Every user logged in, one after the other; each in a context of his own, with cookies of his own."""
    users = []
    for number, mark in enumerate(sorted(office.marks)):
        context = await browser.new_context(
            viewport={"width": 1366, "height": 768}, locale="zh-CN", reduced_motion="reduce"
        )
        page = await context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: office.errors.append(str(error)[:200]))
        users.append(User(page, f"user{number:02}", mark, office, Random(number)))
        await users[-1].log_in(address)
    yield users


async def watched(process: int, office: Office, until: float) -> None:
    """Read the memory of the server's process (Linux) until the time is over."""
    start = time.monotonic()
    while time.monotonic() < until:
        office.memory.append((time.monotonic() - start, resident(process)))
        await asyncio.sleep(SAMPLE)


async def at_work(address: str, process: int, office: Office, seconds: float) -> None:
    """Log everybody in, then let them work together."""
    async with async_playwright() as web:
        browser = await web.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        async with windows(address, office, browser) as users:
            used, steps, until = processor_time(process), office.steps, time.monotonic() + seconds
            await asyncio.gather(watched(process, office, until), *(user.work(until) for user in users))
            office.processor, office.steps = processor_time(process) - used, office.steps - steps
        await browser.close()


def run(users: int, seconds: float) -> Office:
    """The office for so long; what was seen of it."""
    letters = Random(users)
    marks = [
        f"记号{number:02}{''.join(letters.choices('ABCDEFGHJKLMNPQRSTUVWXYZ', k=4))}"
        for number in range(users)
    ]
    office = Office(frozenset(marks))
    with tempfile.TemporaryDirectory() as folder, database() as url:
        store, _ = open_store(url)
        for number in range(users):
            Accounts(store).add(OPERATOR, f"user{number:02}", "officer", f"用户{number:02}", PASSWORD)
        store.close()
        settings = how_to_start(database=url, accounts=True, oidc=None, address="127.0.0.1")
        with server(Path(folder), *settings) as (address, process):
            asyncio.run(at_work(address, process, office, seconds))
        log = (Path(folder) / "log").read_text(encoding="utf-8")
        office.errors += [line for line in log.splitlines() if "Traceback" in line or "ERROR" in line]
    return office


def main() -> None:
    """Run, print the table; leaves with 1 where there was an error or a leak."""
    users, seconds = (int(sys.argv[1]), int(sys.argv[2])) if len(sys.argv) > 2 else (USERS, SECONDS)  # noqa: PLR2004
    office = run(users, seconds)
    warm = [held for at, held in office.memory if WARM <= at < WARM + MINUTE]
    last = [held for at, held in office.memory if at >= seconds - MINUTE]
    for told in [*office.errors[:20], *office.leaks[:20]]:
        print(told)
    print(
        "| 用户 | 分钟 | 看过的页面与文件 | 改动 | 出错 | 看到别人的 | 改动到结论，中位数（毫秒） | p95（毫秒） |"
    )
    print("|---:|---:|---:|---:|---:|---:|---:|---:|")
    slow = quantiles(office.edits, n=20)[-1] if len(office.edits) > 1 else 0
    print(
        f"| {users} | {seconds / 60:.1f} | {office.steps} | {len(office.edits)} | {len(office.errors)} | {len(office.leaks)} "
        f"| {median(office.edits or [0]):.0f} | {slow:.0f} |"
    )
    if warm and seconds >= WARM + 2 * MINUTE:
        grown = mean(last) - mean(warm)
        print(
            f"\n服务端内存（MB）：第{WARM // MINUTE + 1}分钟 {mean(warm):.0f}，最后一分钟 {mean(last):.0f}，相差 {grown:+.0f}"
        )
    print("每十秒：" + " ".join(f"{held:.0f}" for _, held in office.memory))
    share = office.processor / 1000 / seconds
    busy = os.getloadavg()[0] / (os.cpu_count() or 1)
    print(f"服务端用一个处理器的 {share:.0%}；每个处理器上等着的进程 {busy:.1f} 个（浏览器也在这台机器上）")
    if office.errors or office.leaks:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
