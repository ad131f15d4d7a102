"""What stands above every view of the open case: its name, whether it is saved and sound, what has to be put right."""

from __future__ import annotations

import streamlit as st

from . import desk
from .case_clash import show_clash
from .look import plain
from .told import show_told


def show_head(opened: desk.Desk) -> None:
    """The case's name, whether it is saved and sound, and undo; always of the same height."""
    words, undo = st.columns([5, 1], vertical_alignment="center")
    title = str(opened.draft.data.get("title") or "未命名案件")
    _, problems = desk.checked(opened)
    sound = f":orange[还有 {len(problems)} 处须补正]" if problems else ":green[可以研判]"
    kept = ":red[没有存上]" if opened.unsaved else "已存入" if opened.may_edit else ":orange[只供查看]"
    words.markdown(f"**{plain(title)}**　·　{kept}　·　{sound}")
    undo.button(
        "撤销",
        on_click=desk.undo,
        disabled=not opened.past,
        key="undo",
        icon=":material/undo:",
        width="stretch",
    )
    show_told()
    if opened.trouble:
        st.error(opened.trouble)
    if opened.unsaved:
        st.button("再存一次", key="save_again", on_click=desk.keep, args=(opened,), type="primary")
    show_clash(opened)


def problems_list(opened: desk.Desk) -> None:
    """What has to be put right before the case can be assessed."""
    _, problems = desk.checked(opened)
    if problems:
        st.warning("研判之前还需补正：\n\n" + "\n".join(f"- {plain(problem)}" for problem in problems))
