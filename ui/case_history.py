"""历次版本: every state of the open case, what differs from now, and the way back."""

from __future__ import annotations

import difflib

import streamlit as st

from . import desk
from .doors import acting, kind
from .keeping.cabinet import Version
from .keeping.trouble import Trouble
from .look import plain
from .room import cabinet
from .told import told

SHOWN = 30


def show_history(opened: desk.Desk) -> None:
    """The versions, one of them against the present one, and the buttons."""
    try:
        versions = cabinet().history(acting(), opened.id)
    except Trouble as error:
        st.error(str(error))
        return
    shown = st.session_state.get("versions_shown", SHOWN)
    by_number = {version.number: version for version in versions[:shown]}
    left, right = st.columns([2, 3], gap="large")
    with left:
        st.markdown(f"每次改动都是一版，共 {len(versions)} 版，一版也不会丢。")
        number = st.radio(
            "选一版与现在的对照",
            list(by_number),
            format_func=lambda number: _label(by_number[number]),
            key=f"version|{opened.id}",
        )
        if len(versions) > shown:
            st.button("再列更早的", key="more_versions", on_click=_more, args=(shown,))
    if number is not None:
        with right:
            _one(opened, by_number[number])


def _more(shown: int) -> None:
    st.session_state["versions_shown"] = shown + SHOWN


def _label(version: Version) -> str:
    by = version.saved_by if kind() else ""  # on a machine of one's own it was oneself
    parts = (f"第{version.number}版", f"{version.saved:%Y-%m-%d %H:%M:%S}", plain(by), plain(version.why))
    return "　".join(part for part in parts if part)


def _one(opened: desk.Desk, version: Version) -> None:
    try:
        earlier = cabinet().version(acting(), opened.id, version.number)
    except Trouble as error:
        st.error(str(error))
        return
    if version.number == opened.version:
        st.markdown("这就是现在的内容：")
        st.code(earlier, language="yaml", height=420)
        return
    back, apart = st.columns(2)
    back.button(
        f"恢复第{version.number}版",
        key="put_back",
        on_click=told,
        args=(desk.put_back, version.number),
        kwargs={"done": f"已恢复第{version.number}版的内容；先前的也还在历次版本里。"},
        type="primary",
        width="stretch",
        disabled=not opened.may_edit,
    )
    apart.button(
        "另存为一件新案件", key="apart", on_click=told, args=(_apart, earlier),
        kwargs={"done": "已另存为新案件，现在打开的就是它。"}, width="stretch",
    )  # fmt: skip
    lines = difflib.unified_diff(earlier.splitlines(), opened.text.splitlines(), lineterm="", n=2)
    changed = [line for line in lines if not line.startswith(("---", "+++", "@@"))]
    st.markdown("从那一版到现在（“-”是那一版的，“+”是现在的）：")
    st.code("\n".join(changed) or "（没有差别）", language="diff", height=420, wrap_lines=True)


def _apart(text: str) -> None:
    entry = cabinet().create(acting(), text, "取自另一件案件的历次版本")
    desk.open_saved(entry.id)
