"""证据与管辖: the evidence of a case, the places that may take it, and what its types of fraud tell."""

from __future__ import annotations

import streamlit as st

from engine.assessment import Assessment
from engine.case import Case

from . import desk
from .evidence_html import piece_html, summary
from .fraud_type_html import fraud_type_html
from .jurisdiction_html import place_html, whole_html

WHERE = "证据、地点在“案件”页的“证据与地点”里填，诈骗类型在“人员与行为”里选；填好以后，在“事实”里逐项回答每份证据、每个地点的问题。"
IN_THE_FILE = """fraud_types: [posing_as_police_or_courts]
evidence: [{id: e1, label: 甲的手机聊天记录, kind: chat_records, gathered_on: 2024-03-02}]
places: [{id: d1, name: 甲市乙区, facts: {call_made_here: true}}]
"""


def show_beside(case: Case, assessment: Assessment) -> None:
    """The view: each part says how to enter what it lacks."""
    if not (case.evidence or case.places or case.fraud_types):
        st.info(f"本案还没有登记证据、地点和诈骗类型。{WHERE}")
        st.caption("也可以直接写进案件文件，各一行，例如：")
        st.code(IN_THE_FILE, language=None)
    st.page_link(st.session_state["pages"]["case"], label="去“案件”页填写", icon=":material/edit:")
    _evidence(case, assessment)
    _jurisdiction(case, assessment)
    _fraud_types(case, assessment)


def _evidence(case: Case, assessment: Assessment) -> None:
    if not case.evidence:
        return
    st.subheader("证据核对")
    st.markdown(summary(assessment.evidence))
    decided = desk.days_of(case)[-1]
    gathered = {piece.id: piece.gathered_on or decided for piece in case.evidence}
    for piece in assessment.evidence:
        st.html(piece_html(piece, desk.base(), gathered[piece.id], decided))


def _jurisdiction(case: Case, assessment: Assessment) -> None:
    found = assessment.jurisdiction
    if not case.places and not any(ground.met for ground in found.grounds):
        return
    st.subheader("管辖")
    days = desk.days_of(case)[-1:]
    for place in found.places:
        st.html(place_html(place, desk.base(), days))
    if found.grounds:
        st.html(whole_html(found, desk.base(), days))


def _fraud_types(case: Case, assessment: Assessment) -> None:
    if not assessment.fraud_types:
        return
    st.subheader("诈骗类型")
    for kind in assessment.fraud_types:
        st.html(fraud_type_html(kind, desk.base(), desk.days_of(case)))
