"""The published cases come out as judged: charges, role, tier; what the published facts leave open stays open."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

import engine
import kb
from engine.case import Case

CASES = engine.examples()
ENOUGH = 95
"""How many of a hundred persons whose judgment was published have to come out as judged."""
OTHERWISE = "与裁判不同"
"""What the note of a case has to say, with the reason, where somebody comes out otherwise than judged."""

Judged = dict[str, str | None]
"""What a person was found guilty of, each charge with the role that the judgment states; None where it states none."""


@cache
def case_of(name: str) -> Case:
    return engine.read_case(CASES[name], kb.load())


@cache
def assessed(name: str, inference: str) -> engine.Assessment:
    return engine.assess(case_of(name), kb.load(), inference=inference)  # type: ignore[arg-type]


def expected(name: str) -> dict[str, Any]:
    case = case_of(name)
    assert case.expected, f"{name} 没有写预期结论"
    persons: dict[str, Any] = case.expected["persons"]
    return persons


def judged(name: str) -> dict[str, Judged]:
    """What was judged of those persons of a case whose judgment was published."""
    return {person: want["judged"] for person, want in expected(name).items() if "judged" in want}


TOGETHER = [name for name in CASES if len(case_of(name).persons) > 1 and judged(name)]
"""The cases of several persons."""


def otherwise(name: str) -> Iterator[str]:
    """The persons of a case who come out otherwise than judged: in their charges, or in a role that was stated."""
    for person, held in judged(name).items():
        found = assessed(name, "rete").person(person)
        charges = sorted(found.disposition.charges)
        if charges != sorted(held):
            yield f"{name} · {person}：判 {'、'.join(held)}，得 {'、'.join(charges) or '待查'}"
            continue
        roles = {finding.charge: finding.role for finding in found.findings}
        for charge, role in held.items():
            if role and roles[charge] != role:
                yield f"{name} · {person} · {charge}：判 {role}，得 {roles[charge]}"
                break


def test_most_persons_come_out_as_judged() -> None:
    """Of those whose judgment was published, at least 95 % in charge and role; the rest are printed."""
    persons = sum(len(judged(name)) for name in TOGETHER)
    apart = [line for name in TOGETHER for line in otherwise(name)]
    print(f"{persons} 人中 {persons - len(apart)} 人与裁判一致", *apart, sep="\n")  # noqa: T201 the rest is there to be read
    assert (persons - len(apart)) * 100 >= ENOUGH * persons, apart


@pytest.mark.parametrize("name", TOGETHER)
def test_a_case_says_why_somebody_comes_out_otherwise(name: str) -> None:
    assert (OTHERWISE in (case_of(name).note or "")) is bool(list(otherwise(name)))


def test_many_cases_are_of_several_persons_some_of_whole_gangs() -> None:
    stated = [role for name in TOGETHER for held in judged(name).values() for role in held.values() if role]
    assert len(TOGETHER) >= 30
    assert len(stated) >= 25
    assert sum(len(judged(name)) >= 5 for name in TOGETHER) >= 6
    assert any(len(expected(name)) >= 8 for name in CASES)


@pytest.mark.parametrize("name", CASES)
def test_what_was_judged_is_named_as_the_law_of_the_day_names_it(name: str) -> None:
    base = kb.load()
    day = case_of(name).decision_date
    assert day is not None
    names = {charge.name_on(day) for charge in base.charges.values()}
    roles = {None, *(role.label for role in base.roles)}
    for held in judged(name).values():
        assert held.keys() <= names
        assert set(held.values()) <= roles


@pytest.mark.parametrize("inference", ["rete", "direct"])
@pytest.mark.parametrize("name", CASES)
def test_charges_are_those_expected(name: str, inference: str) -> None:
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
        case = case_of(name)
        assert all("某" in person.name or person.name[-1] in "甲乙丙丁" for person in case.persons)
