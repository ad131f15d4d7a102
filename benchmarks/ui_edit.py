# ruff: noqa: INP001, T201 - a script that is run where it lies and speaks by printing
"""From an answer in the browser to the findings that follow from it, for a made-up case of ten persons.

Measured inside the page: from the press on an answer until the receipt at its end is that of the changed case, so
that all above it has been drawn. Beside it the processor time that the server used for the edit, which does not
depend on what else the machine is doing.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from gang_case import gang_text
from playwright.sync_api import Page, sync_playwright

import kb
from ui import flags

PERSONS, EDITS, WARMING = 10, 20, 2
BAR = 500
"""Milliseconds from the edit to the findings (议题八)."""
SUBJECTS = ("话务员1", "卡农6", "跑分人员8", "币商9")
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
PATIENCE = 90_000
WATCH = """
() => {
  const receipt = () => [...document.querySelectorAll('[data-testid=stCaptionContainer]')]
    .map(each => each.innerText).find(words => words.startsWith('回执'));
  window.before = receipt();
  window.took = null;
  let pressed = null;
  document.addEventListener('pointerdown', () => { pressed = performance.now(); }, {capture: true, once: true});
  const watch = () => {
    const now = receipt();
    if (pressed !== null && now && now !== window.before) {
      requestAnimationFrame(() => { window.took = performance.now() - pressed; });
    } else {
      requestAnimationFrame(watch);
    }
  };
  requestAnimationFrame(watch);
}
"""


@contextmanager
def server(
    folder: Path, settings: Mapping[str, str] | None = None, more: Mapping[str, str] | None = None
) -> Iterator[tuple[str, int]]:
    """The app with a data folder of its own, and further settings and options: its address and its process."""
    spec = find_spec("ui_app")
    if spec is None or spec.origin is None:
        raise SystemExit("找不到 ui_app.py")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", spec.origin]
    options = flags(server_port=str(port), server_headless="true", **(more or {}))
    environment = {
        **os.environ,
        **(settings or {}),
        "XDG_DATA_HOME": str(folder),
        "PYTHONPATH": str(Path(spec.origin).parent),
    }
    with (folder / "log").open("w") as log:
        running = subprocess.Popen(  # noqa: S603
            [*command, *options], env=environment, stdout=log, stderr=log, cwd=folder
        )
        try:
            yield _awaited(f"http://127.0.0.1:{port}"), running.pid
        finally:
            running.terminate()
            running.wait()


def _awaited(address: str) -> str:
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):  # noqa: S310 - our own server
                return address
        except OSError:
            time.sleep(0.1)
    raise SystemExit("应用没有启动")


def processor_time(process: int) -> float:
    """Milliseconds of processor time that a process has used (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def settled(page: Page) -> None:
    """Wait until nothing is being computed or drawn."""
    page.wait_for_timeout(300)
    page.wait_for_function(
        "() => !document.querySelector('[data-test-script-state=running]')", timeout=PATIENCE
    )
    page.wait_for_timeout(300)


def opened(page: Page, address: str, text: str) -> None:
    """Paste the case and turn to its findings."""
    page.goto(address)
    page.get_by_test_id("stButtonGroup").get_by_text("上传或粘贴案件文件", exact=True).click()
    settled(page)
    page.locator("textarea").fill(text)
    page.keyboard.press("Control+Enter")
    settled(page)
    page.get_by_role("button", name="打开", exact=True).click()
    settled(page)
    page.get_by_role("link", name="结论", exact=True).click()
    settled(page)


def edits(page: Page, name: str, process: int) -> Iterator[tuple[float, float]]:
    """Answer one question on a person again and again: milliseconds in the page, and of the server's processor."""
    page.get_by_test_id("stButtonGroup").get_by_text("一览", exact=True).click()
    settled(page)
    page.get_by_role("button", name=name, exact=True).click()
    settled(page)
    question = page.locator("[class*='st-key-state-ask']").filter(has_text="查否").first
    for number in range(EDITS // len(SUBJECTS) + WARMING):
        page.evaluate(WATCH)
        used = processor_time(process)
        question.get_by_text(("查实", "查否")[number % 2], exact=True).click()
        page.wait_for_function("() => window.took !== null", timeout=PATIENCE)
        took = float(page.evaluate("window.took"))
        settled(page)
        if number >= WARMING:
            yield took, processor_time(process) - used


def main() -> None:
    """Edit, measure, print the table; leaves with 1 where the median is above the bar."""
    text = gang_text(PERSONS, kb.load())
    print("| 在谁的页上答 | 中位数（毫秒） | 最长（毫秒） | 服务端处理器时间，中位数（毫秒） |")
    print("|---|---:|---:|---:|")
    took: list[float] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        server(Path(folder)) as (address, process),
        sync_playwright() as web,
    ):
        browser = web.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="zh-CN")
        page.set_default_timeout(PATIENCE)
        opened(page, address, text)
        for name in SUBJECTS:
            found = list(edits(page, name, process))
            took += [each for each, _ in found]
            shown, used = median(each for each, _ in found), median(used for _, used in found)
            print(f"| {name} | {shown:.0f} | {max(each for each, _ in found):.0f} | {used:.0f} |")
        browser.close()
    busy = os.getloadavg()[0] / (os.cpu_count() or 1)
    print(f"\n每个处理器上等着的进程 {busy:.1f} 个（超过 1 个时，前两栏要按比例看小）")
    print(f"合计 {len(took)} 次：中位数 {median(took):.0f} 毫秒，最长 {max(took):.0f} 毫秒；限 {BAR} 毫秒")
    if median(took) > BAR:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
