"""A charge as it reads on given days: the rule lines in force, references resolved, bounds computed."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from kb import Charge, KnowledgeBase
from kb.rules import (
    Cite,
    Condition,
    FactBound,
    GeneralException,
    LegalException,
    Multiple,
    Rule,
    Tier,
    conditions_of,
)

from .standard import Standard

STATUTE_KINDS = frozenset({"law", "amendment", "legislative_interpretation"})


@dataclass(frozen=True)
class LawState:
    """The law of two days: that of the statute and that of its interpretations (two clocks)."""

    statute_day: datetime.date
    interpretation_day: datetime.date


@dataclass(frozen=True)
class Node:
    """One condition, ready to be evaluated; `id` is unique within its plan."""

    id: str
    op: str
    """all, any, not, test, conduct; act (one single act has to meet it); open (no line of the day says when it is met)."""
    label: str = ""
    cites: tuple[str, ...] = ()
    children: tuple[Node, ...] = ()
    fact: str | None = None
    comparison: str = "true"
    bounds: tuple[Decimal | Standard, ...] = ()  # a number, or the fact that gives it
    equals: str | bool | None = None
    kinds: frozenset[str] = frozenset()
    form: str | None = None
    special: bool = False
    rule: str = ""

    @property
    def asked(self) -> tuple[str, ...]:
        """The facts that this node alone asks or compares with."""
        standards = tuple(bound.fact for bound in self.bounds if isinstance(bound, Standard))
        return (self.fact, *standards) if self.fact else standards

    def walk(self) -> Iterator[Node]:
        """This node and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class PlannedElement:
    """An element of the charge, in force."""

    id: str
    label: str
    node: Node
    cumulative: bool = False


@dataclass(frozen=True)
class PlannedException:
    """An exception of the charge, in force, and what it does."""

    id: str
    label: str
    effect: str
    node: Node


@dataclass(frozen=True)
class PlannedTier:
    """A tier of the charge, in force, with the words of its range."""

    id: str
    label: str
    node: Node | None
    penalty_cite: str
    penalty_text: str


Part = TypeVar("Part", PlannedElement, PlannedTier)


