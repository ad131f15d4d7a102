"""Disputed points: where a person's case raises one, every view with its sources and the answer under it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kb import Dispute, KnowledgeBase
from kb.asked import sources_of
from kb.case_rules import FactOf, Holder, View
from kb.statute_file import RANKS

from .assessment import PersonFindings
from .case import Case, Person
from .case_change import with_facts
from .dispute_findings import DisputeFinding, Source, ViewFinding
from .explain import doubtful, label_of
from .findings import VERDICTS, Finding, Verdict
from .later import Later
from .outcome import Outcome
from .plan import LawState
from .points import Point, PointDecider
from .rule_reader import is_law
from .values import Interval

if TYPE_CHECKING:
    from .assess import CaseAssessor

ORDER = tuple(RANKS.values())
"""The ranks of norms, the highest first; what is no norm comes after them."""


class DisputeFinder:
    """Finds the disputed points that the persons of a case raise."""

    def __init__(self, assessor: CaseAssessor, decider: PointDecider) -> None:
        self.assessor, self.decider = assessor, decider
        self.kb: KnowledgeBase = assessor.kb
        self._opening: dict[str, frozenset[str]] = {}

    def found(self, person: Person, findings: PersonFindings) -> tuple[DisputeFinding, ...]:
        """Every dispute that arises or may arise for a person whose acts open one of its charges."""
        looked_at = (self.of(dispute, person, findings) for dispute in self.kb.disputes)
        return tuple(found for found in looked_at if found is not None and found.arises is not False)

    def of(self, dispute: Dispute, person: Person, findings: PersonFindings | None) -> DisputeFinding | None:
        """One dispute on one person; None where no act of the person opens a charge that carries it."""
        acts = self.assessor.projector.conduct_of(person, self._kinds(dispute))
        if not acts:
            return None
        names = self.decider.asked(dispute)
        facts = self.assessor.projector.project(person, acts, names=names)
        later = LawState(facts.act_day, facts.decision_day)  # 行为时没有的解释，看处理时的
        decided = self.decider.decide(dispute, facts, later) | self.decider.decide(dispute, facts)
        if "when" not in decided:  # 当天的法律下不成为争点
            return None
        arises = decided["when"].truth
        shown_to = tuple(self.kb.charges[name].name_on(facts.decision_day) for name in dispute.charges)
        views = Later(lambda: self._views(dispute, person, findings, decided)) if arises is not False else ()
        return DisputeFinding(
            dispute.id, dispute.label, dispute.question, arises, shown_to, views, dispute.note
        )

    def _kinds(self, dispute: Dispute) -> frozenset[str]:
        """The kinds of conduct that open a charge which carries a dispute."""
        if dispute.id not in self._opening:
            kinds = (kind for name in dispute.charges for kind in self.kb.charges[name].opened_by)
            self._opening[dispute.id] = frozenset(kinds)
        return self._opening[dispute.id]

    def _views(
        self, dispute: Dispute, person: Person, findings: PersonFindings | None, decided: dict[str, Point]
    ) -> list[ViewFinding]:
        """Every view with the answer of the case under it, by the rank of its norms."""
        found = [
            self._view(view, person, findings.finding(view.charge) if findings else None, decided)
            for view in dispute.views
        ]
        return sorted(found, key=lambda view: min(_rank(source) for source in view.sources))

    def _view(
        self, view: View, person: Person, shown: Finding | None, decided: dict[str, Point]
    ) -> ViewFinding:
        met, ask = _needs(view, decided)
        verdict, tier = self._answer(view, person)
        same_tier = shown is not None and (shown.tier.label if shown.tier else None) == tier
        adopted = shown is not None and shown.verdict == verdict and same_tier and met is not False
        return ViewFinding(
            view.id,
            view.label,
            tuple(self._source(holder) for holder in view.holders),
            met,
            ask,
            self.kb.charges[view.charge].name_on(self.assessor.projector.decision_day),
            verdict,
            tier,
            adopted,
            view.note,
        )

    def _answer(self, view: View, person: Person) -> tuple[Verdict | None, str | None]:
        """The verdict and tier on the charge of a view with the facts as it takes them; none where no act opens it."""
        charge = self.kb.charges[view.charge]
        assessor = self._assuming(view, person)
        suspect = assessor.case.person_of[person.id]
        for _, facts, alive in assessor.projected(suspect, (charge,)):
            if alive:
                outcome = _read_as(view, assessor.quick.outcomes(charge, facts))
                tier = None if outcome.verdict == "not_established" else outcome.tier
                return outcome.verdict, tier.label if tier else None
            found = assessor.finding(suspect, charge)  # 行为时无此罪
            return found.verdict if found else None, None
        return None, None

    def _assuming(self, view: View, person: Person) -> CaseAssessor:
        """The case again, with the facts as a view takes them."""
        if not view.assume:
            return self.assessor
        case = self.assessor.case
        settings: dict[str, Any] = {}
        for name, value in view.assume.items():
            given = self._given(value, person, view) if isinstance(value, FactOf) else value
            for target in self._targets(name, person, case):
                settings[f"{target}.{name}"] = given
        return self.assessor.again(with_facts(case, self.kb, settings), frozenset(view.assume))

    def _targets(self, name: str, person: Person, case: Case) -> tuple[str, ...]:
        """Where a fact of a view is written: on the person, or on each act where it can only stand there."""
        scope = self.kb.facts[name].scope
        if "person" in scope:
            return (person.id,)
        if "conduct" in scope:
            return tuple(act.id for act in case.conduct if person.id in act.who)
        return ("case",) if "case" in scope else tuple(group.id for group in case.groups)

    def _given(self, value: FactOf, person: Person, view: View) -> Any:
        """What another fact comes to over the acts that count for the charge of the view, as it would be stated."""
        names = sources_of({value.fact}, self.kb)
        opened = self.assessor.projected(person, (self.kb.charges[view.charge],))
        seen = [self.assessor.projector.project(person, f.conduct, f.soft, names=names) for _, f, _ in opened]
        found = seen[0].value(value.fact) if seen else None
        if not isinstance(found, Interval):
            return found
        if found.known:
            return found.low
        bounds: dict[str, Any] = {"at_least": found.low}
        return bounds if found.high is None else {**bounds, "at_most": found.high}

    def _out_of_force(self, citation: str) -> str:
        """A remark where a norm that holds a view is not in force on the day of decision."""
        held = is_law(self.kb, citation, self.assessor.projector.decision_day)
        return "" if held else "（处理日不在施行期间）"

    def _source(self, holder: Holder) -> Source:
        if holder.at is not None:
            document = self.kb.statutes.document(holder.at)
            return Source(
                label_of(self.kb, holder.at) + self._out_of_force(holder.at),
                document.rank,
                holder.says or holder.quote,
                holder.at,
                holder.unverified or doubtful(self.kb, holder.at),
            )
        who = f"{holder.who}（{holder.year or '年份未详'}）"
        return Source(who, "观点", "；".join(filter(None, (holder.says, holder.where))) or None, None, True)


def _needs(view: View, decided: dict[str, Point]) -> tuple[bool | None, tuple[str, ...]]:
    """Whether what a view needs is there, and what to ask; it is not where the text it rests on was not law."""
    if view.needs is None:
        return True, ()
    point = decided.get(f"view.{view.id}")
    return (point.truth, point.ask) if point else (False, ())


def _read_as(view: View, outcomes: list[Outcome]) -> Outcome:
    """The outcome under the law that a view reads; the mildest where it names none, or there is no such reading."""
    if view.reading is None:
        return outcomes[0]
    of_the_act = view.reading == "of_the_act"
    return next((o for o in outcomes if o.candidate.of_the_act is of_the_act), outcomes[0])


def _rank(source: Source) -> int:
    return ORDER.index(source.rank) if source.rank in ORDER else len(ORDER)


def answer_in_words(view: ViewFinding) -> str:
    """The answer of this case under a view, as an officer reads it."""
    if view.verdict is None:
        return f"{view.charge}：没有登记打开该罪的行为"
    tier = f"（{view.tier}）" if view.tier else ""
    return f"{view.charge}{VERDICTS[view.verdict]}{tier}"
