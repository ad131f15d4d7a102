"""What documents are called: titles, aliases and numbers, as people type them."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from .numerals import to_int

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .documents import Document

OPENING, CLOSING = "〔［[【（(﹝{｛", "〕］]】）)﹞}｝"
SAME = str.maketrans(
    dict.fromkeys(OPENING, "(")
    | dict.fromkeys(CLOSING, ")")
    | dict.fromkeys("－—–‐", "-")
    | {full: chr(ord(full) - 0xFEE0) for full in map(chr, range(0xFF10, 0xFF5B)) if full.isalnum()}
    | {"〈": "《", "〉": "》", "<": "《", ">": "》", "；": ";", "／": "/", "條": "条", "．": ".", "，": ","}
)
NUMBERED = re.compile(r"(?P<series>\D+)\((?P<year>\d{4})\)(?P<number>\d+)号")
SERIAL = r"(?:[(《](?P<bracketed>\d{4})[)》]|(?P<spoken>\d{4})[年_-])第?(?P<number>\d+)(?P<unit>号(?![楼院车房线机桌铺馆店柜])|(?![\d年月日元万个号]))"
LONGER_SERIES = re.compile(r"(?:(?<!两)高|[院检厅局办委部省市])$")  # 川高法〔2024〕132号不是法〔2024〕132号
OWN_SERIES = {"法释", "高检发释字"}  # 只有最高人民法院、最高人民检察院使用
KIND_WORDS = {
    "解释": {"judicial_interpretation", "legislative_interpretation"},
    "意见": {"normative_document"},
    "规定": {"normative_document", "judicial_interpretation"},
    "批复": {"judicial_interpretation"},
    "决定": {"judicial_interpretation", "amendment", "law"},
    "纪要": {"minutes"},
}
KIND_WORD = re.compile("|".join(KIND_WORDS))
PAPER = re.compile("文件?")  # 法发〔2021〕22号文
SIGNS = frozenset("《(0123456789本该此")
ELSEWHERE = re.compile(r"《[^》]{0,200}》|[本该此](?:法|解释|规定|意见|决定|办法|条例|纪要|批复|通知)")
OUTDATED = re.compile(
    r"(?:旧|原|79年?|1979年?|修[订正]前的?|德国|日本|美国|英国|法国|韩国|俄罗斯|意大利|瑞士|台湾(?:地区)?|香港|澳门)的?$"
)
SHORT_FOR = r"以下(?:简称|称)[^()]*(?:\([^()]*\)[^()]*)?"
REMARK = re.compile(rf"\((?:{SHORT_FOR}|已废止|已失效|已修改|现行有效|\d{{4}}年?修[正订][^()]*)\)")
REMARK_AFTER_NUMBER = re.compile(rf"(?:[,;、]?{SHORT_FOR})?\)")
GENERIC = re.compile(r"《(?:解释|意见|规定|决定|办法|纪要|批复|通知)》(?=\()")  # 其后的文号说明是哪一个
AMENDMENT = re.compile(r"修正案(?:\([^)]*\)|[一二三四五六七八九十\d]+)?")
NOT_A_PART = r"(?!、?\([一二三四五六七八九十]+\))"  # 「电诈意见二、（一）」是第一个意见的第二部分
NUMERALS = "一二三四五六七八九十"
HALVES = re.compile(r"[总分]则")

UNHELD = ""


def normal(text: str) -> tuple[str, list[int]]:
    """The text without spaces and with one kind of bracket, and where each character stood."""
    same = text.translate(SAME).lower()
    places = [index for index, character in enumerate(same) if not character.isspace()]
    kept: list[tuple[str, int]] = []
    for before, index in pairwise([-1, *places]):
        if before >= 0 and index - before > 1 and same[before].isdecimal() and same[index].isdecimal():
            kept.append(("_", before + 1))  # 「法发2025 12号」的空格隔开两个数
        kept.append((same[index], index))
    return "".join(character for character, _ in kept), [index for _, index in kept]


class DocumentNames:
    """Recognises a document by any of its names; a name that several bear is nobody's."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._names: dict[str, str] = {}
        self._numbers: dict[tuple[str, str, str], str] = {}
        self._by_year: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        for document in documents:
            self._learn(document)
        by_first: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self._names, key=len, reverse=True):
            by_first[name[0]].append(_guarded(name))
        self._patterns = {first: re.compile("|".join(names)) for first, names in by_first.items()}
        self._begins = {name[:2] for name in self._names} | {series[:2] for series, _, _ in self._numbers}
        self._begins |= {
            f"{series}{sign}" for series in self._begins if len(series) == 1 for sign in "(-0123456789"
        }
        series = sorted({series for series, _, _ in self._numbers}, key=len, reverse=True)
        self._serial = re.compile(rf"(?P<series>{'|'.join(map(re.escape, series)) or '(?!)'})?{SERIAL}")

    def _learn(self, document: Document) -> None:
        spoken = [name for name in document.names if not NUMBERED.fullmatch(normal(name)[0])]
        for name in spoken:
            for variant in _variants(name):
                known = self._names.setdefault(variant, document.id)
                if known != document.id:
                    self._names[variant] = UNHELD
        if match := NUMBERED.fullmatch(normal(document.number or "")[0]):
            self._numbers[match["series"], match["year"], match["number"]] = document.id
            self._by_year[match["year"], match["number"]].append((document.id, document.kind))

    def may_begin(self, plain: str, at: int) -> bool:
        """Whether any name could begin here; most places in a text are passed by on this question alone."""
        return plain[at] in SIGNS or plain[at : at + 2] in self._begins

    def at(self, plain: str, start: int) -> tuple[str | None, int]:
        """The document named from `start` on and where its name ends; UNHELD for one we do not hold."""
        found: str | None = None
        end = start
        for named, after in self._references(plain, start):
            if found not in {None, named} and plain[end] == "《":  # 《刑法》《刑事诉讼法》是两个文件
                break
            found = named if found in (None, named) else UNHELD
            end = after
        while remark := REMARK.match(plain, end) if end > start else None:
            end = remark.end()
        if end > start and OUTDATED.search(plain[max(0, start - 5) : start]):
            found = UNHELD
        return found, end

    def _references(self, plain: str, at: int) -> Iterator[tuple[str, int]]:
        """The names that follow one another and should agree: 《…解释》（法释〔2019〕15号）."""
        if generic := GENERIC.match(plain, at):
            reference = self._in_brackets(plain, generic.end())
        else:
            reference = self._name(plain, at) or self._number(plain, at) or _elsewhere(plain, at)
        while reference:
            yield reference
            at = reference[1]
            reference = self._in_brackets(plain, at) or self._name(plain, at) or self._number(plain, at)

    def _in_brackets(self, plain: str, at: int) -> tuple[str, int] | None:
        inner = self._number(plain, at + 1) if plain[at : at + 1] == "(" else None
        closed = REMARK_AFTER_NUMBER.match(plain, inner[1]) if inner else None
        return (inner[0], closed.end()) if inner and closed else None

    def _name(self, plain: str, at: int) -> tuple[str, int] | None:
        quoted = plain[at : at + 1] == "《"
        begin = at + quoted
        pattern = self._patterns.get(plain[begin : begin + 1])
        match = pattern.match(plain, begin) if pattern else None
        if match is None or (quoted and plain[match.end() : match.end() + 1] != "》"):
            return None
        end = match.end() + quoted
        if amendment := AMENDMENT.match(plain, end):
            return UNHELD, amendment.end()
        half = HALVES.match(plain, end)
        return self._names[match[0]], half.end() if half else end

    def _number(self, plain: str, at: int) -> tuple[str, int] | None:
        match = self._serial.match(plain, at)
        if match is None:
            return None
        word = KIND_WORD.match(plain, match.end()) or PAPER.match(plain, match.end())
        end = word.end() if word else match.end()
        year = match["bracketed"] or match["spoken"]
        if not match["series"]:
            return (self._unserialled(match, word[0] if word else ""), end) if match["unit"] else None
        if match["series"] not in OWN_SERIES and LONGER_SERIES.search(plain[max(0, at - 2) : at]):
            return UNHELD, end
        return self._numbers.get((match["series"], year, match["number"]), UNHELD), end

    def _unserialled(self, match: re.Match[str], word: str) -> str:
        """2019年15号解释: only where a single document fits; a bracketed year lacks a series we know."""
        fitting = [] if match["bracketed"] else self._by_year[match["spoken"], match["number"]]
        ids = [document for document, kind in fitting if kind in KIND_WORDS.get(word, {kind})]
        return ids[0] if len(ids) == 1 else UNHELD


