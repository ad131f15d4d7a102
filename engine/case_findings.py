"""What the engine says beside the charges: endings below prosecution, shares in what a gang did, places, types of fraud."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from .values import Interval

Ending = Literal[
    "prosecute",
    "may_not_prosecute",
    "conditional",
    "not_pursued",
    "insufficient_evidence",
    "not_a_crime",
    "open",
]
ENDINGS: dict[str, str] = {
    "prosecute": "涉嫌犯罪，未见从宽出口",
    "may_not_prosecute": "涉嫌犯罪，可以不起诉或者免予刑事处罚",
    "conditional": "涉嫌犯罪，可以附条件不起诉",
    "not_pursued": "不追究刑事责任",
    "insufficient_evidence": "证据不足",
    "not_a_crime": "所评罪名均不构成",
    "open": "尚有待查",
}
"""Where a person's case ends on what is known; candidates for the person who decides."""

Measure = Literal["whole", "during", "own", "open"]
"""For how much of what a gang did somebody answers: all, the time he took part, his own hand, not known yet."""
EXITS: dict[str, str] = {
    "not_a_crime": "不以犯罪论处",
    "elements": "要件不符合",
    "not_in_force": "行为时无此罪",
    "leniency": "可以不起诉或者免予刑事处罚",
    "conditional": "附条件不起诉",
    "not_pursued": "不追究刑事责任",
    "insufficient_evidence": "证据不足",
    "no_penalty": "不予行政处罚",
}


@dataclass(frozen=True)
class Exit:
    """A way out of punishment that the facts show: of which sort, for which charges, by which provision."""

    id: str
    kind: str
    label: str
    charges: tuple[str, ...]
    because: tuple[str, ...]
    follows: tuple[str, ...] = ()
    unverified: bool = False

    def to_json(self) -> dict[str, Any]:
        """The exit as JSON data."""
        return {
            "id": self.id,
            "kind": self.kind,
            "label": self.label,
            "charges": list(self.charges),
            "because": list(self.because),
            "follows": list(self.follows),
            "unverified": self.unverified,
        }


@dataclass(frozen=True)
class ShareItem:
    """One incident in a person's share: when, how much, and whether it counts (None: up to its upper bound)."""

    label: str
    days: str
    amount: Interval
    counted: bool | None
    why: str

    def to_json(self) -> dict[str, Any]:
        """The incident as JSON data."""
        return {
            "label": self.label,
            "days": self.days,
            "amount": self.amount.to_json(),
            "counted": self.counted,
            "why": self.why,
        }


@dataclass(frozen=True)
class GangShare:
    """What a gang did by one measure (元、条、人次): the whole, while a person took part, by his own hand.

    `measure` says for which of the three he answers, `cites` which clauses order it.
    """

    group: str
    label: str
    unit: str
    measure: Measure
    words: str
    cites: tuple[str, ...]
    whole: Interval
    during: Interval
    own: Interval
    complete: bool
    """Whether the incidents entered are all that is known of the gang."""
    items: tuple[ShareItem, ...]

    @property
    def answered(self) -> Interval:
        """What he answers for."""
        if self.measure == "open":
            return Interval(self.during.low, self.whole.high)
        return {"whole": self.whole, "during": self.during, "own": self.own}[self.measure]

    def to_json(self) -> dict[str, Any]:
        """The share as JSON data."""
        return {
            "group": self.group,
            "label": self.label,
            "unit": self.unit,
            "measure": self.measure,
            "words": self.words,
            "cites": list(self.cites),
            "whole": self.whole.to_json(),
            "during": self.during.to_json(),
            "own": self.own.to_json(),
            "answered": self.answered.to_json(),
            "complete": self.complete,
            "items": [item.to_json() for item in self.items],
        }


@dataclass(frozen=True)
class Ground:
    """A ground on which organs may take the case, and why."""

    id: str
    label: str
    effect: str
    organ: str
    met: bool | None
    because: tuple[str, ...]
    reasons: tuple[str, ...]
    ask: tuple[str, ...]
    charges: tuple[str, ...]
    unverified: bool = False

    def to_json(self) -> dict[str, Any]:
        """The ground as JSON data."""
        return {
            "id": self.id,
            "label": self.label,
            "effect": self.effect,
            "organ": self.organ,
            "met": self.met,
            "because": list(self.because),
            "reasons": list(self.reasons),
            "ask": list(self.ask),
            "charges": list(self.charges),
            "unverified": self.unverified,
        }


@dataclass(frozen=True)
class PlaceFinding:
    """A place of the case and the grounds on which its organs may take the case."""

    id: str
    name: str
    grounds: tuple[Ground, ...]

    def to_json(self) -> dict[str, Any]:
        """The place as JSON data."""
        return {"id": self.id, "name": self.name, "grounds": [ground.to_json() for ground in self.grounds]}


@dataclass(frozen=True)
class JurisdictionFinding:
    """Which places may take the case, and what may be joined, split or designated."""

    places: tuple[PlaceFinding, ...] = ()
    grounds: tuple[Ground, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The answer as JSON data."""
        return {
            "places": [place.to_json() for place in self.places],
            "grounds": [ground.to_json() for ground in self.grounds],
        }


@dataclass(frozen=True)
class OtherCharge:
    """A charge beside fraud that a type of fraud raises: when, and whether some conduct of the case opens it."""

    charge: str
    when: str
    opened: bool
    kinds: tuple[str, ...]
    cite: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The charge as JSON data."""
        return {
            "charge": self.charge,
            "when": self.when,
            "opened": self.opened,
            "kinds": list(self.kinds),
            "cite": list(self.cite),
        }


@dataclass(frozen=True)
class FraudTypeFinding:
    """What a type of fraud tells of the case: how it runs, parts nobody is entered for, charges, evidence, questions."""

    id: str
    label: str
    how: tuple[str, ...]
    missing_roles: tuple[str, ...]
    charges: tuple[OtherCharge, ...]
    evidence: tuple[str, ...]
    ask: tuple[str, ...]
    source: str
    unverified: bool

    def to_json(self) -> dict[str, Any]:
        """The type as JSON data."""
        return {
            "id": self.id,
            "label": self.label,
            "how": list(self.how),
            "missing_roles": list(self.missing_roles),
            "charges": [charge.to_json() for charge in self.charges],
            "evidence": list(self.evidence),
            "ask": list(self.ask),
            "source": self.source,
            "unverified": self.unverified,
        }
