"""The case file: persons, groups and conduct, as an officer states them, checked before anything is inferred."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from kb import Fact, KnowledgeBase
from kb.issues import Issue, KnowledgeBaseError
from kb.load import Located, Node, build, parse_yaml, read_yaml

from .values import Interval, Value

CENT = Decimal("0.01")
EARLIEST = datetime.date(1979, 7, 1)


def _facts(value: Any) -> Any:
    """Keep the mapping as it was read, so that each fact knows its line."""
    if not isinstance(value, dict):
        msg = f"facts 应为“事实: 值”的键值结构，现为「{value}」"
        raise ValueError(msg)
    return value


Facts = Annotated[Any, BeforeValidator(_facts)]


class CaseError(KnowledgeBaseError):
    """A case file cannot be used; carries every problem with its line and the repair."""


class Group(Located):
    """A gang or another set of people who act together."""

    id: str
    label: str = ""
    facts: Facts = Field(default_factory=dict)


class Person(Located):
    """A natural person or a unit."""

    id: str
    name: str
    kind: Literal["natural", "unit"] = "natural"
    born: datetime.date | None = None
    at_large: bool = False
    note: str | None = None
    facts: Facts = Field(default_factory=dict)


class Conduct(Located):
    """Something that one or more people did together over a span of days."""

    id: str
    who: tuple[str, ...] = ()
    kind: str
    group: str | None = None
    serves: tuple[str, ...] = ()
    start: datetime.date | None = Field(None, alias="from")
    end: datetime.date | None = Field(None, alias="to")
    place: Literal["境内", "境外"] | None = None
    handled_before: bool = False
    note: str | None = None
    facts: Facts = Field(default_factory=dict)

    @property
    def last_day(self) -> datetime.date | None:
        """The day the conduct ended: the day whose law counts (行为终了之日)."""
        return self.end or self.start


class Case(Located):
    """A whole case file, format 1."""

    format: Literal[1]
    title: str = ""
    source: str | None = None
    note: str | None = None
    decision_date: datetime.date | None = None
    facts: Facts = Field(default_factory=dict)
    groups: tuple[Group, ...] = ()
    persons: tuple[Person, ...] = Field(min_length=1)
    conduct: tuple[Conduct, ...] = ()
    expected: dict[str, Any] | None = None

    @cached_property
    def group_of(self) -> Mapping[str, Group]:
        """The groups by id."""
        return {group.id: group for group in self.groups}

    @cached_property
    def person_of(self) -> Mapping[str, Person]:
        """The persons by id."""
        return {person.id: person for person in self.persons}

    @cached_property
    def conduct_of(self) -> Mapping[str, Conduct]:
        """The conduct by id."""
        return {conduct.id: conduct for conduct in self.conduct}

    def members(self, group: str) -> set[str]:
        """The persons who act within a group."""
        return {who for conduct in self.conduct if conduct.group == group for who in conduct.who}

    def holders(self) -> Iterator[tuple[str, Located, dict[str, Any]]]:
        """Everything that carries facts, with its scope: the case, groups, persons, conduct."""
        yield "case", self, self.facts
        for scope, holders in (("group", self.groups), ("person", self.persons), ("conduct", self.conduct)):
            for holder in holders:
                yield scope, holder, holder.facts


@dataclass(frozen=True)
class Statement:
    """A fact as it was stated: its value, the evidence it stands on, and whether it is disputed."""

    value: Value
    evidence: str | None = None
    disputed: bool = False


STATEMENT_KEYS = ("value", "at_least", "at_most", "evidence", "disputed", "note")


def state(raw: Any, fact: Fact) -> Statement:
    """Read one fact of a case file; raises ValueError with a Chinese reason when it does not fit its type."""
    if isinstance(raw, dict):
        unknown = [key for key in raw if key not in STATEMENT_KEYS]
        if unknown:
            msg = f"未知的键「{unknown[0]}」；可用：{'、'.join(STATEMENT_KEYS)}"
            raise ValueError(msg)
        value = _bounds(raw, fact) if {"at_least", "at_most"} & raw.keys() else _value(raw.get("value"), fact)
        disputed = bool(raw.get("disputed", False))
        return Statement(None if disputed else value, raw.get("evidence"), disputed)
    return Statement(_value(raw, fact))


def _bounds(raw: Mapping[str, Any], fact: Fact) -> Value:
    if not fact.numeric:
        msg = f"「{fact.label}」不是数字，不能写 at_least、at_most"
        raise ValueError(msg)
    low = _number(raw.get("at_least", 0), fact)
    high = _number(raw["at_most"], fact) if "at_most" in raw else None
    if high is not None and high < low:
        msg = f"at_most（{high}）小于 at_least（{low}）"
        raise ValueError(msg)
    return Interval(low, high)


def _value(raw: Any, fact: Fact) -> Value:
    if raw is None:
        return None
    if fact.numeric:
        return Interval.exactly(_number(raw, fact))
    if fact.type == "choice":
        if raw not in fact.choices:
            msg = f"应为 {'、'.join(fact.choices)} 之一，现为「{raw}」"
            raise ValueError(msg)
        return str(raw)
    if not isinstance(raw, bool):
        msg = f"应为 true、false 或者 null（未查），现为「{raw}」"
        raise ValueError(msg)
    return raw


def _number(raw: Any, fact: Fact) -> Decimal:
    if isinstance(raw, bool) or not isinstance(raw, (int, Decimal)):
        msg = f"应为数字（单位：{fact.unit}），现为「{raw}」"
        raise ValueError(msg)
    if raw < 0:
        msg = f"不能为负数，现为 {raw}"
        raise ValueError(msg)
    if fact.type == "money" and Decimal(raw) != Decimal(raw).quantize(CENT):
        msg = f"金额最多写到分（两位小数），现为 {raw}"
        raise ValueError(msg)
    if fact.type != "money" and raw != int(raw):
        msg = f"应为整数（单位：{fact.unit}），现为 {raw}"
        raise ValueError(msg)
    return Decimal(raw)


def read_case(path: Path, kb: KnowledgeBase, today: datetime.date | None = None) -> Case:
    """Read and check a case file; raises CaseError with every problem at once."""
    if not path.is_file():
        raise CaseError([Issue(str(path), 1, "找不到案件文件", "检查路径；可先用 examples/ 中的例子")])
    return _checked(lambda: read_yaml(path), kb, today)


def parse_case(text: str, kb: KnowledgeBase, name: str = "案件", today: datetime.date | None = None) -> Case:
    """Read and check a case from text (YAML or JSON); raises CaseError with every problem at once."""
    return _checked(lambda: parse_yaml(text, name), kb, today)


def _checked(read: Callable[[], Any], kb: KnowledgeBase, today: datetime.date | None) -> Case:
    try:
        case = build(Case, _mapping(read()))
    except UnicodeDecodeError:
        raise CaseError([Issue("案件", 1, "文件不是 UTF-8 编码", "另存为 UTF-8 后再试")]) from None
    except KnowledgeBaseError as error:
        raise CaseError(error.issues) from None
    issues = [
        *_naming_issues(case, kb),
        *_date_issues(case, today or datetime.date.today()),
        *_fact_issues(case, kb),
    ]
    if issues:
        raise CaseError(issues)
    return case


def _mapping(tree: Any) -> Node:
    if isinstance(tree, Node):
        return tree
    raise CaseError([Issue("案件", 1, "案件文件不是键值结构", "首行应为 format: 1，参照 examples/")])


def _naming_issues(case: Case, kb: KnowledgeBase) -> Iterator[Issue]:
    for kind, entries in (("人员", case.persons), ("团伙", case.groups), ("行为", case.conduct)):
        seen: dict[str, int] = {}
        for entry in entries:
            if entry.id in seen:
                yield entry.issue(f"{kind} id「{entry.id}」重复", f"第 {seen[entry.id]} 行已用，换一个")
            seen[entry.id] = entry.line
    for act in case.conduct:
        if act.kind not in kb.conduct_kinds:
            yield act.issue(f"未知的行为种类「{act.kind}」", f"可用：{'、'.join(kb.conduct_kinds)}")
        yield from _undeclared(case, act)


def _undeclared(case: Case, act: Conduct) -> Iterator[Issue]:
    """Whom and what an act names that the case does not declare."""
    served = {*case.person_of, *case.group_of, *case.conduct_of}
    for who in act.who:
        if who not in case.person_of:
            yield act.issue(
                f"行为「{act.id}」的行为人「{who}」未在 persons 中声明",
                "先在 persons 中加上此人，或者改正 id",
            )
    if act.group is not None and act.group not in case.group_of:
        yield act.issue(
            f"行为「{act.id}」所属团伙「{act.group}」未在 groups 中声明", "先在 groups 中加上，或者改正 id"
        )
    for target in act.serves:
        if target not in served:
            yield act.issue(
                f"行为「{act.id}」所帮助的「{target}」不是本案的人员、团伙或者行为", "改正 serves 中的 id"
            )


def _date_issues(case: Case, today: datetime.date) -> Iterator[Issue]:
    if case.decision_date and case.decision_date > today:
        yield Issue(
            case.file,
            case.line,
            f"处理日期 decision_date {case.decision_date} 晚于今天 {today}",
            "改为今天或者以前的日期",
        )
    latest = min(case.decision_date or today, today)
    for person in case.persons:
        if person.born and person.born > latest:
            yield Issue(
                person.file,
                person.line,
                f"「{person.name}」的出生日期 {person.born} 晚于处理日期",
                "改正 born",
            )
    for act in case.conduct:
        for label, day in (("from", act.start), ("to", act.end)):
            if day and day > latest:
                yield Issue(
                    act.file,
                    act.line,
                    f"行为「{act.id}」的 {label} {day} 在处理日期 {latest} 之后",
                    "改正日期",
                )
            if day and day < EARLIEST:
                yield Issue(
                    act.file, act.line, f"行为「{act.id}」的 {label} {day} 早于 1979 年刑法施行", "改正日期"
                )
        if act.start and act.end and act.start > act.end:
            yield Issue(
                act.file, act.line, f"行为「{act.id}」的起日 {act.start} 晚于止日 {act.end}", "对调或者改正"
            )


def _fact_issues(case: Case, kb: KnowledgeBase) -> Iterator[Issue]:
    for scope, holder, facts in case.holders():
        lines = getattr(facts, "key_line", {})
        for name, raw in facts.items():
            problem = fact_problem(name, raw, scope, kb)
            if problem:
                yield Issue(holder.file, lines.get(name, holder.line), *problem)


SCOPE_NAMES = {"case": "全案 facts", "group": "groups", "person": "persons", "conduct": "conduct"}


def fact_problem(name: str, raw: Any, scope: str, kb: KnowledgeBase) -> tuple[str, str] | None:
    """What is wrong with a stated fact and how to repair it; None where it is fine."""
    fact = kb.facts.get(name)
    if fact is None:
        near = get_close_matches(name, kb.facts, 3, 0.5)
        return (
            f"未知的事实「{name}」",
            f"是否想写：{'、'.join(near)}" if near else "可用的事实见 zuilian facts",
        )
    if scope not in fact.scope:
        places = "、".join(SCOPE_NAMES[place] for place in fact.scope)
        return f"「{fact.label}」（{name}）不能写在 {SCOPE_NAMES[scope]} 下", f"应写在：{places}"
    try:
        state(raw, fact)
    except ValueError as error:
        return f"「{fact.label}」（{name}）{error}", f"这项事实问的是：{fact.question}"
    return None
