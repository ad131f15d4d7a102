"""The case on the desk: in the session, kept after every change, assessed when it has changed."""

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
from engine.assess import confirm as engine_confirm
from engine.assess import reassess
from engine.case import Case, CaseError
from engine.conditions import Memory
from kb.issues import KnowledgeBaseError

from . import law_text
from .asked import Asked
from .case_text import Draft, blank, read_draft
from .doors import acting
from .keeping.cabinet import ChangedElsewhere, Entry
from .keeping.trouble import NotAllowed, NotThere, Trouble
from .law_text import Days
from .look import turn_to_top
from .room import cabinet
from .tables import unfinished

UNDO_STEPS = 50
DESK = "desk"
TROUBLE = "desk_trouble"
"""Where the session keeps what the list has to tell."""
OTHERS_COPY = "（我的副本）"


@dataclass
class Clash:
    """A case that was saved elsewhere meanwhile: how it stands now; what was done here is on the desk as a copy."""

    theirs: Entry
    title: str
    """What the case was called here."""


@dataclass
class Desk:
    """One open case and what was computed from it."""

    id: str
    draft: Draft
    version: int = 0
    rev: int = 0
    past: list[str] = field(default_factory=list)
    may_edit: bool = True
    unsaved: bool = False
    trouble: str = ""
    clash: Clash | None = None
    newer: Entry | None = None
    """How the case stands in the cabinet, where that is newer than what is here."""
    checked: tuple[str, Case | None, tuple[str, ...]] | None = None
    assessed: tuple[str, engine.Assessment] | None = None
    memory: Memory = field(default_factory=Memory)
    refuted: tuple[str, engine.EvaluatorsDisagree] | None = None
    """The case on which the two evaluators gave different answers, and what they differ in."""
    asked: tuple[str, Asked] | None = None
    written: tuple[Draft, str] | None = None

    @property
    def text(self) -> str:
        """The case file of the draft, written once: a draft on the desk is replaced, never changed in place."""
        if self.written is None or self.written[0] is not self.draft:
            self.written = (self.draft, self.draft.text())
        return self.written[1]


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
        except (Trouble, KnowledgeBaseError) as error:
            st.query_params.pop("case", None)
            st.session_state[TROUBLE] = str(error)
        desk = st.session_state.get(DESK)
    if desk is not None:
        _look_after(desk)
        desk = st.session_state.get(DESK)
    if desk is not None and desk.id:
        st.query_params["case"] = desk.id
    return desk


def _look_after(desk: Desk) -> None:
    """Save what could not be saved before; see whether somebody else has saved the case meanwhile."""
    if desk.unsaved:
        keep(desk)
        return
    try:
        stands = cabinet().entry(acting(), desk.id)
    except NotThere as error:  # no longer shared, or handed over
        close()
        st.session_state[TROUBLE] = str(error)
        return
    except Trouble:
        return
    desk.may_edit = stands.may_edit
    desk.newer = stands if stands.version > desk.version or stands.deleted else None


def open_saved(case_id: str) -> None:
    """Put a kept case on the desk; raises Trouble where it cannot be had."""
    entry, text = cabinet().read(acting(), case_id)
    _put(Desk(case_id, read_draft(text), entry.version, may_edit=entry.may_edit))


def open_text(text: str) -> None:
    """Put a copy of a case file on the desk; raises CaseError with every problem at once."""
    engine.parse_case(text, base(), "案件文件")
    _begin(read_draft(text))


def open_template(path: Path) -> None:
    """Put a new case on the desk that begins with the acts of one role."""
    _begin(read_draft(path.read_text(encoding="utf-8")))


def open_blank() -> None:
    """Put a new case on the desk."""
    _begin(blank())


def close() -> None:
    """Clear the desk; the case stays in the cabinet."""
    st.session_state.pop(DESK, None)
    st.query_params.pop("case", None)
    turn_to_top()


def _begin(draft: Draft) -> None:
    keep(_put(Desk("", draft)))


def _put(desk: Desk) -> Desk:
    """On the desk, drawn anew: a field that still holds what was there before would be taken for an edit."""
    desk.rev = st.session_state["drawn"] = st.session_state.get("drawn", 0) + 1000
    st.session_state[DESK] = desk
    turn_to_top()
    return desk


def change(edit: Callable[[Draft], Any]) -> None:
    """Change the open case and keep it at once; what was there can be brought back with undo."""
    desk: Desk = st.session_state[DESK]
    before = desk.text
    trial = copy.deepcopy(desk.draft)
    edit(trial)
    after = trial.text()
    if after == before:
        return
    if not desk.may_edit:
        desk.trouble = (
            "这件案件只供您查看，没有改动。→ 要改，请在案件列表里“复制”一份，或者请案件的主人允许修改"
        )
        desk.rev += 1
        return
    desk.draft, desk.written = trial, (trial, after)
    desk.past = [*desk.past, before][-UNDO_STEPS:]
    keep(desk)


def undo() -> None:
    """Take back the last change."""
    desk: Desk = st.session_state[DESK]
    if desk.past:
        desk.draft = read_draft(desk.past.pop())
        desk.rev += 1
        keep(desk)


