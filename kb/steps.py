"""The steps of a typed citation after the document: 第十二条第一款第（二）项, 四、（三）5."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from .numerals import HAN, to_int

if TYPE_CHECKING:
    from .documents import Document

NUMERAL = rf"(?:[{HAN}]+|\d+)"
MOST = 12  # steps: no path is as long
PART_MARK = (
    rf"、(?!\d|第?{NUMERAL}(?:[条款项目]|[、和及与至到]第?{NUMERAL}))"  # 「四、」；而「六、七条」的顿号不是
)
TOKEN = re.compile(
    rf"(?:的|之)?(?P<ordinal>第)?(?:\((?P<bracketed>{NUMERAL})\)|(?P<bare>{NUMERAL}))"
    rf"(?:(?:-|之)(?P<inserted>{NUMERAL}))?"
    rf"(?P<unit>条|部分|款|项|目|点|节|段|(?(ordinal)(?!)|(?(bracketed)(?!)|(?:{PART_MARK}|\.))))?(?:(?<=条)(?:之|-)(?P<after>{NUMERAL}))?"
)
SHARED = re.compile(  # 第一、二款；第（一）（二）项
    rf"(?:[、,和与及至到-]第?\(?{NUMERAL}\)?|\({NUMERAL}\)){{1,60}}(?P<unit>条|款|项|目)"
)


class Rank(IntEnum):
    """How deep a step leads."""

    TOP = 0  # 条，或部分
    SECTION = 1
    PARAGRAPH = 2
    ITEM = 3
    SUBITEM = 4
    POINT = 5


UNIT_RANKS = {"条": Rank.TOP, "段": Rank.TOP, "款": Rank.PARAGRAPH, "项": Rank.ITEM, "目": Rank.SUBITEM}
COUNTERS = frozenset("元万亿个条款项目年月日号人次张起部天名户台位岁倍度块套件份页级期点")
POINTS = {"、", "点", "."}  # 七、 第七点 5.
PART_UNITS = {"部分", "、", "条", "点"}
SECTION_UNITS = {"条", "款", "节"}
BRACKETED_SECTION_UNITS = SECTION_UNITS | {"项", "点", "部分", ""}


@dataclass(frozen=True)
class Token:
    """One step as it was typed."""

    text: str
    number: str
    bracketed: bool
    ordinal: bool
    unit: str
    arabic: bool
    end: int
    shared: bool
    following: str

    @property
    def inserted(self) -> bool:
        """287-2 rather than 287."""
        return "-" in self.number

    @property
    def names_article(self) -> bool:
        """Enough by itself to mean an article: 第三条, 287-2, 287条之二."""
        return not self.bracketed and (self.unit == "条" or self.inserted)

    @property
    def plain(self) -> bool:
        """Only a number, which means something in few places."""
        return not (self.bracketed or self.unit or self.inserted or self.ordinal)

    @property
    def closed(self) -> bool:
        """Nothing after it makes it a count of something: 刑法266；刑法266、312；刑法312怎么判."""
        return self.following not in COUNTERS and not (self.following.isascii() and self.following.isalnum())


def tokens_at(plain: str, at: int) -> list[Token]:
    """The steps that follow one another from a place on, as many as lead anywhere."""
    tokens: list[Token] = []
    while len(tokens) < MOST and (match := TOKEN.match(plain, at)) and (token := _token(match)):
        tokens.append(token)
        at = token.end
    return tokens


def _token(match: re.Match[str]) -> Token | None:
    try:
        number = to_int(match["bracketed"] or match["bare"])
        inserted = [to_int(part) for part in (match["inserted"], match["after"]) if part]
    except ValueError:
        return None
    if len(inserted) > 1 or not number:
        return None
    shared = None if match["unit"] else SHARED.match(match.string, match.end())
    return Token(
        match[0],
        "-".join(map(str, (number, *inserted))),
        match["bracketed"] is not None,
        match["ordinal"] is not None,
        match["unit"] or (shared["unit"] if shared else ""),
        (match["bracketed"] or match["bare"]).isdecimal(),
        match.end(),
        shared is not None,
        match.string[match.end() : match.end() + 1],
    )


Steps = dict[Rank, str]


class Reading:
    """Reads typed steps as the path of a provision of one document."""

    def __init__(self, document: Document) -> None:
        self.in_parts = document.layout == "parts_sections"
        self.by_points = document.layout in {"han_articles", "parts_numbers"}
        latest = [provision.path for provision in document.provisions()]
        self.paths = dict.fromkeys([*latest, *(wording.path for wording in document.wordings)])
        self.sectioned = {p.path[0] for p in document.wordings if p.level == "section"}

    def steps(self, tokens: list[Token], before: Steps, *, whole: bool) -> tuple[Steps, int]:
        """What the tokens say and how many of them; `before` is the citation before in a list.

        In a `whole` citation, which nothing follows, a bare number counts too.
        """
        rank_of = self._part_rank if self.in_parts else self._article_rank
        said: Steps = {}
        used = 0
        for token in tokens:
            rank = rank_of(token, said or before, whole=whole)
            if rank is None or (said and rank <= max(said)):
                break
            said[rank] = token.number
            used += 1
        unsaid = {rank: number for rank, number in before.items() if said and rank < min(said)}
        return unsaid | said, used

    def _article_rank(self, token: Token, said: Steps, *, whole: bool) -> Rank | None:
        if Rank.SUBITEM in said and token.unit == "点":
            return Rank.POINT
        if token.unit in UNIT_RANKS:
            rank = UNIT_RANKS[token.unit]
            return rank if said or (rank is Rank.TOP and not token.bracketed) else None
        if token.bracketed:
            return Rank.ITEM if said and not token.unit else None
        if token.plain and token.arabic and token.closed and said and max(said) is Rank.TOP:
            return Rank.TOP  # 刑法191、312
        if said or (token.unit and not (whole and self.by_points and token.unit in POINTS)):
            return None
        number = token.arabic or (self.by_points and token.closed and not whole)
        return Rank.TOP if token.unit or token.inserted or (number and (whole or token.closed)) else None

    def _part_rank(self, token: Token, said: Steps, *, whole: bool) -> Rank | None:
        if not said:
            follows = token.plain and not token.arabic and token.following == "("  # 二（四）
            starts = (token.unit in PART_UNITS or follows) and not (token.bracketed or token.inserted)
            return Rank.TOP if starts else None
        if token.bracketed and token.unit in {"条", "节"}:
            return Rank.SECTION
        if max(said) is Rank.TOP and self._is_section(token, said[Rank.TOP]):
            return Rank.SECTION
        if token.unit == "款":
            return Rank.PARAGRAPH
        if Rank.ITEM in said:
            return Rank.SUBITEM if token.unit == "目" or (token.bracketed and not token.unit) else None
        bare = not token.bracketed and (token.unit == "." or (whole and token.plain))
        return Rank.ITEM if bare or token.unit in {"项", "目", "点"} else None

    def _is_section(self, token: Token, part: str) -> bool:
        if token.bracketed:
            return token.unit in BRACKETED_SECTION_UNITS
        return token.unit in SECTION_UNITS and part in self.sectioned

    def path(self, steps: Steps) -> tuple[str, ...] | None:
        """The path of the provision that the steps lead to; None where there is none."""
        if Rank.TOP not in steps or (Rank.SUBITEM in steps and Rank.ITEM not in steps):
            return None
        top = [steps[Rank.TOP]]
        if self.in_parts and max(steps) is not Rank.TOP:
            top.append(steps.get(Rank.SECTION, "0"))
        lower = [steps[rank] for rank in (Rank.ITEM, Rank.SUBITEM, Rank.POINT) if rank in steps]
        if lower and Rank.PARAGRAPH not in steps:
            return self._first_having(top, lower)
        paragraph = [steps[Rank.PARAGRAPH]] if Rank.PARAGRAPH in steps else []
        wanted = (*top, *paragraph, *lower)
        return wanted if wanted in self.paths else None

    def between(self, first: Steps, last: Steps) -> tuple[tuple[str, ...], ...]:
        """The paths from after one step up to another beside it: 第二条、第三条 of 第一条至第三条."""
        rank = max(last)
        if max(first) is not rank or any(first[r] != last.get(r) for r in first if r < rank):
            return ()
        low, high = _order(first[rank]), _order(last[rank])
        numbers = {path[-1] for path in self.paths if low < _order(path[-1]) <= high}
        found = [self.path({**last, rank: number}) for number in sorted(numbers, key=_order)]
        return tuple(dict.fromkeys(path for path in found if path is not None))

    def article_before(self, number: str, count: int) -> str | None:
        """The article that stands so many before; None where one on the way is not held."""
        articles = sorted({path[0] for path in self.paths}, key=_order)
        at = articles.index(number)
        way = articles[max(0, at - count) : at + 1]
        if len(way) != count + 1 or not all(_follows(one, other) for one, other in pairwise(way)):
            return None
        return way[0]

    def _first_having(self, top: list[str], lower: list[str]) -> tuple[str, ...] | None:
        """An item without its paragraph is that of the first paragraph that has it."""
        size = len(top)
        shaped = (path for path in self.paths if len(path) == size + 1 + len(lower))
        return next((p for p in shaped if p[:size] == tuple(top) and p[size + 1 :] == tuple(lower)), None)


def _order(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split("-"))


def _follows(earlier: str, later: str) -> bool:
    """No article stands between: 287-2 after 287-1, 288 after 287-2, 13 after 12."""
    whole, inserted = (*_order(earlier), 0)[:2]
    return _order(later) in {(whole + 1,), (whole, inserted + 1)}
