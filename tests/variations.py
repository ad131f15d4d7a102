"""Other ways to say a case: in another order, under other names, in other parts, with more or less said of it."""

from __future__ import annotations

import copy
import datetime
from bisect import bisect_right
from collections.abc import Callable, Iterator
from decimal import Decimal
from random import Random
from typing import Any

from strategies import AMOUNTS, BASE, asked, opened_by

import engine
from engine.facts import pieces_of
from engine.planner import planner_of
from kb.load import read_yaml

Tree = dict[str, Any]
TODAY = datetime.date(2026, 6, 1)
PARTS = ("persons", "groups", "conduct", "incidents", "evidence", "places")
NAMED = {
    "persons": "name",
    "groups": "label",
    "conduct": None,
    "incidents": "label",
    "evidence": "label",
    "places": "name",
}
BOUNDS = ("value", "at_least", "at_most")
ONE_DAY = datetime.timedelta(days=1)
CLOSE = datetime.timedelta(days=360)
"""Within the shortest period over which the law adds up (一年)."""
Place = tuple[str, int, str]
"""Where a fact is stated: the part of the case, the number of the entry in it, the fact."""


def published() -> dict[str, Tree]:
    """The published cases as trees, each fact and each list of its own."""
    paths = {**engine.examples(), **{f"endings/{name}": path for name, path in engine.endings().items()}}
    return {name: _plain_case(read_yaml(path)) for name, path in paths.items()}


def _plain_case(read: Any) -> Tree:
    tree: Tree = {"decision_date": TODAY, "facts": {}, "title": "", **_plain(read)}
    for part in PARTS:
        for entry in tree.setdefault(part, []):
            entry.setdefault("facts", {})
    return tree


def _plain(read: Any) -> Any:
    if isinstance(read, dict):
        return {key: _plain(value) for key, value in read.items()}
    return [_plain(value) for value in read] if isinstance(read, list) else read


