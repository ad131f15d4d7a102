"""Random cases: persons, conduct and facts drawn from the vocabulary, dates on both sides of every change of law."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import cache
from random import Random
from typing import Any

import kb
from engine.planner import Planner
from kb import Charge
from kb.condition import facts_of
from kb.rules import Offence

BASE = kb.load()
AMOUNTS: tuple[int, ...] = (
    0,
    1,
    2,
    3,
    5,
    10,
    20,
    30,
    500,
    2_999,
    3_000,
    5_000,
    9_999,
    10_000,
    24_000,
    30_000,
    50_000,
    100_000,
)
AMOUNTS += (
    199_999,
    200_000,
    250_000,
    300_000,
    300_001,
    400_000,
    500_000,
    999_999,
    1_000_000,
    5_000_000,
    10**9,
)


def _boundary_days() -> list[datetime.date]:
    """The days around each change of law, up to now."""
    one = datetime.timedelta(days=1)
    first, last = datetime.date(1997, 10, 1), datetime.date(2026, 6, 1)
    days = [day for day in Planner(BASE).boundaries if first <= day <= last]
    return sorted({near for day in days for near in (day - one, day, day + one)})


DAYS = _boundary_days()
LATE = 2017
"""Since when most of the law is as it is today."""


def random_value(random: Random, name: str) -> Any:
    """A value for a fact: known, within bounds, unknown, or disputed."""
    fact = BASE.facts[name]
    if random.random() < 0.12:
        return None
    if fact.type == "choice":
        value: Any = random.choice([*fact.choices])
    elif not fact.numeric:
        value = random.random() < 0.65
    else:
        value = random.choice(AMOUNTS)
        if random.random() < 0.2:
            return {"at_least": value} | (
                {"at_most": value + random.choice(AMOUNTS)} if random.random() < 0.5 else {}
            )
    return {"value": value, "disputed": True} if random.random() < 0.05 else value


@cache
def opened_by(kind: str) -> tuple[Charge, ...]:
    """The charges that a kind of conduct opens."""
    return tuple(charge for charge in BASE.charges.values() if kind in charge.opened_by)


def asked(charges: Iterable[Offence]) -> list[str]:
    """The facts that some charges may ask, in the order of the vocabulary."""
    names = {name for charge in charges for name in BASE.asked_by(charge)}
    return [name for name in BASE.facts if name in names]


def random_facts(random: Random, names: Iterable[str], scope: str, share: float) -> dict[str, Any]:
    """Facts of those named that may be stated in a scope, each with a given probability."""
    return {
        name: random_value(random, name)
        for name in names
        if scope in BASE.facts[name].scope and random.random() < share
    }


def random_case(random: Random, charge: Offence | None = None) -> dict[str, Any]:
    """A whole case as a tree, valid by construction; its acts open the charge, where one is given."""
    decision = random.choice(DAYS)
    days = [day for day in DAYS if day <= decision]
    share = random.choice((0.1, 0.4, 0.9))
    kinds = [*BASE.conduct_kinds] if charge is None else [*charge.opened_by]
    done = [random.choice(kinds) for _ in range(random.randint(1, 4))]
    names = asked([charge] if charge else [each for kind in done for each in opened_by(kind)])
    persons = [
        {
            "id": f"p{n}",
            "name": f"人{n}",
            "kind": "unit" if random.random() < 0.05 else "natural",
            "facts": random_facts(random, names, "person", share),
        }
        for n in range(random.randint(1, 3))
    ]
    groups = [{"id": "g", "label": "团伙", "facts": random_facts(random, names, "group", share)}]
    conduct = [
        _random_act(random, n, persons, days)
        | {"kind": kind, "facts": random_facts(random, names, "conduct", share)}
        for n, kind in enumerate(done)
    ]
    facts = random_facts(random, names, "case", share / 2)
    return {
        "format": 1,
        "title": "随机",
        "decision_date": decision,
        "facts": facts,
        "groups": groups,
        "persons": persons,
        "conduct": conduct,
    }


def _random_act(
    random: Random, number: int, persons: list[dict[str, Any]], days: list[datetime.date]
) -> dict[str, Any]:
    start, end = sorted(random.choices(days, k=2))
    act: dict[str, Any] = {
        "id": f"c{number}",
        "who": random.sample([person["id"] for person in persons], random.randint(1, len(persons))),
    }
    if random.random() < 0.95:
        act |= {"from": start, "to": end}
    if random.random() < 0.5:
        act["group"] = "g"
    if random.random() < 0.5:
        act["serves"] = ["g"]
    return act


EXCUSES = frozenset(
    name
    for charge in BASE.charges.values()
    for exception in BASE.exceptions_of(charge)
    for part in exception.when.walk()
    for _, name in facts_of(part)
)
"""The facts that some exception looks at."""


def leaning_value(random: Random, name: str) -> Any:
    """A value for a fact that speaks against the person, mostly: charges that stand have to meet before they conflict."""
    fact = BASE.facts[name]
    if random.random() < 0.08:
        return None
    if fact.type == "choice":
        return random.choice([*fact.choices])
    if fact.numeric:
        value = random.randint(*fact.bounds) if fact.bounds else random.choice(AMOUNTS[5:])
        return {"at_least": value} if random.random() < 0.15 else value
    if fact.direction == "neutral":
        return name not in EXCUSES and random.random() < 0.5
    return (fact.direction == "against") is (random.random() < 0.9)


def random_network(random: Random) -> dict[str, Any]:
    """A random case of people tied to each other: acts alike or on one day, two groups, ages, evidence, places.

    In more than half of them the facts lean against the people, so that charges stand and meet.
    """
    tree = random_case(random, random.choice([*BASE.charges.values()]) if random.random() < 0.7 else None)
    tree["groups"].append({"id": "h", "label": "另一团伙", "facts": {}})
    _tie(random, tree)
    if random.random() < 0.6:
        _lean(random, tree)
    elif random.random() < 0.5:
        _gather(random, tree)
    return tree


def _tie(random: Random, tree: dict[str, Any]) -> None:
    """Let the acts serve each other and the groups, some of them alike, or done on one day."""
    ids = [entry["id"] for part in ("persons", "groups", "conduct") for entry in tree[part]]
    for person in tree["persons"]:
        if random.random() < 0.5:
            person["born"] = datetime.date(random.randint(1970, 2000), random.randint(1, 12), 1)
    first, alike = tree["conduct"][0], random.random()
    shared = () if alike > 0.5 else ("from", "to") if alike > 0.3 else ("from", "to", "kind")
    for act in tree["conduct"]:
        act["serves"] = random.sample([each for each in ids if each != act["id"]], random.randint(0, 3))
        ties = {
            "group": random.choice("gh"),
            "place": random.choice(("境内", "境外")),
            "handled_before": random.random() < 0.2,
        }
        act.update({key: value for key, value in ties.items() if random.random() < 0.5})
        act.update({key: first[key] for key in shared if key in first})


def _lean(random: Random, tree: dict[str, Any]) -> None:
    """State most of what may be asked against the people, of acts done under the law of late years."""
    names = asked(charge for act in tree["conduct"] for charge in opened_by(act["kind"]))
    for scope, part, share in (
        ("person", "persons", 0.25),
        ("group", "groups", 0.85),
        ("conduct", "conduct", 0.85),
    ):
        for holder in tree[part]:
            holder["facts"] = {
                name: leaning_value(random, name)
                for name in names
                if scope in BASE.facts[name].scope and name != "age_at_act" and random.random() < share
            }
    tree["facts"], tree["decision_date"] = {}, DAYS[-1]
    late = [day for day in DAYS if day.year >= LATE]
    year = datetime.timedelta(days=300)
    for person in tree["persons"]:
        person |= {"kind": "natural", "born": datetime.date(random.randint(1970, 1995), 5, 5)}
    last = random.choice(late)
    for act in tree["conduct"]:
        end = last if random.random() < 0.5 else random.choice(late)
        act |= {"from": end - year * random.random(), "to": end}


def _gather(random: Random, tree: dict[str, Any]) -> None:
    """Give a case evidence, on which some of its facts stand, and a place."""
    kinds = sorted({item for checklist in BASE.checklists for item in checklist.items})
    tree["evidence"] = [
        {
            "id": f"e{n}",
            "label": f"证据{n}",
            "kind": random.choice(kinds),
            "facts": random_facts(random, BASE.facts, "evidence", 0.3),
        }
        for n in range(2)
    ]
    tree["places"] = [{"id": "a", "name": "甲地", "facts": random_facts(random, BASE.facts, "place", 0.3)}]
    for act in tree["conduct"]:
        for name, value in act["facts"].items():
            if not isinstance(value, dict) and random.random() < 0.3:
                act["facts"][name] = {"value": value, "evidence": random.choice(("e0", "e1", "e0、e1"))}
