"""接下来先问: the questions that decide most, answered where they stand."""

from __future__ import annotations

import streamlit as st

import engine
from engine.assessment import PersonFindings, Question

from . import desk
from .asked import Holder, holders
from .facts_form import ask_fact
from .look import plain

QUESTIONS_SHOWN = 5
NAMES_SHOWN = 3
Asking = tuple[str, str]
"""A question on the page: where its answer is kept, and the fact."""


def show_questions(opened: desk.Desk, assessment: engine.Assessment, person: PersonFindings) -> None:
    """The questions on a person; an answered one stays where it is, lest the next one slip under the pointer."""
    mine = (question for question in assessment.questions if person.id in question.persons)
    questions = {(question.target, question.fact): question for question in mine}
    st.subheader("接下来先问")
    held = _held(opened, person.id)
    _fill(held, list(questions))
    if not held:
        st.success("没有待问的事实。")
    named = {holder.key: holder for holder in holders(opened.draft, desk.base())}
    names = {each.id: each.name for each in assessment.persons if each.id != person.id}
    for asked in held:
        (target, name), question = asked, questions.get(asked)
        if target in named:
            ask_fact(opened, [named[target]], name, where=f"ask|{target}", wide=False)
            st.caption(plain(f"↑ {_why(question, named[target], names)}"))
    if any(asked not in questions for asked in held):
        st.button("收起已答的", key="tidy", on_click=held.clear)
    if left := len(set(questions) - set(held)):
        st.caption(f"另有 {left} 问，答完以上再问。")


def _held(opened: desk.Desk, person_id: str) -> list[Asking]:
    """The questions on the page, in their places, as long as the person stays the same."""
    whose = (opened.id, person_id)
    held: tuple[tuple[str, str], list[Asking]] | None = st.session_state.get("questions")
    if held is None or held[0] != whose:
        held = (whose, [])
        st.session_state["questions"] = held
    return held[1]


def _fill(held: list[Asking], questions: list[Asking]) -> None:
    """Add questions at the end until enough open ones are shown."""
    for asked in questions:
        if sum(shown in questions for shown in held) >= QUESTIONS_SHOWN:
            return
        if asked not in held:
            held.append(asked)


def _why(question: Question | None, holder: Holder, names: dict[str, str]) -> str:
    """What an answer decides, whom else it concerns, and where it is kept."""
    kept = f"记在：{holder.name}"
    if question is None:
        return f"这一问已经不必再问。{kept}"
    others = [names[who] for who in question.persons if who in names]
    more = f" 等 {len(others)} 人" if len(others) > NAMES_SHOWN else ""
    also = f"同时关系到 {'、'.join(others[:NAMES_SHOWN])}{more}。" if others else ""
    if question.settles:
        return f"答了即可能定下：{'、'.join(question.settles)}。{also}{kept}"
    return f"关系到：{'、'.join(question.concerns)}。{also}{kept}"
