"""The published cases come out as judged: charges, role, tier; what the published facts leave open stays open."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

import engine
import kb

CASES = engine.examples()


@cache
def assessed(name: str, inference: str) -> engine.Assessment:
    base = kb.load()
    return engine.assess(engine.read_case(CASES[name], base), base, inference=inference)  # type: ignore[arg-type]


def expected(name: str) -> dict[str, Any]:
    case = engine.read_case(CASES[name], kb.load())
    assert case.expected, f"{name} 没有写预期结论"
    return case.expected["persons"]


def test_there_are_five_published_cases_and_a_gang_of_six() -> None:
    assert len(CASES) >= 6
    assert any(len(expected(name)) >= 6 for name in CASES)


@pytest.mark.parametrize("inference", ["rete", "direct"])
@pytest.mark.parametrize("name", CASES)
def test_charges_are_those_judged(name: str, inference: str) -> None:
    found = assessed(name, inference)
    got = {person.id: sorted(person.disposition.charges) for person in found.persons}
    assert got == {person: sorted(want["charges"]) for person, want in expected(name).items()}


@pytest.mark.parametrize("name", CASES)
def test_verdict_tier_role_and_form_are_those_expected(name: str) -> None:
    found = assessed(name, "rete")
    for person, want in expected(name).items():
        for charge, fields in want["findings"].items():
            finding = found.person(person).finding(charge)
            assert finding is not None, f"{person} 没有 {charge} 的结论"
            shown = finding.to_json()
            assert {field: shown[field] for field in fields} == fields, f"{person} · {charge}"


def test_published_cases_carry_no_full_name_of_a_person() -> None:
    for name in CASES:
        case = engine.read_case(CASES[name], kb.load())
        assert all("某" in person.name or person.name[-1] in "甲乙丙丁" for person in case.persons)
