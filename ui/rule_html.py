"""A condition of a rule as HTML, without a case: what has to be there, in the words of the vocabulary, with citations."""

from __future__ import annotations

from decimal import Decimal
from html import escape

from engine.explain import BOUND_WORDS
from engine.plan import Node
from engine.standard import Standard
from engine.values import Interval, spoken
from kb import KnowledgeBase

from .law_text import Cite

JOINED = {"all": "同时具备：", "any": "具备其中之一：", "not": "而且没有：", "act": "由同一个行为满足："}
PERSON = "（由人判断）"


def rule_html(node: Node, kb: KnowledgeBase, cite: Cite) -> str:
    """A condition and all below it, as nested lists."""
    return f'<ul class="zl-rule">{_line(node, kb, cite)}</ul>'


def _line(node: Node, kb: KnowledgeBase, cite: Cite) -> str:
    cited = cite(node.cites) if node.cites else ""
    if not node.children:
        return f"<li>{escape(_leaf_in_words(node, kb))}{cited}</li>"
    below = "".join(_line(child, kb, cite) for child in node.children)
    if node.op == "all" and len(node.children) == 1 and not node.label:
        return below
    named = f"{node.label}——" if node.label else ""
    return f"<li>{escape(named)}{JOINED[node.op]}{cited}<ul>{below}</ul></li>"


def _leaf_in_words(node: Node, kb: KnowledgeBase) -> str:
    """What one line asks, in the words of the vocabulary."""
    if node.op == "open":
        return f"{node.label}：当时没有可以适用的标准{PERSON}"
    if node.op == "conduct":
        return f"行为：{'；'.join(kb.conduct_kinds[kind].label for kind in sorted(node.kinds))}"
    fact = kb.facts[node.fact or ""]
    if node.bounds:
        bounds = "至".join(_bound(bound, kb, fact.unit or "") for bound in node.bounds)
        return f"{fact.label}{BOUND_WORDS[node.comparison]}{bounds}"
    if node.comparison == "is":
        return f"{fact.label}：{_choice(node, fact.choices)}"
    return fact.label + (PERSON if fact.type == "appraisal" else "")


def _choice(node: Node, choices: dict[str, str]) -> str:
    if isinstance(node.equals, bool):
        return "是" if node.equals else "否"
    return choices.get(str(node.equals), str(node.equals))


def _bound(bound: Decimal | Standard, kb: KnowledgeBase, unit: str) -> str:
    if isinstance(bound, Standard):
        part = "" if bound.times == 1 else f"的 {bound.times:f} 倍"
        return f"{kb.facts[bound.fact].label}{part}"
    return spoken(Interval.exactly(bound), unit)
