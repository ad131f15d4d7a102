"""Standards that a text names beside a citation: in the cited text, in what interprets it, replaced, or nowhere held."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from .amounts import amounts_of
from .cited import doubted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from kb import KnowledgeBase, Provision

    from .cited import Cited, Judge, Level

Key = tuple["Decimal", str]
Source = Literal["cited", "beside", "replaced", "not_yet", "no_wording", "later", "nowhere"]
SOURCES: dict[Source, tuple[Level, str]] = {
    "replaced": ("check", "此数已不再适用"),
    "not_yet": ("check", "此数当日尚未施行"),
    "no_wording": ("unknown", "原文未收录，此数不能核对"),
    "later": ("note", "此数只见于后来施行的规定"),
    "nowhere": ("note", "所引条文和收录的解释里没有此数"),
    "beside": ("fine", "此数不在所引条文里，在解释它的规定里"),
    "cited": ("fine", "所引条文里有此数"),
}


@dataclass(frozen=True)
class Standing:
    """Where a number stands: in `at` (label, days), and what the law of the day says in its place."""

    source: Source
    at: str | None = None
    label: str = ""
    period: str = ""
    instead: tuple[tuple[str, str], ...] = ()
    """(citation, what it says) of what replaced it."""
    unverified: bool = False

    @property
    def level(self) -> Level:
        """How much it matters."""
        return doubted(SOURCES[self.source][0], unverified=self.unverified)


class Standards:
    """Looks a number up in what a sentence cites, and around it."""

    def __init__(self, base: KnowledgeBase, judge: Judge) -> None:
        self.base, self.judge = base, judge
        self._spoken: dict[str, list[str]] = {}

    def of(self, key: Key, cited: list[Cited]) -> Standing:
        """Where a number stands that a text names as a standard beside citations."""
        held = [one for one in cited if one.state != "not_held"]
        wordings = [wording for one in held for wording in self.judge.wordings(one.citation)]
        own = self._among(key, wordings, "cited")
        if own is not None and own.source == "cited":
            return own
        around = self._among(key, self._interpreting(held), "beside")
        if around is not None and around.source == "beside":
            return around
        if around is not None and around.source == "not_yet":
            around = replace(around, source="later")
        if own is not None or around is not None:
            return own or around or Standing("nowhere")
        unknown = next((one for one in cited if self._is_unread(one)), None)
        if unknown is not None:
            return Standing("no_wording", unknown.citation, unknown.label)
        return Standing("nowhere")

    def _is_unread(self, one: Cited) -> bool:
        return (
            one.state in {"no_text", "not_held"}
            or one.unverified
            or (one.then is not None and not one.then.text)
        )

    def _among(self, key: Key, wordings: Iterable[Provision], source: Source) -> Standing | None:
        """A wording of the day that has the number, else one of other days, else None."""
        having = [wording for wording in wordings if key in amounts_of(_read(wording))]
        current = [w for w in having if self._is_law(w)]
        if current:
            return self._at(source, self._deepest(key, min(current, key=lambda w: len(w.text))))
        earlier = [w for w in having if w.in_force.start is None or w.in_force.start <= self.judge.as_of]
        if earlier:
            return self._replaced(key, self._deepest(key, min(earlier, key=lambda w: len(w.text))))
        return self._at("not_yet", self._deepest(key, having[0])) if having else None

    def _deepest(self, key: Key, wording: Provision) -> Provision:
        """The part of a wording that has the number."""
        parts = self.base.statutes[wording.document_id].parts_of(wording)
        having = (part for part in parts if key in amounts_of(_read(part)))
        return max(having, key=lambda part: len(part.path), default=wording)

    def _is_law(self, wording: Provision) -> bool:
        """In force on the day and not put aside by another text."""
        on = self.judge.as_of
        return (
            wording.in_force.covers(on)
            and self.base.statutes.standing(wording, on)[0] == "现行有效"
            and not (
                self.base.statutes.precedences(wording.citation, on)
                and self.base.statutes[wording.document_id].rank != "法律"
            )
        )

    def _at(self, source: Source, wording: Provision) -> Standing:
        period = str(self.base.statutes.spell(wording).days)
        return Standing(source, wording.citation, wording.label, period, (), wording.unverified)

    def _replaced(self, key: Key, old: Provision) -> Standing:
        """A number that a later text took away: with the numbers of the same unit that took its place."""
        cited = self.judge.of(old.citation)
        for document in cited.successors[:1]:
            kept = [w for w in self.base.statutes[document].wordings if key in amounts_of(_read(w))]
            if kept and any(map(self._is_law, kept)):  # 取代它的文件里还是这个数
                return self._at("beside", max(filter(self._is_law, kept), key=lambda w: len(w.path)))
        places = [
            *(w for w in self.base.statutes.versions(old.citation) if self._is_law(w)),
            *(self.base.statutes.provision(at) for at in cited.successors if ":" in at),
        ]
        instead = tuple((place.citation, _said(place, key[1])) for place in places)
        if not instead and cited.successors:
            instead = ((cited.successors[0], ""),)
        period = str(self.base.statutes.spell(old).days)
        return Standing("replaced", old.citation, old.label, period, instead, old.unverified)

    def _interpreting(self, cited: list[Cited]) -> Iterator[Provision]:
        """The provisions that speak of what is cited, and those that speak of such interpretations, of any day."""
        seen: dict[str, None] = {}
        for one in cited:
            first = self._speaking_of(one.citation)
            second = (
                by
                for at in first
                if self._kind(at) == "judicial_interpretation"
                for by in self._speaking_of(at)
            )
            seen |= dict.fromkeys([*first, *second])
        for citation in seen:
            yield from self.base.statutes.versions(citation)

    def _speaking_of(self, citation: str) -> list[str]:
        """Who refers to it, amendments left out."""
        if citation not in self._spoken:
            spoken = self.base.statutes.references.to(citation)
            self._spoken[citation] = [by for by in spoken if self._kind(by) != "amendment"]
        return self._spoken[citation]

    def _kind(self, citation: str) -> str:
        return self.base.statutes[citation.partition(":")[0]].kind


def _read(wording: Provision) -> str:
    """Its text, or what is told of it where nobody has the text."""
    return wording.text or wording.paraphrase or ""


def _said(wording: Provision, unit: str) -> str:
    """The numbers of a unit that a wording names, as written."""
    return "、".join(said for (_, of), said in amounts_of(_read(wording)).items() if of == unit)
