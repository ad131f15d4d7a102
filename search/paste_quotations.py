"""The quotations and the standards of a pasted text, each with the citations it stands beside."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import takewhile
from typing import TYPE_CHECKING

from .amounts import amounts
from .paste_findings import Quotation, Standard
from .paste_text import LEAST, SENTENCE, covered
from .quoted import compare, much_longer
from .standards import Standards

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kb import KnowledgeBase

    from .cited import Cited, Judge
    from .paste_findings import Mention
    from .paste_text import PastedText, Span
    from .quoted import Compared
    from .standards import Key, Standing

SAYS_SO = re.compile(r"规定|明确|指出|所称|表述|载明|要求|原文|条文|内容|如下|[：:]|的|^[，,]?$")
SPEAKS = re.compile(r"供述|陈述|供称|辩称|证实|证言|聊天|微信|(?<!所)称|说|回答|名为|使用|昵称")
SOURCE_AFTER = re.compile(r"[”」\"]?\s*[（(—－\-]{0,3}\s*(?:见|参见|引自|语出|出自|依据)?\s*$")
FAR = 40
LONG_SENTENCE = 1000
COPY = 0.75  # 过这么多相同才是抄录，不是议论
COPIED = {"same", "spelling", "other_version", "differs"}


class Beside:
    """What stands beside the citations of one text."""

    def __init__(self, text: PastedText, base: KnowledgeBase, judge: Judge, mentions: list[Mention]) -> None:
        self.text, self.base, self.judge, self.mentions = text, base, judge, mentions
        self.starts = [mention.place.start for mention in mentions]
        self._compared: dict[tuple[str, tuple[str, ...], bool], Compared | None] = {}
        self._standing: dict[tuple[Key, tuple[str, ...]], Standing] = {}

    def quotations(self) -> Iterator[Quotation]:
        """The words between quotation marks that are the law's, or are said to be."""
        past = 0
        for start, end in self.text.quotes:
            if start < past:
                continue
            near, said_so = self._cited_beside(start, end)
            compared = self._compare(self.text.text[start:end], near, said_so=said_so)
            if compared is not None and (near or end - start >= LEAST):
                past = end
                yield Quotation(self.text.place(start, end), compared)

    def copies(self) -> Iterator[Quotation]:
        """A provision copied out without quotation marks after its number: 第二百六十六条　诈骗公私财物……."""
        for mention in self.mentions:
            cited = [one for one in mention.cited if one.then is not None]
            place = self.text.copied(mention.place.end) if cited else None
            if place is None:
                continue
            copied = self.text.text[slice(*place)]
            if all(much_longer(copied, one.then.text) for one in cited if one.then is not None):
                continue
            compared = self._compare(copied, cited, said_so=True)
            if compared is not None and compared.match in COPIED and _is_a_copy(compared):
                yield Quotation(self.text.place(*place), compared)

    def standards(self, quotations: list[Quotation]) -> Iterator[Standard]:
        """The standards in sentences that cite; the numbers in a quotation were compared with it."""
        text = self.text.text
        names = covered(text, ((one.place.start, one.place.end) for one in self.mentions))
        law = covered(text, ((one.place.start, one.place.end) for one in quotations))
        shown = "".join(" " if name else c for c, name in zip(text, names, strict=True))
        standards = Standards(self.base, self.judge)
        for start, end in self._sentences(shown):
            for amount in amounts(shown[start:end]):
                if not amount.sets or law[start + amount.start]:
                    continue
                cited = self._cited_around(start + amount.start, (start, end))
                if not cited:
                    continue
                key = (amount.key, tuple(one.citation for one in cited))
                if key not in self._standing:
                    self._standing[key] = standards.of(amount.key, cited)
                place = self.text.place(start + amount.start, start + amount.end)
                yield Standard(place, self._standing[key])

    def _sentences(self, text: str) -> Iterable[Span]:
        """The sentences that cite something."""
        ends = [0, *(match.end() for match in SENTENCE.finditer(text)), len(text) + 1]
        citing = (mention for mention in self.mentions if any(one.citation for one in mention.cited))
        after = (bisect_right(ends, mention.place.start) for mention in citing)
        return dict.fromkeys((ends[at - 1], ends[at]) for at in after)

    def _cited_around(self, at: int, sentence: Span) -> list[Cited]:
        """What a sentence cites, of a very long one not far from a place."""
        first = bisect_left(self.starts, max(sentence[0], at - LONG_SENTENCE))
        last = bisect_left(self.starts, min(sentence[1], at + LONG_SENTENCE))
        cited = (one for mention in self.mentions[first:last] for one in mention.cited)
        return [*{one.citation: one for one in cited if one.citation}.values()]

    def _compare(self, quote: str, near: list[Cited], *, said_so: bool) -> Compared | None:
        at = tuple(dict.fromkeys(one.citation for one in near))
        key = (quote, at, said_so)
        if key not in self._compared:
            wordings = [wording for citation in at for wording in self.judge.wordings(citation)]
            self._compared[key] = compare(self.base, quote, wordings, self.judge.as_of, looked_for=said_so)
        return self._compared[key]

    def _is_near(self, end: int, start: int) -> bool:
        return start - end < LONG_SENTENCE and self.text.one_sentence(end, start)

    def _cited_beside(self, start: int, end: int) -> tuple[list[Cited], bool]:
        """What the sentence of a quotation cites, the nearest first; and whether it says that these are its words."""
        text, following = self.text.text, bisect_left(self.starts, end)
        earlier = (self.mentions[n] for n in reversed(range(bisect_left(self.starts, start))))
        said_before = takewhile(lambda one: self._is_near(one.place.end, start), earlier)
        before = [mention for mention in said_before if mention.place.end <= start]
        after = [
            m
            for m in self.mentions[following : following + 1]
            if SOURCE_AFTER.fullmatch(text, end, m.place.start)
        ]
        near = [one for mention in (*before, *after) for one in mention.cited]
        near = [one for one in near if one.citation and one.state != "not_held"]
        gap = text[before[0].place.end : start - 1] if before else ""
        said = bool(before) and len(gap) <= FAR and bool(SAYS_SO.search(gap)) and not SPEAKS.search(gap)
        return near, bool(near) and (said or bool(after))


def _is_a_copy(compared: Compared) -> bool:
    """Most of it reads as the law does: words about a provision are no copy of it."""
    said = sum(len(new) for _, new in compared.pieces)
    same = sum(len(new) for old, new in compared.pieces if old == new)
    return same >= COPY * said
