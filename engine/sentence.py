"""The range of a sentence: the tier, from where it is reckoned, what moves it by how much, and what is ordered beside it.

Bands with their provisions, never a number: the sentence itself is for the person who decides.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from kb import KnowledgeBase
from kb.condition import Cite
from kb.rules import Band, Circumstance, Role, Weighing

from .facts import Projection
from .penalty import read_penalty
from .plan import LawState, Plan, PlannedTier
from .rule_reader import RuleReader
from .share import Moved, Share, read_share, together, widest
from .values import Truth

EFFECTS: dict[str, str] = {
    "heavier": "从重处罚",
    "lighter": "从轻处罚",
    "lighter_or_reduced": "从轻或者减轻处罚",
    "lighter_reduced_or_exempt": "从轻、减轻处罚或者免除处罚",
    "reduced": "减轻处罚",
    "reduced_or_exempt": "减轻处罚或者免除处罚",
    "exempt": "免除处罚",
    "measure": "附随的处理",
}
AGAINST = frozenset({"heavier", "measure"})
"""What has one of these effects is shown under the law that is applied, never under a later one (从旧兼从轻)."""
BELOW = frozenset({"lighter_or_reduced", "lighter_reduced_or_exempt", "reduced", "reduced_or_exempt"})
"""With these a sentence may go below the range (减轻处罚)."""
MUST_BELOW = frozenset({"reduced", "reduced_or_exempt"})
EXEMPTING = frozenset({"lighter_reduced_or_exempt", "reduced_or_exempt", "exempt"})
NEXT_TIER = Cite(at="criminal_law:63.1", quote="应当在法定量刑幅度的下一个量刑幅度内判处刑罚")
"""减轻处罚的，在下一个量刑幅度内判处（修正案（八），2011-05-01）。"""
BELOW_RANGE = Cite(at="criminal_law:63.1", quote="应当在法定刑以下判处刑罚")
SEVERAL_FIRST = "有几项先行适用的情节，怎样叠加意见没有写明：比例逐项列出，不合计"
FIRST_WITHOUT_BAND = "先行适用的情节没有规定比例，其余比例须在其后适用：逐项列出，不合计"
WITHOUT_BAND = "没有规定比例的，由人在幅度内掌握"
NO_GUIDELINE = "处理日施行的量刑指导意见没有收录：只列法定的从宽、从严，不列比例"
DISCRETION = (
    "只有从轻情节的，不低于法定最低刑；调节结果超过法定最高刑的，以最高刑为限；其外还可以在20%的幅度内调整"
    "（法发〔2021〕21号二、（三）2至4）；宣告刑由审判人员决定"
)
BY_ANALOGY = "该意见规范所列常见犯罪判处有期徒刑的案件，本罪没有量刑起点的规定：各比例只供参照"


@dataclass(frozen=True)
class Weighed:
    """One circumstance that moves the sentence: what the law says it does, and the band of the guideline."""

    id: str
    label: str
    effect: str
    shall: bool
    because: tuple[str, ...]
    share: Share | None = None
    band: str | None = None
    """The provision that gives the band."""
    first: bool = False
    maybe: Share | None = None
    """The band instead, if what `unless` names turns out to hold (犯罪较轻的); nobody has said yet whether it does."""
    unless: str | None = None
    within: str | None = None
    """The circumstance in which it is already weighed (不作重复评价)."""

    @property
    def words(self) -> str:
        """What it does, as the law says it."""
        return (
            EFFECTS[self.effect] if self.effect == "measure" else f"{_must(self.shall)}{EFFECTS[self.effect]}"
        )

    def to_json(self) -> dict[str, Any]:
        """The circumstance as JSON data."""
        return {
            "id": self.id,
            "label": self.label,
            "effect": self.effect,
            "shall": self.shall,
            "because": list(self.because),
            "share": self.share.to_json() if self.share else None,
            "band": self.band,
            "first": self.first,
            "maybe": self.maybe.to_json() if self.maybe else None,
            "unless": self.unless,
            "within": self.within,
        }


def _must(shall: bool) -> str:
    return "应当" if shall else "可以"


@dataclass(frozen=True)
class Start:
    """From where the guideline reckons a sentence of the tier (量刑起点), in months."""

    text: str
    min_months: int
    max_months: int
    cite: str

    def to_json(self) -> dict[str, Any]:
        """The start as JSON data."""
        return {
            "text": self.text,
            "min_months": self.min_months,
            "max_months": self.max_months,
            "cite": self.cite,
        }


@dataclass(frozen=True)
class Lower:
    """What lies below the range where the sentence is reduced (减轻处罚)."""

    shall: bool
    text: str
    cite: str

    def to_json(self) -> dict[str, Any]:
        """What lies below as JSON data."""
        return {"shall": self.shall, "text": self.text, "cite": self.cite}


@dataclass(frozen=True)
class SentenceRange:
    """The range of one charge: its start, what moves it, what is left of the base sentence, what is beside it."""

    start: Start | None = None
    weighed: tuple[Weighed, ...] = ()
    measures: tuple[Weighed, ...] = ()
    lower: Lower | None = None
    exempt: str | None = None
    """应当 or 可以, where the sentence may be left out altogether (免除处罚)."""
    left: Moved | None = None
    """What the bands leave of the base sentence, where all of them can be taken together."""
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The range as JSON data: months, and percent of the base sentence."""
        return {
            "start": self.start.to_json() if self.start else None,
            "weighed": [each.to_json() for each in self.weighed],
            "measures": [each.to_json() for each in self.measures],
            "lower": self.lower.to_json() if self.lower else None,
            "exempt": self.exempt,
            "left": self.left.to_json() if self.left else None,
            "notes": list(self.notes),
        }


