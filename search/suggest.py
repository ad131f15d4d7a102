"""Suggestions while somebody types: charges, words of practice, documents and articles that begin so."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from .fold import folded
from .pinyin import readings
from .words import meanings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kb import KnowledgeBase

What = Literal["罪名", "用语", "法律用语", "文件", "条文"]
LEFT_OUT = str.maketrans("", "", "第条年《》〔〕罪")


@dataclass(frozen=True)
class Suggestion:
    """A query to choose: its text, what it is, a word of explanation, and the citation it leads to."""

    text: str
    what: What
    detail: str = ""
    citation: str | None = None


class Suggester:
    """Completes what is being typed from the names and words of one base."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._held = [(suggestion, *_keys(suggestion)) for suggestion in _all(base)]

    def __iter__(self) -> Iterator[Suggestion]:
        """Everything that may be suggested, the likeliest first."""
        return (suggestion for suggestion, *_ in self._held)

    def suggest(self, prefix: str, limit: int = 8) -> list[Suggestion]:
        """Whole queries that begin like this one, by characters, pinyin or its first letters; the likeliest first.

        Of several words the last is completed. What is typed already is not suggested.
        """
        before, said = _last_word(prefix)
        wanted = _key(said)
        if not wanted:
            return []
        found: dict[str, tuple[int, int, Suggestion]] = {}
        for place, (suggestion, key, letters) in enumerate(self._held):
            how = _how(wanted, key, letters)
            text = before + suggestion.text
            if how is not None and suggestion.text != said and text not in found:
                found[text] = (how, place, suggestion)
        best = sorted(found.items(), key=lambda item: item[1][:2])[: max(limit, 0)]
        return [Suggestion(text, held.what, held.detail, held.citation) for text, (_, _, held) in best]


def _last_word(prefix: str) -> tuple[str, str]:
    said = prefix.rsplit(maxsplit=1)[-1] if prefix.strip() and not prefix[-1].isspace() else ""
    return prefix[: len(prefix) - len(said)], said


def _key(text: str) -> str:
    return "".join(folded(text)).translate(LEFT_OUT)


def _keys(suggestion: Suggestion) -> tuple[str, tuple[str, ...]]:
    key = _key(suggestion.text)
    ways = readings(key) if suggestion.what != "条文" else []
    letters = dict.fromkeys(f(way) for way in ways for f in ("".join, _initials))
    return key, tuple(letters)


def _initials(reading: tuple[str, ...]) -> str:
    return "".join(syllable[:1] for syllable in reading)


def _how(wanted: str, key: str, letters: tuple[str, ...]) -> int | None:
    """How well it fits: it begins so, it sounds so, or it holds it; None where it does not."""
    if key.startswith(wanted):
        return 0
    if wanted.isascii() and any(way.startswith(wanted) for way in letters):
        return 1
    return 2 if len(wanted) > 1 and wanted in key else None


def _all(base: KnowledgeBase) -> Iterator[Suggestion]:
    """Everything that may be suggested, the likeliest first."""
    charges = base.charges.values()
    weight = {charge.id: sum(charge.id in rules for rules in base.uses.values()) for charge in charges}
    for charge in sorted(charges, key=lambda charge: -weight[charge.id]):
        article = base.statutes.label(charge.article)
        for said in dict.fromkeys(
            (charge.label, *(f"{alias.removesuffix('罪')}罪" for alias in charge.aliases))
        ):
            yield Suggestion(said, "罪名", article, charge.article)
    spoken = [meaning for meaning in meanings(base).values() if meaning.names is None]
    for meaning in spoken:
        yield Suggestion(meaning.said, "用语", "、".join(meaning.law[:2]))
    uses = Counter(citation.partition(":")[0] for citation in base.uses)
    documents = sorted(base.statutes.values(), key=lambda document: -uses[document.id])
    for document in documents:
        named = dict.fromkeys((document.name, document.title, document.short or "", *document.aliases))
        for name in filter(None, named):
            yield Suggestion(name, "文件", document.title, document.id)
    for word in dict.fromkeys(word.strip("“”") for meaning in spoken for word in meaning.law):
        yield Suggestion(word, "法律用语")
    today = date.today()
    for document in documents:
        for provision in document.provisions(today):
            if provision.level == "article":
                yield Suggestion(provision.label, "条文", document.title, provision.citation)
