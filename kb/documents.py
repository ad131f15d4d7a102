"""A legal document: what it is, and its provisions as they read on any day."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .numbering import Numbering
from .provision import HeadingLine, Provision, Status
from .statute_file import RANKS
from .statute_reader import StatuteReader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
        self.rank = RANKS[source_file.kind]
        self.layout = source_file.layout
        self.run_on = source_file.run_on
        self.promulgated = source_file.promulgated
        self.in_force = source_file.in_force
        self.repealed_by = source_file.repealed_by
        self.amended_by = source_file.amended_by
        self.interprets = source_file.interprets
        self.calls = source_file.calls
        self.bare_articles_of = source_file.bare_articles_of
        self.prevails_over = source_file.prevails_over
        self.source = source_file.source
        self.note = source_file.note
        self.file, self.line = source_file.file, source_file.line
        self.held = source_file.held
        self.numbering = Numbering(source_file.layout, source_file.point)
        self._source_file = source_file

    def __getstate__(self) -> dict[str, Any]:
        """What a cache keeps: the provisions made, without the file they were made from."""
        made = {"_entries": self._entries, "openings": self.openings}
        dropped = {"_source_file", "wordings", "by_citation", "doubtful"}
        return {name: value for name, value in vars(self).items() if name not in dropped} | made

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
    def openings(self) -> tuple[HeadingLine, ...]:
        """The lines before the first provision, with the days on which they read so."""
        return tuple(
            HeadingLine(
                line.text or f"（{line.gap or '原文未取得'}）",
                (line.in_force and self.held.within(line.in_force)) or self.held,
                line.own_doubt or self._source_file.doubt,
            )
            for line in self._source_file.preamble
        )

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

    def parts_of(self, wording: Provision) -> list[Provision]:
        """A wording and all below it, as they read in its days, in reading order."""
        depth = len(wording.path)
        return [
            part
            for part in self.wordings
            if part.path[:depth] == wording.path and part.in_force == wording.in_force
        ]

    @cached_property
    def doubtful(self) -> tuple[Provision, ...]:
        """The lines in doubt: those with words of their own, and the gaps."""
        return tuple(line for line in self.wordings if line.own_doubt and line.printed)

    def status(self, on: date) -> Status:
        """How the document stands on a day."""
        return self.standing(on)[0]

    def standing(self, on: date) -> tuple[Status, str | None]:
        """How the document stands on a day, and what ended it, where something did."""
        if self.in_force.covers(on):
            return "现行有效", None
        if self.in_force.start and on < self.in_force.start:
            return "尚未施行", None
        return "已失效", self.repealed_by

    @cached_property
    def digest(self) -> str | None:
        """A fingerprint of every confirmed line with its place and days; None where no line is confirmed."""
        lines = [
            f"{line.in_force}　{line.text}"
            if isinstance(line, HeadingLine)
            else f"{line.citation}　{line.in_force}　{line.mark}{line.own}"
            for line in (*self.openings, *self._entries)
            if not line.own_doubt and (isinstance(line, HeadingLine) or line.own)
        ]
        if not lines:
            return None
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]

    def lines(self, on: date | None = None) -> list[str]:
        """The plain text, a line for each heading, paragraph and item; None: as it last read."""
        day = on or self.in_force.end or date.max
        if not self.in_force.covers(day):
            return []
        current = [entry for entry in self._entries if entry.in_force.covers(day)]
        opening = [line.printed for line in self.openings if line.in_force.covers(day)]
        body = [*_with_marks(current)]
        if self.run_on and opening and body:  # as the text that it was checked against is printed
            return [*opening[:-1], f"{opening[-1]}{body[0]}", *body[1:]]
        return [*opening, *body]


def _with_marks(entries: Iterable[HeadingLine | Provision]) -> Iterator[str]:
    """The printed lines; the mark of an article or section stands before its first paragraph."""
    pending = ""
    for entry in entries:
        mark = "" if isinstance(entry, HeadingLine) else entry.mark
        if not entry.printed:
            pending += mark
            continue
        yield from f"{pending}{mark}{entry.printed}".split("\n")
        pending = ""
