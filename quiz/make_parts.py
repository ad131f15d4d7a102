"""Items on the parts of a charge: the tier reached, the element that is lacking, the ground that takes the charge away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from kb import Charge

from .claim import Claim
from .item import Item
from .makers import STATEMENT, Draft, assembled, failing, option, single, true_or_false, who, worded
from .sketch import Sketch, Sketcher

TIER_ASKS = (
    "{who}的行为已构成{charge}，应当适用的法定刑幅度是：",
    "{who}构成{charge}，对其应在哪一法定刑幅度内量刑？",
    "关于对{who}所犯{charge}适用的法定刑，下列选项正确的是：",
)
LACK_ASKS = (
    "{who}的行为不构成{charge}，原因在于欠缺下列哪一要件？",
    "认定{who}构成{charge}，还缺少的要件是：",
    "{who}的行为不能以{charge}定罪，是因为不具备：",
)
EXCUSE_ASKS = (
    "{who}的行为不以{charge}论处，理由是：",
    "对{who}不能以{charge}追究刑事责任，原因是：",
)
TIER_SAYS = (
    "{who}所犯{charge}，应当在“{range}”的幅度内量刑。",
    "对{who}的{charge}，适用的法定刑是：{range}。",
)
LACK_SAYS = "{who}的行为不构成{charge}，因为欠缺“{element}”这一要件。"
FEWEST_PARTS = 3
UNDER_AGE = (13, 14, 15)


def tier_of_charge(random: Random, sketcher: Sketcher, charge: Charge, kind: str) -> Item | None:
    """One choice: the range that applies, among those of the charge."""
    tiered = _with_tier(random, sketcher, charge, kind)
    if tiered is None:
        return None
    sketch, tiers, here = tiered.sketch, tiered.ranges, tiered.here
    offers = [
        option(sketcher, sketch, words, Claim(says="tier", charge=charge.id, part=name), right=name == here)
        for name, words in tiers.items()
    ]
    if len(offers) < FEWEST_PARTS:
        claim = Claim(says="fails", charge=charge.id)
        offers.append(option(sketcher, sketch, "不构成犯罪，不适用刑罚", claim, right=False))
    right = next(o for o in offers if o.right)
    ask = worded(random, TIER_ASKS, who=who(sketch), charge=tiered.charge)
    question = single(random, ask, right, [o for o in offers if not o.right], charge.id, ("tier",))
    stem = sketcher.teller.stem(random, sketch.scene)
    return assembled(Draft("single", "tier", sketch, question, stem), sketcher)


def tier_true_or_false(random: Random, sketcher: Sketcher, charge: Charge, kind: str) -> Item | None:
    """True or false: whether a range applies."""
    tiered = _with_tier(random, sketcher, charge, kind)
    if tiered is None:
        return None
    sketch, tiers, here = tiered.sketch, tiered.ranges, tiered.here
    right = random.random() < 0.5  # noqa: PLR2004 - one in two
    said = here if right else random.choice([name for name in tiers if name != here])
    claim = Claim(says="tier", charge=charge.id, part=said)
    only = option(sketcher, sketch, STATEMENT, claim, right=right)
    ask = worded(random, TIER_SAYS, who=who(sketch), charge=tiered.charge, range=tiers[said])
    question = true_or_false(ask, only, charge.id, ("tier",))
    stem = sketcher.teller.stem(random, sketch.scene)
    return assembled(Draft("true_false", "tier", sketch, question, stem), sketcher)


@dataclass(frozen=True)
class Tiered:
    """A scene in which a charge stands at one tier and at no other in doubt, and the ranges there are to choose from."""

    sketch: Sketch
    charge: str
    here: str
    ranges: dict[str, str]


def _with_tier(random: Random, sketcher: Sketcher, charge: Charge, kind: str) -> Tiered | None:
    """A scene at a tier drawn by chance; None where chance found none, or there is nothing to choose from."""
    tier = random.choice([None, *(tier.id for tier in charge.tiers)])
    sketch = sketcher.standing(random, charge, kind, position=random.choice(("at", "above")), tier=tier)
    if sketch is None or sketch.finding is None or sketch.finding.tier is None:
        return None
    here, ranges = sketch.finding.tier.id, _ranges(sketch)
    if sketch.finding.tier.open_above or len(ranges) < 2 or here not in ranges:  # noqa: PLR2004 - no choice
        return None
    return Tiered(sketch, sketch.finding.charge, here, ranges)


def _ranges(sketch: Sketch) -> dict[str, str]:
    """The tiers of the law that is applied with the words of their ranges, where no two are alike."""
    facts = sketch.solved.assessor.projection(sketch.solved.assessor.case.persons[0], sketch.charge)
    outcome = sketch.solved.assessor.quick.outcomes(sketch.charge, facts)[0]
    found = {tier.id: tier.penalty_text.strip("，。；") for tier in outcome.candidate.plan.tiers}
    return found if len(set(found.values())) == len(found) else {}


def element_lacking(random: Random, sketcher: Sketcher, charge: Charge, kind: str) -> Item | None:
    """One choice: which element is lacking, among the elements of the charge."""
    sketch = _turned_by_one(random, sketcher, charge, kind)
    if sketch is None or sketch.finding is None or len(sketch.finding.elements) < FEWEST_PARTS:
        return None
    gone = failing(sketch.finding)[0]
    offers = [
        option(
            sketcher,
            sketch,
            element.label,
            Claim(says="lacks", charge=charge.id, part=element.id),
            right=element.id == gone,
        )
        for element in sketch.finding.elements
    ]
    wrong = random.sample([o for o in offers if not o.right], min(3, len(offers) - 1))
    right = next(o for o in offers if o.right)
    ask = worded(random, LACK_ASKS, who=who(sketch), charge=sketch.finding.charge)
    question = single(random, ask, right, wrong, charge.id, (gone,))
    stem = sketcher.teller.stem(random, sketch.scene)
    return assembled(Draft("single", "element", sketch, question, stem), sketcher)


def element_true_or_false(random: Random, sketcher: Sketcher, charge: Charge, kind: str) -> Item | None:
    """True or false: whether it is this element that is lacking."""
    sketch = _turned_by_one(random, sketcher, charge, kind)
    if sketch is None or sketch.finding is None or len(sketch.finding.elements) < 2:  # noqa: PLR2004
        return None
    gone = failing(sketch.finding)[0]
    right = random.random() < 0.5  # noqa: PLR2004 - one in two
    others = [element for element in sketch.finding.elements if element.id != gone]
    said = random.choice(others) if not right else next(e for e in sketch.finding.elements if e.id == gone)
    only = option(
        sketcher,
        sketch,
        STATEMENT,
        Claim(says="lacks", charge=charge.id, part=said.id),
        right=right,
    )
    ask = LACK_SAYS.format(who=who(sketch), charge=sketch.finding.charge, element=said.label)
    question = true_or_false(ask, only, charge.id, (gone,))
    stem = sketcher.teller.stem(random, sketch.scene)
    return assembled(Draft("true_false", "element", sketch, question, stem), sketcher)


def _turned_by_one(random: Random, sketcher: Sketcher, charge: Charge, kind: str) -> Sketch | None:
    """A scene in which a charge fails for one element alone."""
    base = sketcher.standing(random, charge, kind)
    turns = sketcher.turns(random, base) if base else ()
    return next((sketch for sketch in turns if len(failing(sketch.finding)) == 1), None)


def excused(random: Random, sketcher: Sketcher, charge: Charge, kind: str) -> Item | None:
    """One choice: the ground that takes the charge away, among elements that are all met."""
    sketch = _excused(random, sketcher, charge, kind)
    if sketch is None or sketch.finding is None:
        return None
    grounds = [e for e in sketch.finding.exceptions if e.effect == "not_a_crime"]
    met = [e for e in grounds if e.verdict == "met"]
    elements = list(sketch.finding.elements)
    if len(met) != 1 or len(elements) < 2:  # noqa: PLR2004 - nothing to choose from
        return None
    right = option(
        sketcher,
        sketch,
        met[0].label,
        Claim(says="excused", charge=charge.id, part=met[0].id),
        right=True,
    )
    wrong = [
        option(
            sketcher,
            sketch,
            f"欠缺“{element.label}”的要件",
            Claim(says="lacks", charge=charge.id, part=element.id),
            right=False,
        )
        for element in random.sample(elements, min(3, len(elements)))
    ]
    ask = worded(random, EXCUSE_ASKS, who=who(sketch), charge=sketch.finding.charge)
    question = single(random, ask, right, wrong, charge.id, (met[0].id,))
    stem = sketcher.teller.stem(random, sketch.scene, aged=True)
    return assembled(Draft("single", "exception", sketch, question, stem), sketcher)


def _excused(random: Random, sketcher: Sketcher, charge: Charge, kind: str) -> Sketch | None:
    """A scene in which all elements are met and one ground takes the charge away: a fact of its own, or the age."""
    base = sketcher.standing(random, charge, kind)
    if base is None:
        return None
    own = [e for e in charge.exceptions if e.effect == "not_a_crime"]
    random.shuffle(own)
    for exception in own if random.random() < 0.6 else ():  # noqa: PLR2004 - the rest by age
        for way in sketcher.excuses(base, exception.id):
            facts = {name: sketcher.finder.value(random, c.need, "above") for name, c in way.items()}
            if any(sketcher.finder.judged(name) for name in facts) or set(facts) & set(base.facts):
                continue
            sketch = sketcher.stating(base, facts)
            if sketch.finding and all(e.verdict == "met" for e in sketch.finding.elements):
                return sketch
    if kind in sketcher.teller.words["adults"]:
        return None
    actor = replace(base.scene.actors[0], age=random.choice(UNDER_AGE))
    return sketcher.of(charge, replace(base.scene, actors=(actor,)))
