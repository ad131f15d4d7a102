"""Tests of rules as data: what a `*.test.yaml` beside a rule may say, and the runner that judges its cases.

Each case becomes a small real case file, judged like any other: projection, derivations and choice of law included.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from kb import Charge, KnowledgeBase, UnknownCitation, yaml_files
from kb.issues import Issue, KnowledgeBaseError
from kb.load import Located, Node, build, read_yaml
from kb.rules import Circumstance, Concurrence, JointCrime, Presumption, Role, Rule, conditions_of

from .assess import CaseAssessor, Inference, planner_of
from .case import Case, Conduct, Group, Person, state
from .concurrence import dispose
from .explain import Explainer
from .findings import Disposition, Finding, LawChoice, TierFinding, Verdict
from .judge import Outcome
from .law import version_of
from .penalty import read_penalty
from .plan import LawState
from .values import Truth, conjunction

SUFFIX = ".test.yaml"
SUSPECT = "p1"
PLACES = ("person", "conduct", "group", "case")
"""Where a fact is put: the first of these that its scope in the vocabulary allows."""
NOT_OPENED = "这些行为没有启动本罪：conduct 中至少要有一种 opened_by 所列的行为"


class Act(Located):
    """One act, where a bare kind of conduct does not say enough: its days, its place, facts of its own."""

    kind: str
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
        acts = (Act(kind=act) if isinstance(act, str) else act for act in self.conduct)
        return tuple(
            act if act.start or act.end else act.model_copy(update={"start": self.act_date}) for act in acts
        )

    @property
    def decided(self) -> datetime.date:
        """The day of the decision."""
        return self.decision_date or max(
            [self.act_date, *(act.end or act.start or self.act_date for act in self.acts)]
        )


SETTING = frozenset(Situation.model_fields) - {"file", "line", "stated"}
Stated = Annotated[Situation, BeforeValidator(_parted)]


class StandingFinding(Located):
    """A finding that stands, for rules of concurrence."""

    charge: str
    tier: str
    conduct: tuple[str, ...] = ("c1",)


class ChargeExpectation(Located):
    """What the engine has to say of a charge; `missing` and `exception` are complete, `ask` and `because` are not."""

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
    """Whether the condition of a rule is met; null: not known yet."""

    met: bool | None
    ask: tuple[str, ...] = ()
    because: tuple[str, ...] = ()


class ConcurrenceExpectation(Located):
    """What is left when findings meet; `absorbed`: the charge that gives way → the one that stands."""

    charges: tuple[str, ...]
    absorbed: dict[str, str] = Field(default_factory=dict)
    cumulative: bool = False
    disputed: bool = False
    because: tuple[str, ...] = ()


class RuleCase(Located):
    """One case: what someone did, and what follows."""

    name: str
    facts: Stated
    findings: tuple[StandingFinding, ...] = ()
    expect: Located


class ChargeCase(RuleCase):
    """A case of a charge."""

    expect: ChargeExpectation


class ConditionCase(RuleCase):
    """A case of a rule with one condition."""

    expect: ConditionExpectation


class ConcurrenceCase(RuleCase):
    """A case of a rule of concurrence."""

    expect: ConcurrenceExpectation


class RuleTests(Located):
    """A test file; `given` only holds what the cases merge (`<<: *base`)."""

    rule: str
    given: Any = None
    cases: tuple[RuleCase, ...] = Field(min_length=1)


class ChargeTests(RuleTests):
    """The tests of a charge."""

    cases: tuple[ChargeCase, ...] = Field(min_length=1)


class ConditionTests(RuleTests):
    """The tests of a rule with one condition."""

    cases: tuple[ConditionCase, ...] = Field(min_length=1)


class ConcurrenceTests(RuleTests):
    """The tests of a rule of concurrence."""

    cases: tuple[ConcurrenceCase, ...] = Field(min_length=1)


# -- reading -----------------------------------------------------------------------------------------


def rule_test_files(kb: KnowledgeBase) -> list[Traversable]:
    """Every test file of the knowledge base, in the order of folders and names."""
    return [file for file in yaml_files(kb.root / "rules") if file.name.endswith(SUFFIX)]


def read_rule_tests(file: Path | Traversable, kb: KnowledgeBase) -> RuleTests:
    """Read and check a test file; raises KnowledgeBaseError with every problem at once."""
    tree = read_yaml(file)
    rule = _tested(tree, str(file), kb)
    model = ConcurrenceTests if isinstance(rule, Concurrence) else ConditionTests
    tests = build(ChargeTests if isinstance(rule, Charge) else model, tree)
    issues = [
        *_repeated_names(tests),
        *(issue for case in tests.cases for issue in _case_issues(case, rule, kb)),
    ]
    if issues:
        raise KnowledgeBaseError(issues)
    return tests


def _tested(tree: Any, name: str, kb: KnowledgeBase) -> Rule:
    if not isinstance(tree, Node):
        raise KnowledgeBaseError(
            [Issue(name, 1, "测试文件不是键值结构", "首行写 rule: 规则的 id，参照同目录其他文件")]
        )
    rule = kb.rules.get(str(tree.get("rule")))
    if rule is None:
        said = tree.get("rule")
        problem = f"未知的规则「{said}」" if said else "没有写明测试哪条规则"
        raise KnowledgeBaseError(
            [Issue(tree.file, tree.key_line.get("rule", 1), problem, _near(said, kb.rules))]
        )
    if Path(tree.file).name != Path(rule.file).name.replace(".yaml", SUFFIX):
        repair = f"改名为 {Path(rule.file).name.replace('.yaml', SUFFIX)}，放在 {rule.file} 旁边"
        raise KnowledgeBaseError(
            [Issue(tree.file, tree.key_line["rule"], f"测试文件与规则「{rule.id}」的文件不同名", repair)]
        )
    return rule


def _near(word: object, known: Iterator[str] | Any) -> str:
    near = get_close_matches(str(word), list(known), 3, 0.5)
    return f"是否想写：{'、'.join(near)}" if near else f"可用：{'、'.join(list(known)[:20])}"


def _repeated_names(tests: RuleTests) -> Iterator[Issue]:
    seen: dict[str, int] = {}
    for case in tests.cases:
        if case.name in seen:
            yield case.issue(f"案例名重复：「{case.name}」", f"第 {seen[case.name]} 行已用，换一个")
        seen[case.name] = case.line


def _case_issues(case: RuleCase, rule: Rule, kb: KnowledgeBase) -> Iterator[Issue]:
    if not case.facts.conduct and not case.findings:
        yield case.issue("没有行为", "facts 中写 conduct: [行为种类]；竞合规则也可以写 findings")
    for act in case.facts.acts:
        if act.kind not in kb.conduct_kinds:
            yield case.facts.issue(f"未知的行为种类「{act.kind}」", _near(act.kind, kb.conduct_kinds))
        yield from _fact_issues(act.facts, ("conduct",), kb)
    yield from _fact_issues(case.facts.stated, PLACES, kb)
    yield from _fact_issues(case.facts.group, ("group",), kb)
    yield from _expectation_issues(case.expect, rule, kb)


def _fact_issues(stated: Node, places: tuple[str, ...], kb: KnowledgeBase) -> Iterator[Issue]:
    for name, raw in stated.items():
        fact = kb.facts.get(name)
        if fact is None:
            repair = _near(name, [*kb.facts, *SETTING])
            yield Issue(stated.file, stated.key_line[name], f"未知的事实「{name}」", repair)
        elif not set(places) & set(fact.scope):
            repair = f"词表中它属于：{'、'.join(fact.scope)}"
            yield Issue(stated.file, stated.key_line[name], f"「{fact.label}」（{name}）不能写在这里", repair)
        else:
            yield from _value_issues(stated, name, raw, kb)


def _value_issues(stated: Node, name: str, raw: Any, kb: KnowledgeBase) -> Iterator[Issue]:
    try:
        state(raw, kb.facts[name])
    except ValueError as error:
        problem = f"「{kb.facts[name].label}」（{name}）{error}"
        yield Issue(stated.file, stated.key_line[name], problem, f"这项事实问的是：{kb.facts[name].question}")


def _expectation_issues(expect: Located, rule: Rule, kb: KnowledgeBase) -> Iterator[Issue]:
    known: dict[str, Any] = {"ask": kb.facts, "charges": kb.charges, "absorbed": kb.charges}
    if isinstance(rule, Charge):
        known["missing"] = [element.id for element in rule.elements]
        known["exception"] = [exception.id for exception in rule.exceptions]
        known["tier"] = [tier.id for tier in rule.tiers]
        known["role"] = [*(role.label for role in kb.roles), "地位作用待查"]
        known["form"] = ["既遂", "未遂", "形态待查"]
    for field, words in known.items():
        said = getattr(expect, field, None)
        for word in [said] if isinstance(said, str) else said or ():
            if word not in words:
                yield expect.issue(f"期望 {field} 中未知的「{word}」", _near(word, words))
    for citation in getattr(expect, "because", ()):
        try:
            kb.statutes.versions(citation)
        except (UnknownCitation, ValueError) as error:
            yield expect.issue(f"期望 because 中的引用无处可查：{error}", "照规则文件中的 cite 写")


# -- running -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Trial:
    """A case of a rule, ready to be judged."""

    kb: KnowledgeBase
    rule: Rule
    case: RuleCase
    inference: Inference

    def mismatches(self) -> tuple[str, ...]:
        """What the engine says differently, each as 期望 against 实际; empty where the case holds."""
        seen = self._seen()
        if isinstance(seen, str):
            return (seen,)
        said = self.case.expect.model_fields_set - {"file", "line"}
        wanted = {field: getattr(self.case.expect, field) for field in sorted(said)}
        return tuple(
            f"{field}：期望 {_shown(value)}，实际 {_shown(seen[field])}"
            for field, value in wanted.items()
            if not _agrees(field, value, seen[field])
        )

    def _seen(self) -> dict[str, Any] | str:
        if isinstance(self.rule, Concurrence):
            return self._disposed()
        assessor = self._assessor()
        if isinstance(self.rule, Charge):
            found = assessor.person(assessor.case.persons[0]).finding(self.rule.id)
            return NOT_OPENED if found is None else _of_finding(found)
        return self._condition(assessor)

    def _assessor(self) -> CaseAssessor:
        case = case_of(self.case.facts, self.kb)
        return CaseAssessor(case, self.kb, today=self.case.facts.decided, inference=self.inference)

    def _disposed(self) -> dict[str, Any]:
        if not self.case.findings:
            assessor = self._assessor()
            return _of_disposition(assessor.person(assessor.case.persons[0]).disposition, self.kb)
        findings = tuple(_standing(entry, self.case.facts, self.kb) for entry in self.case.findings)
        return _of_disposition(dispose(findings, self.kb), self.kb)

    def _condition(self, assessor: CaseAssessor) -> dict[str, Any] | str:
        """The rule's own condition, where a charge that uses it puts it."""
        for charge, facts, alive in assessor.projections(assessor.case.persons[0]):
            if not alive or not _uses(charge, self.rule):
                continue
            outcomes = assessor.judge.outcomes(charge, facts)
            if isinstance(self.rule, (Role, Circumstance)):
                outcomes = outcomes[:1]  # a role or a circumstance is read under the law that is applied
            held = [(outcome, node) for outcome in outcomes if (node := self._node(outcome))]
            if not held:
                return {"met": False, "ask": (), "because": ()}
            met: Truth = conjunction(outcome.truths[node] for outcome, node in held)
            outcome, node = next(entry for entry in held if entry[0].truths[entry[1]] is met)
            explainer = Explainer(self.kb, facts, outcome.truths)
            top = outcome.candidate.plan.nodes[node]
            return {"met": met, "ask": explainer.ask(top), "because": explainer.because(top)}
        return NOT_OPENED

    def _node(self, outcome: Outcome) -> str | None:
        names = (self.rule.id, f"role.{self.rule.id}", f"circumstance.{self.rule.id}")
        return next((name for name in names if name in outcome.candidate.plan.nodes), None)


