"""The facts of a chosen person, group or act, asked in plain questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from engine.facts import pieces_of
from kb import Fact

from . import desk
from .answers import Answer, State, put, read_answer, read_number, states_of
from .asked import Asked, Holder, facts_of, holders, stated_of
from .case_text import Draft
from .finding_html import grouped
from .law_text import Days, citations_html
from .look import card, plain

ONLY_OPEN = "只看未答的"
HOW_TO_TYPE = "如 20万、3万以上、3万至5万"
NOTHING = {
    "evidence": "库中还没有这一种类证据的核对表，请人工核对。",
    "place": "库中没有与可能涉及的罪名有关的管辖规定。先在“人员与行为”中填写行为。",
}


@dataclass(frozen=True)
class Question:
    """One fact being asked: of whom, what the case holds now, and the key of its fields on the page."""

    name: str
    fact: Fact
    targets: tuple[Holder, ...]
    answer: Answer
    key: str
    wide: bool

    @property
    def typed(self) -> bool:
        """Whether it is answered by a value rather than by yes or no."""
        return self.fact.numeric or self.fact.type == "choice"

    def beside(self, widths: tuple[int, int]) -> list[Any]:
        """Two places side by side, or one above the other where the column is narrow."""
        if self.wide:
            return list(st.columns(widths, vertical_alignment="bottom"))
        return [st.container(), st.container()]


def show_facts(opened: desk.Desk) -> None:
    """Pick whom the facts are about on the left, answer on the right."""
    case, _ = desk.checked(opened)
    if case is None:
        st.info("先在“人员与行为”中补正，再逐项回答事实。")
        return
    asked = desk.asked(opened, case)
    listed = {holder.key: holder for holder in holders(opened.draft, desk.base())}
    left, right = st.columns([3, 7], gap="medium")
    _keep_choice("holder", list(listed))
    with left:
        chosen = st.radio(
            "事实是关于",
            list(listed),
            format_func=lambda key: _holder_line(listed[key], opened.draft, asked),
            key="holder",
        )
    with right:
        _questions(opened, asked, listed[chosen])


def _keep_choice(key: str, options: list[str]) -> None:
    """Keep what was chosen although its words change with the answers; the first where it is there no more."""
    chosen = st.session_state.get(key)
    st.session_state[key] = chosen if chosen in options else options[0]


def _holder_line(holder: Holder, draft: Draft, asked: Asked) -> str:
    names = [name for section in asked.sections(holder).values() for name in section]
    stated = stated_of(draft, holder)
    answered = sum(read_answer(stated.get(name)).state != "open" for name in names)
    indent = "└ " if holder.scope == "conduct" else ""
    return f"{indent}{plain(holder.name)}　:gray[{answered}/{len(names)}]"


def _questions(opened: desk.Desk, asked: Asked, holder: Holder) -> None:
    sections = asked.sections(holder)
    st.subheader(plain(holder.name))
    if not sections:
        st.info(NOTHING.get(holder.scope, "此处没有与可能涉及的罪名有关的事实。先在“人员与行为”中填写行为。"))
        return
    if holder.scope == "place":
        _links(opened, asked, holder)
    section = _section(holder, sections)
    only_open = st.toggle(ONLY_OPEN, key="only_open")
    stated = stated_of(opened.draft, holder)
    names = sections[section]
    shown = [name for name in names if not only_open or read_answer(stated.get(name)).state == "open"]
    if not shown:
        st.success("这一类都已答完。")
    for name in shown:
        ask_fact(opened, [holder], name, where=f"facts|{holder.key}")


def _links(opened: desk.Desk, asked: Asked, holder: Holder) -> None:
    """All that links a place to the case in one list, so that nobody has to go through every question."""
    stated = stated_of(opened.draft, holder)
    names = asked.beside.links(holder.id)
    key = f"links|{opened.id}|{holder.key}"
    st.session_state[key] = [name for name in names if read_answer(stated.get(name)).state == "yes"]
    st.multiselect(
        "此地有下列哪些情形（可多选；没有选的仍算未查）",
        names,
        format_func=lambda name: desk.base().facts[name].label,
        key=key,
        placeholder="打字查找，如“拨打”“取得”",
        select_all=False,
        wrap=True,
        on_change=_linked,
        args=(opened, holder, key, tuple(st.session_state[key])),
    )


def _linked(opened: desk.Desk, holder: Holder, key: str, before: tuple[str, ...]) -> None:
    chosen: list[str] = st.session_state[key]

    def carry(draft: Draft) -> None:
        facts = facts_of(draft, holder)
        for name in chosen:
            if name not in before:
                put(facts, desk.base().facts[name], name, lambda old: replace(old, state="yes"))
        for name in before:
            if name not in chosen:
                put(facts, desk.base().facts[name], name, lambda old: replace(old, state="open"))

    desk.change(carry)
    opened.rev += 1  # the questions below are drawn anew, with the answers given here


def _section(holder: Holder, sections: Mapping[str, list[str]]) -> str:
    """Which section is looked at: of a few one beside the other, of many one out of a list."""
    options = list(sections)

    def counted(name: str) -> str:
        return f"{name} {len(sections[name])}"

    key = f"section|{holder.key}"
    _keep_choice(key, options)
    if holder.scope in {"evidence", "place"}:
        return str(st.selectbox("核对哪一方面（后面是问题数）", options, format_func=counted, key=key))
    chosen = st.segmented_control(
        "事实类别", options, required=True, format_func=counted, key=key, label_visibility="collapsed"
    )
    return str(chosen)


def ask_fact(opened: desk.Desk, targets: list[Holder], name: str, *, where: str, wide: bool = True) -> None:
    """One fact as a question: its answer, the provision behind it, its evidence; kept on every target."""
    question = Question(
        name=name,
        fact=desk.base().facts[name],
        targets=tuple(targets),
        answer=read_answer(stated_of(opened.draft, targets[0]).get(name)),
        key=f"{where}|{name}|{opened.id}|{opened.rev}",
        wide=wide,
    )
    with st.container(border=True):
        st.markdown(f"**{question.fact.question}**")
        if question.fact.help:
            st.caption(question.fact.help)
        if over := _stated_over(opened.draft, targets[0], name):
            st.caption(f"⚠ {plain(over)}名下另填了这一项，以人员名下的为准。")
        answering, more = question.beside((3, 1))
        with answering:
            _answering(question)
        with more:
            _background(opened, question)


def _stated_over(draft: Draft, holder: Holder, name: str) -> str:
    """Who of an act's people states the fact for all their acts together."""
    if holder.scope != "conduct":
        return ""
    people = [draft.entry("persons", who) for who in draft.entry("conduct", holder.id).get("who", ())]
    return "、".join(str(person["name"]) for person in people if name in (person.get("facts") or {}))


