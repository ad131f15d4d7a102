"""Items on the law of another day: the same act before and after a change, with another answer."""

from __future__ import annotations

import datetime
from dataclasses import replace
from random import Random

from kb import Charge

from .claim import Claim
from .item import Item
from .makers import Draft, assembled, option, single, who, worded
from .scene import Scene
from .sketch import Sketcher

ASKS = (
    "行为终了于{day}，对{who}应当如何认定？",
    "{who}的行为发生在{day}，对其下列认定正确的是：",
)
LAW_ASKS = (
    "认定{who}构成{charge}，应当适用哪一时的规定？",
    "对{who}以{charge}论处，关于法律适用，下列说法正确的是：",
)
LAWS = {
    "act": "适用行为时的规定，处理时的规定并不更有利",
    "milder": "适用处理时的规定，因为处理时的规定更有利",
    "silent": "行为时没有相关司法解释，适用处理时的解释",
}
EARLIEST = datetime.date(2011, 1, 1)
LATEST = 2
"""So many of the latest changes are asked about."""
BEFORE = 20
"""So many days before a change the act ended."""
NOT_YET = "行为时刑法尚无此罪的规定，不能以{charge}定罪"


def law_applied(random: Random, sketcher: Sketcher, charge: Charge, kind: str) -> Item | None:
    """One choice: which law applies to an act before a change, that of the act or that of the decision, and why."""
    changes = changes_of(sketcher, charge)
    base = sketcher.standing(random, charge, kind)
    if base is None or not changes:
        return None
    old = sketcher.of(
        charge, _on(base.scene, random.choice(changes[-LATEST:]) - datetime.timedelta(days=BEFORE))
    )
    if old.finding is None:
        return None
    claims = {name: Claim(says="law", charge=charge.id, part=name) for name in LAWS}
    right = [name for name, claim in claims.items() if old.solved.holds(claim)]
    if len(right) != 1:
        return None
    options = [
        option(sketcher, old, text, claims[name], right=name == right[0]) for name, text in LAWS.items()
    ]
    key = next(entry for entry in options if entry.right)
    ask = worded(random, LAW_ASKS, who=who(old), charge=charge.name_on(old.scene.decided))
    wrong = [entry for entry in options if not entry.right]
    question = single(random, ask, key, wrong, charge.id, ("time",))
    stem = sketcher.teller.stem(random, old.scene, dated=True)
    return assembled(Draft("single", "time", old, question, stem), sketcher)


def not_yet_a_crime(random: Random, sketcher: Sketcher, charge: Charge, kind: str) -> Item | None:
    """One choice on an act done before the charge was law."""
    start = charge.in_force.start if charge.in_force else None
    if start is None or start < EARLIEST:
        return None
    base = sketcher.standing(random, charge, kind)
    if base is None:
        return None
    end = start - datetime.timedelta(days=random.randint(20, 200))
    old = sketcher.of(charge, _on(base.scene, end))
    if not old.solved.holds(Claim(says="not_in_force", charge=charge.id)):
        return None
    label = charge.name_on(old.scene.decided)
    right = option(
        sketcher,
        old,
        NOT_YET.replace("{charge}", label),
        Claim(says="not_in_force", charge=charge.id),
        right=True,
    )
    wrong = [
        option(
            sketcher,
            old,
            text.replace("{charge}", label),
            Claim(says=says, charge=charge.id, part=part),
            right=False,
        )
        for text, says, part in (
            ("构成{charge}，因为处理时刑法已有此罪的规定", "established", None),
            ("构成{charge}，因为该行为的社会危害性在行为时已经存在", "charged", None),
            ("不构成{charge}，因为欠缺该罪的主观要件", "lacks", charge.elements[0].id),
        )
    ]
    ask = worded(random, ASKS, who=who(old), day=f"{end.year}年{end.month}月")
    question = single(random, ask, right, wrong, charge.id, ("time",)).model_copy(
        update={
            "why": f"{right.why}刑法第十二条：当时的法律不认为是犯罪的，适用当时的法律。",
            "cites": (*right.cites, "criminal_law:12.1"),
        }
    )
    stem = sketcher.teller.stem(random, old.scene, dated=True)
    return assembled(Draft("single", "time", old, question, stem), sketcher)


def _on(scene: Scene, end: datetime.date) -> Scene:
    """The act of a scene on a day long past; ages are counted at the act, so that they stay."""
    return replace(scene, start=end.replace(day=1), end=end)


def changes_of(sketcher: Sketcher, charge: Charge) -> list[datetime.date]:
    """The days since when some wording that a charge rests on is law."""
    statutes = sketcher.kb.statutes
    found = {
        wording.in_force.start
        for cite in set(charge.citations)
        for wording in statutes.versions(cite)
        if wording.in_force.start
    }
    return sorted(day for day in found if EARLIEST <= day <= sketcher.as_of)
