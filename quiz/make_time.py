"""Items on the law of another day: the same act before and after a change, with another answer."""

from __future__ import annotations

import datetime
from dataclasses import replace
from random import Random

from kb import Charge, citations_of

from .claim import Claim
from .item import Item, Question
from .makers import Draft, arranged, assembled, option, who
from .reasons import failing_element
from .scene import Scene
from .sketch import Sketch, Sketcher

ASKS = (
    "行为终了于{day}，对{who}应当如何认定？",
    "{who}的行为发生在{day}，对其下列认定正确的是：",
)
SAYS = "按照从旧兼从轻的原则，{who}的行为构成{charge}。"
EARLIEST = datetime.date(2011, 1, 1)
BEFORE = 20
"""So many days before a change the act ended."""
MOST = 3
NOT_YET = "行为时刑法尚无此罪的规定，不能以{charge}定罪"


def before_the_change(random: Random, sketcher: Sketcher, charge: Charge, kind: str) -> Item | None:
    """True or false on an act before a change of law: the answer is another than for the same act today."""
    found = _moved(random, sketcher, charge, kind)
    if found is None:
        return None
    old, now = found
    stands = old.solved.holds(Claim(says="established", charge=charge.id))
    if stands is None or old.finding is None:
        return None
    claim = Claim(says="established", charge=charge.id)
    only = option(sketcher, old, "该说法", claim, right=stands)
    question = Question(
        kind="true_false",
        ask=SAYS.replace("{who}", who(old)).replace("{charge}", now.finding.charge if now.finding else charge.label),
        options=(only,),
        why=f"{only.why}适用的法律：{old.finding.law.why}。",
        cites=tuple(dict.fromkeys([*only.cites, *old.finding.law.cites])),
        charge=charge.id,
        parts=("time",),
    )
    stem = sketcher.teller.stem(random, old.scene, dated=True)
    return assembled(Draft("true_false", "time", old, question, stem), sketcher)


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
    question = Question(
        kind="single",
        ask=random.choice(ASKS).replace("{who}", who(old)).replace("{day}", f"{end.year}年{end.month}月"),
        options=arranged(random, [right], wrong),
        why=f"{right.why}刑法第十二条：当时的法律不认为是犯罪的，适用当时的法律。",
        cites=(*right.cites, "criminal_law:12.1"),
        charge=charge.id,
        parts=("time",),
    )
    stem = sketcher.teller.stem(random, old.scene, dated=True)
    return assembled(Draft("single", "time", old, question, stem), sketcher)


def _on(scene: Scene, end: datetime.date) -> Scene:
    """The act of a scene on a day long past, the suspect as old as he was then."""
    moved = replace(scene, start=end.replace(day=1), end=end)
    return replace(moved, actors=tuple(replace(actor) for actor in scene.actors))


def _moved(
    random: Random, sketcher: Sketcher, charge: Charge, kind: str
) -> tuple[Sketch, Sketch] | None:
    """An act before a change of law and the same act now, with other verdicts on the charge."""
    base = sketcher.standing(random, charge, kind, position="at")
    if base is None:
        return None
    claim = Claim(says="established", charge=charge.id)
    changes = random.sample(changes_of(sketcher, charge), min(MOST, len(changes_of(sketcher, charge))))
    turned = sketcher.turned(random, base) if random.random() < 0.5 else None  # noqa: PLR2004 - one in two
    now = turned or base
    verdict = now.solved.holds(claim)
    for day in changes:
        old = sketcher.of(charge, _on(now.scene, day - datetime.timedelta(days=BEFORE)))
        before = old.solved.holds(claim)
        if before is not None and verdict is not None and before is not verdict and _plain(sketcher, old):
            return old, now
    return None


def _plain(sketcher: Sketcher, old: Sketch) -> bool:
    """Whether what the old law asks stands in the stem, so that a reader can see the answer."""
    finding = old.finding
    if finding is None or finding.verdict == "not_in_force":
        return False
    failing = failing_element(finding)
    return failing is None or any(
        name in old.facts and sketcher.kb.facts[name].numeric for name in failing.facts
    )


def changes_of(sketcher: Sketcher, charge: Charge) -> list[datetime.date]:
    """The days since when some wording that a charge rests on is law."""
    statutes = sketcher.kb.statutes
    found = {
        wording.in_force.start
        for cite in set(citations_of(charge))
        for wording in statutes.versions(cite)
        if wording.in_force.start
    }
    return sorted(day for day in found if EARLIEST <= day <= sketcher.as_of)
