"""Why, why not, and what is missing: from decided nodes to words and citations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kb import KnowledgeBase

from .element_findings import Reason
from .facts import Projection
from .plan import Node
from .standard import Standard
from .values import Interval, Truth, spoken

LEADS = "is_ringleader"
"""The judgment that makes a person answer for the whole group's amount (刑法第二十六条第三款)."""
MOST_KINDS = 4
BOUND_WORDS = {"at_least": "达到", "above": "超过", "below": "不满", "within": "在"}
UNDER_WORDS = {"at_least": "未达到", "above": "未超过", "below": "不低于", "within": "不在"}


Leaf = tuple[Node, tuple[str, ...]]
"""A leaf that decides a node, with the citations that carry it."""


@dataclass(frozen=True)
class Carried:
    """What carries the truth of a node: the citations behind it, and the leaves that decide it."""

    node: Node
    because: tuple[str, ...]
    leaves: list[Leaf]
    asked: tuple[str, ...] | None
    """What to ask where it is open; None where that rests on more than the truths."""


class Carrying:
    """What carries decided nodes, found once for all of whom the same is decided."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self.kb = kb
        self._kept: dict[tuple[object, ...], Carried] = {}
        self._reasons: dict[tuple[object, ...], Reason] = {}

    def of(self, node: Node, truths: Mapping[str, Truth]) -> Carried:
        """What carries a node."""
        key = (id(node), *map(truths.get, node.below))  # the node is kept, too, so that its id stays its own
        if key not in self._kept:
            parts = _Parts(self.kb, truths)
            leaves = parts.leaves(node, ())
            self._kept[key] = Carried(node, parts.because(node), leaves, self._asked(leaves))
        return self._kept[key]

    def reason(self, words: str, cites: tuple[str, ...], *, disputed: bool) -> Reason:
        """One line of a reason."""
        key = (words, cites, disputed)
        if key not in self._reasons:
            self._reasons[key] = Reason(
                text=words,
                cites=cites,
                labels=tuple(label_of(self.kb, cite) for cite in cites),
                unverified=any(doubtful(self.kb, cite) for cite in cites),
                disputed=disputed,
            )
        return self._reasons[key]

    def _asked(self, leaves: list[Leaf]) -> tuple[str, ...] | None:
        facts = [self.kb.facts[leaf.fact] for leaf, _ in leaves if leaf.fact]
        if any(fact.numeric or fact.derived for fact in facts):
            return None
        return _in_order((leaf.fact for leaf, _ in leaves if leaf.fact), self.kb)


def _in_order(names: Iterable[str], kb: KnowledgeBase) -> tuple[str, ...]:
    """Facts to ask, each once, a person's judgments last."""
    return tuple(sorted(dict.fromkeys(names), key=lambda name: kb.facts[name].type == "appraisal"))


class _Parts:
    """The parts that carry the truths of nodes."""

    def __init__(self, kb: KnowledgeBase, truths: Mapping[str, Truth]) -> None:
        self.kb, self.truths = kb, truths

    def because(self, node: Node) -> tuple[str, ...]:
        found: dict[str, None] = dict.fromkeys(node.cites)
        for child in self._carrying(node):
            found.update(dict.fromkeys(self.because(child)))
        return tuple(found)

    def leaves(self, node: Node, above: tuple[str, ...]) -> list[Leaf]:
        here = node.cites or above
        if not node.children:
            return [(node, here)]
        return [leaf for child in self._carrying(node) for leaf in self.leaves(child, here)]

    def _carrying(self, node: Node) -> list[Node]:
        """The parts that carry the truth of a node; where some rest on checked text, not those that rest on none."""
        truth = self.truths[node.id]
        parts = [child for child in node.children if node.op == "not" or self.truths[child.id] is truth]
        if node.op == "any" and truth is True:
            checked = [part for part in parts if not self._rests_on_doubt(part)]
            return checked or parts
        return parts

    def _rests_on_doubt(self, node: Node) -> bool:
        """Whether nothing but unchecked wording carries some step below a node."""
        if node.cites and all(doubtful(self.kb, cite) for cite in node.cites):
            return True
        return any(self._rests_on_doubt(part) for part in self._carrying(node))


