"""Which facts to ask of a piece of evidence, of a place, and of the case as a whole for its jurisdiction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.assess import CaseAssessor
from engine.case import Evidence, Place
from engine.facts import Projection
from engine.jurisdiction import JurisdictionFinder, known_of_case
from engine.points import asked_in, of_holder
from kb import Jurisdiction
from kb.condition import Condition, facts_of

GATHERED = "怎样取得"
MENDED = "补正"
OTHERS = "其他已填"
APPLIES = "applies"
"""The point of a checklist that asks whether it is for a piece at all."""


class AskedBeside:
    """What the checklists and the grounds of jurisdiction still ask; `live`: the charges in play, id → name."""

    def __init__(self, assessor: CaseAssessor, live: Mapping[str, str]) -> None:
        self.assessor, self.kb, self.case, self.live = assessor, assessor.kb, assessor.case, dict(live)
        self.finder = JurisdictionFinder(assessor.kb, assessor.decider, assessor.projector)

    def sections(self, scope: str, holder_id: str) -> dict[str, list[str]]:
        """The facts to ask of a piece of evidence or a place; every fact already stated there is among them."""
        entries: tuple[Evidence | Place, ...] = (
            self.case.evidence if scope == "evidence" else self.case.places
        )
        entry = next(entry for entry in entries if entry.id == holder_id)
        found = self._of_piece(entry) if isinstance(entry, Evidence) else self._of_place(entry)
        return self._each_once({**found, OTHERS: entry.facts})

    def _each_once(self, sections: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
        """Every fact in the first section that asks it, in the order of the vocabulary."""
        order = {name: place for place, name in enumerate(self.kb.facts)}
        seen: set[str] = set()
        kept = {}
        for section, names in sections.items():
            if fresh := sorted(set(names) - seen, key=order.__getitem__):
                kept[section] = fresh
                seen.update(fresh)
        return kept

    def _of_piece(self, piece: Evidence) -> dict[str, Iterable[str]]:
        """First how it was gathered, which says what checklists apply; then what each of these asks."""
        day = piece.gathered_on or self.assessor.projector.decision_day
        facts = of_holder(self.assessor.reviewer.projector, piece, "evidence", day)
        gathered: set[str] = set()
        mended: set[str] = set()
        found: dict[str, Iterable[str]] = {GATHERED: gathered, MENDED: mended}
        for checklist in (checklist for checklist in self.kb.checklists if piece.kind in checklist.items):
            gathered |= _names(checklist.applies) & piece.facts.keys()
            _, met, unknown = self.assessor.reviewer.against(checklist, facts) or ("", [], [])
            asked = {name for flaw in unknown for name in flaw.ask}
            if any(flaw.id == APPLIES for flaw in unknown):
                gathered |= asked
            elif met or unknown:
                found[checklist.label] = asked | (asked_in(checklist, self.kb) & piece.facts.keys())
            if checklist.cure and any(flaw.kind == "defect" for flaw in met):
                mended.add(checklist.cure)
        return found

    def _of_place(self, place: Place) -> dict[str, Iterable[str]]:
        """What each ground asks of a place, the ground that asks most first."""
        facts = of_holder(self.assessor.projector, place, "place", self.assessor.projector.decision_day)
        rules = [rule for rule in self.kb.jurisdictions if rule.effect == "files"]
        asked = {rule.label: self._of_ground(rule, facts, place.facts) for rule in rules}
        return {label: asked[label] for label in sorted(asked, key=lambda label: -len(asked[label]))}

    def links(self, place_id: str) -> list[str]:
        """Every yes-or-no fact that could connect a place to the charges in play."""
        place = next(place for place in self.case.places if place.id == place_id)
        facts = of_holder(self.assessor.projector, place, "place", self.assessor.projector.decision_day)
        rules = [rule for rule in self.kb.jurisdictions if rule.effect == "files"]
        asked = {
            name
            for rule in rules
            if self.finder.ground(rule, facts, self.live)
            for name in asked_in(rule, self.kb)
        }
        return [name for name in self.kb.facts if name in asked and self._is_link(name)]

    def _is_link(self, name: str) -> bool:
        return self.kb.facts[name].type == "boolean" and "place" in self.kb.facts[name].scope

    def of_whole_case(self) -> list[str]:
        """What joining, splitting and designation ask, once a place or something about it has been entered."""
        rules = [rule for rule in self.kb.jurisdictions if rule.effect != "files"]
        about = {name for rule in rules for name in asked_in(rule, self.kb)}
        if not (self.case.places or about & self.case.facts.keys()):
            return []
        day = self.assessor.projector.decision_day
        known = known_of_case(self.assessor.projector, ())
        facts = of_holder(self.assessor.projector, self.case, "case", day, known)
        found = {name for rule in rules for name in self._of_ground(rule, facts, self.case.facts)}
        return self._each_once({"": found}).get("", [])

    def _of_ground(self, rule: Jurisdiction, facts: Projection, stated: Mapping[str, object]) -> set[str]:
        """What one ground still asks, and what it asked that has been stated."""
        ground = self.finder.ground(rule, facts, self.live)
        return set(ground.ask) | (asked_in(rule, self.kb) & stated.keys()) if ground else set()


def _names(condition: Condition | None) -> set[str]:
    """The facts that a condition asks."""
    lines = condition.walk() if condition is not None else ()
    return {name for line in lines for _, name in facts_of(line)}
