"""The store of cases this app works with: opened once for all windows, and anew when it was damaged."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass

import streamlit as st

from .keeping.accounts import Accounts
from .keeping.cabinet import Cabinet
from .keeping.opening import copy_of_the_day, open_store
from .keeping.store import folder

log = logging.getLogger("zuilian.ui")
DATABASE = "ZUILIAN_DATABASE"
"""The environment variable with the URL of an office's database."""


@dataclass
class Room:
    """What is behind the door: the cases, the accounts, and what the user has to be told about them."""

    cabinet: Cabinet
    accounts: Accounts
    notes: list[str]


@st.cache_resource(show_spinner="正在打开案件库……")
def _room(url: str, where: str) -> Room:  # noqa: ARG001 - tells one folder from another
    store, notes = open_store(url or None)
    for note in notes:  # ids and places only; at an office it is the log that is read
        log.warning("%s", note)
    return Room(Cabinet(store), Accounts(store), list(notes))


def room() -> Room:
    """The room, the same for all windows; raises Trouble while it cannot be opened."""
    where = os.environ.get(DATABASE, ""), str(folder())
    if _room(*where).cabinet.store.damaged:
        close()  # opening it again repairs what can be repaired
    found = _room(*where)
    copy_of_the_day(found.cabinet.store)  # a server runs for weeks
    return found


def cabinet() -> Cabinet:
    """The cases."""
    return room().cabinet


def close() -> None:
    """Let go of the store; whoever needs it next opens it again."""
    _room(os.environ.get(DATABASE, ""), str(folder())).cabinet.store.close()
    _room.clear()
