"""共享: who besides the owner sees the open case, and who may change it."""

from __future__ import annotations

import streamlit as st

from . import desk
from .doors import acting
from .keeping.people import can
from .keeping.trouble import Trouble
from .look import plain
from .room import cabinet, room
from .told import told

MAY = {False: "只看", True: "可以改"}


def show_shares(opened: desk.Desk) -> None:
    """The list, and for the owner the way to lengthen and shorten it."""
    try:
        who = acting()
        entry = cabinet().entry(who, opened.id)
        shared = cabinet().shared_with(who, opened.id)
        others = room().accounts.colleagues(who) if entry.own and can(who, "share_cases") else []
    except Trouble as error:
        st.error(str(error))
        return
    st.markdown(f"案件的主人：**{plain(entry.owner)}**。没有共享的，别的账号（包括管理账号）在这里看不到。")
    for share in shared:
        name, may, away = st.columns([4, 2, 2], vertical_alignment="center")
        name.markdown(plain(share.user))
        may.markdown(MAY[share.may_edit])
        if entry.own:
            away.button(
                "取消共享", key=f"unshare|{share.user}", on_click=told,
                args=(cabinet().unshare, who, opened.id, share.user), width="stretch",
            )  # fmt: skip
    if not shared:
        st.caption("还没有共享给任何人。")
    if not entry.own:
        st.caption("只有主人能增减共享。")
    elif others:
        names = {person.name: f"{person.shown}（{person.role_label}，{person.name}）" for person in others}
        with st.form("share", width=520):
            other = st.selectbox("共享给", list(names), format_func=names.__getitem__, key="share_with")
            may_edit = st.radio(
                "他可以", [False, True], format_func=MAY.__getitem__, key="share_may", horizontal=True
            )
            if st.form_submit_button("共享"):
                told(cabinet().share, who, opened.id, other, may_edit=bool(may_edit))
                st.rerun()
    else:
        st.caption("没有可以共享的账号，或者您的角色不能共享。")
