"""Items on several people: a chain of fraud told whole with a question on each, and who of some is guilty of one charge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from kb import Charge
from kb.vocabulary import FraudType

from .claim import Claim
from .item import Item, Option, Question
from .make_charge import Offers, offers_of
from .makers import INNOCENT, difficulty, given, option, single, turning_on, worded
from .scene import Scene, opened_by
from .sentences import phrases
from .sketch import Sketch, Sketcher

PEOPLE = (2, 3, 3)
TRIES = 3
CHAIN: Mapping[str, Any] = phrases("words")["chain"]
SHARED: Mapping[str, Any] = CHAIN["shared"]
"""What holds for everybody of a chain: the fraud is a telecom fraud, and it is proved."""
ASKS = ("{who}的行为应当如何认定？", "{who}的行为构成何罪？", "对{who}应当如何定性？")
WHO_ASKS = (
    "上述人员中，其行为构成{charge}的有：",
    "下列人员中，应当以{charge}定罪处罚的有：",
)


@dataclass(frozen=True)
class Part:
    """One person of a chain: his scene alone, and what is asked of him."""

    sketch: Sketch
    offers: Offers


def chain(random: Random, sketcher: Sketcher, charge: Charge, kind: str) -> Item | None:
    """A case of several people in one type of fraud; one of them does the act of the recipe, where that fits."""
    types = sketcher.kb.vocabulary.fraud_types
    fitting = [
        t for t in types.values() if charge.id in _charges(t) and any(kind in role.kinds for role in t.roles)
    ]
    told = random.choice(fitting or list(types.values()))
    first = _part(random, sketcher, charge, kind) if fitting else None
    parts, people = [first] if first else [], random.choice(PEOPLE)
    for other in _kinds(random, told, kind, sketcher):
        if len(parts) == people:
            break
        part = _of_kind(random, sketcher, other, told, {p.offers.right[0] for p in parts})
        if part is not None:
            parts.append(part)
    if len(parts) < 2:  # noqa: PLR2004 - several people
        return None
    random.shuffle(parts)
    return _told(random, sketcher, parts, told)


def _kinds(random: Random, told: FraudType, kind: str, sketcher: Sketcher) -> list[str]:
    """The kinds of conduct of the other roles of a type of fraud, and those that every fraud needs."""
    kinds = {name for role in told.roles for name in role.kinds}
    kinds |= set(CHAIN["kinds"])
    known = sketcher.kb.conduct_kinds
    linked = sorted(name for name in kinds - {kind} if known[name].link)
    return random.sample(linked, len(linked))


def _charges(told: FraudType) -> frozenset[str]:
    """The charges that come into question in a type of fraud."""
    return frozenset({*CHAIN["charges"], *(further.charge for further in told.charges)})


def _of_kind(random: Random, sketcher: Sketcher, kind: str, told: FraudType, had: set[str]) -> Part | None:
    """Somebody who does an act of a kind, for a charge that nobody else is asked about where that is possible."""
    charges = [charge for charge in opened_by(kind, sketcher.kb) if charge.id in _charges(told)]
    random.shuffle(charges)
    for charge in charges[:TRIES]:
        part = _part(random, sketcher, charge, kind)
        if part is not None and (part.offers.right[0] not in had or random.random() < 0.3):  # noqa: PLR2004
            return part
    return None


def _part(random: Random, sketcher: Sketcher, charge: Charge, kind: str) -> Part | None:
    sketch = sketcher.standing(random, charge, kind)
    if sketch is not None and random.random() < 0.25:  # noqa: PLR2004 - one in four is short of the charge
        sketch = sketcher.turned(random, sketch)
    if sketch is None or not _fits(sketch) or sketch.solved.disputed((charge.id,)):
        return None
    offers = offers_of(random, sketcher, sketch)
    return Part(sketch, offers) if offers and _fits(offers.told) else None


def _fits(sketch: Sketch) -> bool:
    """Whether what is said of a person can be said beside what holds for the whole chain."""
    contrary = any(name in sketch.facts and sketch.facts[name] is not value for name, value in SHARED.items())
    return not contrary and not set(CHAIN["apart"]) & set(sketch.facts)


def _told(random: Random, sketcher: Sketcher, parts: list[Part], told: FraudType) -> Item | None:
    names = sketcher.teller.names(random, len(parts))
    actors = []
    for name, part in zip(names, parts, strict=True):
        actor = part.offers.told.scene.actors[0]
        facts = {fact: value for fact, value in actor.facts.items() if fact not in SHARED}
        actors.append(replace(actor, name=name, facts=facts))
    base = parts[0].sketch.scene
    scene = replace(base, actors=tuple(actors), shared=SHARED)
    sketch = sketcher.of(parts[0].sketch.charge, scene)
    questions = []
    for number, (name, part) in enumerate(zip(names, parts, strict=True), 1):
        question = _asked(random, sketcher, sketch, part, name, f"p{number}")
        if question is None:
            return None
        questions.append(question)
    stem = random.choice(sketcher.teller.words["chains"]).replace("{type}", told.label)
    stem += sketcher.teller.stem(random, scene, first="chain_opening")
    return Item(
        id="",
        kind="case",
        topic="neighbour",
        stem=stem,
        questions=tuple(questions),
        difficulty=difficulty(3 * len(parts), 1, 4, "neighbour"),
        given=given(sketch, sketcher),
        on=scene.decided,
        case=sketch.solved.tree,
    )


def _asked(  # noqa: PLR0913, PLR0917 - one question on one person of a case
    random: Random, sketcher: Sketcher, sketch: Sketch, part: Part, name: str, person: str
) -> Question | None:
    about = part.sketch.charge.id

    def offered(text: str, claim: Claim, *, right: bool) -> Option:
        own = claim.model_copy(update={"person": person})
        return option(sketcher, sketch, text, own, right=right, about=about)

    text, claim = part.offers.right
    if sketch.solved.holds(claim.model_copy(update={"person": person})) is not True:
        return None
    right = offered(text, claim, right=True)
    wrong = [offered(said, other, right=False) for said, other in part.offers.wrong]
    ask = worded(random, ASKS, who=name)
    charge = about if text == INNOCENT else str(claim.charge)
    return single(random, ask, right, wrong, charge, turning_on(sketch.solved.finding(person, about)))


def who_is_guilty(random: Random, sketcher: Sketcher, charge: Charge, kind: str) -> Item | None:
    """Several choices: four people, some of them short of the charge by one fact."""
    sketches = _people(random, sketcher, charge, kind)
    guilty = [s for s in sketches if s.solved.holds(Claim(says="charged", charge=charge.id))]
    if len(sketches) < 4 or not 2 <= len(guilty) < len(sketches):  # noqa: PLR2004 - four people, two guilty at least
        return None
    random.shuffle(sketches)
    names = sketcher.teller.names(random, len(sketches))
    actors = tuple(
        replace(sketch.scene.actors[0], name=name) for name, sketch in zip(names, sketches, strict=True)
    )
    scene: Scene = replace(sketches[0].scene, actors=actors)
    sketch = sketcher.of(charge, scene)
    options = []
    for number, name in enumerate(names, 1):
        claim = Claim(says="charged", charge=charge.id, person=f"p{number}")
        holds = sketch.solved.holds(claim)
        if holds is None:
            return None
        options.append(option(sketcher, sketch, name, claim, right=holds))
    if not 2 <= sum(o.right for o in options) < len(options):  # noqa: PLR2004 - two guilty at least
        return None
    question = Question(
        kind="multiple",
        ask=worded(random, WHO_ASKS, charge=sketcher.name_of(charge.id, sketch)),
        options=tuple(options),
        why=f"要件齐备的是{'、'.join(o.text for o in options if o.right)}，其余的人各有欠缺，理由逐人写明。",
        cites=tuple(dict.fromkeys(cite for o in options if o.right for cite in o.cites)),
        charge=charge.id,
        parts=turning_on(sketch.finding),
    )
    return Item(
        id="",
        kind="multiple",
        topic="element",
        stem=sketcher.teller.stem(random, scene),
        questions=(question,),
        difficulty=difficulty(len(charge.elements) + 2, 1, 4, "element"),
        given=given(sketch, sketcher),
        on=scene.decided,
        case=sketch.solved.tree,
    )


def _people(random: Random, sketcher: Sketcher, charge: Charge, kind: str) -> list[Sketch]:
    """Four people for one charge, each by other facts, some of them one fact short of it."""
    found: list[Sketch] = []
    told: set[frozenset[str]] = set()
    for _ in range(TRIES + 4):
        turned = len(found) % 2 == 1
        sketch = sketcher.standing(random, charge, random.choice((kind, *charge.opened_by)))
        if sketch is not None and turned:
            sketch = sketcher.turned(random, sketch)
        if sketch is None or not all(_personal(name, sketcher) for name in sketch.facts):
            continue
        signature = frozenset(f"{name}={value is False}" for name, value in sketch.facts.items())
        if signature in told:
            continue
        told.add(signature)
        found.append(sketch)
        if len(found) == 4:  # noqa: PLR2004 - four people
            break
    return found


def _personal(name: str, sketcher: Sketcher) -> bool:
    """Whether a fact is said of one person alone."""
    return bool({"person", "conduct"} & set(sketcher.kb.facts[name].scope))
