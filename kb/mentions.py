"""Citations as people type them, found in a text: 刑法287条之二, 法释2019年15号12条, 电诈意见二第八条."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .citation import Citation, Found
from .names import DocumentNames, normal
from .steps import Reading, tokens_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .documents import Document

DEFAULT = "criminal_law"  # 未写文件名的「第二百六十六条」指刑法

CUES = "根据|依照|按照|依据|违反|适用|触犯|参照|参见|对照|符合|结合|涉嫌|构成|查|看|见|及|与|和|或|由"
AFTER_CUE = re.compile(rf"(?:^|{CUES}|[^\w\u3400-\u9fff)》])$")
HEAD = re.compile(rf"(?:{CUES})?")
TAIL = re.compile(r"(?:[的之]?规定|全文|原文|条文|内容)?[。.]?")
AND = re.compile(r"(?:、|,|和|与|及|或者?|至|到|以及)(?=第)")


class Finder:
    """Reads citations of the documents held; what it cannot follow to the end it leaves alone."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self.documents = documents
        self.names = DocumentNames(documents.values())
        self._readings: dict[str, Reading] = {}

    def find(self, text: str) -> list[Found]:
        """Every citation in a running text that resolves, in order."""
        plain, places = normal(text)
        found = self._scan(plain)
        return [Found(str(citation), places[start], places[end - 1] + 1) for citation, start, end in found]

    def resolve(self, text: str) -> str | None:
        """The one citation that the whole text is, or None."""
        if (written := self._as_written(text.strip())) is not None:
            return written
        plain, _ = normal(text)
        head = HEAD.match(plain)
        starts = {0, head.end()} if head else {0}
        return next((found for start in sorted(starts) if (found := self._whole(plain, start))), None)

    def _reading(self, document: Document) -> Reading:
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

    def _whole(self, plain: str, start: int) -> str | None:
        name, at = self.names.at(plain, start)
        tokens = tokens_at(plain, at)
        bare = at == start
        document = self.documents.get((DEFAULT if bare else name) or "")
        if document is None or (bare and not (tokens and tokens[0].names_article)):
            return None
        if not TAIL.fullmatch(plain, tokens[-1].end if tokens else at):
            return None
        if not tokens:
            return document.id
        reading = self._reading(document)
        steps, used = reading.steps(tokens, {}, whole=True)
        path = reading.path(steps) if used == len(tokens) else None
        return str(Citation(document.id, path)) if path else None

    def _scan(self, plain: str) -> Iterator[tuple[Citation, int, int]]:
        at, named = 0, False
        while at < len(plain):
            name, end = self.names.at(plain, at)
            named = named or end > at
            if not named and self._stands_alone(plain, at):
                name = DEFAULT
            document = self.documents.get(name or "")
            start, at = at, max(end, at + 1)
            if document is not None:
                for path, first, at in self._listed(document, plain, end):
                    if path is not None:
                        yield Citation(document.id, path), start if first == end else first, at

    @staticmethod
    def _stands_alone(plain: str, at: int) -> bool:
        """An article of no named document, where nothing before it could be the name of one."""
        if plain[at] not in "第0123456789" or not AFTER_CUE.search(plain[max(0, at - 2) : at]):
            return False
        tokens = tokens_at(plain, at)
        return bool(tokens) and tokens[0].unit == "条" and (tokens[0].ordinal or tokens[0].inserted)

    def _listed(
        self, document: Document, plain: str, at: int
    ) -> Iterator[tuple[tuple[str, ...] | None, int, int]]:
        """The provisions named one after another (第一条第一款、第二款和第二条), or the document alone."""
        reading = self._reading(document)
        steps, used = reading.steps(tokens := tokens_at(plain, at), {}, whole=False)
        if not used:
            yield (), at, at
        while used:
            end = tokens[used - 1].end
            yield reading.path(steps), at, end
            more = AND.match(plain, end)
            at = more.end() if more else end
            tokens = tokens_at(plain, at) if more else []
            steps, used = reading.steps(tokens, steps, whole=False)
