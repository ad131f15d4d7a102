"""What can be wrong with a case that has the right form: names nobody declared, days out of order, facts that do not fit."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from kb import Fact, KnowledgeBase
from kb.issues import Issue

from .case import EARLIEST, HOLDERS, Case, Conduct, Dated, Incident, state
from .facts import pieces_of


def issues_of(case: Case, kb: KnowledgeBase, today: datetime.date) -> Iterator[Issue]:
    """Everything that is wrong with a case: names, dates, facts."""
    yield from _id_issues(case)
    yield from _naming_issues(case, kb)
    yield from _date_issues(case, today)
    yield from _gathering_days(case, today)
    yield from _fact_issues(case, kb)
    yield from _evidence_names(case)


def _id_issues(case: Case) -> Iterator[Issue]:
    """Ids that cannot be used, that two of a kind share, or that leave open what `serves` and --set mean."""
    named: tuple[tuple[str, tuple[Any, ...]], ...] = (
        ("人员", case.persons),
        ("团伙", case.groups),
        ("行为", case.conduct),
        ("逐起事实", case.incidents),
        ("证据", case.evidence),
        ("地点", case.places),
    )
    for kind, entries in named:
        seen: dict[str, int] = {}
        for entry in entries:
            if entry.id in seen:
                yield entry.issue(f"{kind} id「{entry.id}」重复", f"第 {seen[entry.id]} 行已用，换一个")
            seen[entry.id] = entry.line
            if not entry.id.strip() or entry.id == "case":
                yield entry.issue(
                    f"{kind} id「{entry.id}」不能用", "换一个：空白和 case（指全案）都不能作 id"
                )
    first: dict[str, str] = {}
    for kind, entries in named[:4]:  # serves 可以指前三样；逐起事实与行为的数额一并相加
        for entry in entries:
            other = first.setdefault(entry.id, kind)
            if other != kind:
                yield entry.issue(f"{kind} id「{entry.id}」与{other}的 id 相同", "换一个，serves 才知道指谁")


def _naming_issues(case: Case, kb: KnowledgeBase) -> Iterator[Issue]:
    for act in case.conduct:
        if act.kind not in kb.conduct_kinds:
            yield act.issue(f"未知的行为种类「{act.kind}」", f"可用：{'、'.join(kb.conduct_kinds)}")
        yield from _undeclared(case, act)
    for incident in case.incidents:
        yield from _unknown_in_incident(case, incident)
    for piece in case.evidence:
        if piece.kind not in kb.vocabulary.evidence:
            near = get_close_matches(piece.kind, kb.vocabulary.evidence, 3, 0.5)
            known = near or list(kb.vocabulary.evidence)
            yield piece.issue(f"未知的证据种类「{piece.kind}」", f"可用：{'、'.join(known)}")
    for name in case.fraud_types:
        if name not in kb.vocabulary.fraud_types:
            known = list(kb.vocabulary.fraud_types)
            yield case.issue(f"未知的诈骗类型「{name}」", f"fraud_types 可用：{'、'.join(known)}")


def _unknown_in_incident(case: Case, incident: Incident) -> Iterator[Issue]:
    """Whom an incident names that the case does not declare; an incident that says nothing."""
    if incident.group not in case.group_of:
        what = f"逐起事实「{incident.id}」所属团伙「{incident.group}」未在 groups 中声明"
        yield incident.issue(what, "先在 groups 中加上，或者改正 id")
    for who in incident.by:
        if who not in case.person_of:
            what = f"逐起事实「{incident.id}」的参与人「{who}」未在 persons 中声明"
            yield incident.issue(what, "先在 persons 中加上此人，或者改正 id")
    if not incident.facts:
        yield incident.issue(
            f"逐起事实「{incident.id}」没有写 facts", "写上数额，例如 facts: {fraud_amount: 30_000}"
        )


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
        yield case.issue(
            f"处理日期 decision_date {case.decision_date} 晚于今天 {today}", "改为今天或者以前的日期"
        )
    latest = min(case.decision_date or today, today)
    for person in case.persons:
        if person.born and person.born > latest:
            yield person.issue(f"「{person.name}」的出生日期 {person.born} 晚于处理日期", "改正 born")
    dated: tuple[Dated, ...] = (*case.conduct, *case.incidents)
    for act in dated:
        what = "行为" if isinstance(act, Conduct) else "逐起事实"
        for label, day in (("from", act.start), ("to", act.end)):
            if day and day > latest:
                yield act.issue(f"{what}「{act.id}」的 {label} {day} 在处理日期 {latest} 之后", "改正日期")
            if day and day < EARLIEST:
                yield act.issue(f"{what}「{act.id}」的 {label} {day} 早于 1979 年刑法施行", "改正日期")
        if act.start and act.end and act.start > act.end:
            yield act.issue(f"{what}「{act.id}」的起日 {act.start} 晚于止日 {act.end}", "对调或者改正")


def _gathering_days(case: Case, today: datetime.date) -> Iterator[Issue]:
    latest = min(case.decision_date or today, today)
    for piece in case.evidence:
        if piece.gathered_on and piece.gathered_on > latest:
            yield piece.issue(
                f"证据「{piece.label}」的 gathered_on {piece.gathered_on} 在处理日期 {latest} 之后",
                "改正日期",
            )


def _fact_issues(case: Case, kb: KnowledgeBase) -> Iterator[Issue]:
    for scope, holder, facts in case.holders():
        lines = getattr(facts, "key_line", {})
        for name, raw in facts.items():
            problem = fact_problem(name, raw, scope, kb)
            if problem:
                yield Issue(holder.file, lines.get(name, holder.line), *problem)


def _evidence_names(case: Case) -> Iterator[Issue]:
    """An id of evidence that a fact cannot name, and a fact that names a piece which the case does not have."""
    known = {piece.id for piece in case.evidence}
    for piece in case.evidence:
        if pieces_of(piece.id) != (piece.id,):
            yield piece.issue(
                f"证据 id「{piece.id}」含有空格或者“、，；”", "换一个，例如 e1：事实才能写明凭它"
            )
    for _, holder, facts in case.holders() if known else ():
        lines = getattr(facts, "key_line", {})
        for name, raw in facts.items():
            said = raw.get("evidence") if isinstance(raw, dict) else None
            for each in pieces_of("、".join(map(str, said)) if isinstance(said, list) else str(said or "")):
                if each not in known and ID.fullmatch(each):
                    line = lines.get(name, holder.line)
                    repair = f"本案证据：{'、'.join(sorted(known))}"
                    yield Issue(
                        holder.file, line, f"「{name}」所凭的证据「{each}」未在 evidence 中声明", repair
                    )


ID = re.compile(r"(?=\w*[\d_])[A-Za-z]\w*", re.ASCII)
"""What looks like the id of a piece of evidence (e1, chat_log) rather than words (QQ, Telegram)."""
SCOPE_NAMES = {"case": "全案 facts", **HOLDERS}


def fact_problem(name: str, raw: Any, scope: str, kb: KnowledgeBase) -> tuple[str, str] | None:
    """What is wrong with a stated fact and how to repair it; None where it is fine."""
    fact = kb.facts.get(name)
    if fact is None:
        near = get_close_matches(str(name), kb.facts, 3, 0.5)
        return (
            f"未知的事实「{name}」",
            f"是否想写：{'、'.join(near)}" if near else "可用的事实见 zuilian facts",
        )
    if scope not in fact.scope:
        places = "、".join(SCOPE_NAMES[place] for place in fact.scope)
        return f"「{fact.label}」（{name}）不能写在 {SCOPE_NAMES[scope]} 下", f"应写在：{places}"
    return value_problem(name, raw, fact)


def value_problem(name: str, raw: Any, fact: Fact) -> tuple[str, str] | None:
    """What does not fit of the value of a fact and how to repair it; None where it fits."""
    try:
        state(raw, fact)
    except ValueError as error:
        return f"「{fact.label}」（{name}）{error}", f"这项事实问的是：{fact.question}"
    return None
