"""Judges the cases of rule tests: each becomes a small real case file and is judged like any other.

Projection, derivations and the choice of law are thereby exercised with the rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Any

from kb import Checklist, Dispute, Distinction, Jurisdiction, KnowledgeBase
from kb.issues import Issue, KnowledgeBaseError
from kb.rules import (
    Circumstance,
    Concurrence,
    Definition,
    GeneralException,
    JointCrime,
    Offence,
    Presumption,
    Role,
    Rule,
)

from .assess import CaseAssessor, Inference
from .case import Case, Conduct, Evidence, Group, Person, Place
from .concurrence import dispose
from .disposition import Disposition
from .dispute_findings import DisputeFinding
from .evidence import Checked
from .explain import Explainer
from .facts import Projection
from .findings import Finding, LawChoice, TierFinding
from .jurisdiction import JurisdictionFinder
from .law import version_of
from .outcome import Outcome
from .plan import LawState, PlanError
from .planner import planner_of
from .points import of_holder
from .rule_tests import PLACES, Act, RuleCase, Situation, StandingFinding, read_rule_tests
from .sanction import range_of
from .values import Truth, conjunction

NOT_OPENED = "这些行为没有启动本罪：conduct 中至少要有一种 opened_by 所列的行为"
CONTAINED = ("ask", "because")
"""What an expectation names in part; every other field it names completely."""


@dataclass(frozen=True)
class Trial:
    """A case of a rule, ready to be judged."""

    kb: KnowledgeBase
    rule: Rule
    case: RuleCase[Any]
    inference: Inference

    def mismatches(self) -> tuple[str, ...]:
        """What the engine says differently, each as 期望 against 实际; empty where the case holds."""
        try:
            seen = self._seen()
        except PlanError as error:
            return (str(error),)
        if seen is None:
            return (NOT_OPENED,)
        said = sorted(self.case.expect.model_fields_set - {"file", "line"})
        wanted = {field: getattr(self.case.expect, field) for field in said}
        told = {**seen, "not_because": seen.get("because", ())}
        return tuple(
            f"{field}：期望 {_shown(value)}，实际 {_shown(told[field])}"
            for field, value in wanted.items()
            if not _agrees(field, value, told[field])
        )

    def _seen(self) -> dict[str, Any] | None:
        assessor = self.assessor()
        person = assessor.case.persons[0]
        match self.rule:
            case Checklist() | Jurisdiction() | Dispute() | Distinction():
                return self._beside(assessor, self.rule)
            case Concurrence():
                return _of_disposition(self._disposed(assessor), self.kb)
            case Offence():
                return _of_finding(assessor.finding(person, self.rule))
        return self._condition(assessor)

    def _beside(
        self, assessor: CaseAssessor, rule: Checklist | Jurisdiction | Dispute | Distinction
    ) -> dict[str, Any] | None:
        """What a rule beside the charges says of the small case."""
        match rule:
            case Checklist():
                return self._checked(assessor, rule)
            case Jurisdiction():
                return self._connected(assessor, rule)
            case Dispute():
                return _of_dispute(assessor.disputes.of(rule, assessor.case.persons[0], None))
            case Distinction():
                return self._distinguished(assessor, rule)

    def _distinguished(self, assessor: CaseAssessor, rule: Distinction) -> dict[str, Any] | None:
        """How the tests stand and what the charges come to; None where fewer than two of them are opened."""
        person = assessor.case.persons[0]
        opened = {
            charge: found
            for charge in rule.charges
            if (found := assessor.finding(person, self.kb.charges[charge]))
            and found.verdict != "not_in_force"
        }
        told = assessor.distinctions.of(rule, person, opened)
        if told is None:
            return None
        return {
            "tests": {test.id: test.met for test in told.tests},
            "points": {
                found.id: () if found.met is None else test.met if found.met else test.not_met
                for test in rule.tests
                for found in told.tests
                if found.id == test.id
            },
            "answers": {charge: finding.verdict for charge, finding in opened.items()},
            "turns": tuple(dict.fromkeys(turn.fact for turn in told.turns)),
            "because": tuple(cite for test in told.tests for cite in test.because),
        }

    def _disposed(self, assessor: CaseAssessor) -> Disposition:
        """What is left of the findings: those that are given as they stand, or those on the suspect."""
        if not self.case.findings:
            return assessor.disposed(assessor.case.persons[0]).disposition
        findings = tuple(_standing(entry, self.case.facts, self.kb) for entry in self.case.findings)
        return dispose(findings, self.kb)

    def _checked(self, assessor: CaseAssessor, rule: Checklist) -> dict[str, Any]:
        """What a checklist says of the piece of evidence; one that it is not for has nothing wrong with it."""
        facts = of_holder(assessor.projector, assessor.case.evidence[0], "evidence", self.case.facts.act_date)
        found = assessor.reviewer.against(rule, facts)
        state, met, unknown = found or Checked("sound", [], [])
        return {
            "state": state,
            "flaws": tuple(flaw.id for flaw in met),
            "unknown": tuple(flaw.id for flaw in unknown),
            "because": tuple(cite for flaw in met for cite in flaw.because),
        }

    def _connected(self, assessor: CaseAssessor, rule: Jurisdiction) -> dict[str, Any]:
        """Whether a ground of jurisdiction is met by the place, or by the case."""
        holder, scope = (
            (assessor.case.places[0], "place") if rule.effect == "files" else (assessor.case, "case")
        )
        facts = of_holder(assessor.projector, holder, scope, self.case.facts.decided)
        live = {name: name for name in rule.charges}
        ground = JurisdictionFinder(self.kb, assessor.decider, assessor.projector).ground(rule, facts, live)
        if ground is None:
            return {"met": False, "ask": (), "because": ()}
        return {"met": ground.met, "ask": ground.ask, "because": ground.because}

    def assessor(self) -> CaseAssessor:
        """The assessor of the small case file that the case describes."""
        kind = self.rule.items[0] if isinstance(self.rule, Checklist) else None
        case = case_of(self.case.facts, self.kb, kind)
        return CaseAssessor(case, self.kb, today=self.case.facts.decided, inference=self.inference)

    def charges_read(self) -> tuple[str, ...]:
        """The charges (by id) that the case looks at: one, but for a rule of concurrence, which looks at all."""
        if isinstance(self.rule, Concurrence):
            return tuple(self.kb.charges)
        if isinstance(self.rule, Offence):
            return (self.rule.id,)
        if isinstance(self.rule, Distinction):
            return self.rule.charges
        if isinstance(self.rule, Dispute):
            return (*self.rule.charges, *(view.charge for view in self.rule.views))
        if isinstance(self.rule, (Checklist, Jurisdiction)):
            return ()
        read = self._read_by(self.assessor())
        return (read[0].id,) if read else ()

    def _condition(self, assessor: CaseAssessor) -> dict[str, Any] | None:
        """The rule's own condition, as a charge that uses it reads it."""
        read = self._read_by(assessor)
        if read is None:
            return None
        shown = self._shown_circumstance(assessor, *read)
        if shown is not None:
            return shown
        decided = self._decided(assessor.judge.outcomes(*read), read[1])
        if isinstance(self.rule, Circumstance) and decided["met"] and not decided["because"]:
            return {**decided, "met": False}  # it rests on a guideline that is not held for the day
        return decided

    def _read_by(self, assessor: CaseAssessor) -> tuple[Offence, Projection] | None:
        """The first offence in force that uses the rule, and what it may ask."""
        of_sanctions = isinstance(self.rule, GeneralException) and self.rule.of == "administrative"
        offences = (self.kb.administrative if of_sanctions else self.kb.charges).values()
        for charge, facts, alive in assessor.projected(assessor.case.persons[0], offences):
            if alive and _uses(charge, self.rule, self.kb):
                return charge, facts
        return None

    def _shown_circumstance(
        self, assessor: CaseAssessor, charge: Offence, facts: Projection
    ) -> dict[str, Any] | None:
        """A circumstance that the finding shows, under whichever law it may be shown."""
        if not isinstance(self.rule, Circumstance):
            return None
        found = assessor.judge.finding(charge, facts, joint=False).circumstances
        because = next((entry.because for entry in found if entry.id == self.rule.id), None)
        return None if because is None else {"met": True, "ask": (), "because": because}

    def _decided(self, outcomes: list[Outcome], facts: Projection) -> dict[str, Any]:
        """The condition under every law that may be applied: met only where it is met under each."""
        if isinstance(self.rule, (Role, Circumstance)):
            outcomes = outcomes[:1]  # a role or a circumstance is read under the law that is applied
        held = [(outcome, node) for outcome in outcomes if (node := self._node(outcome))]
        if not held:
            return {"met": False, "ask": (), "because": ()}
        met: Truth = conjunction(outcome.truths[node] for outcome, node in held)
        outcome, node = next(entry for entry in held if entry[0].truths[entry[1]] is met)
        explainer, top = Explainer(self.kb, facts, outcome.truths), outcome.candidate.plan.nodes[node]
        return {"met": met, "ask": explainer.ask(top), "because": explainer.because(top)}

    def _node(self, outcome: Outcome) -> str | None:
        names = (self.rule.id, *(f"{kind}.{self.rule.id}" for kind in ("role", "circumstance", "exception")))
        return next((name for name in names if name in outcome.candidate.plan.nodes), None)


