"""Single facts that turn a verdict, as HTML: what turns alike for one fact stands in one line."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from engine.assessment import PersonFindings
from engine.findings import VERDICTS
from engine.whatif import Flip
from kb import KnowledgeBase

from .finding_html import grouped, verdict_badge
from .look import card, folded, table

SHOWN = 12
NOTHING = "没有哪一项事实能单独改变此人的结论。"
Line = tuple[str, str, str]


def flips_html(found: Sequence[Flip], person: PersonFindings, kb: KnowledgeBase) -> str:
    """The charges that some fact speaks for, one after the other; the others folded after them."""
    if not found:
        return card(f"<p>{NOTHING}</p>")
    charges = list(dict.fromkeys(flip.charge for flip in found))
    near = [finding.charge for finding in person.shown if finding.charge in charges]
    far = [charge for charge in charges if charge not in near]
    shown = "".join(card(_of_charge(charge, found, kb)) for charge in near)
    others = folded(
        f"尚无事实指向的、已排除的罪名 {len(far)} 个：{'、'.join(far)}",
        "".join(_of_charge(charge, found, kb) for charge in far),
        opened=not near,
    )
    return shown + (card(others) if far else "")


def _of_charge(charge: str, found: Sequence[Flip], kb: KnowledgeBase) -> str:
    mine = [flip for flip in found if flip.charge == charge]
    lines = _lines(mine, kb)
    rest = folded(f"其余 {len(lines) - SHOWN} 项", _table(lines[SHOWN:])) if len(lines) > SHOWN else ""
    now = VERDICTS[mine[0].verdict_before]
    return f'<b>{escape(charge)}</b><div class="zl-small">现为：{now}</div>{_table(lines[:SHOWN])}{rest}'


def _table(lines: Sequence[Line]) -> str:
    return table(("事实", "改变", "结论变为"), lines)


def _lines(found: Sequence[Flip], kb: KnowledgeBase) -> list[Line]:
    """A line for each fact and what it turns the verdict into."""
    alike: dict[tuple[str, str, str], list[Flip]] = {}
    for flip in found:
        alike.setdefault((flip.fact, flip.label, flip.verdict_after), []).append(flip)
    return [
        (escape(label), f"若为 {_said(flips, kb.facts[fact].unit or '')}", verdict_badge(after))
        for (fact, label, after), flips in alike.items()
    ]


def _said(alike: Sequence[Flip], unit: str) -> str:
    """The value that turns the verdict; of several numbers the one at the threshold, and how many were tried."""
    values = [flip.value for flip in alike]
    if isinstance(values[0], bool):
        return f"<b>{'、'.join('是' if value else '否' for value in values)}</b>"
    order = list(VERDICTS)
    graver = order.index(alike[0].verdict_after) < order.index(alike[0].verdict_before)
    shown = f"<b>{grouped(str(min(values) if graver else max(values)))} {escape(unit)}</b>"
    more = f'<span class="zl-small">等，试过的 {len(values)} 个数都是这样</span>' if len(values) > 1 else ""
    return shown + more
