"""看题: the items of a bank with their answers, a few on a page."""

from __future__ import annotations

import streamlit as st

from quiz import KINDS, LEVELS, Bank
from quiz.exports.exam import charge_name

from . import desk
from .look import card
from .quiz_html import preview_html
from .quiz_shelf import Kept, Shelf

ON_A_PAGE = 5


def show_preview(_shelf: Shelf, kept: Kept, bank: Bank) -> None:
    """The items that were asked for."""
    base = desk.base()
    charges = {name: charge_name(base, name, bank.as_of) for item in bank.items for name in item.charges}
    left, middle, right, turn = st.columns([4, 3, 2, 3], vertical_alignment="bottom")
    charge = left.selectbox(
        "罪名",
        ["", *charges],
        format_func=lambda name: charges.get(name, "全部"),
        key=f"quiz_see_charge|{kept.id}",
    )
    kind = middle.selectbox(
        "题型", ["", *KINDS], format_func=lambda name: KINDS.get(name, "全部"), key=f"quiz_see_kind|{kept.id}"
    )
    level = right.selectbox(
        "难度",
        ["", *LEVELS],
        format_func=lambda name: LEVELS.get(name, "全部"),
        key=f"quiz_see_level|{kept.id}",
    )
    chosen = [
        (number, item)
        for number, item in enumerate(bank.items, 1)
        if charge in ("", *item.charges) and kind in ("", item.kind) and level in ("", item.difficulty.level)
    ]
    if not chosen:
        st.info("没有这样的题。")
        return
    pages = -(-len(chosen) // ON_A_PAGE)
    page = 1
    if pages > 1:
        page = int(
            turn.number_input(f"第几页（共 {pages} 页）", 1, pages, 1, key=f"quiz_page|{kept.id}|{pages}")
        )
    for number, item in chosen[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]:
        st.html(card(preview_html(base, bank, item, number)))
