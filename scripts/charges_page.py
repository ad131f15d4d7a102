"""docs/charges.md: what is covered, since when, and what is left to a person."""

from __future__ import annotations

from collections.abc import Iterator

from engine.explain import label_of
from kb import Charge, KnowledgeBase
from kb.scaffold import CHAPTERS

HEAD = """\
# 罪名一览

由 `make generated` 从规则生成。“单位”：单位可以构成；“由人判断”：该罪规则中交给办案人判断的项数；
“当时解释未收录”：这段时间的行为至多得出“待查”。{status}。
"""


def charges_page(kb: KnowledgeBase) -> str:
    """The list of all charges by chapter, as Markdown."""
    return "\n".join([HEAD.format(status=_status(kb)), *_chapters(kb)]) + "\n"


def _status(kb: KnowledgeBase) -> str:
    """How many of all rules are still drafts."""
    drafts = sum(rule.status == "draft" for rule in kb.rules.values())
    if drafts == len(kb.rules):
        return "全部规则都是草稿（`status: draft`），尚无具名审阅"
    return f"{len(kb.rules)} 条规则中 {drafts} 条是草稿（`status: draft`），其余由具名的人审阅过"


def _chapters(kb: KnowledgeBase) -> Iterator[str]:
    for folder, title in CHAPTERS.values():
        held = [charge for charge in kb.charges.values() if f"/{folder}/" in charge.file]
        if held:
            yield f"## {title}\n"
            yield "| 条文 | 罪名 | 自 | 单位 | 由人判断 | 当时解释未收录 |"
            yield "|---|---|---|---|---:|---|"
            yield from (_row(charge, kb) for charge in held)
            yield ""


def _row(charge: Charge, kb: KnowledgeBase) -> str:
    start = charge.in_force.start if charge.in_force else "—"
    judged = {part.appraise for part in charge.conditions if part.appraise}
    lacking = "；".join(
        f"{each.name}（{_days(each.in_force.start, each.in_force.end)}）" for each in charge.lacking
    )
    unit = "是" if charge.unit else "否"
    name = (
        f"{charge.label}（曾名：{'、'.join(n.name for n in charge.former_names)}）"
        if charge.former_names
        else charge.label
    )
    return (
        f"| {label_of(kb, charge.article)} | {name} | {start} | {unit} | {len(judged)} | {lacking or '—'} |"
    )


def _days(start: object, end: object) -> str:
    return f"{start or ''}至{end or '今'}"
