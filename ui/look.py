"""How the app looks: one stylesheet, verdicts in words and signs as well as colours."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from html import escape
from importlib.resources import files

import streamlit as st

VERDICT_SIGNS = {"established": "✔", "undetermined": "？", "not_established": "✘", "not_in_force": "—"}
ELEMENT_SIGNS = {"met": "✔", "not_met": "✘", "unknown": "？"}

TURNED = "turned"
TO_TOP = "document.querySelector('[data-testid=stMain]').scrollTo(0, 0)"
MARKDOWN = "\\`*_{}[]()#+-.!|<>~$:"


def dress() -> None:
    """Put the stylesheet on the page, and the script that says the framework's own words in Chinese."""
    st.html(
        f"<style>{_file('look.css')}</style><script>{_file('words.js')}</script>",
        unsafe_allow_javascript=True,
    )


def wear(sheet: str) -> None:
    """Put one more stylesheet of ours on the page: pages of one kind look their own way."""
    st.html(f"<style>{_file(sheet)}</style>")


def turn_to_top() -> None:
    """What is drawn next is looked at from its top: another case, another person."""
    st.session_state[TURNED] = True


def turned() -> None:
    """Scroll up, where something else is on the page than before."""
    if st.session_state.pop(TURNED, False):
        st.html(f"<script>{TO_TOP}</script>", unsafe_allow_javascript=True)


@cache
def _file(name: str) -> str:
    return (files("ui") / name).read_text(encoding="utf-8")


def badge(kind: str, words: str, sign: str = "") -> str:
    """A word in a frame, coloured and signed."""
    return f'<span class="zl-badge zl-{kind}">{escape(f"{sign} {words}".strip())}</span>'


def plain(words: str) -> str:
    """Text that the framework's markdown shows as it stands: names of persons are not ours to mark up."""
    return "".join(f"\\{sign}" if sign in MARKDOWN else sign for sign in words)


def card(body: str) -> str:
    """A frame around HTML."""
    return f'<div class="zl-card">{body}</div>'


def folded(title: str, body: str, *, opened: bool = False) -> str:
    """HTML under a title that opens and closes it; nothing where there is nothing to fold."""
    state = " open" if opened else ""
    return (
        f'<details class="zl-fold"{state}><summary>{escape(title)}</summary>{body}</details>' if body else ""
    )


def folded_card(head: str, body: str, *, opened: bool = False) -> str:
    """A frame of which only the head is shown until it is opened; both are HTML."""
    state = " open" if opened else ""
    return card(f'<details class="zl-whole-card"{state}><summary>{head}</summary>{body}</details>')


def remark(words: str | None) -> str:
    """A remark in small type; nothing where there is none."""
    return f'<p class="zl-small">注：{escape(words)}</p>' if words else ""


def rows(pairs: list[tuple[str, str]]) -> str:
    """Terms and what they are, those without anything left out; the values are HTML."""
    shown = "".join(f"<dt>{escape(term)}</dt><dd>{value}</dd>" for term, value in pairs if value)
    return f"<dl>{shown}</dl>" if shown else ""


def listed(entries: list[str]) -> str:
    """A list of HTML lines."""
    return "<ul>" + "".join(f"<li>{entry}</li>" for entry in entries) + "</ul>" if entries else ""


def table(heads: tuple[str, ...], lines: Iterable[tuple[str, ...]]) -> str:
    """A table; the cells are HTML."""
    head = "".join(f"<th>{escape(word)}</th>" for word in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in line)}</tr>" for line in lines)
    return f'<table class="zl-table"><tr>{head}</tr>{body}</table>'
