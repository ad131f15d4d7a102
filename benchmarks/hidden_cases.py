# ruff: noqa: INP001, PLR2004 - scripts that are run where they lie; the numbers are chances and ranges of what is drawn
"""Random cases of which little is told, and the hidden truth from which every question is answered."""

from __future__ import annotations

import datetime
import runpy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from engine.case import Case
from kb.load import build

STRATEGIES = runpy.run_path(str(Path(__file__).parents[1] / "tests" / "strategies.py"))
BASE = STRATEGIES["BASE"]
AMOUNTS: tuple[int, ...] = STRATEGIES["AMOUNTS"]
DAYS: list[datetime.date] = STRATEGIES["DAYS"]
TOLD = 0.1
"""Which part of a random case is told at first."""
CHAIN = {
    "organizing_fraud": "gang",
    "defrauding": "gang",
    "recruiting": "gang",
    "supplying_accounts": "",
    "supplying_phone_cards": "",
    "supplying_lines": "",
    "supplying_software": "",
    "promoting": "",
    "supplying_personal_information": "",
    "moving_funds": "",
    "verifying_for_transfer": "",
    "withdrawing_cash": "",
}
"""The kinds of conduct of the fraud chain; those within the gang, and those that serve it."""
USUAL = frozenset(name for kind in BASE.conduct_kinds.values() for name in kind.ask_first)
# 已公布案例（examples/）所载事实中“是”的比例：通常先问的、其余的、由人判断的
RATES = {"usual": 0.6, "other": 0.34, "judgment": 0.5}
COUNTS = (0, 0, 1, 1, 2, 3, 5, 10, 30, 500)


@dataclass(frozen=True)
class Truth:
    """What is so in a case: a value for every fact that may be asked anywhere, the same whoever asks it when."""

    seed: str
    lifelike: bool

    def value(self, place: str, name: str) -> Any:
        """The answer to a question."""
        random, fact = Random(f"{self.seed}/{place}/{name}"), BASE.facts[name]
        if fact.bounds:
            return random.choice(fact.bounds)
        if fact.type == "choice":
            return random.choice([*fact.choices])
        if fact.numeric:
            return self._number(random, money=fact.type == "money")
        return random.random() < self._rate(name)

    def _rate(self, name: str) -> float:
        if not self.lifelike:
            return 0.65  # 与 tests/strategies.py 相同
        if BASE.facts[name].type == "appraisal":
            return RATES["judgment"]
        return RATES["usual" if name in USUAL else "other"]

    def _number(self, random: Random, *, money: bool) -> int:
        if not self.lifelike:
            return random.choice(AMOUNTS)
        if not money:
            return random.choice(COUNTS)
        usual = [amount for amount in AMOUNTS if 500 <= amount <= 5_000_000]
        return 0 if random.random() < 1 / 3 else random.choice(usual)


@dataclass(frozen=True)
class Hidden:
    """A case as it is told at first, and the truth behind it."""

    name: str
    case: Case
    truth: Truth


def uniform(seed: int, persons: int | None = None) -> Hidden:
    """Any kinds of conduct, any facts, each told with the same chance."""
    random = Random(f"uniform {seed}")
    tree = STRATEGIES["random_case"](random)
    if persons:
        tree["persons"] = [{"id": f"p{n}", "name": f"人{n}"} for n in range(persons)]
        tree["conduct"] = [
            act | {"id": f"{act['id']}_{n}", "who": [f"p{n}"]}
            for n in range(persons)
            for act in tree["conduct"]
        ]
    truth = Truth(f"uniform {seed}", lifelike=False)
    names = _names(tree)
    for scope, place, holder in _holders(tree):
        fitting = (name for name in names if scope in BASE.facts[name].scope)
        holder["facts"] = {name: truth.value(place, name) for name in fitting if random.random() < TOLD}
    return Hidden(truth.seed, build(Case, tree), truth)


def chain(seed: int, persons: int | None = None) -> Hidden:
    """A gang, and one to ten people of the fraud chain in it and around it, of whom more is told that officers ask first."""
    random = Random(f"chain {seed}")
    truth = Truth(f"chain {seed}", lifelike=True)
    count = persons or random.randint(1, 10)
    tree: dict[str, Any] = {
        "format": 1,
        "title": "随机",
        "decision_date": random.choice([day for day in DAYS if day.year >= 2017]),
        "groups": [{"id": "gang", "label": "诈骗团伙"}, {"id": "cards", "label": "卡商"}],
        "persons": [{"id": f"p{n}", "name": f"人{n}"} for n in range(count)],
    }
    tree["conduct"] = [
        _act(random, tree, n, k) for n in range(count) for k in range(random.choice((1, 1, 1, 2)))
    ]
    names = _names(tree)
    for scope, place, holder in _holders(tree):
        first = _asked_first(tree, scope, place)
        holder["facts"] = {
            name: truth.value(place, name)
            for name in names
            if _may_be_told(scope, name, name in first)
            and random.random() < (0.35 if name in first or scope == "group" else TOLD / 2)
        }
    return Hidden(truth.seed, build(Case, tree), truth)


def _act(random: Random, tree: dict[str, Any], person: int, number: int) -> dict[str, Any]:
    kind = random.choice([*CHAIN])
    decision: datetime.date = tree["decision_date"]
    start = decision - datetime.timedelta(days=random.randint(60, 900))
    end = min(decision, start + datetime.timedelta(days=random.randint(0, 300)))
    who = {f"p{person}"}
    if random.random() < 0.2:
        who.add(random.choice(tree["persons"])["id"])
    ties: dict[str, Any] = {"group": "gang"} if CHAIN[kind] else {"serves": ["gang"]}
    if not CHAIN[kind] and random.random() < 0.2:
        ties["group"] = "cards"
    return {"id": f"c{person}_{number}", "who": sorted(who), "kind": kind, "from": start, "to": end, **ties}


def _may_be_told(scope: str, name: str, usual: bool) -> bool:
    """An officer states on the act what he asks first of it, and of the person what is not about one act."""
    scopes = BASE.facts[name].scope
    return scope in scopes and (scope != "conduct" or usual or "person" not in scopes)


def _asked_first(tree: dict[str, Any], scope: str, place: str) -> set[str]:
    acts = [
        act
        for act in tree["conduct"]
        if (scope == "conduct" and act["id"] == place) or (scope == "person" and place in act["who"])
    ]
    return {name for act in acts for name in BASE.conduct_kinds[act["kind"]].ask_first}


def _names(tree: dict[str, Any]) -> list[str]:
    """The facts that the charges opened may ask, in the order of the vocabulary."""
    opened = {charge for act in tree["conduct"] for charge in STRATEGIES["opened_by"](act["kind"])}
    names: list[str] = STRATEGIES["asked"](opened)
    return names


def _holders(tree: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    yield "case", "case", tree
    for scope, field in (("group", "groups"), ("person", "persons"), ("conduct", "conduct")):
        yield from ((scope, holder["id"], holder) for holder in tree[field])
