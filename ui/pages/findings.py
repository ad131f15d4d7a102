"""结论: what the facts show for each person, what to ask next, what would turn it, and the chain."""

from __future__ import annotations

import streamlit as st

import engine
from engine.assessment import PersonFindings
from engine.case import Case
from engine.receipt import receipt_line

from .. import desk
from ..beside import show_beside
from ..case_head import problems_list, show_head
from ..chain_html import chain_html, helpers_dot
from ..exports import show_exports
from ..look import plain, turn_to_top
from ..overview import outcome_of, show_overview
from ..person import KEPT, looked_at, show_person
from ..questions import show_questions
from ..timeline import show_timeline
from ..what_if import show_what_if

WHOLE, ONE, SUPPOSED, TIMES, CHAIN, BESIDE = "一览", "逐人", "假设", "时间", "链条", "证据与管辖"
OF_ONE = frozenset({ONE, SUPPOSED, TIMES})
"""The views of one person."""
FEW = 8


def show() -> None:
    """The page."""
    opened = desk.current()
    st.title("结论")
    if opened is None:
        st.info("还没有打开案件。")
        st.page_link(st.session_state["pages"]["case"], label="去打开案件", icon=":material/folder_open:")
        return
    show_head(opened)
    case, _ = desk.checked(opened)
    if case is None:
        problems_list(opened)
        return
    try:
        assessment = desk.first_look(opened, case)
    except engine.EvaluatorsDisagree as error:
        st.error(str(error))
        return
    _views(opened, case, assessment)
    show_exports(opened, case)
    if isinstance(case.expected, dict) and case.expected.get("judged"):
        st.caption(f"本例的裁判结果：{plain(str(case.expected['judged']))}")
    st.caption("以上为辅助研判：依现有事实列出可能涉及的罪名，不是有罪认定，也不是法律意见；由办案人判断。")
    st.caption(receipt_line(assessment.receipt))
    try:
        desk.confirm(opened)
    except engine.EvaluatorsDisagree:
        st.rerun()  # what was drawn goes, and the reason stands in its place


def _views(opened: desk.Desk, case: Case, assessment: engine.Assessment) -> None:
    """The whole case or one person, by the view that is chosen."""
    views = (WHOLE, ONE, SUPPOSED, TIMES, CHAIN, BESIDE)[len(case.persons) == 1 :]
    if st.session_state.get("view") not in views:
        st.session_state["view"] = views[0]
    view = st.segmented_control("本页内容", views, required=True, key="view", label_visibility="collapsed")
    if view in OF_ONE:
        _of_one(str(view), opened, case, assessment)
    elif view == CHAIN:
        _chain(case, assessment)
    elif view == BESIDE:
        show_beside(case, assessment)
    else:
        show_overview(assessment, _turn_to)


def _turn_to(person_id: str) -> None:
    """From the overview to one person, and to the top of the page."""
    st.session_state["view"], st.session_state[KEPT] = ONE, person_id
    turn_to_top()


def _of_one(view: str, opened: desk.Desk, case: Case, assessment: engine.Assessment) -> None:
    person = _chosen(opened, assessment)
    if view == TIMES:
        show_timeline(case, person)
        return
    if view == SUPPOSED:
        first = [question.fact for question in assessment.questions if person.id in question.persons]
        show_what_if(opened, case, person, first)
        return
    left, right = st.columns([13, 7], gap="medium")
    with left:
        show_person(person, desk.days_of(case, person.id), _alike(person, assessment))
    with right:
        show_questions(opened, assessment, person)


def _alike(person: PersonFindings, assessment: engine.Assessment) -> list[str]:
    """The names of all of whom the same is found."""
    outcome = outcome_of(person)
    return [
        other.name for other in assessment.persons if other is not person and outcome_of(other) == outcome
    ]


def _chosen(opened: desk.Desk, assessment: engine.Assessment) -> PersonFindings:
    """Whose findings are looked at: kept from view to view."""
    persons = {person.id: person for person in assessment.persons}
    ids = list(persons)
    if len(ids) == 1:
        return assessment.persons[0]
    key = f"chosen|{opened.id}"
    keep = looked_at(key, persons)

    def named(person_id: str) -> str:
        return plain(persons[person_id].name)

    if len(ids) <= FEW:
        chosen = st.segmented_control(
            "看哪一个人", ids, required=True, format_func=named, key=key, on_change=keep
        )
    else:
        chosen = st.selectbox(
            "看哪一个人（可以打字查找）",
            ids,
            format_func=lambda one: persons[one].name,
            key=key,
            on_change=keep,
        )
    return persons[str(chosen)]


def _chain(case: Case, assessment: engine.Assessment) -> None:
    empty = [link.label for link in assessment.chain.links if link.seen and not link.charged]
    if empty:
        st.warning(f"案情已显现、但未有人到案的环节：{'、'.join(empty)}")
    st.html(chain_html(assessment.chain))
    if any(act.group or act.serves for act in case.conduct):
        st.subheader("谁为谁做了什么")
        st.caption("实线：团伙成员；虚线：帮助、服务于。")
        st.graphviz_chart(helpers_dot(case, desk.base()), width="content", alt="人员、团伙之间的关系图")