class Explainer:
    """Puts one person's decided nodes into words."""

    def __init__(
        self,
        kb: KnowledgeBase,
        facts: Projection,
        truths: Mapping[str, Truth],
        carrying: Carrying | None = None,
    ) -> None:
        """`carrying`: what was found for others with the same truths."""
        self.kb, self.facts, self.truths = kb, facts, truths
        self._carrying = carrying or Carrying(kb)

    def because(self, node: Node) -> tuple[str, ...]:
        """The citations behind a node that is met or not met, from the node down to what decides it."""
        return self._carrying.of(node, self.truths).because

    def deciding(self, node: Node) -> list[Leaf]:
        """The leaves that decide a node, each with the citations that carry it."""
        return self._carrying.of(node, self.truths).leaves

    def carried(self, node: Node) -> Carried:
        """What carries a node; one object for all of whom the same is decided."""
        return self._carrying.of(node, self.truths)

    def ask(self, node: Node) -> tuple[str, ...]:
        """The facts whose answers could decide an open node; a person's judgments last."""
        if self.truths[node.id] is not None:
            return ()
        carried = self._carrying.of(node, self.truths)
        if carried.asked is not None:
            return carried.asked
        return _in_order((name for leaf, _ in carried.leaves for name in self.asked_of(leaf)), self.kb)

    def asked_of(self, leaf: Node) -> tuple[str, ...]:
        """The facts whose answers could decide an open node that tests one fact; none where nothing could."""
        if leaf.fact is None:
            return ()
        asked: dict[str, None] = {}
        derived = self.kb.facts[leaf.fact].derived
        if not self.facts.number(leaf.fact).known:
            asked.update(dict.fromkeys(self._sources(leaf.fact)))
        if derived and derived.kind == "group_fact" and self._may_lead():
            asked[LEADS] = None
        for bound in leaf.bounds:
            if isinstance(bound, Standard) and not self.facts.number(bound.fact).known:
                asked[bound.fact] = None
        return tuple(asked)

    def _sources(self, name: str) -> tuple[str, ...]:
        """What to ask for a fact: a share of several standards is asked part by part, anything else itself."""
        derived = self.kb.facts[name].derived
        if derived is None or derived.kind != "share" or self.facts.told(name):
            return (name,)
        return tuple(part.fact for part in derived.of if not self.facts.number(part.fact).known)

    def _may_lead(self) -> bool:
        """Whether the person directs others, and nobody has judged whether he leads the whole group."""
        return self.facts.value("organized_or_directed") is True and self.facts.value(LEADS) is None

    def asked_by(self, node: Node) -> tuple[str, ...]:
        """The facts of the leaves that decide a node."""
        return tuple(dict.fromkeys(name for leaf, _ in self.deciding(node) for name in leaf.asked))

    def reasons(self, node: Node) -> tuple[Reason, ...]:
        """One line for every leaf that decides the node."""
        lines: dict[tuple[str, tuple[str, ...]], Reason] = {}
        for leaf, cites in self.deciding(node):
            reason = self.reason(leaf, cites)
            lines.setdefault((reason.text, reason.cites), reason)
        return tuple(lines.values())

    def reason(self, leaf: Node, cites: tuple[str, ...]) -> Reason:
        """One leaf in words."""
        disputed = any(item.disputed for item in self.facts.statements(leaf.fact or ""))
        return self._carrying.reason(self.words(leaf), cites, disputed=disputed)

    def words(self, leaf: Node) -> str:
        """What a leaf says about this person."""
        truth = self.truths[leaf.id]
        if leaf.op == "open":
            return f"“{leaf.label}”当时没有可以适用的标准，由人判断"
        if leaf.op == "conduct":
            kinds = sorted(leaf.kinds & self.facts.kinds) if truth else sorted(leaf.kinds)
            names = "；".join(self.kb.conduct_kinds[kind].label for kind in kinds[:MOST_KINDS])
            more = f"等 {len(kinds)} 种" if len(kinds) > MOST_KINDS else ""
            return f"行为：{names}{more}" if truth else f"没有登记此类行为：{names}{more}"
        fact = self.kb.facts[leaf.fact or ""]
        if leaf.comparison == "true":
            return {True: fact.label, False: f"查否：{fact.label}", None: f"未查：{fact.label}"}[truth]
        if leaf.comparison == "is":
            stated = self.facts.value(leaf.fact or "")
            return f"{fact.label}：{fact.choices.get(str(stated), stated) or '未查'}"
        return self._number_words(leaf, truth, fact.label, fact.unit or "")

    def _number_words(self, leaf: Node, truth: Truth, label: str, unit: str) -> str:
        bounds = "至".join(self._bound_words(bound, unit) for bound in leaf.bounds)
        stated = (
            spoken(self.facts.number(leaf.fact or ""), unit)
            if self.facts.value(leaf.fact or "") is not None
            else "未查"
        )
        if truth is None:
            return f"{label}：{stated}，是否{BOUND_WORDS[leaf.comparison]}{bounds}待查"
        words = BOUND_WORDS if truth else UNDER_WORDS
        return f"{label} {stated}，{words[leaf.comparison]}{bounds}"

    def _bound_words(self, bound: Decimal | Standard, unit: str) -> str:
        if isinstance(bound, Standard):
            number, label = self.facts.number(bound.fact), self.kb.facts[bound.fact].label
            part = "" if bound.times == 1 else f"的 {bound.times:f} 倍"
            return f"{label}（{spoken(number, unit)}）{part}"
        return spoken(Interval.exactly(bound), unit)


def label_of(kb: KnowledgeBase, citation: str) -> str:
    """What a lawyer calls a citation."""
    return kb.statutes.named(citation)


def doubtful(kb: KnowledgeBase, citation: str) -> bool:
    """Whether no reference confirms the words of a provision (未核对)."""
    return kb.statutes.doubtful(citation)
