"""The what-if panel: change one fact for a look, see what turns; every single fact that turns a verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import Any

import streamlit as st

from engine.assessment import PersonFindings
from engine.case import Case, CaseError
from engine.whatif import Change, flips, what_if
from kb import Fact

from . import desk
from .answers import put, read_answer, read_number, write_answer
from .asked import SECTIONS, Holder, facts_of, places
from .case_text import Draft
from .flip_html import flips_html
from .look import card, table

YES_NO = {True: "是", False: "否", None: "未查"}


def show_what_if(opened: desk.Desk, case: Case, person: PersonFindings, first: list[str]) -> None:
    """The panel for one person; nothing here changes the case unless the officer says so."""
    st.caption("只是试算，不改动案件。")
    left, right = st.columns(2, gap="large")
    with left:
        _try(opened, case, person, first)
    with right:
        _flips(opened, case, person)


def _try(opened: desk.Desk, case: Case, person: PersonFindings, first: list[str]) -> None:
    st.subheader("换一个事实看看")
    kb = desk.base()
    names = list(dict.fromkeys([*first, *_names(opened, case, person.id)]))
    if not names:
        st.info("此人的行为不涉及已编入的罪名，没有可试的事实。")
        return
    name = st.selectbox(
        "哪一项事实", names, format_func=lambda key: kb.facts[key].label, key=f"try|{person.id}"
    )
    fact = kb.facts[name]
    st.markdown(f"**{fact.question}**")
    value = _value(fact, name)
    if value is _NOT_GIVEN:
        return
    targets = places(opened.draft, person.id, name, fact)
    if len(targets) > 1:
        st.caption(f"这一项分别问每项行为，各作此假设：{'、'.join(target.label for target in targets)}。")
    try:
        with desk.alone():
            changes = what_if(case, kb, {f"{target.id}.{name}": value for target in targets}).changes
    except CaseError as error:
        st.error(str(error))
        return
    if not changes:
        st.info("这样改，结论没有变化。")
    else:
        st.html(card(_changes(changes)))
    st.button("把这一答案写入案件", key="adopt", on_click=_adopt, args=(targets, name, value))


_NOT_GIVEN = object()


def _value(fact: Fact, name: str) -> Any:
    if fact.numeric:
        typed = st.text_input(
            f"假设为（{fact.unit}）",
            key=f"try_value|{name}",
            placeholder="如 20万、3万以上",
            autocomplete="off",
        )
        try:
            return write_answer(read_number(typed, fact), fact) if typed else _NOT_GIVEN
        except ValueError as error:
            st.error(str(error))
            return _NOT_GIVEN
    if fact.type == "choice":
        return st.selectbox(
            "假设为", list(fact.choices), format_func=fact.choices.__getitem__, key=f"try_value|{name}"
        )
    return st.segmented_control(
        "假设为",
        [True, False, None],
        format_func=YES_NO.__getitem__,
        default=True,
        required=False,
        key=f"try_value|{name}",
    )


def _names(opened: desk.Desk, case: Case, person_id: str) -> list[str]:
    """The facts that the person's charges may use, in the order of the form's sections."""
    asked = desk.asked(opened, case)
    mine = [Holder("person", person_id, "")]
    mine += [Holder("conduct", act.id, "") for act in case.conduct if person_id in act.who]
    mine += [Holder("group", group.id, "") for group in case.groups]
    signs = {sign for link in desk.base().chain.values() for sign in link.signs}  # they turn no verdict
    found: dict[str, list[str]] = {section: [] for section in SECTIONS}
    for holder in mine:
        for section, names in asked.sections(holder).items():
            found[section] += [name for name in names if name not in signs]
    return list(dict.fromkeys(name for section in SECTIONS for name in found[section]))


def _changes(changes: Sequence[Change]) -> str:
    lines = (
        (
            escape(change.person),
            escape(change.charge or "全部罪名"),
            escape(change.what),
            f"{escape(change.before)} → <b>{escape(change.after)}</b>",
        )
        for change in changes
    )
    return table(("人员", "罪名", "事项", "变化"), lines)


def _adopt(targets: list[Holder], name: str, value: Any) -> None:
    supposed, fact = read_answer(value), desk.base().facts[name]

    def carry(draft: Draft) -> None:
        for holder in targets:
            put(
                facts_of(draft, holder),
                fact,
                name,
                lambda old: replace(supposed, evidence=old.evidence, note=old.note),
            )

    desk.change(carry)


def _flips(opened: desk.Desk, case: Case, person: PersonFindings) -> None:
    st.subheader("改变一项就翻转的事实")
    of = (opened.text, person.id)
    held = st.session_state.get("flips")
    if held is None or held[0] != of:
        with st.spinner("正在逐项试算……"), desk.alone():
            held = (of, flips(case, desk.base(), only=person.id))
        st.session_state["flips"] = held
    st.html(flips_html(held[1], person, desk.base()))
