"""What a charge lacks: every set is written into the case and assessed again, with and without each of its facts."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from strategies import BASE, random_case

import engine
from engine.assess import CaseAssessor
from engine.case import Case
from engine.case_change import with_facts
from engine.findings import Finding
from engine.shortfall import LackSet
from kb.load import build

TODAY = datetime.date(2026, 3, 1)
RANDOM_CASES = 200


def settings(lacks: LackSet) -> dict[str, Any]:
    """A set as it is written on the command line: PERSON.FACT → value."""
    return {
        f"{target}.{lack.fact}": _exact(lack.value) for lack in lacks if lack.fact for target in lack.targets
    }


def _exact(value: Any) -> Any:
    if isinstance(value, dict):
        return {bound: Decimal(str(number)) for bound, number in value.items()}
    return value


def supposed(case: Case, lacks: LackSet) -> Case:
    """The case with a set written into it, by the machinery of what-if."""
    entered = [lack for lack in lacks if lack.fact is None]
    for lack in entered:
        (new,) = lack.targets
        like = case.conduct_of[new.removesuffix("+")]
        act = like.model_copy(update={"id": new, "kind": lack.value})
        fields = {f.alias or name: getattr(case, name) for name, f in Case.model_fields.items()}
        case = Case.model_validate({**fields, "conduct": (*case.conduct, act)})
    known = {*case.person_of, *case.group_of, *case.conduct_of, "case"}
    wanted = {key: value for key, value in settings(lacks).items() if key.rpartition(".")[0] in known}
    return with_facts(case, BASE, wanted)


def verdict(case: Case, person: str, charge: str) -> str:
    assessor = CaseAssessor(case, BASE, today=TODAY, inference="direct")
    found = assessor.finding(case.person_of[person], BASE.charges[charge])
    assert found is not None
    return found.verdict


def lacking(case: Case) -> Iterator[tuple[str, Finding]]:
    """Every finding of a case that tells what it lacks, as it was judged at first."""
    assessor = CaseAssessor(case, BASE, today=TODAY, inference="direct")
    for person in case.persons:
        for charge, _, _ in assessor.projections(person):
            found = assessor.finding(person, charge)
            if found is not None and found.shortfall is not None:
                yield person.id, found


def assert_exact(case: Case, person: str, finding: Finding, counted: Counter[str]) -> None:
    """Each set makes the charge stand, and none of its facts can be spared."""
    found = finding.shortfall
    assert found is not None
    counted["findings"] += 1
    counted["blocked"] += bool(found.blocked)
    assert found.blocked or found.missing or found.contrary, (person, finding.charge_id)
    assert not (found.blocked and (found.missing or found.contrary))
    for state, sets in (("missing", found.missing), ("contrary", found.contrary)):
        for lacks in sets:
            counted[state] += 1
            told = (person, finding.charge_id, settings(lacks))
            assert {lack.state for lack in lacks} - {"missing"} == (
                {"contrary"} if state == "contrary" else set()
            )
            assert verdict(supposed(case, lacks), person, finding.charge_id) == "established", told
            for lack in lacks:
                fewer = tuple(other for other in lacks if other is not lack)
                assert verdict(supposed(case, fewer), person, finding.charge_id) != "established", (
                    told,
                    lack.fact,
                )


@pytest.mark.parametrize("name", [*engine.examples()])
def test_what_an_example_lacks_makes_its_charges_stand_and_nothing_less_does(name: str) -> None:
    case = engine.read_case(engine.examples()[name], BASE)
    for person, finding in lacking(case):
        assert_exact(case, person, finding, Counter())


@pytest.mark.slow
def test_what_random_cases_lack_makes_their_charges_stand_and_nothing_less_does() -> None:
    random, counted = Random(20260901), Counter[str]()
    charges = [*BASE.charges.values()]
    for number in range(RANDOM_CASES):
        case = build(Case, random_case(random, charges[number % len(charges)]))
        for person, finding in lacking(case):
            assert_exact(case, person, finding, counted)
    assert counted["missing"] > RANDOM_CASES
    assert counted["contrary"] > RANDOM_CASES
    assert counted["findings"] > RANDOM_CASES
