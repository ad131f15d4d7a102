"""Tests of rules as data: what a `*.test.yaml` beside a rule may say, read and checked before judging."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from difflib import get_close_matches
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BeforeValidator, Field

from kb import KnowledgeBase, UnknownCitation, yaml_files
from kb.case_rules import Checklist, Dispute, Distinction, Jurisdiction
from kb.files import TEST_SUFFIX
from kb.issues import Issue, KnowledgeBaseError
from kb.load import Located, Node, build, read_yaml
from kb.rules import Concurrence, Offence, Rule

from .case_issues import value_problem
from .findings import ATTEMPTED, COMPLETED, OPEN_FORM, OPEN_ROLE, Verdict

PLACES = ("person", "conduct", "group", "case", "evidence", "place")
"""Where a fact is put: the first of these that its scope in the vocabulary allows."""


class Act(Located):
    """One act, where a bare kind of conduct does not say enough: its days, its place, facts of its own.

    `serves`: names for the gangs that this act helps, where acts help different ones.
    """

    kind: str
    serves: tuple[str, ...] = ()
    start: datetime.date | None = Field(None, alias="from")
    end: datetime.date | None = Field(None, alias="to")
    place: Literal["境内", "境外"] | None = None
    handled_before: bool = False
    facts: Any = Field(default_factory=Node)


def _parted(value: Any) -> Any:
    """Part the keys that describe the situation from the facts, which may be any word of the vocabulary."""
    if not isinstance(value, Node):
        return value
    parted, stated = Node(value.file, value.line), Node(value.file, value.line)
    for key, entry in value.items():
        target = parted if key in SETTING else stated
        target[key], target.key_line[key] = entry, value.key_line[key]
    parted["stated"], parted.key_line["stated"] = stated, value.line
    return parted


class Situation(Located):
    """What a case states: days, conduct, the person, and facts by name.

    `decision_date` is the last day of the conduct unless given. `serves`: how many gangs the conduct helps.
    `members`: how many act in the suspect's group, himself included. `group`: facts of the group itself.
    """

    act_date: datetime.date
    decision_date: datetime.date | None = None
    conduct: tuple[str | Act, ...] = ()
    person_kind: Literal["natural", "unit"] = "natural"
    born: datetime.date | None = None
    serves: bool | int = False
    members: int = 1
    group: Any = Field(default_factory=Node)
    stated: Any = Field(default_factory=Node)

    @property
    def acts(self) -> tuple[Act, ...]:
        """The conduct, each with its days."""
        acts = (Act.model_validate({"kind": act}) if isinstance(act, str) else act for act in self.conduct)
        undated = {"start": self.act_date}
        return tuple(act if act.start or act.end else act.model_copy(update=undated) for act in acts)

    @property
    def decided(self) -> datetime.date:
        """The day of the decision."""
        days = (act.end or act.start or self.act_date for act in self.acts)
        return self.decision_date or max([self.act_date, *days])


SETTING = frozenset(Situation.model_fields) - {"file", "line", "stated"}


class StandingFinding(Located):
    """A finding that stands, for rules of concurrence; `because`: clauses that it rests on."""

    charge: str
    tier: str
    conduct: tuple[str, ...] = ("c1",)
    because: tuple[str, ...] = ()


class ChargeExpectation(Located):
    """What is said of a charge: `missing` and `exception` are complete, `ask` and `because` name some."""

    verdict: Verdict
    missing: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    tier: str | None = None
    form: str | None = None
    role: str | None = None
    exception: tuple[str, ...] = ()
    law: str = ""


class ConditionExpectation(Located):
    """Whether the condition of a rule is met; null: not known yet. `not_because`: clauses that are not given for it."""

    met: bool | None
    ask: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    not_because: tuple[str, ...] = ()


class ConcurrenceExpectation(Located):
    """What is left when findings meet; `absorbed`: the charge that gives way → the one that stands."""

    charges: tuple[str, ...]
    absorbed: dict[str, str] = Field(default_factory=dict)
    cumulative: bool = False
    disputed: bool = False
    because: tuple[str, ...] = ()


class ChecklistExpectation(Located):
    """What a checklist says of a piece of evidence: the flaws found (complete), those not known yet, and what follows.

    `state`: sound, defect (瑕疵，未补正), cured (已补正), excluded, review (须查明), open (尚未核对).
    """

    state: Literal["sound", "defect", "cured", "excluded", "review", "open"]
    flaws: tuple[str, ...] = ()
    unknown: tuple[str, ...] | None = None
    because: tuple[str, ...] = ()


class DisputeExpectation(Located):
    """Whether a dispute arises (null: not known), what each view finds of its needs, and the answer under it."""

    arises: bool | None
    views: dict[str, bool | None] = Field(default_factory=dict)
    answers: dict[str, Verdict] = Field(default_factory=dict)


class DistinctionExpectation(Located):
    """How the tests of a distinction stand (null: not known), the verdicts on its charges, and which facts turn one.

    `points`: to which charges a test points as it stands.
    """

    tests: dict[str, bool | None]
    points: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    answers: dict[str, Verdict] = Field(default_factory=dict)
    turns: tuple[str, ...] = ()
    because: tuple[str, ...] = ()


E = TypeVar("E", bound=Located)


class RuleCase(Located, Generic[E]):
    """One case: what someone did, and what follows."""

    name: str
    facts: Annotated[Situation, BeforeValidator(_parted)]
    findings: tuple[StandingFinding, ...] = ()
    expect: E


class RuleTests(Located, Generic[E]):
    """A test file; `given` only holds what the cases merge (`<<: *base`)."""

    rule: str
    given: Any = None
    cases: tuple[RuleCase[E], ...] = Field(min_length=1)


CONDITION = RuleTests[ConditionExpectation]
EXPECTATIONS: dict[type[Rule], type[RuleTests[Any]]] = {
    Offence: RuleTests[ChargeExpectation],
    Concurrence: RuleTests[ConcurrenceExpectation],
    Checklist: RuleTests[ChecklistExpectation],
    Dispute: RuleTests[DisputeExpectation],
    Distinction: RuleTests[DistinctionExpectation],
}
"""What the cases beside a rule may expect; a rule of any other kind has a condition that is met or not."""


def rule_test_files(kb: KnowledgeBase) -> list[Traversable]:
    """Every test file of the knowledge base, in the order of folders and names."""
    return [file for file in yaml_files(kb.root / "rules") if file.name.endswith(TEST_SUFFIX)]


def read_rule_tests(file: Path | Traversable, kb: KnowledgeBase) -> RuleTests[Any]:
    """Read and check a test file; raises KnowledgeBaseError with every problem at once."""
    tree = read_yaml(file)
    rule = _tested(tree, str(file), kb)
    tests: RuleTests[Any] = build(_model(rule), tree)
    issues = [*_repeated_names(tests)]
    for case in tests.cases:
        issues += [*_situation_issues(case, rule, kb), *_expectation_issues(case.expect, rule, kb)]
    if issues:
        raise KnowledgeBaseError(issues)
    return tests


def _model(rule: Rule) -> type[RuleTests[Any]]:
    return next((model for kind, model in EXPECTATIONS.items() if isinstance(rule, kind)), CONDITION)


def _tested(tree: Any, name: str, kb: KnowledgeBase) -> Rule:
    """The rule that a file tests; KnowledgeBaseError where there is none, or where it stands elsewhere."""
    if not isinstance(tree, Node):
        repair = "首行写 rule: 规则的 id，参照同目录其他文件"
        raise KnowledgeBaseError([Issue(name, 1, "测试文件不是键值结构", repair)])
    said, line = tree.get("rule"), tree.key_line.get("rule", 1)
    rule = kb.rules.get(str(said))
    if rule is None:
        problem = f"未知的规则「{said}」" if said else "没有写明测试哪条规则（rule: 规则的 id）"
        raise KnowledgeBaseError([Issue(tree.file, line, problem, near(said, kb.rules))])
    beside = Path(rule.file).name.removesuffix(".yaml") + TEST_SUFFIX
    if Path(tree.file).name != beside:
        problem = f"测试文件与规则「{rule.id}」的文件不同名"
        raise KnowledgeBaseError([Issue(tree.file, line, problem, f"改名为 {beside}，放在 {rule.file} 旁边")])
    return rule


def near(word: object, known: Collection[str]) -> str:
    """A repair for a word that is not known: those like it, or else some that are known."""
    close = get_close_matches(str(word), known, 3, 0.5)
    return f"是否想写：{'、'.join(close)}" if close else f"可用：{'、'.join(list(known)[:20])}"


def _repeated_names(tests: RuleTests[Any]) -> Iterator[Issue]:
    seen: dict[str, int] = {}
    for case in tests.cases:
        if case.name in seen:
            yield case.issue(f"案例名重复：「{case.name}」", f"第 {seen[case.name]} 行已用，换一个")
        seen.setdefault(case.name, case.line)


def _situation_issues(case: RuleCase[Any], rule: Rule, kb: KnowledgeBase) -> Iterator[Issue]:
    if not case.facts.conduct and not case.findings and not isinstance(rule, (Checklist, Jurisdiction)):
        yield case.issue("案例没有行为", "facts 中写 conduct: [行为种类]；竞合规则也可以写 findings")
    for act in case.facts.acts:
        if act.kind not in kb.conduct_kinds:
            yield case.facts.issue(f"未知的行为种类「{act.kind}」", near(act.kind, kb.conduct_kinds))
        yield from _fact_issues(act.facts, ("conduct",), kb)
    yield from _fact_issues(case.facts.stated, PLACES, kb)
    yield from _fact_issues(case.facts.group, ("group",), kb)
    for finding in case.findings:
        charge = kb.charges.get(finding.charge)
        if charge is None:
            yield finding.issue(f"未知的罪名「{finding.charge}」", near(finding.charge, kb.charges))
        elif finding.tier not in (tiers := [tier.id for tier in charge.tiers]):
            yield finding.issue(f"{charge.label}没有档次「{finding.tier}」", near(finding.tier, tiers))


def _fact_issues(stated: Any, places: tuple[str, ...], kb: KnowledgeBase) -> Iterator[Issue]:
    """Every stated fact that is not in the vocabulary, does not belong here, or does not fit its type."""
    for name, raw in stated.items():
        problem = _fact_problem(name, raw, places, kb)
        if problem:
            yield Issue(stated.file, stated.key_line[name], *problem)


def _fact_problem(name: str, raw: Any, places: tuple[str, ...], kb: KnowledgeBase) -> tuple[str, str] | None:
    fact = kb.facts.get(name)
    if fact is None:
        return f"未知的事实「{name}」", near(name, [*kb.facts, *sorted(SETTING)])
    if not set(places) & set(fact.scope):
        return f"「{fact.label}」（{name}）不能写在这里", f"词表中它属于：{'、'.join(fact.scope)}"
    return value_problem(name, raw, fact)


def _expectation_issues(expect: Located, rule: Rule, kb: KnowledgeBase) -> Iterator[Issue]:
    for field, known in _known_words(rule, kb).items():
        said = getattr(expect, field, None)
        for word in [said] if isinstance(said, str) else said or ():
            if word not in known:
                yield expect.issue(f"期望 {field} 中未知的「{word}」", near(word, known))
    for citation in (*getattr(expect, "because", ()), *getattr(expect, "not_because", ())):
        try:
            kb.statutes.versions(citation)
        except (UnknownCitation, ValueError) as error:
            yield expect.issue(f"期望 because 中的引用无处可查：{error}", "照规则文件中的 cite 写")


def _known_words(rule: Rule, kb: KnowledgeBase) -> dict[str, Collection[str]]:
    """What each field of an expectation may name."""
    common: dict[str, Collection[str]] = {"ask": kb.facts, "charges": kb.charges, "absorbed": kb.charges}
    if isinstance(rule, Checklist):
        points = [point.id for point in rule.points]
        return {"flaws": points, "unknown": ["applies", *points]}
    if isinstance(rule, Dispute):
        views = [view.id for view in rule.views]
        return {"views": views, "answers": views}
    if isinstance(rule, Distinction):
        tests = [test.id for test in rule.tests]
        return {"tests": tests, "points": tests, "answers": rule.charges, "turns": kb.facts}
    if not isinstance(rule, Offence):
        return common
    return {
        **common,
        "missing": [element.id for element in rule.elements],
        "exception": [exception.id for exception in kb.exceptions_of(rule)],
        "tier": [tier.id for tier in rule.tiers],
        "role": [*(role.label for role in kb.roles), OPEN_ROLE],
        "form": (COMPLETED, ATTEMPTED, OPEN_FORM),
    }
