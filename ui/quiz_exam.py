"""考试: items against the clock; nothing of an answer is on the page before the paper is handed in."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable, Iterable

import streamlit as st

from quiz import Bank
from quiz.class_results import answers_csv
from quiz.practice import Exam
from quiz.score import Answer, score, weak_points

from . import desk
from .doors import acting
from .keeping.trouble import NotThere, Trouble
from .look import card, folded_card, plain
from .quiz_answer import fields, given_in
from .quiz_html import answer_html, asked_of, head_html, question_html, score_html, weak_html
from .quiz_shelf import Kept, Shelf, shelf_of
from .quiz_sitting import Sitting, begin, drop, hand_in, now, resumed, take_down
from .told import TROUBLE, told

SITTING = "quiz_sitting"
MOST_MINUTES = 300
MOST_NAMED = 20
TICK = 5
"""The clock is read every so many seconds."""


def under_way(shelf: Shelf) -> bool:
    """Whether there is an exam, or its result, to be shown; after a reload it is taken up where it stood."""
    if SITTING not in st.session_state:
        sitting, note = resumed(shelf)
        if note:
            st.warning(note)
        if sitting is not None:
            st.session_state[SITTING] = sitting
    return SITTING in st.session_state


def show_exam() -> None:
    """The item on the page, or the result."""
    sitting: Sitting = st.session_state[SITTING]
    if sitting.ended is None and not sitting.exam.left(now()):
        _in_at(sitting, sitting.exam.started + datetime.timedelta(minutes=sitting.exam.minutes))
        if SITTING not in st.session_state:
            st.rerun()
        st.warning("时间到，已按到时的答案交卷。")
    if sitting.ended is None:
        _asked(sitting)
    else:
        _result(sitting, sitting.ended)


def begin_exam(shelf: Shelf, _kept: Kept, bank: Bank) -> None:
    """How many items, how much time, and off."""
    with st.form("quiz_exam_begin"):
        left, right = st.columns(2)
        count = left.number_input(f"抽几题（共 {len(bank.items)} 题）", 1, len(bank.items), len(bank.items))
        minutes = right.number_input(f"限时（分钟，最多 {MOST_MINUTES}）", 1, MOST_MINUTES, 60)
        st.caption("一屏一题，可以来回改；到时自动交卷。交卷以后才看得到答案。重新载入页面，可以接着考。")
        if st.form_submit_button("开始考试", type="primary"):
            drawn = sorted(random.sample(range(len(bank.items)), int(count)))
            items = tuple(bank.items[place] for place in drawn)
            sitting = Sitting(Exam(bank.model_copy(update={"items": items}), now(), int(minutes)))
            begin(shelf, sitting)
            st.session_state[SITTING] = sitting
            st.rerun()


def _asked(sitting: Sitting) -> None:
    bank = sitting.exam.bank
    item = bank.items[sitting.place]
    _clock()
    with st.container(key="quiz_take"):
        st.html(card(head_html(item, sitting.place + 1)))
        fields(item, sitting.key, sitting.before, _take_down)
    before, after, where = st.columns([1, 1, 2], vertical_alignment="bottom")
    last = len(bank.items) - 1
    for column, words, place in ((before, "上一题", sitting.place - 1), (after, "下一题", sitting.place + 1)):
        column.button(
            words,
            key=f"quiz_go|{words}",
            disabled=not 0 <= place <= last,
            on_click=_turn_to,
            args=(place,),
            width="stretch",
        )
    where.selectbox(
        "到第几题",
        range(last + 1),
        index=sitting.place,
        format_func=lambda place: (
            f"第 {place + 1} 题"
        ),  # a name that changed would be taken for another choice
        key=f"quiz_jump|{sitting.exam.started.timestamp()}|{sitting.place}",
        on_change=_jump,
    )
    with st.popover("交卷"):
        st.markdown(
            f"没有答完的：第 {'、'.join(map(str, sitting.unfinished[:MOST_NAMED]))} 题"
            f"{'等' if len(sitting.unfinished) > MOST_NAMED else ''}。交卷以后不能再改。"
            if sitting.unfinished
            else "都已作答。交卷以后不能再改。"
        )
        st.button("确定交卷", key="quiz_hand_in", type="primary", on_click=_hand_in)


@st.fragment(run_every=TICK)
def _clock() -> None:
    """How much time is left; when it is over the whole page is drawn anew, and the paper is in."""
    sitting: Sitting | None = st.session_state.get(SITTING)
    if sitting is None or sitting.ended is not None:
        return
    left = int(sitting.exam.left(now()).total_seconds())
    if not left:
        st.rerun()
    bank = sitting.exam.bank
    st.markdown(
        f"剩余 **{left // 60} 分 {left % 60:02} 秒**　　正在考：{plain(bank.title)}，共 {len(bank.items)} 题，"
        f"没有答完的 {len(sitting.unfinished)} 题"
    )


def _take_down() -> None:
    """Take down what stands in the fields of the item on the page, with the time that it took."""
    sitting: Sitting = st.session_state[SITTING]
    said = given_in(sitting.exam.bank.items[sitting.place], sitting.key)
    _written(lambda shelf: take_down(shelf, sitting, said, now()))


def _written(write: Callable[[Shelf], str | None]) -> None:
    """Write down how the exam stands; where that cannot be the page says so, and the exam goes on."""
    try:
        if note := write(shelf_of(acting())):
            st.session_state[TROUBLE] = note
    except NotThere as over:
        st.session_state.pop(SITTING, None)
        st.session_state[TROUBLE] = str(over)
    except Trouble as error:
        st.session_state[TROUBLE] = str(error)


def _turn_to(place: int) -> None:
    _take_down()
    if SITTING in st.session_state:
        st.session_state[SITTING].turn_to(place)


def _jump() -> None:
    sitting: Sitting = st.session_state[SITTING]
    _turn_to(st.session_state[f"quiz_jump|{sitting.exam.started.timestamp()}|{sitting.place}"])


def _hand_in() -> None:
    _take_down()
    sitting: Sitting | None = st.session_state.get(SITTING)
    if sitting is not None:
        _in_at(sitting, now())


def _in_at(sitting: Sitting, moment: datetime.datetime) -> None:
    """The paper is in; where that cannot be written down it is in all the same."""
    _written(lambda shelf: hand_in(shelf, sitting, moment))
    sitting.ended = sitting.ended or moment


def _leave() -> None:
    st.session_state.pop(SITTING, None)
    told(drop, shelf_of(acting()))


def _result(sitting: Sitting, ended: datetime.datetime) -> None:
    exam, base = sitting.exam, desk.base()
    found = exam.marks()
    points, of = score(found)
    taken = int((ended - exam.started).total_seconds())
    weak = weak_points(found, base)
    st.html(
        card(
            f"{score_html(points, of)}<p>用时 {taken // 60} 分 {taken % 60} 秒，限时 {exam.minutes} 分钟；每问按 1 分计。</p>"
            f"{weak_html(weak)}"
        )
    )
    again, save = st.columns(2)
    again.button("再考一次", key="quiz_again", on_click=_leave, width="stretch")
    save.download_button(
        "下载答卷（CSV，交给教官汇总）",
        answers_csv(acting().shown, _answers(exam)).encode("utf-8-sig"),
        f"答卷-{exam.started:%Y%m%d-%H%M}.csv",
        "text/csv",
        key="quiz_answers",
        on_click="ignore",
        width="stretch",
    )
    marks = {(mark.item, mark.question): mark for mark in found}
    for number, item in enumerate(exam.bank.items, 1):
        own = [marks[item.id, place] for place in range(len(item.questions))]
        reached = sum(mark.points for mark in own)
        asked = zip(asked_of(base, exam.bank, item), own, strict=True)
        body = "".join(question_html(one) + answer_html(base, one, mark) for one, mark in asked)
        word = "✔ 答对" if reached == len(own) else "◐ 答对一部分" if reached else "✘ 答错"
        st.html(
            folded_card(f"第 {number} 题　<b>{word}</b>", head_html(item) + body, opened=reached < len(own))
        )


def _answers(exam: Exam) -> Iterable[Answer]:
    """Every question's answer, in the order of the exam; an empty one where there is none."""
    for item in exam.bank.items:
        for number in range(len(item.questions)):
            yield exam.answers.get((item.id, number)) or Answer(item.id, number, "")
