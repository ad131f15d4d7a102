"""Two who edit one case: what has happened, and the choice between theirs, mine and both."""

from __future__ import annotations

import streamlit as st

from . import desk
from .doors import kind
from .keeping.cabinet import Entry
from .look import plain
from .told import told


def show_clash(opened: desk.Desk) -> None:
    """The choice where a case was saved elsewhere meanwhile; or word that there is something newer."""
    if opened.clash is not None:
        _choice(opened.clash)
    elif opened.newer is not None:
        _news(opened, opened.newer)


def _choice(clash: desk.Clash) -> None:
    theirs = clash.theirs
    with st.container(border=True):
        if theirs.deleted:
            st.warning("原案已被移入回收处。您的内容已另存为副本，现在打开的就是副本，没有丢失。")
            st.button("知道了", key="clash_both", on_click=desk.keep_both)
            return
        st.warning(
            f"“{plain(clash.title)}”已在别处（另一个窗口或者共享的人）被改动：{_who(theirs)}于 "
            f"{theirs.changed:%m-%d %H:%M:%S} 存入第 {theirs.version} 版。您的内容已另存为副本，两份都在。请选择："
        )
        left, middle, right = st.columns(3)
        left.button(
            "用对方的", key="clash_theirs", on_click=told, args=(desk.take_theirs,), width="stretch",
            help="打开对方存的那份；您的副本移入回收处，可以放回。",
        )  # fmt: skip
        middle.button(
            "用我的", key="clash_mine", on_click=told, args=(desk.take_mine,), width="stretch",
            help="把您的内容存为原案的最新版本；对方的那份留在“历次版本”里。",
        )  # fmt: skip
        right.button(
            "两份都留", key="clash_both", on_click=desk.keep_both, width="stretch",
            help="原案归对方，您的副本自成一案，都在案件列表里。",
        )  # fmt: skip


def _who(entry: Entry) -> str:
    return f"{plain(entry.changed_by)} " if kind() else "另一个窗口"


def _news(opened: desk.Desk, stands: Entry) -> None:
    if stands.deleted:
        st.info("这件案件已在别处移入回收处；再改动，会另存为副本。")
        return
    words, load = st.columns([5, 1], vertical_alignment="center")
    words.info(
        f"{_who(stands)}于 {stands.changed:%m-%d %H:%M:%S} 存入了第 {stands.version} 版，"
        f"这里还是第 {opened.version} 版。先载入再改，免得两份不同。"
    )
    load.button("载入", key="load_newer", on_click=told, args=(desk.open_saved, opened.id), width="stretch")
