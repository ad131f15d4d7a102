"""What every state of the law that may apply gives for one charge on one person, by one evaluator."""

from __future__ import annotations

import datetime

from kb import KnowledgeBase
from kb.rules import Offence

from .conditions import Evaluate, decide
from .facts import Projection
from .findings import Verdict
from .law import Candidate, candidates, candidates_on
from .one_act import OfOneAct
from .outcome import ORDER, Outcome
from .plan import Plan
from .planner import Planner
from .standing import verdict_of
from .values import Truth

Decided = tuple[tuple[Plan, dict[str, Truth]], ...]


def _decide(plan: Plan, facts: Projection, truths: dict[str, Truth]) -> dict[str, Truth]:
    for root in plan.deciding_roots:
        decide(root, facts, truths)
    return truths


def redecided(decided: Decided, name: str, facts: Projection) -> Decided:
    """What was decided, after an answer about one fact: only what rests on that fact is decided again."""
    kept = []
    for plan, truths in decided:
        turned = plan.resting_on(name)
        kept.append(
            (
                plan,
                _decide(plan, facts, {node: truth for node, truth in truths.items() if node not in turned}),
            )
        )
    return tuple(kept)


class OutcomeFinder:
    """Evaluates charges on persons under every state of the law that may apply."""

    def __init__(self, kb: KnowledgeBase, planner: Planner, evaluate: Evaluate) -> None:
        self.kb, self.planner, self.evaluate = kb, planner, evaluate
        self._candidates: dict[tuple[str, datetime.date, datetime.date], tuple[Candidate, ...]] = {}
        self._of_one_act: dict[tuple[str, int, int], OfOneAct] = {}

    def verdict(self, charge: Offence, facts: Projection) -> Verdict:
        """The verdict alone, for questions and what-if."""
        return self.openness(charge, facts)[0]

    def decided(self, charge: Offence, facts: Projection) -> Decided:
        """Under each law that may apply, the truth of every node that the verdict looks at."""
        tried = self.candidates(charge, facts)
        return tuple((candidate.plan, _decide(candidate.plan, facts, {})) for candidate in tried)

    def openness(
        self, charge: Offence, facts: Projection, decided: Decided | None = None
    ) -> tuple[Verdict, int]:
        """The verdict alone, and how many elements are open under the mildest law."""
        found = []
        for plan, truths in self.decided(charge, facts) if decided is None else decided:
            unknown = sum(truths[element.node.id] is None for element in plan.elements)
            found.append((verdict_of(charge, plan, truths, facts), unknown))
        return min(found, key=lambda entry: (ORDER[entry[0]], entry[1]))

    def candidates(self, charge: Offence, facts: Projection) -> tuple[Candidate, ...]:
        """Every state of the law that may be applied, that of the act first."""
        key = (charge.id, facts.act_day, facts.decision_day)
        if key not in self._candidates:
            self._candidates[key] = candidates(charge, facts, self.planner)
        return self._candidates[key]

    def of_one_act(self, charge: Offence, act_day: datetime.date, decision_day: datetime.date) -> OfOneAct:
        """What it rests on whether a single act of some day counts for a charge."""
        key = (charge.id, self.planner.epoch(act_day), self.planner.epoch(decision_day))
        if key not in self._of_one_act:
            tried = candidates_on(act_day, decision_day, charge, self.planner)
            self._of_one_act[key] = OfOneAct(charge, tuple(each.plan for each in tried), self.kb)
        return self._of_one_act[key]

    def outcomes(self, charge: Offence, facts: Projection) -> list[Outcome]:
        """What every applicable state of the law gives, the mildest first."""
        found = [self.outcome(charge, candidate, facts) for candidate in self.candidates(charge, facts)]
        return sorted(found, key=lambda outcome: outcome.severity)

    def outcome(self, charge: Offence, candidate: Candidate, facts: Projection) -> Outcome:
        """What one state of the law gives."""
        plan = candidate.plan
        truths = self.evaluate(plan, facts)
        verdict = verdict_of(charge, plan, truths, facts)
        reached = [tier for tier in plan.tiers if tier.node is None or truths[tier.node.id] is True]
        tier = reached[-1] if reached else None
        above = plan.tiers[plan.tiers.index(tier) + 1 :] if tier else plan.tiers
        open_tiers = tuple(t for t in above if t.node is not None and truths[t.node.id] is None)
        return Outcome(candidate, truths, verdict, tier, open_tiers)
