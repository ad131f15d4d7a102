"""The lines of the rules in their places: what stands above a line, and the days on which it can speak."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.condition import Cite, Condition
from kb.period import Period
from kb.rules import GeneralException, LegalException, Rule
from kb.statutes import UnknownCitation

from .places import issue_at

if TYPE_CHECKING:
    from kb import KnowledgeBase
    from kb.issues import Issue
    from kb.provision import Provision
    from kb.statutes import Statutes

ALWAYS = (Period.model_validate({}),)


@dataclass(frozen=True)
class Line:
    """One condition of a rule, with what stands above it from the top down."""

    rule: Rule
    condition: Condition
    above: tuple[Condition, ...] = ()

    @property
    def chain(self) -> tuple[Condition, ...]:
        """From the top condition down to this one."""
        return (*self.above, self.condition)

    @property
    def cites(self) -> tuple[Cite, ...]:
        """What the line rests on: its own citations, or those of the nearest line above that has any."""
        return next((condition.cite for condition in reversed(self.chain) if condition.cite), ())

    @property
    def reversed(self) -> bool:
        """Whether being met speaks against the charge: below a `not`, or in an exception."""
        exception = isinstance(self.chain[0], LegalException) or isinstance(self.rule, GeneralException)
        return exception or any(condition.negated is not None for condition in self.above)

    @property
    def declared(self) -> Period | None:
        """The days that every `in_force` from the rule down to here allows; None where there are none."""
        return overlap([self.rule.in_force, *(condition.in_force for condition in self.chain)])

    def days(self, statutes: Statutes) -> tuple[Period, ...]:
        """The days on which the line can speak, as far as the lines above it and `in_force` say."""
        declared = self.declared
        held: tuple[Period, ...] = (declared,) if declared else ALWAYS
        for condition in self.above:
            held = shared(held, spells(statutes, condition.cite)) or held
        return held

    def issue(self, key: str, problem: str, repair: str) -> Issue:
        """An issue at a key of this line."""
        return issue_at(self.condition, key, problem, repair)


def lines_of(rule: Rule) -> Iterator[Line]:
    """Every condition of a rule in the order it is written."""
    for top in rule.tops:
        yield from _below(Line(rule, top))


def _below(line: Line) -> Iterator[Line]:
    yield line
    for child in line.condition.children:
        yield from _below(Line(line.rule, child, line.chain))


def lines(kb: KnowledgeBase) -> Iterator[Line]:
    """Every condition of every rule."""
    for rule in kb.rules.values():
        yield from lines_of(rule)


def overlap(periods: Iterable[Period | None]) -> Period | None:
    """The days that all periods share, an absent one being all days; None where they share none."""
    (result,) = ALWAYS
    for period in periods:
        if period is not None:
            both = result.within(period)
            if both is None:
                return None
            result = both
    return result


def shared(some: Iterable[Period], others: Iterable[Period]) -> tuple[Period, ...]:
    """The days that stand in both of two sets of days."""
    others = tuple(others)
    return tuple(both for period in some for other in others if (both := period.within(other)))


def spells(statutes: Statutes, cites: Iterable[Cite]) -> tuple[Period, ...]:
    """The days on which some citation holds, with the quoted words; all days where nothing is cited."""
    cites = tuple(cites)
    found = [
        wording.in_force
        for cite in cites
        for wording in wordings(statutes, cite.at)
        if cite.quote is None or cite.quote in wording.text
    ]
    return tuple(found) if cites else ALWAYS


def wordings(statutes: Statutes, citation: str) -> tuple[Provision, ...]:
    """Every wording of a provision; none where the citation leads nowhere (which another check reports)."""
    try:
        return statutes.versions(citation)
    except UnknownCitation:
        return ()


def current(statutes: Statutes, citation: str, days: Iterable[Period]) -> tuple[Provision, ...]:
    """The wordings of a provision that are in force on some of the days."""
    days = tuple(days)
    return tuple(wording for wording in wordings(statutes, citation) if shared([wording.in_force], days))
