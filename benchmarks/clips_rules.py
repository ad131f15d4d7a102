# ruff: noqa: INP001 - scripts that are run where they lie; no package
"""Plans as CLIPS rules: the same proofs of met and not met that the rete evaluator runs on durable_rules.

Of the ways that clipspy offers, the fast ones: rules loaded from a file (a `build` for each took 15 times as
long) and facts asserted by slots (as text: 4 times).
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import clips

from engine.facts import Projection
from engine.plan import Node, Reading
from engine.standard import Standard
from engine.values import Interval, Truth

SCALE = 10_000
LEAST, GREATEST = -(2**63), 2**63 - 1  # a side that nothing bounds: no test of it is met
TEMPLATES = f"""
(deftemplate fact (slot name) (slot value) (slot low (default {LEAST})) (slot high (default {GREATEST})))
(deftemplate node (slot id) (slot met))
"""


class Clips:
    """Compiles each plan once, to an environment of its own, which is reset for every person."""

    def __init__(self) -> None:
        self._environments: dict[tuple[str, ...], Any] = {}

    def evaluate(self, plan: Reading, facts: Projection) -> Mapping[str, Truth]:
        """Decide every node of the plan for one person."""
        environment = self._environments.get(plan.key)
        if environment is None:
            environment = self._environments[plan.key] = _compiled(plan)
        environment.reset()
        template = environment.find_template("fact")
        for message in _messages(plan, facts):
            template.assert_fact(**message)
        environment.run()
        return _decided(plan, environment)


def _compiled(plan: Reading) -> Any:
    rules = (rule for node in plan.nodes.values() for rule in _rules(node))
    text = [
        f"(defrule r{number} {conditions} => (assert (node (id {node}) (met {int(met)}))))"
        for number, (conditions, node, met) in enumerate(rules)
    ]
    environment = clips.Environment()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "plan.clp"
        file.write_text("\n".join([TEMPLATES, *text]), encoding="utf-8")
        environment.load(str(file))
    return environment


def _decided(plan: Reading, environment: Any) -> dict[str, Truth]:
    truths: dict[str, Truth] = dict.fromkeys(plan.nodes)
    for fact in environment.find_template("node").facts():
        node = fact["id"]
        if truths[node] is not None:
            raise SystemExit(f"CLIPS：节点 {node} 同时得出满足与不满足")
        truths[node] = bool(fact["met"])
    return truths


def _rules(node: Node) -> Iterator[tuple[str, str, bool]]:
    """The rules that decide a node: conditions, node, verdict."""
    if node.op == "open":
        return
    if node.op == "test":
        yield from ((f"(fact (name {_name(node)}) {test})", node.id, met) for test, met in _tests(node))
        return
    if node.op == "conduct":
        parts = [f"(fact (name conduct/{kind}) (value %d))" for kind in sorted(node.kinds)]
    else:
        parts = [f"(node (id {child.id}) (met %d))" for child in node.children]
    if node.op == "not":
        yield from ((parts[0] % (not met), node.id, met) for met in (True, False))
        return
    joined = node.op == "all"  # `all` is met by its parts together, and not met by any; `any` is the reverse
    yield " ".join(part % joined for part in parts), node.id, joined
    yield from ((part % (not joined), node.id, not joined) for part in parts)


def _tests(node: Node) -> list[tuple[str, bool]]:
    """What proves a test met, and what proves it not met."""
    if node.comparison == "true":
        return [("(value 1)", True), ("(value 0)", False)]
    if node.comparison == "is":
        value = f'"{node.equals}"' if isinstance(node.equals, str) else int(bool(node.equals))
        return [(f"(value {value})", True), (f"(value ~nil&~{value})", False)]
    first, last = (
        0 if isinstance(b, Standard) else int(b * SCALE) for b in (node.bounds[0], node.bounds[-1])
    )
    return {
        "at_least": [(_bound("low", ">=", first), True), (_bound("high", "<", first), False)],
        "above": [(_bound("low", ">", first), True), (_bound("high", "<=", first), False)],
        "below": [(_bound("high", "<", first), True), (_bound("low", ">=", first), False)],
        "within": [
            (f"{_bound('low', '>=', first)} {_bound('high', '<=', last)}", True),
            (_bound("high", "<", first), False),
            (_bound("low", ">", last), False),
        ],
    }[node.comparison]


def _bound(slot: str, operator: str, number: int) -> str:
    return f"({slot} ?{slot}&:({operator} ?{slot} {number}))"


def _name(node: Node) -> str:
    """The fact that a test listens to, or the difference of two where its bound is a fact."""
    bound = node.bounds[0] if node.bounds else None
    return f"{node.fact}-{bound}" if isinstance(bound, Standard) else str(node.fact)


def _messages(plan: Reading, facts: Projection) -> Iterator[dict[str, Any]]:
    """What the case says of every fact that the plan asks, each once."""
    for kind in {kind for node in plan.nodes.values() for kind in node.kinds}:
        yield {"name": clips.Symbol(f"conduct/{kind}"), "value": int(kind in facts.kinds)}
    for name, node in {_name(node): node for node in plan.nodes.values() if node.op == "test"}.items():
        slots = _slots(node, facts)
        if slots:
            yield {"name": clips.Symbol(name), **slots}


def _slots(node: Node, facts: Projection) -> dict[str, Any]:
    """The value of a fact, or the bounds of a number; nothing where it is not known."""
    bound, value = node.bounds[0] if node.bounds else None, facts.value(str(node.fact))
    if isinstance(bound, Standard):
        number, standard = facts.number(str(node.fact)), facts.limit(bound)
        low = None if standard.high is None else number.low - standard.high
        return _scaled(low=low, high=None if number.high is None else number.high - standard.low)
    if isinstance(value, Interval):
        return _scaled(low=value.low, high=value.high)
    return {} if value is None else {"value": value if isinstance(value, str) else int(value)}


def _scaled(**sides: Decimal | None) -> dict[str, int]:
    return {slot: int(number * SCALE) for slot, number in sides.items() if number is not None}
