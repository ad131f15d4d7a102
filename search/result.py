"""What a search gives back: hits, how many there are, and the counts that one can narrow them by."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal, get_args

from kb.statute_file import RANKS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from kb import KnowledgeBase

    from .hits import Hit

Facet = Literal["document", "kind", "issuer", "year", "charge", "status"]
FACETS: tuple[Facet, ...] = get_args(Facet)
FACET_LABELS: dict[Facet, str] = {
    "document": "文件",
    "kind": "效力级别",
    "issuer": "发布机关",
    "year": "公布年份",
    "charge": "罪名",
    "status": "时效",
}
Sort = Literal["relevance", "rank", "date"]
SORTS: tuple[Sort, ...] = get_args(Sort)
SORT_LABELS: dict[Sort, str] = {"relevance": "相关度", "rank": "效力级别", "date": "施行日期"}


@dataclass(frozen=True)
class Traits:
    """What an answer is counted and narrowed by; the values of a facet by which it is found."""

    document: tuple[str, ...]
    kind: tuple[str, ...]
    issuer: tuple[str, ...]
    year: tuple[str, ...]
    charge: tuple[str, ...]
    status: tuple[str, ...]


@dataclass(frozen=True)
class Filters:
    """Keep only answers that have one of the values named, in every facet that names any.

    `document` and `charge` are ids (fafa_2016_32, fraud), `kind` as in the statute files (minutes), `year` of
    promulgation ("2016"), `status` as of the day asked for: status=("现行有效",) is this day's law only.
    `include_expired`: look also among what was or will be in force.
    """

    document: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    issuer: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    charge: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    include_expired: bool = False

    def narrowed(self, facet: Facet, *values: str) -> Filters:
        """These filters with other values for one facet; none: any value will do."""
        return replace(self, **{facet: values})  # type: ignore[arg-type]

    def stopped_by(self, traits: Traits) -> tuple[Facet, ...]:
        """The facets whose named values an answer lacks; none: it stays."""
        return tuple(facet for facet, wanted in self._named if wanted.isdisjoint(getattr(traits, facet)))

    @property
    def any_value(self) -> bool:
        """No facet names a value: every answer stays."""
        return not self._named

    @cached_property
    def _named(self) -> list[tuple[Facet, frozenset[str]]]:
        return [(facet, frozenset(wanted)) for facet in FACETS if (wanted := getattr(self, facet))]


@dataclass(frozen=True)
class Count:
    """A value of a facet, what a lawyer calls it, and how many answers have it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Reading:
    """What the query says, the law's words it was also looked for as, and the provisions it leads to."""

    said: str
    law: tuple[str, ...]
    see: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """The answer to a query.

    `total`: how many answers there are, of which `hits` are the first. `corrected`: the query as it was looked
    for where a word seemed misspelt. `readings`: how the query's own words were read.
    """

    hits: tuple[Hit, ...]
    total: int
    corrected: str | None
    readings: tuple[Reading, ...]
    count: Callable[[], Mapping[Facet, tuple[Count, ...]]] = field(repr=False, compare=False)

    @cached_property
    def facets(self) -> Mapping[Facet, tuple[Count, ...]]:
        """The counts over all answers, worked out when they are first asked for.

        Those of a facet disregard its own filter, so that one sees what else could be chosen.
        """
        return self.count()


def counted(base: KnowledgeBase, answers: Iterable[Traits], where: Filters) -> dict[Facet, tuple[Count, ...]]:
    """The counts of each facet, the most frequent first; kinds by rank and years from the newest."""
    counts: dict[Facet, dict[str, int]] = {facet: {} for facet in FACETS}
    for traits in answers:
        stopped = where.stopped_by(traits)
        for facet in FACETS if not stopped else stopped if len(stopped) == 1 else ():
            held = counts[facet]
            for value in getattr(traits, facet):
                held[value] = held.get(value, 0) + 1
    return {
        facet: tuple(
            Count(value, _label(base, facet, value), count)
            for value, count in sorted(held.items(), key=lambda item: _place(facet, *item))
        )
        for facet, held in counts.items()
    }


def _place(facet: Facet, value: str, count: int) -> tuple[int, str]:
    if facet == "kind":
        return list(RANKS).index(value), value
    if facet == "year":
        return -int(value or 0), value
    return -count, value


def _label(base: KnowledgeBase, facet: Facet, value: str) -> str:
    match facet:
        case "document":
            return base.statutes[value].name
        case "kind":
            return RANKS[value]
        case "year":
            return f"{value}年"
        case "charge":
            return base.charges[value].label
        case _:
            return value
