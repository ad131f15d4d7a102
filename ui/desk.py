"""The case on the desk: kept in the session, on disk after every change, assessed when it has changed."""

from __future__ import annotations

import copy
import datetime
import gc
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import streamlit as st

import engine
import kb
from engine.assess import reassess
from engine.case import Case, CaseError
from engine.conditions import Memory
from kb.issues import KnowledgeBaseError

from . import store
from .asked import Asked
from .case_text import Draft, blank, read_draft
from .law_text import Days
from .tables import unfinished

UNDO_STEPS = 50
DESK = "desk"


@dataclass
class Desk:
    """One open case and what was computed from it."""

    id: str
    draft: Draft
    on_disk: str | None = None
    rev: int = 0
    past: list[str] = field(default_factory=list)
    trouble: str = ""
    checked: tuple[str, Case | None, tuple[str, ...]] | None = None
    assessed: tuple[str, engine.Assessment] | None = None
    memory: Memory = field(default_factory=Memory)
    asked: tuple[str, Asked] | None = None


@st.cache_resource(show_spinner="正在读入法规与规则……")
def base() -> kb.KnowledgeBase:
    """The knowledge base, read once for all windows."""
    return kb.load()


@st.cache_resource(show_spinner=False)
def _read_and_compiled() -> None:
    """The base and the rules compiled from it stay to the end: collecting garbage need not go through them."""
    gc.collect()
    gc.freeze()


@st.cache_resource(show_spinner=False)
def _one_at_a_time() -> threading.Lock:
    """The inference keeps state of its own: windows take turns."""
    return threading.Lock()


def current() -> Desk | None:
    """The open case, if any; after a reload the address of the page still names it."""
    desk: Desk | None = st.session_state.get(DESK)
    named = st.query_params.get("case")
    if desk is None and named:
        try:
            open_saved(named)
        except (OSError, KnowledgeBaseError):
            st.query_params.pop("case", None)
        desk = st.session_state.get(DESK)
    if desk is not None:
        st.query_params["case"] = desk.id
    return desk


def open_saved(case_id: str) -> None:
    """Put a saved case on the desk."""
    text = store.read(case_id)
    st.session_state[DESK] = Desk(case_id, read_draft(text), store.digest(text))


def open_text(text: str) -> None:
    """Put a copy of a case file on the desk; raises CaseError with every problem at once."""
    engine.parse_case(text, base(), "案件文件")
    _begin(read_draft(text))


def open_example(path: Path) -> None:
    """Put a copy of an example on the desk."""
    open_text(path.read_text(encoding="utf-8-sig"))


def open_blank() -> None:
    """Put a new case on the desk."""
    _begin(blank())


def close() -> None:
    """Clear the desk; the case stays in the folder."""
    st.session_state.pop(DESK, None)
    st.query_params.pop("case", None)


def _begin(draft: Draft) -> None:
    desk = Desk(store.new_id(), draft)
    st.session_state[DESK] = desk
    _keep(desk)


def change(edit: Callable[[Draft], Any]) -> None:
    """Change the open case and write it down at once; what was there can be brought back with undo."""
    desk: Desk = st.session_state[DESK]
    before = desk.draft.text()
    trial = copy.deepcopy(desk.draft)
    edit(trial)
    if trial.text() == before:
        return
    desk.draft = trial
    desk.past = [*desk.past, before][-UNDO_STEPS:]
    _keep(desk)


def undo() -> None:
    """Take back the last change."""
    desk: Desk = st.session_state[DESK]
    if desk.past:
        desk.draft = read_draft(desk.past.pop())
        desk.rev += 1
        _keep(desk)


def _keep(desk: Desk) -> None:
    text = desk.draft.text()
    try:
        store.write(desk.id, text, desk.on_disk)
        desk.on_disk, desk.trouble = store.digest(text), ""
    except store.ChangedElsewhere:
        desk.id = store.new_id()
        desk.draft.data["title"] = f"{desk.draft.data.get('title') or '未命名'}（另一窗口的副本）"
        text = desk.draft.text()
        store.write(desk.id, text, None)
        desk.on_disk = store.digest(text)
        desk.trouble = "此案已在另一个窗口被改动。这里的内容已另存为副本，两份都在，请核对后保留一份。"
    except OSError as error:
        why = error.strerror or "写入失败"
        desk.trouble = f"没有写到磁盘（{why}）。请到“打开与保存”下载案件文件，腾出空间后再改一次。"


def checked(desk: Desk) -> tuple[Case | None, tuple[str, ...]]:
    """The open case as the engine reads it, or what is wrong with it."""
    text = desk.draft.text()
    if desk.checked is None or desk.checked[0] != text:
        case, problems = _check(desk.draft, text)
        desk.checked = (text, case, problems)
    return desk.checked[1], desk.checked[2]


def _check(draft: Draft, text: str) -> tuple[Case | None, tuple[str, ...]]:
    lacking = unfinished(draft)
    if lacking:
        return None, tuple(lacking)
    try:
        return engine.parse_case(text, base()), ()
    except CaseError as error:
        return None, tuple(f"{issue.problem}　→ {issue.repair}" for issue in error.issues)


def assessment(desk: Desk, case: Case) -> engine.Assessment:
    """What the engine says about the open case; computed again only when the case has changed."""
    text = desk.draft.text()
    if desk.assessed is None or desk.assessed[0] != text:
        with _one_at_a_time():
            desk.assessed = (text, reassess(case, base(), desk.memory))
        _read_and_compiled()
    return desk.assessed[1]


def asked(desk: Desk, case: Case) -> Asked:
    """What it is worth asking about the open case."""
    text = desk.draft.text()
    if desk.asked is None or desk.asked[0] != text:
        desk.asked = (text, Asked(case, base()))
    return desk.asked[1]


def alone() -> threading.Lock:
    """Held while the engine runs for this window."""
    return _one_at_a_time()


def days_of(case: Case | None, person_id: str | None = None) -> Days:
    """The last day of a person's conduct (or of all), then the day of decision: whose law is shown."""
    decision = (case.decision_date if case else None) or datetime.date.today()
    acts = [act for act in case.conduct if person_id in (None, *act.who)] if case else []
    days = [act.last_day for act in acts if act.last_day]
    return (max(days), decision) if days else (decision,)
