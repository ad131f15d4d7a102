"""Suggestions while somebody types into a text field: the browser's own list, filled from the base."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import streamlit as st

import search

LIST = "zl-suggestions"


def offer(label: str, suggestions: Iterable[search.Suggestion]) -> None:
    """Tie a list of whole queries to the field of a label; the list filters itself as one types."""
    st.html(f"{_options(suggestions)}<script>{_tie(label)}</script>", unsafe_allow_javascript=True)


def _options(suggestions: Iterable[search.Suggestion]) -> str:
    options = "".join(
        f'<option value="{escape(one.text)}">{escape(f"{one.what}　{one.detail}".strip())}</option>'
        for one in suggestions
    )
    return f'<datalist id="{LIST}">{options}</datalist>'


def _tie(label: str) -> str:
    """The field gets its list when it is entered: the framework may have drawn it anew since the last time."""
    return (
        "if (!window.zlSuggests) { window.zlSuggests = true; document.addEventListener('focusin', (event) => {"
        f"if (event.target.getAttribute('aria-label') === '{label}') event.target.setAttribute('list', '{LIST}');"
        "}); }"
    )