Shown = tuple[Weighing, tuple[str, ...]]
"""A role or circumstance that the facts show, and the provisions behind it."""


class SentenceReader:
    """Reads what moves a sentence, under the guideline of the day of decision."""

    def __init__(self, kb: KnowledgeBase, day: datetime.date) -> None:
        self.kb, self.day = kb, day
        self.reader = RuleReader(kb, LawState.on(day))

    def range(
        self, plan: Plan, tier: PlannedTier, shown: tuple[Shown, ...], facts: Projection
    ) -> SentenceRange:
        """The range of a tier that is reached, with what the facts show."""
        found = [self._weighed(rule, because, facts) for rule, because in shown]
        within = _within((rule for rule, _ in shown), {each.id for each in found})
        found = [_inside(each, within.get(each.id)) for each in found]
        moving = tuple(each for each in found if each.effect != "measure")
        start = self._start(tier)
        left, notes = _left(moving)
        banded = any(each.share for each in moving) or start
        return SentenceRange(
            start=start,
            weighed=moving,
            measures=tuple(each for each in found if each.effect == "measure" and each.within is None),
            lower=self._lower(plan, tier, moving, facts.act_day),
            exempt=_exempt(moving),
            left=left,
            notes=(
                *notes,
                *((DISCRETION,) if banded else (NO_GUIDELINE,) if moving and not self._held else ()),
                *((BY_ANALOGY,) if banded and start is None else ()),
            ),
        )

    def basis(self, name: str) -> tuple[str, ...]:
        """The provisions of the guideline that a circumstance rests on, where its condition cites nothing itself."""
        rule = self.kb.rules[name]
        bands = rule.bands if isinstance(rule, Weighing) else ()
        held = self.reader.active(tuple(Cite(at=band.at, quote=band.quote) for band in bands))
        return tuple(dict.fromkeys(held))

    def _weighed(self, rule: Weighing, because: tuple[str, ...], facts: Projection) -> Weighed:
        bands = [band for band in rule.bands if self._holds(band, facts) is True]
        last = bands[-1] if bands else None
        open_ = next((band for band in rule.bands if self._holds(band, facts) is None), None)
        return Weighed(
            id=rule.id,
            label=rule.label,
            effect=_effect(rule),
            shall=rule.shall,
            because=because,
            share=read_share(last.quote) if last else None,
            band=last.at if last else None,
            first=rule.first,
            maybe=read_share(open_.quote) if open_ else None,
            unless=self.kb.facts[open_.where].label if open_ and open_.where else None,
        )

    def _holds(self, band: Band, facts: Projection) -> Truth:
        """Whether a band is law and its ground holds; open where the ground is not known yet."""
        if not self.reader.active((Cite(at=band.at, quote=band.quote),)):
            return False
        value = True if band.where is None else facts.value(band.where)
        return value if isinstance(value, bool) else None

    @cached_property
    def _held(self) -> bool:
        """Whether any guideline is held for the day of decision."""
        bands = (band for rule in self.kb.circumstances for band in rule.bands)
        return any(self.reader.active((Cite(at=band.at, quote=band.quote),)) for band in bands)

    def _start(self, tier: PlannedTier) -> Start | None:
        held = next((cite for cite in tier.start if self.reader.active((cite,))), None)
        if held is None or held.quote is None:
            return None
        penalty = read_penalty(held.quote)
        return Start(held.quote, penalty.min_months, penalty.max_months, held.at)

    def _lower(
        self, plan: Plan, tier: PlannedTier, moving: tuple[Weighed, ...], act_day: datetime.date
    ) -> Lower | None:
        """The range next below, where a circumstance lets or makes the sentence be reduced (刑法第六十三条第一款)."""
        reducing = [each for each in moving if each.effect in BELOW]
        if not reducing:
            return None
        shall = any(each.shall and each.effect in MUST_BELOW for each in reducing)
        place = plan.tiers.index(tier)
        next_tier = RuleReader(self.kb, LawState.on(act_day)).active((NEXT_TIER,))  # 收窄减轻的，不溯及既往
        if place and next_tier:
            below = plan.tiers[place - 1]
            return Lower(shall, f"{below.label}：{read_penalty(below.penalty_text).text}", NEXT_TIER.at)
        return Lower(shall, "法定最低刑以下", BELOW_RANGE.at)


