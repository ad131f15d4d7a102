"""The parts of a case as rows of a table, and the rows back into the case with nothing lost."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count
from typing import Any

from engine.case import CENT
from engine.facts import pieces_of
from kb import KnowledgeBase

from .answers import read_answer
from .case_text import PREFIX, Draft

Row = dict[str, Any]
BLANK_ROWS = 3
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
    "incidents": {
        "group": "团伙",
        "from": "起",
        "to": "止",
        "amount": "诈骗数额（元）",
        "by": "参与人",
        "label": "名称",
        "handled_before": "已处理过",
        "note": "备注",
    },
    "evidence": {"label": "名称", "kind": "种类", "gathered_on": "取得日期", "note": "备注"},
    "places": {"name": "名称", "note": "备注"},
}
DATES = frozenset({"born", "from", "to", "gathered_on"})
SWITCHES = frozenset({"at_large", "handled_before"})
LISTS = frozenset({"who", "serves", "by"})
AMOUNT = "fraud_amount"
"""The fact that the amount of an incident is kept as; what else an incident did stands in the case file."""


class Names:
    """What ids are called in the tables, each name once, and back."""

    def __init__(self, draft: Draft, kb: KnowledgeBase) -> None:
        self.people = _unique({p["id"]: str(p.get("name") or p["id"]) for p in draft.entries("persons")})
        self.groups = _unique({g["id"]: str(g.get("label") or g["id"]) for g in draft.entries("groups")})
        self.acts = {act["id"]: f"行为 {act['id']}" for act in draft.entries("conduct")}
        self.kinds = {
            "conduct": {name: kind.label for name, kind in kb.conduct_kinds.items()},
            "evidence": _unique({name: item.label for name, item in kb.vocabulary.evidence.items()}),
            "persons": UNIT,
        }
        self.served = {**self.groups, **self.people, **self.acts}

    def of(self, part: str, column: str) -> dict[str, str]:
        """The names that a column of a table chooses from."""
        if column == "kind":
            return self.kinds[part]
        return {"who": self.people, "by": self.people, "serves": self.served, "group": self.groups}.get(
            column, {}
        )


def _unique(names: Mapping[str, str]) -> dict[str, str]:
    often = Counter(names.values())
    return {key: f"{name}（{key}）" if often[name] > 1 else name for key, name in names.items()}


def rows_of(draft: Draft, part: str, names: Names) -> list[Row]:
    """The entries as table rows, keyed by the Chinese heads; and some blank ones to type or paste into."""
    return [
        {head: _cell(part, column, entry, names) for column, head in COLUMNS[part].items()}
        for entry in [*draft.entries(part), *[{}] * BLANK_ROWS]
    ]


def _cell(part: str, column: str, entry: Row, names: Names) -> Any:
    if column == "amount":
        return _amount(entry)
    value = entry.get(column)
    if column in SWITCHES:
        return bool(value)
    if column in LISTS:
        return [names.of(part, column).get(target, target) for target in value or ()]
    if (part, column) == ("persons", "kind") and entry:
        value = value or "natural"
    if column in DATES:
        return value if isinstance(value, datetime.date) else None
    return names.of(part, column).get(value, value) if value is not None else None


def _amount(entry: Row) -> float | None:
    """The amount of an incident (元); where only bounds are known, the lower one."""
    raw = (entry.get("facts") or {}).get(AMOUNT)
    if isinstance(raw, dict):
        raw = raw.get("value", raw.get("at_least"))
    return None if raw is None else float(raw)


def _set_amount(entry: Row, value: Any) -> None:
    """Keep a typed amount, with the evidence that the fact already names."""
    facts = entry.setdefault("facts", {})
    raw = facts.get(AMOUNT)
    if value in (None, ""):
        facts.pop(AMOUNT, None)
        return
    number = Decimal(str(value)).quantize(CENT)
    said = int(number) if number == int(number) else number
    kept = (
        {key: part for key, part in raw.items() if key in {"evidence", "note"}}
        if isinstance(raw, dict)
        else {}
    )
    facts[AMOUNT] = {"value": said, **kept} if kept else said


@dataclass
class NewRows:
    """The ids of rows that were typed in, kept from edit to edit: by place, appended ones by content."""

    placed: dict[int, str] = field(default_factory=dict)
    appended: list[tuple[Row, str]] = field(default_factory=list)

    def name(self, draft: Draft, part: str, placed: Iterable[int], appended: list[Row]) -> None:
        """Give an id to every new row; one that was there before keeps its own."""
        taken = {entry.get("id") for other in PREFIX for entry in draft.entries(other)}
        fresh = (f"{PREFIX[part]}{number}" for number in count(len(draft.entries(part)) + 1))
        taken |= {*self.placed.values(), *(row_id for _, row_id in self.appended)}
        fresh = (row_id for row_id in fresh if row_id not in taken)
        for index in placed:
            if index not in self.placed:
                self.placed[index] = next(fresh)
        before = self.appended
        if len(appended) < len(before):  # some were deleted: the others are found again by what they hold
            left = iter(before)
            before = [next(entry for entry in left if entry[0] == cells) for cells in appended]
        ids = [row_id for _, row_id in before]
        self.appended = [
            (dict(cells), ids[at] if at < len(ids) else next(fresh)) for at, cells in enumerate(appended)
        ]


def apply(draft: Draft, part: str, edits: Mapping[str, Any], names: Names, new: NewRows) -> None:
    """Carry a table's edits into the case: cells changed, rows added, rows deleted."""
    entries = draft.entries(part)
    old = len(entries)
    changed = {int(index): cells for index, cells in edits.get("edited_rows", {}).items()}
    appended = list(edits.get("added_rows", ()))
    gone = {int(index) for index in edits.get("deleted_rows", ())}
    new.name(draft, part, sorted(index for index in changed if index >= old), appended)
    for index, cells in changed.items():
        if index < old:
            _change(entries[index], part, cells, names)
    typed = [
        (changed[index], new.placed[index]) for index in sorted(changed) if index >= old and index not in gone
    ]
    for cells, row_id in (*typed, *new.appended):
        if any(value not in (None, "", [], False) for value in cells.values()):
            entry = {"id": row_id, **_empty(part)}
            _change(entry, part, cells, names)
            entries.append(entry)
    removed = {entry["id"]: entry for index, entry in enumerate(entries[:old]) if index in gone}
    entries[:] = [entry for entry in entries if entry["id"] not in removed]
    _forget(draft, removed.keys() | {new.placed[index] for index in gone if index in new.placed})
    if part == "evidence" and removed:
        named = {key: str(entry.get("label") or key) for key, entry in removed.items()}
        _keep_in_words(draft, named)


