"""The kinds of rules: what a rule file may say besides its conditions, and nothing about what it means for a case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from .condition import Cite, Cites, Condition, Identifier
from .load import Located
from .period import Period

Status = Literal["draft", "reviewed", "retired"]


class Element(Condition):
    """An element of a charge (构成要件): a condition with a name of its own.

    `cumulative`: judged over all acts together (数额、情节); every other element has to be met by one and the same act.
    """

    id: Identifier
    label: str
    cumulative: bool = False


ExceptionEffect = Literal[
    "not_a_crime", "leniency", "not_pursued", "insufficient_evidence", "conditional", "no_penalty"
]
"""不以犯罪论处、可以不起诉或者免予刑事处罚、不追究刑事责任、证据不足、附条件不起诉、不予行政处罚。"""


class LegalException(Condition):
    """A ground that takes a person out of the charge (出罪), or out of punishment (可以不起诉、免予刑事处罚).

    It speaks only when it is shown: an exception nobody has looked at does not hold a finding open.
    """

    id: Identifier
    label: str
    effect: ExceptionEffect = "not_a_crime"
    follows: Cites = ()
    """What the procedure orders where it is shown, where that is more than the effect itself says."""

    @property
    def when(self) -> Condition:
        """The condition itself, as a general exception has it."""
        return self


class Penalty(Located):
    """A statutory range, as the words of the provision give it; the months are read from the quote."""

    at: str
    quote: str


class Tier(Located):
    """A grade of a charge (数额较大, 情节严重 …): when it is reached and what it carries."""

    id: Identifier
    label: str
    when: Condition | None = None
    penalty: Penalty
    start: Penalty | None = None
    """From where a sentence is reckoned (量刑起点), as the guideline of the day of decision words it."""


class Band(Located):
    """By how much of the base sentence (基准刑) a circumstance moves it: the share is read from the quote.

    `where`: only where this fact holds besides (犯罪较轻的); the last band that holds is the one.
    """

    at: str
    quote: str
    where: Identifier | None = None


class FormerName(Located):
    """A name the charge bore up to a day (窝藏、转移、收购、销售赃物罪)."""

    name: str
    until: date


class Lacking(Located):
    """An interpretation that applied to a charge and is not held: what it said is for a person to look up."""

    name: str
    in_force: Period


@dataclass(frozen=True)
class Citing:
    """A place that rests on a provision: what was read there, at which of its keys, and the words that it quotes."""

    place: Located
    key: str
    at: str
    quote: str | None = None


def citing(cite: Cite, owner: Located, key: str = "cite") -> Citing:
    """A citation at its own place, or (written short, which has none) at the key of what it belongs to."""
    return Citing(cite, "at", cite.at, cite.quote) if cite.line else Citing(owner, key, cite.at)


def quoting(place: Penalty | Band) -> Citing:
    """The words of a provision that something is read from."""
    return Citing(place, "at", place.at, place.quote)


class Rule(Located):
    """What every rule file has: a name, a state of review, and why anything was left out."""

    id: Identifier
    kind: str
    label: str
    status: Status = "draft"
    reviewed_by: str | None = None
    reviewed_on: date | None = None
    note: str | None = None
    in_force: Period | None = None

    @model_validator(mode="after")
    def _review_has_a_name(self) -> Rule:
        if self.status == "reviewed" and not (self.reviewed_by and self.reviewed_on):
            msg = "status 为 reviewed 时须写明审阅人 reviewed_by 与日期 reviewed_on → 未经具名审阅的写 draft"
            raise ValueError(msg)
        return self

    @property
    def tops(self) -> tuple[Condition, ...]:
        """Every top condition of the rule; most have one, under `when`."""
        when = getattr(self, "when", None)
        return () if when is None else (when,)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Every condition of the rule, each before those below it."""
        return tuple(condition for top in self.tops for condition in top.walk())

    @property
    def cited(self) -> Iterator[Citing]:
        """What the rule cites outside its conditions."""
        return iter(())

    @property
    def citations(self) -> Iterator[str]:
        """Every citation that the rule makes."""
        yield from (cite.at for condition in self.conditions for cite in condition.cite)
        yield from (citing.at for citing in self.cited)


