"""What only the engine can say of the rules: on every day each charge can be read, met and failed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from kb import Charge, Checklist, Dispute, Distinction, Jurisdiction, KnowledgeBase
from kb.case_rules import AdministrativeOffence, EvidenceList
from kb.checks import citations, numbers, words
from kb.files import TEST_SUFFIX
from kb.issues import Issue
from kb.load import Located
from kb.rules import Offence, Rule

from .conditions import evaluate
from .facts import Projection
from .plan import LawState, Node, Plan, PlanError, Reading, applies
from .planner import Planner
from .points import PointDecider, conditions_in, of_nothing
from .reach import Search
from .readings import shape
from .rule_tests import rule_test_files
from .rule_trial import rule_test_issues
from .runtime import RuntimeLimit, check_limits
from .tier_check import Problem, bands_are_read, penalties_are_read, tier_problems
from .values import Truth

READABLE = (
    citations.citations_resolve,
    words.facts_are_known,
    words.facts_are_asked_as_what_they_are,
    words.kinds_of_conduct_are_known,
    words.charges_are_known,
    words.references_lead_somewhere,
    words.references_do_not_circle,
    numbers.multiples_have_a_base,
)
"""A rule that fails one of these cannot be read by the engine; kb.check says so."""
UNMEETABLE = "检查各行是否互相矛盾，行为种类是否在 opened_by 中"


def check(
    kb: KnowledgeBase, only: Sequence[str] | None = None, today: datetime.date | None = None
) -> list[Issue]:
    """Every problem that shows when the rules are run, sorted; rules that cannot be read are left out.

    `only`: words of which a file has to have one in its path, so that an author need not wait for the others.
    """
    return sorted({*reading_issues(kb, only, today), *test_issues(kb, only)})


def _concerned(file: str, only: Sequence[str] | None) -> bool:
    return not only or any(word in file for word in only)


def unreadable(kb: KnowledgeBase) -> set[Issue]:
    """What keeps the engine from reading the rules."""
    return {issue for each in (*READABLE, penalties_are_read, bands_are_read) for issue in each(kb)}


def test_issues(kb: KnowledgeBase, only: Sequence[str] | None) -> Iterator[Issue]:
    """Every case beside a rule that does not hold; that there are cases at all is for kb.check."""
    if not unreadable(kb):
        files = [file for file in rule_test_files(kb) if _concerned(str(file), only)]
        yield from (issue for issue in rule_test_issues(kb, files) if issue.file.endswith(TEST_SUFFIX))


def reading_issues(
    kb: KnowledgeBase, only: Sequence[str] | None = None, today: datetime.date | None = None
) -> list[Issue]:
    """Every problem of a charge as it reads on some day up to today."""
    penalties = [*penalties_are_read(kb), *bands_are_read(kb)]
    refused = {issue.file for each in (*READABLE, penalties_are_read) for issue in each(kb)}
    shared = {
        rule.file
        for rule in kb.rules.values()
        if not isinstance(rule, (Offence, Checklist, Dispute, Distinction, Jurisdiction, EvidenceList))
    }
    if refused & shared:
        return sorted(penalties)
    planner = Planner(kb)
    readings = [
        (charge, _plans(charge, planner, today or datetime.date.today()))
        for charge in kb.offences.values()
        if charge.file not in refused and _concerned(charge.file, only)
    ]
    reported: set[tuple[str, int, str]] = set()
    issues = {issue for charge, plans in readings for issue in _charge_issues(charge, plans, kb, reported)}
    issues.update(_identical(plans for charge, plans in readings if isinstance(charge, Charge)))
    beside = (*kb.checklists, *kb.disputes, *kb.distinctions, *kb.jurisdictions)
    wanted = [rule for rule in beside if rule.file not in refused and _concerned(rule.file, only)]
    issues.update(_beside(wanted, kb, planner, today or datetime.date.today()))
    issues.update(penalties)
    return sorted(issues)


Readings = list[Plan | Issue]


def _plans(charge: Offence, planner: Planner, today: datetime.date) -> Readings:
    """Each reading of a charge up to today, on its first day; an issue where it cannot be read."""
    start = charge.in_force.start if charge.in_force else None
    days = {day for day in (*planner.boundaries, start) if day and day <= today}
    found: Readings = []
    for day in sorted(days):
        if not applies(charge, day):
            continue
        try:
            plan = planner.plan(charge, LawState.on(day))
        except PlanError as error:
            return [charge.issue(f"{day} 的法律下读不出本罪：{error}", "改正所指的 id")]
        if all(plan is not known for known in found):
            found.append(plan)
    return found


def _charge_issues(
    charge: Offence, readings: Readings, kb: KnowledgeBase, reported: set[tuple[str, int, str]]
) -> Iterator[Issue]:
    """The issues of a charge; a part that fails is reported once, with the first day it does."""
    for reading in readings:
        if isinstance(reading, Issue):
            yield reading
            continue
        for place, what, repair in _problems(charge, reading, kb):
            if (place.file, place.line, what) not in reported:
                reported.add((place.file, place.line, what))
                yield place.issue(f"{what}（{reading.state.statute_day} 的法律）", repair)
        yield from _too_large(charge, reading)


def _problems(charge: Offence, plan: Plan, kb: KnowledgeBase) -> Iterator[Problem]:
    yield from _vanished(charge, plan)
    yield from _unreachable(charge, plan, kb)
    yield from tier_problems(charge, plan, kb)


def _vanished(charge: Offence, plan: Plan) -> Iterator[Problem]:
    """An element that is not law on a day on which the charge is."""
    held = {element.id for element in plan.elements}
    for element in charge.elements:
        if element.id not in held:
            repair = "补上当时的依据：另一处 cite，或一行 appraise 由人判断"
            yield Problem(element, f"要件「{element.label}」所引条文都不是有效文本，要件落空", repair)
    if not plan.tiers:
        yield Problem(charge, "没有一个档次的法定刑是有效文本", "补上当时的法定刑")


def _unreachable(charge: Offence, plan: Plan, kb: KnowledgeBase) -> Iterator[Problem]:
    """A part that no facts can meet, and an element that no facts can fail."""
    search = Search(plan, kb)
    places: dict[str, Located] = {element.id: element for element in charge.elements}
    for element in plan.elements:
        if not search.can_be(element.node, met=True):
            yield Problem(places[element.id], f"要件「{element.label}」怎么也不能满足", UNMEETABLE)
        if not isinstance(charge, AdministrativeOffence) and not search.can_be(element.node, met=False):
            yield Problem(
                places[element.id],
                f"要件「{element.label}」怎么也不能不满足",
                "检查是否有一行恒为真，或 any 中正反两行并列",
            )
    for place, what, node in _others(charge, plan, kb):
        if not search.can_be(node, met=True):
            yield Problem(place, f"{what}怎么也不能满足", UNMEETABLE)


def _others(charge: Offence, plan: Plan, kb: KnowledgeBase) -> Iterator[tuple[Located, str, Node]]:
    """What must be reachable beside the elements: exceptions, tiers, roles, circumstances."""
    exceptions = {exception.id: exception for exception in kb.exceptions_of(charge)}
    tiers = {tier.id: tier for tier in charge.tiers}
    for exception in plan.exceptions:
        yield exceptions[exception.id], f"出罪、从宽事由「{exception.label}」", exception.node
    for tier in plan.tiers:
        if tier.node is not None and tier.node.op != "open":
            yield tiers[tier.id], f"档次「{tier.label}」", tier.node
    for part in (*plan.roles, *plan.circumstances):
        yield kb.rules[part.id], f"「{part.label}」", part.node


def _beside(
    rules: Sequence[Rule], kb: KnowledgeBase, planner: Planner, today: datetime.date
) -> Iterator[Issue]:
    """A point of a rule beside the charges that is law on no day up to today, or too large to be run reliably."""
    decider = PointDecider(kb, _within_limits)
    days = sorted({day for day in (*planner.boundaries, today) if day <= today})
    for rule in rules:
        held: set[str] = set()
        for day in days:
            try:
                held |= {part.id for part in decider.points(rule, LawState.on(day)).parts}
            except PlanError as error:
                yield rule.issue(f"{day} 的法律下读不出本规则：{error}", "改正所指的 id")
                break
        for name, label, condition in conditions_in(rule):
            if name not in held:
                yield condition.issue(
                    f"「{label}」所引条文从来不是有效文本", "改正 cite、quote 或者 in_force"
                )
        try:
            decider.decide(rule, of_nothing(days[-1]))
        except RuntimeLimit as limit:
            yield rule.issue(str(limit), "拆成几条规则")


def _within_limits(reading: Reading, facts: Projection) -> Mapping[str, Truth]:
    """Decide a reading directly; raises RuntimeLimit where durable_rules could not."""
    check_limits(reading)
    return evaluate(reading, facts)


def _too_large(charge: Offence, plan: Plan) -> Iterator[Issue]:
    """A charge that durable_rules could not run reliably."""
    try:
        check_limits(plan)
    except RuntimeLimit as limit:
        yield charge.issue(str(limit), "把条件拆成具名部分，或把条文分到另一条规则")


def _identical(readings: Iterator[Readings]) -> Iterator[Issue]:
    """Two charges that ask the very same of a person on the same day."""
    last = [plans[-1] for plans in readings if plans and isinstance(plans[-1], Plan)]
    for first, second in combinations(last, 2):
        if _signature(first) == _signature(second):
            yield second.charge.issue(
                f"要件与「{first.charge.label}」（{first.charge.file}）完全相同",
                "写出两罪的区别；是同一罪名的，删去一个",
            )


def _signature(plan: Plan) -> frozenset[object]:
    return frozenset(shape(element.node) for element in plan.elements)
