"""Whether the tests beside a rule would notice that it is wrong: faults are seeded, one at a time, and tried.

A fault is found when a case no longer holds, or can no longer be judged. One that leaves every charge asking the same
on every day is none, and is not counted: the cited text was not law on the day that was moved, or another line asks
the same there. Which of two such lines is cited does not matter here.
"""

from __future__ import annotations

import datetime
import gc
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kb import Charge, Checklist, Dispute, Distinction, Jurisdiction, KnowledgeBase
from kb.case_rules import EvidenceList, View
from kb.checks.rule_tests import beside
from kb.issues import Issue, KnowledgeBaseError
from kb.rules import Offence, Rule

from .assess import CaseAssessor
from .case import Case, Conduct, Person
from .conditions import evaluate
from .facts import Projection
from .faults import DAY, Fault, faults_of
from .plan import LawState, PlanError
from .planner import Planner, planner_of
from .points import PointDecider
from .projector import Projector
from .readings import content, reading
from .rule_tests import Situation, read_rule_tests
from .rule_trial import Trial

ENOUGH = 95
"""How many of a hundred faults the tests of a rule have to find."""
REPAIR = "加一个能分辨它的案例：照原规则与照改动后的规则，结论不同"


@dataclass(frozen=True)
class Score:
    """How many faults of a rule its tests found, those they did not, and why none could be tried."""

    rule: str
    made: int
    survivors: tuple[Issue, ...] = ()
    problems: tuple[Issue, ...] = ()

    @property
    def found(self) -> int:
        """How many faults were found."""
        return self.made - len(self.survivors)

    @property
    def enough(self) -> bool:
        """Whether the tests find as much as they have to."""
        return not self.problems and self.found * 100 >= ENOUGH * self.made

    def __str__(self) -> str:
        return f"{self.rule}：{self.made} 个变异，发现 {self.found}（{percent(self.found, self.made)}%）"


def percent(found: int, made: int) -> int:
    """Full percents; a hundred where there was nothing to find."""
    return found * 100 // made if made else 100


def summary(tried: Sequence[Score]) -> str:
    """The totals over all rules."""
    made, found = sum(score.made for score in tried), sum(score.found for score in tried)
    poor = sum(not score.enough for score in tried)
    total = f"合计 {len(tried)} 条规则：{made} 个变异，发现 {found}（{percent(found, made)}%）"
    return f"{total}；{poor} 条规则不到 {ENOUGH}%" if poor else total


class KeptProjector(Projector):
    """Projects a case once for all faults: what is stated of a case does not depend on the rules."""

    def __init__(self, case: Case, kb: KnowledgeBase, today: datetime.date) -> None:
        super().__init__(case, kb, today)
        self._kept: dict[tuple[object, ...], Projection] = {}

    def project(
        self,
        person: Person,
        acts: tuple[Conduct, ...],
        soft: frozenset[str] = frozenset(),
        charge: Offence | None = None,
        names: frozenset[str] | None = None,
    ) -> Projection:
        """The projection, made when it is first asked for; a faulty charge asks no more than the sound one."""
        key = (person.id, tuple(act.id for act in acts), soft, charge and charge.id, names)
        if key not in self._kept:
            self._kept[key] = super().project(person, acts, soft, charge, names)
        return self._kept[key]


@dataclass(frozen=True)
class Retrial(Trial):
    """A case that is judged again under one fault after another."""

    projector: Projector

    def assessor(self) -> CaseAssessor:
        """The assessor of the case, with what has been projected before."""
        case, today = self.projector.case, self.case.facts.decided
        made = CaseAssessor(case, self.kb, today=today, inference="direct")
        made.projector = self.projector
        return made

    def notices(self, kb: KnowledgeBase, rule: Rule) -> bool:
        """Whether the case no longer holds, or cannot be judged, under a faulty rule."""
        try:
            return bool(replace(self, kb=kb, rule=rule).mismatches())
        except Exception:  # noqa: BLE001 - whatever a fault breaks, it is noticed
            return True


