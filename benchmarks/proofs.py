# ruff: noqa: INP001 - scripts that are run where they lie; no package
"""A reading as proofs, for rule engines that know two values: what proves a node met, and what proves it not met.

What neither proves stays unknown. Nothing is inferred here: each engine is given the proofs in its own language and
what the case says, and has to find the nodes itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from engine.facts import Projection
from engine.plan import Node, Reading
from engine.standard import Standard
from engine.values import Interval

SCALE = 10_000
LEAST, GREATEST = -(2**63), 2**63 - 1  # a side that nothing bounds: no test of it is met


@dataclass(frozen=True)
class Decided:
    """Another node is met, or is not."""

    node: str
    met: bool


@dataclass(frozen=True)
class Says:
    """The case says of a fact that it is so, or (`other`) that it is anything else."""

    fact: str
    value: str | int
    other: bool = False


@dataclass(frozen=True)
class Bounded:
    """The lower or upper bound that is known of a number compares so."""

    fact: str
    side: str
    operator: str
    number: int


Part = Decided | Says | Bounded


@dataclass(frozen=True)
class Proof:
    """Parts that together prove a node met, or not met."""

    node: str
    met: bool
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Told:
    """What the case says of one fact: a value, or the bounds of a number."""

    value: str | int | None = None
    low: int = LEAST
    high: int = GREATEST


def proofs_of(reading: Reading) -> Iterator[Proof]:
    """Every proof of every node, the nodes below a node before it."""
    for node in reading.upwards:
        yield from _proofs(node)


def told_of(reading: Reading, facts: Projection) -> dict[str, Told]:
    """What the case says of every fact that the proofs ask and of which it says something."""
    told = {f"conduct/{kind}": Told(int(kind in facts.kinds)) for kind in reading.kinds}
    for node in reading.nodes.values():
        if node.op == "test" and (name := _name(node)) not in told:
            known = _known(node, facts)
            if known is not None:
                told[name] = known
    return told


def _proofs(node: Node) -> Iterator[Proof]:
    if node.op == "open":
        return
    if node.op == "test":
        yield from (Proof(node.id, met, parts) for parts, met in _tests(node))
    elif node.op == "not":
        (child,) = node.children
        yield from (Proof(node.id, met, (Decided(child.id, not met),)) for met in (True, False))
    else:
        joined = (
            node.op == "all"
        )  # `all` is met by its parts together, and not met by any; `any` is the reverse
        yield Proof(node.id, joined, tuple(_parts(node, joined)))
        yield from (Proof(node.id, not joined, (part,)) for part in _parts(node, not joined))


def _parts(node: Node, met: bool) -> Iterator[Part]:
    if node.op == "conduct":
        yield from (Says(f"conduct/{kind}", int(met)) for kind in sorted(node.kinds))
    else:
        yield from (Decided(child.id, met) for child in node.children)


def _tests(node: Node) -> list[tuple[tuple[Part, ...], bool]]:
    """What proves a test met, and what proves it not met."""
    name = _name(node)
    if node.comparison == "true":
        return [((Says(name, 1),), True), ((Says(name, 0),), False)]
    if node.comparison == "is":
        value = node.equals if isinstance(node.equals, str) else int(bool(node.equals))
        return [((Says(name, value),), True), ((Says(name, value, other=True),), False)]
    first, last = (
        0 if isinstance(bound, Standard) else int(bound * SCALE)
        for bound in (node.bounds[0], node.bounds[-1])
    )

    def bounded(side: str, operator: str, number: int) -> Bounded:
        return Bounded(name, side, operator, number)

    table: dict[str, list[tuple[tuple[Part, ...], bool]]] = {
        "at_least": [((bounded("low", ">=", first),), True), ((bounded("high", "<", first),), False)],
        "above": [((bounded("low", ">", first),), True), ((bounded("high", "<=", first),), False)],
        "below": [((bounded("high", "<", first),), True), ((bounded("low", ">=", first),), False)],
        "within": [
            ((bounded("low", ">=", first), bounded("high", "<=", last)), True),
            ((bounded("high", "<", first),), False),
            ((bounded("low", ">", last),), False),
        ],
    }
    return table[node.comparison]


def _name(node: Node) -> str:
    """The fact that a test asks, or the difference of two where its bound is a fact."""
    bound = node.bounds[0] if node.bounds else None
    return f"{node.fact}-{bound}" if isinstance(bound, Standard) else str(node.fact)


def _known(node: Node, facts: Projection) -> Told | None:
    """The value of a fact, or the bounds of a number; None where it is not known."""
    bound, value = node.bounds[0] if node.bounds else None, facts.value(str(node.fact))
    if isinstance(bound, Standard):
        number, standard = facts.number(str(node.fact)), facts.limit(bound)
        low = None if standard.high is None else number.low - standard.high
        return _sides(low, None if number.high is None else number.high - standard.low)
    if isinstance(value, Interval):
        return _sides(value.low, value.high)
    return None if value is None else Told(value if isinstance(value, str) else int(value))


def _sides(low: Decimal | None, high: Decimal | None) -> Told:
    return Told(
        low=LEAST if low is None else int(low * SCALE), high=GREATEST if high is None else int(high * SCALE)
    )
