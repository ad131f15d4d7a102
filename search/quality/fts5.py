"""Plain SQLite FTS5 over the same passages, as a peer: character trigrams, or pairs of characters."""

from __future__ import annotations

import sqlite3
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from search.hits import Desk, Found
from search.passages import Passages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kb import KnowledgeBase

    from .judged import Judged

ENOUGH = 200


class Peer:
    """An FTS5 table in memory; a query's pieces joined by OR, ranked by bm25, collapsed as ours is."""

    def __init__(self, base: KnowledgeBase, pieces: Literal["trigram", "pairs"]) -> None:
        self.base = base
        self.pairs = pieces == "pairs"
        self.passages = list(Passages(base))
        self.table = sqlite3.connect(":memory:")
        tokenizer = "unicode61" if self.pairs else "trigram"
        self.table.execute(f"CREATE VIRTUAL TABLE passage USING fts5(text, tokenize = '{tokenizer}')")
        rows = ((n, self._stored(n)) for n in range(len(self.passages)))
        self.table.executemany("INSERT INTO passage(rowid, text) VALUES (?, ?)", rows)

    def _stored(self, n: int) -> str:
        passage = self.passages[n]
        lines = (*passage.own, *(segment.text for segment in passage.around if segment.weight > 0.3))
        return " ".join(" ".join(_pairs(line)) for line in lines) if self.pairs else "\n".join(lines)

    def search(self, query: Judged) -> list[str]:
        """The citations found, the best first."""
        words = query.ask.replace('"', " ").replace("“", " ").replace("”", " ").split()
        pieces = [pair for word in words for pair in _pairs(word)] if self.pairs else words
        asked = " OR ".join(f'"{piece}"' for piece in pieces)
        found = self.table.execute("SELECT rowid, -rank FROM passage WHERE passage MATCH ? ORDER BY rank", (asked,))
        day = query.as_of or date.today()  # noqa: DTZ011 - as the search itself does
        held = ((self.passages[n].provision, score) for n, score in found)
        current = [Found(provision, score) for provision, score in held if provision.in_force.covers(day)]
        return [best.provision.citation for best, _ in Desk(self.base, day).collapsed(current[:ENOUGH])]


def _pairs(text: str) -> Iterator[str]:
    kept = [character for character in text if character.isalnum()]
    yield from (a + b for a, b in pairwise(kept)) if len(kept) > 1 else kept
