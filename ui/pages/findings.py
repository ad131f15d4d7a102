"""结论: what the facts show for each person, what to ask next, what would turn it, and the chain."""

from __future__ import annotations

from html import escape

import streamlit as st

import engine
from engine.assessment import PersonFindings, Question
from engine.case import Case
from engine.case_findings import ENDINGS
from engine.receipt import receipt_line

from .. import desk
from ..asked import holders
from ..beside import show_beside
from ..chain_html import chain_html, helpers_dot
from ..dispute_html import dispute_html
from ..ending_html import ending_html
from ..facts_form import ask_fact
from ..finding_html import disposition_html, finding_html, verdict_badge
from ..law_text import Days
from ..range_html import distinctions_html, shares_html
from ..what_if import show_what_if
from .case import header, problems_list

VIEWS = ("研判", "假设", "链条", "证据与管辖")
QUESTIONS_SHOWN = 5
FEW = 8
Asked = tuple[str, str]
"""A question on the page: where its answer is kept, and the fact."""


def show() -> None:
    """The page."""
    opened = desk.current()
    st.title("结论")
    if opened is None:
        st.info("还没有打开案件。")
        st.page_link(st.session_state["pages"]["case"], label="去打开案件", icon=":material/folder_open:")
        return
    header(opened)
    case, _ = desk.checked(opened)
    if case is None:
        problems_list(opened)
        return
    try:
        assessment = desk.assessment(opened, case)
    except engine.EvaluatorsDisagree as error:
        st.error(str(error))
        return
    view = st.segmented_control(
        "本页内容", VIEWS, default=VIEWS[0], required=True, key="view", label_visibility="collapsed"
    )
    if view == "链条":
        _chain(case, assessment)
    elif view == "证据与管辖":
        show_beside(case, assessment)
    elif view == "假设":
        person = _chosen(case, assessment)
        first = [question.fact for question in assessment.questions if person.id in question.persons]
        show_what_if(opened, case, person, first)
    else:
        _person(opened, case, assessment)
    if isinstance(case.expected, dict) and case.expected.get("judged"):
        st.caption(f"本例的裁判结果：{case.expected['judged']}")
    st.caption("以上为辅助研判：依现有事实列出可能涉及的罪名，不是有罪认定，也不是法律意见；由办案人判断。")
    st.caption(receipt_line(assessment.receipt))


def _person(opened: desk.Desk, case: Case, assessment: engine.Assessment) -> None:
    if len(assessment.persons) > 1:
        with st.expander("全案一览", expanded=len(assessment.persons) <= FEW):
            st.html(_overview(assessment))
    person = _chosen(case, assessment)
    days = desk.days_of(case, person.id)
    left, right = st.columns([13, 7], gap="medium")
    with left:
        st.subheader(f"{person.name}")
        st.html(disposition_html(person, desk.base(), days))
        if ending := ending_html(person, desk.base(), days):
            st.html(ending)
        for finding in person.shown:
            st.html(finding_html(finding, desk.base(), days))
        for told in (shares_html(person, desk.base(), days), distinctions_html(person, desk.base(), days)):
            if told:
                st.html(told)
        _disputes(person, days)
        if person.bare:
            with st.expander(f"另有可能的罪名 {len(person.bare)} 个（仅从行为种类看，尚无事实指向）"):
                for finding in person.bare:
                    st.html(finding_html(finding, desk.base(), days))
        if person.ruled_out:
            with st.expander(f"已排除的罪名 {len(person.ruled_out)} 个"):
                for finding in person.ruled_out:
                    st.html(finding_html(finding, desk.base(), days))
    with right:
        _questions(opened, assessment, person)


def _disputes(person: PersonFindings, days: Days) -> None:
    """The disputed points that the case raises; those that it may raise are kept apart."""
    possible = [dispute for dispute in person.disputes if not dispute.arises]
    for dispute in person.disputes:
        if dispute.arises:
            st.html(dispute_html(dispute, desk.base(), days))
    if possible:
        with st.expander(f"可能的争议 {len(possible)} 个（本案是否涉及，待查）"):
            for dispute in possible:
                st.html(dispute_html(dispute, desk.base(), days))


