"""What a charge lacks to be made out (补证清单): the smallest sets of facts, not known ones and contrary ones apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

LackState = Literal["missing", "contrary"]


@dataclass(frozen=True)
class Lack:
    """One fact of a set: what it has to be, what is known of it now, the provision, and what would prove it."""

    fact: str | None
    """None where an act would have to be entered as another kind of conduct (`kind`)."""
    label: str
    question: str
    value: Any
    """The value as it is written in a case file: true, false, a choice, `{at_least: …}`; the kind of conduct."""
    needed: str
    state: LackState
    known: str
    part: str
    part_label: str
    cites: tuple[str, ...]
    labels: tuple[str, ...]
    unverified: bool
    targets: tuple[str, ...]
    """Where it is written: persons, acts, groups or `case`; for a kind of conduct, the act that is entered so, too."""
    evidence: tuple[str, ...] = ()
    """What usually proves the fact itself."""
    wanted: tuple[str, ...] = ()
    """What usually proves the element, and the case does not have yet."""
    judged: bool = False
    """Whether a person has to judge it."""
    others: tuple[bool | str, ...] = ()
    """The other answers that would do as well."""

    def to_json(self) -> dict[str, Any]:
        """The fact as JSON data."""
        return {
            "fact": self.fact,
            "label": self.label,
            "question": self.question,
            "value": self.value,
            "or": list(self.others),
            "needed": self.needed,
            "state": self.state,
            "known": self.known,
            "element": self.part,
            "element_label": self.part_label,
            "cites": list(self.cites),
            "labels": list(self.labels),
            "unverified": self.unverified,
            "targets": list(self.targets),
            "evidence": list(self.evidence),
            "wanted": list(self.wanted),
            "appraisal": self.judged,
        }


LackSet = tuple[Lack, ...]


def has_contrary(lacks: LackSet) -> bool:
    """Whether a set has a fact that was found to be otherwise."""
    return any(lack.state == "contrary" for lack in lacks)


@dataclass(frozen=True)
class Shortfall:
    """The smallest sets of facts with which a charge would stand, or why no facts would make it stand."""

    missing: tuple[LackSet, ...] = ()
    """Sets of facts that are not known yet: further proof would do."""
    contrary: tuple[LackSet, ...] = ()
    """Sets with a fact that was found to be otherwise: that finding would have to fall."""
    blocked: tuple[str, ...] = ()
    """Why the charge cannot stand now whatever facts are shown, and what to do first."""
    more: int = 0
    """How many further combinations the rule offers at most; they were not tried."""

    def to_json(self) -> dict[str, Any]:
        """The sets as JSON data."""
        return {
            "missing": [[lack.to_json() for lack in each] for each in self.missing],
            "contrary": [[lack.to_json() for lack in each] for each in self.contrary],
            "blocked": list(self.blocked),
            "more": self.more,
        }
