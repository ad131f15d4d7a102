"""A rule read on given days: which of its lines are law, references resolved, bounds computed."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal
from functools import partial

from kb import KnowledgeBase
from kb.condition import Cite, Condition, FactBound, Multiple
from kb.rules import Rule, Tier

from .plan import STATUTE_KINDS, LawState, Node, PlanError, applies, document_of, renamed
from .standard import Standard


class RuleReader:
    """A rule being read on given days."""

    def __init__(self, kb: KnowledgeBase, state: LawState, tiers: tuple[Tier, ...] = ()) -> None:
        self.kb, self.state, self.tiers = kb, state, tiers
        self._read: dict[int, Node | None] = {}
        self._open: set[str] = set()
        self.documents: dict[str, None] = {}

    def whole(self, rule: Rule, when: Condition, path: str) -> Node | None:
        """The condition of a rule beside the charge, on the days that the rule has."""
        return self.node(when, path, rule) if applies(rule, self.state.interpretation_day) else None

    def _interprets(self, document: str) -> bool:
        return self.kb.statutes[document].kind not in STATUTE_KINDS

    def tier_stands(self, tier: Tier) -> bool:
        """Whether the words of the range are law on the day."""
        return bool(self.active((Cite(at=tier.penalty.at, quote=tier.penalty.quote),)))

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
        return is_law(self.kb, cite.at, day, cite.quote)

    def node(self, condition: Condition, path: str, rule: Rule) -> Node | None:
        """The condition as it reads today; None where it is not law today."""
        key = id(condition)
        if key not in self._read:
            self._read[key] = self._node(condition, path, rule)
        return self._read[key]

    def _node(self, condition: Condition, path: str, rule: Rule) -> Node | None:
        if not applies(condition, self.state.interpretation_day):
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
        made = partial(
            Node,
            id=path,
            label=condition.label or "",
            cites=cites,
            form=condition.form,
            special=condition.special,
            rule=rule.id,
        )
        if condition.ref is not None:
            target = self.reference(condition.ref, rule)
            return None if target is None else made(op="all", children=(target,))
        if condition.children:
            children = self.children(condition, path, rule)
            op = "not" if condition.negated is not None else "all" if condition.all_of else "any"
            return made(op=op, children=children) if children else None
        if condition.conduct is not None:
            return made(op="conduct", kinds=frozenset(condition.conduct))
        comparison, bounds = condition.bound or ("is" if condition.equals is not None else "true", ())
        return made(
            op="test",
            fact=condition.fact or condition.appraise,
            comparison=comparison,
            bounds=tuple(self.number(bound, rule) for bound in bounds),
            equals=condition.equals,
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
            (when,) = other.tops
            return self.whole(other, when, name)
        tier = next((tier for tier in self.tiers if tier.id == name and tier.when is not None), None)
        if tier is not None and tier.when is not None:
            return self.node(tier.when, f"tier.{tier.id}", rule) if self.tier_stands(tier) else None
        for condition in rule.conditions:
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
        for condition in rule.conditions:
            if condition.id == name and condition.bound is not None:
                number = self.number(condition.bound[1][0], rule)
                if isinstance(number, Decimal):
                    return number
        raise PlanError(f"{rule.file}：of「{name}」没有对应的数额标准")


def is_law(kb: KnowledgeBase, citation: str, day: datetime.date, quote: str | None = None) -> bool:
    """Whether some held wording of a provision is in force on a day, and has the quoted words."""
    return any(
        wording.in_force.covers(day) and (quote is None or quote in wording.text)
        for wording in kb.statutes.versions(citation)
    )
