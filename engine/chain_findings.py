"""What the engine says of the chain: which links the facts show, who answers for them, what to follow up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Answering:
    """Who answers for a link of the chain, and for which charge."""

    person: str
    charge: str
    verdict: str

    def to_json(self) -> dict[str, Any]:
        """The answer as JSON data."""
        return {"person": self.person, "charge": self.charge, "verdict": self.verdict}


@dataclass(frozen=True)
class ChainLink:
    """A link of the chain: whether the facts show it, and who answers for it."""

    id: str
    label: str
    seen: bool
    charged: bool
    persons: tuple[str, ...] = ()
    gather: tuple[str, ...] = ()
    answers: tuple[Answering, ...] = ()
    acts: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The link as JSON data."""
        return {
            "link": self.id,
            "label": self.label,
            "seen": self.seen,
            "charged": self.charged,
            "persons": list(self.persons),
            "gather": list(self.gather),
            "answers": [answer.to_json() for answer in self.answers],
            "acts": list(self.acts),
        }


LEADS: dict[str, str] = {
    "unknown_actor": "行为人未查明",
    "at_large": "行为人未到案",
    "sign": "有迹象而没有登记行为人",
    "not_asked": "是否有此环节未查",
}
"""Why a link of the chain is to be followed."""


@dataclass(frozen=True)
class Lead:
    """Something to follow up for a link: why, whom to ask, what to gather."""

    link: str
    label: str
    kind: str
    why: str
    ask: tuple[str, ...]
    gather: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The lead as JSON data."""
        return {
            "link": self.link,
            "label": self.label,
            "kind": self.kind,
            "why": self.why,
            "ask": list(self.ask),
            "gather": list(self.gather),
        }


@dataclass(frozen=True)
class ChainEdge:
    """Acts of one link that serve or lead acts of another."""

    start: str
    end: str
    acts: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The tie as JSON data."""
        return {"from": self.start, "to": self.end, "acts": list(self.acts)}


@dataclass(frozen=True)
class Chain:
    """The links of the chain in their order, the ties between them, and what to follow up."""

    links: tuple[ChainLink, ...] = ()
    edges: tuple[ChainEdge, ...] = ()
    leads: tuple[Lead, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The chain as JSON data."""
        return {
            "links": [link.to_json() for link in self.links],
            "edges": [edge.to_json() for edge in self.edges],
            "leads": [lead.to_json() for lead in self.leads],
        }
