"""Every rule has tests beside it that look at each of its facts, and at both sides of each of its numbers."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from kb.case_rules import EvidenceList
from kb.condition import Bound, FactBound, Multiple, facts_of
from kb.files import TEST_SUFFIX
from kb.issues import Issue, KnowledgeBaseError
from kb.load import Node, read_yaml
from kb.rules import Rule

from .examples import Example, items
from .lines import Line, lines_of
from .words import named_lines

if TYPE_CHECKING:
    from kb import KnowledgeBase

BORDER = {"at_least": (-1, 0), "below": (-1, 0), "above": (0, 1)}
"""The two values on either side of a bound, as what is added to it."""


@dataclass(frozen=True)
class RuleTests:
    """The test file beside a rule."""

    rule: Rule
    file: str
    line: int
    examples: tuple[Example, ...]

    def issue(self, problem: str, repair: str) -> Issue:
        """An issue of the file as a whole."""
        return Issue(self.file, self.line, problem, repair)


def beside(rule: Rule, kb: KnowledgeBase) -> Path:
    """Where the tests of a rule stand."""
    parts = Path(rule.file).parts
    within = parts[len(parts) - parts[::-1].index("rules") :]
    file = Path(str(kb.root)).joinpath("rules", *within)
    return file.with_name(file.name.removesuffix(".yaml") + TEST_SUFFIX)


def tests_of(rule: Rule, kb: KnowledgeBase) -> RuleTests | None:
    """The tests of a rule; None where there are none that can be read (which is reported elsewhere)."""
    try:
        tree = read_yaml(beside(rule, kb))
    except KnowledgeBaseError:
        return None
    cases = tree.get("cases") if isinstance(tree, Node) else None
    given = [
        case["facts"]
        for case in items(cases)
        if isinstance(case, Node) and isinstance(case.get("facts"), Node)
    ]
    if not given:
        return None
    line = tree.key_line.get("cases", tree.line)
    return RuleTests(rule, tree.file, line, tuple(Example(facts, kb.vocabulary) for facts in given))


def tests_of_rules(kb: KnowledgeBase) -> Iterator[RuleTests]:
    """The test files that can be read."""
    yield from (found for rule in kb.rules.values() if (found := tests_of(rule, kb)))


def rules_have_tests(kb: KnowledgeBase) -> Iterator[Issue]:
    """Every rule has a test file beside it; a list of evidence has nothing that could be met or not."""
    for rule in kb.rules.values():
        if isinstance(rule, EvidenceList):
            continue
        file = beside(rule, kb)
        if not file.is_file():
            yield rule.issue(f"规则「{rule.id}」没有测试", f"在旁边写 {file.name}")


def tests_are_complete(kb: KnowledgeBase) -> Iterator[Issue]:
    """The tests of a rule look at each of its facts, at both sides of each number, at its first day."""
    for tests in tests_of_rules(kb):
        yield from _untested_facts(tests, kb)
        yield from _untested_first_day(tests, first_day(kb))
        for line in lines_of(tests.rule):
            fact = kb.facts.get(line.condition.fact or "")
            if line.condition.bound is not None and fact is not None and fact.numeric:
                yield from _untested_numbers(line, tests)


def _untested_facts(tests: RuleTests, kb: KnowledgeBase) -> Iterator[Issue]:
    """Every fact that the rule asks is stated in some case."""
    known = {name for example in tests.examples for name in example.names()}
    for line in lines_of(tests.rule):
        for key, name in facts_of(line.condition):
            if name not in known and name in kb.facts:
                known.add(name)
                yield line.issue(
                    key, f"事实「{name}」没有案例：{tests.file}", "加一个写明它的案例（是、否各一为好）"
                )


def first_day(kb: KnowledgeBase) -> datetime.date:
    """The first day of the criminal law that is held: before it no case is tried by these rules."""
    law = kb.statutes.get("criminal_law")
    return (law and law.in_force.start) or datetime.date.min


def _untested_first_day(tests: RuleTests, first: datetime.date) -> Iterator[Issue]:
    """A rule that came into force later than the law has a case of the day before."""
    start = tests.rule.in_force.start if tests.rule.in_force else None
    if start is None or start <= first:
        return
    day = start - datetime.timedelta(days=1)
    if not any(_dated(example, day) for example in tests.examples):
        yield tests.issue(f"没有施行前一日的案例（act_date: {day}）", "加一个行为在这一天的案例")


def _dated(example: Example, day: datetime.date) -> bool:
    return day in (example.facts.get("act_date"), *(act.get("to") or act.get("from") for act in example.acts))


def _untested_numbers(line: Line, tests: RuleTests) -> Iterator[Issue]:
    """Each number has a case at it and a case on its other side, at most one unit away."""
    operator, bounds = line.condition.bound or ("", ())
    for index, bound in enumerate(bounds):
        steps = BORDER[("below", "above")[index] if operator == "within" else operator]
        missing = [said for step in steps if (said := _missing(line, bound, step, tests))]
        if missing:
            yield line.issue(
                operator,
                f"「{line.condition.fact}」的标准没有临界案例：缺 {'、'.join(missing)}（{tests.file}）",
                "恰在标准上与差一个单位各写一个案例",
            )


def _missing(line: Line, bound: Bound, step: int, tests: RuleTests) -> str:
    """The value beside a bound that no case gives, in words; empty where some case gives it."""
    fact, fixed = str(line.condition.fact), _fixed(bound, line.rule)
    for example in tests.examples:
        limit = _standard(example, bound) if isinstance(bound, FactBound) else fixed
        number = example.number(fact)
        if limit is not None and number is not None and _beside(number, limit, step):
            return ""
    if isinstance(bound, FactBound):
        part = "" if bound.times == 1 else f"{bound.times:f}×"
        return f"{part}{bound.fact}{step:+d}" if step else f"{part}{bound.fact}"
    return "" if fixed is None else f"{fixed + step:f}"


def _standard(example: Example, bound: FactBound) -> Decimal | None:
    """The number that a local standard comes to in an example."""
    standard = example.number(bound.fact)
    return None if standard is None else standard * bound.times


def _beside(number: Decimal, limit: Decimal, step: int) -> bool:
    """At the limit, or (with a step) beyond it on that side and no further away than a unit."""
    return number == limit if step == 0 else 0 < (number - limit) * step <= 1


def _fixed(bound: Bound, rule: Rule) -> Decimal | None:
    """The number that a bound comes to; None where it depends on the case or has no base (reported)."""
    if isinstance(bound, FactBound):
        return None
    if isinstance(bound, Multiple):
        bases = named_lines(rule).get(bound.of, [])
        number = _fixed(bases[0].bound[1][0], rule) if bases and bases[0].bound else None
        return None if number is None else bound.times * number
    return Decimal(bound)
