"""A copy of a case with facts replaced."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kb import Fact, KnowledgeBase
from kb.issues import Issue

from .case import HOLDERS, Case, CaseError
from .case_issues import fact_problem

CASE = "case"


def with_facts(case: Case, kb: KnowledgeBase, settings: Mapping[str, Any]) -> Case:
    """A copy of the case with facts replaced; raises CaseError with every bad setting."""
    issues: list[Issue] = []
    for key, value in settings.items():
        target, _, name = key.rpartition(".")
        scope = _scope(case, target, kb.facts.get(name))
        if scope is None:
            ids = "、".join([*(each for ids in _ids(case).values() for each in ids), CASE])
            what = f"「{key}」中的「{target}」不是本案的人员、团伙、行为、逐起事实、证据或者地点"
            issues.append(Issue("--set", 1, what, f"可用：{ids}"))
            continue
        problem = fact_problem(name, value, scope, kb)
        if problem:
            issues.append(Issue("--set", 1, *problem))
            continue
        case = _replaced(case, scope, target, name, value)
    if issues:
        raise CaseError(issues)
    return case


def _ids(case: Case) -> dict[str, tuple[str, ...]]:
    """The ids of everything that carries facts, by scope."""
    return {scope: tuple(entry.id for entry in getattr(case, field)) for scope, field in HOLDERS.items()}


def _scope(case: Case, target: str, fact: Fact | None) -> str | None:
    """What a target is; where evidence or a place bears the id of a person or act, that on which the fact can stand."""
    if target == CASE:
        return CASE
    found = [scope for scope, ids in _ids(case).items() if target in ids]
    fitting = [scope for scope in found if fact is not None and scope in fact.scope]
    return next(iter(fitting or found), None)


def _replaced(case: Case, scope: str, target: str, name: str, value: Any) -> Case:
    if scope == CASE:
        return case.model_copy(update={"facts": {**case.facts, name: value}})
    field = HOLDERS[scope]
    entries = tuple(
        entry.model_copy(update={"facts": {**entry.facts, name: value}}) if entry.id == target else entry
        for entry in getattr(case, field)
    )
    # 缓存的索引（person_of 等）属于旧案件，须重新生成
    return Case.model_validate({**_fields(case), field: entries})


def _fields(case: Case) -> dict[str, Any]:
    names = {name: field.alias or name for name, field in Case.model_fields.items()}
    return {alias: getattr(case, name) for name, alias in names.items()}
