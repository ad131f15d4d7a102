"""Citations as people type them, found in a text: 刑法287条之二, 法释2019年15号12条, 电诈意见二第八条."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from .citation import Citation, Found, Unread
from .names import DocumentNames, normal
from .scan import CUES, DEFAULT, Scan, as_said
from .steps import Reading, tokens_at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .documents import Document
    from .pointing import Standing

HEAD = re.compile(rf"(?:{CUES})?")
TAIL = re.compile(r"(?:[的之]?规定|全文|原文|条文|内容)?[。.]?")


class Finder:
    """Reads citations of the documents held; what it cannot follow to the end it leaves alone."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self.documents = documents
        self.names = DocumentNames(documents.values())
        self._readings: dict[str, Reading] = {}

    def find(self, text: str, standing: Standing | None = None) -> list[Found]:
        """Every citation in a running text that resolves, in order.

        `standing` is the provision that the text is of: what 本解释, 前款 and a bare 第三项 in it mean.
        """
        return [one for one in self.read(text, standing) if isinstance(one, Found)]

    def read(self, text: str, standing: Standing | None = None) -> list[Found | Unread]:
        """Every citation in a running text in order, with those that lead to nothing held."""
        plain, places = normal(text)
        return [
            replace(one, start=places[one.start], end=places[one.end - 1] + 1)
            for one in Scan(self, plain, standing).read()
        ]

    def resolve(self, text: str, standing: Standing | None = None) -> str | None:
        """The one citation that the whole text is, or None."""
        if (written := self._as_written(text.strip())) is not None:
            return written
        plain, _ = normal(text)
        head = HEAD.match(plain)
        starts = {0, head.end()} if head else {0}
        found = (self._whole(plain, start, standing) for start in sorted(starts))
        return next((citation for citation in found if citation), None) or self._labels.get(plain)

    @cached_property
    def _labels(self) -> dict[str, str]:
        """What provisions are called by the base itself, where a name is that of one only."""
        named: dict[str, str | None] = {}
        for document in self.documents.values():
            for wording in document.wordings:  # a provision stands before those below it
                label = normal(wording.label)[0]
                first = named.setdefault(label, wording.citation)
                if first and not Citation.parse(first).covers(Citation.parse(wording.citation)):
                    named[label] = None
        return {label: citation for label, citation in named.items() if citation}

    def attempted(self, text: str) -> Citation | None:
        """What a whole text would cite if it were held (刑法五百条), so that a reader can be told what is."""
        plain, _ = normal(text)
        name, at = self.names.at(plain, 0)
        tokens = tokens_at(plain, at)
        document = self.documents.get((DEFAULT if at == 0 else name) or "")
        if document is None or not tokens or tokens[-1].end != len(plain):
            return None
        steps, used = self.reading(document).steps(tokens, {}, whole=True)
        if used != len(tokens):
            return None
        return Citation(document.id, as_said(steps))

    def reading(self, document: Document) -> Reading:
        """How steps are read in a document."""
        if document.id not in self._readings:
            self._readings[document.id] = Reading(document)
        return self._readings[document.id]

    def _as_written(self, text: str) -> str | None:
        try:
            citation = Citation.parse(text)
        except ValueError:
            return None
        document = self.documents.get(citation.document)
        return text if document and (not citation.path or text in document.by_citation) else None

    def _whole(self, plain: str, start: int, standing: Standing | None) -> str | None:
        name, at = self.names.at(plain, start)
        tokens = tokens_at(plain, at)
        bare = at == start
        if bare and standing is not None:
            hits = [one for one in Scan(self, plain, standing).read() if isinstance(one, Found)]
            return hits[0].citation if len(hits) == 1 and hits[0].end == len(plain) else None
        document = self.documents.get((DEFAULT if bare else name) or "")
        if document is None or (bare and not (tokens and tokens[0].names_article)):
            return None
        if not TAIL.fullmatch(plain, tokens[-1].end if tokens else at):
            return None
        if not tokens:
            return document.id
        reading = self.reading(document)
        steps, used = reading.steps(tokens, {}, whole=True)
        path = reading.path(steps) if used == len(tokens) else None
        return str(Citation(document.id, path)) if path else None
