"""What the engine says of one charge on one person: verdict, elements, tier, range, the law applied, and why."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from .element_findings import ElementFinding, ExceptionFinding, Reason
from .later import uncollected
from .penalty import Penalty
from .sanction import Sanction
from .sentence import SentenceRange
from .shortfall import Shortfall
from .values import UNKNOWN_NUMBER, Interval

Verdict = Literal["established", "undetermined", "not_established", "not_in_force"]
VERDICTS: dict[str, str] = {
    "established": "成立",
    "undetermined": "待查",
    "not_established": "不成立",
    "not_in_force": "行为时无此罪",
}


@dataclass(frozen=True)
class TierFinding:
    """The tier reached, its range, and the higher tiers that unknown facts still leave open."""

    id: str
    label: str
    cite: str
    penalty: Penalty | Sanction
    because: Sequence[str]
    reasons: Sequence[Reason] = ()
    open_above: tuple[str, ...] = ()
    ask: Sequence[str] = ()


@dataclass(frozen=True)
class Alternative:
    """What another state of the law would have given: its documents, verdict, tier and range."""

    version: str
    verdict: Verdict
    tier: str | None
    range: str | None = None
    statute_day: datetime.date | None = None
    interpretation_day: datetime.date | None = None

    def to_json(self) -> dict[str, Any]:
        """The alternative as JSON data."""
        return {
            "version": self.version,
            "verdict": self.verdict,
            "tier": self.tier,
            "range": self.range,
            "statute_day": str(self.statute_day) if self.statute_day else None,
            "interpretation_day": str(self.interpretation_day) if self.interpretation_day else None,
        }


@dataclass(frozen=True)
class Limitation:
    """Until when the crime may be prosecuted (刑法第八十七至八十九条), reckoned from the day it ended."""

    years: int
    start: datetime.date
    last: datetime.date
    passed: bool

    def to_json(self) -> dict[str, Any]:
        """The period as JSON data."""
        return {"years": self.years, "from": str(self.start), "to": str(self.last), "passed": self.passed}


@dataclass(frozen=True)
class LawChoice:
    """Which state of the law was applied and why."""

    version: str
    why: str
    cites: tuple[str, ...] = ()
    alternatives: Sequence[Alternative] = ()
    between: Sequence[Alternative] = ()
    """Law in force between the act and the decision that would be milder still (中间法): for a person to decide."""
    statute_day: datetime.date | None = None
    interpretation_day: datetime.date | None = None

    def to_json(self) -> dict[str, Any]:
        """The choice as JSON data."""
        return {
            "version": self.version,
            "why": self.why,
            "cites": list(self.cites),
            "statute_day": str(self.statute_day) if self.statute_day else None,
            "interpretation_day": str(self.interpretation_day) if self.interpretation_day else None,
            "alternatives": [alternative.to_json() for alternative in self.alternatives],
            "between": [alternative.to_json() for alternative in self.between],
        }


@dataclass(frozen=True)
class AmountItem:
    """A part of a sum: of which act or whom it is said, how much (元), and on what evidence."""

    holder: str
    number: Interval
    evidence: str | None
    note: str | None

    def to_json(self) -> dict[str, Any]:
        """The part as JSON data."""
        return {"from": self.holder, **self.number.to_json(), "evidence": self.evidence, "note": self.note}


@dataclass(frozen=True)
class Amount:
    """A sum that the charge looks at (元), item by item, and the provisions that order it."""

    fact: str
    label: str
    number: Interval
    items: tuple[AmountItem, ...]
    cite: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The sum as JSON data."""
        return {
            "fact": self.fact,
            "label": self.label,
            **self.number.to_json(),
            "items": [item.to_json() for item in self.items],
            "cite": list(self.cite),
        }


