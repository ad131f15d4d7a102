"""案件: open a case, edit persons, groups and conduct in tables, state the facts, save."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from engine.case import CaseError
from engine.examples import examples
from kb.issues import KnowledgeBaseError

from .. import desk, store
from ..facts_form import show_facts
from ..table_editor import show_table

VIEWS = ("人员与行为", "证据与地点", "事实", "打开与保存")
LIST_LENGTH = 12
CORE = {
    "persons": "人员",
    "groups": "团伙（共同作案的一伙人；没有可不填）",
    "conduct": "行为（谁、做了什么、为谁）",
    "incidents": "逐起事实（团伙每一起骗得多少；填了，各人按参与期间算出数额。没有可不填）",
}
AROUND = {
    "evidence": "证据（一份一行；怎样取得的，在“事实”里逐份回答）",
    "places": "地点（看哪里可以管辖；发生了什么，在“事实”里逐处回答）",
}


def show() -> None:
    """The page."""
    opened = desk.current()
    st.title("案件")
    if opened is None:
        _open_another()
        return
    header(opened)
    view = st.segmented_control(
        "本页内容", VIEWS, default=VIEWS[0], required=True, key="case_view", label_visibility="collapsed"
    )
    if view == "事实":
        problems_list(opened)
        show_facts(opened)
    elif view == "打开与保存":
        _keep(opened)
    elif view == "证据与地点":
        _show_tables(opened, AROUND)
    else:
        _tables(opened)


def header(opened: desk.Desk) -> None:
    """The case's name, whether it is saved and sound, and undo; always of the same height."""
    words, undo = st.columns([5, 1], vertical_alignment="center")
    title = str(opened.draft.data.get("title") or "未命名案件")
    _, problems = desk.checked(opened)
    sound = f":orange[还有 {len(problems)} 处须补正]" if problems else ":green[可以研判]"
    kept = ":red[没有存上]" if opened.trouble else "已存入本机"
    words.markdown(f"**{_plain(title)}**　·　{kept}　·　{sound}")
    undo.button(
        "撤销",
        on_click=desk.undo,
        disabled=not opened.past,
        key="undo",
        icon=":material/undo:",
        width="stretch",
    )
    if opened.trouble:
        st.error(opened.trouble)


def problems_list(opened: desk.Desk) -> None:
    """What has to be put right before the case can be assessed."""
    _, problems = desk.checked(opened)
    if problems:
        st.warning("研判之前还需补正：\n\n" + "\n".join(f"- {_plain(problem)}" for problem in problems))