def _uses(charge: Charge, rule: Rule) -> bool:
    """Whether the plan of a charge holds the condition of a rule."""
    if isinstance(rule, JointCrime):
        return rule.charge == charge.id
    if isinstance(rule, Presumption):
        return any(below.ref == rule.id for top in conditions_of(charge) for below in top.walk())
    return not isinstance(rule, Circumstance) or not rule.charges or charge.id in rule.charges


def _of_finding(found: Finding) -> dict[str, Any]:
    met = [exception for exception in found.exceptions if exception.verdict == "met"]
    tier = found.tier.because if found.tier else ()
    behind = [cite for exception in met for cite in exception.because]
    return {
        "verdict": found.verdict,
        "missing": tuple(element.id for element in found.elements if element.verdict == "not_met"),
        "ask": found.ask,
        "because": (*found.because, *tier, *behind, *found.role_because, *found.law.cites),
        "tier": found.tier.id if found.tier else None,
        "form": found.form,
        "role": found.role,
        "exception": tuple(exception.id for exception in met),
        "law": found.law.version,
    }


def _of_disposition(disposition: Disposition, kb: KnowledgeBase) -> dict[str, Any]:
    ids = {name: charge.id for charge in kb.charges.values() for name in (charge.label, *_former(charge))}
    return {
        "charges": tuple(ids[name] for name in disposition.charges),
        "absorbed": {ids[entry.charge]: ids[entry.into] for entry in disposition.absorbed},
        "cumulative": disposition.cumulative,
        "disputed": any(entry.note for entry in disposition.absorbed),
        "because": tuple(cite for entry in disposition.absorbed for cite in entry.cite),
    }


