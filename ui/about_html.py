"""What the program covers and how far it can be relied on, as HTML: charges, rules, documents, doubts, receipts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape

from kb import KnowledgeBase
from kb.check import Coverage
from kb.not_held import not_held
from kb.unverified import KINDS

from .look import card, folded, listed, table

STATUS = {"draft": "草稿，未经具名审阅", "reviewed": "已审阅", "retired": "已停用"}
KINDS_OF_RULES = {
    "charge": "罪名",
    "knowledge": "明知的推定",
    "definition": "定义",
    "joint_crime": "共同犯罪",
    "role": "地位作用",
    "circumstance": "量刑情节",
    "exception": "总则的出罪、从宽事由",
    "concurrence": "竞合与并罚",
    "administrative": "行政处罚",
    "evidence": "证据清单",
    "checklist": "取证核对表",
    "dispute": "争议",
    "distinction": "易混罪名的区分",
    "jurisdiction": "管辖",
}
"""What the kinds of rules are called."""


def charges_html(kb: KnowledgeBase) -> str:
    """Every charge with its article, its everyday names and who has read its rule."""
    lines = [
        (
            f"<b>{escape(charge.label)}</b>",
            escape(kb.statutes.label(charge.article)),
            escape("、".join(charge.aliases)) or "—",
            _reviewed(charge.status, charge.reviewed_by, charge.reviewed_on),
        )
        for charge in kb.charges.values()
    ]
    return card(table(("罪名", "条文", "俗称", "规则状态"), lines))


def _reviewed(status: str, who: str | None, when: object) -> str:
    return f"{STATUS[status]}：{escape(who)}，{when}" if who else STATUS[status]


def rules_html(kb: KnowledgeBase) -> str:
    """How many rules of each kind there are, and how many of them somebody has reviewed."""
    counted = Counter((rule.kind, str(rule.status)) for rule in kb.rules.values())
    held = {kind for kind, _ in counted}
    lines = [
        (name, *(str(counted[kind, status] or "—") for status in STATUS))
        for kind, name in KINDS_OF_RULES.items()
        if kind in held
    ]
    return card(table(("规则", *STATUS.values()), lines))


def coverage_html(found: Sequence[Coverage]) -> str:
    """How much of each document is coded, excused or left; what is left, one click away."""
    coded, excused = sum(each.coded for each in found), sum(each.excused for each in found)
    left = [each for each in found if each.left]
    number = sum(len(each.left) for each in left)
    head = (
        f"<p>{len(found)} 个文件的条款中，编入规则的 <b>{coded}</b> 处，说明了不编入的理由的 <b>{excused}</b> 处，"
        f"还没有编入的 <b>{number}</b> 处。没有编入的不在研判之内，仍可在“检索”“条文”中查到。</p>"
    )
    shown = (
        folded(
            f"{each.name}：编入 {each.coded}，说明理由 {each.excused}，未编入 {len(each.left)}",
            listed([escape(entry.label) for entry in each.left]),
        )
        for each in left
    )
    return card(head + "".join(shown))


def documents_html(kb: KnowledgeBase) -> str:
    """Every document: its days, against what it was checked, and how many of its lines are in doubt."""
    lines = [
        (
            f"{escape(document.name)}<br><span class='zl-small'>{escape(document.title)}</span>",
            f"{document.in_force.start} 至 {document.in_force.end or '今'}",
            f"{number} 处" if (number := len(document.doubtful)) else "无",
            f"{escape(document.source.checked_against)}，{document.source.checked_on} 核对",
        )
        for document in kb.statutes.values()
    ]
    return card(table(("文件", "施行", "未核对", "核对依据"), lines))


def unverified_html(kb: KnowledgeBase) -> str:
    """Every line in doubt, document by document, with what is doubtful and where to look it up."""
    parts = []
    for document in kb.statutes.values():
        lines = document.doubtful
        if not lines:
            continue
        kinds: dict[str, list[str]] = {}
        for line in lines:
            kinds.setdefault(KINDS[str(line.own_doubt)], []).append(line.label)
        told = [
            f"<b>{escape(kind)}</b>：{escape('、'.join(dict.fromkeys(names)))}"
            for kind, names in kinds.items()
        ]
        where = f"<p>官方文本：{escape(document.source.official or '发布机关网站')}</p>"
        parts.append(folded(f"{document.title}：{len(lines)} 处", where + listed(told)))
    return card("".join(parts) or "<p>没有未核对的文本。</p>")


def lacking_html(kb: KnowledgeBase) -> str:
    """The documents that are known and not held, and why."""
    lines = [
        (escape(entry.title), escape(entry.number or "—"), escape(entry.date), escape(entry.why))
        for entry in not_held(kb.root)
    ]
    return card(table(("文件", "文号", "日期", "为什么没有收录"), lines))
