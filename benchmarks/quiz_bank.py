# ruff: noqa: INP001, T201 - a script that is run where it lies and speaks by printing
"""A large bank over all charges: how long it takes, whether every answer is proved, none alike, every citation resolving."""

from __future__ import annotations

import datetime
import gc
import os
import sys
from collections import Counter
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from time import perf_counter

import kb
from quiz import KINDS, Bank, Builder, Order
from quiz.likeness import Seen

COUNT = 2_000
DAY = datetime.date(2026, 6, 1)


def main() -> None:
    """Build the bank and print what it is made of."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    workers = os.cpu_count() or 1
    gc.disable()
    base = kb.load()
    start = perf_counter()
    bank = Builder(base, Order(count=count, as_of=DAY), workers).bank(progress)
    seconds = perf_counter() - start
    used = sum(sum(getrusage(who)[:2]) for who in (RUSAGE_SELF, RUSAGE_CHILDREN))
    print(
        f"\n{len(bank.items)} 题，{workers} 个进程，钟面 {seconds:.0f} 秒，处理器 {used:.0f} 秒，每题 {seconds * 1000 / len(bank.items):.0f} 毫秒"
    )
    print(
        "题型：" + "，".join(f"{KINDS[kind]} {n}" for kind, n in Counter(i.kind for i in bank.items).items())
    )
    charges = {charge for item in bank.items for charge in item.charges}
    print(f"罪名：{len(charges)} / {len(base.charges)}")
    seen = Seen()
    print(f"雷同：{sum(not seen.take(item) for item in bank.items)}")
    cites = {cite for item in bank.items for cite in item.cites}
    print(f"所引条款：{len(cites)}，没有这一条的：{sum(not base.statutes.versions(cite) for cite in cites)}")
    print_keys(bank)


def print_keys(bank: Bank) -> None:
    """Where the keys of single choices stand, and how often the key is the longest option."""
    keys: Counter[str] = Counter()
    longest = asked = 0
    for item in bank.items:
        for question in item.questions:
            if question.kind == "single":
                keys[question.key] += 1
                lengths = sorted(len(option.text) for option in question.options)
                key = next(len(option.text) for option in question.options if option.right)
                longest += key == lengths[-1] and lengths[-1] > lengths[-2]
                asked += 1
    print(
        f"单选（含案例）答案位置：{dict(sorted(keys.items()))}；答案是唯一最长选项的：{longest * 100 // max(1, asked)}%"
    )


def progress(done: int, of: int) -> None:
    """Say how far it is."""
    if done % 100 == 0 or done == of:
        sys.stderr.write(f"\r{done} / {of}")


if __name__ == "__main__":
    main()
