"""谁帮谁: who acts in a gang or for whom, as a picture, and beside it for each act the ends of its arrows."""

from __future__ import annotations

import streamlit as st

from . import desk
from .case_text import Draft
from .chain_html import helpers_dot
from .look import plain
from .tables import Names, Row


def show_helping(opened: desk.Desk) -> None:
    """The picture of the open case, and what can be changed of it."""
    case, problems = desk.checked(opened)
    picture, ends = st.columns([3, 2], gap="large")
    with picture:
        if case is not None:
            st.graphviz_chart(helpers_dot(case, desk.base()), width="stretch", alt="人员、团伙之间的关系图")
        else:
            st.info(f"案件还有 {len(problems)} 处须补正，补正以后才能画图；右边可以先改。")
        st.caption("实线：在团伙里实施；虚线：为他人实施（帮助）。同样内容的文字在右边。")
    with ends:
        st.markdown("**每项行为为谁实施**")
        names = Names(opened.draft, desk.base())
        acts = opened.draft.entries("conduct")
        if not acts:
            st.caption("还没有登记行为，先到“人员与行为”填写。")
        for number, act in enumerate(acts):
            _ends_of(opened, number, act, names)


def _ends_of(opened: desk.Desk, number: int, act: Row, names: Names) -> None:
    """The group of an act, and whom or what it serves."""
    who = [str(person) for person in act.get("who") or ()]
    done = names.kinds["conduct"].get(str(act.get("kind")), str(act.get("kind")))
    doers = "、".join(names.people.get(person, person) for person in who) or "（未填何人）"
    st.markdown(plain(f"{doers}：{done}（{act['id']}）"))
    key = f"{opened.id}|{opened.rev}|{number}"
    inside, served = f"inside|{key}", f"served|{key}"
    grouped = [*names.groups]
    now = act.get("group")
    st.selectbox(
        "在哪个团伙里",
        grouped,
        index=grouped.index(now) if now in grouped else None,
        format_func=lambda name: names.groups.get(name, name),
        key=inside,
        on_change=_set_group,
        args=(act["id"], inside),
        placeholder="不在团伙里" if grouped else "没有登记团伙",
        disabled=not grouped,
    )
    stated = [str(end) for end in act.get("serves") or ()]
    others = [end for end in names.served if end not in {act["id"], *who}]
    st.multiselect(
        "帮助了谁",
        list(dict.fromkeys([*others, *stated])),
        default=stated,
        format_func=lambda name: names.served.get(name, name),
        key=served,
        on_change=_set_served,
        args=(act["id"], served),
        placeholder="没有帮助他人",
        select_all=False,
        wrap=True,
    )


def _set_group(act: str, key: str) -> None:
    _set(act, "group", st.session_state[key])


def _set_served(act: str, key: str) -> None:
    _set(act, "serves", list(st.session_state[key]))


def _set(act: str, name: str, value: object) -> None:
    """Write one end of the arrows of an act; an empty one is taken out."""

    def write(draft: Draft) -> None:
        entry = draft.entry("conduct", act)
        entry.pop(name, None)
        if value:
            entry[name] = value

    desk.change(write)
