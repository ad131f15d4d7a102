# ruff: noqa: INP001 - scripts that are run where they lie; no package
"""The rule engines from PyPI beside durable_rules, and whole cases assessed with one of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from clingo_rules import Clingo
from clips_rules import Clips
from gang_case import DECIDED
from zen_rules import Zen

import kb
from engine.assess import CaseAssessor
from engine.case import Case
from engine.conditions import Once, evaluate
from engine.facts import Projection
from engine.judge import Judge
from engine.plan import Reading
from engine.planner import planner_of
from engine.values import Truth


class Peer(Protocol):
    """A rule engine that decides readings."""

    def evaluate(self, reading: Reading, facts: Projection) -> Mapping[str, Truth]:
        """Decide every node of a reading for one person."""


PEERS: dict[str, Callable[[], Peer]] = {"zen-engine": Zen, "clingo": Clingo, "CLIPS": Clips}


class PeerAssessors:
    """Makes assessors that have a peer decide what durable_rules would."""

    def __init__(self, name: str, knowledge: kb.KnowledgeBase) -> None:
        self.name, self.kb, self.peer = name, knowledge, PEERS[name]()

    def checked(self, reading: Reading, facts: Projection) -> Mapping[str, Truth]:
        """Decide with the peer and hold the answer against the direct evaluator, as is done with durable_rules."""
        direct = evaluate(reading, facts)
        if reading.by_act:
            return direct
        inferred = self.peer.evaluate(reading, facts)
        if dict(inferred) != dict(direct):
            raise SystemExit(f"{self.name} 与直接求值不一致：{reading.name}")
        return inferred

    def assessor(self, case: Case) -> CaseAssessor:
        """An assessor of one case."""
        made = CaseAssessor(case, self.kb, today=DECIDED, inference="direct")
        once = Once(self.checked)
        made.judge = Judge(self.kb, planner_of(self.kb), once)
        made.decider.evaluate = once
        return made
