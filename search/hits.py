"""Hits: one for a provision, not one for each of its items, with the matched words marked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from kb.citation import Citation

from .fold import units
from .passages import holding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from kb import KnowledgeBase, Provision
    from kb.documents import Status

Why = Literal["citation", "words"]
NEAR = 0.8  # 与同条中最好的相差不多，就取更具体的款、项
CURRENT = 1.25  # 同一条的旧文本比现行文本好出这么多，才取旧文本
OPEN, CLOSE = "«", "»"
SNIPPET = 100
CLAUSE_ENDS = "。；：\n"


@dataclass(frozen=True)
class Found:
    """A wording that the index found, and how well it fits."""

    provision: Provision
    score: float


@dataclass(frozen=True)
class Hit:
    """A provision that answers a query, as it reads on the day in question.

    `text` is verbatim (what is below it included), `lead` the sentence above an item that makes sense of it;
    `snippet` has the matched words between « and »; `score` is relative to the best hit; `also` names
    further provisions of the same article that fit nearly as well; `why`: the query names it, or its words match.
    """

    citation: str
    document: str
    document_title: str
    label: str
    text: str
    snippet: str
    status: Status
    score: float
    headings: tuple[str, ...]
    unverified: bool
    rules: tuple[str, ...]
    why: Why
    lead: str = ""
    also: tuple[str, ...] = ()


class Desk:
    """Turns what was found into hits, as of a day."""

    def __init__(self, base: KnowledgeBase, day: date, rules: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self.base = base
        self.day = day
        self.rules = rules or {}

    def article(self, provision: Provision) -> tuple[str, ...]:
        """What may be one hit only: the article, or the section of an opinion in parts."""
        in_parts = self.base.statutes[provision.document_id].layout == "parts_sections"
        return (provision.document_id, *provision.path[: 2 if in_parts else 1])

    def collapsed(self, found: Iterable[Found]) -> list[tuple[Found, tuple[str, ...]]]:
        """The best of each article, with the others of it that fit nearly as well; the best article first."""
        by_article: dict[tuple[str, ...], list[Found]] = {}
        for each in found:
            by_article.setdefault(self.article(each.provision), []).append(each)
        ordered = sorted(by_article.values(), key=lambda group: -max(each.score for each in group))
        return [self._best(group) for group in ordered]

    def _best(self, group: list[Found]) -> tuple[Found, tuple[str, ...]]:
        top = max(each.score for each in group)
        group = self._of_one_day(group)
        enough = NEAR * max(each.score for each in group)
        near = [each for each in group if each.score >= enough]
        best = max(near, key=lambda each: (len(each.provision.path), each.score))
        here = Citation.parse(best.provision.citation)
        others = (Citation.parse(each.provision.citation) for each in near)
        also = [str(other) for other in others if not (here.covers(other) or other.covers(here))]
        return Found(best.provision, top), tuple(dict.fromkeys(also))

    def _of_one_day(self, group: list[Found]) -> list[Found]:
        """Of several wordings those in force, unless an older one fits clearly better."""
        current = [each for each in group if each.provision.in_force.covers(self.day)]
        best = max(group, key=lambda each: each.score)
        if current and best.score < CURRENT * max(each.score for each in current):
            return current
        return [each for each in group if each.provision.in_force == best.provision.in_force]

    def hit(self, found: Found, why: Why, terms: tuple[str, ...], also: tuple[str, ...] = ()) -> Hit:
        """The hit that a person sees."""
        provision = found.provision
        document = self.base.statutes[provision.document_id]
        text = provision.text or provision.printed
        return Hit(
            citation=provision.citation,
            document=document.id,
            document_title=document.title,
            label=provision.label,
            text=text,
            snippet=snippet(text, terms),
            status=provision.status(self.day),
            score=found.score,
            headings=provision.headings,
            unverified=provision.unverified,
            rules=self.rules.get(provision.citation, ()),
            why=why,
            lead=self._lead(provision),
            also=also,
        )

    def _lead(self, provision: Provision) -> str:
        """The sentence that an item hangs on."""
        if provision.level not in {"item", "subitem"}:
            return ""
        above = Citation(provision.document_id, provision.path[:-1])
        wordings = self.base.statutes.versions(above)
        held = (w.own for w in wordings if w.in_force.covers(provision.in_force.start or date.min))
        return next(held, "")

def rules_by_provision(base: KnowledgeBase) -> dict[str, tuple[str, ...]]:
    """The rules that rest on a provision or on something in it."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for at, rules in base.uses.items():
        for citation in holding(Citation.parse(at)):
            found[citation] |= dict.fromkeys(rules)
    return {citation: tuple(rules) for citation, rules in found.items()}


def snippet(text: str, terms: tuple[str, ...]) -> str:
    """The part of a text where most of the terms stand, with them between « and »."""
    spans = _merged(_matches(text, terms))
    start, end = _window(text, spans)
    marked, at = "", start
    for first, last in spans:
        if first >= start and last <= end:
            marked += f"{text[at:first]}{OPEN}{text[first:last]}{CLOSE}"
            at = last
    body = f"{marked}{text[at:end]}".replace("\n", " ").strip()
    return f"{'…' if start else ''}{body}{'…' if end < len(text) else ''}"


def _matches(text: str, terms: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Where a term stands, whatever punctuation is within it; numbers match as wholes."""
    held = list(units(text))
    joined = "".join(unit.text for unit in held)
    starts = {}
    ends = {}
    at = 0
    for unit in held:
        starts[at] = unit.start
        at += len(unit.text)
        ends[at] = unit.end
    for term in terms:
        at = joined.find(term)
        while at >= 0:
            if at in starts and at + len(term) in ends:
                yield starts[at], ends[at + len(term)]
            at = joined.find(term, at + 1)


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _window(text: str, spans: list[tuple[int, int]]) -> tuple[int, int]:
    """The stretch, from the beginning of a clause on, that holds the most marked characters."""
    if len(text) <= SNIPPET:
        return 0, len(text)
    clauses = [0, *(at + 1 for at, character in enumerate(text[:-1]) if character in CLAUSE_ENDS)]
    starts = clauses + [max(0, first - SNIPPET // 2) for first, _ in spans]

    def marked(start: int) -> tuple[int, bool, int]:
        held = sum(last - first for first, last in spans if first >= start and last <= start + SNIPPET)
        return held, start in clauses, -start

    start = max(starts, key=marked)
    return start, min(len(text), start + SNIPPET)
