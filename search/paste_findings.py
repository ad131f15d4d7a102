"""What is found in a pasted text: citations, quotations, standards, each at its place and with its level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .cited import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from .cited import Cited, Level
    from .quoted import Compared
    from .standards import Standing


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
