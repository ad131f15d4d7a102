"""What one state of the law gives for one charge on one person, and how it would be without some of its parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .findings import Verdict
from .law import Candidate
from .plan import Node, PlannedTier
from .sanction import range_of
from .values import Truth, conjunction, disjunction, negation

ORDER: dict[Verdict, int] = {"not_in_force": 0, "not_established": 1, "undetermined": 2, "established": 3}


@dataclass(frozen=True)
class Outcome:
    """What one state of the law gives."""

    candidate: Candidate
    truths: Mapping[str, Truth]
    verdict: Verdict
    tier: PlannedTier | None
    open_tiers: tuple[PlannedTier, ...]

    @property
    def severity(self) -> tuple[object, ...]:
        """How hard the outcome is on the person; on a tie the law of the act comes first."""
        weight = range_of(self.candidate.plan.charge, self.tier.penalty_text).weight if self.tier else ()
        return (
            ORDER[self.verdict],
            weight,
            len(self.open_tiers),
            not self.lenient,
            not self.candidate.of_the_act,
        )

    @property
    def lenient(self) -> bool:
        """Whether this law shows a ground for leniency (可以不起诉、免予刑事处罚)."""
        grounds = (e for e in self.candidate.plan.exceptions if e.effect == "leniency")
        return any(self.truths[ground.node.id] is True for ground in grounds)


def without_attempt(node: Node, truths: Mapping[str, Truth]) -> Truth:
    """The truth of a node if the lines on attempt (未遂) were not there; open where the text leaves the form open."""
    if not node.speaks_of_form:
        return truths[node.id]
    completed = without(node, truths, lambda part: part.form is not None, False)
    if completed is True:
        return True
    open_form = without(node, truths, lambda part: part.form == "attempted", False)
    return None if open_form is True else completed


def without(
    node: Node, truths: Mapping[str, Truth], dropped: Callable[[Node], bool], instead: Truth
) -> Truth:
    """The truth of a node with some nodes below it replaced by another truth."""
    if dropped(node):
        return instead
    if not node.children:
        return truths[node.id]
    below = [without(child, truths, dropped, instead) for child in node.children]
    if node.op == "not":
        return negation(below[0])
    return conjunction(below) if node.op == "all" else disjunction(below)


def lifted_tier(outcome: Outcome, rule: str) -> bool:
    """Whether a circumstance was needed to reach the tier: then it must not weigh again (禁止重复评价)."""
    tier = outcome.tier
    if tier is None or tier.node is None:
        return False
    return without(tier.node, outcome.truths, lambda node: node.rule == rule, False) is not True


def told_apart(outcomes: list[Outcome]) -> list[Outcome]:
    """The first of each state of the law that differs in more than what moves a sentence."""
    first = {outcome.candidate.plan.core: outcome for outcome in reversed(outcomes)}
    return [outcome for outcome in outcomes if first[outcome.candidate.plan.core] is outcome]
