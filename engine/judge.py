"""One charge on one person: every applicable state of the law evaluated, the milder one found."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from kb import Charge, KnowledgeBase
from kb.rules import Offence

from .amounts import amounts_of
from .conditions import Evaluate
from .element_findings import ElementFinding, ElementVerdict, ExceptionFinding
from .explain import Carrying, Explainer, doubtful, label_of
from .facts import Projection
from .findings import (
    ATTEMPTED,
    COMPLETED,
    LIMITATION,
    OPEN_FORM,
    OPEN_ROLE,
    Circumstance,
    Finding,
    TierFinding,
)
from .later import Later
from .law_choice import LawChooser
from .notes import attempt_notes, exception_notes, general_notes, limitation_notes, points_to
from .outcome import Outcome, lifted_tier, without_attempt
from .outcome_finder import OutcomeFinder
from .plan import LawState, Plan, PlannedException, PlannedPart
from .planner import Planner
from .rule_reader import RuleReader
from .sanction import Sanction, range_of
from .sentence import AGAINST, SentenceRange, SentenceReader, weighed_rules
from .times import limitation_of
from .values import Truth, conjunction

Judged = list[tuple[Outcome, Explainer]]
WORDS: dict[Truth, ElementVerdict] = {True: "met", False: "not_met", None: "unknown"}


class Judge(OutcomeFinder):
    """Judges charges on persons with one evaluator."""

    def __init__(self, kb: KnowledgeBase, planner: Planner, evaluate: Evaluate) -> None:
        super().__init__(kb, planner, evaluate)
        self.law = LawChooser(self)
        self._guidelines: dict[datetime.date, SentenceReader] = {}
        self._procedures: dict[tuple[str, str, datetime.date], tuple[str, ...]] = {}
        self._carrying = Carrying(kb)
        self._effects = {circumstance.id: circumstance.effect for circumstance in kb.circumstances}
        self._by_form = frozenset(circumstance.id for circumstance in kb.circumstances if circumstance.form)
        self._exceptions_kept: dict[tuple[object, ...], ExceptionFinding] = {}

    def finding(self, charge: Offence, facts: Projection, *, joint: bool) -> Finding:
        """The whole finding: verdict, elements, exceptions, tier, role, form, law and reasons."""
        outcomes = self.outcomes(charge, facts)
        mildest = outcomes[0]
        explainers = [Explainer(self.kb, facts, outcome.truths, self._carrying) for outcome in outcomes]
        plan, explainer = mildest.candidate.plan, explainers[0]
        stands = [_standing(element.id, outcomes) for element in plan.elements]
        elements = Later(partial(self._elements, outcomes, explainers, stands))
        because = Later(lambda: dict.fromkeys(cite for element in elements for cite in element.because))
        verdict = mildest.verdict
        tier = None if verdict == "not_established" else self._tier(mildest, explainer)
        role: PlannedPart | None = None
        form = None
        if verdict != "not_established":
            role, form = self._role(plan, mildest.truths), self._form(mildest)
        role_because = explainer.because(role.node) if role else ()
        circumstances = self._circumstances(outcomes, explainers, form)
        weighing = [(role.id, role_because)] if role else []
        weighing += [(each.id, each.because) for each in circumstances]
        judged = _judged(outcomes, explainers)
        return Finding(
            charge=charge.name_on(facts.decision_day),
            charge_id=charge.id,
            article=charge.article,
            article_label=label_of(self.kb, charge.article),
            verdict=verdict,
            elements=elements,
            still_open=stands.count(None),
            exceptions=Later(partial(self._exceptions, judged)),
            excused=_is_excused(judged),
            role=role.label if role else OPEN_ROLE if joint and verdict != "not_established" else None,
            role_because=role_because,
            form=form,
            tier=tier,
            circumstances=circumstances,
            sentence=self._sentence(mildest, weighing, facts),
            because=because,
            law=self.law.choice(mildest, outcomes, facts),
            conduct=tuple(act.id for act in facts.conduct if act.id not in facts.soft)
            or tuple(act.id for act in facts.conduct),
            amounts=Later(partial(amounts_of, plan, facts, self.kb)),
            unverified=Later(lambda: (cite for cite in because if doubtful(self.kb, cite))),
            notes=Later(partial(self._notes, mildest, explainer, form)),
            limitation=limitation_of(mildest, facts),
            late=bool(limitation_notes(mildest, facts)) and _limitation_is_open(judged),
            gain=facts.number("illegal_income"),
            supported=_supported(plan, mildest.truths, facts) or self._tells(charge, facts),
        )

    def _notes(self, mildest: Outcome, explainer: Explainer, form: str | None) -> Iterator[str]:
        """What has to be said beside the verdict."""
        facts = explainer.facts
        yield from general_notes(mildest.candidate.plan, facts, self.kb)
        yield from exception_notes(mildest, explainer)
        yield from attempt_notes(mildest, form, self.kb)
        yield from limitation_notes(mildest, facts)
        yield from self.law.across(mildest, facts)

    def _tells(self, charge: Offence, facts: Projection) -> bool:
        """Whether some kind of conduct opens this charge and no other, so that entering it points to the charge."""
        return any(self.kb.sole_charges.get(kind) == charge.id for kind in facts.kinds)

    def _elements(
        self, outcomes: list[Outcome], explainers: list[Explainer], stands: list[Truth]
    ) -> Iterator[ElementFinding]:
        """Each element under all applicable law, `stands`: met only where it is met under each (从旧兼从轻)."""
        for position, truth in zip(outcomes[0].candidate.plan.elements, stands, strict=True):
            explainer, node = next(
                (explainer, node)
                for outcome, explainer in zip(outcomes, explainers, strict=True)
                if (node := outcome.candidate.plan.element_nodes.get(position.id)) is not None
                and outcome.truths[node.id] is truth
            )
            yield ElementFinding(
                id=position.id,
                label=position.label,
                verdict=WORDS[truth],
                because=explainer.because(node) if truth is not None else (),
                reasons=Later(partial(explainer.reasons, node)),
                ask=explainer.ask(node),
                cites=node.cites,
                facts=Later(partial(explainer.asked_by, node)),
            )

    def _exceptions(self, judged: Judged) -> tuple[ExceptionFinding, ...]:
        """Each exception, shown where any applicable law shows it: what favours the person reaches back."""
        found: dict[str, ExceptionFinding] = {}
        for outcome, explainer in judged:
            for exception in outcome.candidate.plan.exceptions:
                held, shown = found.get(exception.id), outcome.truths[exception.node.id] is True
                if held is None or (shown and held.verdict != "met"):
                    found[exception.id] = self._exception(outcome, exception, explainer)
        return tuple(found.values())

    def _exception(
        self, outcome: Outcome, exception: PlannedException, explainer: Explainer
    ) -> ExceptionFinding:
        """One exception under one law; for all of whom the same is decided it is made once, if it rests on no more."""
        carried, node = explainer.carried(exception.node), exception.node
        likely = points_to(node, outcome.truths, explainer.facts)
        key = (id(carried), likely, explainer.facts.decision_day)
        if key in self._exceptions_kept:
            return self._exceptions_kept[key]
        charge = outcome.candidate.plan.charge
        made = ExceptionFinding(
            id=exception.id,
            label=exception.label,
            effect=exception.effect,
            verdict=WORDS[outcome.truths[node.id]],
            because=carried.because,
            ask=explainer.ask(node),
            follows=self._procedure(charge, exception, explainer.facts.decision_day),
            likely=likely,
        )
        if outcome.truths[node.id] is not None or carried.asked is not None:
            self._exceptions_kept[key] = made
        return made

    def _procedure(self, charge: Offence, exception: PlannedException, day: datetime.date) -> tuple[str, ...]:
        """What procedure orders on the day of decision, where an exception of a charge is shown."""
        key = (charge.id, exception.id, day)
        if key not in self._procedures:
            self._procedures[key] = RuleReader(self.kb, LawState.on(day)).active(exception.follows)
        return self._procedures[key]

    def _tier(self, outcome: Outcome, explainer: Explainer) -> TierFinding | None:
        tier = outcome.tier
        if tier is None:
            return None
        higher = [above.node for above in outcome.open_tiers if above.node]
        plan = outcome.candidate.plan
        cite, words = tier.penalty_cite, tier.penalty_text
        unit = explainer.facts.person.kind == "unit"
        if unit and plan.unit_penalty is not None:
            cite, words = plan.unit_penalty
        penalty = range_of(plan.charge, words)
        if unit and isinstance(penalty, Sanction):
            penalty = replace(penalty, days=None)  # 拘留只适用于自然人
        return TierFinding(
            id=tier.id,
            label=tier.label,
            cite=cite,
            penalty=penalty,
            because=Later(partial(explainer.because, tier.node)) if tier.node else (tier.penalty_cite,),
            reasons=Later(partial(explainer.reasons, tier.node)) if tier.node else (),
            open_above=tuple(above.label for above in outcome.open_tiers),
            ask=Later(lambda: dict.fromkeys(fact for node in higher for fact in explainer.ask(node))),
        )

    def _role(self, plan: Plan, truths: Mapping[str, Truth]) -> PlannedPart | None:
        """The first role that is met."""
        return next((role for role in plan.roles if truths[role.node.id] is True), None)

    def _sentence(
        self,
        outcome: Outcome,
        weighing: list[tuple[str, tuple[str, ...]]],
        facts: Projection,
    ) -> SentenceRange | None:
        """What moves the range of a crime that stands or may stand; `weighing`: role and circumstances, with their bases."""
        crime = isinstance(outcome.candidate.plan.charge, Charge)
        if outcome.tier is None or outcome.verdict == "not_established" or not crime:
            return None
        shown = weighed_rules(self.kb, weighing)
        return self._reader(facts.decision_day).range(outcome.candidate.plan, outcome.tier, shown, facts)

    def _reader(self, day: datetime.date) -> SentenceReader:
        """The guideline of the day of decision, read once."""
        if day not in self._guidelines:
            self._guidelines[day] = SentenceReader(self.kb, day)
        return self._guidelines[day]

    def _form(self, outcome: Outcome) -> str | None:
        """既遂 where elements and tier stand without the lines on attempt, 未遂 where they need them."""
        plan, tier = outcome.candidate.plan, outcome.tier
        nodes = [element.node for element in plan.elements if outcome.truths[element.node.id] is True]
        nodes += [tier.node] if tier is not None and tier.node is not None else []
        if tier is None or not nodes or not plan.has_forms:
            return None
        completed = conjunction(without_attempt(node, outcome.truths) for node in nodes)
        return {True: COMPLETED, None: OPEN_FORM, False: ATTEMPTED}[completed]

    def _was_law(self, circumstance: PlannedPart, charge: Offence, facts: Projection) -> bool:
        """Whether a circumstance was law when the act was done: no measure reaches back (法释〔2015〕19号第一条)."""
        then = self.planner.plan(charge, LawState.on(facts.act_day))
        return any(entry.id == circumstance.id for entry in then.circumstances)

    def _circumstances(
        self, outcomes: list[Outcome], explainers: list[Explainer], form: str | None
    ) -> tuple[Circumstance, ...]:
        """The circumstances shown: those against the person under the law applied, those for them under any."""
        formed = self._by_form if form == ATTEMPTED else frozenset()
        found: dict[str, Circumstance] = {}
        for outcome, explainer in zip(outcomes, explainers, strict=True):
            for entry in outcome.candidate.plan.circumstances:
                truth = outcome.truths[entry.node.id]
                shown = truth is True or entry.id in formed
                if not shown or self._barred(entry, outcome, outcomes[0], form, explainer.facts):
                    continue
                because = explainer.because(entry.node) if truth is True else entry.node.cites
                because = because or self._reader(explainer.facts.decision_day).basis(entry.id)
                if because:  # 只由量刑指导意见规定的，处理日没有该意见即没有依据
                    made = Circumstance(entry.id, entry.label, self._effects[entry.id], because)
                    found.setdefault(entry.id, made)
        return tuple(found.values())

    def _barred(
        self, entry: PlannedPart, outcome: Outcome, applied: Outcome, form: str | None, facts: Projection
    ) -> bool:
        """Whether a circumstance does not weigh: under a law not applied, in the tier already, completed, no law then."""
        effect = self._effects[entry.id]
        if effect in AGAINST and (outcome is not applied or lifted_tier(outcome, entry.id)):
            return True
        if entry.id in self._by_form and form == COMPLETED:
            return True
        return effect == "measure" and not self._was_law(entry, outcome.candidate.plan.charge, facts)


def _supported(plan: Plan, truths: Mapping[str, Truth], facts: Projection) -> bool:
    """Whether some element is met, and that by a fact which was stated, not by the kind of conduct alone."""
    return any(
        truths[leaf.id] is True and leaf.fact is not None and facts.stated(leaf.fact)
        for element in plan.elements
        if truths[element.node.id] is True
        for leaf in element.node.tests
    )


def _standing(element: str, outcomes: list[Outcome]) -> Truth:
    """How an element stands under all applicable law that asks for it."""
    asked = ((outcome.truths, outcome.candidate.plan.element_nodes.get(element)) for outcome in outcomes)
    return conjunction(truths[node.id] for truths, node in asked if node is not None)


def _judged(outcomes: list[Outcome], explainers: list[Explainer]) -> Judged:
    """The law under which exceptions are looked at: all of it for a crime; 处罚与不予处罚出自同一文本."""
    crime = isinstance(outcomes[0].candidate.plan.charge, Charge)
    return list(zip(outcomes, explainers, strict=True))[: None if crime else 1]


def _is_excused(judged: Judged) -> bool:
    """Whether some exception is met under some law."""
    return any(
        outcome.truths[exception.node.id] is True
        for outcome, _ in judged
        for exception in outcome.candidate.plan.exceptions
    )


def _limitation_is_open(judged: Judged) -> bool:
    """Whether nobody has said yet whether the period for prosecution has passed."""
    truths = [
        outcome.truths[exception.node.id]
        for outcome, _ in judged
        for exception in outcome.candidate.plan.exceptions
        if exception.id == LIMITATION
    ]
    return bool(truths) and True not in truths and truths[0] is None
