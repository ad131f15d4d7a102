"""Every name that a rule or a word of the vocabulary uses is defined, and used as what it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kb.case_rules import Distinction
from kb.condition import facts_of
from kb.messages import nearest
from kb.rules import Circumstance, Concurrence, GeneralException, JointCrime, Offence

from .lines import Line, lines
from .places import issue_at, line_of

if TYPE_CHECKING:
    from kb import KnowledgeBase
    from kb.condition import Condition
    from kb.issues import Issue
    from kb.load import Located
    from kb.rules import Rule
    from kb.vocabulary import Fact


def unknown(place: Located, key: str, what: str, name: str, known: Iterable[str]) -> Issue:
    """The issue of a name that nothing is defined by, with the one that was probably meant."""
    problem = f"未知的{what}「{name}」{guess(name, known)}"
    return issue_at(place, key, problem, f"改为已有的{what}，或先定义它")


def guess(name: str, known: Iterable[str]) -> str:
    """The known name that was probably meant, as the end of a message."""
    near = nearest(name, known)
    return f"，是否指「{near}」？" if near else ""


def facts_are_known(kb: KnowledgeBase) -> Iterator[Issue]:
    """Every fact that a rule asks or compares with is in the vocabulary."""
    for line in lines(kb):
        for key, name in facts_of(line.condition):
            if name not in kb.facts:
                yield unknown(line.condition, key, "事实", name, kb.facts)


def facts_are_asked_as_what_they_are(kb: KnowledgeBase) -> Iterator[Issue]:
    """An appraisal is appraised, a number compared, a choice matched, and a yes-or-no asked."""
    for line in lines(kb):
        name = line.condition.fact or line.condition.appraise
        fact = kb.facts.get(name or "")
        if name and fact:
            yield from _misused(line, name, fact)


def _misused(line: Line, name: str, fact: Fact) -> Iterator[Issue]:
    condition = line.condition
    if condition.appraise and fact.type != "appraisal":
        yield line.issue("appraise", f"appraise「{name}」不是评价（type: {fact.type}）", f"改为 fact: {name}")
    elif condition.fact and fact.type == "appraisal":
        yield line.issue(
            "fact", f"fact「{name}」是只能由人作出的评价（type: appraisal）", f"改为 appraise: {name}"
        )
    elif condition.bound and not fact.numeric:
        problem = f"「{name}」不是数字（type: {fact.type}），不能比较大小"
        yield line.issue("fact", problem, "删去比较，或换一个数字的事实")
    elif fact.numeric and not condition.bound:
        yield line.issue("fact", f"「{name}」是数字，却没有比较", "写上 at_least、above、below 或 within")
    elif condition.equals is not None and not _fits(fact, condition.equals):
        allowed = "、".join(fact.choices) or "true、false"
        yield line.issue("is", f"「{name}」没有 is 所写的「{condition.equals}」这个值", f"可用：{allowed}")


def _fits(fact: Fact, value: str | bool) -> bool:
    return value in fact.choices if fact.type == "choice" else isinstance(value, bool)


def units_agree_with_the_vocabulary(kb: KnowledgeBase) -> Iterator[Issue]:
    """A number is compared in the unit that the vocabulary asks for."""
    for line in lines(kb):
        fact, unit = kb.facts.get(line.condition.fact or ""), line.condition.unit
        if fact and unit and unit != fact.unit:
            yield line.issue(
                "unit",
                f"「{line.condition.fact}」的单位是「{fact.unit or '无'}」，本行写的是「{unit}」",
                f"改为 unit: {fact.unit}" if fact.unit else "删去 unit",
            )


def kinds_of_conduct_are_known(kb: KnowledgeBase) -> Iterator[Issue]:
    """Every kind of conduct that a rule or a fact names is in the vocabulary."""
    named: list[tuple[Located, str, tuple[str, ...]]] = [
        (line.condition, "conduct", line.condition.conduct or ()) for line in lines(kb)
    ]
    named += [(offence, "opened_by", offence.opened_by) for offence in kb.offences.values()]
    named += [(rule, "of", rule.of) for rule in kb.distinctions]
    named += [(fact, "about", fact.about) for fact in kb.facts.values()]
    for place, key, kinds in named:
        for kind in kinds:
            if kind not in kb.conduct_kinds:
                yield unknown(place, key, "行为种类", kind, kb.conduct_kinds)


def charges_are_known(kb: KnowledgeBase) -> Iterator[Issue]:
    """Every charge that another rule names exists."""
    for rule in kb.rules.values():
        key, names = _charges_named(rule)
        for name in names:
            if name not in kb.offences:
                yield unknown(rule, key, "罪名 id", name, kb.offences)


def _charges_named(rule: Rule) -> tuple[str, tuple[str, ...]]:
    """The charges that a rule of another kind names, and the key that names them."""
    if isinstance(rule, JointCrime):
        return "charge", (rule.charge,)
    if isinstance(rule, (Circumstance, GeneralException)):
        return "charges", rule.charges
    if isinstance(rule, Distinction):
        pointed = [name for test in rule.tests for name in (*test.met, *test.not_met)]
        return "charges", (*rule.charges, *pointed)
    return ("between", rule.charges) if isinstance(rule, Concurrence) else ("", ())


def references_lead_somewhere(kb: KnowledgeBase) -> Iterator[Issue]:
    """Every `ref` names a rule with one condition, a tier of the charge, or a named line."""
    for line in lines(kb):
        name = line.condition.ref
        if name is not None and name not in (known := _referable(line.rule, kb)):
            yield line.issue(
                "ref",
                f"ref「{name}」无处可指{guess(name, known)}",
                "ref 写另一条规则的 id、本罪一个档次的 id，或本规则中一行的 id",
            )


def _referable(rule: Rule, kb: KnowledgeBase) -> set[str]:
    rules = {other.id for other in kb.rules.values() if len(other.tops) == 1 and other is not rule}
    names = _charges_named(rule)[1] or tuple(kb.offences)
    charges = (
        [rule] if isinstance(rule, Offence) else [kb.offences[name] for name in names if name in kb.offences]
    )
    tiers = {tier.id for charge in charges for tier in charge.tiers if tier.when is not None}
    return rules - set(kb.offences) | tiers | named_lines(rule).keys()


def named_lines(rule: Rule) -> dict[str, list[Condition]]:
    """The conditions of a rule that bear an id, by that id."""
    named: dict[str, list[Condition]] = {}
    for condition in rule.conditions:
        if condition.id:
            named.setdefault(condition.id, []).append(condition)
    return named


def ids_are_unique(kb: KnowledgeBase) -> Iterator[Issue]:
    """A `ref` can mean one thing only: no id stands twice in a rule, or names a rule as well as a line."""
    for rule in kb.rules.values():
        for name, conditions in named_lines(rule).items():
            for again in conditions[1:]:
                first = line_of(conditions[0], "id")
                yield issue_at(again, "id", f"id「{name}」在本规则中重复，第一次在第 {first} 行", "换一个 id")
            if name in kb.rules and any(line.condition.ref == name for line in lines(kb)):
                other = kb.rules[name].file
                yield issue_at(conditions[0], "id", f"id「{name}」同时是 {other} 的规则 id", "换一个 id")
        if isinstance(rule, Offence):
            yield from _repeated_tiers(rule)


def _repeated_tiers(charge: Offence) -> Iterator[Issue]:
    seen: dict[str, int] = {}
    for tier in charge.tiers:
        if tier.id in seen:
            yield tier.issue(f"档次 id「{tier.id}」重复，第一次在第 {seen[tier.id]} 行", "换一个 id")
        seen[tier.id] = tier.line


def references_do_not_circle(kb: KnowledgeBase) -> Iterator[Issue]:
    """No line refers, by way of others, to itself; each circle is reported once."""
    reported: list[Condition] = []
    for line in lines(kb):
        if line.condition.ref is None or _holds(reported, line.condition):
            continue
        reached = _reached(line.condition, line.rule, kb)
        if _holds(reached, line.condition):
            reported += reached
            yield line.issue("ref", f"ref「{line.condition.ref}」转了一圈又指回自己", "拆开其中一处引用")


def _holds(conditions: list[Condition], wanted: Condition) -> bool:
    return any(condition is wanted for condition in conditions)


def _reached(condition: Condition, rule: Rule, kb: KnowledgeBase) -> list[Condition]:
    """Every condition below what a `ref` names, references followed."""
    waiting: list[tuple[Condition, Rule]] = [(condition, rule)]
    seen: list[Condition] = []
    while waiting:
        here, owner = waiting.pop()
        for target, its_rule in _targets(here, owner, kb):
            for below in target.walk():
                if not _holds(seen, below):
                    seen.append(below)
                    waiting.append((below, its_rule))
    return seen


def _targets(condition: Condition, rule: Rule, kb: KnowledgeBase) -> Iterator[tuple[Condition, Rule]]:
    name = condition.ref
    if name is None:
        return
    if name in kb.rules and len(kb.rules[name].tops) == 1:
        yield kb.rules[name].tops[0], kb.rules[name]
        return
    yield from ((named, rule) for named in named_lines(rule).get(name, []))
    for charge in [rule] if isinstance(rule, Offence) else kb.offences.values():
        yield from ((tier.when, charge) for tier in charge.tiers if tier.id == name and tier.when)