def _guarded(name: str) -> str:
    """The pattern of a name where it is one: not 有期徒刑九个月, 反诈法治, 辩护意见（二）, 诈骗解释称."""
    before = (
        "(?<![护辩理诉定查庭审核])" if name.startswith("意见") else "(?<!徒)" if name.startswith("刑") else ""
    )
    after = NOT_A_PART if name[-1] in NUMERALS or name.endswith("修正案") else ""
    if name[-1] in NUMERALS:
        after += "(?![个年月庭])"
    if name.endswith("法"):
        after += "(?![治学])"
    if name.endswith("解释"):
        after += "(?![称说道])"
    return f"{before}{re.escape(name)}{after}"


def _elsewhere(plain: str, at: int) -> tuple[str, int] | None:
    match = ELSEWHERE.match(plain, at)
    return (UNHELD, match.end()) if match else None


def _variants(name: str) -> Iterator[str]:
    """A name as it stands, without the issuers before 关于, without 中华人民共和国, and （二） as 二."""
    plain = normal(name)[0].strip("《》")
    yield plain
    yield plain.removeprefix("中华人民共和国")
    if "关于" in plain[1:]:
        yield plain[plain.index("关于", 1) :]
    if "关于" in plain[1:] and "、" in plain[: plain.index("关于", 1)]:
        issuers, about, rest = plain.partition("关于")
        yield f"{issuers.replace('、', '')}{about}{rest}"
    yield plain.replace("令第", "令")
    if dated := re.fullmatch(r"(\d{4}年)(\D+)", plain):
        yield f"{dated[1]}《{dated[2]}》"
    if bracketed := re.search(rf"\(([{NUMERALS}]+)\)", plain):
        for number in (bracketed[1], f"({to_int(bracketed[1])})", str(to_int(bracketed[1]))):
            yield plain.replace(bracketed[0], number)
