"""The fields in which an answer is given: they hold the question and its options, and nothing of the answer."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from quiz.item import FALSE, LETTERS, TRUE, Item, Question

from .look import plain


def fields(item: Item, key: str, given: dict[int, str], changed: Callable[[], None] | None = None) -> None:
    """The fields for every question of an item, filled with what was given before; `changed` is called at each change."""
    for number, question in enumerate(item.questions):
        _field(item, question, number, key, given.get(number, ""), changed)


def _field(  # noqa: PLR0913, PLR0917 - what a field is drawn from
    item: Item, question: Question, number: int, key: str, given: str, changed: Callable[[], None] | None
) -> None:
    lead = f"（{number + 1}）" if len(item.questions) > 1 else ""
    label = _line(f"{lead}{question.ask}")
    name = f"{key}|{number}"
    if question.kind == "blank":
        st.text_input(label, value=given, key=name, on_change=changed, autocomplete="off", max_chars=100)
    elif question.kind == "multiple":
        st.markdown(f"**{label}**（多选）")
        for letter, option in zip(LETTERS, question.options, strict=False):
            words = _line(f"{letter}. {option.text}")
            st.checkbox(words, value=letter in given, key=f"{name}|{letter}", on_change=changed)
    else:
        choices = (TRUE, FALSE) if question.kind == "true_false" else _letters(question)
        texts = {
            letter: _line(f"{letter}. {option.text}")
            for letter, option in zip(LETTERS, question.options, strict=False)
        }
        names = {} if question.kind == "true_false" else texts
        st.radio(
            label,
            choices,
            index=choices.index(given) if given in choices else None,
            format_func=lambda choice: names.get(choice, choice),
            key=name,
            on_change=changed,
        )


def given_in(item: Item, key: str) -> list[str]:
    """What now stands in the fields, a word for each question; empty where nothing was answered."""
    return [_given(question, f"{key}|{number}") for number, question in enumerate(item.questions)]


def _given(question: Question, name: str) -> str:
    if question.kind == "multiple":
        return "".join(letter for letter in _letters(question) if st.session_state.get(f"{name}|{letter}"))
    return str(st.session_state.get(name) or "").strip()


def _letters(question: Question) -> tuple[str, ...]:
    return tuple(LETTERS[: len(question.options)])


def _line(words: str) -> str:
    """Text as it stands, on one line: a label is read as markdown."""
    return plain(" ".join(words.split()))
