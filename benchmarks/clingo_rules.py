# ruff: noqa: INP001 - scripts that are run where they lie; no package
"""Readings as logic programs of clingo: an atom for each node that is met, another for each that is not met.

Its integers have 32 bits, which amounts exceed: every test of a value is made here and handed over as an atom, which
spares clingo that work. Of the ways that it offers, the fast one: a program is grounded once and what differs from
person to person is external (grounding anew took 20 times as long), and the answer is read as the atoms shown.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from clingo import Control, Function, Model, Number, Symbol
from proofs import Bounded, Decided, Part, Says, Told, proofs_of, told_of

from engine.facts import Projection
from engine.plan import Reading
from engine.values import Truth

COMPARED: dict[str, Callable[[int, int], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
ATOMS = {True: "met", False: "not_met"}
UNKNOWN = Told()


@dataclass(frozen=True)
class _Program:
    """A reading, grounded: its external atoms, and what each atom shown says."""

    control: Control
    tests: Mapping[Says | Bounded, int]
    says: Mapping[Symbol, tuple[str, bool]]


class Clingo:
    """Grounds each reading once."""

    def __init__(self) -> None:
        self._programs: dict[tuple[str, ...], _Program] = {}

    def evaluate(self, reading: Reading, facts: Projection) -> Mapping[str, Truth]:
        """Decide every node of the reading for one person."""
        program = self._programs.get(reading.key)
        if program is None:
            program = self._programs[reading.key] = _grounded(reading)
        told = told_of(reading, facts)
        for test, literal in program.tests.items():
            program.control.assign_external(literal, _holds(test, told.get(test.fact, UNKNOWN)))
        truths: dict[str, Truth] = dict.fromkeys(reading.nodes)

        def read(model: Model) -> None:
            for symbol in model.symbols(shown=True):
                node, met = program.says[symbol]
                if truths[node] is not None:
                    raise SystemExit(f"clingo：节点 {node} 同时得出满足与不满足")
                truths[node] = met

        if not program.control.solve(on_model=read).satisfiable:
            raise SystemExit(f"clingo：{reading.name} 没有答案")
        return truths


def _grounded(reading: Reading) -> _Program:
    numbers = {node: number for number, node in enumerate(reading.nodes)}
    tests: dict[Says | Bounded, int] = {}

    def written(part: Part) -> str:
        if isinstance(part, Decided):
            return f"{ATOMS[part.met]}({numbers[part.node]})"
        return f"told({tests.setdefault(part, len(tests))})"

    rules = [
        f"{ATOMS[proof.met]}({numbers[proof.node]}) :- {', '.join(map(written, proof.parts))}."
        for proof in proofs_of(reading)
    ]
    externals = [f"#external told({number})." for number in tests.values()]
    control = Control(["--warn=none"])  # a node that nothing proves is in no head, of which it would warn
    control.add("base", [], "\n".join([*externals, *rules, "#show met/1.", "#show not_met/1."]))
    control.ground([("base", [])])
    literals = {test: _literal(control, number) for test, number in tests.items()}
    says = {
        Function(name, [Number(number)]): (node, met)
        for node, number in numbers.items()
        for met, name in ATOMS.items()
    }
    return _Program(control, literals, says)


def _literal(control: Control, number: int) -> int:
    atom = control.symbolic_atoms[Function("told", [Number(number)])]
    if atom is None:
        raise SystemExit(f"clingo：外部原子 told({number}) 不在程序里")
    return atom.literal


def _holds(test: Says | Bounded, told: Told) -> bool:
    """Whether what the case says passes a test; of what is not known, none passes."""
    if isinstance(test, Bounded):
        return COMPARED[test.operator](told.low if test.side == "low" else told.high, test.number)
    return told.value is not None and (told.value == test.value) is not test.other
