"""A pasted text against the law of a day: every citation, quotation and standard in it, and how each stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from kb.citation import Citation, Found
from kb.names import normal
from kb.not_held import not_held

from .amounts import Amount, amounts
from .cited import LEVELS, Cited, Judge, Level
from .quoted import Compared, compare, quotations, share
from .standards import Standards, Standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kb import KnowledgeBase, Provision
    from kb.citation import Unread

SENTENCE = re.compile(r"[。；;！!？?\n]")
# 《…》里是不是规范：案卷里的说明、清单、鉴定意见也写在书名号里
NORM = re.compile(
    r"(?:法|法典|解释|规定|意见|办法|条例|决定|纪要|批复|通知|规则|细则|标准|答复|指引|修正案|公约)(?:\([^)]*\)|[一二三四五六七八九十])*$"
)
NO_NORM = re.compile(
    r"(?:鉴定|检验|检测|审计|评估|辩护|起诉|量刑|认罪认罚|法律|审查|补充侦查)意见|情况(?:说明|通知)|权利义务.*|.*(?:决定书|通知书)"
)
CASE_PAPER = re.compile(r"^(?!高检|最高|法).*(?:[诉拘捕侦鉴刑]|受案|立字|审字)")
PRONOUN = re.compile(r"(?:该|本|上述|前述|同一)(?:法|解释|意见|规定|决定|办法|条例|纪要|批复|通知)")
SERIES = re.compile(r"[\u3400-\u9fff]{1,8}(?:[(（][\u3400-\u9fff]{1,6}[)）][\u3400-\u9fff]{0,4})?$")
SAYS_SO = re.compile(r"规定|明确|指出|所称|表述|载明|要求|原文|条文|内容|如下|[：:]|的|^[，,]?$")
SPEAKS = re.compile(r"供述|陈述|供称|辩称|证实|证言|聊天|微信|(?<!所)称|说|回答|名为|使用|昵称")
SOURCE_AFTER = re.compile(r"[”」\"]?\s*[（(—－\-]{0,3}\s*(?:见|参见|引自|语出|出自|依据)?\s*$")
FAR = 40
REMARKS = re.compile(r"\([^()]*\)$")
NUMBERED = re.compile(r"\d{4}\)\d+号$")
NOT_QUOTED = re.compile(r"\s*(?:的?规定)?\s*[：:]?\s*(?:【[^】\n]*】|[\[〔][^\]〕\n]*[\]〕])?\s*")
ITEM_LINE = re.compile(r"\s*(?:[（(][一二三四五六七八九十]+[)）]|\d{1,2}[.．])")
LEAST = 15
ALIKE = 0.6


@dataclass(frozen=True)
class Place:
    """Words of the text, where they stand; lines count from one."""

    words: str
    start: int
    end: int
    line: int


@dataclass(frozen=True)
class Mention:
    """A citation in the text: what it cites and how that stands; several where the words mean several."""

    place: Place
    cited: tuple[Cited, ...]

    @property
    def level(self) -> Level:
        """The gravest of what it cites."""
        return gravest(one.level for one in self.cited)


@dataclass(frozen=True)
class Quotation:
    """Words of the text that quote the law, held against it."""

    place: Place
    compared: Compared

    @property
    def level(self) -> Level:
        """How much it matters."""
        return self.compared.level


@dataclass(frozen=True)
class Standard:
    """An amount that the text names as a standard beside citations, and where it stands."""

    place: Place
    standing: Standing

    @property
    def level(self) -> Level:
        """How much it matters."""
        return self.standing.level


Finding = Mention | Quotation | Standard


def gravest(levels: Iterator[Level]) -> Level:
    """The level that matters most."""
    found = set(levels)
    return next((level for level in LEVELS if level in found), "fine")


@dataclass(frozen=True)
class Checked:
    """A text and what was found in it, as of a day."""

    text: str
    as_of: date
    today: date
    findings: tuple[Finding, ...]

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """The citations, in order."""
        return tuple(one for one in self.findings if isinstance(one, Mention))

    def counts(self) -> dict[Level, int]:
        """How many findings there are of each level."""
        return {level: sum(1 for one in self.findings if one.level == level) for level in LEVELS}

    @property
    def clean(self) -> bool:
        """Nothing is left to look at: no mistake, and nothing that the base does not know."""
        counts = self.counts()
        return not (counts["check"] or counts["unknown"])


def check(text: str, base: KnowledgeBase, as_of: date, today: date | None = None) -> Checked:
    """Every citation, quotation and standard of a text, judged by the law of a day; `today` is when it is read."""
    return Checked(text, as_of, today or as_of, _Reading(text, base, as_of, today or as_of).findings())


class _Reading:
    """One text on its way to be checked."""

    def __init__(self, text: str, base: KnowledgeBase, as_of: date, today: date) -> None:
        self.text, self.base = text, base
        self.as_of = as_of
        self.judge = Judge(base, as_of, today)
        self.lines = [0, *(match.end() for match in re.finditer("\n", text))]
        self.quotes = [*quotations(text)]
        self.compared: dict[tuple[int, int], Compared] = {}
        self.mentions = [*self._mentions()]

    def findings(self) -> tuple[Finding, ...]:
        quotations_ = [*self._quotations(), *self._unquoted()]
        law = [(one.place.start, one.place.end) for one in quotations_]
        mentions = [
            one
            for one in self.mentions
            if one.cited[0].state != "no_document" or not _inside(one.place.start, law)
        ]
        standards = self._standards(law)
        found: list[Finding] = [*mentions, *quotations_, *standards]
        return tuple(sorted(found, key=lambda one: (one.place.start, -one.place.end)))

    def place(self, start: int, end: int) -> Place:
        return Place(self.text[start:end], start, end, bisect_right(self.lines, start))

    def _mentions(self) -> Iterator[Mention]:
        for one in self.base.statutes.finder.read(self.text):
            words = self.text[one.start : one.end]
            if isinstance(one, Found):
                if not PRONOUN.fullmatch(words):
                    yield Mention(self.place(one.start, one.end), tuple(map(self.judge.of, one.meant)))
            elif (unread := self._unread(one)) is not None:
                yield unread

    def _unread(self, one: Unread) -> Mention | None:
        """What cites something that is not held; None where it is no citation of law."""
        start, words = one.start, self.text[one.start : one.end]
        if one.citation is not None:
            return Mention(self.place(start, one.end), (self.judge.missing(one.citation),))
        if not one.named:
            copied = self._copied_after(one)
            return copied or self._unnamed(start, one.end, "没有写明是哪个文件的条文，不能判断")
        plain, _ = normal(words)
        if PRONOUN.match(plain):
            unclear = "前文没有写明“该”“本”“上述”指哪个文件，不能判断"
            return None if PRONOUN.fullmatch(plain) else self._unnamed(start, one.end, unclear)
        if plain[0] == "(":  # 认不出的文号系列
            start -= len(series[0]) if (series := SERIES.search(self.text[max(0, start - 16) : start])) else 0
            plain, _ = normal(self.text[start : one.end])
        if not _names_a_norm(plain):
            return None
        cited = Cited("", self.text[start : one.end], "not_held", self._known(plain))
        return Mention(self.place(start, one.end), (cited,))

    def _unnamed(self, start: int, end: int, why: str) -> Mention:
        return Mention(self.place(start, end), (Cited("", self.text[start:end], "no_document", why),))

    def _copied_after(self, one: Unread) -> Mention | None:
        """An article without its document whose text stands behind it: told by the text."""
        meant = self.base.statutes.finder.attempted(f"刑法{self.text[one.start : one.end]}")
        lead = NOT_QUOTED.match(self.text, one.end)
        if meant is None or lead is None or not lead[0]:
            return None
        copied = self.text[lead.end() : self._copied_to(lead.end())]
        found = [
            document.id
            for document in self.base.statutes.values()
            for wording in document.by_citation.get(f"{document.id}:{meant.path[0]}", ())
            if len(copied) >= LEAST and share(copied, wording.text) >= ALIKE
        ]
        if len(set(found)) != 1:
            return None
        cited = self.judge.of(f"{found[0]}:{meant.path[0]}")
        told = replace(cited, why=f"{cited.why}；没有写明文件，按所抄文字认作此条")
        return Mention(self.place(one.start, one.end), (told,))

    def _known(self, plain: str) -> str:
        """What the base knows of a document that it does not hold."""
        for entry in not_held(self.base.root):
            title = REMARKS.sub("", normal(entry.title)[0])
            number = normal(entry.number or "")[0]
            if title in plain or (NUMBERED.search(number) and number in plain):
                where = f"；可查：{entry.official}" if entry.official else ""
                return (
                    f"未收录《{entry.title}》（{entry.number or '无文号'}，{entry.date}）：{entry.why}{where}"
                )
        return "没有收录这个文件，时效和文字都不能判断；请查官方文本"

    def _quotations(self) -> Iterator[Quotation]:
        outer: list[tuple[int, int]] = []
        for start, end in self.quotes:
            if _inside(start, outer):
                continue
            near, said_so = self._cited_beside(start, end)
            wordings = [wording for one in near for wording in self._wordings(one.citation)]
            quote = self.text[start:end]
            compared = compare(self.base, quote, wordings, self.as_of, looked_for=said_so)
            if compared is not None and (near or compared.match != "elsewhere" or len(quote) >= LEAST):
                outer.append((start, end))
                yield Quotation(self.place(start, end), compared)

    def _cited_beside(self, start: int, end: int) -> tuple[list[Cited], bool]:
        """What the sentence of a quotation cites, the nearest first; and whether it says that these are its words."""
        line = self.text.rfind("\n", 0, start) + 1
        before = [m for m in self._between(line, start) if self._joined(m.place.end, start)]
        line_end = self.text.find("\n", end)
        after = [
            m
            for m in self._between(end, line_end if line_end >= 0 else len(self.text))
            if SOURCE_AFTER.fullmatch(self.text[end : m.place.start])
        ][:1]
        near = [one for mention in (*reversed(before), *after) for one in mention.cited if one.citation]
        near = [one for one in near if one.state != "not_held"]
        gap = self.text[before[-1].place.end : start - 1] if before else ""
        said = bool(before) and len(gap) <= FAR and bool(SAYS_SO.search(gap)) and not SPEAKS.search(gap)
        return near, bool(near) and (said or bool(after))

    def _between(self, start: int, end: int) -> list[Mention]:
        return [m for m in self.mentions if start <= m.place.start and m.place.end <= end]

    def _joined(self, end: int, start: int) -> bool:
        """No sentence ends between, but within quotation marks."""
        gap = list(self.text[end:start])
        for a, b in self.quotes:
            if end <= a and b <= start:
                gap[a - end : b - end] = " " * (b - a)
        return not SENTENCE.search("".join(gap))

    def _unquoted(self) -> Iterator[Quotation]:
        """A provision copied out without quotation marks after its number: 第二百六十六条　诈骗公私财物……."""
        for mention in self.mentions:
            cited = [one for one in mention.cited if one.then is not None]
            lead = NOT_QUOTED.match(self.text, mention.place.end)
            if not cited or lead is None or not lead[0] or "\n" in lead[0]:
                continue
            start, end = lead.end(), self._copied_to(lead.end())
            copied = self.text[start:end]
            if len(copied) < LEAST or not copied[0].isalnum() or _inside(start, self.quotes):
                continue
            wordings = [w for one in cited for w in self._wordings(one.citation)]
            compared = compare(self.base, copied, wordings, self.as_of)
            if compared is not None and compared.match in {"same", "spelling", "other_version", "differs"}:
                if compared.match == "differs" and not _is_a_copy(compared):
                    continue
                yield Quotation(self.place(start, end), compared)

    def _copied_to(self, start: int) -> int:
        """To the end of the paragraph, and of the items that follow it."""
        end = self.text.find("\n", start)
        while end >= 0 and ITEM_LINE.match(self.text, end + 1):
            end = self.text.find("\n", end + 1)
        return end if end >= 0 else len(self.text)

    def _wordings(self, citation: str) -> list[Provision]:
        if Citation.parse(citation).path:
            return [*self.base.statutes.versions(citation)]
        return [w for w in self.base.statutes[citation].wordings if len(w.path) == 1]

    def _standards(self, law: list[tuple[int, int]]) -> Iterator[Standard]:
        """The standards in sentences that cite; numbers within compared quotations are compared with these."""
        masked = list(self.text)
        for mention in self.mentions:
            masked[mention.place.start : mention.place.end] = " " * (mention.place.end - mention.place.start)
        text = "".join(masked)
        standards = Standards(self.base, self.judge)
        ends = [0, *(match.end() for match in SENTENCE.finditer(text)), len(text)]
        by_sentence: dict[int, list[Cited]] = {}
        for mention in self.mentions:
            held = [one for one in mention.cited if one.citation]
            by_sentence.setdefault(bisect_right(ends, mention.place.start), []).extend(held)
        for sentence, cited in by_sentence.items():
            for amount in _in(text, ends[sentence - 1], ends[min(sentence, len(ends) - 1)]):
                if cited and amount.sets and not _inside(amount.start, law):
                    yield Standard(self.place(amount.start, amount.end), standards.of(amount.key, cited))


def _in(text: str, start: int, end: int) -> Iterator[Amount]:
    for amount in amounts(text[start:end]):
        yield Amount(amount.value, amount.unit, amount.start + start, amount.end + start, amount.sets)


def _inside(at: int, places: list[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in places)


def _names_a_norm(plain: str) -> bool:
    """A title in brackets, or a number, is that of a norm and not of a paper of the case."""
    if plain[0] != "《":
        series = plain.partition("(20")[0].partition("(19")[0]
        return bool(series) and not CASE_PAPER.search(series)
    title, _, rest = plain[1:].partition("》")
    return bool(rest) or (bool(NORM.search(title)) and not NO_NORM.fullmatch(title))


def _is_a_copy(compared: Compared) -> bool:
    """Most of it reads as the law does: words about a provision are no copy of it."""
    said = sum(len(new) for _, new in compared.pieces)
    same = sum(len(new) for old, new in compared.pieces if old == new)
    return same >= 0.75 * max(1, said)
