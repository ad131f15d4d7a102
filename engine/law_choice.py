"""Which state of the law a finding applies and why, and what others gave: those that may apply, those in between."""

from __future__ import annotations

from collections.abc import Iterator

from kb import Charge

from .facts import Projection
from .findings import Alternative, LawChoice
from .later import Later
from .law import Candidate, version_of, why
from .outcome import Outcome, told_apart
from .outcome_finder import OutcomeFinder
from .plan import LawState, applies
from .sanction import range_of
from .times import across_note, candidates_between, first_day


class LawChooser:
    """Says which state of the law was applied to findings of one case."""

    def __init__(self, finder: OutcomeFinder) -> None:
        self.finder, self.kb = finder, finder.kb
        self._meanwhile: dict[tuple[object, ...], tuple[Candidate, ...]] = {}

    def choice(self, mildest: Outcome, outcomes: list[Outcome], facts: Projection) -> LawChoice:
        """The state of the law applied and why, with what the others would have given."""
        outcomes = told_apart(outcomes)
        tried = tuple(outcome.candidate for outcome in outcomes)
        text, cites = why(mildest.candidate, tried, facts, self.kb, settled=mildest.verdict != "undetermined")
        state = mildest.candidate.state
        return LawChoice(
            version_of(mildest.candidate.plan, self.kb),
            text,
            cites,
            Later(lambda: map(self._alternative, outcomes[1:])),
            Later(lambda: map(self._alternative, self._between(mildest, tried, facts))),
            state.statute_day,
            state.interpretation_day,
        )

    def _alternative(self, outcome: Outcome) -> Alternative:
        plan, tier, state = outcome.candidate.plan, outcome.tier, outcome.candidate.state
        stands = tier if outcome.verdict != "not_established" else None
        return Alternative(
            version_of(plan, self.kb),
            outcome.verdict,
            tier.label if tier else None,
            range_of(plan.charge, stands.penalty_text).text if stands else None,
            state.statute_day,
            state.interpretation_day,
        )

    def _between(
        self, mildest: Outcome, tried: tuple[Candidate, ...], facts: Projection
    ) -> Iterator[Outcome]:
        """What law of the days between the act and the decision would have given, where that is milder still."""
        charge = mildest.candidate.plan.charge
        if not isinstance(charge, Charge) or mildest.verdict == "not_established" or not facts.dated:
            return
        for candidate in self._candidates_between(charge, facts, tried):
            outcome = self.finder.outcome(charge, candidate, facts)
            silent = mildest.candidate.plan.has_interpretation and not candidate.plan.has_interpretation
            settled = outcome.verdict != "undetermined" and not outcome.open_tiers
            if settled and not silent and outcome.severity[:2] < mildest.severity[:2]:
                yield outcome

    def _candidates_between(
        self, charge: Charge, facts: Projection, tried: tuple[Candidate, ...]
    ) -> tuple[Candidate, ...]:
        """The readings that were law for a while between the act and the decision, looked up once for the same days."""
        key = (charge.id, facts.act_day, facts.decision_day, *sorted(id(each.plan) for each in tried))
        if key not in self._meanwhile:
            self._meanwhile[key] = tuple(candidates_between(charge, facts, self.finder.planner, tried))
        return self._meanwhile[key]

    def across(self, mildest: Outcome, facts: Projection) -> tuple[str, ...]:
        """A word on acts that began under a milder statute than the one applied."""
        charge, first = mildest.candidate.plan.charge, first_day(facts)
        if not isinstance(charge, Charge) or mildest.verdict != "established" or first is None:
            return ()
        if not applies(charge, first):
            return ()
        old = LawState(first, mildest.candidate.state.interpretation_day)
        plan = self.finder.planner.plan(charge, old)
        if plan is mildest.candidate.plan:
            return ()
        earlier = self.finder.outcome(charge, Candidate(old, plan, of_the_act=False), facts)
        note = across_note(earlier, mildest, first, self.kb)
        return (note,) if note else ()
