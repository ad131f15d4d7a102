"""摘录夹: the provisions somebody picked on 检索 and 条文, to be taken away as DOCX or Markdown."""

from __future__ import annotations

import datetime
from functools import partial

import streamlit as st

from kb import UnknownCitation
from search.selection import selection

from . import desk
from .downloads import show_document

PICKED = "picked"


def picked() -> list[str]:
    """What is picked; after a reload the address of the page still names it."""
    if PICKED not in st.session_state:
        said = str(st.query_params.get(PICKED) or "").split(",")
        st.session_state[PICKED] = [citation for citation in said if _is_held(citation)]
    found: list[str] = st.session_state[PICKED]
    if found:
        st.query_params[PICKED] = ",".join(found)
    else:
        st.query_params.pop(PICKED, None)
    return found


def _is_held(citation: str) -> bool:
    statutes = desk.base().statutes
    try:
        return bool(statutes.versions(citation) if ":" in citation else statutes.document(citation))
    except UnknownCitation:
        return False


def turn(citation: str) -> None:
    """Pick a provision, or put it back."""
    found = picked()
    if citation in found:
        found.remove(citation)
    else:
        found.append(citation)


def pick_button(citation: str, key: str) -> None:
    """A button that picks a provision or puts it back."""
    held = citation in picked()
    st.button(
        "移出摘录" if held else "加入摘录",
        key=f"pick|{key}",
        on_click=turn,
        args=(citation,),
        type="secondary",
        width="stretch",
        help="摘录夹里的条文可以导出为 Word 或者 Markdown",
    )


def show(on: datetime.date) -> None:
    """What is picked, and the ways to take it away."""
    found = picked()
    if not found:
        return
    base = desk.base()
    with st.expander(f"摘录夹（{len(found)} 条）：导出为 Word、Markdown"):
        for citation in list(found):
            words, out = st.columns([6, 1], vertical_alignment="center")
            words.markdown(base.statutes.named(citation).replace("[", r"\["))
            out.button("移出", key=f"unpick|{citation}", on_click=turn, args=(citation,), width="stretch")
        *ways, clear = st.columns(3)
        show_document(partial(selection, base, tuple(found), on), f"法条摘录_{on}", "导出", "picked", ways)
        clear.button("清空摘录夹", key="picked_clear", on_click=found.clear, width="stretch")
