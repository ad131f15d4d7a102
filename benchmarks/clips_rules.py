# ruff: noqa: INP001 - scripts that are run where they lie; no package
"""Readings as CLIPS rules: the same proofs of met and not met that the rete evaluator runs on durable_rules.

Of the ways that clipspy offers, the fast ones: rules loaded from a file (a `build` for each took 15 times as
long) and facts asserted by slots (as text: 4 times).
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import clips
from proofs import GREATEST, LEAST, Decided, Part, Says, Told, proofs_of, told_of

from engine.facts import Projection
from engine.plan import Reading
from engine.values import Truth

TEMPLATES = f"""
(deftemplate fact (slot name) (slot value) (slot low (default {LEAST})) (slot high (default {GREATEST})))
(deftemplate node (slot id) (slot met))
"""


class Clips:
    """Compiles each reading once, to an environment of its own, which is reset for every person."""

    def __init__(self) -> None:
        self._environments: dict[tuple[str, ...], Any] = {}

    def evaluate(self, reading: Reading, facts: Projection) -> Mapping[str, Truth]:
        """Decide every node of the reading for one person."""
        environment = self._environments.get(reading.key)
        if environment is None:
            environment = self._environments[reading.key] = _compiled(reading)
        environment.reset()
        template = environment.find_template("fact")
        for name, told in told_of(reading, facts).items():
            template.assert_fact(name=clips.Symbol(name), **_slots(told))
        environment.run()
        return _decided(reading, environment)


def _compiled(reading: Reading) -> Any:
    text = [
        f"(defrule r{number} {' '.join(_joined(proof.parts))}"
        f" => (assert (node (id {proof.node}) (met {int(proof.met)}))))"
        for number, proof in enumerate(proofs_of(reading))
    ]
    environment = clips.Environment()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "plan.clp"
        file.write_text("\n".join([TEMPLATES, *text]), encoding="utf-8")
        environment.load(str(file))
    return environment


def _joined(parts: tuple[Part, ...]) -> Iterator[str]:
    """The parts as patterns; those that ask the same fact are one pattern."""
    asked: dict[str, list[str]] = {}
    for part in parts:
        if isinstance(part, Decided):
            yield f"(node (id {part.node}) (met {int(part.met)}))"
        elif isinstance(part, Says):
            value = f'"{part.value}"' if isinstance(part.value, str) else part.value
            asked.setdefault(part.fact, []).append(f"(value {f'~nil&~{value}' if part.other else value})")
        else:
            slot = part.side
            test = f"({slot} ?{slot}&:({part.operator} ?{slot} {part.number}))"
            asked.setdefault(part.fact, []).append(test)
    yield from (f"(fact (name {name}) {' '.join(tests)})" for name, tests in asked.items())


def _slots(told: Told) -> dict[str, Any]:
    if told.value is not None:
        return {"value": told.value}
    sides = {"low": (told.low, LEAST), "high": (told.high, GREATEST)}
    return {slot: number for slot, (number, unbounded) in sides.items() if number != unbounded}


def _decided(reading: Reading, environment: Any) -> dict[str, Truth]:
    truths: dict[str, Truth] = dict.fromkeys(reading.nodes)
    for fact in environment.find_template("node").facts():
        node = fact["id"]
        if truths[node] is not None:
            raise SystemExit(f"CLIPS：节点 {node} 同时得出满足与不满足")
        truths[node] = bool(fact["met"])
    return truths
