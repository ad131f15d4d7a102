"""The kept cases, and every way to begin: from the list, a role, an example, a file, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from engine.case import CaseError
from engine.examples import examples

from . import FILE_MB, desk
from .case_backup import show_backup
from .doors import acting, kind
from .keeping.body import title_of
from .keeping.cabinet import Entry, Shelf
from .keeping.people import can
from .keeping.trouble import Trouble
from .look import plain
from .room import cabinet, room
from .templates import templates
from .told import show_told, told

LIST_LENGTH = 12
EXAMPLES_HEIGHT = 420
"""Pixels for the list of examples: what opens the chosen one stays in sight under it; half a line says there are more."""
LIST = "案件列表"
CHOICES = {"copy": "复制", "archive": "归档", "unarchive": "取消归档", "remove": "移入回收处"}
SHELVES: dict[Shelf, str] = {"active": "在办", "archived": "已归档", "deleted": "回收处"}


def show_list() -> None:
    """The page while no case is open."""
    _notes()
    show_told()
    if trouble := st.session_state.pop(desk.TROUBLE, None):
        st.error(trouble)
    try:
        who = acting()
        if not can(who, "keep_cases"):
            st.info(f"“{who.role_label}”不办案，看不到任何人的案件。账号用命令 zuilian user 管理。")
            return
        any_kept = cabinet().any_kept(who)
    except Trouble as error:
        st.error(str(error))
        return
    ways = [way for way in WAYS if any_kept or way != LIST]
    way = st.segmented_control(
        "怎样开始", ways, default=ways[0], required=True, key="way", label_visibility="collapsed"
    )
    WAYS[str(way)]()


def _notes() -> None:
    """What was found when the cabinet was opened: damage repaired, cases of an earlier program taken in."""
    try:
        notes = room().notes if not kind() else []
    except Trouble as error:
        st.error(str(error))
        st.stop()
    for number, note in enumerate(list(notes)):
        words, known = st.columns([5, 1], vertical_alignment="center")
        words.warning(plain(note))
        known.button("知道了", key=f"note|{number}", on_click=notes.remove, args=(note,), width="stretch")


def _kept() -> None:
    find, shelves = st.columns([3, 2], vertical_alignment="bottom")
    words = find.text_input(
        "查找",
        key="find_saved",
        placeholder="案件名称、人名或者内容里的字，可写几个",
        label_visibility="collapsed",
    )
    shelf: Shelf = shelves.segmented_control(
        "哪些", list(SHELVES), default="active", required=True, key="shelf",
        format_func=SHELVES.__getitem__, label_visibility="collapsed",
    ) or "active"  # fmt: skip
    try:
        found = cabinet().listed(acting(), words, shelf)
    except Trouble as error:
        st.error(str(error))
        return
    length = st.session_state.get("list_length", LIST_LENGTH)
    for entry in found[:length]:
        _row(entry, shelf)
    if not found:
        st.caption(
            "没有找到。换个字再找，或者看看别处（在办、已归档、回收处）。" if words else "这里是空的。"
        )
    if len(found) > length:
        st.button(
            f"再列 {LIST_LENGTH} 件（共 {len(found)} 件）", key="longer", on_click=_longer, args=(length,)
        )


def _longer(length: int) -> None:
    st.session_state["list_length"] = length + LIST_LENGTH


def _row(entry: Entry, shelf: Shelf) -> None:
    name, about, first, more = st.columns([9, 7, 3, 3], vertical_alignment="center")
    name.markdown(plain(entry.title))
    about.caption(f"{entry.changed:%Y-%m-%d %H:%M}　第{entry.version}版{_whose(entry)}")
    if shelf == "deleted":
        first.button(
            "放回", key=f"restore|{entry.id}", on_click=told, args=(_bin, entry.id),
            kwargs={"back": True, "done": f"已放回“{plain(entry.title)}”。"}, width="stretch",
        )  # fmt: skip
        return
    first.button(
        "打开",
        key=f"open|{entry.id}",
        on_click=told,
        args=(desk.open_saved, entry.id),
        type="primary",
        width="stretch",
    )
    choices = ["copy"]
    if entry.own:
        choices += ["unarchive" if shelf == "archived" else "archive", "remove"]
    more.menu_button(
        "更多", choices, format_func=CHOICES.__getitem__, key=f"more|{entry.id}", on_click=_chosen, args=(entry,),
        width="stretch",
    )  # fmt: skip


def _whose(entry: Entry) -> str:
    if entry.own:
        return ""
    return f"　{plain(entry.owner)}共享，{'可以改' if entry.may_edit else '只看'}"


def _chosen(entry: Entry) -> None:
    choice, title = st.session_state[f"more|{entry.id}"], plain(entry.title)
    match choice:
        case "copy":
            told(_copy, entry.id, done=f"已复制“{title}”，副本在最前面。")
        case "archive":
            told(_archive, entry.id, back=False, done=f"已归档“{title}”，在“已归档”里。")
        case "unarchive":
            told(_archive, entry.id, back=True, done=f"“{title}”又在“在办”里了。")
        case "remove":
            told(_bin, entry.id, back=False, done=f"已把“{title}”移入回收处，可以在“回收处”放回。")


def _copy(case_id: str) -> None:
    cabinet().duplicate(acting(), case_id)


def _archive(case_id: str, *, back: bool) -> None:
    cabinet().archive(acting(), case_id, back=back)


def _bin(case_id: str, *, back: bool) -> None:
    cabinet().delete(acting(), case_id, back=back)


def _templates() -> None:
    st.markdown("选一个角色：人员和行为已经列好，事实全部未查，姓名、日期请改成本案的。")
    shipped = templates()
    titles = {name: title_of(path.read_text(encoding="utf-8")) for name, path in shipped.items()}
    name = st.radio("角色", list(shipped), format_func=titles.__getitem__, key="template", horizontal=True)
    st.button(
        "用这个角色新建",
        type="primary",
        key="open_template",
        on_click=told,
        args=(desk.open_template, shipped[name]),
    )


def _examples() -> None:
    shipped = examples()
    if not shipped:
        st.info("没有找到随程序附带的例子。可以上传案件文件，或者新建空白案件。")
        return
    titles = {name: _example_title(path) for name, path in shipped.items()}
    with st.container(height=EXAMPLES_HEIGHT):
        name = st.radio(
            f"根据公开案例编写，人员化名，共 {len(shipped)} 个",
            list(shipped),
            format_func=titles.__getitem__,
            key="example",
        )
    st.button(
        "打开这个例子", type="primary", key="open_example", on_click=told, args=(_open_path, shipped[name])
    )


@st.cache_data(show_spinner=False)
def _example_title(path: Path) -> str:
    return title_of(path.read_text(encoding="utf-8-sig"))


def _open_path(path: Path) -> None:
    desk.open_text(path.read_text(encoding="utf-8-sig"))


def _open_text(text: str) -> None:
    st.session_state.pop("file_problems", None)
    try:
        desk.open_text(text)
    except CaseError as error:
        st.session_state["file_problems"] = [str(issue) for issue in error.issues]


def _problems() -> None:
    problems = st.session_state.get("file_problems", ())
    if problems:
        st.error(f"案件文件有 {len(problems)} 处问题，没有打开。请改正后再试：")
        st.code("\n".join(problems), language=None, wrap_lines=True)


def _upload() -> None:
    uploaded = st.file_uploader(
        f"选择案件文件（YAML 或 JSON，不超过 {FILE_MB} MB）",
        max_upload_size=FILE_MB,
        type=["yaml", "yml", "json"],
        key="upload",
        on_change=_uploaded,
    )
    if uploaded is None:
        st.caption("文件只由本程序读取，不会上传到任何别处。")
    _problems()
    st.text_area(
        "或者把案件文件的内容粘贴在这里", key="pasted", height=280, placeholder="format: 1\ntitle: ……"
    )
    st.button("打开", type="primary", key="open_pasted", on_click=_open_pasted)


def _uploaded() -> None:
    uploaded = st.session_state.get("upload")
    if uploaded is None:
        return
    try:
        text = uploaded.getvalue().decode("utf-8-sig")
    except UnicodeDecodeError:
        st.session_state["file_problems"] = [f"{uploaded.name}:1: 不是 UTF-8 编码\n    → 另存为 UTF-8 后再试"]
        return
    st.session_state["pasted"] = text
    _open_text(text)


def _open_pasted() -> None:
    _open_text(st.session_state.get("pasted", ""))


def _blank() -> None:
    st.markdown("从空白开始：先填人员和行为，再逐项回答事实。")
    st.button("新建", type="primary", on_click=told, args=(desk.open_blank,), key="new")


WAYS: dict[str, Callable[[], None]] = {
    LIST: _kept,
    "看一个例子": _examples,
    "按角色新建": _templates,
    "上传或粘贴案件文件": _upload,
    "新建空白案件": _blank,
    "备份与恢复": show_backup,
}
"""The ways to begin, the first one first; the list is one only where a case is kept."""