def holders(tree: Tree, *parts: str) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Every entry of some parts of the case, with its place."""
    return ((part, number, entry) for part in parts for number, entry in enumerate(tree.get(part, ())))


# -- another order, other names -------------------------------------------------------------------------


def shuffled(random: Random, tree: Tree) -> Tree:
    """The case with its persons, groups, acts, evidence, places and facts in another order."""
    other = copy.deepcopy(tree)
    for _, _, entry in holders(other, *PARTS):
        entry["facts"] = _reordered(random, entry["facts"])
        for key in ("who", "serves", "by"):
            random.shuffle(entry.get(key, []))
    for part in PARTS:
        random.shuffle(other.get(part, []))
    return {**other, "facts": _reordered(random, other["facts"])}


def _reordered(random: Random, facts: dict[str, Any]) -> dict[str, Any]:
    return dict(random.sample([*facts.items()], len(facts)))


def renamed(tree: Tree, named: Callable[[str, int, int], str]) -> tuple[Tree, dict[str, str]]:
    """The case with every id and name replaced, and what each new word stands for.

    `named` gives a word for a part of the case, a number in it, and how many there are.
    """
    other, meant = copy.deepcopy(tree), {}
    ids: dict[str, dict[str, str]] = {}
    for part, number, entry in holders(other, *PARTS):
        word = named(part, number, len(other[part]))
        ids.setdefault("evidence" if part == "evidence" else "others", {})[entry["id"]] = word
        meant[word] = entry["id"]
        entry["id"] = word
        if (key := NAMED[part]) and key in entry:
            meant[word + word], entry[key] = entry[key], word + word
    other_ids = ids.get("others", {})
    for act in other["conduct"]:
        for key in ("who", "serves"):
            act[key] = [other_ids[name] for name in act.get(key, ())]
        if act.get("group"):
            act["group"] = other_ids[act["group"]]
    for incident in other.get("incidents", ()):
        incident["by"] = [other_ids[name] for name in incident.get("by", ())]
        incident["group"] = other_ids[incident["group"]]
    for facts in (other["facts"], *(entry["facts"] for _, _, entry in holders(other, *PARTS))):
        _renamed_evidence(facts, ids.get("evidence", {}))
    return other, meant


def _renamed_evidence(facts: dict[str, Any], ids: dict[str, str]) -> None:
    for raw in facts.values():
        said = raw.get("evidence") if isinstance(raw, dict) else None
        pieces = said if isinstance(said, list) else pieces_of(said)
        if ids.keys() & pieces:
            raw["evidence"] = "、".join(ids.get(each, each) for each in pieces)


def named_like_acts(tree: Tree) -> Tree:
    """The case with every person and group named like the id of an act."""
    other = copy.deepcopy(tree)
    acts = [act["id"] for act in tree["conduct"]] or ["行为"]
    for part, number, entry in holders(other, "persons", "groups"):
        entry["name" if part == "persons" else "label"] = acts[number % len(acts)]
    return other


# -- one act in two, two acts in one --------------------------------------------------------------------


def in_halves(tree: Tree, number: int) -> Tree:
    """The case with one act entered as two: sums divided, all else the same, on days under the same law."""
    other = copy.deepcopy(tree)
    act = other["conduct"][number]
    first, second = copy.deepcopy(act), copy.deepcopy(act)
    second["id"] = f"{act['id']}-2"
    for name, raw in act["facts"].items():
        first["facts"][name], second["facts"][name] = _halves(name, raw)
    first |= (days := _days_of_halves(act, other))[0]
    second |= days[1]
    other["conduct"][number : number + 1] = [first, second]
    _serve_both(other, act["id"], second["id"])
    return other


def _serve_both(tree: Tree, first: str, second: str) -> None:
    for act in tree["conduct"]:
        if first in act.get("serves", ()):
            act["serves"] = [*act["serves"], second]


def _summed(name: str) -> bool:
    return BASE.facts[name].numeric and BASE.facts[name].combine == "sum"


def _halves(name: str, raw: Any) -> tuple[Any, Any]:
    if raw is None or not _summed(name):
        return raw, raw
    if not isinstance(raw, dict):
        half = Decimal(raw) // 2 if BASE.facts[name].type == "money" else raw // 2
        return half, raw - half
    halves = {key: _halves(name, raw[key]) for key in BOUNDS if key in raw}
    return {**raw, **{key: low for key, (low, _) in halves.items()}}, {
        **raw,
        **{key: high for key, (_, high) in halves.items()},
    }


def _days_of_halves(act: dict[str, Any], tree: Tree) -> tuple[dict[str, Any], dict[str, Any]]:
    """The first and the second part of the days of an act; the same days twice where the law or a window divides them."""
    start, end = act.get("from"), act.get("to")
    if not start or not end or start == end:
        return {}, {}
    middle = start + (end - start) // 2
    if not _under_one_law(start, end) or not _close(tree, middle, end):
        return {}, {}
    return {"to": middle}, {"from": middle + ONE_DAY}


def _under_one_law(*days: datetime.date) -> bool:
    return len({bisect_right(planner_of(BASE).boundaries, day) for day in days}) == 1


def _close(tree: Tree, *days: datetime.date) -> bool:
    """Whether all acts ended so close to some days that no window of years divides them."""
    ends: list[datetime.date] = [day for act in tree["conduct"] if (day := act.get("to") or act.get("from"))]
    return max([*ends, *days]) - min([*ends, *days]) < CLOSE


def twice_and_at_once(random: Random, tree: Tree, number: int) -> tuple[Tree, Tree]:
    """The case with an act done a second time, for other amounts; and with both entered as one act."""
    both, once = copy.deepcopy(tree), copy.deepcopy(tree)
    first, whole = both["conduct"][number], once["conduct"][number]
    second = {**copy.deepcopy(first), "id": f"{first['id']}-2"}
    for name, raw in first["facts"].items():
        second["facts"][name] = more = _other_amount(random, name, raw)
        whole["facts"][name] = _added(name, raw, more)
    end, later = first.get("to"), (first.get("to") or TODAY) + 20 * ONE_DAY
    if (
        end
        and later <= tree["decision_date"]
        and "from" in first
        and _under_one_law(first["from"], later)
        and _close(tree, later)
    ):
        second |= {"from": end + ONE_DAY, "to": later}
        whole["to"] = later
    both["conduct"].insert(number + random.randint(0, 1), second)
    _serve_both(both, first["id"], second["id"])
    return both, once


def _other_amount(random: Random, name: str, raw: Any) -> Any:
    """Another amount said in the same way."""
    if raw is None or not _summed(name):
        return raw
    amount = random.choice(AMOUNTS)
    if isinstance(raw, dict):
        return {**raw, **{key: amount for key in BOUNDS if raw.get(key) is not None}}
    return amount


def _added(name: str, raw: Any, more: Any) -> Any:
    if raw is None or not _summed(name):
        return raw
    if isinstance(raw, dict):
        return {**raw, **{key: raw[key] + more[key] for key in BOUNDS if raw.get(key) is not None}}
    return raw + more


# -- more said, less said -------------------------------------------------------------------------------


def beside(random: Random, tree: Tree) -> Tree:
    """The case with people, a group and acts that have nothing to do with anybody in it.

    One of the people did nothing, one something of his own; nobody is known who did what the other group did.
    """
    other = copy.deepcopy(tree)
    facts = {
        "telecom_fraud": True,
        "upstream_crime_confirmed": True,
        "fixed_organization": True,
        "group_size": 30,
    }
    other["groups"].insert(0, {"id": "0g", "label": "无关团伙", "facts": facts})
    other["persons"] += [{"id": f"{order}p", "name": f"旁人{order}", "facts": {}} for order in (0, "z")]
    for number, (who, group) in enumerate(((["0p"], None), ([], "0g"))):
        act = {"id": f"{number}c", "who": who, "kind": random.choice([*BASE.conduct_kinds]), "facts": {}}
        other["conduct"].append(act | {"group": group, "from": other["decision_date"]})
    for part in ("persons", "conduct"):
        random.shuffle(other[part])
    return other


def stated(tree: Tree) -> list[Place]:
    """Where the case states a fact that is known and follows from no other."""
    found = [(part, n, name) for part, n, entry in holders(tree, *PARTS[:3]) for name in entry["facts"]]
    found += [("case", 0, name) for name in tree["facts"]]
    return [place for place in found if BASE.facts[place[2]].derived is None and _is_known(_at(tree, place))]


def _is_known(raw: Any) -> bool:
    return (
        not (raw.get("disputed") or raw.get("value", 0) is None) if isinstance(raw, dict) else raw is not None
    )


def _facts(tree: Tree, place: Place) -> dict[str, Any]:
    part, number, _ = place
    facts: dict[str, Any] = tree["facts"] if part == "case" else tree[part][number]["facts"]
    return facts


def _at(tree: Tree, place: Place) -> Any:
    return _facts(tree, place)[place[2]]


def without(tree: Tree, place: Place) -> Tree:
    """The case with one fact not known any more."""
    other = copy.deepcopy(tree)
    _facts(other, place)[place[2]] = None
    return other


def noted(tree: Tree) -> Tree:
    """The case with words about its evidence beside every fact, a remark on everything, and a place."""
    other = copy.deepcopy(tree)
    for _, _, entry in holders(other, "persons", "groups", "conduct"):
        for name, raw in entry["facts"].items():
            said = raw if isinstance(raw, dict) else {"value": raw}
            entry["facts"][name] = {"evidence": "聊天记录", **said, "note": "另附说明"}
    for _, _, entry in holders(other, "persons", "conduct"):
        entry["note"] = "备注"
    other["places"] = [
        *other.get("places", ()),
        {"id": "0l", "name": "某市", "facts": {"account_opened_here": True}},
    ]
    return other


def raisable(tree: Tree) -> list[Place]:
    """Where the case says less than it could of something that speaks against a person: no, nothing, or a number."""
    found = [
        place for part, n, entry in holders(tree, *PARTS[:3]) for place in _against(part, n, entry["facts"])
    ]
    for part, number, act in holders(tree, "conduct"):
        open_ = (name for name in asked(opened_by(act["kind"])) if "conduct" in BASE.facts[name].scope)
        found += _against(part, number, {name: None for name in open_ if name not in act["facts"]})
    return found


def _against(part: str, number: int, facts: dict[str, Any]) -> Iterator[Place]:
    for name, raw in facts.items():
        fact, known = BASE.facts[name], _is_known(raw)
        full = (raw.get("value") if isinstance(raw, dict) else raw) is True
        if fact.direction == "against" and (known if fact.numeric else fact.type != "choice" and not full):
            yield part, number, name


def raised(random: Random, tree: Tree, *places: Place) -> Tree:
    """The case with more of some things that speak against a person: a greater number, or a yes."""
    other = copy.deepcopy(tree)
    for place in places:
        facts, name = _facts(other, place), place[2]
        more = random.choice(AMOUNTS[1:])
        facts[name] = _more(facts[name], more) if BASE.facts[name].numeric else True
    return other


def _more(raw: Any, more: int) -> Any:
    if isinstance(raw, dict):
        return {**raw, **{key: raw[key] + more for key in BOUNDS if raw.get(key) is not None}}
    return raw + more
