"""What the engine says beside the charges: endings below prosecution, evidence, disputes, places, types of fraud."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
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


State = Literal["sound", "defect", "cured", "excluded", "review", "open"]
STATES: dict[str, str] = {
    "sound": "核对无问题",
    "defect": "有瑕疵，须补正或者作出合理解释",
    "cured": "瑕疵已补正或者作出合理解释",
    "excluded": "不得作为定案的根据",
    "review": "有须在审查时查明之处",
    "open": "尚未核对",
}


@dataclass(frozen=True)
class Flaw:
    """A point of a checklist that is met by a piece of evidence, or not known of it."""

    checklist: str
    id: str
    label: str
    kind: str
    repair: str
    because: tuple[str, ...]
    ask: tuple[str, ...] = ()
    unverified: bool = False
    likely: bool = False
    """Whether something that was stated points to it, while something else is not known yet."""

    def to_json(self) -> dict[str, Any]:
        """The flaw as JSON data."""
        return {
            "checklist": self.checklist,
            "id": self.id,
            "label": self.label,
            "flaw": self.kind,
            "repair": self.repair,
            "because": list(self.because),
            "ask": list(self.ask),
            "unverified": self.unverified,
            "likely": self.likely,
        }


@dataclass(frozen=True)
class EvidenceFinding:
    """How a piece of evidence stands: what is wrong with its gathering, what has not been looked at."""

    id: str
    label: str
    kind: str
    form: str
    state: State
    flaws: tuple[Flaw, ...]
    unknown: tuple[Flaw, ...]
    checklists: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The piece of evidence as JSON data."""
        return {
            "id": self.id,
            "label": self.label,
            "kind": self.kind,
            "form": self.form,
            "state": self.state,
            "flaws": [flaw.to_json() for flaw in self.flaws],
            "unknown": [flaw.to_json() for flaw in self.unknown],
            "checklists": list(self.checklists),
        }


@dataclass(frozen=True)
class Source:
    """Who holds a view: a norm with its rank, or a court, an office or a writer, not checked."""

    label: str
    rank: str
    says: str | None
    cite: str | None
    unverified: bool

    def to_json(self) -> dict[str, Any]:
        """The source as JSON data."""
        return {
            "label": self.label,
            "rank": self.rank,
            "says": self.says,
            "cite": self.cite,
            "unverified": self.unverified,
        }


@dataclass(frozen=True)
class ViewFinding:
    """One view of a dispute on this case: who holds it, whether what it needs is there, and the answer under it."""

    id: str
    label: str
    sources: tuple[Source, ...]
    met: bool | None
    ask: tuple[str, ...]
    charge: str
    verdict: str | None
    tier: str | None
    adopted: bool
    """Whether the finding that is shown says the same as this view."""
    note: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The view as JSON data."""
        return {
            "id": self.id,
            "label": self.label,
            "sources": [source.to_json() for source in self.sources],
            "met": self.met,
            "ask": list(self.ask),
            "charge": self.charge,
            "verdict": self.verdict,
            "tier": self.tier,
            "adopted": self.adopted,
            "note": self.note,
        }


@dataclass(frozen=True)
class DisputeFinding:
    """A disputed point that this person's case raises, or may raise, with every view, by the rank of its norms."""

    id: str
    label: str
    question: str
    arises: bool | None
    charges: tuple[str, ...]
    views: Sequence[ViewFinding]
    note: str | None = None

    @property
    def divided(self) -> bool:
        """Whether the views lead to different answers in this case."""
        return len({(view.charge, view.verdict, view.tier) for view in self.views}) > 1

    def to_json(self) -> dict[str, Any]:
        """The dispute as JSON data."""
        return {
            "id": self.id,
            "label": self.label,
            "question": self.question,
            "arises": self.arises,
            "charges": list(self.charges),
            "divided": self.divided,
            "views": [view.to_json() for view in self.views],
            "note": self.note,
        }


@dataclass(frozen=True)
class TestFinding:
    """One test that tells charges apart: how it stands here, why, and to which charges that points."""

    id: str
    label: str
    met: bool | None
    points_to: tuple[str, ...]
    because: tuple[str, ...]
    reasons: tuple[str, ...]
    ask: tuple[str, ...]
    unverified: bool = False

    def to_json(self) -> dict[str, Any]:
        """The test as JSON data."""
        return {
            "id": self.id,
            "label": self.label,
            "met": self.met,
            "points_to": list(self.points_to),
            "because": list(self.because),
            "reasons": list(self.reasons),
            "ask": list(self.ask),
            "unverified": self.unverified,
        }


@dataclass(frozen=True)
class Turn:
    """One fact of a test that alone would turn the verdict on a charge, and what would stand then."""

    charge: str
    fact: str
    label: str
    value: bool
    before: str
    after: str

    def to_json(self) -> dict[str, Any]:
        """The turn as JSON data."""
        return {
            "charge": self.charge,
            "fact": self.fact,
            "label": self.label,
            "value": self.value,
            "before": self.before,
            "after": self.after,
        }


@dataclass(frozen=True)
class DistinctionFinding:
    """Charges that a person's conduct opens and that are easily taken for each other, told apart by the cited tests."""

    id: str
    label: str
    question: str
    charges: tuple[tuple[str, str], ...]
    """The charges and their verdicts."""
    tests: tuple[TestFinding, ...]
    turns: Sequence[Turn]
    note: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The distinction as JSON data."""
        return {
            "id": self.id,
            "label": self.label,
            "question": self.question,
            "charges": [{"charge": charge, "verdict": verdict} for charge, verdict in self.charges],
            "tests": [test.to_json() for test in self.tests],
            "turns": [turn.to_json() for turn in self.turns],
            "note": self.note,
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
            "amount": bounds_of(self.amount),
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
    measure: str
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
            "whole": bounds_of(self.whole),
            "during": bounds_of(self.during),
            "own": bounds_of(self.own),
            "answered": bounds_of(self.answered),
            "complete": self.complete,
            "items": [item.to_json() for item in self.items],
        }


def bounds_of(number: Interval) -> dict[str, str | None]:
    """A number as JSON data: at least and at most."""
    return {"at_least": str(number.low), "at_most": None if number.high is None else str(number.high)}


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


@dataclass(frozen=True)
class Wanted:
    """A sort of evidence that usually proves an element: what it shows, how to get it, whether the case has one."""

    item: str
    label: str
    shows: str
    gather: str
    held: bool

    def to_json(self) -> dict[str, Any]:
        """The evidence as JSON data."""
        return {
            "item": self.item,
            "label": self.label,
            "shows": self.shows,
            "gather": self.gather,
            "held": self.held,
        }


@dataclass(frozen=True)
class Support:
    """A fact that decides an element, and the evidence that it is said to stand on."""

    fact: str
    label: str
    evidence: tuple[str, ...]
    state: str | None = None
    """The worst state of the pieces it stands on, where they are pieces of the case."""

    def to_json(self) -> dict[str, Any]:
        """The support as JSON data."""
        return {
            "fact": self.fact,
            "label": self.label,
            "evidence": list(self.evidence),
            "state": self.state,
        }


@dataclass(frozen=True)
class Proofs:
    """What an element stands on, and what usually proves it."""

    stands_on: Sequence[Support] = ()
    wanted: tuple[Wanted, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        """The proofs as JSON data."""
        return {
            "stands_on": [support.to_json() for support in self.stands_on],
            "wanted": [wanted.to_json() for wanted in self.wanted],
        }