def _overview(assessment: engine.Assessment) -> str:
    lines = []
    for person in assessment.persons:
        found = " ".join(
            f"<span>{verdict_badge(finding.verdict)}{escape(finding.charge)}</span><br>"
            for finding in person.shown
            if finding.verdict in ("established", "undetermined")
        )
        asked = sum(person.id in question.persons for question in assessment.questions)
        lines.append(
            f"<tr><td><b>{escape(person.name)}</b></td><td>{found or '—'}</td>"
            f"<td>{escape('、'.join(person.disposition.charges)) or '—'}</td>"
            f"<td>{ENDINGS[person.ending] if person.findings else '—'}</td><td>{asked or '—'}</td></tr>"
        )
    heads = "<tr><th>人员</th><th>涉嫌罪名</th><th>处断</th><th>归结</th><th>待问</th></tr>"
    return f'<table class="zl-table">{heads}{"".join(lines)}</table>'


def _chosen(case: Case, assessment: engine.Assessment) -> PersonFindings:
    persons = {person.id: person for person in assessment.persons}
    kept = st.session_state.get("person_kept")
    ids = list(persons)
    if len(ids) == 1:
        return assessment.persons[0]
    start = ids.index(kept) if kept in persons else 0
    if len(ids) <= FEW:
        chosen = st.segmented_control(
            "看哪一个人",
            ids,
            default=ids[start],
            required=True,
            format_func=lambda key: persons[key].name,
            key=f"person|{case.title}|{len(ids)}",
        )
    else:
        chosen = st.selectbox(
            "看哪一个人", ids, start, format_func=lambda key: persons[key].name, key="person_many"
        )
    st.session_state["person_kept"] = chosen
    return persons[str(chosen)]


def _questions(opened: desk.Desk, assessment: engine.Assessment, person: PersonFindings) -> None:
    """The questions; an answered one stays where it is, lest the next one slip under the pointer."""
    mine = (question for question in assessment.questions if person.id in question.persons)
    questions = {(question.target, question.fact): question for question in mine}
    st.subheader("接下来先问")
    held = _held(opened, person.id)
    _fill(held, list(questions))
    if not held:
        st.success("此人没有待问的事实。")
    named = {holder.key: holder for holder in holders(opened.draft, desk.base())}
    for asked in held:
        (target, name), question = asked, questions.get(asked)
        if target not in named:
            continue
        ask_fact(opened, [named[target]], name, where=f"ask|{target}", wide=False)
        why = _why(question) if question else "这一问已经不必再问"
        st.caption(f"↑ {why}。记在：{named[target].name}")
    if any(asked not in questions for asked in held):
        st.button("收起已答的", key="tidy", on_click=held.clear)
    if len(set(questions) - set(held)):
        st.caption(f"另有 {len(set(questions) - set(held))} 问，答完以上再问。")


def _held(opened: desk.Desk, person_id: str) -> list[Asked]:
    """The questions on the page, in their places, as long as the person stays the same."""
    whose = (opened.id, person_id)
    held: tuple[tuple[str, str], list[Asked]] | None = st.session_state.get("questions")
    if held is None or held[0] != whose:
        held = (whose, [])
        st.session_state["questions"] = held
    return held[1]


def _fill(held: list[Asked], questions: list[Asked]) -> None:
    """Add questions at the end until enough open ones are shown."""
    for asked in questions:
        if sum(shown in questions for shown in held) >= QUESTIONS_SHOWN:
            return
        if asked not in held:
            held.append(asked)


def _why(question: Question) -> str:
    if question.settles:
        return f"答了即可能定下：{'、'.join(question.settles)}"
    return f"关系到：{'、'.join(question.concerns)}"


def _chain(case: Case, assessment: engine.Assessment) -> None:
    empty = [link.label for link in assessment.chain.links if link.seen and not link.charged]
    if empty:
        st.warning(f"案情已显现、但未有人到案的环节：{'、'.join(empty)}")
    st.html(chain_html(assessment.chain))
    if any(act.group or act.serves for act in case.conduct):
        st.subheader("谁为谁做了什么")
        st.caption("实线：团伙成员；虚线：帮助、服务于。")
        st.graphviz_chart(helpers_dot(case, desk.base()), width="content", alt="人员、团伙之间的关系图")
