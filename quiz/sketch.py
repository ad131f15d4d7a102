"""Scenes drawn by chance: a charge that stands, its neighbours ruled out in words, and variants one fact away."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import Any

from engine.findings import Finding
from kb import Charge, KnowledgeBase

from . import numbers
from .claim import Claim, Solved, Solver
from .finder import Finder, Position, Way, lines_in, plain, ways_of_exception
from .reasons import Reasons, failing_element
from .scene import Actor, Scene, opened_by
from .sentences import Sentences
from .telling import Teller

MOST_DENIED_IN_ALL = 4
"""A stem with more denials than this is no story any more."""
MOST_DENIED = 2
"""A neighbour that takes more denials than this to rule out is not offered as a distractor."""
FARTHEST = 4
"""Facts further away than this are not counted."""
TOO_CLOSE = 0.45
"""Two clauses that share more than this speak of the same thing."""
AGES = (20, 55)
MONTHS_BACK = (2, 3, 4, 5)


@dataclass(frozen=True)
class Sketch:
    """A scene with what the direct evaluator says of it: a draft of an item, still to be proved by both."""

    charge: Charge
    scene: Scene
    solved: Solved

    @property
    def finding(self) -> Finding | None:
        """The finding on the charge it is about."""
        return self.solved.finding("p1", self.charge.id)

    @property
    def facts(self) -> Mapping[str, Any]:
        """What the stem states of the suspect."""
        return self.scene.actors[0].facts


class Sketcher:
    """Draws scenes from one knowledge base, under the law of one day."""

    def __init__(self, kb: KnowledgeBase, as_of: datetime.date) -> None:
        self.kb, self.as_of = kb, as_of
        self.sentences = Sentences(kb)
        self.finder = Finder(kb, self.sentences)
        self.teller = Teller(kb, self.sentences)
        self.reasons = Reasons(kb, self.sentences)
        self.quick = Solver(kb)

    def days(self, random: Random) -> tuple[datetime.date, datetime.date]:
        """The first and the last day of an act some months before the day of the item."""
        end = _back(self.as_of, random.choice(MONTHS_BACK))
        return _back(end, random.choice((0, 0, 1, 2, 3))).replace(day=3), end

    def scene(self, random: Random, kind: str, facts: Mapping[str, Any]) -> Scene:
        """One suspect with one act and some facts."""
        actor = Actor(
            self.teller.names(random, 1)[0],
            kind,
            facts,
            random.randint(*AGES),
            self.teller.act(random, kind),
        )
        return Scene((actor,), *self.days(random), self.as_of)

    def standing(  # noqa: PLR0913 - what the scene is to show
        self,
        random: Random,
        charge: Charge,
        kind: str,
        *,
        position: Position = "above",
        tier: str | None = None,
        through: tuple[str, str, Decimal] | None = None,
    ) -> Sketch | None:
        """A scene in which a charge stands; None where chance found none."""
        scene = self.scene(random, kind, {})
        days = (scene.end, self.as_of)
        found = self.finder.standing(
            random, charge, kind, days, position=position, tier=tier, through=through
        )
        if found is None:
            return None
        sketch = self.of(charge, scene.stating(found))
        return sketch if sketch.solved.holds(Claim(says="established", charge=charge.id)) else None

    def without(self, random: Random, base: Sketch, part: str) -> Sketch | None:
        """The scene with what every element needs but one."""
        scene = base.scene
        actor = scene.actors[0]
        found = self.finder.standing(random, base.charge, actor.kind, (scene.end, scene.decided), skip=part)
        if found is None:
            return None
        return self.of(base.charge, replace(scene, actors=(replace(actor, facts=found),)))

    def excuses(self, sketch: Sketch, exception: str) -> tuple[Way, ...]:
        """The ways to show an exception of the charge in a scene, as a stem can say them."""
        assessor = sketch.solved.assessor
        facts = assessor.projection(assessor.case.persons[0], sketch.charge)
        plan = assessor.quick.candidates(sketch.charge, facts)[0].plan
        node = next((entry.node for entry in plan.exceptions if entry.id == exception), None)
        found = ways_of_exception(facts, node, self.kb, exception) if node else ()
        return tuple(way for way in found if all(map(self.finder.usable, way)))

    def of(self, charge: Charge, scene: Scene) -> Sketch:
        """A scene with what the direct evaluator says of it."""
        return Sketch(charge, scene, self.quick.solved(scene.tree(self.kb)))

    def stating(self, sketch: Sketch, facts: Mapping[str, Any]) -> Sketch:
        """The same with more stated; what is denied anyway need not be solved again."""
        fresh = {name: value for name, value in facts.items() if name not in sketch.facts}
        if fresh == dict(facts) and all(value is False for value in fresh.values()):
            scene = sketch.scene.stating(fresh)
            return replace(sketch, scene=scene, solved=replace(sketch.solved, tree=scene.tree(self.kb)))
        return self.of(sketch.charge, sketch.scene.stating(facts))

    # -- neighbours --------------------------------------------------------------------------------------

    def neighbours(self, random: Random, sketch: Sketch) -> Iterator[tuple[str, dict[str, Any]]]:
        """Charges that are easily taken for what stands, the nearest first, each with what the stem has to deny."""
        kind = sketch.scene.actors[0].kind
        names = [charge.id for charge in opened_by(kind, self.kb)]
        random.shuffle(names)
        near = self.near(random, sketch.charge.id)
        first = [name for name in names if name in near]
        for name in dict.fromkeys([*first, *near, *names]):
            if name == sketch.charge.id:
                continue
            finding = sketch.solved.finding("p1", name)
            if finding is None:
                yield name, {}
            elif finding.verdict in ("not_established", "not_in_force"):
                denied = self.denials(finding, sketch)
                if denied is not None:
                    yield name, denied

    def all_denied(self, sketch: Sketch) -> dict[str, Any] | None:
        """What the stem has to deny so that a reader sees that none of the charges in question stands; None where too much."""
        found: dict[str, Any] = {}
        for name in sketch.solved.verdicts("p1"):
            finding = sketch.solved.finding("p1", name) if name != sketch.charge.id else None
            denied = self.denials(finding, sketch) if finding else {}
            if denied is None:
                return None
            found.update(denied)
        return found if len(found) <= MOST_DENIED_IN_ALL else None

    def away(self, sketch: Sketch, charge: str) -> int:
        """How many facts would have to be otherwise for a charge to stand; the farthest where no act opens it."""
        finding = sketch.solved.finding("p1", charge)
        lacks = finding.shortfall if finding else None
        sets = [*lacks.missing, *lacks.contrary] if lacks else []
        return min([FARTHEST, *map(len, sets)])

    def denials(self, finding: Finding, sketch: Sketch) -> dict[str, Any] | None:
        """What a stem has to deny so that a reader sees why a charge fails; None where that would be too much."""
        failing = failing_element(finding)
        if failing is None:
            return {}
        telling = next((name for name in failing.facts if self._settles(name, sketch)), None)
        if telling is not None:
            told = telling in sketch.facts or self.sentences.silent(telling)
            denied = {} if told else {telling: False}
            return None if self._contradicts(denied, sketch) else denied
        kind = sketch.scene.actors[0].kind
        apt = (n for n in failing.facts if n not in sketch.facts and self.sentences.fits(n, kind))
        open_ = [n for n in apt if not self.sentences.silent(n)]
        denied = {name: False for name in open_ if self._deniable(name, sketch)}
        if len(open_) > MOST_DENIED or len(denied) < len(open_) or self._contradicts(denied, sketch):
            return None
        return denied

    def _settles(self, name: str, sketch: Sketch) -> bool:
        """Whether the denial of a fact alone shows a reader that an element is gone: that somebody did not know."""
        if not self.sentences.decisive(name):
            return False
        return sketch.facts.get(name) is False or (name not in sketch.facts and self._deniable(name, sketch))

    def _deniable(self, name: str, sketch: Sketch) -> bool:
        """Whether a stem can deny a fact that the case denies."""
        told = self.sentences.sayable(name) and not self.sentences.fixed(name)
        told = told and self.sentences.fits(name, sketch.scene.actors[0].kind)
        if not told or self.sentences.implied(name, sketch.facts) or self.kb.facts[name].type != "boolean":
            return False
        if self.sentences.evident(name, sketch.scene.actors[0].kind):
            return False
        case, projector = sketch.solved.assessor.case, sketch.solved.assessor.projector
        asked = projector.project(case.persons[0], case.conduct, names=frozenset({name}))
        return asked.value(name) is False

    def _contradicts(self, denied: Mapping[str, Any], sketch: Sketch) -> bool:
        """Whether a denial would read as the opposite of something that the stem says, though the facts are two."""
        said = [self.sentences.say(name, value) for name, value in sketch.facts.items() if value is not False]
        said.append(sketch.scene.actors[0].act)
        return any(
            _overlap(self.sentences.say(name, True), other) > TOO_CLOSE
            for name in denied
            if not self.sentences.decisive(name)  # that somebody did not know speaks against no other fact
            for other in said
        )

    def name_of(self, charge: str, sketch: Sketch) -> str:
        """What a charge is called on the day of the item."""
        return self.kb.charges[charge].name_on(sketch.scene.decided)

    def near(self, random: Random, charge: str) -> list[str]:
        """The charges near one: taken for it by learners, then those that some rule tells apart from it."""
        groups = [group for group in self.teller.words["confused"] if charge in group]
        told_apart = [rule.charges for rule in self.kb.distinctions if charge in rule.charges]
        found: list[str] = []
        for names in ({n for group in groups for n in group}, {n for group in told_apart for n in group}):
            found += random.sample(sorted(names), len(names))
        return [name for name in dict.fromkeys(found) if name != charge]

    # -- one fact away -----------------------------------------------------------------------------------

    def turned(self, random: Random, sketch: Sketch) -> Sketch | None:
        """The scene with one of its facts otherwise, so that the charge fails: short of the line, or an element gone."""
        return next(self.turns(random, sketch), None)

    def turns(self, random: Random, sketch: Sketch) -> Iterator[Sketch]:
        """The scene with each of its facts otherwise in turn, where the charge fails then."""
        names = list(sketch.facts)
        random.shuffle(names)
        for name in names:
            for value in self.otherwise(random, sketch, name):
                other = self._plainly(self.of(sketch.charge, sketch.scene.stating({name: value})), name)
                if other and other.solved.holds(Claim(says="fails", charge=sketch.charge.id)):
                    yield other

    def _plainly(self, other: Sketch, name: str) -> Sketch | None:
        """The scene with what a reader has to be told so that he sees that the charge fails; a number shows it itself."""
        finding = other.finding
        if finding is None or finding.verdict != "not_established":
            return None
        value = other.facts[name]
        if value is not True and value is not False:
            return None if self._judged_so(name, other) else other
        contrary = self._contradicts({name: value}, other) or self.sentences.implied(name, other.facts)
        if value is False and contrary:
            return None
        denied = self.denials(finding, other)
        return None if denied is None else self.stating(other, denied)

    def _judged_so(self, name: str, other: Sketch) -> bool:
        """Whether the stem gives a judgment that some part asks for beside a number: short of it, it would say both."""
        scene = other.scene
        elements, tiers = self.finder.parts(other.charge, scene.actors[0].kind, scene.end, scene.decided)
        ways = (way for part in (*elements, *tiers) for way in part.ways if name in way)
        return any(other.facts.get(n) is True and self.finder.judged(n) for way in ways for n in way)

    def otherwise(self, random: Random, sketch: Sketch, name: str) -> Iterator[Any]:
        """Other values of one fact of a scene: below each line, or the opposite."""
        fact, value = self.kb.facts[name], sketch.facts[name]
        if fact.type in ("appraisal", "choice") or self.sentences.fixed(name):
            return
        scene = sketch.scene
        if not fact.numeric:
            if not self._odd(sketch, name, value=not value):
                yield not value
            return
        elements, _ = self.finder.parts(sketch.charge, scene.actors[0].kind, scene.end, scene.decided)
        lines = sorted({line for part in elements for said, line in lines_in(part.node) if said == name})
        for line in lines:
            short = numbers.below(random, line)
            if line <= value and short is not None:
                yield plain(short)

    def _odd(self, sketch: Sketch, name: str, *, value: bool) -> bool:
        """Whether a fact would make no sense so beside the act or what else is stated."""
        if value:
            return self.sentences.against(name, sketch.facts)
        return self.sentences.evident(name, sketch.scene.actors[0].kind)


def _overlap(one: str, other: str) -> float:
    """How much of the shorter of two clauses stands in the other, by pairs of characters."""
    pairs = [{text[n : n + 2] for n in range(len(text) - 1)} for text in (one, other)]
    return len(pairs[0] & pairs[1]) / max(1, min(map(len, pairs)))


def _back(day: datetime.date, months: int) -> datetime.date:
    """The twentieth of the month some months earlier."""
    number = day.year * 12 + day.month - 1 - months
    return datetime.date(number // 12, number % 12 + 1, 20)
