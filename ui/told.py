"""What a button does, with whatever goes wrong told on the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from kb.issues import KnowledgeBaseError

from .keeping.trouble import Trouble

TROUBLE = "button_trouble"
DONE = "button_done"


def told(act: Callable[..., Any], *arguments: Any, done: str = "", **named: Any) -> None:
    """Do it; `show_told` then says what came of it: `done`, or what the act itself has to say."""
    try:
        came = act(*arguments, **named)
    except (Trouble, KnowledgeBaseError) as error:
        st.session_state[TROUBLE] = str(error)
    else:
        st.session_state[DONE] = done or (came if isinstance(came, str) else "")


def show_told() -> None:
    """What came of the last button, once."""
    if trouble := st.session_state.pop(TROUBLE, None):
        st.error(trouble)
    if done := st.session_state.pop(DONE, None):
        st.success(done)
