"""How the three pages of the law look, beside what the whole app wears."""

from __future__ import annotations

import datetime
from functools import cache
from importlib.resources import files

import streamlit as st

FIRST_DAY, LAST_DAY = datetime.date(1979, 7, 1), datetime.date(2099, 12, 31)


def dress_law() -> None:
    """Put the stylesheet of these pages on the page."""
    st.html(f"<style>{_style()}</style>")


@cache
def _style() -> str:
    return (files("ui") / "law.css").read_text(encoding="utf-8")


def law_day(label: str, key: str) -> datetime.date | None:
    """The day whose law is meant; None while the field is being cleared."""
    day: object = st.date_input(
        label,
        value=datetime.date.today(),
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
        format="YYYY-MM-DD",
        key=key,
        persist_state="session",
    )
    return day if isinstance(day, datetime.date) else None
