"""The answer for a whole case: all findings on each person, what to ask next, the chain, what it was computed from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from .case_findings import Ending, Exit, FraudTypeFinding, GangShare, JurisdictionFinding
from .chain_findings import Chain
from .disposition import Disposition
from .dispute_findings import DisputeFinding, DistinctionFinding
from .evidence_findings import EvidenceFinding
from .findings import Finding
from .later import uncollected


@dataclass(frozen=True)
class PersonFindings:
    """All findings on one person."""

    id: str
    name: str
    findings: tuple[Finding, ...]
    disposition: Disposition
    sanctions: Sequence[Finding] = ()
    """The administrative offences that some conduct opens, whatever becomes of the charges."""
    exits: Sequence[Exit] = ()
    ending: Ending = "open"
    handover: Sequence[str] = ()
    """What follows between criminal and administrative procedure (行刑衔接), in words."""
    disputes: Sequence[DisputeFinding] = ()
    distinctions: Sequence[DistinctionFinding] = ()
    shares: Sequence[GangShare] = ()
    """For how much of what his gangs did he answers."""

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
            "distinctions": [distinction.to_json() for distinction in self.distinctions],
            "shares": [share.to_json() for share in self.shares],
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
class Assessment:
    """The answer for a whole case, with what it was computed from."""

    title: str
    persons: tuple[PersonFindings, ...]
    questions: Sequence[Question]
    chain: Chain
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
        """The assessment as JSON data, with the fields that stay; all that is worked out when read is."""
        with uncollected():
            return {
                "title": self.title,
                "persons": [person.to_json() for person in self.persons],
                "questions": [question.to_json() for question in self.questions],
                "chain": self.chain.to_json(),
                "evidence": [piece.to_json() for piece in self.evidence],
                "jurisdiction": self.jurisdiction.to_json(),
                "fraud_types": [kind.to_json() for kind in self.fraud_types],
                "receipt": self.receipt,
            }