def _former(charge: Charge) -> list[str]:
    return [former.name for former in charge.former_names]


def _agrees(field: str, wanted: Any, seen: Any) -> bool:
    if field == "law":
        return wanted in seen
    if field in ("ask", "because"):
        return set(wanted) <= set(seen)
    return (
        sorted(wanted) == sorted(seen)
        if isinstance(wanted, tuple)
        else bool(wanted == seen and type(wanted) is type(seen))
    )


def _shown(value: Any) -> str:
    if isinstance(value, (tuple, list)):
        return "、".join(map(str, dict.fromkeys(value))) or "（无）"
    return (
        {True: "是", False: "否", None: "（未知或无）"}.get(value, str(value))
        if not isinstance(value, Mapping)
        else str(dict(value))
    )


# -- building the case -------------------------------------------------------------------------------


def case_of(situation: Situation, kb: KnowledgeBase) -> Case:
    """The small case file that a situation describes: the suspect, his acts, and a group where one is needed."""
    held: dict[str, dict[str, Any]] = {place: {} for place in PLACES}
    for name, raw in situation.stated.items():
        held[next(place for place in PLACES if place in kb.facts[name].scope)][name] = raw
    gang = {**held["group"], **situation.group}
    served = tuple(f"served{number + 1}" for number in range(int(situation.serves)))
    own = None if served or not (gang or situation.members > 1) else "gang"
    named = [*served, *([own] if own else [])]
    others = [
        Person(id=f"p{number + 2}", name=f"同伙{number + 1}") for number in range(situation.members - 1)
    ]
    return Case(
        format=1,
        decision_date=situation.decided,
        facts=held["case"],
        groups=tuple(Group(id=name, facts=gang if name == named[0] else {}) for name in named),
        persons=(
            Person(
                id=SUSPECT, name="某甲", kind=situation.person_kind, born=situation.born, facts=held["person"]
            ),
            *others,
        ),
        conduct=(
            *_suspects_acts(situation, own, served, held["conduct"]),
            *_others_acts(situation, own, others),
        ),
    )


