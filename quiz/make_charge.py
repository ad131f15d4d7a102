"""Items on which charge is made out: the charge that stands among its neighbours, or none at all."""

from __future__ import annotations

from random import Random

from kb import Charge

from .claim import Claim
from .item import Item, Option, Question
from .makers import (
    INNOCENT,
    MOST_OPTIONS,
    Draft,
    arranged,
    assembled,
    charge_option,
    failing_parts,
    innocent_option,
    option,
    who,
    wrong_ones,
)
from .sketch import Sketch, Sketcher

ASKS = (
    "对{who}的行为，下列认定正确的是：",
    "关于{who}行为的定性，下列说法正确的是：",
    "{who}的行为构成何罪？",
    "{who}的行为应当如何认定？",
)
TRUE = ("{who}的行为构成{charge}。", "对{who}应当以{charge}追究刑事责任。", "{who}涉嫌{charge}。")
FALSE_TOO = ("{who}的行为不构成{charge}。", "对{who}不能以{charge}定罪处罚。")


def charge_among_neighbours(random: Random, sketcher: Sketcher, charge: Charge, kind: str) -> Item | None:
    """单选：成立的罪名与容易认错的几个罪。"""
    sketch = sketcher.standing(random, charge, kind, position=random.choice(("at", "above")))
    if sketch is None or not sketch.solved.holds(Claim(says="charged", charge=charge.id)):
        return None
    return _single(random, sketcher, sketch, "charge_among_neighbours", topic="neighbour")


def charge_turned(random: Random, sketcher: Sketcher, charge: Charge, kind: str) -> Item | None:
    """单选：只改一项事实，本罪不成立；答案是无罪，或者是相邻的罪。"""
    base = sketcher.standing(random, charge, kind)
    sketch = sketcher.turned(random, base) if base else None
    if sketch is None:
        return None
    return _single(random, sketcher, sketch, "charge_turned", topic="charge")


def _single(random: Random, sketcher: Sketcher, sketch: Sketch, maker: str, topic: str) -> Item | None:
    charge, kind = sketch.charge, sketch.scene.actors[0].kind
    key = _key(sketcher, sketch)
    if key is None:
        return None
    offered = [entry for entry in sketcher.neighbours(random, sketch) if entry[0] != key][:MOST_OPTIONS]
    candidates: dict[str, Option] = {}
    denied: dict[str, dict[str, object]] = {}
    for name, needs in offered:
        offer = charge_option(sketcher, sketch, name, right=False)
        candidates[offer.text], denied[offer.text] = offer, needs
    if charge.id != key:
        offer = charge_option(sketcher, sketch, charge.id, right=False)
        candidates[offer.text], denied[offer.text] = offer, {}
    right = (
        innocent_option(sketcher, sketch, right=True)
        if key == INNOCENT
        else charge_option(sketcher, sketch, key, right=True)
    )
    wrong = wrong_ones(random, right.text, list(candidates.values()), MOST_OPTIONS - 2)
    if charge.id != key and all(entry.claim.charge != charge.id for entry in wrong):
        wrong[-1:] = [charge_option(sketcher, sketch, charge.id, right=False)]
    if key != INNOCENT:
        wrong.append(innocent_option(sketcher, sketch, right=False))
    if len(wrong) < MOST_OPTIONS - 1:
        left = [entry for entry in candidates.values() if entry not in wrong]
        wrong += left[: MOST_OPTIONS - 1 - len(wrong)]
    if len(wrong) < 2:  # noqa: PLR2004 - three options at least
        return None
    stated: dict[str, object] = {}
    for entry in wrong:
        stated.update(denied.get(entry.text, {}))
    told = sketcher.stating(sketch, stated) if stated else sketch
    question = Question(
        kind="single",
        ask=random.choice(ASKS).replace("{who}", who(sketch)),
        options=arranged(random, [right], wrong),
        why=right.why,
        cites=right.cites,
        charge=charge.id,
        parts=failing_parts(sketch.finding),
    )
    recipe = {"maker": maker, "charge": charge.id, "kind": kind}
    stem = sketcher.teller.stem(random, told.scene)
    return assembled(Draft("single", topic, told, question, stem), sketcher, recipe)


def _key(sketcher: Sketcher, sketch: Sketch) -> str | None:
    """The charge in the end, or that there is none; None where the case leaves it open or gives several."""
    if sketch.solved.holds(Claim(says="innocent")):
        return INNOCENT
    findings, _ = sketch.solved.disposed("p1")
    standing = [finding.charge_id for finding in findings if finding.verdict == "established"]
    return next((n for n in standing if sketch.solved.holds(Claim(says="charged", charge=n))), None)


def charge_true_or_false(random: Random, sketcher: Sketcher, charge: Charge, kind: str) -> Item | None:
    """判断：本罪是否成立；一半的题只差一项事实。"""
    sketch = sketcher.standing(random, charge, kind, position=random.choice(("at", "above")))
    if sketch is not None and random.random() < 0.5:  # noqa: PLR2004 - one in two
        sketch = sketcher.turned(random, sketch)
    if sketch is None or sketch.finding is None:
        return None
    stands = sketch.finding.verdict == "established"
    denies = random.random() < 0.25  # noqa: PLR2004 - one in four
    says = random.choice(FALSE_TOO if denies else TRUE)
    claim = Claim(says="fails" if denies else "charged", charge=charge.id)
    right = stands is not denies
    only = option(sketcher, sketch, "该说法", claim, right=right)
    question = Question(
        kind="true_false",
        ask=says.replace("{who}", who(sketch)).replace("{charge}", sketch.finding.charge),
        options=(only,),
        why=only.why,
        cites=only.cites,
        charge=charge.id,
        parts=failing_parts(sketch.finding),
    )
    recipe = {"maker": "charge_true_or_false", "charge": charge.id, "kind": kind}
    stem = sketcher.teller.stem(random, sketch.scene)
    return assembled(Draft("true_false", "charge", sketch, question, stem), sketcher, recipe)