class Offence(Rule):
    """What the law punishes, by a penalty or by a sanction: which conduct opens it, elements, exceptions, tiers."""

    article: str
    aliases: tuple[str, ...] = ()
    former_names: tuple[FormerName, ...] = ()
    unit: Cites = ()
    earlier_law: str | None = None
    """Which law already punished such acts before `in_force`, where it is not held: a person has to judge."""
    lacking: tuple[Lacking, ...] = ()
    """Interpretations of earlier days that are not held: for an act of those days the charge stands at most open."""
    mixed_forms: Cites = ()
    """What orders the comparison where one part was completed and another attempted (既有既遂，又有未遂)."""
    opened_by: tuple[Identifier, ...] = Field(min_length=1)
    elements: tuple[Element, ...] = Field(min_length=1)
    exceptions: tuple[LegalException, ...] = ()
    tiers: tuple[Tier, ...] = Field(min_length=1)

    def lacking_on(self, day: date) -> Lacking | None:
        """The interpretation of `day` that is not held, if there is one."""
        return next((lacking for lacking in self.lacking if lacking.in_force.covers(day)), None)

    def name_on(self, day: date) -> str:
        """The official name of the offence on `day`."""
        for former in sorted(self.former_names, key=lambda entry: entry.until):
            if day <= former.until:
                return former.name
        return self.label

    @property
    def tops(self) -> tuple[Condition, ...]:
        """Its elements, exceptions and the conditions of its tiers."""
        return (*self.elements, *self.exceptions, *(tier.when for tier in self.tiers if tier.when))

    @property
    def cited(self) -> Iterator[Citing]:
        """The article, what lets units commit it, the words of the ranges, and what follows from the exceptions."""
        yield Citing(self, "article", self.article)
        yield from (citing(cite, self, "unit") for cite in self.unit)
        yield from (citing(cite, self, "mixed_forms") for cite in self.mixed_forms)
        yield from (quoting(tier.penalty) for tier in self.tiers)
        yield from (quoting(tier.start) for tier in self.tiers if tier.start)
        yield from (citing(cite, each, "follows") for each in self.exceptions for cite in each.follows)


class Charge(Offence):
    """A crime."""

    kind: Literal["charge"]


class Presumption(Rule):
    """From which signs knowledge follows or may be presumed, and what rebuts it."""

    kind: Literal["knowledge"]
    when: Condition


class Definition(Rule):
    """What a word of the law means, where several charges use it (偷越国（边）境, 信用卡): a condition to refer to."""

    kind: Literal["definition"]
    when: Condition


class JointCrime(Rule):
    """A pattern over the acts of several people that makes one answer for the other's crime."""

    kind: Literal["joint_crime"]
    charge: Identifier
    when: Condition


Effect = Literal[
    "heavier",
    "lighter",
    "lighter_or_reduced",
    "lighter_reduced_or_exempt",
    "reduced",
    "reduced_or_exempt",
    "exempt",
    "measure",
]
"""从重、从轻、从轻或者减轻、从轻减轻或者免除、减轻、减轻或者免除、免除；`measure`：附随的处理（追缴、从业禁止、不适用缓刑）。"""


class Weighing(Rule):
    """What moves the range or the sentence within it: what it does, whether it has to, and by how much.

    `shall`: the text says 应当 (从重处罚 without 可以 is 应当). `first`: weighed before the others (先适用).
    `instead_of`: those whose bands are not weighed beside it (不作重复评价).
    """

    shall: bool = False
    first: bool = False
    bands: tuple[Band, ...] = ()
    instead_of: tuple[Identifier, ...] = ()

    @property
    def cited(self) -> Iterator[Citing]:
        """The words of the bands."""
        yield from map(quoting, self.bands)


