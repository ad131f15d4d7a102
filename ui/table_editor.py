"""A table of persons, groups or conduct that takes typing and pasting; what is edited goes into the case at once."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

import streamlit as st

from . import desk
from .case_text import Draft
from .tables import COLUMNS, LISTS, SWITCHES, UNIT, Names, apply, rows_of

HEIGHT_ROW = 38
FEWEST, MOST = 3, 12


@dataclass
class Held:
    """What a table was drawn from; edits are counted from here until it is drawn anew."""

    token: tuple[Any, ...]
    entries: list[dict[str, Any]]
    number: int


def show_table(opened: desk.Desk, part: str) -> None:
    """One table; it is drawn anew only when something other than its own edits has changed the case."""
    names = Names(opened.draft, desk.base())
    held = _held(opened, part, names)
    key = f"table|{part}|{held.number}"
    shown = Draft({**opened.draft.data, part: held.entries})
    rows = rows_of(shown, part, names)
    st.data_editor(
        {head: [row[head] for row in rows] for head in COLUMNS[part].values()},
        column_config=_columns(part, names),
        num_rows="dynamic",
        hide_index=True,
        width="stretch",
        row_height=HEIGHT_ROW,
        placeholder="",
        height=HEIGHT_ROW * (2 + min(MOST, max(FEWEST, len(opened.draft.entries(part))))),
        key=key,
        on_change=_edited,
        args=(part, key, held, names),
    )


def _held(opened: desk.Desk, part: str, names: Names) -> Held:
    choices = tuple(tuple(names.of(field).values()) for field in COLUMNS[part] if field in LISTS or field == "group")
    token = (opened.id, opened.rev, *choices)
    name = f"held|{part}"
    held: Held | None = st.session_state.get(name)
    if held is None or held.token != token or f"table|{part}|{held.number}" not in st.session_state:
        held = Held(token, copy.deepcopy(opened.draft.entries(part)), (held.number if held else 0) + 1)
        st.session_state[name] = held
    return held


def _edited(part: str, key: str, held: Held, names: Names) -> None:
    edits = st.session_state[key]

    def carry(draft: Draft) -> None:
        draft.data[part] = copy.deepcopy(held.entries)
        apply(draft, part, edits, names)

    desk.change(carry)


def _columns(part: str, names: Names) -> dict[str, Any]:
    return {head: _column(part, field, head, names) for field, head in COLUMNS[part].items()}


def _column(part: str, field: str, head: str, names: Names) -> Any:
    config = st.column_config
    if field == "id":
        return config.TextColumn(head, disabled=True, width=75)
    if field in SWITCHES:
        return config.CheckboxColumn(head, width=85)
    if field in {"born", "from", "to"}:
        return config.DateColumn(head, format="YYYY-MM-DD", width=106)
    if field in LISTS:
        return config.MultiselectColumn(head, options=list(names.of(field).values()), width=135)
    if field == "place":
        return config.SelectboxColumn(head, options=["境内", "境外"], width=70)
    if field in {"kind", "group"}:
        options = list(UNIT.values()) if part == "persons" else list(names.of(field).values())
        return config.SelectboxColumn(head, options=options, width=90 if part == "persons" or field == "group" else 215)
    return config.TextColumn(head, width="medium")
