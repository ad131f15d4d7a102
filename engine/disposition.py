"""What the engine says where charges meet on one person: absorbed, the heavier one, several crimes, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .findings import Finding


@dataclass(frozen=True)
class Absorbed:
    """A charge that does not stand beside another, and the clause that orders it."""

    charge: str
    into: str
    cite: tuple[str, ...]
    rule: str
    note: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The absorption as JSON data."""
        return {
            "charge": self.charge,
            "into": self.into,
            "cite": list(self.cite),
            "rule": self.rule,
            "note": self.note,
        }


@dataclass(frozen=True)
class Cumulated:
    """Two charges that are punished side by side, and the clause that orders it; `rule` None: none but 刑法第六十九条."""

    charges: tuple[str, str]
    cite: tuple[str, ...]
    rule: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The pair as JSON data."""
        return {"charges": list(self.charges), "cite": list(self.cite), "rule": self.rule}


STEPS: dict[str, str] = {
    "heavier": "从一重处断",
    "absorbed": "吸收、法条竞合",
    "joined": "选择性罪名定一罪",
    "cumulative": "数罪并罚（有规定）",
    "partly": "重合部分从一重，其余并罚",
    "apart": "数罪并罚（各自成立）",
    "one_act": "同一行为（想象竞合）",
    "linked": "手段、后续（牵连）",
}
"""What a step of the disposition does; the last two are for a person to decide."""


@dataclass(frozen=True)
class Step:
    """One step from the charges that stand to those that are punished: two charges, what orders it, the ranges compared."""

    kind: str
    charges: tuple[str, str]
    text: str
    cite: tuple[str, ...] = ()
    rule: str | None = None
    ranges: tuple[tuple[str, str], ...] = ()
    """Each of the two with its range, where they are compared."""
    heavier: str | None = None
    """Which of them is the heavier by its range; none where they are equal."""
    disputed: bool = False

    def to_json(self) -> dict[str, Any]:
        """The step as JSON data."""
        return {
            "kind": self.kind,
            "label": STEPS[self.kind],
            "charges": list(self.charges),
            "text": self.text,
            "cite": list(self.cite),
            "rule": self.rule,
            "ranges": [{"charge": charge, "range": words} for charge, words in self.ranges],
            "heavier": self.heavier,
            "disputed": self.disputed,
        }


@dataclass(frozen=True)
class Together:
    """Within which bounds a sentence for several crimes is fixed, in months, and by which clause (刑法第六十九条)."""

    min_months: int
    max_months: int
    life: bool
    death: bool
    cite: str
    words: str

    def to_json(self) -> dict[str, Any]:
        """The bounds as JSON data."""
        return {
            "min_months": self.min_months,
            "max_months": self.max_months,
            "life": self.life,
            "death": self.death,
            "cite": self.cite,
            "text": self.words,
        }


@dataclass(frozen=True)
class Disposition:
    """What remains when the findings on one person meet."""

    charges: tuple[str, ...] = ()
    absorbed: tuple[Absorbed, ...] = ()
    pending: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    plural: tuple[Cumulated, ...] = ()
    rejudged: tuple[Finding, ...] = ()
    """Findings judged again without the acts for which another charge stands."""
    together: Together | None = None

    @property
    def cumulative(self) -> bool:
        """Whether several crimes are punished side by side (数罪并罚)."""
        return bool(self.plural)

    def gave_way(self, charge: str) -> frozenset[str]:
        """The charges to which one gave way because they are the heavier (从一重), not because it is part of them."""
        heavier = [frozenset(step.charges) for step in self.steps if step.kind == "heavier"]
        into = (entry.into for entry in self.absorbed if entry.charge == charge)
        return frozenset(name for name in into if frozenset((charge, name)) in heavier)

    def to_json(self) -> dict[str, Any]:
        """The disposition as JSON data."""
        return {
            "charges": list(self.charges),
            "absorbed": [absorbed.to_json() for absorbed in self.absorbed],
            "cumulative": self.cumulative,
            "pending": list(self.pending),
            "steps": [step.to_json() for step in self.steps],
            "together": self.together.to_json() if self.together else None,
            "plural": [pair.to_json() for pair in self.plural],
        }
