"""对照: two or three charges side by side, element by element, with the facts of the open case."""

from __future__ import annotations

import datetime

import streamlit as st

import engine
from engine.assessment import PersonFindings

from .. import desk
from ..compare_html import columns_of, compare_html, rules_of_distinction_html
from ..law_text import Days
from ..look import plain
from ..person import looked_at
from ..range_html import distinction_html

FEWEST, MOST = 2, 3
USUAL = ("fraud", "aiding_network_crime", "concealing_criminal_proceeds")
"""What is compared where no case says otherwise: the three that are most often taken for each other."""


def show() -> None:
    """The page."""
    opened = desk.current()
    kb = desk.base()
    st.title("罪名对照")
    person, days = _person(opened)
    if person is None:
        st.caption(
            f"没有打开可以研判的案件：只列规则，文本按 {days[-1]}。打开案件以后，这里同时列出本案事实。"
        )
    names = list(kb.charges)
    if "compared" not in st.session_state:
        st.session_state["compared"] = list(_suggested(person))
    chosen = st.multiselect(
        "比哪两个或者三个罪名（可以打字查找）",
        names,
        format_func=lambda name: kb.charges[name].label,
        key="compared",
        max_selections=MOST,
        select_all=False,
        placeholder="打字查找，如“帮助”“掩饰”",
        wrap=True,
    )
    if len(chosen) < FEWEST:
        st.info("再选一个罪名，就可以对照。")
        return
    findings = {finding.charge_id: finding for finding in person.findings} if person else {}
    if person and (silent := [kb.charges[name].label for name in chosen if name not in findings]):
        st.caption(f"此人登记的行为种类没有涉及 {'、'.join(silent)}：这一栏只列规则，不等于查明没有此罪。")
    st.html(compare_html(columns_of(chosen, findings, kb, days), kb))
    _distinctions(chosen, person, days)


def _person(opened: desk.Desk | None) -> tuple[PersonFindings | None, Days]:
    """Of whom the facts are shown, if a case is open that can be assessed; and the days of whose law."""
    today = (datetime.date.today(),)
    case, _ = desk.checked(opened) if opened else (None, ())
    if opened is None or case is None:
        return None, today
    try:
        persons = {person.id: person for person in desk.assessment(opened, case).persons}
    except engine.EvaluatorsDisagree as error:
        st.error(str(error))
        return None, today
    key = f"compared_person|{opened.id}"
    keep = looked_at(key, persons)
    if len(persons) > 1:
        st.selectbox(
            "用谁的事实", list(persons), format_func=lambda one: persons[one].name, key=key, on_change=keep
        )
    else:
        st.caption(f"用 {plain(next(iter(persons.values())).name)} 的事实。")
    person = persons[str(st.session_state[key])]
    return person, desk.days_of(case, person.id)


def _suggested(person: PersonFindings | None) -> tuple[str, ...]:
    """The charges that come nearest in the case; the usual three where there are not enough of them."""
    near = [finding.charge_id for finding in person.shown][:MOST] if person else []
    more = [name for name in USUAL if name not in near]
    return tuple([*near, *more][:MOST])


def _distinctions(chosen: list[str], person: PersonFindings | None, days: Days) -> None:
    """What the texts say of how these charges are told apart, with the answers of the case where it has them."""
    kb = desk.base()
    found = {each.id: each for each in person.distinctions} if person else {}
    common = {rule.id: len({*rule.charges} & {*chosen}) for rule in kb.distinctions}
    shared = [rule for rule in kb.distinctions if common[rule.id] >= FEWEST]
    shared.sort(key=lambda rule: (-common[rule.id], rule.id not in found))
    if shared:
        st.subheader("怎样区分")
    for number, rule in enumerate(shared):
        if rule.id in found:
            st.html(distinction_html(found[rule.id], kb, days, opened=not number))
        else:
            st.html(rules_of_distinction_html(rule, kb, days, opened=not number))
    if not shared:
        st.caption("所选的罪名没有专门的区分规则；以上逐项对照即可。")
