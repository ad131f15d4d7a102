"""A working case as text and back: YAML that loses nothing, comments included."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from engine.case import STATEMENT_KEYS
from kb.load import parse_yaml
from kb.yaml_text import yaml_lines

COMMENTS_KEPT = "# 打开时文件中的注释（内容不参与研判，随案件保留）："
DATES = frozenset({"decision_date", "born", "from", "to", "gathered_on"})
PREFIX = {
    "persons": "p",
    "groups": "g",
    "conduct": "c",
    "incidents": "i",
    "evidence": "e",
    "places": "d",
}
"""The parts of a case that are lists, and what the ids of their entries begin with."""
ALWAYS = ("groups", "persons", "conduct")
AT_TIMES = ("incidents", "evidence", "places", "fraud_types")
"""Parts that a case file names only where there is something in them."""
LAST = ("fraud_types", "facts", "groups", "persons", "conduct", "incidents", "evidence", "places", "expected")
"""The end of a case file, in this order; what else it says comes first."""
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass
class Draft:
    """A case being worked on: its data, which may still be incomplete, and the comments it came with."""

    data: dict[str, Any]
    comments: tuple[str, ...] = ()

    def entries(self, part: str) -> list[dict[str, Any]]:
        """The persons, groups, conduct, evidence or places, to be changed in place."""
        listed: list[dict[str, Any]] = self.data.setdefault(part, [])
        return listed

    def entry(self, part: str, entry_id: str) -> dict[str, Any]:
        """One of them by id; raises KeyError where there is none."""
        for entry in self.entries(part):
            if entry.get("id") == entry_id:
                return entry
        raise KeyError(entry_id)

    def text(self) -> str:
        """The case file."""
        kept = [COMMENTS_KEPT, *(f"# {comment}" for comment in self.comments)] if self.comments else []
        written = {key: part for key, part in _ordered(self.data).items() if part or key not in AT_TIMES}
        return "\n".join([*kept, *yaml_lines(written, STATEMENT_KEYS)]) + "\n"


def read_draft(text: str) -> Draft:
    """A draft from a case file; raises KnowledgeBaseError where the text is no YAML mapping of lists.

    An entry that an older program, or somebody by hand, left without an id gets one: the tables go by it.
    """
    tree = parse_yaml(text, "案件")
    data = _plain(tree) if isinstance(tree, Mapping) else {}
    entries = {part: _mappings(data.get(part)) for part in PREFIX}
    taken = {entry.get("id") for each in entries.values() for entry in each}
    for part, each in entries.items():
        fresh = (name for number in count(1) if (name := f"{PREFIX[part]}{number}") not in taken)
        data[part] = [entry if "id" in entry else {"id": next(fresh), **entry} for entry in each]
    return Draft(_ordered(data), comments_of(text))


def _mappings(listed: Any) -> list[dict[str, Any]]:
    return [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []


def blank() -> Draft:
    """A new case with nothing in it."""
    return Draft({"format": 1, "title": "新案件", **{part: [] for part in ALWAYS}})


def _ordered(data: dict[str, Any]) -> dict[str, Any]:
    return {key: data[key] for key in (*(k for k in data if k not in LAST), *LAST) if key in data}


def _plain(tree: Any, key: str = "") -> Any:
    """Plain dicts and lists; a date in quotes (JSON has no other) becomes a date."""
    if isinstance(tree, Mapping):
        return {name: _plain(value, str(name)) for name, value in tree.items()}
    if isinstance(tree, (list, tuple)):
        return [_plain(value) for value in tree]
    if key in DATES and isinstance(tree, str) and ISO_DATE.fullmatch(tree):
        return _date(tree)
    return tree


def _date(text: str) -> datetime.date | str:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return text


def comments_of(text: str) -> tuple[str, ...]:
    """Every comment of a YAML text, with the line it stood beside."""
    found = []
    for line in text.splitlines():
        at = _comment_start(line)
        if at is None or line.strip() == COMMENTS_KEPT:
            continue
        words, beside = line[at:].lstrip("#").strip(), line[:at].strip()
        if words:
            found.append(f"{words} 〔{beside[:60]}〕" if beside else words)
    return tuple(found)


def _comment_start(line: str) -> int | None:
    quote = ""
    for at, sign in enumerate(line):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"" and (at == 0 or line[at - 1] in " [{,:"):
            quote = sign
        elif sign == "#" and (at == 0 or line[at - 1] in " \t"):
            return at
    return None
