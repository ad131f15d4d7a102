"""One charge read on given days: which of its lines are law, references resolved, bounds computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

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

from .plan import (
    STATUTE_KINDS,
    LawState,
    Node,
    Plan,
    PlanError,
    PlannedElement,
    PlannedException,
    PlannedTier,
    document_of,
    renamed,
)
from .standard import Standard


class ChargeReader:
    """One charge being read on given days."""

    def __init__(self, kb: KnowledgeBase, charge: Charge, state: LawState) -> None:
        self.kb, self.charge, self.state = kb, charge, state
        self._read: dict[int, Node | None] = {}
        self._open: set[str] = set()
        self.documents: dict[str, None] = {}

    def plan(self) -> Plan:
        """The charge as it reads on the days of the state."""
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
        """An exception, its own or of the general part; None where it is not law today."""
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
        """Whether the words of the range are law on the day."""
        return bool(self.active((Cite(at=tier.penalty.at, quote=tier.penalty.quote),)))

    def tier(self, tier: Tier) -> PlannedTier:
        """A tier; open where the article has it and nothing of the day says when it is reached."""
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
        statutory = [cite.at for cite in cites if not self._interprets(document_of(cite.at))]
        if statutory and not any(at in held for at in statutory):
            return ()
        self.documents.update(dict.fromkeys(document_of(at) for at in held))
        return tuple(held)

    def _stands(self, cite: Cite) -> bool:
        day = (
            self.state.interpretation_day
            if self._interprets(document_of(cite.at))
            else self.state.statute_day
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
        one = renamed(node, "一")
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
        """The number of a named line; raises PlanError where there is none."""
        for top in conditions_of(rule):
            for condition in top.walk():
                if condition.id == name and condition.bound is not None:
                    number = self.number(condition.bound[1][0], rule)
                    if isinstance(number, Decimal):
                        return number
        raise PlanError(f"{rule.file}：of「{name}」没有对应的数额标准")
