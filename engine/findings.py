"""What the engine says: findings per person and charge, with reasons, questions and the law applied."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any, Literal

from .case_findings import (
    DisputeFinding,
    Ending,
    EvidenceFinding,
    Exit,
    FraudTypeFinding,
    JurisdictionFinding,
)
from .element_findings import ElementFinding, ExceptionFinding, Reason
from .penalty import Penalty
from .sanction import Sanction
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
    because: tuple[str, ...]
    reasons: tuple[Reason, ...] = ()
    open_above: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()


@dataclass(frozen=True)
class Alternative:
    """What another state of the law would have given."""

    version: str
    verdict: Verdict
    tier: str | None

    def to_json(self) -> dict[str, Any]:
        """The alternative as JSON data."""
        return {"version": self.version, "verdict": self.verdict, "tier": self.tier}


@dataclass(frozen=True)
class LawChoice:
    """Which state of the law was applied and why."""

    version: str
    why: str
    cites: tuple[str, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
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
    elements: tuple[ElementFinding, ...] = ()
    exceptions: tuple[ExceptionFinding, ...] = ()
    role: str | None = None
    role_because: tuple[str, ...] = ()
    form: str | None = None
    tier: TierFinding | None = None
    circumstances: tuple[Circumstance, ...] = ()
    because: tuple[str, ...] = ()
    law: LawChoice = field(default_factory=lambda: LawChoice("", ""))
    conduct: tuple[str, ...] = ()
    amounts: tuple[dict[str, Any], ...] = ()
    unverified: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    late: bool = False
    """Whether the period for prosecution may have passed, and nobody has said yet whether it has."""
    gain: Interval = UNKNOWN_NUMBER
    """The illegal gain (元), for a fine that is a multiple of it."""
    supported: bool = True
    """Whether some fact that was stated speaks for the charge; else nothing but the kind of conduct does."""

    @property
    def far(self) -> tuple[int, bool, int]:
        """How far the finding is from standing: its verdict, whether any fact supports it, what is open."""
        unknown = sum(element.verdict == "unknown" for element in self.elements)
        return (NEARNESS[self.verdict], not self.supported, unknown)

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
            "because": list(self.because),
            "law": self.law.to_json(),
            "conduct": list(self.conduct),
            "amounts": list(self.amounts),
            "unverified": list(self.unverified),
            "notes": list(self.notes),
            "supported": self.supported,
            "late": self.late,
        }


@dataclass(frozen=True)
class Absorbed:
    """A charge that does not stand beside another, and the clause that orders it."""

    charge: str
    into: str
    cite: tuple[str, ...]
    rule: str
    note: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The absorption as JSON data."""
        return {
            "charge": self.charge,
            "into": self.into,
            "cite": list(self.cite),
            "rule": self.rule,
            "note": self.note,
        }


