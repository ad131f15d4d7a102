"""Words that point from where a text stands: 本条, 同条, 前款, 前两项, and a bare 第三项."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .numerals import to_int
from .steps import NUMERAL, Rank, Reading, Steps, Token, tokens_at

if TYPE_CHECKING:
    from .mentions import Finder

BACK = re.compile(rf"(?:上述|前述|前|上)(?P<count>{NUMERAL})?(?P<unit>条|款|项)(?!项)")
HERE = re.compile(r"本(?P<unit>条|款|项)(?!件|目)")
SAME_ARTICLE = re.compile(r"(?:同|该)条(?=第)")
NO_PARAGRAPH = re.compile(r"款(?:手机|产品|软件|应用|游戏|车|APP|app)")
BARE = {"款": Rank.PARAGRAPH, "项": Rank.ITEM, "目": Rank.SUBITEM}
UNITS = {"条": Rank.TOP, "款": Rank.PARAGRAPH, "项": Rank.ITEM}
NOT_BEFORE = re.compile(r"[目此之从年日月]$")  # 目前款项，此前三项


@dataclass(frozen=True)
class Reached:
    """Where a pointing word leads; `others` are the rest of several (前三款), `silent` means nothing by itself."""

    document: str
    steps: Steps
    end: int
    others: tuple[Steps, ...] = ()
    silent: bool = False


@dataclass(frozen=True)
class Last:
    """Where the citation before led, and where it ended."""

    document: str
    steps: Steps
    end: int


@dataclass(frozen=True)
class Standing:
    """The provision that a running text is of.

    `default` is the document that a bare article in it belongs to (刑法 in an amendment), `local` the names that
    its document gives to others (以下简称《解释》).
    """

    document: str
    path: tuple[str, ...] = ()
    default: str = ""
    local: Mapping[str, str] = field(default_factory=dict)

    def steps(self, reading: Reading) -> Steps:
        """Its path as steps."""
        ranks = [rank for rank in Rank if rank is not Rank.SECTION or reading.in_parts]
        return dict(zip(ranks, self.path, strict=False))


class Pointers:
    """The pointing words of one text."""

    def __init__(self, plain: str, standing: Standing | None, finder: Finder) -> None:
        self.plain, self.standing, self.finder = plain, standing, finder

    def at(self, at: int, near: Last | None, last: Last | None) -> Reached | None:
        """The steps that a pointing word here stands for, in which document, and where the next steps begin.

        `last` is the citation before; `near` is that, too, where it stands in the same sentence.
        """
        if (same := SAME_ARTICLE.match(self.plain, at)) and last and Rank.TOP in last.steps:
            return Reached(last.document, _down_to(last.steps, Rank.SECTION), same.end())
        if self.standing is None or not self.standing.path:
            return self._bare(at, near.document, near.steps) if near else None
        return self._inside(at, near, self.standing)

    def _inside(self, at: int, near: Last | None, standing: Standing) -> Reached | None:
        """A pointing word in the text of a provision."""
        reading = self._reading(standing.document)
        here = standing.steps(reading)
        if word := HERE.match(self.plain, at):
            return Reached(standing.document, _down_to(here, UNITS[word["unit"]]), word.end(), silent=True)
        if (word := BACK.match(self.plain, at)) and not NOT_BEFORE.search(self.plain[max(0, at - 1) : at]):
            return _back(reading, here, standing.document, word)
        if near and near.document == standing.document and near.steps.get(Rank.TOP) == here.get(Rank.TOP):
            beside = self._item_beside(at, near)
            if beside is not None:
                return beside
        return self._bare(at, standing.document, here)

    def _reading(self, document: str) -> Reading:
        return self.finder.reading(self.finder.documents[document])

    def _first(self, at: int) -> Token | None:
        """The first step of a bare 第二款 or 第（三）项; None where another word goes on."""
        if self.plain[at] != "第" or (at and self.plain[at - 1] in "条款项目"):
            return None
        tokens = tokens_at(self.plain, at)
        counted = tokens and NO_PARAGRAPH.match(self.plain, tokens[0].end - 1)
        return tokens[0] if tokens and not counted else None

    def _item_beside(self, at: int, near: Last) -> Reached | None:
        """第一项 of the paragraph that was just named: 犯第一款罪，有第一项情形."""
        token = self._first(at)
        if token is None or token.unit != "项" or Rank.PARAGRAPH not in near.steps:
            return None
        above = _above(near.steps, Rank.ITEM)
        held = self._reading(near.document).path({**above, Rank.ITEM: token.number})
        return Reached(near.document, above, at) if held else None

    def _bare(self, at: int, document: str, here: Steps) -> Reached | None:
        """第二款, 第（三）项 of the article or the paragraph that the text, or the citation before, is of."""
        token = self._first(at)
        if token is None or Rank.TOP not in here:
            return None
        reading = self._reading(document)
        if reading.in_parts and token.unit in {"部分", "条"}:
            inside = {} if token.unit == "部分" else _down_to(here, Rank.TOP)
            return Reached(document, inside, at) if token.bracketed or not inside else None
        rank = BARE.get(token.unit)
        if rank is None:
            return None
        above = _above(here, rank)
        if rank is Rank.ITEM and not reading.path({**above, Rank.ITEM: token.number}):
            above.pop(Rank.PARAGRAPH, None)  # 本款没有这一项：指本条中有这一项的那一款
        return Reached(document, above, at)


def _down_to(steps: Steps, rank: Rank) -> Steps:
    return {step: number for step, number in steps.items() if step <= rank}


def _above(steps: Steps, rank: Rank) -> Steps:
    return {step: number for step, number in steps.items() if step < rank}


def _back(reading: Reading, here: Steps, document: str, word: re.Match[str]) -> Reached | None:
    """前款: the paragraph before; of 前三款 the first, from which the others follow."""
    rank = UNITS[word["unit"]]
    count = to_int(word["count"]) if word["count"] else 1
    if rank not in here:
        return None
    if rank is Rank.TOP:
        tops = [reading.article_before(here[Rank.TOP], back) for back in range(count, 0, -1)]
        ways = [{Rank.TOP: top} for top in tops if top]
    else:
        last = int(here[rank])
        ways = [
            {**_down_to(here, rank), rank: str(last - back)} for back in range(count, 0, -1) if last > back
        ]
    if len(ways) != count:
        return None
    return Reached(document, ways[0], word.end(), tuple(ways[1:]))
