"""The facts of a chosen person, group or act, asked in plain questions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from kb import Fact

from . import desk
from .answers import Answer, State, read_answer, read_number, states_of, write_answer
from .asked import Asked, Holder, facts_of, holders
from .case_text import Draft
from .finding_html import grouped
from .law_text import Days, citations_html
from .look import card

ONLY_OPEN = "只看未答的"


def show_facts(opened: desk.Desk) -> None:
    """Pick whom the facts are about on the left, answer on the right."""
    case, _ = desk.checked(opened)
    if case is None:
        st.info("先在“人员与行为”中补正，再逐项回答事实。")
        return
    asked = desk.asked(opened, case)
    listed = {holder.id: holder for holder in holders(opened.draft, desk.base())}
    left, right = st.columns([3, 7], gap="medium")
    with left:
        chosen = st.radio(
            "事实是关于",
            list(listed),
            format_func=lambda key: _holder_line(listed[key], opened.draft, asked),
            key="holder",
        )
    with right:
        _questions(opened, asked, listed[chosen if chosen in listed else next(iter(listed))])


def _holder_line(holder: Holder, draft: Draft, asked: Asked) -> str:
    names = [name for section in asked.sections(holder).values() for name in section]
    stated = facts_of(draft, holder)
    answered = sum(read_answer(stated.get(name)).state != "open" for name in names)
    indent = "└ " if holder.scope == "conduct" else ""
    return f"{indent}{holder.name}　:gray[{answered}/{len(names)}]"


def _questions(opened: desk.Desk, asked: Asked, holder: Holder) -> None:
    sections = asked.sections(holder)
    st.subheader(holder.name)
    if not sections:
        st.info("此处没有与可能涉及的罪名有关的事实。先在“人员与行为”中填写行为。")
        return
    options = list(sections)
    section = st.segmented_control(
        "事实类别",
        options,
        default=options[0],
        required=True,
        format_func=lambda name: f"{name} {len(sections[name])}",
        key=f"section|{holder.id}",
        label_visibility="collapsed",
    )
    only_open = st.toggle(ONLY_OPEN, key="only_open")
    stated = facts_of(opened.draft, holder)
    names = sections.get(str(section), sections[options[0]])
    shown = [name for name in names if not only_open or read_answer(stated.get(name)).state == "open"]
    if not shown:
        st.success("这一类都已答完。")
    for name in shown:
        ask_fact(opened, [holder], name, desk.base().facts[name], where=f"facts|{holder.id}")


def ask_fact(opened: desk.Desk, targets: list[Holder], name: str, fact: Fact, *, where: str, wide: bool = True) -> None:
    """One fact as a question: its answer, the provision behind it, its evidence; kept on every target."""
    answer = read_answer(facts_of(opened.draft, targets[0]).get(name))
    key = f"{where}|{name}|{opened.id}|{opened.rev}"
    with st.container(border=True, key=f"fact_{name}_{abs(hash(where)) % 10**8}"):
        st.markdown(f"**{fact.question}**")
        if fact.help:
            st.caption(fact.help)
        controls, more = st.columns([3, 1], vertical_alignment="bottom") if wide else (st.container(), st.container())
        with controls:
            _controls(key, targets, name, fact, answer, wide=wide)
        with more:
            _background(opened, key, targets, name, fact, answer)


def _controls(key: str, targets: list[Holder], name: str, fact: Fact, answer: Answer, *, wide: bool) -> None:
    states = states_of(fact)
    kept: dict[str, Any] = {"targets": targets, "name": name, "fact": fact}
    if not fact.numeric and fact.type != "choice":
        _states(st.container(), key, states, answer, kept)
        return
    value, choice = st.columns([2, 3], vertical_alignment="bottom") if wide else (st.container(), st.container())
    if fact.type == "choice":
        options = list(fact.choices)
        index = options.index(answer.value) if answer.value in options else None
        value.selectbox(
            fact.label, options, index, format_func=fact.choices.__getitem__, key=f"value|{key}",
            placeholder="未查", on_change=_answered, args=(key, kept),
        )
    else:
        value.text_input(
            f"{fact.label}（{fact.unit}）", value=answer.said, key=f"value|{key}", placeholder="如 20万、3万以上、3万至5万",
            on_change=_answered, args=(key, kept), autocomplete="off",
        )
    _states(choice, key, states, answer, kept)
    if trouble := st.session_state.get(f"trouble|{key}"):
        st.error(trouble)
    elif answer.value is not None and fact.numeric:
        st.caption(f"即 {grouped(str(answer.value))} {fact.unit}")


def _states(place: Any, key: str, states: dict[State, str], answer: Answer, kept: dict[str, Any]) -> None:
    place.segmented_control(
        kept["fact"].label,
        list(states),
        default=answer.state,
        required=True,
        format_func=states.__getitem__,
        key=f"state|{key}",
        label_visibility="collapsed",
        on_change=_stated,
        args=(key, kept),
    )


def _background(opened: desk.Desk, key: str, targets: list[Holder], name: str, fact: Fact, answer: Answer) -> None:
    words = "依据与证据 ✎" if answer.evidence else "依据与证据"
    with st.popover(words, type="tertiary", key=f"more|{key}", on_change="rerun") as more:
        if not more.open:
            return
        if fact.cite:
            cites = [cite.at for cite in fact.cite]
            st.html(card(citations_html(desk.base(), cites, _days(opened, targets[0]))))
        if fact.evidence:
            st.caption(f"通常的证据：{'、'.join(fact.evidence)}")
        kept: dict[str, Any] = {"targets": targets, "name": name, "fact": fact}
        st.text_input(
            "证据（如：转账记录、讯问笔录第2次）", value=answer.evidence, key=f"evidence|{key}",
            on_change=_noted, args=(key, kept), autocomplete="off",
        )


def _days(opened: desk.Desk, holder: Holder) -> Days:
    case, _ = desk.checked(opened)
    return desk.days_of(case, holder.id if holder.scope == "person" else None)


def _stated(key: str, kept: dict[str, Any]) -> None:
    state: State = st.session_state[f"state|{key}"]
    fact: Fact = kept["fact"]
    if (fact.numeric or fact.type == "choice") and state != "open":
        typed = st.session_state.get(f"value|{key}")
        if not typed:
            st.session_state[f"trouble|{key}"] = "先填数额或数量" if fact.numeric else "先选一项"
            st.session_state[f"state|{key}"] = "open"
            return
        _answered(key, kept)
        return
    if fact.numeric:
        st.session_state[f"value|{key}"] = ""
    _write(kept, lambda answer: Answer(state, answer.value, evidence=answer.evidence, note=answer.note))
    st.session_state.pop(f"trouble|{key}", None)


def _answered(key: str, kept: dict[str, Any]) -> None:
    fact: Fact = kept["fact"]
    typed = st.session_state[f"value|{key}"]
    try:
        new = read_number(typed or "", fact) if fact.numeric else Answer("yes" if typed else "open", typed)
    except ValueError as error:
        st.session_state[f"trouble|{key}"] = str(error)
        return
    st.session_state.pop(f"trouble|{key}", None)
    if new.state == "yes" and st.session_state.get(f"state|{key}") == "disputed":
        new = replace(new, state="disputed")
    st.session_state[f"state|{key}"] = new.state
    _write(kept, lambda old: replace(new, evidence=old.evidence, note=old.note))


def _noted(key: str, kept: dict[str, Any]) -> None:
    said = str(st.session_state[f"evidence|{key}"]).strip()
    _write(kept, lambda answer: replace(answer, evidence=said))


def _write(kept: dict[str, Any], make: Any) -> None:
    def carry(draft: Draft) -> None:
        for holder in kept["targets"]:
            facts = facts_of(draft, holder)
            raw = write_answer(make(read_answer(facts.get(kept["name"]))), kept["fact"])
            if raw is None:
                facts.pop(kept["name"], None)
            else:
                facts[kept["name"]] = raw

    desk.change(carry)