def _answering(question: Question) -> None:
    if not question.typed:
        _states(question)
        return
    value, choice = question.beside((2, 3))
    with value:
        _value(question)
    with choice:
        _states(question)
    said = question.answer.value
    if trouble := st.session_state.get(f"trouble|{question.key}"):
        st.error(trouble)
    elif question.fact.numeric and said is not None:
        st.caption(f"即 {grouped(str(said))} {question.fact.unit}")


def _value(question: Question) -> None:
    fact, answer, key = question.fact, question.answer, f"value|{question.key}"
    if fact.type == "choice":
        options = list(fact.choices)
        st.selectbox(
            fact.label,
            options,
            options.index(answer.value) if answer.value in options else None,
            format_func=fact.choices.__getitem__,
            key=key,
            placeholder="未查",
            on_change=_answered,
            args=(question,),
        )
        return
    st.text_input(
        f"{fact.label}（{fact.unit}）",
        value=answer.said,
        key=key,
        placeholder=HOW_TO_TYPE,
        autocomplete="off",
        on_change=_answered,
        args=(question,),
    )


def _states(question: Question) -> None:
    states = states_of(question.fact)
    st.segmented_control(
        question.fact.label,
        list(states),
        default=question.answer.state,
        required=True,
        format_func=states.__getitem__,
        key=f"state|{question.key}",
        label_visibility="collapsed",
        on_change=_stated,
        args=(question,),
    )


