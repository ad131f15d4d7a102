"""Who stands before the app: one user of this machine, or somebody with an account of the office."""

from __future__ import annotations

import json
import os

import streamlit as st

from .keeping.people import ALONE, Person
from .keeping.trouble import NotAllowed, Trouble
from .look import plain
from .room import room

DOORS = "ZUILIAN_DOORS"
"""The environment variable: `accounts` for local accounts, `oidc` for the office's own log-in, empty for one user."""
CLAIM = "ZUILIAN_OIDC_CLAIM"
"""… and which of its claims is the name of the account; without it `sub`, which cannot be given to another."""
KINDS = ("", "accounts", "oidc")
COOKIE = "zuilian_session"
TOKEN = "token"  # noqa: S105 - where the session keeps it
OWNER = "desk_of"
ENDED = "登录已过期，这次改动还在窗口里，没有存上。→ 请重新载入本页并登录，登录后会接着存"


def kind() -> str:
    """How people come in here."""
    named = os.environ.get(DOORS, "")
    if named not in KINDS:
        raise Trouble(
            f"{DOORS}「{named}」不对。→ 可用：accounts（本地账号）、oidc（统一登录），不写则为单人使用"
        )
    return named


def acting() -> Person:
    """Whoever acts in this window, looked up anew each time; NotAllowed where the log-in has ended."""
    who = _visitor()
    if who is None:
        raise NotAllowed(ENDED)
    return who


def _visitor() -> Person | None:
    match kind():
        case "accounts":
            token = _token()
            return room().accounts.inside(token) if token else None
        case "oidc":
            name = _claimed()
            return room().accounts.named(name) if name else None
    return ALONE


def _token() -> str:
    """What says who is logged in: in the window, after a reload in the browser."""
    held = st.session_state.get(TOKEN) or st.context.cookies.get(COOKIE)
    return held if isinstance(held, str) else ""


def _address() -> str:
    """From which machine; not known where there is no browser."""
    address = st.context.ip_address
    return address if isinstance(address, str) else ""


def _claimed() -> str:
    """The name of the account that the office's log-in vouches for; an unproved e-mail address proves nothing."""
    if not st.user.get("is_logged_in"):
        return ""
    claim = os.environ.get(CLAIM, "") or "sub"
    if claim == "email" and st.user.get("email_verified") is not True:
        return ""
    return str(st.user.get(claim) or "")


def admit() -> bool:
    """Whether the visitor may come in; otherwise the page is the log-in."""
    who = _visitor()
    if who is None:
        _log_in()
        return False
    if st.session_state.setdefault(OWNER, who.name) != who.name:  # another person in the same window
        _clear()
        st.session_state[OWNER] = who.name
    if kind():
        _remember()
        _name_plate(who)
    return True


def _log_in() -> None:
    st.title("罪链")
    if kind() == "oidc":
        if name := st.user.get("is_logged_in") and (_claimed() or "（没有可用的账号名）"):
            st.error(
                f"统一登录已通过，但这里还没有登记账号：{plain(name)}。→ 请管理员用 zuilian user add 登记"
            )
            st.button("换一个账号登录", on_click=st.logout)
            return
        st.button("用单位的统一登录进入", type="primary", on_click=st.login, key="oidc")
        return
    with st.form("door", width=420):
        name = st.text_input("账号", key="door_name", autocomplete="username")
        password = st.text_input(
            "密码", type="password", key="door_password", autocomplete="current-password"
        )
        if st.form_submit_button("登录", type="primary"):
            _enter(name, password)


def _enter(name: str, password: str) -> None:
    try:
        _, token = room().accounts.enter(name, password, _address())
    except Trouble as error:
        st.error(str(error))
        return
    st.session_state[TOKEN] = token
    st.session_state["remember"] = token
    st.rerun()


def _remember() -> None:
    """Give the browser the token once, so that a reload stays logged in; it forgets when it is closed."""
    token = st.session_state.pop("remember", None)
    if token is not None:
        _set_cookie(token)


def _set_cookie(token: str) -> None:
    cookie = json.dumps(f"{COOKIE}={token}; path=/; SameSite=Strict")
    st.html(
        f"<script>document.cookie = {cookie} + (location.protocol === 'https:' ? '; Secure' : '')</script>",
        unsafe_allow_javascript=True,
    )


def _name_plate(who: Person) -> None:
    _, plate = st.columns([5, 1])
    with plate.popover(f"{plain(who.shown)}（{who.role_label}）", width="stretch"):
        if kind() == "accounts":
            with st.form("new_password", border=False):
                old = st.text_input("原来的密码", type="password", key="old_password")
                new = st.text_input("新密码（至少 10 个字符）", type="password", key="new_password_1")
                again = st.text_input("再写一遍新密码", type="password", key="new_password_2")
                if st.form_submit_button("改密码"):
                    _change_password(who, old, new, again)
        st.button("退出", key="leave", on_click=leave, width="stretch")


def _change_password(who: Person, old: str, new: str, again: str) -> None:
    if new != again:
        st.error("两遍新密码不一样，没有改。→ 请重写")
        return
    try:
        room().accounts.set_password(who, who.name, new, old)
        _, token = room().accounts.enter(who.name, new, _address())
    except Trouble as error:
        st.error(str(error))
        return
    st.session_state[TOKEN] = st.session_state["remember"] = token
    st.rerun()


def leave() -> None:
    """Log out and leave nothing of this person in the window."""
    token = _token()
    _clear()
    st.session_state.pop(TOKEN, None)
    st.query_params.clear()
    if kind() == "oidc":
        st.logout()
    elif token:
        room().accounts.leave(token)


def _clear() -> None:
    for key in [key for key in st.session_state if key not in {TOKEN, "remember"}]:
        del st.session_state[key]
