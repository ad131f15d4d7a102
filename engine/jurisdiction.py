"""Jurisdiction: which places of the case connect it to their organs, and what may be joined, split or designated."""

from __future__ import annotations

from collections.abc import Mapping

from kb import Jurisdiction, KnowledgeBase

from .assessment import PersonFindings
from .case import Case
from .case_findings import Ground, JurisdictionFinding, PlaceFinding
from .explain import doubtful
from .facts import Projection
from .points import PointDecider, of_holder
from .projector import Projector
from .values import Value

TELECOM = "telecom_fraud"
OF_THE_CASE = ("telecom_fraud_case", "network_crime_case")
"""What a case in which telecom fraud is stated need not be asked again."""
OF_ITS_PLACES = ("telecom_fraud_here", "network_crime_here")
"""Nor its places, where all its acts belong to the chain of the fraud: a place may have to do with another crime."""


class JurisdictionFinder:
    """Asks the grounds of jurisdiction of every place of a case, and of the case as a whole."""

    def __init__(self, kb: KnowledgeBase, decider: PointDecider, projector: Projector) -> None:
        self.kb, self.decider, self.projector = kb, decider, projector

    def found(self, case: Case, persons: tuple[PersonFindings, ...]) -> JurisdictionFinding:
        """The places that may take the case and why; the grounds over several cases that are met or may be met."""
        live, day = _live(persons), self.projector.decision_day
        known = known_of_case(self.projector, persons)
        places = []
        for place in case.places:
            facts = of_holder(self.projector, place, "place", day, known)
            places.append(PlaceFinding(place.id, place.name, self._grounds(facts, live, files=True)))
        if not (case.places or known or any(self._case_wide(name) for name in case.facts)):
            return JurisdictionFinding()
        facts = of_holder(self.projector, case, "case", day, known)
        return JurisdictionFinding(tuple(places), self._grounds(facts, live, files=False))

    def _case_wide(self, name: str) -> bool:
        """Whether some ground over several cases asks a fact."""
        rules = (rule for rule in self.kb.jurisdictions if rule.effect != "files")
        return any(name in (line.fact, line.appraise) for rule in rules for line in rule.when.walk())

    def _grounds(self, facts: Projection, live: Mapping[str, str], *, files: bool) -> tuple[Ground, ...]:
        """The grounds of one sort that are met or may be met, those met first."""
        asked = (rule for rule in self.kb.jurisdictions if (rule.effect == "files") is files)
        found = (self.ground(rule, facts, live) for rule in asked)
        kept = (ground for ground in found if ground is not None and ground.met is not False)
        return tuple(sorted(kept, key=lambda ground: (ground.met is None, ground.id)))

    def ground(self, rule: Jurisdiction, facts: Projection, live: Mapping[str, str]) -> Ground | None:
        """One ground on one place or case; None where it is not law, or is for none of the charges in play."""
        charges = tuple(live[name] for name in rule.charges if name in live)
        if rule.charges and not charges:
            return None
        point = self.decider.decide(rule, facts).get("when")
        if point is None:
            return None
        return Ground(
            rule.id,
            rule.label,
            rule.effect,
            rule.organ,
            point.truth,
            point.because,
            point.reasons if point.truth is True else (),
            point.ask,
            charges,
            any(doubtful(self.kb, cite) for cite in point.because),
        )


def _live(persons: tuple[PersonFindings, ...]) -> Mapping[str, str]:
    """The charges that stand or are open for somebody: id → name."""
    return {
        finding.charge_id: finding.charge
        for person in persons
        for finding in person.findings
        if finding.live and finding.supported
    }


def known_of_case(projector: Projector, persons: tuple[PersonFindings, ...]) -> dict[str, Value]:
    """What the case says already of itself: several crimes of one, several acting together, telecom fraud helped.

    Telecom fraud is done through the information network (法发〔2022〕23号第1条第（3）项), as is what helps it.
    """
    case = projector.case
    fraudulent = {group.id for group in case.groups if projector.known(group, TELECOM) is True}
    helped = any(fraudulent & set(act.serves) for act in case.conduct)
    said = {
        "one_person_several_crimes": any(person.disposition.cumulative for person in persons),
        "joint_crime_case": _together(case, persons),
        "helped_telecom_fraud": helped,
    }
    stated = {projector.known(holder, TELECOM) for _, holder, _ in case.holders()}
    if True in stated:
        said |= dict.fromkeys(OF_THE_CASE, True)
        if False not in stated and _one_chain(projector):
            said |= dict.fromkeys(OF_ITS_PLACES, True)
    return {name: True for name, yes in said.items() if yes and name in projector.kb.facts}


def _one_chain(projector: Projector) -> bool:
    """Whether every act is of the chain of the fraud."""
    return all(projector.kb.conduct_kinds[act.kind].link for act in projector.case.conduct)


def _together(case: Case, persons: tuple[PersonFindings, ...]) -> bool:
    """Whether one charge stands against two people for the same act, or for acts within the same group.

    That they acted together does not make them parties to a crime (a child, one who did not know).
    """
    guilty: dict[tuple[str, str], set[str]] = {}
    for person in persons:
        for finding in person.findings:
            acts = [case.conduct_of[name] for name in finding.conduct if finding.verdict == "established"]
            for act in acts:
                for tie in (f"act {act.id}", *((f"group {act.group}",) if act.group else ())):
                    guilty.setdefault((finding.charge_id, tie), set()).add(person.id)
    return any(len(who) > 1 for who in guilty.values())