def _background(opened: desk.Desk, question: Question) -> None:
    words = "依据与证据 ✎" if question.answer.evidence else "依据与证据"
    with st.popover(words, type="tertiary", key=f"more|{question.key}", on_change="rerun") as more:
        if not more.open:
            return
        cites = [cite.at for cite in question.fact.cite]
        if cites:
            st.html(card(citations_html(desk.base(), cites, _days(opened, question.targets[0]))))
        if question.fact.evidence:
            st.caption(f"通常的证据：{'、'.join(question.fact.evidence)}")
        _evidence(question, _pieces(opened.draft))


def _pieces(draft: Draft) -> dict[str, str]:
    """The pieces of evidence of the case, each id with its name."""
    return {str(piece["id"]): str(piece.get("label") or piece["id"]) for piece in draft.entries("evidence")}


def _evidence(question: Question, pieces: Mapping[str, str]) -> None:
    """What the answer stands on: pieces that the case lists, to be picked, and anything else in words."""
    said = question.answer.evidence
    picked = [each for each in pieces_of(said) if each in pieces]
    if pieces:
        st.multiselect(
            "本案登记的证据",
            list(pieces),
            default=picked,
            format_func=pieces.__getitem__,
            key=f"pieces|{question.key}",
            placeholder="选择",
            select_all=False,
            wrap=True,
            on_change=_noted,
            args=(question,),
        )
    st.text_input(
        "其他证据（如：转账记录、讯问笔录第2次）" if pieces else "证据（如：转账记录、讯问笔录第2次）",
        value="、".join(each for each in pieces_of(said) if each not in pieces) if picked else said,
        key=f"evidence|{question.key}",
        autocomplete="off",
        on_change=_noted,
        args=(question,),
    )


def _days(opened: desk.Desk, holder: Holder) -> Days:
    case, _ = desk.checked(opened)
    return desk.days_of(case, holder.id if holder.scope == "person" else None)


def _stated(question: Question) -> None:
    key = question.key
    state: State = st.session_state[f"state|{key}"]
    if question.typed and state != "open":
        if st.session_state.get(f"value|{key}"):
            _answered(question)
        else:
            st.session_state[f"trouble|{key}"] = "先填数额或数量" if question.fact.numeric else "先选一项"
            st.session_state[f"state|{key}"] = "open"
        return
    if question.typed:
        st.session_state[f"value|{key}"] = "" if question.fact.numeric else None
    st.session_state.pop(f"trouble|{key}", None)
    _write(question, lambda old: Answer(state, old.value, evidence=old.evidence, note=old.note))


def _answered(question: Question) -> None:
    key = question.key
    typed = st.session_state[f"value|{key}"]
    try:
        new = read_number(typed or "", question.fact) if question.fact.numeric else _choice(typed)
    except ValueError as error:
        st.session_state[f"trouble|{key}"] = str(error)
        return
    st.session_state.pop(f"trouble|{key}", None)
    if new.state == "yes" and st.session_state.get(f"state|{key}") == "disputed":
        new = replace(new, state="disputed")
    st.session_state[f"state|{key}"] = new.state
    _write(question, lambda old: replace(new, evidence=old.evidence, note=old.note))


def _choice(picked: str | None) -> Answer:
    return Answer("yes", picked) if picked else Answer()


def _noted(question: Question) -> None:
    words = str(st.session_state[f"evidence|{question.key}"]).strip()
    picked: list[str] = st.session_state.get(f"pieces|{question.key}") or []
    said = "、".join(filter(None, [*picked, words]))
    _write(question, lambda old: replace(old, evidence=said))


def _write(question: Question, make: Callable[[Answer], Answer]) -> None:
    def carry(draft: Draft) -> None:
        for holder in question.targets:
            put(facts_of(draft, holder), question.fact, question.name, make)

    desk.change(carry)