@dataclass(frozen=True)
class Plan:
    """A charge as it reads on the days of `state`."""

    charge: Charge
    state: LawState
    elements: tuple[PlannedElement, ...]
    exceptions: tuple[PlannedException, ...]
    tiers: tuple[PlannedTier, ...]
    roles: tuple[PlannedElement, ...]
    circumstances: tuple[PlannedElement, ...]
    documents: tuple[str, ...]
    has_interpretation: bool
    unit: bool
    """Whether a unit can commit the charge."""

    @cached_property
    def roots(self) -> tuple[Node, ...]:
        """Every top node: what the evaluators have to decide."""
        tiers = [tier.node for tier in self.tiers if tier.node is not None]
        elements = (part.node for part in (*self.elements, *self.roles, *self.circumstances))
        return (*elements, *(exception.node for exception in self.exceptions), *tiers)

    @cached_property
    def deciding_roots(self) -> tuple[Node, ...]:
        """The top nodes that alone decide the verdict: elements, and exceptions that take away the crime."""
        exceptions = (part.node for part in self.exceptions if part.effect == "not_a_crime")
        return (*(element.node for element in self.elements), *exceptions)

    @cached_property
    def act_roots(self) -> tuple[Node, ...]:
        """The top nodes that each single act has to meet: the elements that are not cumulative."""
        return tuple(element.node for element in self.elements if not element.cumulative)

    @cached_property
    def act_facts(self) -> frozenset[str]:
        """The facts that those nodes ask."""
        return frozenset(node.fact for root in self.act_roots for node in root.walk() if node.fact)

    @cached_property
    def nodes(self) -> dict[str, Node]:
        """Every node by id."""
        return {node.id: node for root in self.roots for node in root.walk()}

    @cached_property
    def by_act(self) -> bool:
        """Whether some part has to be met by one single act."""
        return any(node.op == "act" for node in self.nodes.values())

    @cached_property
    def _rests(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for node in self.nodes.values():
            asked = {name for part in node.walk() for name in part.asked}
            for fact in asked:
                found.setdefault(fact, set()).add(node.id)
        return {fact: frozenset(nodes) for fact, nodes in found.items()}

    def resting_on(self, fact: str) -> frozenset[str]:
        """The nodes whose truth may turn with a fact."""
        return self._rests.get(fact, frozenset())

    @cached_property
    def key(self) -> tuple[str, ...]:
        """What distinguishes this reading of the charge from another: its lines and its ranges."""
        lines = sorted(f"{node.id}|{'|'.join(node.cites)}" for node in self.nodes.values())
        return (
            self.charge.id,
            str(self.unit),
            *lines,
            *(f"{tier.id}={tier.penalty_text}" for tier in self.tiers),
        )

    @cached_property
    def facts(self) -> frozenset[str]:
        """Every fact that the plan may ask."""
        return frozenset(name for node in self.nodes.values() for name in node.asked)


def _document(citation: str) -> str:
    return citation.partition(":")[0]


class PlanError(Exception):
    """A rule cannot be read on a day: a reference or threshold leads nowhere. `zuilian check` finds these."""


def _renamed(node: Node, mark: str) -> Node:
    """The node and all below it under ids of their own, so that two readings can stand in one plan."""
    children = tuple(_renamed(child, mark) for child in node.children)
    return replace(node, id=f"{node.id}@{mark}", children=children)


def _special(node: Node) -> dict[str, Node]:
    """The branches that are standards for objects of their own, by id."""
    return {child.id: child for child in node.children if child.special}


class Planner:
    """Reads charges on given days; keeps each reading once."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self.kb = kb
        self._plans: dict[tuple[str, int, int], Plan] = {}
        self._shared: dict[tuple[str, ...], Plan] = {}
        self._completed: dict[tuple[int, int], Plan] = {}

    @cached_property
    def boundaries(self) -> tuple[datetime.date, ...]:
        """Every day on which some wording, document or rule line begins to apply, in order."""
        days = set()
        for document in self.kb.cited_documents:
            for provision in self.kb.statutes[document].wordings:
                start, end = provision.in_force.start, provision.in_force.end
                days |= {start, end and end + datetime.timedelta(days=1)}
        for rule in self.kb.rules.values():
            for top in conditions_of(rule):
                for condition in top.walk():
                    if condition.in_force is not None:
                        start, end = condition.in_force.start, condition.in_force.end
                        days |= {start, end and end + datetime.timedelta(days=1)}
        return tuple(sorted(day for day in days if day))

    def _epoch(self, day: datetime.date) -> int:
        return bisect_right(self.boundaries, day)

    def plan(self, charge: Charge, state: LawState) -> Plan:
        """The charge as it reads in a state of the law."""
        key = (charge.id, self._epoch(state.statute_day), self._epoch(state.interpretation_day))
        if key not in self._plans:
            plan = _Reading(self.kb, charge, state).plan()
            self._plans[key] = self._shared.setdefault(plan.key, plan)
        return self._plans[key]

    def interprets(self, node: Node) -> bool:
        """Whether an interpretation speaks to a condition anywhere in it, special standards aside."""
        if node.special:
            return False
        own = any(self.kb.statutes[_document(cite)].kind not in STATUTE_KINDS for cite in node.cites)
        return own or any(self.interprets(child) for child in node.children)

    def completed(self, old: Plan, new: Plan) -> Plan:
        """The law of the act, and where no interpretation of that day spoke to a point, the later one on it.

        高检发释字〔2001〕5号第二条: what no interpretation had settled when the act was done follows the new one.
        """
        pair = (id(old), id(new))  # plans are kept for as long as the planner is
        if pair not in self._completed:
            self._completed[pair] = self._complete(old, new)
        return self._completed[pair]

    def _complete(self, old: Plan, new: Plan) -> Plan:
        elements = tuple(
            replace(then, node=self._merged(then.node, now.node))
            for then, now in self._paired(old.elements, new.elements)
        )
        tiers = tuple(
            replace(then, node=self._merged(then.node, now.node)) if then.node and now.node else then
            for then, now in self._paired(old.tiers, new.tiers)
        )
        if elements == old.elements and tiers == old.tiers:
            return old
        nodes = [element.node for element in elements] + [
            tier.node for tier in tiers if tier.node is not None
        ]
        documents = {_document(cite) for node in nodes for part in node.walk() for cite in part.cites}
        plan = replace(old, elements=elements, tiers=tiers, documents=tuple(sorted(documents)))
        return self._shared.setdefault(plan.key, plan)

    def _merged(self, old: Node, new: Node) -> Node:
        """What was law, with the new reading of each point that was not settled then: the whole, or a special standard.

        Standards for objects of their own (special) are points of their own: each is paired by its id.
        """
        base = _renamed(new, "后") if self._newly_settled(old, new) else old
        if old.op != "any" or new.op != "any":
            return base
        kept, came = _special(old), _special(new)
        chosen = [
            kept[name]
            if name in kept and (name not in came or self._speaks(kept[name]))
            else _renamed(came[name], "后")
            for name in dict.fromkeys((*kept, *came))
        ]
        if base is old and chosen == [*kept.values()]:
            return old
        children = (*(child for child in base.children if not child.special), *chosen)
        return replace(base, id=f"{base.id}*", children=children)  # 与别处引用的同一节点不同名

    def _speaks(self, node: Node) -> bool:
        """Whether an interpretation speaks to a special standard."""
        return self.interprets(replace(node, special=False))

    def _newly_settled(self, old: Node, new: Node) -> bool:
        return not self.interprets(old) and self.interprets(new)

    @staticmethod
    def _paired(old: tuple[Part, ...], new: tuple[Part, ...]) -> list[tuple[Part, Part]]:
        """Each part of the old reading with the same part of the new; with itself where the new lacks it."""
        later = {part.id: part for part in new}
        return [(part, later.get(part.id, part)) for part in old]


class _Reading:
    """One charge being read on given days."""

    def __init__(self, kb: KnowledgeBase, charge: Charge, state: LawState) -> None:
        self.kb, self.charge, self.state = kb, charge, state
        self._read: dict[int, Node | None] = {}
        self._open: set[str] = set()
        self.documents: dict[str, None] = {}

    def plan(self) -> Plan:
        elements = [(e, self.node(e, f"{e.id}", self.charge)) for e in self.charge.elements]
        tiers = tuple(self.tier(tier) for tier in self.charge.tiers if self.tier_stands(tier))
        core = set(self.documents)
        exceptions = [(e, self.exception(e)) for e in self.kb.exceptions_of(self.charge)]
        roles = [(r, self.whole(r, r.when, f"role.{r.id}")) for r in self.kb.roles]
        mine = [c for c in self.kb.circumstances if not c.charges or self.charge.id in c.charges]
        circumstances = [(c, self.whole(c, c.when, f"circumstance.{c.id}")) for c in mine]
        return Plan(
            charge=self.charge,
            state=self.state,
            elements=tuple(
                PlannedElement(e.id, e.label, n, e.cumulative) for e, n in elements if n is not None
            ),
            exceptions=tuple(
                PlannedException(e.id, e.label, e.effect, n) for e, n in exceptions if n is not None
            ),
            tiers=tiers,
            roles=tuple(PlannedElement(r.id, r.label, n) for r, n in roles if n is not None),
            circumstances=tuple(PlannedElement(c.id, c.label, n) for c, n in circumstances if n is not None),
            documents=tuple(sorted(core)),
            has_interpretation=any(self._interprets(document) for document in core),
            unit=bool(self.active(self.charge.unit)),
        )

    def exception(self, exception: LegalException | GeneralException) -> Node | None:
        path = f"exception.{exception.id}"
        if isinstance(exception, GeneralException):
            return self.whole(exception, exception.when, path)
        return self.node(exception.when, path, self.charge)

    def whole(self, rule: Rule, when: Condition, path: str) -> Node | None:
        """The condition of a rule beside the charge, on the days that the rule has."""
        day = self.state.interpretation_day
        return None if rule.in_force and not rule.in_force.covers(day) else self.node(when, path, rule)

    def _interprets(self, document: str) -> bool:
        return self.kb.statutes[document].kind not in STATUTE_KINDS

    def tier_stands(self, tier: Tier) -> bool:
        return bool(self.active((Cite(at=tier.penalty.at, quote=tier.penalty.quote),)))

    def tier(self, tier: Tier) -> PlannedTier:
        path = f"tier.{tier.id}"
        node = None if tier.when is None else self.node(tier.when, path, self.charge)
        if tier.when is not None and node is None:  # 法条有这一档，当天的解释没有它的标准：由人判断
            node = Node(path, "open", tier.label, (tier.penalty.at,), rule=self.charge.id)
        return PlannedTier(tier.id, tier.label, node, tier.penalty.at, tier.penalty.quote)

    def active(self, cites: tuple[Cite, ...]) -> tuple[str, ...]:
        """Those citations that are law on the day, with the quoted words in their text.

        An interpretation cannot carry what the statute of the day does not: where a line cites both,
        it falls with its statute (司法解释不得使行为时不是犯罪的行为成为犯罪).
        """
        held = [cite.at for cite in cites if self._stands(cite)]
        statutory = [cite.at for cite in cites if not self._interprets(_document(cite.at))]
        if statutory and not any(at in held for at in statutory):
            return ()
        self.documents.update(dict.fromkeys(_document(at) for at in held))
        return tuple(held)

    def _stands(self, cite: Cite) -> bool:
        day = (
            self.state.interpretation_day if self._interprets(_document(cite.at)) else self.state.statute_day
        )
        wordings = (wording for wording in self.kb.statutes.versions(cite.at) if wording.in_force.covers(day))
        return any(cite.quote is None or cite.quote in wording.text for wording in wordings)

    def node(self, condition: Condition, path: str, rule: Rule) -> Node | None:
        """The condition as it reads today; None where it is not law today."""
        key = id(condition)
        if key not in self._read:
            self._read[key] = self._node(condition, path, rule)
        return self._read[key]

    def _node(self, condition: Condition, path: str, rule: Rule) -> Node | None:
        if condition.in_force is not None and not condition.in_force.covers(self.state.interpretation_day):
            return None
        cites = self.active(condition.cite)
        if condition.cite and not cites:
            return None
        return self._node_of(condition, path, rule, cites)

    def _node_of(self, condition: Condition, path: str, rule: Rule, cites: tuple[str, ...]) -> Node | None:
        node = self._operator(condition, path, rule, cites)
        if node is None or not condition.same_act:
            return node
        one = _renamed(node, "一")
        return replace(
            node, op="act", children=(one,), fact=None, comparison="true", bounds=(), kinds=frozenset()
        )

    def _operator(self, condition: Condition, path: str, rule: Rule, cites: tuple[str, ...]) -> Node | None:
        common = {
            "id": path,
            "label": condition.label or "",
            "cites": cites,
            "form": condition.form,
            "special": condition.special,
            "rule": rule.id,
        }
        if condition.ref is not None:
            target = self.reference(condition.ref, rule)
            return None if target is None else Node(op="all", children=(target,), **common)  # type: ignore[arg-type]
        if condition.children:
            children = self.children(condition, path, rule)
            op = "not" if condition.negated is not None else "all" if condition.all_of else "any"
            return Node(op=op, children=children, **common) if children else None  # type: ignore[arg-type]
        if condition.conduct is not None:
            return Node(op="conduct", kinds=frozenset(condition.conduct), **common)  # type: ignore[arg-type]
        return self._test(condition, common, rule)

    def _test(self, condition: Condition, common: Mapping[str, object], rule: Rule) -> Node:
        name = condition.fact or condition.appraise
        comparison, bounds = condition.bound or ("is" if condition.equals is not None else "true", ())
        return Node(
            op="test",
            fact=name,
            comparison=comparison,
            bounds=tuple(self.number(bound, rule) for bound in bounds),
            equals=condition.equals,
            **common,  # type: ignore[arg-type]
        )

    def children(self, condition: Condition, path: str, rule: Rule) -> tuple[Node, ...]:
        """The parts that are law today.

        A part of `all` that is not law takes the whole with it; a rebuttal (`not`) merely does not rebut.
        """
        kept = []
        for index, child in enumerate(condition.children):
            node = self.node(child, f"{path}.{child.id or index}", rule)
            if node is not None:
                kept.append(node)
            elif condition.all_of and child.negated is None:
                return ()
        return tuple(kept)

    def reference(self, name: str, rule: Rule) -> Node | None:
        """What `ref` names: another rule, or a tier or named part of the charge."""
        if name in self._open:
            raise PlanError(f"{rule.file}：ref「{name}」引用了自己")
        self._open.add(name)
        try:
            return self._target(name, rule)
        finally:
            self._open.discard(name)

    def _target(self, name: str, rule: Rule) -> Node | None:
        if name in self.kb.rules:
            other = self.kb.rules[name]
            (when,) = conditions_of(other)
            return self.whole(other, when, name)
        for tier in self.charge.tiers:
            if tier.id == name and tier.when is not None:
                return (
                    self.node(tier.when, f"tier.{tier.id}", self.charge) if self.tier_stands(tier) else None
                )
        for top in conditions_of(rule):
            for condition in top.walk():
                if condition.id == name:
                    return self.node(condition, name, rule)
        raise PlanError(f"{rule.file}：ref「{name}」没有对应的规则、档次或者条件")

    def number(self, bound: object, rule: Rule) -> Decimal | Standard:
        """A bound as a number; a standard that the case gives stays one."""
        if isinstance(bound, FactBound):
            return Standard(bound.fact, bound.times)
        if isinstance(bound, Multiple):
            return bound.times * self.threshold(bound.of, rule)
        return Decimal(str(bound))

    def threshold(self, name: str, rule: Rule) -> Decimal:
        for top in conditions_of(rule):
            for condition in top.walk():
                if condition.id == name and condition.bound is not None:
                    number = self.number(condition.bound[1][0], rule)
                    if isinstance(number, Decimal):
                        return number
        raise PlanError(f"{rule.file}：of「{name}」没有对应的数额标准")
