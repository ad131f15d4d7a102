"""How a document numbers its provisions: the marks it prints and the names they are cited by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .numerals import to_han

Layout = Literal["articles", "han_articles", "parts_numbers", "parts_sections"]
Level = Literal["article", "part", "section", "paragraph", "item", "subitem", "point"]
DEPTHS: tuple[Level, ...] = ("item", "subitem", "point")  # 项、目，及目以下

UNITS: dict[Level, str] = {
    "article": "条",
    "part": "部分",
    "section": "节",
    "paragraph": "款",
    "item": "项",
    "subitem": "目",
    "point": "点",
}
"""What the provisions of a level are counted by."""
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
# 逐层的序号：（一）→ 1. →（1）→ ①
MARKS = (
    lambda number: f"（{to_han(number)}）",
    lambda number: f"{number}.",
    lambda number: f"（{number}）",
    lambda number: CIRCLED[number - 1] if number <= len(CIRCLED) else f"（{number}）",
)
FIRST_MARK: dict[Layout, int] = {"articles": 0, "han_articles": 0, "parts_sections": 1, "parts_numbers": 2}


@dataclass(frozen=True)
class Numbering:
    """One layout's marks and names."""

    layout: Layout
    point: str = "."

    @property
    def levels(self) -> tuple[Level, ...]:
        """The levels of a citation's path, from the top."""
        below: tuple[Level, ...] = ("paragraph", *DEPTHS)
        return ("part", "section", *below) if self.layout == "parts_sections" else ("article", *below)

    def mark(self, level: Level, number: str) -> str:
        """What the document prints before a provision; a paragraph has none."""
        if level == "article":
            return self._article_mark(number)
        if level == "part":
            return f"{to_han(int(number))}、"
        if level == "section":
            return f"（{to_han(int(number))}）"
        return "" if level == "paragraph" else self._item_mark(level, int(number))

    def _article_mark(self, number: str) -> str:
        if self.layout == "han_articles":
            return f"{to_han(int(number))}、"
        return f"{number}." if self.layout == "parts_numbers" else f"{article_name(number)}　"

    def _item_mark(self, level: Level, number: int) -> str:
        mark = MARKS[min(FIRST_MARK[self.layout] + DEPTHS.index(level), len(MARKS) - 1)](number)
        return mark.replace(".", self.point)

    def name(self, level: Level, number: str) -> str:
        """What a provision is called in a citation (第十二条, 第一款, 第（二）项, 四、)."""
        if level == "article":
            return f"第{number}条" if self.layout == "parts_numbers" else article_name(number)
        if level in {"part", "section"}:
            return self.mark(level, number)
        if level == "paragraph":
            return f"第{to_han(int(number))}款"
        unit = {"item": "项", "subitem": "目"}.get(level, "点")
        return f"第{self._item_mark(level, int(number)).rstrip('.．')}{unit}"


def article_name(number: str) -> str:
    """第二百八十七条之二 for 287-2."""
    whole, _, inserted = number.partition("-")
    return f"第{to_han(int(whole))}条" + (f"之{to_han(int(inserted))}" if inserted else "")