@dataclass(frozen=True)
class Circumstance:
    """A circumstance of sentencing that the facts show."""

    id: str
    label: str
    effect: str
    because: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The circumstance as JSON data."""
        return {"id": self.id, "label": self.label, "effect": self.effect, "because": list(self.because)}


COMPLETED, ATTEMPTED, OPEN_FORM = "既遂", "未遂", "形态待查"
OPEN_ROLE = "地位作用待查"
LIMITATION = "limitation_passed"
"""The judgment, and the exit of the same name, that the period for prosecution has passed (刑法第八十七至八十九条)."""
NEARNESS: dict[Verdict, int] = {"established": 0, "undetermined": 1, "not_established": 2, "not_in_force": 3}
"""The order in which findings are shown."""


@dataclass(frozen=True)
class Finding:
    """One charge on one person."""

    charge: str
    charge_id: str
    article: str
    article_label: str
    verdict: Verdict
    elements: Sequence[ElementFinding] = ()
    still_open: int = 0
    """How many of the elements are not known yet."""
    exceptions: Sequence[ExceptionFinding] = ()
    excused: bool = True
    """Whether some exception may be met; where none is, nobody has to look through them."""
    role: str | None = None
    role_because: tuple[str, ...] = ()
    form: str | None = None
    tier: TierFinding | None = None
    circumstances: tuple[Circumstance, ...] = ()
    sentence: SentenceRange | None = None
    """What moves the range and by how much; none where no tier is reached."""
    because: Sequence[str] = ()
    law: LawChoice = field(default_factory=lambda: LawChoice("", ""))
    conduct: tuple[str, ...] = ()
    amounts: Sequence[Amount] = ()
    unverified: Sequence[str] = ()
    notes: Sequence[str] = ()
    limitation: Limitation | None = None
    late: bool = False
    """Whether the period for prosecution may have passed, and nobody has said yet whether it has."""
    gain: Interval = UNKNOWN_NUMBER
    """The illegal gain (元), for a fine that is a multiple of it."""
    supported: bool = True
    """Whether some fact that was stated speaks for the charge; else nothing but the kind of conduct does."""
    lookup: Callable[[], Shortfall] | None = field(default=None, compare=False, repr=False)
    """How what the charge lacks is found, where it is worth finding."""

    @cached_property
    def shortfall(self) -> Shortfall | None:
        """What the charge lacks to stand, found when somebody looks; None where it stands, or no fact speaks for it."""
        with uncollected():
            return self.lookup() if self.lookup else None

    @property
    def live(self) -> bool:
        """Whether the charge stands, or is open."""
        return self.verdict in ("established", "undetermined")

    @cached_property
    def shown(self) -> tuple[ExceptionFinding, ...]:
        """The exceptions that are met."""
        return tuple(e for e in self.exceptions if e.verdict == "met") if self.excused else ()

    @property
    def far(self) -> tuple[int, bool, int]:
        """How far the finding is from standing: its verdict, whether any fact supports it, what is open."""
        return (NEARNESS[self.verdict], not self.supported, self.still_open)

    @property
    def ask(self) -> tuple[str, ...]:
        """The facts still to ask for this finding: those of its elements, then those of its tier."""
        asked = [LIMITATION] if self.late else []
        asked += [fact for element in self.elements for fact in element.ask]
        return tuple(dict.fromkeys([*asked, *(self.tier.ask if self.tier else ())]))

    def to_json(self) -> dict[str, Any]:
        """The finding as JSON data, with the fields that stay."""
        penalty = self.tier.penalty if self.tier else None
        return {
            "charge": self.charge,
            "charge_id": self.charge_id,
            "article": self.article,
            "article_label": self.article_label,
            "verdict": self.verdict,
            "role": self.role,
            "form": self.form,
            "tier": self.tier.label if self.tier else None,
            "tiers_open": list(self.tier.open_above) if self.tier else [],
            "penalty": None if penalty is None else penalty.to_json(),
            "elements": [element.to_json() for element in self.elements],
            "exceptions": [exception.to_json() for exception in self.exceptions],
            "circumstances": [circumstance.to_json() for circumstance in self.circumstances],
            "range": self.sentence.to_json() if self.sentence else None,
            "because": list(self.because),
            "law": self.law.to_json(),
            "conduct": list(self.conduct),
            "amounts": [amount.to_json() for amount in self.amounts],
            "unverified": list(self.unverified),
            "notes": list(self.notes),
            "supported": self.supported,
            "limitation": self.limitation.to_json() if self.limitation else None,
            "late": self.late,
            "shortfall": self.shortfall.to_json() if self.shortfall else None,
        }