class Role(Weighing):
    """A part played in a joint crime (首要分子, 主犯, 从犯, 胁从犯); the first that is met counts."""

    kind: Literal["role"]
    rank: int
    when: Condition
    consequence: Cite
    effect: Effect | None = None

    @property
    def cited(self) -> Iterator[Citing]:
        """What follows from the role, and the words of the bands."""
        yield citing(self.consequence, self, "consequence")
        yield from super().cited


class Circumstance(Weighing):
    """A circumstance that moves the range or the sentence within it, or what is ordered beside the sentence.

    `form`: it is there where the crime was not completed in this way (未遂), which the charge itself tells.
    """

    kind: Literal["circumstance"]
    charges: tuple[Identifier, ...] = ()
    effect: Effect
    when: Condition
    form: Literal["attempted"] | None = None


class GeneralException(Rule):
    """A ground of the general part that takes a person out of any charge (刑法第十三条但书, 第十七条).

    `charges`: only these; none: every charge. A charge that has an exception of the same id has its own instead.
    """

    kind: Literal["exception"]
    of: Literal["charge", "administrative"] = "charge"
    """What it takes a person out of: crimes, or offences that are punished by sanctions."""
    charges: tuple[Identifier, ...] = ()
    effect: ExceptionEffect = "not_a_crime"
    when: Condition
    follows: Cites = ()
    """What the procedure orders where it is shown (应当作出不起诉决定)."""

    @property
    def cited(self) -> Iterator[Citing]:
        """What the procedure orders."""
        yield from (citing(cite, self, "follows") for cite in self.follows)


ANY_OTHER = "any"
"""In `between`: any other charge on the same act."""


class Concurrence(Rule):
    """What follows when two charges are found on one person.

    `between: [x, any]`: x with whatever else the very same act makes out (同时构成其他犯罪的).
    `effect`: 从一重, 不另定罪, 数罪并罚, or `joined`: acts of a selective charge (选择性罪名) are one crime.
    """

    kind: Literal["concurrence"]
    between: tuple[Identifier, Identifier]
    effect: Literal["heavier", "absorbed", "cumulative", "joined"]
    into: Identifier | None = None
    """Which stands where it is absorbed; where it is the heavier one and both are equally heavy: which comes first."""
    same_conduct: bool = False
    disputed: bool = False
    """No text says which stands: the step is shown with the note, for a person to decide."""
    settled_by: str | None = None
    """Of a disputed one, the clause that does say so for what is found on that very clause."""
    cite: Cites
    rank: int = 50

    @property
    def cited(self) -> Iterator[Citing]:
        """What orders it."""
        yield from (citing(cite, self) for cite in self.cite)
        if self.settled_by:
            yield Citing(self, "settled_by", self.settled_by)

    @property
    def charges(self) -> tuple[str, ...]:
        """The charges that the rule names."""
        return tuple(charge for charge in self.between if charge != ANY_OTHER)

    @model_validator(mode="after")
    def _into_one_of_the_two(self) -> Concurrence:
        if self.effect == "absorbed" and self.into is None:
            msg = "effect 为 absorbed 时，into 须为 between 中的一个罪名 id → 写明并入哪一个"
            raise ValueError(msg)
        if self.into is not None and self.into not in self.charges:
            msg = f"into 须为 between 中的一个罪名，现为「{self.into}」 → 改为 {'、'.join(self.charges)} 之一"
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _disputed_with_a_note(self) -> Concurrence:
        if self.disputed and (self.effect not in ("heavier", "absorbed") or not self.note):
            msg = "disputed 只用于 effect 为 heavier、absorbed 的规则，且须有 note → 在 note 写明条文没有规定什么、由谁判断"
            raise ValueError(msg)
        if self.settled_by and not self.disputed:
            msg = "settled_by 只与 disputed: true 同用 → 补上 disputed: true，或者删去 settled_by"
            raise ValueError(msg)
        return self
