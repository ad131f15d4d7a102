"""How the parts of a charge stand on a person: elements with their reasons and evidence, exceptions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from .evidence_findings import Proofs

ElementVerdict = Literal["met", "not_met", "unknown"]
ELEMENT_VERDICTS: dict[str, str] = {"met": "符合", "not_met": "不符合", "unknown": "待查"}


@dataclass(frozen=True)
class Reason:
    """One line of a reason: what was found, and the provision behind it."""

    text: str
    cites: tuple[str, ...]
    labels: tuple[str, ...]
    unverified: bool = False
    disputed: bool = False

    def to_json(self) -> dict[str, Any]:
        """The reason as JSON data."""
        return {
            "text": self.text,
            "cites": list(self.cites),
            "labels": list(self.labels),
            "unverified": self.unverified,
            "disputed": self.disputed,
        }


@dataclass(frozen=True)
class ElementFinding:
    """How one element stands: verdict, the citations and reasons behind it, the facts still to ask."""

    id: str
    label: str
    verdict: ElementVerdict
    because: tuple[str, ...]
    reasons: Sequence[Reason]
    ask: tuple[str, ...]
    cites: tuple[str, ...] = ()
    facts: Sequence[str] = ()
    """The facts that decide it."""
    proofs: Proofs = field(default_factory=Proofs)

    def to_json(self) -> dict[str, Any]:
        """The element as JSON data."""
        return {
            "id": self.id,
            "label": self.label,
            "verdict": self.verdict,
            "because": list(self.because),
            "ask": list(self.ask),
            "reasons": [reason.to_json() for reason in self.reasons],
            "evidence": self.proofs.to_json(),
        }


@dataclass(frozen=True)
class ExceptionFinding:
    """An exception that is shown, or that comes into question."""

    id: str
    label: str
    effect: str
    verdict: ElementVerdict
    because: tuple[str, ...]
    ask: tuple[str, ...]
    follows: tuple[str, ...] = ()
    likely: bool = False
    """Whether something that was stated points to it, while something else is not known yet."""

    def to_json(self) -> dict[str, Any]:
        """The exception as JSON data."""
        return {
            "id": self.id,
            "label": self.label,
            "effect": self.effect,
            "verdict": self.verdict,
            "because": list(self.because),
            "ask": list(self.ask),
            "likely": self.likely,
        }
