"""What the engine says: findings per person and charge, with reasons, questions and the law applied."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from .case_findings import Ending, Exit, FraudTypeFinding, GangShare, JurisdictionFinding
from .dispute_findings import DisputeFinding, DistinctionFinding
from .element_findings import ElementFinding, ExceptionFinding, Reason
from .evidence_findings import EvidenceFinding
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
    because: tuple[str, ...]
    reasons: Sequence[Reason] = ()
    open_above: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()


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
    sentence: SentenceRange | None = None
    """What moves the range and by how much; none where no tier is reached."""
    because: tuple[str, ...] = ()
    law: LawChoice = field(default_factory=lambda: LawChoice("", ""))
    conduct: tuple[str, ...] = ()
    amounts: Sequence[dict[str, Any]] = ()
    unverified: tuple[str, ...] = ()
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
            "range": self.sentence.to_json() if self.sentence else None,
            "because": list(self.because),
            "law": self.law.to_json(),
            "conduct": list(self.conduct),
            "amounts": list(self.amounts),
            "unverified": list(self.unverified),
            "notes": list(self.notes),
            "supported": self.supported,
            "limitation": self.limitation.to_json() if self.limitation else None,
            "late": self.late,
            "shortfall": self.shortfall.to_json() if self.shortfall else None,
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


STEPS: dict[str, str] = {
    "heavier": "从一重处断",
    "absorbed": "吸收、法条竞合",
    "joined": "选择性罪名定一罪",
    "cumulative": "数罪并罚（有规定）",
    "partly": "重合部分从一重，其余并罚",
    "apart": "数罪并罚（各自成立）",
    "one_act": "同一行为（想象竞合）",
    "linked": "手段、后续（牵连）",
}
"""What a step of the disposition does; the last two are for a person to decide."""


@dataclass(frozen=True)
class Step:
    """One step from the charges that stand to those that are punished: two charges, what orders it, the ranges compared."""

    kind: str
    charges: tuple[str, str]
    text: str
    cite: tuple[str, ...] = ()
    rule: str | None = None
    ranges: tuple[tuple[str, str], ...] = ()
    """Each of the two with its range, where they are compared."""
    heavier: str | None = None
    """Which of them is the heavier by its range; none where they are equal."""
    disputed: bool = False

    def to_json(self) -> dict[str, Any]:
        """The step as JSON data."""
        return {
            "kind": self.kind,
            "label": STEPS[self.kind],
            "charges": list(self.charges),
            "text": self.text,
            "cite": list(self.cite),
            "rule": self.rule,
            "ranges": [{"charge": charge, "range": words} for charge, words in self.ranges],
            "heavier": self.heavier,
            "disputed": self.disputed,
        }


@dataclass(frozen=True)
class Together:
    """Within which bounds a sentence for several crimes is fixed, in months, and by which clause (刑法第六十九条)."""

    min_months: int
    max_months: int
    life: bool
    death: bool
    cite: str
    words: str

    def to_json(self) -> dict[str, Any]:
        """The bounds as JSON data."""
        return {
            "min_months": self.min_months,
            "max_months": self.max_months,
            "life": self.life,
            "death": self.death,
            "cite": self.cite,
            "text": self.words,
        }


@dataclass(frozen=True)
class Disposition:
    """What remains when the findings on one person meet."""

    charges: tuple[str, ...] = ()
    absorbed: tuple[Absorbed, ...] = ()
    cumulative: bool = False
    pending: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    plural: tuple[Cumulated, ...] = ()
    rejudged: tuple[Finding, ...] = ()
    """Findings judged again without the acts for which another charge stands."""
    together: Together | None = None

    def to_json(self) -> dict[str, Any]:
        """The disposition as JSON data."""
        return {
            "charges": list(self.charges),
            "absorbed": [absorbed.to_json() for absorbed in self.absorbed],
            "cumulative": self.cumulative,
            "pending": list(self.pending),
            "steps": [step.to_json() for step in self.steps],
            "together": self.together.to_json() if self.together else None,
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
class Answering:
    """Who answers for a link of the chain, and for which charge."""

    person: str
    charge: str
    verdict: str

    def to_json(self) -> dict[str, Any]:
        """The answer as JSON data."""
        return {"person": self.person, "charge": self.charge, "verdict": self.verdict}


@dataclass(frozen=True)
class ChainLink:
    """A link of the chain: whether the facts show it, and who answers for it."""

    id: str
    label: str
    seen: bool
    charged: bool
    persons: tuple[str, ...] = ()
    gather: tuple[str, ...] = ()
    answers: tuple[Answering, ...] = ()
    acts: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The link as JSON data."""
        return {
            "link": self.id,
            "label": self.label,
            "seen": self.seen,
            "charged": self.charged,
            "persons": list(self.persons),
            "gather": list(self.gather),
            "answers": [answer.to_json() for answer in self.answers],
            "acts": list(self.acts),
        }


LEADS: dict[str, str] = {
    "unknown_actor": "行为人未查明",
    "at_large": "行为人未到案",
    "sign": "有迹象而没有登记行为人",
    "not_asked": "是否有此环节未查",
}
"""Why a link of the chain is to be followed."""


@dataclass(frozen=True)
class Lead:
    """Something to follow up for a link: why, whom to ask, what to gather."""

    link: str
    label: str
    kind: str
    why: str
    ask: tuple[str, ...]
    gather: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The lead as JSON data."""
        return {
            "link": self.link,
            "label": self.label,
            "kind": self.kind,
            "why": self.why,
            "ask": list(self.ask),
            "gather": list(self.gather),
        }


@dataclass(frozen=True)
class ChainEdge:
    """Acts of one link that serve or lead acts of another."""

    start: str
    end: str
    acts: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The tie as JSON data."""
        return {"from": self.start, "to": self.end, "acts": list(self.acts)}


@dataclass(frozen=True)
class Chain:
    """The links of the chain in their order, the ties between them, and what to follow up."""

    links: tuple[ChainLink, ...] = ()
    edges: tuple[ChainEdge, ...] = ()
    leads: tuple[Lead, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The chain as JSON data."""
        return {
            "links": [link.to_json() for link in self.links],
            "edges": [edge.to_json() for edge in self.edges],
            "leads": [lead.to_json() for lead in self.leads],
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
        """The assessment as JSON data, with the fields that stay."""
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
