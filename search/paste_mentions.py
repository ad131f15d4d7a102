"""The citations of a pasted text; a paper of the case file, a contract, a word like 该意见 is none."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from kb.citation import Found, Unread
from kb.names import normal
from kb.not_held import not_held

from .cited import Cited
from .paste_findings import Mention
from .quoted import shares

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kb import KnowledgeBase

    from .cited import Judge
    from .paste_text import PastedText

# 《…》里是不是规范：案卷里的说明、清单、鉴定意见也写在书名号里
NORM = re.compile(
    r"(?:法|法典|解释|规定|意见|办法|条例|决定|纪要|批复|通知|规则|细则|标准|答复|指引|修正案|公约)(?:\([^)]*\)|[一二三四五六七八九十])*$"
)
NO_NORM = re.compile(
    r".*(?:鉴定|检验|检测|审计|评估|辩护|起诉|量刑|补充侦查)意见|.*情况通知|.*权利义务.*|.*(?:决定书|通知书|司法|执法|方法|做法|看法|说法|手法)"
)
PRIVATE = re.compile(r"(?:合同|协议|章程|[书单表册函]|须知|公告|手册|简介|说明)$")
FORMER = re.compile(r"(?:旧|原|修[订正]前的?)《?$")
CASE_PAPER = re.compile(r"^(?!高检|最高|法).*(?:[诉拘捕侦鉴刑请]|受案|立字|审字)")
PRONOUN = re.compile(r"(?:该|本|上述|前述|同一)(?:法|解释|意见|规定|决定|办法|条例|纪要|批复|通知)")
SERIES = re.compile(
    r"(?:[^《》，。；、\n]*(?:根据|依照|按照|参照|适用|关于|见|和|与|及|你院))?"
    r"(?P<series>[\u3400-\u9fff]{1,8}(?:[(（][\u3400-\u9fff]{1,6}[)）][\u3400-\u9fff]{0,4})?)$"
)
NO_ANTECEDENT = "前文没有写明“该”“本”“上述”指哪个文件，不能判断"
OLDER = "写的是以前的文本，没有写是哪一天的：把日期选到当时，去掉“旧”“修正前”再查"
NO_DOCUMENT = "没有写明是哪个文件的条文，不能判断"
REMARKS = re.compile(r"\([^()]*\)$")
NUMBERED = re.compile(r"\d{4}\)\d+号$")
CLEARLY = 0.1
ALIKE = 0.6  # 抄在条号后面的话有这么多在一条里，才认作那一条


class Mentions:
    """Reads the citations of one text."""

    def __init__(self, text: PastedText, base: KnowledgeBase, judge: Judge) -> None:
        self.text, self.base, self.judge = text, base, judge

    def __iter__(self) -> Iterator[Mention]:
        for one in self.base.statutes.finder.read(self.text.text):
            words = self.text.text[one.start : one.end]
            if isinstance(one, Found):
                if self._is_another_law(one, words):
                    bare = Unread(one.start, one.end, named=False)
                    yield self._copied_after(bare) or self._unnamed(one.start, one.end, NO_DOCUMENT)
                elif not PRONOUN.fullmatch(words):
                    cited = (self._namesake(self.judge.of(at), words) for at in one.meant)
                    yield Mention(self.text.place(one.start, one.end), tuple(cited))
            elif (unread := self._unread(one)) is not None:
                yield unread

    def _namesake(self, cited: Cited, words: str) -> Cited:
        """A title without its number may mean an older document of the same title, which is not held."""
        document = self.base.statutes.document(cited.citation)
        begun = document.in_force.start
        if (
            cited.state != "not_yet"
            or not begun
            or begun <= self.judge.as_of
            or "《" not in words
            or "号" in words
        ):
            return cited
        return replace(cited, why=f"{cited.why}；没有写文号，如果指同名的旧文件，旧文件没有收录")

    def _is_another_law(self, one: Found, words: str) -> bool:
        """A bare article was taken for one of 刑法, and what is copied out behind it is not its text."""
        place = self.text.copied(one.end) if words.startswith("第") else None
        if place is None:
            return False
        copied = self.text.text[slice(*place)]
        law = self.base.statutes.versions(one.citation) if ":" in one.citation else ()
        return not any(alike >= ALIKE for alike in shares(copied, (wording.text for wording in law)))

    def _unread(self, one: Unread) -> Mention | None:
        """What cites something that is not held; None where it is no citation of law."""
        words = self.text.text[one.start : one.end]
        bare = not one.named or (words.startswith("第") and self.text.copied(one.end) is not None)
        if bare:
            return self._copied_after(one) or self._unnamed(one.start, one.end, NO_DOCUMENT)
        if one.citation is not None:
            return Mention(self.text.place(one.start, one.end), (self.judge.missing(one.citation),))
        plain, _ = normal(words)
        if PRONOUN.match(plain):
            return None if PRONOUN.fullmatch(plain) else self._unnamed(one.start, one.end, NO_ANTECEDENT)
        start = self._series_before(one.start) if plain[0] == "(" else one.start
        words = self.text.text[start : one.end]
        plain, _ = normal(words)
        if not _names_a_norm(plain):
            return None
        former = FORMER.search(self.text.text, max(0, start - 5), start)
        why = OLDER if former else self._known(plain)
        return Mention(self.text.place(start, one.end), (Cited("", words, "not_held", why),))

    def _series_before(self, start: int) -> int:
        """Where a number begins whose series the reader does not know: 川高法〔2024〕132号."""
        series = SERIES.search(self.text.text, max(0, start - 16), start)
        return series.start("series") if series else start

    def _unnamed(self, start: int, end: int, why: str) -> Mention:
        return Mention(
            self.text.place(start, end), (Cited("", self.text.text[start:end], "no_document", why),)
        )

    def _copied_after(self, one: Unread) -> Mention | None:
        """An article without its document whose text stands behind it: told by the text."""
        meant = self.base.statutes.finder.attempted(f"刑法{self.text.text[one.start : one.end]}")
        place = self.text.copied(one.end)
        if meant is None or place is None:
            return None
        copied = self.text.text[slice(*place)]
        wordings = [
            wording
            for document in self.base.statutes.values()
            for wording in document.by_citation.get(f"{document.id}:{meant.path[0]}", ())
            if wording.in_force.start and wording.in_force.start <= self.judge.as_of
        ]
        alike = shares(copied, (wording.text for wording in wordings))
        like = {wording.citation: much for wording, much in zip(wordings, alike, strict=True)}
        best, second, *_ = [*sorted(like, key=lambda at: -like[at]), "", ""]
        if like.get(best, 0) < ALIKE or like[best] - like.get(second, 0) < CLEARLY:
            return None
        cited = self.judge.of(best)
        told = replace(cited, why=f"{cited.why}；没有写明文件，按所抄文字认作此条")
        return Mention(self.text.place(one.start, one.end), (told,))

    def _known(self, plain: str) -> str:
        """What the base knows of a document that it does not hold."""
        for title, number, known in self._lacking:
            if title in plain or (NUMBERED.search(number) and number in plain):
                return known
        return "没有收录这个文件，时效和文字都不能判断；请查官方文本"

    @cached_property
    def _lacking(self) -> list[tuple[str, str, str]]:
        """The documents known and not held: title and number as the reader sees them, and what is known."""
        found = []
        for entry in not_held(self.base.root):
            where = f"；可查：{entry.official}" if entry.official else ""
            known = (
                f"《{entry.title}》（{entry.number or '无文号'}，{entry.date}）没有收录：{entry.why}{where}"
            )
            title = REMARKS.sub("", normal(entry.title)[0])
            found.append((title, normal(entry.number or "")[0], known))
        return found


def _names_a_norm(plain: str) -> bool:
    """A title in brackets, or a number, is that of a norm and not of a paper of the case."""
    if plain[0] != "《":
        series = plain.partition("(20")[0].partition("(19")[0]
        return bool(series) and not CASE_PAPER.search(series)
    title, _, rest = plain[1:].partition("》")
    cited = bool(rest) and not PRIVATE.search(title)
    return cited or (bool(NORM.search(title)) and not NO_NORM.fullmatch(title))
