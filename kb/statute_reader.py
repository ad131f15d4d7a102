"""From a statute file to its provisions, in reading order, with their labels, periods and doubts."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from .numbering import DEPTHS, Level, Numbering
from .numerals import to_han
from .period import Period
from .provision import HeadingLine, Provision
from .statute_body import Article, Doubt, Heading, Part, Passage, Text, Unnumbered, Versioned, Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .statute_file import StatuteFile

DOUBTS: tuple[Doubt | None, ...] = (None, "numbering", "recalled", "paraphrase", "gap")
HEADING_RANKS = (
    r"第.+编|附\s*则",
    r"第.+章",
    r"第.+节",
    r"[一二三四五六七八九十]+、",
    r"（[一二三四五六七八九十]+）",
)


@dataclass(frozen=True)
class _Above:
    """What a provision takes from the one above it."""

    path: tuple[str, ...]
    label: str
    in_force: Period
    doubt: Doubt | None
    headings: tuple[str, ...] = ()
    superseded: bool = False
    by: str | None = None
    ended_by: str | None = None

    def step(self, number: str, name: str, doubt: Doubt | None) -> _Above:
        """One step down."""
        return replace(
            self, path=(*self.path, number), label=f"{self.label}{name}", doubt=doubt or self.doubt
        )


class StatuteReader:
    """Walks a statute file in reading order and makes its provisions."""

    def __init__(self, source_file: StatuteFile, name: str) -> None:
        self.source_file = source_file
        self.numbering = Numbering(source_file.layout, source_file.point)
        entries = (entry for entry in source_file.body if isinstance(entry, Unnumbered))
        self.rows = Counter(_row(entry).partition("　")[0] for entry in entries)
        self.paths: dict[tuple[int, date | None], tuple[str, ...]] = {}
        self.top = _Above((), name, source_file.held, source_file.doubt)

    def entries(self) -> Iterator[HeadingLine | Provision]:
        """Headings and provisions in reading order, each provision before those below it."""
        passed: list[Heading] = []
        for entry in self.source_file.body:
            if isinstance(entry, Heading):
                passed.append(entry)
                yield from self._heading(entry)
            elif isinstance(entry, Part):
                yield from self._part(entry)
            else:
                yield from self._article(entry, tuple(passed))

    def _heading(self, entry: Heading) -> Iterator[HeadingLine]:
        period = self.top.in_force.within(entry.in_force) if entry.in_force else self.top.in_force
        if period:
            yield HeadingLine(entry.heading, period, entry.doubt or self.top.doubt)

    def _part(self, part: Part) -> Iterator[Provision]:
        mark = self.numbering.mark("part", part.part)
        alone = self.top.step(part.part, f"第{mark.rstrip('、')}部分", part.doubt)
        headings = (f"{mark}{part.title or ''}",)
        paragraphs = list(
            self._paragraphs(part.paragraphs, replace(alone.step("0", "", None), headings=headings))
        )
        inside = replace(self.top.step(part.part, mark, part.doubt), headings=headings)
        sections = [
            provision
            for section in part.sections
            for provision in self._versioned("section", section.section, section, inside)
        ]
        for first, period, last in _spells(alone.in_force, sections):
            below = _direct(
                [*paragraphs, *(section for section in sections if section.in_force.covers(first))]
            )
            spell = replace(alone, in_force=period, superseded=not last)
            yield self._provision("part", spell, part.title or "", below, part)
        yield from (*paragraphs, *sections)

    def _article(self, entry: Article | Unnumbered, passed: tuple[Heading, ...]) -> Iterator[Provision]:
        if isinstance(entry, Article):
            yield from self._versioned("article", entry.article, entry, self.top, passed)
            return
        for provision in self._versioned("article", entry.unnumbered, entry, self.top, passed):
            yield replace(provision, mark="") if provision.level == "article" else provision

    def _versioned(
        self, level: Level, number: str, entry: Versioned, above: _Above, passed: tuple[Heading, ...] = ()
    ) -> Iterator[Provision]:
        name = self._called(entry) if isinstance(entry, Unnumbered) else self.numbering.name(level, number)
        ends = [*(wording.by or self.source_file.id for wording in entry.wordings[1:]), None]
        ends[-1] = self._ended_by(entry.wordings[-1])  # a revision has no amending document beside it
        for index, wording in enumerate(entry.wordings):
            period = above.in_force.within(wording.in_force) if wording.in_force else above.in_force
            if period is None:
                continue
            here = replace(
                above.step(number, name, wording.own_doubt or entry.own_doubt),
                in_force=period,
                by=wording.by,
                ended_by=ends[index],
                headings=self._headings(passed, period) if passed else above.headings,
                superseded=index + 1 < len(entry.wordings),
            )
            yield from self._wording(level, entry, wording, here)

    def _headings(self, passed: tuple[Heading, ...], period: Period) -> tuple[str, ...]:
        """The headings above an article in a period; most articles share theirs with the one before."""
        dated = any(heading.in_force for heading in passed)
        key = (len(passed), period.start if dated else None)
        if key not in self.paths:
            self.paths[key] = _heading_path(passed, period)
        return self.paths[key]

    def _wording(self, level: Level, entry: Versioned, wording: Wording, here: _Above) -> Iterator[Provision]:
        paragraphs = list(self._paragraphs(wording.paragraphs, here))
        title = (entry.title or "") if isinstance(entry, Article) else ""
        whole = self._provision(level, here, title, _direct(paragraphs), wording)
        yield replace(whole, note=wording.note or entry.note)
        yield from paragraphs

    def _called(self, entry: Unnumbered) -> str:
        """What an unnumbered paragraph is cited by: a row of a table by its first column, else its place."""
        if entry.called or not self.source_file.bare_articles_of:
            return entry.called or f"第{to_han(int(entry.unnumbered))}段"
        row = _row(entry)
        first = row.partition("　")[0]
        return f"“{first if self.rows[first] == 1 else row}”行"

    def _is_first_held(self, here: _Above) -> bool:
        """The first wording that is held of a document whose earlier wordings are not."""
        return (
            self.source_file.wording_from is not None and here.in_force.start == self.source_file.wording_from
        )

    def _ended_by(self, last: Wording) -> str | None:
        """What took a last wording away: what the file says, else a revision of the document itself."""
        gone = last.in_force and last.in_force.end and last.in_force.end != self.source_file.in_force.end
        return last.ended_by or (self.source_file.id if gone else None)

    def _paragraphs(self, paragraphs: tuple[Text, ...], above: _Above) -> Iterator[Provision]:
        for number, paragraph in enumerate(paragraphs, 1):
            name = self.numbering.name("paragraph", str(number)) if len(paragraphs) > 1 else ""
            yield from self._text("paragraph", paragraph, above.step(str(number), name, paragraph.own_doubt))

    def _text(self, level: Level, text: Text, here: _Above) -> Iterator[Provision]:
        lower = DEPTHS[0] if level == "paragraph" else DEPTHS[min(DEPTHS.index(level) + 1, len(DEPTHS) - 1)]
        below = [
            provision
            for number, item in text.items.items()
            for provision in self._text(
                lower, item, here.step(str(number), self.numbering.name(lower, str(number)), item.own_doubt)
            )
        ]
        own = "\n".join([text.text or "", *text.more])  # an item of several paragraphs is one provision
        yield self._provision(level, here, own, _direct(below), text)
        yield from below

    def _provision(
        self, level: Level, here: _Above, own: str, below: list[Provision], source: Passage | Part
    ) -> Provision:
        return Provision(
            citation=f"{self.source_file.id}:{'.'.join(here.path)}",
            document_id=self.source_file.id,
            path=here.path,
            level=level,
            mark=self.numbering.mark(level, here.path[-1]),
            own=own,
            text="\n".join(filter(None, [own, *(f"{p.mark}{p.text}" for p in below)])),
            label=here.label,
            headings=here.headings,
            in_force=here.in_force,
            lacking_from=self.source_file.in_force.start if self._is_first_held(here) else None,
            repealed=self.source_file.in_force.end,
            repealed_by=self.source_file.repealed_by,
            superseded=here.superseded,
            by=here.by,
            ended_by=here.ended_by,
            doubt=_weakest([here.doubt, *(p.doubt for p in below)]),
            own_doubt=here.doubt,
            gap=source.gap,
            paraphrase=source.paraphrase,
            note=source.note,
            file=source.file,
            line=source.line,
        )


def _row(entry: Unnumbered) -> str:
    """The text of a row of a table."""
    return next((paragraph.text for paragraph in entry.paragraphs if paragraph.text), "")


def _heading_path(passed: Iterable[Heading], period: Period) -> tuple[str, ...]:
    """The headings above what follows them, as on the first day of a period: each closes those of its rank."""
    path: list[tuple[int, str]] = []
    for heading in passed:
        if heading.in_force and period.start and not heading.in_force.covers(period.start):
            continue
        ranks = (rank for rank, pattern in enumerate(HEADING_RANKS) if re.match(pattern, heading.heading))
        rank = next(ranks, len(HEADING_RANKS))
        path = [*((r, text) for r, text in path if r < rank), (rank, heading.heading)]
    return tuple(text for _, text in path)


def _direct(provisions: list[Provision]) -> list[Provision]:
    """Of a list of provisions with all below them, those that stand below none of the others."""
    paths = {provision.path for provision in provisions}
    return [p for p in provisions if not any(p.path[:length] in paths for length in range(1, len(p.path)))]


def _weakest(doubts: Iterable[Doubt | None]) -> Doubt | None:
    return max(doubts, key=DOUBTS.index, default=None)


def _spells(whole: Period, sections: list[Provision]) -> Iterator[tuple[date, Period, bool]]:
    """The periods in which no section changes, each with its first day and whether it is the last."""
    starts = {p.in_force.start for p in sections} | {
        p.in_force.end + timedelta(1) for p in sections if p.in_force.end
    }
    first = whole.start or date.min
    cuts = sorted({first} | {day for day in starts if day and whole.covers(day)})
    for index, start in enumerate(cuts):
        last = index + 1 == len(cuts)
        end = whole.end if last else cuts[index + 1] - timedelta(1)
        yield start, Period.model_validate({"from": start, "to": end}), last
