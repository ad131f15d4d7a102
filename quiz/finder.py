"""Which facts make a charge stand, and which one turns it: the solver behind the stems."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import Any, Literal

from engine.assess import CaseAssessor
from engine.conditions import truth_of
from engine.facts import Projection
from engine.plan import Node
from engine.planner import planner_of
from engine.values import Truth
from engine.ways import Change, Need, Ways, merged
from kb import Charge, KnowledgeBase

from . import numbers
from .scene import Actor, Scene, case_of
from .sentences import Sentences

Way = dict[str, Change]
Position = Literal["at", "above"]
FEW = 1
"""So many facts more are as good as none: else the shortest way would be the only one."""


@dataclass(frozen=True)
class Part:
    """One element or tier of a charge on some days, and the ways to meet it."""

    id: str
    label: str
    node: Node
    ways: tuple[Way, ...]


class Finder:
    """Finds facts for charges; what it reads off the law is kept."""

    def __init__(self, kb: KnowledgeBase, sentences: Sentences) -> None:
        self.kb, self.sentences = kb, sentences
        self._parts: dict[tuple[object, ...], tuple[tuple[Part, ...], tuple[Part, ...]]] = {}

    def parts(
        self, charge: Charge, kind: str, end: datetime.date, decided: datetime.date
    ) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
        """The elements and the tiers of a charge under the law that comes first, with ways that a stem can say."""
        planner = planner_of(self.kb)
        key = (charge.id, kind, planner.epoch(end), planner.epoch(decided))
        if key not in self._parts:
            self._parts[key] = self._read(charge, kind, end, decided)
        return self._parts[key]

    def _read(
        self, charge: Charge, kind: str, end: datetime.date, decided: datetime.date
    ) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
        scene = Scene((Actor("某", kind),), end, end, decided)
        case = case_of(scene.tree(self.kb))
        assessor = CaseAssessor(case, self.kb, today=decided, inference="direct")
        facts = assessor.projection(case.persons[0], charge)
        plan = assessor.quick.candidates(charge, facts)[0].plan
        truths: dict[str, Truth] = {}

        def ways(node: Node, part: str) -> tuple[Way, ...]:
            truth_of(node, facts, truths)
            found = Ways(self.kb, facts, truths, part).of(node, met=True)
            return tuple(way for way in found if all(self._says(name, kind, way[name]) for name in way))

        elements = tuple(Part(e.id, e.label, e.node, ways(e.node, e.id)) for e in plan.elements)
        tiers = tuple(Part(t.id, t.label, t.node, ways(t.node, t.id)) for t in plan.tiers if t.node)
        return elements, tiers

    def _says(self, name: str, kind: str, change: Change) -> bool:
        told = self.usable(name) or self._untold(name, change)
        return told and self.sentences.fits(name, kind)

    def _untold(self, name: str, change: Change) -> bool:
        """Whether a fact is only to be denied, and needs no words for it: the case denies what no stem states."""
        return change.need.answers == (False,) and self.sentences.silent(name)

    def usable(self, name: str) -> bool:
        """Whether a stem can say a fact, and it is no standard of the place."""
        fact = self.kb.facts[name]
        standard = bool(fact.bounds) and "person" not in fact.scope and "conduct" not in fact.scope
        return self.sentences.sayable(name) and not standard

    def standing(  # noqa: PLR0913 - what a stem is about
        self,
        random: Random,
        charge: Charge,
        kind: str,
        days: tuple[datetime.date, datetime.date],
        *,
        position: Position = "above",
        tier: str | None = None,
        skip: str | None = None,
        through: tuple[str, str, Decimal] | None = None,
    ) -> dict[str, Any] | None:
        """Facts with which a charge may stand, drawn by chance; a person's judgments only where nothing else would do.

        `skip`: an element to leave out; `through`: the part that is to be met by a fact reaching a number.
        """
        elements, tiers = self.parts(charge, kind, *days)
        wanted = [part for part in elements if part.id != skip]
        wanted += [part for part in tiers if part.id == tier]
        if through is not None:
            wanted = [self._narrowed(part, *through) for part in wanted]
        if any(not part.ways for part in wanted):
            return None
        needs: Way = {}
        for part in wanted:
            for way in self._in_order(random, part.ways, needs):
                joint = merged(needs, way)
                if joint is not None and not self._apart(joint):
                    needs = joint
                    break
            else:
                return None
        return {
            name: self.value(random, change.need, position)
            for name, change in needs.items()
            if not self._untold(name, change)
        }

    def _narrowed(self, part: Part, wanted: str, fact: str, number: Decimal) -> Part:
        """A part with those of its ways only that go through one line."""
        if part.id != wanted:
            return part
        kept = (way for way in part.ways if fact in way and way[fact].need.low == number)
        return replace(part, ways=tuple(kept))

    def _in_order(self, random: Random, ways: Iterable[Way], needs: Way) -> list[Way]:
        """Ways in a chance order, those first that need no judgment, and few facts beside those that are there."""
        shuffled = list(ways)
        random.shuffle(shuffled)
        return sorted(
            shuffled,
            key=lambda way: (any(map(self.judged, way)), max(0, len(way.keys() - needs.keys()) - FEW)),
        )

    def _apart(self, needs: Way) -> bool:
        """Whether two facts cannot both be so: one is what follows where the other is not, or makes no sense beside it."""
        stated = {name: change.need.answers != (False,) for name, change in needs.items()}
        yes = {name for name, change in needs.items() if change.need.answers[:1] == (True,)}
        return any(self.sentences.against(name, stated) for name in stated if stated[name]) or any(
            (rule := self.kb.facts[name].derived) is not None
            and rule.kind == "not_where"
            and rule.where in yes
            for name in yes
        )

    def judged(self, name: str) -> bool:
        """Whether only a person can say it."""
        return self.kb.facts[name].type == "appraisal"

    def value(self, random: Random, need: Need, position: Position) -> Any:
        """A value that meets a need: an answer, or a number at its line or above."""
        if need.answers:
            return random.choice(need.answers)
        if position == "at" or (need.high is not None and need.low == 0):
            return plain(need.low)
        return plain(numbers.above(random, need.low, need.high))


def ways_of_exception(sketch_facts: Projection, node: Node, kb: KnowledgeBase, part: str) -> tuple[Way, ...]:
    """The ways to meet an exception, on facts as they are."""
    truths: dict[str, Truth] = {}
    truth_of(node, sketch_facts, truths)
    return tuple(Ways(kb, sketch_facts, truths, part).of(node, met=True))


def plain(number: Decimal) -> int | Decimal:
    """A whole number as such."""
    return int(number) if number == number.to_integral_value() else number


def lines_in(node: Node) -> tuple[tuple[str, Decimal], ...]:
    """The fixed thresholds that a condition compares facts with."""
    found: dict[tuple[str, Decimal], None] = {}
    for test in node.tests:
        if test.comparison in ("at_least", "above") and isinstance(test.bounds[0], Decimal):
            found[str(test.fact), test.bounds[0]] = None
    return tuple(found)
