"""Items on which charge is made out: the charge that stands among its neighbours, or none at all."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from random import Random

from kb import Charge

from .claim import Claim
from .item import Item, Topic
from .makers import (
    INNOCENT,
    MOST_OPTIONS,
    STATEMENT,
    Draft,
    assembled,
    option,
    single,
    true_or_false,
    turning_on,
    who,
    worded,
    wrong_ones,
)
from .sketch import FARTHEST, Sketch, Sketcher

ASKS = (
    "对{who}的行为，下列认定正确的是：",
    "关于{who}行为的定性，下列说法正确的是：",
    "{who}的行为构成何罪？",
    "{who}的行为应当如何认定？",
)
TRUE = ("{who}的行为构成{charge}。", "对{who}应当以{charge}追究刑事责任。", "{who}涉嫌{charge}。")
FEWEST_WRONG = 2
MOST_TURNS = 3
FALSE_TOO = ("{who}的行为不构成{charge}。", "对{who}不能以{charge}定罪处罚。")


def charge_among_neighbours(random: Random, sketcher: Sketcher, charge: Charge, kind: str) -> Item | None:
    """One choice: the charge that stands, among charges that are easily taken for it."""
    sketch = sketcher.standing(random, charge, kind, position=random.choice(("at", "above")))
    if sketch is None or not sketch.solved.holds(Claim(says="charged", charge=charge.id)):
        return None
    return _single(random, sketcher, sketch, topic="neighbour")


def charge_turned(random: Random, sketcher: Sketcher, charge: Charge, kind: str) -> Item | None:
    """One choice: one fact is otherwise, so that the charge fails; the key is none, or a neighbour."""
    base = sketcher.standing(random, charge, kind)
    turns = islice(sketcher.turns(random, base), MOST_TURNS) if base else ()
    made = (_single(random, sketcher, sketch, topic="charge") for sketch in turns)
    return next((item for item in made if item is not None), None)


@dataclass(frozen=True)
class Offers:
    """What to choose from about one suspect: the right answer, wrong ones, and the scene with what rules them out."""

    told: Sketch
    right: tuple[str, Claim]
    wrong: tuple[tuple[str, Claim], ...]
    distance: int = 1
    """The fewest facts that would have to be otherwise for one of the charges offered to stand."""


def offers_of(random: Random, sketcher: Sketcher, sketch: Sketch) -> Offers | None:
    """The charge in the end among its neighbours and none; None where fewer than three answers are worth offering."""
    key = key_of(sketch)
    if key is None:
        return None
    near = [entry for entry in sketcher.neighbours(random, sketch) if entry[0] != key][:MOST_OPTIONS]
    denied = {sketcher.name_of(name, sketch): needs for name, needs in near}
    named = {sketcher.name_of(name, sketch): name for name, _ in near}
    failed = sketcher.name_of(sketch.charge.id, sketch)
    right = INNOCENT if key == INNOCENT else sketcher.name_of(key, sketch)
    wrong = wrong_ones(random, right, list(named), MOST_OPTIONS - 2)
    if sketch.charge.id != key and failed not in wrong:
        named[failed] = sketch.charge.id
        wrong = [failed, *wrong][: MOST_OPTIONS - 1]
    if key != INNOCENT:
        wrong.append(INNOCENT)
    wrong += [name for name in named if name not in wrong][: max(0, MOST_OPTIONS - 1 - len(wrong))]
    if len(wrong) < FEWEST_WRONG:
        return None
    stated: dict[str, object] = {}
    for name in wrong:
        stated.update(denied.get(name, {}))
    if key == INNOCENT:
        others = sketcher.all_denied(sketch)
        if others is None:
            return None
        stated.update(others)
    told = sketcher.stating(sketch, stated) if stated else sketch
    claims = {name: Claim(says="charged", charge=found) for name, found in named.items()}
    claims[INNOCENT] = Claim(says="innocent")
    mine = claims[INNOCENT] if key == INNOCENT else Claim(says="charged", charge=key)
    away = [sketcher.away(sketch, named[name]) for name in wrong if name in named]
    distance = min(away, default=FARTHEST)
    return Offers(told, (right, mine), tuple((name, claims[name]) for name in wrong), distance)


def _single(random: Random, sketcher: Sketcher, sketch: Sketch, topic: Topic) -> Item | None:
    offers = offers_of(random, sketcher, sketch)
    if offers is None:
        return None
    told = offers.told
    right = option(sketcher, told, *offers.right, right=True)
    wrong = [option(sketcher, told, text, claim, right=False) for text, claim in offers.wrong]
    ask = worded(random, ASKS, who=who(sketch))
    question = single(random, ask, right, wrong, sketch.charge.id, turning_on(sketch.finding))
    stem = sketcher.teller.stem(random, told.scene)
    distance = 1 if topic == "charge" else offers.distance
    return assembled(Draft("single", topic, told, question, stem, distance), sketcher)


def key_of(sketch: Sketch) -> str | None:
    """The charge in the end, or that there is none; None where the case leaves it open or gives several."""
    if sketch.solved.holds(Claim(says="innocent")):
        return INNOCENT
    verdicts = sketch.solved.verdicts("p1")
    standing = [name for name, verdict in verdicts.items() if verdict == "established"]
    return next((n for n in standing if sketch.solved.holds(Claim(says="charged", charge=n))), None)


def charge_true_or_false(random: Random, sketcher: Sketcher, charge: Charge, kind: str) -> Item | None:
    """True or false: whether the charge stands; in one of two it fails for one fact."""
    sketch = sketcher.standing(random, charge, kind, position=random.choice(("at", "above")))
    if sketch is not None and random.random() < 0.5:  # noqa: PLR2004 - one in two
        sketch = sketcher.turned(random, sketch)
    if sketch is None or sketch.finding is None:
        return None
    stands = sketch.finding.verdict == "established"
    denies = random.random() < 0.25  # noqa: PLR2004 - one in four
    ask = worded(random, FALSE_TOO if denies else TRUE, who=who(sketch), charge=sketch.finding.charge)
    claim = Claim(says="fails" if denies else "charged", charge=charge.id)
    right = stands is not denies
    only = option(sketcher, sketch, STATEMENT, claim, right=right)
    question = true_or_false(ask, only, charge.id, turning_on(sketch.finding))
    stem = sketcher.teller.stem(random, sketch.scene)
    return assembled(Draft("true_false", "charge", sketch, question, stem), sketcher)
