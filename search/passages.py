"""What is indexed: every wording of every provision, with its lead sentence, headings and plain words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from kb.citation import Citation

from .analyzer import Segment
from .resting import charges_resting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kb import KnowledgeBase, Provision, Rule
    from kb.condition import Condition
    from kb.documents import Document

# 各种文字在排序中的分量：自己的文字为 1
LEAD = 0.4  # 上一级的引导句
HEADING = 0.2  # 编、章、节的标题，文件名称
PLAIN = 0.3  # 规则与事实所用的白话
ITSELF = 2.0  # 它自己的条号
RESTED = 1.0  # 据以定罪的罪名
RESTED_WITHIN = 0.7  # 其下的款、项据以定罪的罪名
CHARGE = "charge:"  # 罪名与条号在同一个字段里


@dataclass(frozen=True)
class Passage:
    """A wording to be indexed: its own lines, what lends them meaning, and the provisions it names."""

    provision: Provision
    own: tuple[str, ...]
    around: tuple[Segment, ...]
    names: tuple[tuple[str, float], ...]

    @property
    def segments(self) -> tuple[Segment, ...]:
        """All its text, weighted."""
        return (*map(Segment, self.own), *self.around)


class Passages:
    """The passages of a base."""

    def __init__(self, base: KnowledgeBase) -> None:
        self.base = base
        self._named: dict[str, tuple[str, ...]] = {}

    def __iter__(self) -> Iterator[Passage]:
        for document in self.base.statutes.values():
            yield from _OfDocument(self, document)

    @cached_property
    def charged(self) -> dict[str, dict[str, float]]:
        """Citation → the charges that rest on it or on something in it, as names with their weight."""
        found: dict[str, dict[str, float]] = defaultdict(dict)
        for at, charges in charges_resting(self.base).items():
            for citation in Citation.parse(at).way():
                for charge in charges:
                    weight = RESTED if citation == at else RESTED_WITHIN
                    held = found[citation].get(CHARGE + charge, 0.0)
                    found[citation][CHARGE + charge] = max(weight, held)
        return found

    @cached_property
    def plain_words(self) -> dict[str, list[str]]:
        """What rules, facts and kinds of conduct call a provision: citation → words."""
        found: dict[str, list[str]] = defaultdict(list)
        for rule in self.base.rules.values():
            for citation, words in self._said_by(rule):
                found[citation] += [word for word in words if word not in found[citation]]
        return found

    def _said_by(self, rule: Rule) -> Iterator[tuple[str, list[str]]]:
        for condition in rule.conditions:
            words = [rule.label, *self._said_in(condition)]
            yield from ((cite.at, words) for cite in condition.cite)

    def _said_in(self, condition: Condition) -> Iterator[str]:
        if condition.label:
            yield condition.label
        fact = self.base.facts.get(condition.fact or condition.appraise or "")
        if fact is not None:
            yield fact.label
        for name in condition.conduct or ():
            if (kind := self.base.conduct_kinds.get(name)) is not None:
                yield from (kind.label, *kind.words)

    def named_in(self, text: str) -> tuple[str, ...]:
        """The provisions that a text names, each with those that hold it."""
        if text not in self._named:
            found = (Citation.parse(hit.citation) for hit in self.base.statutes.finder.find(text))
            self._named[text] = tuple(dict.fromkeys(name for citation in found for name in citation.way()))
        return self._named[text]


class _OfDocument:
    """The passages of one document."""

    def __init__(self, passages: Passages, document: Document) -> None:
        self.passages = passages
        self.document = document
        self.by_path: dict[tuple[str, ...], list[Provision]] = defaultdict(list)
        for wording in document.wordings:
            self.by_path[wording.path].append(wording)
        self.above = {id(wording): self._above(wording) for wording in document.wordings}
        self.below: dict[int, list[Provision]] = defaultdict(list)
        for wording in document.wordings:
            for above in self.above[id(wording)][-1:]:
                self.below[id(above)].append(wording)

    def _above(self, wording: Provision) -> list[Provision]:
        """The wordings that hold this one, the outermost first."""
        day = wording.in_force.start or date.min
        lengths = range(1, len(wording.path))
        held = (other for length in lengths for other in self.by_path[wording.path[:length]])
        return [other for other in held if other.in_force.covers(day)]

    def __iter__(self) -> Iterator[Passage]:
        for wording in self.document.wordings:
            below = self.below[id(wording)]
            in_sections = wording.level == "part" and any(other.level == "section" for other in below)
            if not in_sections and not self._alone(wording):  # 一部分就是它的各节，各节自己在索引里
                yield self._passage(wording)

    def _alone(self, wording: Provision) -> bool:
        """The only paragraph of its article: the article stands for both."""
        above = self.above[id(wording)][-1:]
        return wording.level == "paragraph" and any(
            len(self.below[id(holder)]) == 1 and not holder.own for holder in above
        )

    def _passage(self, wording: Provision) -> Passage:
        own = tuple(self._lines(wording))
        leads = [above.own for above in self.above[id(wording)] if above.own]
        around = [Segment(lead, LEAD) for lead in leads]
        around += [Segment(heading, HEADING) for heading in (*wording.headings, self.document.title)]
        around += [Segment(word, PLAIN) for word in self._plain(wording)]
        return Passage(wording, own, tuple(around), tuple(self._names(wording, own, leads).items()))

    def _lines(self, wording: Provision) -> Iterator[str]:
        """Its own line and all below, without their marks; of what is only paraphrased the paraphrase."""
        line = wording.own or wording.paraphrase
        if line:
            yield line
        for below in self.below[id(wording)]:
            yield from self._lines(below)

    def _plain(self, wording: Provision) -> list[str]:
        only = [below.citation for below in self.below[id(wording)] if self._alone(below)]
        words = self.passages.plain_words
        found = (word for cited in (wording.citation, *only) for word in words.get(cited, ()))
        return list(dict.fromkeys(found))

    def _names(self, wording: Provision, own: tuple[str, ...], leads: list[str]) -> dict[str, float]:
        weights: dict[str, float] = {}
        for texts, weight in ((leads, LEAD), (own, 1.0)):
            weights |= dict.fromkeys(
                (name for text in texts for name in self.passages.named_in(text)), weight
            )
        weights |= self.passages.charged.get(wording.citation, {})
        return weights | dict.fromkeys((*Citation.parse(wording.citation).way(), self.document.id), ITSELF)
