"""A legal document: what it is, and its provisions as they read on any day."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from .numbering import Numbering
from .provision import UNVERIFIED, HeadingLine, Provision, Status
from .statute_reader import StatuteReader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .passages import Doubt, Text
    from .statute_file import StatuteFile


class Document:
    """A legal document: what it is, and its provisions as they read on any day."""

    def __init__(self, source_file: StatuteFile) -> None:
        self.id = source_file.id
        self.title = source_file.title
        self.short = source_file.short
        self.aliases = source_file.aliases
        self.number = source_file.number
        self.issuers = source_file.issuers
        self.kind = source_file.kind
        self.layout = source_file.layout
        self.promulgated = source_file.promulgated
        self.in_force = source_file.in_force
        self.repealed_by = source_file.repealed_by
        self.amended_by = source_file.amended_by
        self.interprets = source_file.interprets
        self.source = source_file.source
        self.note = source_file.note
        self.file, self.line = source_file.file, source_file.line
        self.numbering = Numbering(source_file.layout)
        self._source_file = source_file

    def __repr__(self) -> str:
        return f"<Document {self.id}>"

    @cached_property
    def name(self) -> str:
        """What the document is called in a citation: 刑法, 法释〔2019〕15号."""
        by_title = self.short or f"《{self.title}》"
        return by_title if self.kind in {"law", "amendment"} else self.number or by_title

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Everything people call it."""
        return tuple(dict.fromkeys(filter(None, (self.number, self.title, self.short, *self.aliases))))

    @cached_property
    def _entries(self) -> tuple[HeadingLine | Provision, ...]:
        """Headings and provisions in reading order; made when first asked for."""
        return tuple(StatuteReader(self._source_file, self.name).entries())

    @cached_property
    def wordings(self) -> tuple[Provision, ...]:
        """Every wording of every provision, in reading order, the oldest first within an article."""
        return tuple(entry for entry in self._entries if isinstance(entry, Provision))

    @cached_property
    def by_citation(self) -> dict[str, tuple[Provision, ...]]:
        """The wordings of each citation in time order."""
        found: dict[str, list[Provision]] = {}
        for wording in self.wordings:
            found.setdefault(wording.citation, []).append(wording)
        return {citation: tuple(wordings) for citation, wordings in found.items()}

    def provisions(self, on: date | None = None) -> tuple[Provision, ...]:
        """The provisions in reading order: in force on a day, or (None) the latest wording of each."""
        if on is None:
            return tuple(wording for wording in self.wordings if not wording.superseded)
        return tuple(wording for wording in self.wordings if wording.in_force.covers(on))

    def status(self, on: date) -> Status:
        """How the document stands on a day."""
        if self.in_force.covers(on):
            return "现行有效"
        return "尚未施行" if self.in_force.start and on < self.in_force.start else "已失效"

    def lines(self, on: date | None = None) -> list[str]:
        """The plain text, a line for each heading, paragraph and item; None: as it last read."""
        day = on or self.in_force.end or date.max
        if not self.in_force.covers(day):
            return []
        current = [entry for entry in self._entries if entry.in_force.covers(day)]
        preamble = (_printed(text, self._source_file.doubt) for text in self._source_file.preamble)
        return [*preamble, *_with_marks(current)]


def _with_marks(entries: Iterable[HeadingLine | Provision]) -> Iterator[str]:
    """The printed lines; the mark of an article or section stands before its first paragraph."""
    pending = ""
    for entry in entries:
        mark = "" if isinstance(entry, HeadingLine) else entry.mark
        if not entry.printed:
            pending += mark
            continue
        yield f"{pending}{mark}{entry.printed}"
        pending = ""


def _printed(text: Text, above: Doubt | None) -> str:
    """A line of the preamble as a reader sees it."""
    said = text.text or f"（{text.gap or '原文未取得'}）"
    return f"{said}{UNVERIFIED}" if text.own_doubt or above else said
