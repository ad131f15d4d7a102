# ruff: noqa: INP001 - scripts that are run where they lie; no package
"""Readings as decisions of zen-engine (GoRules): a graph whose one expression node holds an expression for each node.

Its booleans know two values and its comparisons refuse null: an expression is true where a proof of met holds, false
where a proof of not met holds, else null, and a number of which nothing is known has bounds that prove nothing.
Of the ways that it offers, the fast one (two expressions for each node took 1.3 times as long).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import zen
from proofs import GREATEST, LEAST, Bounded, Decided, Part, Told, proofs_of, told_of

from engine.facts import Projection
from engine.plan import Reading
from engine.values import Truth

PLACE = {"x": 0, "y": 0}


class Zen:
    """Compiles each reading once."""

    def __init__(self) -> None:
        self._engine = zen.ZenEngine()
        self._decisions: dict[tuple[str, ...], tuple[_Writer, Any]] = {}

    def evaluate(self, reading: Reading, facts: Projection) -> Mapping[str, Truth]:
        """Decide every node of the reading for one person."""
        if reading.key not in self._decisions:
            writer = _Writer({node: f"v{number}" for number, node in enumerate(reading.nodes)})
            content = zen.ZenDecisionContent(json.dumps(_graph(writer.expressions(reading))))
            self._decisions[reading.key] = (writer, self._engine.create_decision(content))
        writer, decision = self._decisions[reading.key]
        found = decision.evaluate(writer.context(told_of(reading, facts)))["result"]
        return {node: found.get(key) for node, key in writer.nodes.items()}


@dataclass
class _Writer:
    """Writes a reading in zen's language, and what the case says in the same names."""

    nodes: Mapping[str, str]
    names: dict[str, str] = field(default_factory=dict)
    unknown: dict[str, Any] = field(default_factory=dict)
    """What the context holds where the case says nothing."""

    def expressions(self, reading: Reading) -> list[dict[str, str]]:
        """An expression for each node, those of what lies below it before it."""
        proved: dict[tuple[str, bool], list[str]] = {}
        for proof in proofs_of(reading):
            whole = " and ".join(map(self._written, proof.parts))
            proved.setdefault((proof.node, proof.met), []).append(f"({whole})")
        found = []
        for node in reading.upwards:
            met, not_met = (
                " or ".join(proved.get((node.id, verdict), ["false"])) for verdict in (True, False)
            )
            key = self.nodes[node.id]
            found.append({"id": key, "key": key, "value": f"({met}) ? true : ({not_met}) ? false : null"})
        return found

    def context(self, told: Mapping[str, Told]) -> dict[str, Any]:
        """What the case says."""
        context = dict(self.unknown)
        for fact, known in told.items():
            name = self.names[fact]
            if known.value is not None:
                context[name] = known.value
            else:
                context |= {f"{name}_low": known.low, f"{name}_high": known.high}
        return context

    def _written(self, part: Part) -> str:
        if isinstance(part, Decided):
            return f"$.{self.nodes[part.node]} == {'true' if part.met else 'false'}"
        name = self.names.setdefault(part.fact, f"f{len(self.names)}")
        if isinstance(part, Bounded):
            self.unknown |= {f"{name}_low": LEAST, f"{name}_high": GREATEST}
            return f"{name}_{part.side} {part.operator} {part.number}"
        self.unknown.setdefault(name, None)
        value = f"'{part.value}'" if isinstance(part.value, str) else part.value
        return f"{name} != null and {name} != {value}" if part.other else f"{name} == {value}"


def _graph(expressions: list[dict[str, str]]) -> dict[str, Any]:
    """The decision model: input, one expression node, output."""
    parts: list[tuple[str, dict[str, Any]]] = [
        ("inputNode", {}),
        ("expressionNode", {"content": {"expressions": expressions}}),
        ("outputNode", {}),
    ]
    nodes = [{"id": kind, "type": kind, "name": kind, "position": PLACE, **more} for kind, more in parts]
    kinds = [kind for kind, _ in parts]
    edges = [
        {"id": after, "type": "edge", "sourceId": before, "targetId": after}
        for before, after in pairwise(kinds)
    ]
    return {"nodes": nodes, "edges": edges}