@dataclass(frozen=True)
class Cumulated:
    """Two charges that are punished side by side, and the clause that orders it; `rule` None: none but 刑法第六十九条."""

    charges: tuple[str, str]
    cite: tuple[str, ...]
    rule: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The pair as JSON data."""
        return {"charges": list(self.charges), "cite": list(self.cite), "rule": self.rule}


@dataclass(frozen=True)
class Disposition:
    """What remains when the findings on one person meet."""

    charges: tuple[str, ...] = ()
    absorbed: tuple[Absorbed, ...] = ()
    cumulative: bool = False
    pending: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    plural: tuple[Cumulated, ...] = ()
    rejudged: tuple[Finding, ...] = ()
    """Findings judged again without the acts for which another charge stands."""

    def to_json(self) -> dict[str, Any]:
        """The disposition as JSON data."""
        return {
            "charges": list(self.charges),
            "absorbed": [absorbed.to_json() for absorbed in self.absorbed],
            "cumulative": self.cumulative,
            "pending": list(self.pending),
            "steps": list(self.steps),
            "plural": [pair.to_json() for pair in self.plural],
        }


@dataclass(frozen=True)
class PersonFindings:
    """All findings on one person."""

    id: str
    name: str
    findings: tuple[Finding, ...]
    disposition: Disposition
    sanctions: tuple[Finding, ...] = ()
    """The administrative offences that some conduct opens, whatever becomes of the charges."""
    exits: tuple[Exit, ...] = ()
    ending: Ending = "open"
    handover: tuple[str, ...] = ()
    """What follows between criminal and administrative procedure (行刑衔接), in words."""
    disputes: tuple[DisputeFinding, ...] = ()

    def finding(self, charge_id: str) -> Finding | None:
        """The finding on a charge, if any conduct opened it."""
        return next((finding for finding in self.findings if finding.charge_id == charge_id), None)

    @property
    def bare(self) -> tuple[Finding, ...]:
        """The open charges that nothing but the kind of conduct raises."""
        return tuple(f for f in self.findings if f.verdict == "undetermined" and not f.supported)

    @property
    def ruled_out(self) -> tuple[Finding, ...]:
        """The charges that the kind of conduct raised, that no fact supports, and that some fact rules out."""
        return tuple(f for f in self.findings if f.verdict == "not_established" and not f.supported)

    @property
    def shown(self) -> tuple[Finding, ...]:
        """The findings that some stated fact speaks for, the nearest first."""
        aside = (*self.bare, *self.ruled_out)
        return tuple(finding for finding in self.findings if finding not in aside)

    def to_json(self) -> dict[str, Any]:
        """The person as JSON data."""
        return {
            "id": self.id,
            "name": self.name,
            "findings": [finding.to_json() for finding in self.findings],
            "disposition": self.disposition.to_json(),
            "ending": self.ending,
            "bare": [finding.charge for finding in self.bare],
            "exits": [way.to_json() for way in self.exits],
            "sanctions": [finding.to_json() for finding in self.sanctions],
            "handover": list(self.handover),
            "disputes": [dispute.to_json() for dispute in self.disputes],
        }


@dataclass(frozen=True)
class Question:
    """A fact to ask next about a person, and the findings that its answer can settle."""

    person: str
    fact: str
    ask: str
    settles: tuple[str, ...]
    concerns: tuple[str, ...]
    target: str
    """Where the answer is written: the id of the person, act or group, or `case` for what holds for the whole case."""
    persons: tuple[str, ...] = ()
    """All whom it concerns; `person` is the first of them."""
    shrinks: float = 0.0
    """How many further questions an answer saves on the average, over all charges of the case that are open."""
    judgment: bool = False
    """Whether only a person can judge it, so that a fact is asked before where both are worth the same."""

    def to_json(self) -> dict[str, Any]:
        """The question as JSON data."""
        return {
            "person": self.person,
            "fact": self.fact,
            "ask": self.ask,
            "settles": list(self.settles),
            "concerns": list(self.concerns),
            "target": self.target,
            "persons": list(self.persons),
            "shrinks": self.shrinks,
            "judgment": self.judgment,
        }


@dataclass(frozen=True)
class ChainLink:
    """A link of the chain: whether the facts show it, and whether anyone answers for it."""

    id: str
    label: str
    seen: bool
    charged: bool
    persons: tuple[str, ...] = ()
    gather: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The link as JSON data."""
        return {
            "link": self.id,
            "label": self.label,
            "seen": self.seen,
            "charged": self.charged,
            "persons": list(self.persons),
            "gather": list(self.gather),
        }


@dataclass(frozen=True)
class Assessment:
    """The answer for a whole case, with what it was computed from."""

    title: str
    persons: tuple[PersonFindings, ...]
    questions: tuple[Question, ...]
    chain: tuple[ChainLink, ...]
    receipt: dict[str, Any]
    evidence: tuple[EvidenceFinding, ...] = ()
    jurisdiction: JurisdictionFinding = field(default_factory=JurisdictionFinding)
    fraud_types: tuple[FraudTypeFinding, ...] = ()

    def person(self, person_id: str) -> PersonFindings:
        """The findings on one person; raises KeyError where the case has no such person."""
        for person in self.persons:
            if person.id == person_id:
                return person
        raise KeyError(person_id)

    def to_json(self) -> dict[str, Any]:
        """The assessment as JSON data, with the fields that stay."""
        return {
            "title": self.title,
            "persons": [person.to_json() for person in self.persons],
            "questions": [question.to_json() for question in self.questions],
            "chain": {"links": [link.to_json() for link in self.chain]},
            "evidence": [piece.to_json() for piece in self.evidence],
            "jurisdiction": self.jurisdiction.to_json(),
            "fraud_types": [kind.to_json() for kind in self.fraud_types],
            "receipt": self.receipt,
        }
