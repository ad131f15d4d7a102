"""Which facts to ask of whom: those that the charges opened by a case's conduct may use, in plain groups."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.assess import CaseAssessor
from engine.case import Case
from engine.law import candidates
from engine.plan import Plan
from engine.planner import planner_of
from kb import Fact, KnowledgeBase

from .asked_beside import AskedBeside
from .case_text import Draft

KNOWING = frozenset({"knowledge", "intent"})
SECTIONS = ("主观", "行为与对象", "数额与数量", "情节与身份", "须由人判断")
PARTS = {
    "person": "persons",
    "group": "groups",
    "conduct": "conduct",
    "evidence": "evidence",
    "place": "places",
}
APART = {"group": "团伙", "evidence": "证据", "place": "地点"}
"""Holders that are named with what they are."""


@dataclass(frozen=True)
class Holder:
    """Something that facts are stated of: the case, a group, a person, an act, a piece of evidence or a place."""

    scope: str
    id: str
    label: str

    @property
    def name(self) -> str:
        """What the officer picks in the list."""
        return f"{APART[self.scope]}　{self.label}" if self.scope in APART else self.label

    @property
    def key(self) -> str:
        """What tells it from all others: evidence and places may bear the ids of persons and acts."""
        return f"{self.scope}:{self.id}" if self.scope in {"evidence", "place"} else self.id


def holders(draft: Draft, kb: KnowledgeBase) -> list[Holder]:
    """Every holder of a case: each person with their acts, the groups, evidence and places, then the case."""
    found: list[Holder] = []
    placed: set[str] = set()
    for person in draft.entries("persons"):
        found.append(Holder("person", person["id"], str(person.get("name") or person["id"])))
        for act in draft.entries("conduct"):
            if person["id"] in act.get("who", ()) and act["id"] not in placed:
                placed.add(act["id"])
                found.append(Holder("conduct", act["id"], _act_label(act, kb)))
    apart = [
        Holder(scope, entry["id"], str(entry.get("label") or entry.get("name") or entry["id"]))
        for scope in APART
        for entry in draft.entries(PARTS[scope])
    ]
    return [*found, *apart, Holder("case", "case", "全案")]


def _act_label(act: Mapping[str, Any], kb: KnowledgeBase) -> str:
    """An act in words: its number and its kind, without the explanation in brackets."""
    kind = kb.conduct_kinds.get(str(act.get("kind")))
    return f"行为 {act['id']}：{kind.label.partition('（')[0] if kind else '种类未选'}"


class Asked:
    """What a checked case makes it worth asking; `sections` per holder."""

    def __init__(self, case: Case, kb: KnowledgeBase) -> None:
        self.case, self.kb = case, kb
        self.assessor = CaseAssessor(case, kb, today=datetime.date.today(), inference="direct")
        self.plans = {person.id: tuple(self._plans(person.id)) for person in case.persons}
        live = {plan.charge.id: plan.charge.label for plans in self.plans.values() for plan in plans}
        self.beside = AskedBeside(self.assessor, live)

    def _plans(self, person_id: str) -> Iterator[Plan]:
        for charge, facts, alive in self.assessor.projections(self.case.person_of[person_id]):
            if alive:
                yield from (candidate.plan for candidate in candidates(charge, facts, planner_of(self.kb)))

    def sections(self, holder: Holder) -> dict[str, list[str]]:
        """The facts to ask of a holder, by section; every fact already stated there is among them."""
        if holder.scope in {"evidence", "place"}:
            return self.beside.sections(holder.scope, holder.id)
        plans = list(self._plans_about(holder))
        planned = frozenset[str]().union(*(plan.facts for plan in plans))
        whole = self.beside.of_whole_case() if holder.scope == "case" else []
        beside = [name for name in whole if name not in planned]
        useful = (planned | set(self._stated(holder))) - set(beside)
        knowing, central = _facts_of(plans, KNOWING), _facts_of(plans, None)
        found: dict[str, list[str]] = {section: [] for section in SECTIONS}
        for name, fact in self.kb.facts.items():
            if name in useful and (self._fits(fact, holder) or name in self._stated(holder)):
                found[_section(name, fact, knowing, central)].append(name)
        if holder.scope in {"group", "case"}:
            found["行为与对象"] += [s for s in self._signs(holder) if s not in useful and s not in beside]
        found["管辖"] = beside
        return {section: names for section, names in found.items() if names}

    def _plans_about(self, holder: Holder) -> Iterator[Plan]:
        for person_id in self._people(holder):
            for plan in self.plans[person_id]:
                if holder.scope != "conduct" or self.case.conduct_of[holder.id].kind in plan.charge.opened_by:
                    yield plan

    def _people(self, holder: Holder) -> Iterable[str]:
        if holder.scope == "person":
            return [holder.id]
        if holder.scope == "conduct":
            return self.case.conduct_of[holder.id].who
        return self.plans

    def _fits(self, fact: Fact, holder: Holder) -> bool:
        """Whether the fact is asked of such a holder; amounts that add up are asked act by act."""
        if holder.scope not in fact.scope or (fact.derived is not None and fact.derived.kind == "share"):
            return False
        if holder.scope == "conduct":
            return not fact.about or self.case.conduct_of[holder.id].kind in fact.about
        if holder.scope == "person":
            return "conduct" not in fact.scope or (fact.combine != "sum" and self._may_have(holder.id, fact))
        return True

    def _may_have(self, person_id: str, fact: Fact) -> bool:
        kinds = {act.kind for act in self.case.conduct if person_id in act.who}
        return not fact.about or bool(kinds & set(fact.about))

    def _stated(self, holder: Holder) -> Mapping[str, Any]:
        for scope, entry, stated in self.case.holders():
            if scope == holder.scope and (scope == "case" or getattr(entry, "id", None) == holder.id):
                facts: Mapping[str, Any] = stated
                return facts
        return {}

    def _signs(self, holder: Holder) -> list[str]:
        signs = (sign for link in self.kb.chain.values() for sign in link.signs)
        return [sign for sign in signs if holder.scope in self.kb.facts[sign].scope]


def _facts_of(plans: Iterable[Plan], elements: frozenset[str] | None) -> set[str]:
    """The facts of some elements of the charges, or of all their elements and tiers."""
    nodes = []
    for plan in plans:
        nodes += [element.node for element in plan.elements if elements is None or element.id in elements]
        nodes += [tier.node for tier in plan.tiers if tier.node is not None and elements is None]
    return {node.fact for top in nodes for node in top.walk() if node.fact}


def _section(name: str, fact: Fact, knowing: set[str], central: set[str]) -> str:
    if fact.type == "appraisal":
        return "须由人判断"
    if fact.numeric:
        return "数额与数量"
    if name in knowing and "person" in fact.scope:
        return "主观"
    return "行为与对象" if name in central else "情节与身份"


def places(draft: Draft, person_id: str, fact_name: str, fact: Fact) -> list[Holder]:
    """Where an answer belongs: the person, else where it stands open, the group, the case or the acts."""
    person = draft.entry("persons", person_id)
    acts = [act for act in draft.entries("conduct") if person_id in act.get("who", ())]
    if "person" in fact.scope:
        return [Holder("person", person_id, str(person.get("name") or person_id))]
    stated = [act for act in acts if fact_name in (act.get("facts") or {})]
    around = _groups_around(draft, acts) if "group" in fact.scope else []
    if stated or not ({"group", "case"} & set(fact.scope)):
        return [Holder("conduct", act["id"], act["id"]) for act in stated or acts]
    if around:
        return [Holder("group", group["id"], str(group.get("label") or group["id"])) for group in around]
    return (
        [Holder("case", "case", "全案")]
        if "case" in fact.scope
        else [Holder("conduct", a["id"], a["id"]) for a in acts]
    )


def _groups_around(draft: Draft, acts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    near = {target for act in acts for target in (act.get("group"), *act.get("serves", ()))}
    return [group for group in draft.entries("groups") if group["id"] in near]


def stated_of(draft: Draft, holder: Holder) -> Mapping[str, Any]:
    """The facts stated of a holder, to be looked at."""
    stated = _entry(draft, holder).get("facts")
    return stated if isinstance(stated, dict) else {}


def _entry(draft: Draft, holder: Holder) -> dict[str, Any]:
    return draft.data if holder.scope == "case" else draft.entry(PARTS[holder.scope], holder.id)


def facts_of(draft: Draft, holder: Holder) -> dict[str, Any]:
    """The facts stated of a holder, to be changed in place."""
    entry = _entry(draft, holder)
    if not isinstance(entry.get("facts"), dict):
        entry["facts"] = {}
    stated: dict[str, Any] = entry["facts"]
    return stated