def _empty(part: str) -> dict[str, Any]:
    empty: dict[str, dict[str, Any]] = {
        "persons": {"name": ""},
        "groups": {"label": ""},
        "conduct": {"who": [], "kind": ""},
        "incidents": {"group": "", "facts": {}},
        "evidence": {"label": "", "kind": ""},
        "places": {"name": ""},
    }
    return empty[part]


def _change(entry: dict[str, Any], part: str, cells: Mapping[str, Any], names: Names) -> None:
    column_of = {head: column for column, head in COLUMNS[part].items()}
    for head, value in cells.items():
        if head in column_of:
            _set(entry, part, column_of[head], value, names)


def _set(entry: dict[str, Any], part: str, column: str, value: Any, names: Names) -> None:
    ids = {name: key for key, name in names.of(part, column).items()}
    if column == "amount":
        _set_amount(entry, value)
        return
    if column in LISTS:
        value = list(dict.fromkeys(ids.get(name, name) for name in value or ()))
    elif column in DATES and isinstance(value, str):
        value = datetime.date.fromisoformat(value[:10])
    elif isinstance(value, str):
        value = ids.get(value.strip(), value.strip())
    if value in (None, "", False, []) and column not in _empty(part) and column != "id":
        entry.pop(column, None)
    else:
        entry[column] = value if value is not None else ""


def _forget(draft: Draft, removed: Iterable[str]) -> None:
    """Take deleted persons, groups and acts out of what refers to them."""
    gone = set(removed)
    for act in draft.entries("conduct"):
        for column in ("who", "serves"):
            if column in act:
                act[column] = [target for target in act[column] if target not in gone]
        if act.get("group") in gone:
            act.pop("group")
    incidents = draft.entries("incidents")
    incidents[:] = [incident for incident in incidents if incident.get("group") not in gone]
    for incident in incidents:
        if "by" in incident:
            incident["by"] = [who for who in incident["by"] if who not in gone]


def _keep_in_words(draft: Draft, named: Mapping[str, str]) -> None:
    """Facts that stood on a deleted piece of evidence keep its name in words."""
    holders = [draft.data, *(entry for part in PREFIX for entry in draft.entries(part))]
    for holder in holders:
        facts = holder.get("facts")
        for answer in facts.values() if isinstance(facts, dict) else ():
            stands_on = pieces_of(read_answer(answer).evidence) if isinstance(answer, dict) else ()
            if named.keys() & set(stands_on):
                answer["evidence"] = "、".join(named.get(each, each) for each in stands_on)


def unfinished(draft: Draft) -> list[str]:
    """What the tables still lack before the case can be looked at."""
    lacking = [] if draft.entries("persons") else ["还没有人员：请在“人员”表中至少填一人的姓名"]
    for number, person in enumerate(draft.entries("persons"), 1):
        if not person.get("name"):
            lacking.append(f"“人员”表第 {number} 行还没有姓名")
    for act in draft.entries("conduct"):
        empty = [COLUMNS["conduct"][column] for column in ("who", "kind") if not act.get(column)]
        lacking += [f"行为 {act['id']} 还没有选“{head}”" for head in empty]
    for number, incident in enumerate(draft.entries("incidents"), 1):
        if not incident.get("group"):
            lacking.append(f"“逐起事实”表第 {number} 行还没有选“团伙”")
        elif not incident.get("facts"):
            lacking.append(f"“逐起事实”表第 {number} 行还没有填“诈骗数额（元）”")
    for part, table in (("evidence", "证据"), ("places", "地点")):
        for number, entry in enumerate(draft.entries(part), 1):
            empty = [COLUMNS[part][column] for column in _empty(part) if not entry.get(column)]
            lacking += [f"“{table}”表第 {number} 行还没有填“{head}”" for head in empty]
    return lacking
