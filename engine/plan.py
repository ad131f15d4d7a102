"""A charge as it reads on given days: the rule lines in force, references resolved, bounds computed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from kb.condition import Cite, Condition
from kb.rules import Offence, Rule

from .standard import Standard
from .values import Interval

STATUTE_KINDS = frozenset({"law", "amendment", "legislative_interpretation"})
TAKING_AWAY = frozenset({"not_a_crime", "no_penalty"})
"""What a ground has to do for the offence not to stand: it is no crime, or is not punished by a sanction."""


@dataclass(frozen=True)
class LawState:
    """The law of two days: that of the statute and that of its interpretations (two clocks)."""

    statute_day: datetime.date
    interpretation_day: datetime.date

    @staticmethod
    def on(day: datetime.date) -> LawState:
        """The law of one day."""
        return LawState(day, day)


def applies(rule: Rule | Condition, day: datetime.date) -> bool:
    """Whether the days that a rule or a line gives itself take in a day; one that gives none always applies."""
    return rule.in_force is None or rule.in_force.covers(day)


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

    def walk(self) -> tuple[Node, ...]:
        """This node and all below it."""
        return self._whole

    @cached_property
    def _whole(self) -> tuple[Node, ...]:
        return (self, *(node for child in self.children for node in child.walk()))

    @cached_property
    def below(self) -> tuple[str, ...]:
        """Their ids."""
        return tuple(node.id for node in self.walk())

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The ids of the nodes that it is made of."""
        return tuple(child.id for child in self.children)

    @cached_property
    def limits(self) -> tuple[Interval | Standard, ...]:
        """Its bounds as numbers are compared with them."""
        return tuple(
            bound if isinstance(bound, Standard) else Interval.exactly(bound) for bound in self.bounds
        )

    @cached_property
    def speaks_of_form(self) -> bool:
        """Whether one of them speaks of the form of the crime (未遂)."""
        return any(node.form for node in self.walk())

    @cached_property
    def tests(self) -> tuple[Node, ...]:
        """Those of them that test a fact."""
        return tuple(node for node in self.walk() if node.op == "test" and node.fact)

    def upwards(self) -> Iterator[Node]:
        """This node after all below it; of what one single act has to meet, the whole alone."""
        if self.op != "act":
            for child in self.children:
                yield from child.upwards()
        yield self


@dataclass(frozen=True)
class PlannedPart:
    """A named condition of a rule, in force: an element, a role, a circumstance, a point."""

    id: str
    label: str
    node: Node
    cumulative: bool = False
    general: bool = False
    """Whether it is a circumstance whose rule names no charge, so that it is asked of every one alike."""


@dataclass(frozen=True)
class PlannedException:
    """An exception of the charge, in force, and what it does."""

    id: str
    label: str
    effect: str
    node: Node
    follows: tuple[Cite, ...] = ()
    """What the procedure orders where it is shown; it follows the law of the day of decision."""
    general: bool = False
    """Whether it is asked of every charge alike."""


@dataclass(frozen=True)
class PlannedTier:
    """A tier of the charge, in force, with the words of its range."""

    id: str
    label: str
    node: Node | None
    penalty_cite: str
    penalty_text: str
    start: tuple[Cite, ...] = ()
    """From where the guideline reckons a sentence of this tier; it follows the day of decision."""


