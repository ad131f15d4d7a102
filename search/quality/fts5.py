"""Plain SQLite FTS5 over the same passages, as a peer: pairs of characters as words, or the words of stock jieba."""

from __future__ import annotations

import sqlite3
import weakref
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from search.dictionary import stock
from search.hits import Scored, collapsed
from search.passages import LEAD, Passages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kb import KnowledgeBase, Provision
    from search.passages import Passage

    from .judged import Judged

Cut = Literal["pairs", "jieba"]
ENOUGH = 200
ABOUT = 1.0  # 标题、条号一列的分量；在调试的一半上，0、0.1、0.3、1 之中最好的


class Peer:
    """An FTS5 table in memory; a query's pieces joined by OR, ranked by bm25, collapsed as ours is."""

    def __init__(self, base: KnowledgeBase, cut: Cut, passages: Iterable[Passage] | None = None) -> None:
        self.base = base
        self.cut = _pairs if cut == "pairs" else _jieba()
        self.provisions: list[Provision] = []
        self.table = sqlite3.connect(":memory:", check_same_thread=False)
        weakref.finalize(self, self.table.close)
        self.table.execute("CREATE VIRTUAL TABLE passage USING fts5(text, about)")
        for passage in passages if passages is not None else Passages(base):
            held = passage.provision
            about = (held.label, *held.headings, base.statutes[held.document_id].title)
            row = (len(self.provisions), self._text(self.lines(passage)), self._text(about))
            self.table.execute("INSERT INTO passage(rowid, text, about) VALUES (?, ?, ?)", row)
            self.provisions.append(held)

    @staticmethod
    def lines(passage: Passage) -> tuple[str, ...]:
        """The text of a passage: its own lines and the sentences it hangs on."""
        return *passage.own, *(segment.text for segment in passage.around if segment.weight == LEAD)

    def search(self, query: Judged) -> list[str]:
        """The citations found, the best first."""
        found = self.ranked(query.ask)
        day = query.as_of or date.today()
        current = [Scored(p, score) for p, score in found if p.in_force.covers(day)][:ENOUGH]
        return [best.provision.citation for best, _ in collapsed(self.base, current)]

    def ranked(self, text: str) -> list[tuple[Provision, float]]:
        """The passages found, the best first, with their scores."""
        asked = " OR ".join(f'"{piece}"' for piece in dict.fromkeys(self.cut(text)))
        rows = self.table.execute(
            f"SELECT rowid, -bm25(passage, 1.0, {ABOUT}) FROM passage WHERE passage MATCH ? ORDER BY 2 DESC",  # noqa: S608
            (asked or '""',),
        )
        return [(self.provisions[n], score) for n, score in rows]

    def _text(self, lines: Iterable[str]) -> str:
        return "\n".join(" ".join(self.cut(line)) for line in lines)


def _pairs(text: str) -> Iterator[str]:
    kept = "".join(character for character in text if character.isalnum())
    for start in range(max(1, len(kept) - 1)):
        yield kept[start : start + 2]


def _jieba() -> Any:
    """Stock jieba in search mode."""
    own = stock()

    def cut(text: str) -> Iterator[str]:
        return (word for word in own.cut_for_search(text) if word.isalnum())

    return cut
