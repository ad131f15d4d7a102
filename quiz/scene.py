"""The small case behind an item: who did what when, what is stated, and that all else was asked and denied."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from engine.case import Case
from engine.law import candidates_on
from engine.planner import planner_of
from kb import Charge, KnowledgeBase

Facts = Mapping[str, Any]
PLACES = ("person", "conduct", "group", "case")
"""Where a fact is written, the first that its scope allows."""
UPSTREAM = "g"


@dataclass(frozen=True)
class Actor:
    """One suspect of a scene: a name, an age, one act of a kind, and the facts that the stem states of it."""

    name: str
    kind: str
    facts: Facts = field(default_factory=dict)
    age: int = 30
    act: str = ""
    """The act as the stem words it."""
    unit: bool = False


@dataclass(frozen=True)
class Scene:
    """A case of one or more suspects; `shared`: what is stated of the group that they serve, or of the whole case."""

    actors: tuple[Actor, ...]
    start: datetime.date
    end: datetime.date
    decided: datetime.date
    shared: Facts = field(default_factory=dict)

    def stating(self, facts: Facts, actor: int = 0) -> Scene:
        """The scene with more stated of one of its actors."""
        changed = replace(self.actors[actor], facts={**self.actors[actor].facts, **facts})
        return replace(self, actors=(*self.actors[:actor], changed, *self.actors[actor + 1 :]))

    def tree(self, kb: KnowledgeBase) -> dict[str, Any]:
        """The case file, with what is stated and no more."""
        tree: dict[str, Any] = {
            "format": 1,
            "decision_date": self.decided,
            "facts": {},
            "groups": [{"id": UPSTREAM, "label": "上游", "facts": {}}],
            "persons": [],
            "conduct": [],
        }
        for number, actor in enumerate(self.actors, 1):
            person, act = self._entries(number, actor)
            tree["persons"].append(person)
            tree["conduct"].append(act)
            for name, value in actor.facts.items():
                _hold(tree, person, act, kb.facts[name].scope)[name] = value
        for name, value in self.shared.items():
            scope = kb.facts[name].scope
            (tree["facts"] if "group" not in scope else tree["groups"][0]["facts"])[name] = value
        return tree

    def _entries(self, number: int, actor: Actor) -> tuple[dict[str, Any], dict[str, Any]]:
        person: dict[str, Any] = {"id": f"p{number}", "name": actor.name, "facts": {}}
        if actor.unit:
            person["kind"] = "unit"
        else:
            person["born"] = datetime.date(self.start.year - actor.age, 1, 15)
        act = {
            "id": f"c{number}",
            "who": [person["id"]],
            "kind": actor.kind,
            "from": self.start,
            "to": self.end,
            "serves": [UPSTREAM],
            "facts": {},
        }
        return person, act


def _hold(
    tree: dict[str, Any], person: dict[str, Any], act: dict[str, Any], scope: tuple[str, ...]
) -> dict[str, Any]:
    holders = {"person": person, "conduct": act, "group": tree["groups"][0], "case": tree}
    place = next(place for place in PLACES if place in scope)
    facts: dict[str, Any] = holders[place]["facts"]
    return facts


def closed(tree: Mapping[str, Any], kb: KnowledgeBase) -> dict[str, Any]:
    """The case file with everything denied that the charges in question would still ask: nothing else is there."""
    other = copied(tree)
    shared = {**other["facts"], **other["groups"][0]["facts"]}
    for person, act in zip(other["persons"], other["conduct"], strict=True):
        stated = {**shared, **person["facts"], **act["facts"]}
        for name in asked_of(act["kind"], act["to"], other["decision_date"], kb):
            if name not in stated:
                _hold(other, person, act, kb.facts[name].scope).setdefault(name, _none_of(name, kb))
    return other


def copied(tree: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of a case file whose facts can be changed."""
    other = {**tree, "facts": dict(tree.get("facts", {}))}
    for part in ("groups", "persons", "conduct"):
        other[part] = [{**entry, "facts": dict(entry.get("facts", {}))} for entry in tree[part]]
    return other


def _none_of(name: str, kb: KnowledgeBase) -> bool | int:
    """What a fact is where there is nothing of it; whoever served one group served one."""
    fact = kb.facts[name]
    if fact.derived and fact.derived.kind == "served_count":
        return 1
    return 0 if fact.numeric else False


@lru_cache(maxsize=4000)
def asked_of(kind: str, act_day: datetime.date, decided: datetime.date, kb: KnowledgeBase) -> tuple[str, ...]:
    """The facts that the elements and tiers of the charges opened by a kind of conduct ask, and that can be denied."""
    names: set[str] = set()
    for charge in opened_by(kind, kb):
        for candidate in candidates_on(act_day, decided, charge, planner_of(kb)):
            plan = candidate.plan
            tops = [*(part.node for part in plan.elements), *(part.node for part in plan.tiers if part.node)]
            names.update(name for top in tops for node in top.walk() for name in node.asked)
    return tuple(name for name in kb.facts if name in names and _deniable(name, kind, kb))


def _deniable(name: str, kind: str, kb: KnowledgeBase) -> bool:
    """Whether nobody has to say what a fact is for it to be none: it neither follows from another nor is a standard."""
    fact, implied = kb.facts[name], kb.conduct_kinds[kind].implies
    counted = fact.derived is not None and fact.derived.kind == "served_count"
    standard = bool(fact.bounds) and not {"person", "conduct"} & set(fact.scope)
    foreign = bool(fact.about) and kind not in fact.about
    writable = any(place in fact.scope for place in PLACES)
    derived = fact.derived is not None and not counted
    return writable and not (derived or standard or foreign or fact.type == "choice" or name in implied)


@lru_cache(maxsize=500)
def opened_by(kind: str, kb: KnowledgeBase) -> tuple[Charge, ...]:
    """The charges that a kind of conduct opens."""
    return tuple(charge for charge in kb.charges.values() if kind in charge.opened_by)


def case_of(tree: Mapping[str, Any]) -> Case:
    """The case that a case file describes; the file was made here, so that no more than its form is checked."""
    return Case.model_validate(tree)