def _uses(charge: Offence, rule: Rule, kb: KnowledgeBase) -> bool:
    """Whether the plan of a charge holds the condition of a rule."""
    if isinstance(rule, JointCrime):
        return rule.charge == charge.id
    if isinstance(rule, (Presumption, Definition)):
        return any(condition.ref == rule.id for condition in charge.conditions)
    if isinstance(rule, GeneralException):
        return rule in kb.exceptions_of(charge)
    return not isinstance(rule, Circumstance) or not rule.charges or charge.id in rule.charges


def _of_finding(found: Finding | None) -> dict[str, Any] | None:
    """What a test may expect of a finding; None where no act opens the offence."""
    if found is None:
        return None
    tier = found.tier.because if found.tier else ()
    behind = [cite for exception in found.shown for cite in exception.because]
    return {
        "verdict": found.verdict,
        "missing": tuple(element.id for element in found.elements if element.verdict == "not_met"),
        "ask": found.ask,
        "because": (*found.because, *tier, *behind, *found.role_because, *found.law.cites),
        "tier": found.tier.id if found.tier else None,
        "form": found.form,
        "role": found.role,
        "exception": tuple(exception.id for exception in found.shown),
        "law": found.law.version,
    }


def _of_dispute(found: DisputeFinding | None) -> dict[str, Any]:
    """Whether the dispute arises, what each view finds of its needs, and the answer under it."""
    if found is None:
        return {"arises": False, "views": {}, "answers": {}}
    return {
        "arises": found.arises,
        "views": {view.id: view.met for view in found.views},
        "answers": {view.id: view.verdict for view in found.views},
    }


