"""A pasted text by its lines, sentences and quotation marks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from .paste_findings import Place
from .quoted import quotations

if TYPE_CHECKING:
    from collections.abc import Iterable

Span = tuple[int, int]
# 从 PDF 复制来的文字一行一断：前面没有写完、后面不是另起的一段，换行就不断句
NEW_LINE = r"[^\S\n]*+(?:\n|$|[（(]?[一二三四五六七八九十\d]+[、.．)）]|第[一二三四五六七八九十百零\d]+[条章节])|[ \t\u3000]"
SENTENCE = re.compile(rf"[。；;！!？?]|(?<=[：:”」）)])\n|\n(?={NEW_LINE})")
NOT_QUOTED = re.compile(
    r"(?:\s*+(?:的?规定)?\s*+[：:]\s*+|[ \t\u3000]+)?(?:【[^】\n]*】|[\[〔][^\]〕\n]*[\]〕])?[ \t\u3000]*"
)
ITEM_LINE = re.compile(r"\s*(?:[（(][一二三四五六七八九十]+[)）]|\d{1,2}[.．])")
LEAST = 15  # 更短的不算抄录原文
MOST = 20_000  # 再长的不会是一条的原文


class PastedText:
    """One text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = [0, *(match.end() for match in re.finditer("\n", text))]
        self.line_ends = _with_items(text, self.lines)
        self.quotes = [*quotations(text)]
        self.quoted = covered(text, self.quotes)
        unquoted = "".join(" " if inside else c for c, inside in zip(text, self.quoted, strict=True))
        self.sentence_ends = [match.start() for match in SENTENCE.finditer(unquoted)]

    def place(self, start: int, end: int) -> Place:
        """The words from one place to another, and their line."""
        return Place(self.text[start:end], start, end, bisect_right(self.lines, start))

    def one_sentence(self, start: int, end: int) -> bool:
        """No sentence ends between two places, but within quotation marks."""
        return bisect_left(self.sentence_ends, start) == bisect_left(self.sentence_ends, end)

    def copied(self, after: int) -> Span | None:
        """The words copied out behind an article's number without quotation marks, to the end of their items."""
        lead = NOT_QUOTED.match(self.text, after)
        if lead is None or not lead[0] or "\n" in lead[0]:
            return None
        start = lead.end()
        end = min(self.line_ends[bisect_right(self.lines, start) - 1], start + MOST)
        fits = end - start >= LEAST and self.text[start].isalnum() and not self.quoted[start]
        return (start, end) if fits else None


def _with_items(text: str, lines: list[int]) -> list[int]:
    """Where each line ends, or the last of the items that follow it; `lines`: where they begin."""
    ends = [*(start - 1 for start in lines[1:]), len(text)]
    item = False
    for n, (start, end) in reversed([*enumerate(zip(lines, ends, strict=True))]):
        if item:
            ends[n] = ends[n + 1]
        line = text[start:end]
        item = bool(ITEM_LINE.match(line)) if line.strip() else item
    return ends


def covered(text: str, spans: Iterable[Span]) -> bytearray:
    """For each character of a text whether it lies in one of the spans."""
    found = bytearray(len(text))
    for start, end in spans:
        found[start:end] = b"\x01" * (end - start)
    return found
