"""Plain SQLite FTS5 over the same passages, as a peer: trigrams, or pairs of characters as words."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import TYPE_CHECKING

from search.hits import Found, collapsed
from search.passages import LEAD, Passages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kb import KnowledgeBase, Provision

    from .judged import Judged

TOKENIZERS = {2: "unicode61", 3: "trigram"}
ENOUGH = 200


class Peer:
    """An FTS5 table in memory; a query's pieces joined by OR, ranked by bm25, collapsed as ours is."""

    def __init__(self, base: KnowledgeBase, size: int) -> None:
        self.base = base
        self.size = size
        self.provisions: list[Provision] = []
        self.table = sqlite3.connect(":memory:")
        self.table.execute(f"CREATE VIRTUAL TABLE passage USING fts5(text, tokenize = '{TOKENIZERS[size]}')")
        for passage in Passages(base):
            leads = (segment.text for segment in passage.around if segment.weight == LEAD)
            text = "\n".join(self._stored(line) for line in (*passage.own, *leads))
            self.table.execute("INSERT INTO passage(rowid, text) VALUES (?, ?)", (len(self.provisions), text))
            self.provisions.append(passage.provision)

    def search(self, query: Judged) -> list[str]:
        """The citations found, the best first."""
        asked = " OR ".join(f'"{piece}"' for word in query.ask.split() for piece in self._pieces(word))
        rows = self.table.execute(
            "SELECT rowid, -rank FROM passage WHERE passage MATCH ? ORDER BY rank", (asked or '""',)
        )
        day = query.as_of or date.today()
        found = [Found(self.provisions[n], score) for n, score in rows]
        current = [each for each in found if each.provision.in_force.covers(day)][:ENOUGH]
        return [best.provision.citation for best, _ in collapsed(self.base, current)]

    def _stored(self, line: str) -> str:
        return line if TOKENIZERS[self.size] == "trigram" else " ".join(self._pieces(line))

    def _pieces(self, text: str) -> Iterator[str]:
        kept = "".join(character for character in text if character.isalnum())
        for start in range(max(1, len(kept) - self.size + 1)):
            yield kept[start : start + self.size]