def _plain(words: str) -> str:
    """Text that Streamlit's markdown shows as it stands."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()#+-.!|<>~$:" else sign for sign in words)


def _tables(opened: desk.Desk) -> None:
    data = opened.draft.data
    title, day = st.columns([3, 1])
    key = f"{opened.id}|{opened.rev}"
    named = title.text_input("案件名称", value=str(data.get("title") or ""), key=f"title|{key}")
    decided = day.date_input(
        "处理日期（空着＝今天）",
        value=data.get("decision_date") if isinstance(data.get("decision_date"), datetime.date) else None,
        min_value=datetime.date(1979, 7, 1),
        max_value=datetime.date.today(),
        format="YYYY-MM-DD",
        key=f"decided|{key}",
        help="按哪一天的法律处理本案；行为时的法律另按各行为的起止日期确定。",
    )
    if named != str(data.get("title") or "") or decided != data.get("decision_date"):
        desk.change(lambda draft: _set_basics(draft.data, named, decided))
        st.rerun()
    _fraud_types(opened, key)
    _show_tables(opened, CORE)


def _show_tables(opened: desk.Desk, parts: Mapping[str, str]) -> None:
    st.caption(
        "双击单元格打字；从 Excel 复制后，选中空白行的第一格按 Ctrl+V 粘贴，多出的行自动新增；"
        "点选行首再按 Delete 键删除整行。"
    )
    for part, head in parts.items():
        st.subheader(head)
        show_table(opened, part)
    problems_list(opened)


def _fraud_types(opened: desk.Desk, key: str) -> None:
    """Which types of fraud the case is of; one that the case names and nobody knows can be taken away."""
    known = {name: kind.label for name, kind in desk.base().vocabulary.fraud_types.items()}
    stated = opened.draft.data.get("fraud_types")
    named = [str(name) for name in stated] if isinstance(stated, list) else []
    if not known and not named:
        return
    chosen = st.multiselect(
        "诈骗类型（可多选；没有可不填）",
        list(dict.fromkeys([*known, *named])),
        default=named,
        format_func=lambda name: known.get(name, name),
        key=f"fraud_types|{key}",
        placeholder="打字查找，如“刷单”",
        select_all=False,
        wrap=True,
        help="选了以后，“结论”页的“证据与管辖”列出这一类型还缺的角色、另看的罪名、要找的证据和先查的事实。",
    )
    if chosen != named:
        desk.change(lambda draft: draft.data.update(fraud_types=chosen))
        st.rerun()


def _set_basics(data: dict[str, object], title: str, decided: datetime.date | None) -> None:
    data["title"] = title
    data["decision_date"] = decided
    if decided is None:
        del data["decision_date"]


def _keep(opened: desk.Desk) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("保存")
        st.markdown("每改一处都已存入本机，重新打开浏览器也在。需要拷走或归档时下载案件文件：")
        name = str(opened.draft.data.get("title") or "案件")
        st.download_button(
            "下载案件文件（YAML）",
            opened.draft.text(),
            file_name=f"{''.join(sign for sign in name if sign not in '/:*?<>|' + chr(34) + chr(92))}.yaml",
            mime="application/yaml",
            on_click="ignore",
            icon=":material/download:",
        )
        if opened.draft.comments:
            st.caption(f"原文件有 {len(opened.draft.comments)} 处注释，已移到案件文件开头一并保留。")
        st.button("合上本案，打开另一件", on_click=desk.close, key="close")
    with right:
        st.subheader("案件文件")
        st.code(opened.draft.text(), language="yaml", height=420)


def _open_another() -> None:
    saved = store.saved()
    ways = (["继续以前的案件"] if saved else []) + ["看一个例子", "上传或粘贴案件文件", "新建空白案件"]
    way = st.segmented_control(
        "怎样开始", ways, default=ways[0], required=True, key="way", label_visibility="collapsed"
    )
    if way == "继续以前的案件":
        _continue(saved)
    elif way == "上传或粘贴案件文件":
        _upload()
    elif way == "新建空白案件":
        st.markdown("从空白开始：先填人员和行为，再逐项回答事实。")
        st.button("新建", type="primary", on_click=_begin_blank, key="new")
    else:
        _examples()
    _removed()


def _begin_blank() -> None:
    desk.open_blank()


def _continue(saved: list[store.Saved]) -> None:
    wanted = (
        st.text_input("按名称查找", key="find_saved", placeholder="案件名称中的字")
        if len(saved) > LIST_LENGTH
        else ""
    )
    found = [entry for entry in saved if wanted in entry.title]
    for entry in found[:LIST_LENGTH]:
        name, changed, opening, removing = st.columns([5, 2, 1, 1], vertical_alignment="center")
        name.markdown(_plain(entry.title))
        changed.caption(f"{entry.changed:%Y-%m-%d %H:%M}")
        opening.button(
            "打开",
            key=f"open|{entry.id}",
            on_click=_open_saved,
            args=(entry.id,),
            type="primary",
            width="stretch",
        )
        removing.button("移走", key=f"remove|{entry.id}", on_click=_remove, args=(entry,), width="stretch")
    if len(found) > LIST_LENGTH:
        st.caption(f"共 {len(found)} 件，只列最近 {LIST_LENGTH} 件；请用名称查找其他案件。")


def _open_saved(case_id: str) -> None:
    try:
        desk.open_saved(case_id)
    except (OSError, UnicodeDecodeError, KnowledgeBaseError) as error:
        st.session_state["open_trouble"] = f"这件案件的文件读不出来：{error}"


def _remove(entry: store.Saved) -> None:
    store.remove(entry.id)
    st.session_state["removed"] = entry


def _removed() -> None:
    if trouble := st.session_state.pop("open_trouble", None):
        st.error(trouble)
    entry = st.session_state.get("removed")
    if entry is not None:
        words, back = st.columns([5, 1], vertical_alignment="center")
        words.info(f"已移走“{_plain(entry.title)}”，文件仍在回收处。")
        back.button("放回", key="restore", on_click=_restore, args=(entry.id,))


def _restore(case_id: str) -> None:
    store.restore(case_id)
    st.session_state.pop("removed", None)


def _examples() -> None:
    shipped = examples()
    if not shipped:
        st.info("没有找到随程序附带的例子。可以上传案件文件，或者新建空白案件。")
        return
    titles = {name: _example_title(path) for name, path in shipped.items()}
    name = st.radio(
        "根据公开案例编写，人员化名", list(shipped), format_func=titles.__getitem__, key="example"
    )
    st.button("打开这个例子", type="primary", key="open_example", on_click=_open_path, args=(shipped[name],))
    _problems()


@st.cache_data(show_spinner=False)
def _example_title(path: Path) -> str:
    found = store.TITLE.search(path.read_text(encoding="utf-8-sig"))
    return found[1] if found else path.stem


def _open_path(path: Path) -> None:
    _open_text(path.read_text(encoding="utf-8-sig"))


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
        "选择案件文件（YAML 或 JSON，不超过 5 MB）",
        type=["yaml", "yml", "json"],
        key="upload",
        on_change=_uploaded,
    )
    if uploaded is None:
        st.caption("文件只在本机读取，不会上传到任何网络。")
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
