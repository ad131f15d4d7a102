"""Hits: one for an article, not one for each of its items, with the matched words marked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from kb.citation import Citation

from .snippet import Marker

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kb import KnowledgeBase, Provision
    from kb.provision import Status

    from .analyzer import Words
    from .result import Traits

Why = Literal["citation", "words"]
Article = tuple[str, ...]
NEAR = 0.8  # 与同条中最好的相差不多，就取更具体的款、项
CATCH_ALL = "其他"  # 「其他情节严重的情形」单独说明不了什么，取它所在的款
MANY = 2  # 除它以外还有这么多款、项同样合适，就取包含它们的条、款


@dataclass(frozen=True, slots=True)
class Scored:
    """A wording that was found, and how well it fits: 1 for the best."""

    provision: Provision
    score: float


@dataclass(frozen=True)
class Hit:
    """A provision that answers a query, as it reads on the day in question.

    `text` is verbatim, with all below it; `lead` is the sentence that an item hangs on. `snippet` has the
    matched words between « and ». `score` is relative to the best. `why`: the query names it, or its words
    match. `also` are further provisions of the same article that fit nearly as well. `rules` rest on the
    provision or on something in it, `charges` are those that rest on its article or section. `promulgated` and
    `effective` are the document's days; the wording itself reads so from `start` to `end` (None: open).
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
    number: str | None = None
    kind: str = ""
    rank: str = ""
    issuers: tuple[str, ...] = ()
    charges: tuple[str, ...] = ()
    promulgated: date | None = None
    effective: date | None = None
    start: date | None = None
    end: date | None = None

    @property
    def path(self) -> tuple[str, ...]:
        """Where it stands: the document, then its headings from the outermost."""
        return (self.document_title, *self.headings)


def article_of(base: KnowledgeBase, provision: Provision) -> Article:
    """What may be one hit only: the article, or the section of an opinion in parts."""
    in_parts = base.statutes[provision.document_id].layout == "parts_sections"
    return (provision.document_id, *provision.path[: 2 if in_parts else 1])


def collapsed(base: KnowledgeBase, found: Iterable[Scored]) -> list[tuple[Scored, tuple[str, ...]]]:
    """The best of each article, with the others of it that fit nearly as well; the best article first."""
    by_article: dict[Article, list[Scored]] = defaultdict(list)
    for each in found:
        by_article[article_of(base, each.provision)].append(each)
    ordered = sorted(by_article.values(), key=lambda group: -max(each.score for each in group))
    return [best_of(group) for group in ordered]


def best_of(group: Sequence[Scored]) -> tuple[Scored, tuple[str, ...]]:
    """What to show of an article, with the others of it that fit nearly as well.

    Lawyers cite one place: an article and five of its items are one answer. The item says more than the
    article wherever it fits about as well; where many items do, or the words are spread over them, the
    paragraph or article that holds them is meant.
    """
    top = max(group, key=lambda each: each.score)
    near = [each for each in group if each.score >= NEAR * top.score and _together(each, top)]
    telling = [each for each in near if not each.provision.own.startswith(CATCH_ALL)] or near
    best = max(telling, key=lambda each: (len(each.provision.path), each.score))
    here = Citation.parse(best.provision.citation)
    others = (Citation.parse(each.provision.citation) for each in near)
    also = tuple(dict.fromkeys(str(o) for o in others if not (here.covers(o) or o.covers(here))))
    whole = _holding_all(near, (best.provision.citation, *also)) if len(also) >= MANY else None
    return (Scored(whole, top.score), ()) if whole else (Scored(best.provision, top.score), also)


def _together(one: Scored, other: Scored) -> bool:
    """Two wordings that were in force at the same time."""
    first, second = one.provision.in_force, other.provision.in_force
    begun = first.start is None or second.end is None or first.start <= second.end
    return begun and (second.start is None or first.end is None or second.start <= first.end)


def _holding_all(near: list[Scored], citations: tuple[str, ...]) -> Provision | None:
    """The most specific provision that holds all of these."""
    wanted = [Citation.parse(citation) for citation in citations]
    held = [(Citation.parse(each.provision.citation), each.provision) for each in near]
    whole = (provision for here, provision in held if all(here.covers(citation) for citation in wanted))
    return max(whole, key=lambda provision: len(provision.path), default=None)


class Desk:
    """Writes hits out for a person."""

    def __init__(self, base: KnowledgeBase, words: Words) -> None:
        self.base = base
        self.marker = Marker(words)

    def hit(
        self, best: tuple[Scored, tuple[str, ...]], traits: Traits, on: date, why: Why, terms: tuple[str, ...]
    ) -> Hit:
        """The hit as it stands on a day, of what `best_of` chose."""
        found, also = best
        provision = found.provision
        document = self.base.statutes[provision.document_id]
        text = provision.text or provision.printed
        days = self.base.statutes.spell(provision).days
        return Hit(
            citation=provision.citation,
            document=document.id,
            document_title=document.title,
            label=provision.label,
            text=text,
            snippet=self.marker.snippet(text, terms),
            status=self.base.statutes.standing(provision, on)[0],
            score=round(found.score, 4),
            headings=provision.headings,
            unverified=provision.unverified,
            rules=self.base.resting.get(provision.citation, ()),
            why=why,
            lead=self._lead(provision),
            also=also,
            number=document.number,
            kind=document.kind,
            rank=document.rank,
            issuers=document.issuers,
            charges=traits.charge,
            promulgated=document.promulgated,
            effective=document.in_force.start,
            start=days.start,
            end=days.end,
        )

    def _lead(self, provision: Provision) -> str:
        if provision.level not in {"item", "subitem", "point"}:
            return ""
        above = self.base.statutes.versions(Citation(provision.document_id, provision.path[:-1]))
        day = provision.in_force.start or date.min
        return next((wording.own for wording in above if wording.in_force.covers(day)), "")
