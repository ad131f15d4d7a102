"""One person: what is found of the charges, what remains of them, which proof is missing, where the case may end."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from engine.assessment import PersonFindings
from engine.findings import Finding

from . import desk
from .dispute_html import dispute_html
from .ending_html import ending_html
from .finding_html import disposition_html, finding_html, standing_or_open
from .law_text import Days
from .look import card, plain
from .range_html import distinctions_html, shares_html
from .shortfall_html import shortfall_html

KEPT = "person_kept"
"""Where the session keeps who was looked at last, from page to page."""


def looked_at(key: str, persons: Mapping[str, PersonFindings]) -> Callable[[], None]:
    """Fill a field with who was looked at last, or the first there is; what is to be called when another is chosen."""
    kept = st.session_state.get(KEPT)
    st.session_state[key] = kept if kept in persons else next(iter(persons))

    def keep() -> None:
        st.session_state[KEPT] = st.session_state[key]

    return keep


def show_person(person: PersonFindings, days: Days, alike: list[str]) -> None:
    """The findings on one person, those that matter most first; `alike`: of whom the same is found."""
    kb = desk.base()
    st.subheader(plain(person.name))
    if alike:
        st.caption(f"结论与 {plain('、'.join(alike))} 相同。")
    st.html(disposition_html(person, kb, days))
    if ending := ending_html(person, kb, days):
        st.html(ending)
    near = standing_or_open(person)
    for finding in near:
        st.html(finding_html(finding, kb, days))
    _shortfalls(person)
    for told in (shares_html(person, kb, days), distinctions_html(person, kb, days)):
        if told:
            st.html(told)
    _disputes(person, days)
    far = tuple(finding for finding in person.shown if finding not in near)
    _aside(far, "不成立的罪名", f"far|{person.id}", days)
    _aside(person.bare, "另有可能的罪名（仅从行为种类看，尚无事实指向）", f"bare|{person.id}", days)
    _aside(person.ruled_out, "已排除的罪名", f"ruled_out|{person.id}", days)


def _shortfalls(person: PersonFindings) -> None:
    """What each open charge lacks; looked for only when somebody opens it, for it takes its time."""
    lacking = [finding for finding in person.shown if finding.lookup is not None]
    if not lacking:
        return
    charges = "、".join(finding.charge for finding in lacking)
    with st.expander(f"补证清单：{charges}", key=f"lacking|{person.id}", on_change="rerun") as folder:
        if not folder.open:
            return
        with desk.alone():
            told = "".join(shortfall_html(finding, opened=not n) for n, finding in enumerate(lacking))
        st.html(card(told) if told else "没有可以列出的补证方案。")


def _disputes(person: PersonFindings, days: Days) -> None:
    """The disputed points that the case raises; those that it may raise are kept apart."""
    for dispute in person.disputes:
        if dispute.arises:
            st.html(dispute_html(dispute, desk.base(), days))
    possible = [dispute for dispute in person.disputes if not dispute.arises]
    if not possible:
        return
    title = f"可能的争议 {len(possible)} 个（本案是否涉及，待查）"
    with st.expander(title, key=f"disputes|{person.id}", on_change="rerun") as folder:
        if folder.open:
            for dispute in possible:
                st.html(dispute_html(dispute, desk.base(), days))


def _aside(findings: tuple[Finding, ...], title: str, key: str, days: Days) -> None:
    """Findings that nobody has to read first: drawn when they are opened."""
    if not findings:
        return
    names = "、".join(finding.charge for finding in findings)
    with st.expander(f"{title} {len(findings)} 个：{names}", key=key, on_change="rerun") as folder:
        if folder.open:
            for finding in findings:
                st.html(finding_html(finding, desk.base(), days))
