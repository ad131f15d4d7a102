"""The day whose law is meant, as the pages ask for it."""

from __future__ import annotations

import datetime

import streamlit as st

from engine.case import EARLIEST

LAST_DAY = datetime.date(2099, 12, 31)


def law_day(label: str, key: str) -> datetime.date | None:
    """The day whose law is meant; None while the field is being cleared."""
    day: object = st.date_input(
        label,
        value=datetime.date.today(),
        min_value=EARLIEST,
        max_value=LAST_DAY,
        format="YYYY-MM-DD",
        key=key,
        persist_state="session",
    )
    return day if isinstance(day, datetime.date) else None
