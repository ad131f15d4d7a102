"""A whole case: every person, every charge that some conduct opens, and what follows from them together."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from kb import Charge, KnowledgeBase
from kb.rules import JointCrime, Offence

from .assessment import Assessment, PersonFindings
from .case import Case, Conduct, Person
from .chain import chain_of
from .concurrence import Acts, dispose
from .conditions import Memory, Once
from .conditions import evaluate as evaluate_directly
from .disputes import DisputeFinder
from .distinctions import Distinguisher
from .evidence import EvidenceReviewer, Prover, excluded
from .evidence_findings import EvidenceFinding
from .exits import ending_of, exits_of, handover_of
from .explain import label_of
from .facts import Projection
from .findings import Finding, LawChoice
from .fraud_types import fraud_types_of
from .gang_shares import Sharer
from .judge import Judge
from .jurisdiction import JurisdictionFinder
from .later import Later, uncollected
from .one_act import OfOneAct, SeenAct
from .plan import Reading, applies
from .planner import planner_of
from .points import PointDecider, PointReader
from .projector import Projector
from .questions import questions_for
from .receipt import receipt_of
from .runtime import AVAILABLE, Runtime
from .shortfall_finder import with_shortfall
from .values import Truth

Inference = Literal["rete", "direct"]


class Opened(NamedTuple):
    """An offence that conduct opens, the facts it may ask, and whether it was law when some of the acts were done."""

    offence: Offence
    facts: Projection
    alive: bool


class EvaluatorsDisagree(Exception):
    """The two evaluators gave different answers on the same facts; neither may be used."""


@lru_cache(maxsize=4)
def _reader_of(kb: KnowledgeBase) -> PointReader:
    """What reads the rules beside the charges, kept because its readings are shared between cases."""
    return PointReader(kb, planner_of(kb))


@lru_cache(maxsize=1)
def _runtime() -> Runtime:
    return Runtime()


def rete_is_available() -> bool:
    """Whether durable_rules can run on this Python (CPython 3.11 and 3.12)."""
    return AVAILABLE


def checked_evaluate(plan: Reading, facts: Projection) -> Mapping[str, Truth]:
    """Infer with durable_rules and hold the answer against the direct evaluator; raises EvaluatorsDisagree."""
    inferred = _runtime().evaluate(plan, facts)
    direct = evaluate_directly(plan, facts)
    if dict(inferred) != dict(direct):
        differing = sorted(node for node in direct if direct[node] is not inferred.get(node))
        msg = f"两个推理器对 {plan.name} 的结论不一致（{'、'.join(differing[:5])}）：结论不可用，请报告此案例"
        raise EvaluatorsDisagree(msg)
    return inferred


class CaseAssessor:
    """Assesses one case; `quick` judges its projections again, with facts changed, by the direct evaluator."""

    def __init__(
        self,
        case: Case,
        kb: KnowledgeBase,
        *,
        today: datetime.date,
        inference: Inference,
        memory: Memory | None = None,
    ) -> None:
        self.case, self.kb, self.today = case, kb, today
        self.inference: Inference = inference if inference == "direct" or rete_is_available() else "direct"
        quick = (memory or Memory()).once(evaluate_directly)
        evaluate = quick
        if self.inference == "rete":
            evaluate = memory.once(memory.noted) if memory else Once(checked_evaluate)
        self.decider = PointDecider(kb, evaluate, _reader_of(kb))
        self.reviewer = EvidenceReviewer(case, kb, self.decider, today)
        self.pieces: tuple[EvidenceFinding, ...] = self.reviewer.review()
        self.projector = Projector(case, kb, today, excluded(self.pieces))
        self.prover = Prover(case, kb, self.pieces)
        self.disputes = DisputeFinder(self, self.decider)
        self.distinctions = Distinguisher(self, self.decider)
        self.quick = Judge(kb, planner_of(kb), quick)
        self.judge = self.quick if evaluate is quick else Judge(kb, planner_of(kb), evaluate)
        self._projected: dict[tuple[str, str], Opened] = {}

    def whole(self) -> Assessment:
        """The answer for the whole case; what is only read, such as reasons and questions, is worked out when it is."""
        case, kb = self.case, self.kb
        persons = tuple(self.person(person) for person in case.persons)
        return Assessment(
            title=case.title,
            persons=persons,
            questions=Later(lambda: questions_for(self, persons)),
            chain=chain_of(self.projector, persons),
            evidence=self.pieces,
            jurisdiction=JurisdictionFinder(kb, self.decider, self.projector).found(case, persons),
            fraud_types=fraud_types_of(self.projector),
            receipt=receipt_of(case, kb, self.inference, self.projector.decision_day),
        )

    def projections(self, person: Person) -> list[Opened]:
        """Every charge that some conduct of the person opens, with the facts it may ask."""
        return self.projected(person, self.kb.charges.values())

    def projected(self, person: Person, offences: Iterable[Offence]) -> list[Opened]:
        """Those of some offences that conduct of the person opens, with the facts they may ask."""
        return [opened for offence in offences if (opened := self._opened(person, offence)) is not None]

    def _opened(self, person: Person, offence: Offence) -> Opened | None:
        """The facts that an offence may ask, worked out once; None where no conduct of the person opens it."""
        if self.projector.kinds_of(person).isdisjoint(offence.opened_by):
            return None
        key = (person.id, offence.id)
        if key not in self._projected:
            acts = self.projector.conduct_of(person, offence.opened_by)
            self._projected[key] = Opened(offence, *self._projected_onto(offence, person, acts))
        return self._projected[key]

    def finding(self, person: Person, charge: Offence) -> Finding | None:
        """The finding on one charge alone; None where no act of the person opens it."""
        opened = self._opened(person, charge)
        return self._finding(*opened) if opened else None

    def projection(self, person: Person, charge: Offence) -> Projection:
        """What one charge may ask of a person whose acts open it."""
        return self._projected_onto(charge, person, self.projector.conduct_of(person, charge.opened_by))[0]

    def _projected_onto(
        self, charge: Offence, person: Person, acts: tuple[Conduct, ...]
    ) -> tuple[Projection, bool]:
        """The facts of the acts that count for a charge, and whether any was done when it was law."""
        alive = tuple(act for act in acts if _was_law(charge, act))
        counted, soft = (
            self._counted(charge, person, alive) if len(alive) > 1 else (alive or acts, frozenset())
        )
        return self.projector.project(person, counted, soft, charge), bool(alive)

    def _counted(
        self, charge: Offence, person: Person, acts: tuple[Conduct, ...]
    ) -> tuple[tuple[Conduct, ...], frozenset[str]]:
        """The acts that count for a charge, and those of them of which that is not known.

        Every element but amount and gravity has to be met by one and the same act (主客观相一致): an act that fails
        one is left out, an act that may fail one is soft. Acts alike in all those facts stand and fall together.
        """
        fresh = tuple(act for act in acts if not act.handled_before) or acts
        seen = [SeenAct(self._asked_of(act, charge), self.projector, person, act) for act in fresh]
        truths = [each.asked.truth(each) for each in seen]
        kept = [each for each, truth in zip(seen, truths, strict=True) if truth is not False]
        if not kept:  # each fails an element: the last one shows which, and all that fail as it does
            failing = [each.asked.failing(each) for each in seen]
            alike = [each.act for each, fails in zip(seen, failing, strict=True) if fails == failing[-1]]
            return tuple(alike), frozenset()
        counted = tuple(each.act for each in kept)
        soft = frozenset(each.act.id for each, truth in zip(seen, truths, strict=True) if truth is None)
        if soft and len({each.asked.likeness(each) for each in kept}) == 1:
            soft = frozenset()
        return counted, soft

    def of_one_act(self, person: Person, act: Conduct, charge: Offence) -> Projection:
        """What there is on one act of the facts on which it rests whether it counts for a charge."""
        return self.projector.project(person, (act,), names=self._asked_of(act, charge).asked)

    def _asked_of(self, act: Conduct, charge: Offence) -> OfOneAct:
        """What the law that may apply to an act asks of it."""
        decided = self.projector.decision_day
        return self.quick.of_one_act(charge, act.last_day or decided, decided)

    def disposed(self, person: Person) -> PersonFindings:
        """The charges on one person and what follows from them together."""
        findings = tuple(
            sorted((self._finding(*entry) for entry in self.projections(person)), key=lambda f: f.far)
        )
        disposition = dispose(findings, self.kb, self._acts(person))
        again = {finding.charge_id: finding for finding in disposition.rejudged}
        shown = tuple(again.get(finding.charge_id, finding) for finding in findings)
        return PersonFindings(person.id, person.name, shown, disposition)

    def person(self, person: Person) -> PersonFindings:
        """All findings on one person: the charges, and when read the sanctions, the ways out, the disputed points."""
        found = self.disposed(person)
        ending = ending_of(found.findings, found.disposition)
        kb, day = self.kb, self.projector.decision_day
        sanctions = Later(lambda: self.sanctions(person))
        exits = Later(lambda: exits_of(found.findings, kb, day, sanctions))
        return replace(
            found,
            sanctions=sanctions,
            exits=exits,
            ending=ending,
            handover=Later(lambda: handover_of(ending, sanctions, exits, kb, day)),
            disputes=Later(lambda: self.disputes.found(person, found)),
            shares=Later(lambda: self._sharer.found(person)),
            distinctions=Later(lambda: self.distinctions.found(person, found.findings)),
        )

    @cached_property
    def _sharer(self) -> Sharer:
        return Sharer(self.projector)

    def sanctions(self, person: Person) -> tuple[Finding, ...]:
        """The administrative offences that some conduct of the person opens, the nearest first."""
        found = [
            finding
            for offence in self.kb.administrative.values()
            if (finding := self.finding(person, offence)) is not None
        ]
        return tuple(sorted(found, key=lambda finding: finding.far))

    def again(self, case: Case, changed: frozenset[str]) -> CaseAssessor:
        """An assessor of the case with some facts changed, by the same evaluator."""
        other = self.supposing(self.projector.again(case, changed))
        other.case = case
        return other

    def supposing(self, projector: Projector) -> CaseAssessor:
        """An assessor of the case as another projector sees it; nothing that was projected before holds for it."""
        other = copy(self)
        other.projector, other._projected = projector, {}  # noqa: SLF001 - its own class
        return other

    def _acts(self, person: Person) -> Acts:
        """What the concurrence rules may ask about single acts of a person."""

        def stands(charge: str, act: str) -> bool:
            asked, course = self.kb.charges[charge], _course(self.case.conduct_of[act])
            own = self.projector.conduct_of(person, asked.opened_by)
            again = tuple(each for each in own if _course(each) == course)
            facts, _ = self._projected_onto(asked, person, again)
            counts = act not in facts.soft and any(each.id == act for each in facts.conduct)
            return counts and self.quick.verdict(asked, facts) == "established"

        def targets(act: str) -> frozenset[str]:
            stated = self.case.conduct_of[act]
            return frozenset(stated.serves) | ({stated.group} if stated.group else frozenset())

        def rejudge(charge: str, acts: frozenset[str]) -> Finding:
            asked = self.kb.charges[charge]
            own = self.projector.conduct_of(person, asked.opened_by)
            kept = tuple(act for act in own if act.id in acts)
            return self._finding(asked, *self._projected_onto(asked, person, kept))

        return Acts(stands, targets, rejudge)

    def _finding(self, charge: Offence, facts: Projection, alive: bool) -> Finding:
        if not alive:
            found = _not_in_force(charge, facts, self.kb)
        else:
            found = self.judge.finding(charge, facts, joint=self._joint(charge, facts))
        if not isinstance(charge, Charge):
            return found
        return with_shortfall(self.prover.proven(charge, found, facts), self, charge, facts)

    def _joint(self, charge: Offence, facts: Projection) -> bool:
        """Whether others take part in the same crime, so that a role has to be found.

        Who helps a fraud becomes a party to it, if the charge is fraud; the one helped is no party to the help.
        """
        helps = [rule for rule in self.kb.joint_crimes if rule.charge == charge.id]
        large = facts.number("group_size").low > 1 or facts.value("fixed_organization") is True
        within = any(act.group for act in facts.conduct)
        return (large and within) or any(
            len(act.who) > 1
            or self._partners(act, charge)
            or (act.serves and any(_is_of(rule, act.kind) for rule in helps))
            for act in facts.conduct
        )

    def _partners(self, act: Conduct, charge: Offence) -> bool:
        """Whether others of the same group do what opens the same charge."""
        same = (other for other in self.case.within(act.group) if other.kind in charge.opened_by)
        return any(set(other.who) - set(act.who) for other in same)


def _is_of(rule: JointCrime, kind: str) -> bool:
    """Whether a pattern of joint crime names a kind of conduct; one that names none is of every kind."""
    kinds = {name for line in rule.when.walk() for name in line.conduct or ()}
    return not kinds or kind in kinds


def assess(
    case: Case,
    kb: KnowledgeBase,
    *,
    as_of: datetime.date | None = None,
    inference: Inference = "rete",
    today: datetime.date | None = None,
) -> Assessment:
    """Assess a case: candidate charges per person, questions, and the chain. `as_of` replaces the decision date."""
    if as_of is not None:
        case = case.model_copy(update={"decision_date": as_of})
    with uncollected():
        return CaseAssessor(case, kb, today=today or datetime.date.today(), inference=inference).whole()


def reassess(case: Case, kb: KnowledgeBase, memory: Memory) -> Assessment:
    """Assess a case that is being edited, with what its last assessment left in the memory: the same, sooner.

    It is to be shown at once and confirmed when it has been drawn: until then nothing but the direct evaluator has said it.
    """
    with uncollected():
        return CaseAssessor(case, kb, today=datetime.date.today(), inference="rete", memory=memory).whole()


def confirm(memory: Memory) -> None:
    """Infer with durable_rules all that was decided since it was last confirmed; raises EvaluatorsDisagree."""
    while memory.unconfirmed:
        checked_evaluate(*memory.unconfirmed[-1])
        memory.unconfirmed.pop()


def _course(act: Conduct) -> tuple[object, ...]:
    """What acts share that are the same thing done again, so that they add up: kind, people, and for whom."""
    return (act.kind, act.group, frozenset(act.serves), frozenset(act.who))


def _was_law(charge: Offence, act: Conduct) -> bool:
    """Whether an offence was law when an act ended; an act without a day may have been done when it was."""
    day = act.last_day
    return day is None or applies(charge, day)


def _not_in_force(charge: Offence, facts: Projection, kb: KnowledgeBase) -> Finding:
    start = charge.in_force.start if charge.in_force else None
    end = charge.in_force.end if charge.in_force else None
    crime = isinstance(charge, Charge)
    what, lacking = ("本罪", "行为时无此罪") if crime else ("本规定", "行为时没有此项处罚")
    ended = end is not None and facts.act_day > end
    period = f"施行至 {end}" if ended else f"自 {start} 起施行"
    why = f"{what}{period}，行为终了于 {facts.act_day}：{lacking}"
    unknown = charge.lacking_on(facts.act_day) if ended else charge.earlier_law
    if unknown:
        why = unknown if isinstance(unknown, str) else f"行为时的{unknown.name}未收录：须对照该文件后认定"
    return Finding(
        charge=charge.name_on(facts.decision_day),
        charge_id=charge.id,
        article=charge.article,
        article_label=label_of(kb, charge.article),
        verdict="undetermined" if unknown else "not_in_force",
        law=LawChoice("", why, ("criminal_law:12.1",) if crime else ()),
        conduct=tuple(act.id for act in facts.conduct),
    )