def _of_disposition(disposition: Disposition, kb: KnowledgeBase) -> dict[str, Any]:
    ids = {former.name: charge.id for charge in kb.charges.values() for former in charge.former_names}
    ids |= {charge.label: charge.id for charge in kb.charges.values()}
    return {
        "charges": tuple(ids[name] for name in disposition.charges),
        "absorbed": {ids[entry.charge]: ids[entry.into] for entry in disposition.absorbed},
        "cumulative": disposition.cumulative,
        "disputed": any(entry.note for entry in disposition.absorbed),
        "because": (
            *(cite for entry in disposition.absorbed for cite in entry.cite),
            *(cite for pair in disposition.plural for cite in pair.cite),
        ),
    }


def _agrees(field: str, wanted: Any, seen: Any) -> bool:
    if field == "law":
        return str(wanted) in seen
    if field in CONTAINED:
        return set(wanted) <= set(seen)
    if field == "not_because":
        return set(wanted).isdisjoint(seen)
    if isinstance(wanted, dict) and field in ("views", "answers", "tests", "points"):
        return all(seen.get(key, key) == value for key, value in wanted.items())
    return sorted(wanted) == sorted(seen) if isinstance(wanted, tuple) else bool(wanted == seen)


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "、".join(f"{loser}→{winner}" for loser, winner in value.items()) or "（无）"
    if isinstance(value, tuple):
        return "、".join(dict.fromkeys(value)) or "（无）"
    return {True: "是", False: "否", None: "（未知或无）"}.get(value, str(value))