def _effect(rule: Weighing) -> str:
    effect = rule.effect if isinstance(rule, (Role, Circumstance)) else None
    return effect or "measure"


def _within(rules: Iterable[Weighing], shown: set[str]) -> dict[str, str]:
    """Which circumstances are already weighed in another one that is shown."""
    return {
        name: rule.label for rule in rules for name in rule.instead_of if name in shown and rule.id in shown
    }


def _inside(each: Weighed, within: str | None) -> Weighed:
    if within is None:
        return each
    return replace(each, share=None, band=None, maybe=None, unless=None, within=within)


def _exempt(moving: tuple[Weighed, ...]) -> str | None:
    exempting = [each for each in moving if each.effect in EXEMPTING or (each.share and each.share.exempt)]
    if not exempting:
        return None
    return _must(any(each.shall and each.effect == "exempt" for each in exempting))


def _left(moving: tuple[Weighed, ...]) -> tuple[Moved | None, tuple[str, ...]]:
    """What the bands leave together: those weighed first, then the others side by side (法发〔2021〕21号二、（二）)."""
    first = [widest(each.share, each.maybe) for each in moving if each.share and each.first]
    side = tuple(widest(each.share, each.maybe) for each in moving if each.share and not each.first)
    bandless = (each for each in moving if each.share is None and each.within is None)
    open_ = [each.label for each in bandless if each.effect != "exempt"]
    notes = (f"{'、'.join(open_)}：{WITHOUT_BAND}",) if open_ else ()
    if not first and not side:
        return None, notes
    if any(each.first and each.share is None and each.within is None for each in moving):
        return None, (*notes, FIRST_WITHOUT_BAND)
    if len(first) > 1:
        return None, (*notes, SEVERAL_FIRST)
    left = together(side)
    for share in first:
        left = left.times(share)
    return left, notes


def weighed_rules(kb: KnowledgeBase, found: Iterable[tuple[str, tuple[str, ...]]]) -> tuple[Shown, ...]:
    """The rules behind what a finding shows, by id, with its basis; a role that moves nothing (主犯) is left out."""
    rules = ((kb.rules[name], because) for name, because in found)
    return tuple(
        (rule, because)
        for rule, because in rules
        if isinstance(rule, (Role, Circumstance)) and rule.effect is not None
    )
