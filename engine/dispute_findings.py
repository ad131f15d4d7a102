"""What the engine says where views or charges meet: disputed points, and charges told apart test by test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Source:
    """Who holds a view: a norm with its rank, or a court, an office or a writer, not checked."""

    label: str
    rank: str
    says: str | None
    cite: str | None
    unverified: bool

    def to_json(self) -> dict[str, Any]:
        """The source as JSON data."""
        return {
            "label": self.label,
            "rank": self.rank,
            "says": self.says,
            "cite": self.cite,
            "unverified": self.unverified,
        }


@dataclass(frozen=True)
class ViewFinding:
    """One view of a dispute on this case: who holds it, whether what it needs is there, and the answer under it."""

    id: str
    label: str
    sources: tuple[Source, ...]
    met: bool | None
    ask: tuple[str, ...]
    charge: str
    verdict: str | None
    tier: str | None
    adopted: bool
    """Whether the finding that is shown says the same as this view."""
    note: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The view as JSON data."""
        return {
            "id": self.id,
            "label": self.label,
            "sources": [source.to_json() for source in self.sources],
            "met": self.met,
            "ask": list(self.ask),
            "charge": self.charge,
            "verdict": self.verdict,
            "tier": self.tier,
            "adopted": self.adopted,
            "note": self.note,
        }


@dataclass(frozen=True)
class DisputeFinding:
    """A disputed point that this person's case raises, or may raise, with every view, by the rank of its norms."""

    id: str
    label: str
    question: str
    arises: bool | None
    charges: tuple[str, ...]
    views: Sequence[ViewFinding]
    note: str | None = None

    @property
    def divided(self) -> bool:
        """Whether the views lead to different answers in this case."""
        return len({(view.charge, view.verdict, view.tier) for view in self.views}) > 1

    def to_json(self) -> dict[str, Any]:
        """The dispute as JSON data."""
        return {
            "id": self.id,
            "label": self.label,
            "question": self.question,
            "arises": self.arises,
            "charges": list(self.charges),
            "divided": self.divided,
            "views": [view.to_json() for view in self.views],
            "note": self.note,
        }


@dataclass(frozen=True)
class TestFinding:
    """One test that tells charges apart: how it stands here, why, and to which charges that points."""

    id: str
    label: str
    met: bool | None
    points_to: tuple[str, ...]
    because: tuple[str, ...]
    reasons: tuple[str, ...]
    ask: tuple[str, ...]
    unverified: bool = False

    def to_json(self) -> dict[str, Any]:
        """The test as JSON data."""
        return {
            "id": self.id,
            "label": self.label,
            "met": self.met,
            "points_to": list(self.points_to),
            "because": list(self.because),
            "reasons": list(self.reasons),
            "ask": list(self.ask),
            "unverified": self.unverified,
        }


@dataclass(frozen=True)
class Turn:
    """One fact of a test that alone would turn the verdict on a charge, and what would stand then."""

    charge: str
    fact: str
    label: str
    value: bool
    before: str
    after: str

    def to_json(self) -> dict[str, Any]:
        """The turn as JSON data."""
        return {
            "charge": self.charge,
            "fact": self.fact,
            "label": self.label,
            "value": self.value,
            "before": self.before,
            "after": self.after,
        }


@dataclass(frozen=True)
class DistinctionFinding:
    """Charges that a person's conduct opens and that are easily taken for each other, told apart by the cited tests."""

    id: str
    label: str
    question: str
    charges: tuple[tuple[str, str], ...]
    """The charges and their verdicts."""
    tests: tuple[TestFinding, ...]
    turns: Sequence[Turn]
    note: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The distinction as JSON data."""
        return {
            "id": self.id,
            "label": self.label,
            "question": self.question,
            "charges": [{"charge": charge, "verdict": verdict} for charge, verdict in self.charges],
            "tests": [test.to_json() for test in self.tests],
            "turns": [turn.to_json() for turn in self.turns],
            "note": self.note,
        }
