"""Items on thresholds: the number to fill in, and which of several situations reach the line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import Any

from engine.explain import label_of
from engine.plan import Node
from engine.values import Interval, spoken
from kb import Charge, UnknownCitation
from kb.numerals import HAN, to_han, to_int

from . import numbers
from .claim import Claim
from .finder import Part, Position, Way, plain
from .item import Item, Option, Question
from .makers import Draft, arranged, assembled, difficulty, option, who, worded
from .scene import Scene
from .sentences import BRACKETS
from .sketch import Sketch, Sketcher

BLANK = "________"
CLAUSE, PENALTY = re.compile(r"[，；。：]"), re.compile(r"罚金|罚款|有期徒刑|拘役")
"""A number of a penalty is no threshold, though it may be the same."""
NUMERAL = re.compile(rf"[{HAN}]+|\d[\d,，]*(?:\.\d+)?万?")
FEWEST, MOST = 4, 5
MOST_SPOTS = 2
"""A number that stands in a provision more often than this is not asked for."""
CASE_ASKS = (
    "{who}的其他情况均符合{charge}的要件。“{label}”至少达到{blank}{unit}的，才能认定为“{part}”。",
    "仅就“{label}”一项而言，达到{blank}{unit}以上，{who}的行为才属于{charge}的“{part}”。",
)
MANY_ASKS = (
    "其他要件均已具备。{who}有下列哪些情形的，其行为构成{charge}？",
    "已查明{who}的行为符合{charge}的其他要件。下列情形中，应当认定构成该罪的有：",
)


@dataclass(frozen=True)
class Line:
    """A threshold of a part of a charge: the fact, the number, the provision that says it."""

    part: Part
    fact: str
    number: Decimal
    cite: str
    comparison: str


def lines_of(sketcher: Sketcher, sketch: Sketch) -> list[Line]:
    """The thresholds on which a scene can be asked, with the provision that the number stands in."""
    scene = sketch.scene
    elements, tiers = sketcher.finder.parts(sketch.charge, scene.actors[0].kind, scene.end, scene.decided)
    found: dict[tuple[str, str, Decimal], Line] = {}
    for part in (*elements, *tiers):
        for node, cites in _tests(part.node, ()):
            if node.comparison not in ("at_least", "above") or not isinstance(node.bounds[0], Decimal):
                continue
            name, number = str(node.fact), node.bounds[0]
            cite = next((c for c in cites if _quoted(sketcher, c, number, scene.decided)), None)
            usable = sketcher.finder.usable(name) and number > 1 and cite is not None
            if usable and cite:
                found.setdefault((part.id, name, number), Line(part, name, number, cite, node.comparison))
    return list(found.values())


def _tests(node: Node, above: tuple[str, ...]) -> Iterator[tuple[Node, tuple[str, ...]]]:
    """Every test below a node, with the citations that carry it: its own, or the nearest above it."""
    cites = node.cites or above
    if node.op == "test" and node.fact:
        yield node, cites
    if node.op != "not":
        for child in node.children:
            yield from _tests(child, cites)


def _quoted(sketcher: Sketcher, cite: str, number: Decimal, day: Any) -> str | None:
    """The own line of a provision with the number blanked, where it stands there once or twice."""
    try:
        provision = sketcher.kb.statutes.provision(cite, day)
    except UnknownCitation:
        return None
    if provision.own_doubt is not None or not provision.own:
        return None
    spots = [
        m
        for m in NUMERAL.finditer(provision.own)
        if _value(m[0]) == number
        and not PENALTY.search(CLAUSE.split(provision.own[m.end() :], maxsplit=1)[0])
    ]
    if not 1 <= len(spots) <= MOST_SPOTS:
        return None
    own = provision.own
    for start, end in (spot.span() for spot in reversed(spots)):
        own = f"{own[:start]}{BLANK}{own[end:]}"
    return own


def _value(text: str) -> Decimal | None:
    try:
        return (
            Decimal(to_int(text.rstrip("万"))) * 10_000
            if text[0].isdecimal() and text.endswith("万")
            else Decimal(to_int(text))
        )
    except ValueError:
        return None


def provision_with_blank(random: Random, sketcher: Sketcher, charge: Charge, kind: str) -> Item | None:
    """A blank in the words of the law, proved by a case at the line and one short of it."""
    found = _at_the_line(random, sketcher, charge, kind)
    if found is None:
        return None
    sketch, line, proofs = found
    words = _quoted(sketcher, line.cite, line.number, sketch.scene.decided)
    stem = f"{label_of(sketcher.kb, line.cite)}规定：“{words}”"
    where = "横线处" if words is not None and words.count(BLANK) == 1 else "两处横线填的是同一个数，"
    question = _blank(sketcher, sketch, line, proofs, f"{where}应当填写：")
    item = assembled(Draft("blank", "line", sketch, question, stem), sketcher)
    return item.model_copy(update={"given": (), "difficulty": difficulty(1, 1, 0, "line")})


def case_with_blank(random: Random, sketcher: Sketcher, charge: Charge, kind: str) -> Item | None:
    """A blank in a case: how much it takes for the charge to stand, or the tier to be reached."""
    found = _at_the_line(random, sketcher, charge, kind)
    if found is None or _tells(sketcher, *found[:2]):
        return None
    sketch, line, proofs = found
    fact = sketcher.kb.facts[line.fact]
    ask = worded(
        random,
        CASE_ASKS,
        who=who(sketch),
        charge=sketch.finding.charge if sketch.finding else charge.label,
        label=BRACKETS.sub("", fact.label),
        blank=BLANK,
        unit=fact.unit or "",
        part=line.part.label,
    )
    rest = {name: value for name, value in sketch.facts.items() if name != line.fact}
    stem = sketcher.teller.stem(random, _retold(sketch.scene, rest))
    question = _blank(sketcher, sketch, line, proofs, ask)
    return assembled(Draft("blank", "line", sketch, question, stem), sketcher)


def _tells(sketcher: Sketcher, sketch: Sketch, line: Line) -> bool:
    """Whether the question gives the number away: its part is called by it, or the stem gives a judgment on that part."""
    if any(_value(spot[0]) == line.number for spot in NUMERAL.finditer(line.part.label)):
        return True
    through = [way for way in line.part.ways if line.fact in way and way.keys() <= sketch.facts.keys()]
    return any(sketcher.finder.judged(name) for way in through for name in way)


def _retold(scene: Scene, facts: Mapping[str, Any]) -> Scene:
    """The scene with no more told of its suspect than some facts."""
    return replace(scene, actors=(replace(scene.actors[0], facts=facts),))


def _blank(sketcher: Sketcher, sketch: Sketch, line: Line, proofs: tuple[Claim, ...], ask: str) -> Question:
    unit = sketcher.kb.facts[line.fact].unit or ""
    number = int(line.number)
    answers = [to_han(number), str(number), spoken(Interval.exactly(line.number), unit).removesuffix(unit)]
    why = (
        f"{label_of(sketcher.kb, line.cite)}：“{sketcher.kb.statutes.provision(line.cite, sketch.scene.decided).own}”"
        f"达到{spoken(Interval.exactly(line.number), unit)}即属“{line.part.label}”，差一{unit or '个单位'}则不属于。"
    )
    return Question(
        kind="blank",
        ask=ask,
        answers=tuple(dict.fromkeys(answers)),
        proofs=proofs,
        why=why,
        cites=(line.cite,),
        charge=sketch.charge.id,
        parts=(line.part.id,),
    )


def _at_the_line(
    random: Random, sketcher: Sketcher, charge: Charge, kind: str
) -> tuple[Sketch, Line, tuple[Claim, ...]] | None:
    """A scene exactly at a line, with the claims that it reaches it and that one unit less does not."""
    blank = sketcher.scene(random, kind, {})
    lines = lines_of(sketcher, sketcher.of(charge, blank))
    random.shuffle(lines)
    for line in lines[:MOST]:
        if line.comparison != "at_least":
            continue
        tier = line.part.id if line.part.id in {tier.id for tier in charge.tiers} else None
        through = (line.part.id, line.fact, line.number)
        sketch = sketcher.standing(random, charge, kind, position="at", tier=tier, through=through)
        if sketch is None or sketch.facts.get(line.fact) != plain(line.number):
            continue
        proofs = _proofs(sketcher, sketch, line)
        if proofs:
            return sketch, line, proofs
    return None


def _proofs(sketcher: Sketcher, sketch: Sketch, line: Line) -> tuple[Claim, ...]:
    """That the scene is at the line and that it turns there; none where another answer would do as well."""
    charge = sketch.charge
    short = plain(line.number - 1)
    tiers = {tier.id for tier in charge.tiers}
    if line.part.id in tiers:
        reached = Claim(says="tier", charge=charge.id, part=line.part.id)
        missed = Claim(says="not_tier", charge=charge.id, part=line.part.id, change={line.fact: short})
    else:
        reached = Claim(says="established", charge=charge.id)
        missed = Claim(says="fails", charge=charge.id, change={line.fact: short})
    whole, changed = sketch.solved, sketcher.quick.changed(sketch.solved.tree, missed)
    return (reached, missed) if whole.holds(reached) and changed.holds(missed) else ()


def situations(random: Random, sketcher: Sketcher, charge: Charge, kind: str) -> Item | None:
    """Several choices: which of some situations make the charge stand, all else being met."""
    base = sketcher.standing(random, charge, kind)
    if base is None:
        return None
    scene = base.scene
    elements, _ = sketcher.finder.parts(charge, kind, scene.end, scene.decided)
    wide = [part for part in elements if len(part.ways) >= FEWEST - 1]
    if not wide:
        return None
    part = random.choice(wide)
    bare = sketcher.without(random, base, part.id)
    if bare is None or bare.solved.holds(Claim(says="fails", charge=charge.id)) is not True:
        return None
    right, wrong = _offers(random, sketcher, bare, part)
    takes = min(len(right), random.choice((2, 2, 3)))
    takes = max(takes, min(len(right), FEWEST - len(wrong)))
    right, wrong = right[:takes], wrong[: MOST - takes]
    if takes < 2 or not wrong:  # noqa: PLR2004 - several, and not all
        return None
    if len(right) + len(wrong) < FEWEST:
        return None
    named = bare.finding.charge if bare.finding else charge.label
    question = Question(
        kind="multiple",
        ask=worded(random, MANY_ASKS, who=who(bare), charge=named),
        options=arranged(random, right, wrong),
        why=f"能够据以认定“{part.label}”的有{len(right)}项，理由逐项写明。",
        cites=tuple(dict.fromkeys(cite for o in right for cite in o.cites)),
        charge=charge.id,
        parts=(part.id,),
    )
    stem = sketcher.teller.stem(random, bare.scene, closing=False)
    return assembled(Draft("multiple", "line", bare, question, stem), sketcher)


def _offers(
    random: Random, sketcher: Sketcher, bare: Sketch, part: Part
) -> tuple[list[Option], list[Option]]:
    """Situations drawn from the ways to meet a part: those that do, and those whose number falls short."""
    right: list[Option] = []
    wrong: list[Option] = []
    told: set[frozenset[str]] = set()
    for way in random.sample(list(part.ways), len(part.ways)):
        names = frozenset(way)
        if names & set(bare.facts) or any(map(sketcher.finder.judged, way)) or len(way) > 2 or names in told:  # noqa: PLR2004
            continue
        if any(sketcher.sentences.against(name, bare.facts) for name in names):
            continue
        counted = [name for name, change in way.items() if not change.need.answers]
        short = bool(counted) and len(wrong) <= len(right)
        facts = _facts(random, sketcher, way, counted[0] if short else None)
        claim = Claim(says="established", charge=bare.charge.id, change=facts) if facts else None
        holds = sketcher.quick.changed(bare.solved.tree, claim).holds(claim) if claim else None
        if facts is None or claim is None or holds is None:
            continue
        told.add(names)
        (right if holds else wrong).append(
            option(sketcher, bare, sketcher.teller.clauses(random, facts), claim, right=holds)
        )
    return right, wrong


def _facts(random: Random, sketcher: Sketcher, way: Way, short: str | None) -> dict[str, Any] | None:
    """The facts of one way, with one number short of its line where that is wanted."""
    position: Position = random.choice(("at", "above"))
    facts = {name: sketcher.finder.value(random, c.need, position) for name, c in way.items()}
    if short is not None:
        less = numbers.below(random, way[short].need.low)
        if less is None:
            return None
        facts[short] = plain(less)
    return facts
