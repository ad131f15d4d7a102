"""Persons, groups and conduct as rows of a table, and the rows back into the case with nothing lost."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from kb import KnowledgeBase

from .case_text import Draft

Row = dict[str, Any]
PREFIX = {"persons": "p", "groups": "g", "conduct": "c"}
UNIT = {"natural": "自然人", "unit": "单位"}
COLUMNS: dict[str, dict[str, str]] = {
    "groups": {"label": "团伙名称"},
    "persons": {"name": "姓名", "kind": "类型", "born": "出生日期", "at_large": "未到案", "note": "备注"},
    "conduct": {
        "id": "编号",
        "who": "行为人",
        "kind": "行为种类",
        "group": "所属团伙",
        "serves": "帮助了谁",
        "from": "起",
        "to": "止",
        "place": "地点",
        "handled_before": "已处理过",
        "note": "备注",
    },
}
DATES = frozenset({"born", "from", "to"})
SWITCHES = frozenset({"at_large", "handled_before"})
LISTS = frozenset({"who", "serves"})


class Names:
    """What ids are called in the tables, each name once, and back."""

    def __init__(self, draft: Draft, kb: KnowledgeBase) -> None:
        self.people = _unique({p["id"]: str(p.get("name") or p["id"]) for p in draft.entries("persons")})
        self.groups = _unique({g["id"]: str(g.get("label") or g["id"]) for g in draft.entries("groups")})
        self.acts = {act["id"]: f"行为 {act['id']}" for act in draft.entries("conduct")}
        self.kinds = {name: kind.label for name, kind in kb.conduct_kinds.items()}
        self.served = {**self.groups, **self.people, **self.acts}

    def of(self, field: str) -> dict[str, str]:
        """The names that a column chooses from."""
        named = {"who": self.people, "serves": self.served, "group": self.groups, "kind": self.kinds}
        return named.get(field, {})


def _unique(names: Mapping[str, str]) -> dict[str, str]:
    often = [name for name in names.values()]
    return {key: f"{name}（{key}）" if often.count(name) > 1 else name for key, name in names.items()}


def rows_of(draft: Draft, part: str, names: Names) -> list[Row]:
    """The entries as table rows, keyed by the Chinese heads; and a blank row to type or paste into."""
    return [
        {head: _cell(part, field, entry.get(field), names) for field, head in COLUMNS[part].items()}
        for entry in [*draft.entries(part), {}]
    ]


def _cell(part: str, field: str, value: Any, names: Names) -> Any:
    if field in SWITCHES:
        return bool(value)
    if field in LISTS:
        return [names.of(field).get(entry, entry) for entry in value or ()]
    if (part, field) == ("persons", "kind"):
        return UNIT.get(value or "natural", value)
    if field in DATES:
        return value if isinstance(value, datetime.date) else None
    return names.of(field).get(value, value) if value is not None else None


def apply(draft: Draft, part: str, edits: Mapping[str, Any], names: Names) -> None:
    """Carry a table's edits into the case: cells changed, rows added, rows deleted."""
    entries = draft.entries(part)
    changed = {int(index): cells for index, cells in edits.get("edited_rows", {}).items()}
    blank_row = changed.pop(len(entries), {})
    for index, cells in changed.items():
        _change(entries[index], part, cells, names)
    for cells in (blank_row, *edits.get("added_rows", ())):
        if any(value not in (None, "", [], False) for value in cells.values()):
            entry = {"id": _new_id(draft, part), **_empty(part)}
            _change(entry, part, cells, names)
            entries.append(entry)
    gone = {int(index) for index in edits.get("deleted_rows", ())}
    removed = {entry["id"] for index, entry in enumerate(entries) if index in gone}
    entries[:] = [entry for index, entry in enumerate(entries) if index not in gone]
    if removed:
        _forget(draft, removed)


def _empty(part: str) -> dict[str, Any]:
    return {"persons": {"name": ""}, "groups": {"label": ""}, "conduct": {"who": [], "kind": ""}}[part]


def _new_id(draft: Draft, part: str) -> str:
    taken = {entry.get("id") for other in PREFIX for entry in draft.entries(other)}
    number = len(draft.entries(part)) + 1
    while f"{PREFIX[part]}{number}" in taken:
        number += 1
    return f"{PREFIX[part]}{number}"


def _change(entry: dict[str, Any], part: str, cells: Mapping[str, Any], names: Names) -> None:
    field_of = {head: field for field, head in COLUMNS[part].items()}
    for head, value in cells.items():
        if head in field_of:
            _set(entry, part, field_of[head], value, names)


def _set(entry: dict[str, Any], part: str, field: str, value: Any, names: Names) -> None:
    ids = {name: key for key, name in names.of(field).items()}
    if (part, field) == ("persons", "kind"):
        value = next((key for key, word in UNIT.items() if word == value), None)
    elif field in LISTS:
        value = list(dict.fromkeys(ids.get(name, name) for name in value or ()))
    elif field in DATES and isinstance(value, str):
        value = datetime.date.fromisoformat(value[:10])
    elif isinstance(value, str):
        value = ids.get(value.strip(), value.strip())
    if value in (None, "", False, []) and field not in {"name", "label", "who", "kind", "id"}:
        entry.pop(field, None)
    else:
        entry[field] = value if value is not None else ""


def _forget(draft: Draft, removed: Iterable[str]) -> None:
    """Take deleted persons, groups and acts out of what refers to them."""
    gone = set(removed)
    for act in draft.entries("conduct"):
        for field in ("who", "serves"):
            if field in act:
                act[field] = [target for target in act[field] if target not in gone]
        if act.get("group") in gone:
            act.pop("group")


def unfinished(draft: Draft) -> list[str]:
    """What the tables still lack before the case can be looked at."""
    lacking = [] if draft.entries("persons") else ["还没有人员：请在“人员”表中至少填一人的姓名"]
    for number, person in enumerate(draft.entries("persons"), 1):
        if not person.get("name"):
            lacking.append(f"“人员”表第 {number} 行还没有姓名")
    for act in draft.entries("conduct"):
        for field in ("who", "kind"):
            if not act.get(field):
                lacking.append(f"行为 {act['id']} 还没有选“{COLUMNS['conduct'][field]}”")
    return lacking
