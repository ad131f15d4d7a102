"""What an option says of a case, and whether both evaluators say so: the proof behind every key and distractor."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from engine.assess import CaseAssessor, checked_evaluate, rete_is_available
from engine.assessment import PersonFindings
from engine.conditions import Evaluate, Once
from engine.conditions import evaluate as evaluate_directly
from engine.disposition import Disposition
from engine.findings import Finding, Verdict
from engine.judge import Judge
from engine.planner import planner_of
from kb import Charge, KnowledgeBase
from kb.load import Located

from .scene import case_of, closed, copied, opened_by

SEVERAL = 2
NO_CHARGE = (None, "not_established", "not_in_force")
Saying = Literal[
    "established",
    "fails",
    "charged",
    "innocent",
    "tier",
    "not_tier",
    "lacks",
    "excused",
    "not_in_force",
    "law",
]
"""成立；不成立；最后只定此罪；不构成犯罪；档次；不到该档；所欠缺的（唯一）要件；出罪事由；行为时无此罪；适用哪一时的法律。"""


class Claim(Located):
    """Something said of one person of a case, that holds or does not."""

    says: Saying
    charge: str | None = None
    part: str | None = None
    """The tier, the element or the exception that it is about."""
    person: str = "p1"
    change: dict[str, Any] = {}
    """What is otherwise in the case for this option: facts of the person."""


@dataclass
class Solved:
    """One case, solved as far as it is asked by the direct evaluator; `check` holds that against the other one."""

    kb: KnowledgeBase
    tree: Mapping[str, Any]
    assessor: CaseAssessor
    checked: Evaluate
    _findings: dict[tuple[str, str], Finding | None] = field(default_factory=dict)
    _verdicts: dict[str, dict[str, Verdict]] = field(default_factory=dict)
    _checked: set[tuple[str, str]] = field(default_factory=set)

    def check(self, charges: Collection[str]) -> None:
        """Decide every law that may apply to some charges, and to those that stand, by both evaluators.

        Raises EvaluatorsDisagree.
        """
        for person in self.assessor.case.persons:
            verdicts = self.verdicts(person.id)
            wanted = [
                name for name, verdict in verdicts.items() if name in charges or verdict == "established"
            ]
            for charge, facts, alive in self.assessor.projected(
                person, [self.kb.charges[name] for name in wanted]
            ):
                if (person.id, charge.id) in self._checked or not alive:
                    continue
                self._checked.add((person.id, charge.id))
                for candidate in self.assessor.quick.candidates(charge, facts):
                    self.checked(candidate.plan, facts)

    def verdicts(self, person: str) -> dict[str, Verdict]:
        """The verdict on every charge that acts of a person open."""
        if person not in self._verdicts:
            opened = self.assessor.projected(self.assessor.case.person_of[person], self._opened(person))
            self._verdicts[person] = {
                charge.id: self.assessor.quick.verdict(charge, facts) if alive else "not_in_force"
                for charge, facts, alive in opened
            }
        return self._verdicts[person]

    def _opened(self, person: str) -> list[Charge]:
        """The charges that acts of a person open."""
        kinds = {act.kind for act in self.assessor.case.conduct if person in act.who}
        return list({c.id: c for kind in sorted(kinds) for c in opened_by(kind, self.kb)}.values())

    def disputed(self, charges: Collection[str]) -> str | None:
        """A disputed point that the case raises, and on which the answer on some charges hangs.

        Where every view ends in no charge, they agree: nothing hangs on it.
        """
        day = self.assessor.projector.decision_day
        asked = {self.kb.charges[charge].name_on(day) for charge in charges}
        for person in self.assessor.case.persons:
            found = PersonFindings(person.id, person.name, (), Disposition())
            for dispute in self.assessor.disputes.found(person, found):
                if dispute.arises is not True or not asked & {view.charge for view in dispute.views}:
                    continue
                if dispute.divided and any(view.verdict not in NO_CHARGE for view in dispute.views):
                    return dispute.label
        return None

    def finding(self, person: str, charge: str) -> Finding | None:
        """The finding on one charge, with its reasons; None where no act opens it."""
        key = (person, charge)
        if key not in self._findings:
            who = self.assessor.case.person_of[person]
            self._findings[key] = self.assessor.finding(who, self.kb.charges[charge])
        return self._findings[key]

    def holds(self, claim: Claim) -> bool | None:
        """Whether a claim holds; None where the case leaves it open."""
        if claim.says in ("charged", "innocent"):
            return self._settled(claim)
        verdict = self.verdicts(claim.person).get(str(claim.charge))
        if verdict is None or verdict == "undetermined":
            return claim.says == "fails" if verdict is None else None
        plain = {
            "established": verdict == "established",
            "fails": verdict != "established",
            "not_in_force": verdict == "not_in_force",
        }
        if claim.says in plain:
            return plain[claim.says]
        finding = self.finding(claim.person, str(claim.charge))
        if finding and claim.says == "law":
            known = _law_of(finding) if verdict == "established" else None
            sound = known != "silent" or self._newly_interpreted(finding)
            return known == claim.part if known and sound else None
        return _of_finding(claim, finding) if finding else None

    def _newly_interpreted(self, finding: Finding) -> bool:
        """Whether what was decided rests on an interpretation that was not there on the last day of the acts.

        Where the later text is an opinion, or the statute alone decides, the answer would be open to doubt.
        """
        last = max(act["to"] for act in self.tree["conduct"])
        cites = {cite for e in finding.elements for line in e.reasons for cite in line.cites}
        cites |= {cite for line in finding.tier.reasons for cite in line.cites} if finding.tier else set()
        documents = (self.kb.statutes.document(cite) for cite in cites)
        return any(
            document.kind == "judicial_interpretation" and document.in_force.start > last
            for document in documents
        )

    def _settled(self, claim: Claim) -> bool | None:
        """What the person is charged with in the end, where nothing is open and nothing is left to a judgment."""
        verdicts = self.verdicts(claim.person)
        standing = [name for name, verdict in verdicts.items() if verdict == "established"]
        if "undetermined" in verdicts.values():
            return None
        if claim.says == "innocent":
            return not standing
        return standing == [claim.charge] if len(standing) < SEVERAL else self._together(claim)

    def _together(self, claim: Claim) -> bool | None:
        """Whether one charge is left where several stand; None where that is for a person to judge."""
        disposition = self.assessor.disposed(self.assessor.case.person_of[claim.person]).disposition
        open_ = any(step.kind in ("one_act", "linked") or step.disputed for step in disposition.steps)
        named = self.kb.charges[str(claim.charge)].name_on(self.assessor.projector.decision_day)
        return None if open_ or disposition.pending else disposition.charges == (named,)


def _of_finding(claim: Claim, finding: Finding) -> bool | None:
    """Whether a claim holds of a finding that is settled."""
    if claim.says in ("tier", "not_tier"):
        reached = _of_tier(claim, finding)
        return reached if claim.says == "tier" or reached is None else not reached
    return _fails_for(claim, finding)


def _of_tier(claim: Claim, finding: Finding) -> bool | None:
    if finding.verdict != "established" or finding.tier is None:
        return False
    return None if finding.tier.open_above else finding.tier.id == claim.part


LAWS = {
    "行为时已有相关规定，适用行为时的规定": "act",
    "处理时的规定对行为人更有利": "milder",
    "行为时尚无相关司法解释": "silent",
}
"""How the reasons for a choice of law begin, and what it then is."""


def _law_of(finding: Finding) -> str | None:
    """Which law was applied; None where that makes no difference, or is disputed."""
    if "争议" in finding.law.why or "；刑法以处理时的更有利" in finding.law.why:
        return None
    return next((name for start, name in LAWS.items() if finding.law.why.startswith(start)), None)


def _fails_for(claim: Claim, finding: Finding) -> bool:
    """Whether a charge fails for one element alone, or for one exception alone."""
    failing = [element.id for element in finding.elements if element.verdict == "not_met"]
    excused = [e.id for e in finding.shown if e.effect == "not_a_crime"]
    if claim.says == "lacks":
        return failing == [claim.part] and not excused
    return not failing and excused == [claim.part]


class Solver:
    """Solves the cases of items; what was decided of the same facts under the same law is decided once."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self.kb = kb
        self._judge = Judge(kb, planner_of(kb), Once(evaluate_directly))
        self._checked = Once(checked_evaluate if rete_is_available() else evaluate_directly)

    def solved(self, tree: Mapping[str, Any]) -> Solved:
        """A case whose stem says all there is."""
        case = case_of(closed(tree, self.kb))
        day: datetime.date = tree["decision_date"]
        assessor = CaseAssessor(case, self.kb, today=day, inference="direct")
        assessor.judge = assessor.quick = self._judge
        return Solved(self.kb, tree, assessor, self._checked)

    def changed(self, tree: Mapping[str, Any], claim: Claim) -> Solved:
        """The case as an option changes it."""
        return self.solved(_with_change(tree, claim.person, claim.change, self.kb) if claim.change else tree)


def _with_change(
    tree: Mapping[str, Any], person_id: str, change: Mapping[str, Any], kb: KnowledgeBase
) -> dict[str, Any]:
    """The case file with some facts of a person stated otherwise; LookupError where it has no such person or fact."""
    other = copied(tree)
    person = {entry["id"]: entry for entry in other["persons"]}[person_id]
    act = {who: entry for entry in reversed(other["conduct"]) for who in entry["who"]}[person_id]  # his first
    for name, value in change.items():
        scope = kb.facts[name].scope
        holders = {"person": person, "conduct": act, "group": other["groups"][0], "case": other}
        place = next(place for place in holders if place in scope)
        holders[place]["facts"][name] = value
    return other