def case_of(situation: Situation, kb: KnowledgeBase, kind: str | None = None) -> Case:
    """The small case file that a situation describes: the suspect, his acts, a group where one is needed.

    `kind`: of which sort the piece of evidence is that the facts of gathering are stated of.
    """
    held: dict[str, dict[str, Any]] = {place: {} for place in PLACES}
    for name, raw in situation.stated.items():
        held[next(place for place in PLACES if place in kb.facts[name].scope)][name] = raw
    of_group = {**held["group"], **situation.group}
    served = [f"served{number + 1}" for number in range(int(situation.serves))]
    own = "gang" if not served and (of_group or situation.members > 1) else None
    named = [own] if own else served
    groups = dict.fromkeys([*named, *(name for act in situation.acts for name in act.serves)])
    others = [f"p{number + 1}" for number in range(1, situation.members)]
    suspect = {"id": "p1", "name": "某甲", "kind": situation.person_kind, "born": situation.born}
    acts = [
        _conduct(
            f"c{number}",
            ("p1",),
            act,
            {"group": own, "serves": act.serves or served, "facts": {**held["conduct"], **act.facts}},
        )
        for number, act in enumerate(situation.acts, 1)
    ]
    if others and situation.acts:
        acts.append(_conduct("others", tuple(others), situation.acts[0], {"group": own}))
    pieces = (Evidence(id="e1", label="证据", kind=kind, facts=held["evidence"]),) if kind else ()
    return Case(
        format=1,
        evidence=pieces,
        places=(Place(id="here", name="某地", facts=held["place"]),),
        decision_date=situation.decided,
        facts=held["case"],
        groups=tuple(Group(id=name, facts=of_group if [name] == named[:1] else {}) for name in groups),
        persons=(
            Person.model_validate({**suspect, "facts": held["person"]}),
            *(Person(id=name, name=name) for name in others),
        ),
        conduct=tuple(acts),
    )


def _conduct(name: str, who: tuple[str, ...], act: Act, more: dict[str, Any]) -> Conduct:
    days = {"from": act.start, "to": act.end, "place": act.place, "handled_before": act.handled_before}
    return Conduct.model_validate({"id": name, "who": who, "kind": act.kind, **days, **more})


def _standing(entry: StandingFinding, situation: Situation, kb: KnowledgeBase) -> Finding:
    """A finding that stands with a tier, under the law of the situation's days."""
    charge = kb.charges[entry.charge]
    plan = planner_of(kb).plan(charge, LawState(situation.act_date, situation.decided))
    tier = next((tier for tier in plan.tiers if tier.id == entry.tier), None)
    if tier is None:
        held = "、".join(tier.id for tier in plan.tiers) or "无"
        raise PlanError(f"{situation.act_date} 的{charge.label}没有档次「{entry.tier}」，当时有：{held}")
    return Finding(
        charge=charge.name_on(situation.decided),
        charge_id=charge.id,
        article=charge.article,
        article_label="",
        verdict="established",
        tier=TierFinding(tier.id, tier.label, tier.penalty_cite, range_of(charge, tier.penalty_text), ()),
        law=LawChoice(
            version_of(plan, kb), "", statute_day=situation.act_date, interpretation_day=situation.decided
        ),
        conduct=entry.conduct,
        because=entry.because,
    )


def rule_test_issues(kb: KnowledgeBase, files: Sequence[Traversable]) -> Iterator[Issue]:
    """Every test file of those given that cannot be read, and every case in them that does not hold."""
    for file in files:
        try:
            tests = read_rule_tests(file, kb)
        except KnowledgeBaseError as error:
            yield from error.issues
            continue
        for case in tests.cases:
            for mismatch in Trial(kb, kb.rules[tests.rule], case, "direct").mismatches():
                yield case.issue(f"案例不成立：{case.name}：{mismatch}", "规则与案例对照条文，改正有误的一方")
