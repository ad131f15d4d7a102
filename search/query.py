"""What a query asks for: citations, quoted phrases, wildcards, and words with what they mean in the law."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from whoosh import query as q

from kb import citation as citations

from .analyzer import PAIR
from .fold import Unit, folded, units
from .words import Meaning, meanings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kb import KnowledgeBase

    from .analyzer import Words

LONGEST_QUERY = 400  # 字；再长的只看前面
LONGEST_PHRASE = 60
MOST_CONCEPTS = 24
WILD = 20  # 「*」最多隔多少字

# 各种写法的分量：人说的词为 1
LAW = 0.7  # 词表中法律的用语
SEE = 1.0  # 词表指向的条文
NAMED = 1.0  # 检索词写明的条文、罪名的条文
WITHIN = 0.4  # 词中之词
SINGLE = 0.3  # 单字

QUOTED = re.compile("“([^“”]+)”|\"([^\"]+)\"|「([^「」]+)」|『([^『』]+)』|＂([^＂]+)＂")
WILDCARD = re.compile(r"[^\s*?]*[\w\u3400-\u9fff](?:\*+|\?+(?=\w))[^\s]*|\*+\w[^\s]*")
# 只起连接、提问作用，本身不指向任何条文的词
IDLE = frozenset(
    "的 了 吗 呢 吧 啊 呀 么 是 有 在 和 与 或 被 把 给 对 为 以 及 等 这 那 其 之 于 而 又 也 都 就 还 很 我 你 他 她 它 们 会 能 可 后 到 "
    "怎么 怎样 怎么办 怎么定 如何 什么 啥 哪 哪些 哪个 哪里 是否 能否 可以 多少 几 多久 谁 构成 属于 算 罪 个 的话 关于 规定 法条 条文 依据 "
    "元 条 款 项 第 年 月 日 以上 以下".split()
)


@dataclass(frozen=True)
class Concept:
    """One thing that is asked for: the terms it may be written as, each with its weight."""

    alternatives: tuple[tuple[str, float], ...]

    @property
    def weight(self) -> float:
        """How much it counts that it is there."""
        return max(weight for _, weight in self.alternatives)


@dataclass(frozen=True)
class Asked:
    """A query understood."""

    named: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    wildcards: tuple[tuple[tuple[str, ...], ...], ...] = ()
    concepts: tuple[Concept, ...] = ()

    @property
    def terms(self) -> tuple[str, ...]:
        """Everything worth marking in a text, folded."""
        words = (term for concept in self.concepts for term, _ in concept.alternatives if ":" not in term)
        literal = ("".join(part) for parts in (self.phrases, *self.wildcards) for part in parts)
        return tuple(dict.fromkeys((*literal, *(word for word in words if len(word) > 1))))


class Reader:
    """Reads queries with the names and words of one base."""

    def __init__(self, base: KnowledgeBase, words: Words) -> None:
        self.base = base
        self.words = words
        self.meanings = meanings(base)
        self.longest = max(map(len, self.meanings), default=0)

    def read(self, text: str) -> Asked:
        """Understand a query; one that says nothing asks for nothing."""
        text = text[:LONGEST_QUERY].strip()
        named = self._named(text)
        phrases: list[tuple[str, ...]] = []

        def phrase(match: re.Match[str]) -> str:
            said = folded(next(filter(None, match.groups())))[:LONGEST_PHRASE]
            if said:
                phrases.append(said)
            return "\n"

        rest = QUOTED.sub(phrase, text)
        wildcards = [found for match in WILDCARD.finditer(rest) if (found := _literals(match[0]))]
        rest = WILDCARD.sub("\n", rest)
        mentioned = citations.find(rest, self.base.statutes)
        for found in reversed(mentioned):
            rest = f"{rest[: found.start]}\n{rest[found.end :]}"
        cited = tuple(dict.fromkeys(found.citation for found in mentioned))
        words = list(self._concepts(rest))
        concepts = [*(Concept(((citation, NAMED),)) for citation in cited), *words]
        if not (named or words or phrases or wildcards):
            named = cited
        return Asked(named, tuple(phrases), tuple(wildcards), tuple(concepts[:MOST_CONCEPTS]))

    def _named(self, text: str) -> tuple[str, ...]:
        """What the whole query names: a provision, a document, or the article of a charge."""
        meaning = self.meanings.get(folded(text))
        citation = citations.resolve(text, self.base.statutes) or (meaning.names if meaning else None)
        return (citation,) if citation else ()

    def _concepts(self, text: str) -> Iterator[Concept]:
        rest: list[Unit] = []
        held = list(units(text))
        at = 0
        while at < len(held):
            meaning, length = self._meaning(held, at)
            if meaning is None:
                rest.append(held[at])
            else:
                yield from self._plain(text, rest)
                rest = []
                yield self._meant(meaning, "".join(unit.text for unit in held[at : at + length]))
            at += length
        yield from self._plain(text, rest)

    def _meaning(self, held: list[Unit], at: int) -> tuple[Meaning | None, int]:
        """The longest word that people say from here on."""
        for length in range(min(self.longest, len(held) - at), 0, -1):
            meaning = self.meanings.get(tuple(unit.text for unit in held[at : at + length]))
            if meaning is not None:
                return meaning, length
        return None, 1

    def _meant(self, meaning: Meaning, said: str) -> Concept:
        weights = {said: 1.0}
        for law in meaning.law:
            weights.setdefault("".join(folded(law)), 1.0 if meaning.names else LAW)
        for citation in meaning.see:
            weights.setdefault(citation, NAMED if meaning.names else SEE)
        return Concept(tuple(weights.items()))

    def _plain(self, text: str, rest: list[Unit]) -> Iterator[Concept]:
        if not rest:
            return
        words = self.words.cut(text[rest[0].start : rest[-1].end])
        telling = [word for word in words if word.text not in IDLE] or words
        for word in telling:
            single = len(word.text) == 1 and not word.text.isdecimal()
            within = {part.text: WITHIN for part in self.words.within(word)}
            yield Concept(((word.text, SINGLE if single else 1.0), *within.items()))


def _literals(text: str) -> tuple[tuple[str, ...], ...]:
    parts = (folded(part)[:LONGEST_PHRASE] for part in re.split(r"[*?]+", text))
    return tuple(part for part in parts if part)


def literally(asked: Asked) -> q.Query | None:
    """The phrases and wildcards, all of which must be there; None where there are none."""
    required = [*map(_phrase, asked.phrases), *map(_wildcard, asked.wildcards)]
    return q.And(required) if required else None


def _phrase(said: tuple[str, ...]) -> q.Query:
    if len(said) == 1:
        return q.Term("pairs", said[0])
    return q.Phrase("pairs", [a + PAIR + b for a, b in zip(said, said[1:], strict=False)])


def _wildcard(parts: tuple[tuple[str, ...], ...]) -> q.Query:
    queries = [_phrase(part) for part in parts]
    return queries[0] if len(queries) == 1 else q.Sequence(queries, slop=WILD, ordered=True)

