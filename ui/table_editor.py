"""A table of one part of a case that takes typing and pasting; edits go into the case at once."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from . import desk
from .case_text import Draft
from .tables import BLANK_ROWS, COLUMNS, DATES, LISTS, SWITCHES, Names, NewRows, apply, rows_of

HEIGHT_ROW = 38
MOST = 14


@dataclass
class Held:
    """What a table was drawn from; edits are counted from here until it is drawn anew."""

    token: tuple[Any, ...]
    entries: list[dict[str, Any]]
    number: int
    new: NewRows = field(default_factory=NewRows)


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
        height=HEIGHT_ROW * (2 + min(MOST, len(held.entries) + BLANK_ROWS)),
        key=key,
        on_change=_edited,
        args=(part, key, held, names),
    )


def _held(opened: desk.Desk, part: str, names: Names) -> Held:
    choices = tuple(
        tuple(names.of(part, column).values()) for column in COLUMNS[part] if column in LISTS | {"group"}
    )
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
        apply(draft, part, edits, names, held.new)

    desk.change(carry)


def _columns(part: str, names: Names) -> dict[str, Any]:
    return {head: _column(part, column, head, names) for column, head in COLUMNS[part].items()}


def _column(part: str, column: str, head: str, names: Names) -> Any:
    config = st.column_config
    if column in SWITCHES:
        return config.CheckboxColumn(head, width=85)
    if column in DATES:
        return config.DateColumn(head, format="YYYY-MM-DD", width=106)
    if column in LISTS:
        return config.MultiselectColumn(head, options=list(names.of(part, column).values()), width=135)
    if column == "amount":
        return config.NumberColumn(head, min_value=0, step=0.01, format="localized", width=120)
    if column in {"kind", "group", "place"}:
        options, width = _choices(part, column, names)
        return config.SelectboxColumn(head, options=options, width=width)
    return config.TextColumn(head, disabled=column == "id", width=75 if column == "id" else "medium")


def _choices(part: str, column: str, names: Names) -> tuple[list[str], int]:
    if column == "place":
        return ["境内", "境外"], 70
    width = 90 if column == "group" or part == "persons" else 215
    return list(names.of(part, column).values()), width