def keep(desk: Desk) -> None:
    """Save what is on the desk; where that cannot be it stays here, the page says why, and it is tried again."""
    text = desk.text
    desk.trouble, desk.unsaved = "", False
    try:
        if not desk.id:
            entry = cabinet().create(acting(), text)
            desk.id, desk.version = entry.id, entry.version
        else:
            _save(desk, text)
    except Trouble as error:
        desk.trouble, desk.unsaved = str(error), True


def _save(desk: Desk, text: str) -> None:
    try:
        desk.version = cabinet().save(acting(), desk.id, text, desk.version)
    except ChangedElsewhere as error:
        title = str(desk.draft.data.get("title") or "未命名")
        _keep_as_copy(desk)
        desk.clash = Clash(error.theirs, title)
    except (NotThere, NotAllowed) as error:
        _keep_as_copy(desk)
        desk.trouble = f"{error}。这里的内容已另存为您自己的副本，没有丢失。"


def _keep_as_copy(desk: Desk) -> None:
    draft = copy.deepcopy(desk.draft)
    draft.data["title"] = f"{draft.data.get('title') or '未命名'}{OTHERS_COPY}"
    entry = cabinet().create(acting(), draft.text(), f"{desk.id} 在别处被改动，另存")
    desk.draft, desk.id, desk.version, desk.may_edit = draft, entry.id, entry.version, True
    desk.rev += 1


def take_theirs() -> None:
    """Settle a clash: go on with what the others have saved; the copy goes into the bin."""
    desk: Desk = st.session_state[DESK]
    if desk.clash is not None:
        mine = desk.id
        open_saved(desk.clash.theirs.id)
        cabinet().delete(acting(), mine)


def take_mine() -> None:
    """Settle a clash: what was done here becomes the newest version; theirs stays in the history."""
    desk: Desk = st.session_state[DESK]
    if desk.clash is None:
        return
    case_id, copied, title = desk.clash.theirs.id, desk.id, desk.clash.title
    draft = copy.deepcopy(desk.draft)
    if str(draft.data.get("title", "")).endswith(OTHERS_COPY):
        draft.data["title"] = title
    try:
        version = cabinet().save(acting(), case_id, draft.text(), desk.clash.theirs.version)
    except ChangedElsewhere as error:  # and yet another time
        desk.clash = Clash(error.theirs, title)
        return
    cabinet().delete(acting(), copied)
    desk.draft, desk.id, desk.version, desk.clash = draft, case_id, version, None
    desk.rev += 1


def keep_both() -> None:
    """Settle a clash: the two go separate ways."""
    desk: Desk = st.session_state[DESK]
    desk.clash = None


def put_back(number: int) -> None:
    """Make an earlier version the present one."""
    desk: Desk = st.session_state[DESK]
    earlier = cabinet().version(acting(), desk.id, number)
    version = cabinet().put_back(acting(), desk.id, number, desk.version)
    desk.past = [*desk.past, desk.text][-UNDO_STEPS:]
    desk.draft, desk.version = read_draft(earlier), version
    desk.rev += 1


def checked(desk: Desk) -> tuple[Case | None, tuple[str, ...]]:
    """The open case as the engine reads it, or what is wrong with it."""
    text = desk.text
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
    """What the engine says about the open case, confirmed; raises EvaluatorsDisagree."""
    found = first_look(desk, case)
    confirm(desk)
    return found


def first_look(desk: Desk, case: Case) -> engine.Assessment:
    """What the engine says about the open case, to be drawn at once; whoever draws it confirms it afterwards.

    It is computed again only when the case has changed. Raises EvaluatorsDisagree where that was found out before.
    """
    text = desk.text
    if desk.refuted is not None and desk.refuted[0] == text:
        raise desk.refuted[1]
    if desk.assessed is None or desk.assessed[0] != text:
        with _one_at_a_time():
            desk.assessed = (text, reassess(case, base(), desk.memory))
        _read_and_compiled()
    return desk.assessed[1]


def confirm(desk: Desk) -> None:
    """Infer with durable_rules what has been drawn; raises EvaluatorsDisagree, and nothing of it may stay on the page."""
    try:
        with _one_at_a_time():
            engine_confirm(desk.memory)
    except engine.EvaluatorsDisagree as error:
        desk.refuted = (desk.text, error)
        desk.assessed, desk.memory = None, Memory()
        raise


def asked(desk: Desk, case: Case) -> Asked:
    """What it is worth asking about the open case."""
    text = desk.text
    if desk.asked is None or desk.asked[0] != text:
        desk.asked = (text, Asked(case, base()))
    return desk.asked[1]


def alone() -> threading.Lock:
    """Held while the engine runs for this window."""
    return _one_at_a_time()


def days_of(case: Case | None, person_id: str | None = None) -> Days:
    """The last day of a person's conduct (or of all), then the day of decision: whose law is shown."""
    decided = (case.decision_date if case else None) or datetime.date.today()
    acts = [act for act in case.conduct if person_id in (None, *act.who)] if case else []
    return law_text.days_of(acts, decided)
