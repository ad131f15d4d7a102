"""Evidence: whether each piece may carry a finding, what each element stands on, and what usually proves it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from kb import Charge, Checklist, KnowledgeBase
from kb.case_rules import Checkpoint

from .case import Case, Evidence
from .element_findings import ElementFinding
from .evidence_findings import STATES, EvidenceFinding, Flaw, Proofs, State, Support, Wanted
from .explain import doubtful
from .facts import Projection, pieces_of
from .findings import Finding
from .later import Later
from .plan import LawState
from .points import Point, PointDecider, of_holder
from .projector import Projector

ORDER: tuple[State, ...] = ("excluded", "defect", "cured", "review", "open", "sound")
"""The states of a piece of evidence, the worst first."""


class Checked(NamedTuple):
    """What a checklist says of a piece of evidence: its state, the points that are met, those not known."""

    state: State
    met: list[Flaw]
    unknown: list[Flaw]


class EvidenceReviewer:
    """Holds every piece of evidence of a case against the checklists for its sort."""

    def __init__(self, case: Case, kb: KnowledgeBase, decider: PointDecider, today: datetime.date) -> None:
        self.case, self.kb, self.decider = case, kb, decider
        self.projector = Projector(case, kb, today)

    def review(self) -> tuple[EvidenceFinding, ...]:
        """Every piece, in the order of the case file."""
        return tuple(self._piece(piece) for piece in self.case.evidence)

    def _piece(self, piece: Evidence) -> EvidenceFinding:
        item = self.kb.vocabulary.evidence[piece.kind]
        day = piece.gathered_on or self.projector.decision_day
        facts = of_holder(self.projector, piece, "evidence", day)
        states: list[State] = []
        flaws: list[Flaw] = []
        unknown: list[Flaw] = []
        used: list[str] = []
        for checklist in self.kb.checklists:
            found = self.against(checklist, facts) if piece.kind in checklist.items else None
            if found is not None:
                states.append(found.state)
                flaws += found.met
                unknown += found.unknown
                used.append(checklist.label)
        state = worst(states) or "open"
        return EvidenceFinding(
            piece.id,
            piece.label,
            item.label,
            item.form,
            state,
            tuple(flaws),
            tuple(unknown),
            tuple(used),
        )

    def against(self, checklist: Checklist, facts: Projection) -> Checked | None:
        """What a checklist says of a piece of evidence; None where it is not for it.

        How it had to be gathered follows the law of that day; whether it may be used, that of the day of decision.
        """
        gathering = self.decider.decide(checklist, facts)
        deciding = self.decider.decide(checklist, facts, LawState.on(facts.decision_day))
        early = gathering if checklist.reading == "of_the_gathering" else deciding
        applies = early.get("applies") or deciding.get("applies")
        if applies is not None and applies.truth is False:
            return None
        points = [
            (point, found)
            for point in checklist.points
            if (found := (early if point.flaw == "review" else deciding).get(f"point.{point.id}"))
        ]
        if not points:
            return None
        met = [self._flaw(checklist, point, found) for point, found in points if found.truth is True]
        if applies is not None and applies.truth is None:
            belongs = f"属于“{checklist.label}”所说的证据"
            first = Flaw(checklist.label, "applies", f"是否{belongs}", "review", "先查明", (), applies.ask)
            likely = [replace(flaw, kind="review", label=f"{flaw.label}（如{belongs}）") for flaw in met]
            return Checked("open", likely, [first])
        unknown = [self._flaw(checklist, point, found) for point, found in points if found.truth is None]
        cured = facts.value(checklist.cure) if checklist.cure else None
        return Checked(_state(met, unknown, cured), met, unknown)

    def _flaw(self, checklist: Checklist, point: Checkpoint, found: Point) -> Flaw:
        return Flaw(
            checklist.label,
            point.id,
            point.label,
            point.flaw,
            point.repair,
            found.because,
            found.ask,
            any(doubtful(self.kb, cite) for cite in found.because),
            likely=found.truth is None and found.stated,
        )


def _state(met: list[Flaw], unknown: list[Flaw], cured: object) -> State:
    """What follows from the points that are met: the worst of them, mended or not."""
    kinds = {flaw.kind for flaw in met}
    if "excluded" in kinds:
        return "excluded"
    if "defect" in kinds:
        return "cured" if cured is True else "excluded" if cured is False else "defect"
    if "review" in kinds:
        return "review"
    return "open" if unknown else "sound"


def worst(states: Iterable[str]) -> State | None:
    """The worst of several states; None where there is none."""
    held = set(states)
    return next((state for state in ORDER if state in held), None)


def excluded(pieces: Iterable[EvidenceFinding]) -> frozenset[str]:
    """The pieces that may not carry a finding."""
    return frozenset(piece.id for piece in pieces if piece.state == "excluded")


class Prover:
    """Says of each element what it stands on, and what usually proves it."""

    def __init__(self, case: Case, kb: KnowledgeBase, pieces: tuple[EvidenceFinding, ...]) -> None:
        self.kb = kb
        self.pieces = {piece.id: piece for piece in pieces}
        self.held = {piece.kind for piece in case.evidence}
        self._wanted: dict[tuple[str, str], tuple[Wanted, ...]] = {}

    def proven(self, charge: Charge, finding: Finding, facts: Projection) -> Finding:
        """The finding with the evidence of each of its elements."""

        def proven() -> Iterator[ElementFinding]:
            for element in finding.elements:
                yield replace(element, proofs=self._proofs(charge, element, facts))

        return replace(finding, elements=Later(proven))

    def _proofs(self, charge: Charge, element: ElementFinding, facts: Projection) -> Proofs:
        stands_on = Later(lambda: self._supports(element, facts))
        key = (charge.id, element.id)
        if key not in self._wanted:
            self._wanted[key] = tuple(self._usual(charge, element))
        return Proofs(stands_on, self._wanted[key])

    def _usual(self, charge: Charge, element: ElementFinding) -> Iterator[Wanted]:
        """What usually proves an element, and whether the case has it."""
        rule = self.kb.evidence_lists.get(charge.id)
        for proof in rule.elements.get(element.id, ()) if rule else ():
            item = self.kb.vocabulary.evidence[proof.item]
            yield Wanted(proof.item, item.label, proof.shows, item.gather, proof.item in self.held)

    def _named(self, each: str) -> str:
        """A piece of evidence by its label, with what is wrong with it; words as they were written."""
        piece = self.pieces.get(each)
        if piece is None:
            return each
        return (
            f"{piece.label}（{STATES[piece.state]}）"
            if piece.state in ("excluded", "defect")
            else piece.label
        )

    def _supports(self, element: ElementFinding, facts: Projection) -> Iterator[Support]:
        for name in element.facts:
            said: dict[str, None] = {}
            for item in facts.statements(name):
                said.update(dict.fromkeys(pieces_of(item.evidence)))
            if said:
                known = [self.pieces[each].state for each in said if each in self.pieces]
                named = tuple(self._named(each) for each in said)
                yield Support(name, self.kb.facts[name].label, named, worst(known))
