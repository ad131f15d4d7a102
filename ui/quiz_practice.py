"""练习: one item at a time, the answer at once, and each item again when it is about to be forgotten."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import streamlit as st

from quiz import Bank, Item
from quiz.practice import Learner, focused
from quiz.score import Answer, marks, weak_points

from . import desk
from .keeping.store import local_time
from .look import card
from .quiz_answer import fields, given_in
from .quiz_html import answer_html, asked_of, head_html, question_html, said_html, weak_html
from .quiz_shelf import Kept, Shelf

TURN = "quiz_turn"
WEAK_FIRST = "quiz_weak_first"


@dataclass
class Turn:
    """The item that is asked now, since when, and what was answered once it was."""

    bank: str
    item: Item
    since: datetime.datetime
    given: list[str] | None = None


def show_practice(shelf: Shelf, kept: Kept, bank: Bank) -> None:
    """The item that is due, or its answer."""
    learner, note = shelf.learner()
    if note:
        st.warning(note)
    st.toggle("薄弱点先出", key=WEAK_FIRST, persist_state="session", on_change=_forget)
    turn: Turn | None = st.session_state.get(TURN)
    if turn is None or turn.bank != kept.id or turn.item not in bank.items:
        turn = st.session_state[TURN] = _next(kept, bank, learner)
    if turn is None:
        _nothing_due(learner, bank)
    elif turn.given is None:
        _ask(shelf, learner, turn)
    else:
        _solved(bank, turn, turn.given)
    _standing(learner, bank)


def _next(kept: Kept, bank: Bank, learner: Learner) -> Turn | None:
    now = datetime.datetime.now(datetime.UTC)
    due = learner.due(bank, now, most=len(bank.items))
    if st.session_state.get(WEAK_FIRST):
        due = focused(due, weak_points(learner.marks(bank), desk.base()))
    return Turn(kept.id, due[0], now) if due else None


def _forget() -> None:
    """The next item is chosen anew."""
    st.session_state.pop(TURN, None)


def _nothing_due(learner: Learner, bank: Bank) -> None:
    day = learner.next_day(bank)
    when = f"下一题在 {local_time(day.isoformat()):%Y-%m-%d %H:%M} 到期。" if day else ""
    st.success(f"现在没有要复习的题。{when}")


def _ask(shelf: Shelf, learner: Learner, turn: Turn) -> None:
    item, key = turn.item, f"quiz_say|{turn.item.id}|{turn.since.timestamp()}"
    with st.form("quiz_practice", border=False), st.container(key="quiz_take"):
        st.html(card(head_html(item)))
        fields(item, key, {})
        answered = st.form_submit_button("交答案", type="primary")
        unknown = st.form_submit_button("不会，看答案")
    if not answered and not unknown:
        return
    given = given_in(item, key)
    if answered and not all(given):
        st.warning("还没有作答完。不会的，按“不会，看答案”。")
        return
    now = datetime.datetime.now(datetime.UTC)
    given = given if answered else [""] * len(given)
    learner.answered(item, given, now, (now - turn.since).total_seconds())
    shelf.keep_learner(learner)
    turn.given = given
    st.rerun()


def _solved(bank: Bank, turn: Turn, given: list[str]) -> None:
    item, base = turn.item, desk.base()
    found = marks(bank, [Answer(item.id, number, said) for number, said in enumerate(given)])
    shown = zip(asked_of(base, bank, item), found, strict=True)
    button, verdict = st.columns([1, 6], vertical_alignment="center")
    button.button("下一题", key="quiz_next", type="primary", on_click=_forget, width="stretch")
    verdict.html("".join(said_html(mark) for mark in found))
    body = "".join(question_html(asked) + answer_html(base, asked, mark) for asked, mark in shown)
    st.html(card(head_html(item) + body))


def _standing(learner: Learner, bank: Bank) -> None:
    """How far the learner has come with this bank, and where he is weak."""
    met = sum(item.id in learner.cards for item in bank.items)
    now = datetime.datetime.now(datetime.UTC)
    due = sum(item.id in learner.cards for item in learner.due(bank, now, most=len(bank.items)))
    st.caption(
        f"共 {len(bank.items)} 题：做过 {met} 题，其中现在到期 {due} 题；过了初学阶段的 {learner.learned(bank)} 题。"
    )
    weak = weak_html(weak_points(learner.marks(bank), desk.base()))
    if weak:
        with st.expander("薄弱点（按每题最近一次的答案）"):
            st.html(card(weak))