class Bench:
    """The cases of one rule, and the part of the base that they look at."""

    def __init__(self, rule: Rule, kb: KnowledgeBase) -> None:
        cases = read_rule_tests(beside(rule, kb), kb).cases
        trials = [_retrial(Trial(kb, rule, case, "direct")) for case in cases]
        self.rule = rule
        self.charges = frozenset(charge for trial in trials for charge in trial.charges_read())
        self.kb = self._with(kb, rule)
        self.planner = Planner(self.kb)
        self.trials = [replace(trial, kb=self.kb) for trial in trials]
        self.stated = {trial.case.name: _stated(trial.case.facts) for trial in trials}

    def _with(self, kb: KnowledgeBase, rule: Rule | None) -> KnowledgeBase:
        """The base with the rule as given, and with no charge that the cases do not look at."""
        rules = {
            name: other
            for name, other in kb.rules.items()
            if name != self.rule.id and (not isinstance(other, Charge) or name in self.charges)
        }
        return replace(kb, rules=rules if rule is None else {**rules, rule.id: rule})

    def failing(self) -> Iterator[Issue]:
        """The cases that do not hold as it is."""
        for trial in self.trials:
            if trial.mismatches():
                yield trial.case.issue(f"案例本来就不成立：{trial.case.name}", "先让 zuilian check 没有问题")

    def score(self) -> Score:
        """Try every fault of the rule."""
        tried = [(fault, self._found(fault)) for fault in faults_of(self.rule)]
        survivors = [_survivor(fault) for fault, found in tried if found is False]
        return Score(self.rule.id, sum(found is not None for _, found in tried), tuple(sorted(survivors)))

    def _found(self, fault: Fault[Rule | None]) -> bool | None:
        """Whether a fault is found, by a case or because the rule can no longer be read; None where it is none."""
        kb = self._with(self.kb, fault.made)
        if self._noticed(fault, kb):
            return True
        try:
            return None if self._is_none(fault, kb) else False
        except PlanError:
            return True

    def _noticed(self, fault: Fault[Rule | None], kb: KnowledgeBase) -> bool:
        """Whether some case notices a fault; first those that state what it asks, and that noticed the last ones."""
        likely = sorted(self.trials, key=lambda trial: not fault.asked & self.stated[trial.case.name])
        for trial in likely:
            if trial.notices(kb, fault.made or self.rule):
                self.trials.remove(trial)
                self.trials.insert(0, trial)
                return True
        return False

    def _is_none(self, fault: Fault[Rule | None], kb: KnowledgeBase) -> bool:
        """Whether every charge asks the same as before, on every day that the fault can reach."""
        if fault.place is self.rule or isinstance(fault.place, View) or self._points_otherwise(fault.made):
            return False  # a first day, a rule of concurrence, what a view assumes, where a test points: in no plan
        before, after = self.planner, planner_of(kb)
        days = _around(fault.day, before.boundaries) if fault.day else _each(before.boundaries)
        if isinstance(self.rule, (Checklist, Dispute, Distinction, Jurisdiction)):
            return fault.made is not None and self._reads_alike(fault.made, days)
        charges = [(self.kb.offences[name], kb.offences[name]) for name in sorted(self.charges)]
        return all(
            reading(before.plan(old, state), before) == reading(after.plan(new, state), after)
            for state in days
            for old, new in charges
        )

    def _points_otherwise(self, made: Rule | None) -> bool:
        """Whether a test of a distinction points to other charges than before."""
        if not (isinstance(self.rule, Distinction) and isinstance(made, Distinction)):
            return False
        before, after = ({t.id: (t.met, t.not_met) for t in rule.tests} for rule in (self.rule, made))
        return any(before[name] != pointed for name, pointed in after.items())

    def _reads_alike(self, made: Rule, days: Iterator[LawState]) -> bool:
        """Whether the points of a faulty rule ask the same as before on every day."""
        deciders = [PointDecider(self.kb, evaluate), PointDecider(self.kb, evaluate)]
        for day in sorted({state.interpretation_day for state in days}):
            old, new = (
                d.points(r, LawState.on(day)) for d, r in zip(deciders, (self.rule, made), strict=True)
            )
            if [(p.id, content(p.node)) for p in old.parts] != [(p.id, content(p.node)) for p in new.parts]:
                return False
        return True


def _each(boundaries: tuple[datetime.date, ...]) -> Iterator[LawState]:
    """The law of each day on which something begins to apply, the latest first."""
    yield from (LawState.on(day) for day in reversed(boundaries))


def _around(day: datetime.date, boundaries: tuple[datetime.date, ...]) -> Iterator[LawState]:
    """The states of the law on a day and its neighbours, under the statute of that day and of every earlier one."""
    for near in (day - DAY, day, day + DAY):
        yield LawState.on(near)
        yield from (LawState(earlier, near) for earlier in boundaries if earlier < near)


def _retrial(trial: Trial) -> Retrial:
    made = trial.assessor()
    projector = KeptProjector(made.case, trial.kb, trial.case.facts.decided)
    return Retrial(trial.kb, trial.rule, trial.case, "direct", projector)


def _stated(situation: Situation) -> frozenset[str]:
    """The facts that a case states."""
    return frozenset([*situation.stated, *situation.group, *(n for act in situation.acts for n in act.facts)])


def _survivor(fault: Fault[Any]) -> Issue:
    return fault.place.issue(f"没有案例发现：{fault.words}", REPAIR)


def score(rule: Rule, kb: KnowledgeBase) -> Score:
    """How well the tests beside a rule would notice a fault in it."""
    if not Path(beside(rule, kb)).is_file():
        return Score(rule.id, 0, problems=(rule.issue(f"规则「{rule.id}」没有测试", "在旁边写测试"),))
    try:
        bench = Bench(rule, kb)
    except KnowledgeBaseError as error:
        return Score(rule.id, 0, problems=tuple(error.issues))
    failing = tuple(bench.failing())
    return Score(rule.id, 0, problems=failing) if failing else bench.score()


_base: list[KnowledgeBase] = []


def _start(kb: KnowledgeBase) -> None:
    """Make a process ready: it keeps the base, and clears what a fault leaves behind."""
    _base[:] = [kb]
    gc.freeze()
    gc.enable()


def _score(rule: str) -> Score:
    (kb,) = _base
    return score(kb.rules[rule], kb)


def scores(kb: KnowledgeBase, rules: Iterable[str] = (), workers: int | None = None) -> Iterator[Score]:
    """The score of each of the rules (of all, if none is named), in the order of their files."""
    wanted = set(rules) or {name for name, rule in kb.rules.items() if not isinstance(rule, EvidenceList)}
    ordered = [rule.id for rule in sorted(kb.rules.values(), key=lambda rule: rule.file) if rule.id in wanted]
    workers = min(workers or os.cpu_count() or 1, len(ordered))
    if workers <= 1:
        yield from (score(kb.rules[rule], kb) for rule in ordered)
        return
    with ProcessPoolExecutor(workers, initializer=_start, initargs=(kb,)) as pool:
        yield from pool.map(_score, ordered)