class Reading:
    """What is asked on given days, as the evaluators see it: top nodes to decide, under a name."""

    @property
    def name(self) -> str:
        """The rule that is read."""
        raise NotImplementedError

    @property
    def roots(self) -> tuple[Node, ...]:
        """Every top node: what the evaluators have to decide."""
        raise NotImplementedError

    @cached_property
    def nodes(self) -> dict[str, Node]:
        """Every node by id."""
        return {node.id: node for root in self.roots for node in root.walk()}

    @cached_property
    def upwards(self) -> tuple[Node, ...]:
        """Every node after all below it; of what one single act has to meet, the whole alone."""
        return tuple({node.id: node for root in self.roots for node in root.upwards()}.values())

    @cached_property
    def facts(self) -> frozenset[str]:
        """Every fact that may be asked."""
        return frozenset(name for node in self.nodes.values() for name in node.asked)

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """Every fact that may be asked, in order."""
        return tuple(sorted(self.facts))

    @cached_property
    def kinds(self) -> frozenset[str]:
        """Every kind of conduct that may be asked."""
        return frozenset(kind for node in self.nodes.values() for kind in node.kinds)

    @cached_property
    def by_act(self) -> bool:
        """Whether some part has to be met by one single act."""
        return any(node.op == "act" for node in self.nodes.values())

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines with what they cite: two readings of a rule with the same lines are one."""
        return tuple(sorted(f"{node.id}|{'|'.join(node.cites)}" for node in self.nodes.values()))

    @cached_property
    def key(self) -> tuple[str, ...]:
        """What distinguishes this reading from another."""
        return (self.name, *self.lines)


@dataclass(frozen=True)
class Points(Reading):
    """Named conditions of a rule as they read on a day: points of a checklist, views, grounds of jurisdiction."""

    rule: str
    parts: tuple[PlannedPart, ...]

    @property
    def name(self) -> str:
        """The rule that is read."""
        return self.rule

    @property
    def roots(self) -> tuple[Node, ...]:
        """The points."""
        return tuple(part.node for part in self.parts)


@dataclass(frozen=True)
class Plan(Reading):
    """An offence as it reads on the days of `state`."""

    charge: Offence
    state: LawState
    elements: tuple[PlannedPart, ...]
    exceptions: tuple[PlannedException, ...]
    tiers: tuple[PlannedTier, ...]
    roles: tuple[PlannedPart, ...]
    circumstances: tuple[PlannedPart, ...]
    documents: tuple[str, ...]
    has_interpretation: bool
    unit: bool
    """Whether a unit can commit the charge."""
    unit_penalty: tuple[str, str] | None = None
    """The provision that gives units a fine of their own, and its words, where there is one."""

    @property
    def name(self) -> str:
        """The offence that is read."""
        return self.charge.id

    @cached_property
    def roots(self) -> tuple[Node, ...]:
        """Every top node: what the evaluators have to decide."""
        tiers = [tier.node for tier in self.tiers if tier.node is not None]
        elements = (part.node for part in (*self.elements, *self.roles, *self.circumstances))
        return (*elements, *(exception.node for exception in self.exceptions), *tiers)

    @cached_property
    def element_nodes(self) -> dict[str, Node]:
        """The node of each element, by the element's id."""
        return {element.id: element.node for element in self.elements}

    @cached_property
    def deciding_roots(self) -> tuple[Node, ...]:
        """The top nodes that alone decide the verdict: elements, and exceptions that take away the crime."""
        return (*(element.node for element in self.elements), *self.taking_away)

    @property
    def core_roots(self) -> tuple[Node, ...]:
        """The top nodes of the elements and of the tiers."""
        tiers = (tier.node for tier in self.tiers if tier.node is not None)
        return (*(element.node for element in self.elements), *tiers)

    @cached_property
    def core(self) -> tuple[str, ...]:
        """What decides verdict and tier: readings alike in this differ only in what moves a sentence."""
        roots = (*self.core_roots, *(exception.node for exception in self.exceptions))
        lines = {f"{node.id}|{'|'.join(node.cites)}" for root in roots for node in root.walk()}
        return (*sorted(lines), *(f"{tier.id}={tier.penalty_text}" for tier in self.tiers))

    @cached_property
    def act_roots(self) -> tuple[Node, ...]:
        """The top nodes that each single act has to meet: the elements that are not cumulative."""
        return tuple(element.node for element in self.elements if not element.cumulative)

    @cached_property
    def taking_away(self) -> tuple[Node, ...]:
        """The nodes of the exceptions that take away the offence, or its sanction."""
        return tuple(part.node for part in self.exceptions if part.effect in TAKING_AWAY)

    @cached_property
    def asked_of_act(self) -> tuple[str, ...]:
        """The facts on which it rests whether an act counts: those of such elements, and of what takes it away."""
        tops = (*self.act_roots, *self.taking_away)
        return tuple(sorted({name for top in tops for node in top.walk() for name in node.asked}))

    @cached_property
    def act_facts(self) -> tuple[str, ...]:
        """The facts that the elements ask which each single act has to meet."""
        return tuple(sorted({node.fact for root in self.act_roots for node in root.walk() if node.fact}))

    @cached_property
    def act_kinds(self) -> tuple[frozenset[str], ...]:
        """The kinds of conduct that they ask, line by line."""
        return tuple(n.kinds for root in self.act_roots for n in root.walk() if n.op == "conduct")

    @cached_property
    def has_forms(self) -> bool:
        """Whether some line speaks of the form of the crime (未遂)."""
        return any(root.speaks_of_form for root in self.roots)

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
        """What distinguishes this reading of the offence from another: its lines and its ranges."""
        tiers = (f"{tier.id}={tier.penalty_text}" for tier in self.tiers)
        return (self.name, str(self.unit), *self.lines, *tiers)


def document_of(citation: str) -> str:
    """The document that a citation names."""
    return citation.partition(":")[0]


class PlanError(Exception):
    """A rule cannot be read on a day: a reference or threshold leads nowhere. `zuilian check` finds these."""


def renamed(node: Node, mark: str) -> Node:
    """The node and all below it under ids of their own, so that two readings can stand in one plan."""
    children = tuple(renamed(child, mark) for child in node.children)
    return replace(node, id=f"{node.id}@{mark}", children=children)
