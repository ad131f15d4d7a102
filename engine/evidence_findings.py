"""What the engine says of evidence: how each piece stands, what an element stands on, what usually proves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

State = Literal["sound", "defect", "cured", "excluded", "review", "open"]
STATES: dict[str, str] = {
    "sound": "核对无问题",
    "defect": "有瑕疵，须补正或者作出合理解释",
    "cured": "瑕疵已补正或者作出合理解释",
    "excluded": "不得作为定案的根据",
    "review": "有须在审查时查明之处",
    "open": "尚未核对",
}


@dataclass(frozen=True)
class Flaw:
    """A point of a checklist that is met by a piece of evidence, or not known of it."""

    checklist: str
    id: str
    label: str
    kind: str
    repair: str
    because: tuple[str, ...]
    ask: tuple[str, ...] = ()
    unverified: bool = False
    likely: bool = False
    """Whether something that was stated points to it, while something else is not known yet."""

    def to_json(self) -> dict[str, Any]:
        """The flaw as JSON data."""
        return {
            "checklist": self.checklist,
            "id": self.id,
            "label": self.label,
            "flaw": self.kind,
            "repair": self.repair,
            "because": list(self.because),
            "ask": list(self.ask),
            "unverified": self.unverified,
            "likely": self.likely,
        }


@dataclass(frozen=True)
class EvidenceFinding:
    """How a piece of evidence stands: what is wrong with its gathering, what has not been looked at."""

    id: str
    label: str
    kind: str
    form: str
    state: State
    flaws: tuple[Flaw, ...]
    unknown: tuple[Flaw, ...]
    checklists: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The piece of evidence as JSON data."""
        return {
            "id": self.id,
            "label": self.label,
            "kind": self.kind,
            "form": self.form,
            "state": self.state,
            "flaws": [flaw.to_json() for flaw in self.flaws],
            "unknown": [flaw.to_json() for flaw in self.unknown],
            "checklists": list(self.checklists),
        }


@dataclass(frozen=True)
class Wanted:
    """A sort of evidence that usually proves an element: what it shows, how to get it, whether the case has one."""

    item: str
    label: str
    shows: str
    gather: str
    held: bool

    def to_json(self) -> dict[str, Any]:
        """The evidence as JSON data."""
        return {
            "item": self.item,
            "label": self.label,
            "shows": self.shows,
            "gather": self.gather,
            "held": self.held,
        }


@dataclass(frozen=True)
class Support:
    """A fact that decides an element, and the evidence that it is said to stand on."""

    fact: str
    label: str
    evidence: tuple[str, ...]
    state: str | None = None
    """The worst state of the pieces it stands on, where they are pieces of the case."""

    def to_json(self) -> dict[str, Any]:
        """The support as JSON data."""
        return {
            "fact": self.fact,
            "label": self.label,
            "evidence": list(self.evidence),
            "state": self.state,
        }


@dataclass(frozen=True)
class Proofs:
    """What an element stands on, and what usually proves it."""

    stands_on: Sequence[Support] = ()
    wanted: tuple[Wanted, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The proofs as JSON data."""
        return {
            "stands_on": [support.to_json() for support in self.stands_on],
            "wanted": [wanted.to_json() for wanted in self.wanted],
        }