def _suspects_acts(
    situation: Situation, own: str | None, served: tuple[str, ...], facts: dict[str, Any]
) -> Iterator[Conduct]:
    for number, act in enumerate(situation.acts):
        yield _conduct(f"c{number + 1}", (SUSPECT,), act, own, served, {**facts, **act.facts})


def _others_acts(situation: Situation, own: str | None, others: list[Person]) -> Iterator[Conduct]:
    if others and situation.acts:
        yield _conduct("others", tuple(other.id for other in others), situation.acts[0], own, (), {})


def _conduct(  # noqa: PLR0913 - the six things that distinguish one act from another
    name: str,
    who: tuple[str, ...],
    act: Act,
    group: str | None,
    serves: tuple[str, ...],
    facts: dict[str, Any],
) -> Conduct:
    return Conduct.model_validate(
        {
            "id": name,
            "who": who,
            "kind": act.kind,
            "group": group,
            "serves": serves,
            "from": act.start,
            "to": act.end,
            "place": act.place,
            "handled_before": act.handled_before,
            "facts": facts,
        }
    )


def _standing(entry: StandingFinding, situation: Situation, kb: KnowledgeBase) -> Finding:
    """A finding that stands with a tier, under the law of the situation's days."""
    charge = kb.charges[entry.charge]
    plan = planner_of(kb).plan(charge, LawState(situation.act_date, situation.decided))
    tier = next(tier for tier in plan.tiers if tier.id == entry.tier)
    penalty = read_penalty(tier.penalty_text)
    return Finding(
        charge=charge.name_on(situation.decided),
        charge_id=charge.id,
        article=charge.article,
        article_label="",
        verdict="established",
        tier=TierFinding(tier.id, tier.label, tier.penalty_cite, penalty, ()),
        law=LawChoice(version_of(plan, kb), ""),
        conduct=entry.conduct,
    )


# -- checking ----------------------------------------------------------------------------------------


def rule_test_issues(kb: KnowledgeBase, inference: Inference = "direct") -> Iterator[Issue]:
    """Every rule without tests, every test file that cannot be read, every case that does not hold."""
    tested = set()
    for file in rule_test_files(kb):
        try:
            tests = read_rule_tests(file, kb)
        except KnowledgeBaseError as error:
            yield from error.issues
            continue
        tested.add(tests.rule)
        for case in tests.cases:
            for mismatch in Trial(kb, kb.rules[tests.rule], case, inference).mismatches():
                yield case.issue(f"案例不成立：{case.name}：{mismatch}", "规则与案例对照条文，改正有误的一方")
    for rule in kb.rules.values():
        if rule.id not in tested:
            yield rule.issue(
                f"规则「{rule.id}」没有测试", f"在旁边写 {Path(rule.file).name.replace('.yaml', SUFFIX)}"
            )
