"""UNVERIFIED.md: every line of law that no reference confirms, the rules that rest on it, where to look it up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from .citation import Citation
from .not_held import not_held

if TYPE_CHECKING:
    from . import KnowledgeBase
    from .documents import Document
    from .provision import Provision

FILE = "statutes/UNVERIFIED.md"
KINDS = {
    "numbering": "条号据转述，文字有出处",
    "recalled": "文字凭记忆，未与官方文本核对",
    "paraphrase": "只有转述，没有原文",
    "gap": "原文未取得",
}
"""What is doubtful about a line, in a reader's words; the least doubtful first."""

HEAD = """\
# 未核对的条文

本表由 `python -m kb.unverified` 生成，不要手改。手里有官方文本的人，照“在哪里改”一栏打开文件，改正文字，删去 `doubt`，
再运行 `zuilian check`：它会给出新的校对摘要（digest）。
"""


def text(kb: KnowledgeBase) -> str:
    """The whole file, from the base as it stands."""
    doubtful = [document for document in kb.statutes.values() if document.doubtful]
    count = sum(len(document.doubtful) for document in doubtful)
    summary = f"共 {len(kb.statutes)} 个文件，其中 {len(doubtful)} 个有未核对的内容，计 {count} 处。\n"
    parts = [HEAD, summary, *(_section(kb, document) for document in doubtful), _lacking(kb)]
    return "\n".join(parts)


def _section(kb: KnowledgeBase, document: Document) -> str:
    source = document.source
    head = f"## {document.title}（{document.id}）\n"
    where = f"现有文字的来源：{source.checked_against}。官方文本：{source.official or '发布机关网站'}。\n"
    rows = [
        f"| {_labels(group)} | {KINDS[str(doubt)]} | {'、'.join(rules) or '—'} | {group[0].file}:{group[0].line} |"
        for (doubt, rules), group in _grouped(kb, document.doubtful)
    ]
    return "\n".join(
        [head, where, "| 条款 | 疑点 | 依据它的规则 | 在哪里改 |", "|---|---|---|---|", *rows, ""]
    )


def _grouped(
    kb: KnowledgeBase, lines: Iterable[Provision]
) -> Iterator[tuple[tuple[str | None, tuple[str, ...]], list[Provision]]]:
    """Neighbours with the same doubt and the same rules share a row."""
    keyed = (((line.own_doubt, _rules(kb, line)), line) for line in lines)
    for key, group in groupby(keyed, key=lambda pair: pair[0]):
        yield key, [line for _, line in group]


def _labels(group: list[Provision]) -> str:
    first, last = group[0].label, group[-1].label
    return first if len(group) == 1 else f"{first} 至 {last}（{len(group)} 处）"


def _rules(kb: KnowledgeBase, line: Provision) -> tuple[str, ...]:
    """The rules that cite the line, what holds it, or what it holds."""
    here = Citation.parse(line.citation)
    used = {
        rule
        for at, rules in kb.uses.items()
        if (there := Citation.parse(at)).covers(here) or here.covers(there)
        for rule in rules
    }
    return tuple(sorted(kb.rules[rule].label for rule in used))


def _lacking(kb: KnowledgeBase) -> str:
    rows = [
        f"| {entry.title} | {entry.number or '—'} | {entry.date} | {entry.why} | {entry.official or '—'} |"
        for entry in not_held(kb.root)
    ]
    head = [
        "## 已知而未收录的文件\n",
        "| 文件 | 文号 | 日期 | 为什么没有收录 | 到哪里查 |",
        "|---|---|---|---|---|",
    ]
    return "\n".join([*head, *rows, ""])


def main() -> None:
    """Write the file beside the statutes."""
    from . import load  # noqa: PLC0415 - the package reads this module's constants in its checks

    (Path(str(files("kb"))) / FILE).write_text(text(load()), encoding="utf-8")


if __name__ == "__main__":
    main()
