"""The annex of a report: every provision that its words cite, in full, as it read on the day whose law was applied."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kb import KnowledgeBase, Provision, UnknownCitation
from kb.citation import Citation, find
from kb.provision import UNVERIFIED
from paper import Block, Heading, Paragraph, Quote, Run, bold, marked
from paper.model import words_of

from ..law_text import Days, lines, spell, wording

DEPTH = 2
"""An item (项) is shown with the paragraph it stands in: alone it is no sentence."""


@dataclass(frozen=True)
class CitedText:
    """One provision of the annex: its wording, and a remark where that is not the wording of the day asked for."""

    citation: str
    provision: Provision
    remark: str


class CitedLaw:
    """What the words of a report cite, gathered while it is written."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self.kb = kb
        self._days: dict[str, dict[Days, None]] = {}

    def read(self, blocks: Iterable[Block], days: Days) -> None:
        """Take note of every provision that some blocks cite, as of the days whose law they speak of."""
        for found in find("\n".join(words_of(block) for block in blocks), self.kb.statutes):
            for citation in found.meant:
                if Citation.parse(citation).path:
                    self._days.setdefault(citation, {})[days] = None

    def texts(self) -> list[CitedText]:
        """The provisions in order, each wording once; one within another that is cited, too, is shown with it."""
        whole = {citation for citation in self._days if len(Citation.parse(citation).path) == 1}
        found: dict[tuple[str, datetime.date | None], CitedText] = {}
        for citation in sorted(self._days, key=Citation.parse):
            for days in self._days[citation]:
                text = self._text(_shown(Citation.parse(citation), whole), days)
                if text:
                    found.setdefault((text.citation, text.provision.in_force.start), text)
        return sorted(found.values(), key=lambda text: self._rank(text.citation))

    def _text(self, citation: str, days: Days) -> CitedText | None:
        try:
            provision, remark = wording(self.kb, citation, days)
        except UnknownCitation:
            return None
        return CitedText(citation, provision, remark)

    def _rank(self, citation: str) -> tuple[int, Citation]:
        """Statutes first, then interpretations, then what is below them."""
        kind = self.kb.statutes.document(citation).kind
        order = ("law", "legislative_interpretation", "judicial_interpretation")
        return (order.index(kind) if kind in order else len(order), Citation.parse(citation))

    def blocks(self, level: int) -> Iterator[Block]:
        """The annex: for each document a heading, under it the provisions with their days."""
        heading = None
        for text in self.texts():
            document = self.kb.statutes.document(text.citation)
            if document.id != heading:
                heading = document.id
                number = f"（{document.number}）" if document.number else ""
                yield Heading(f"{document.title}{number}〔{document.rank}〕", level)
            yield Paragraph(tuple(self._head(text)))
            for line in lines(document, text.provision):
                yield Quote(_marked(line))
            if text.provision.note:
                yield Paragraph(f"注：{text.provision.note}", indent=2)

    @staticmethod
    def _head(text: CitedText) -> Iterator[str | Run]:
        yield bold(text.provision.label)
        if text.provision.unverified:
            yield marked(UNVERIFIED)
        yield f"　{spell(text.provision)}"
        if text.remark:
            yield marked(f"　{text.remark}")


def _shown(citation: Citation, whole: set[str]) -> str:
    article = str(Citation(citation.document, citation.path[:1]))
    return article if article in whole else str(Citation(citation.document, citation.path[:DEPTH]))


def _marked(line: str) -> tuple[str | Run, ...]:
    before, mark, after = line.partition(UNVERIFIED)
    return (before, marked(mark), after) if mark else (line,)
