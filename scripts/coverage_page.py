"""docs/coverage.md: of every document, how much a rule or a reason refers to, and which provisions nothing refers to yet."""

from __future__ import annotations

from collections.abc import Iterator

from kb import KnowledgeBase
from kb.check import Coverage, coverage

HEAD = """\
# 编入了多少

由 `make generated` 从规则和文件生成，与 `zuilian check --coverage` 同一份数据；那里逐条印出原文。
“编入”：有规则、事实引用；“说明理由”：不写成规则，理由在 `kb/coverage/`；“未编入”：两者都没有，其中不少与罪名无关（总则、组织、程序）。

共 {documents} 个文件：编入 {coded} 处，说明理由 {excused} 处，未编入 {left} 处。

| 文件 | 标识 | 编入 | 说明理由 | 未编入 |
|---|---|---:|---:|---:|
"""


def coverage_page(base: KnowledgeBase) -> str:
    """The page, as Markdown."""
    found = coverage(base)
    head = HEAD.format(
        documents=len(found),
        coded=sum(entry.coded for entry in found),
        excused=sum(entry.excused for entry in found),
        left=sum(len(entry.left) for entry in found),
    )
    rows = [
        f"| {entry.name} | `{entry.document}` | {entry.coded} | {entry.excused} | {len(entry.left)} |"
        for entry in found
    ]
    return head + "\n".join([*rows, "", "## 未编入的条款", "", *_left(found)]) + "\n"


def _left(found: list[Coverage]) -> Iterator[str]:
    """What is left of each document, in its own order."""
    for entry in found:
        if entry.left:
            labels = (left.label.removeprefix(entry.name) for left in entry.left)
            yield f"- **{entry.name}**：{'、'.join(labels)}"
