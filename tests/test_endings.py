"""Cases that end below prosecution end there, each with a mirror, one fact away, that does not."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

import engine
import kb
from engine.case import Case

CASES = engine.endings()
ENOUGH = 95
"""How many of a hundred have to be right."""


@cache
def case_of(name: str) -> Case:
    return engine.read_case(CASES[name], kb.load())


def expected(name: str) -> dict[str, Any]:
    case = case_of(name)
    assert case.expected, f"{name} 没有写预期结论"
    return case.expected


def said(person: engine.PersonFindings) -> dict[str, Any]:
    return {
        "ending": person.ending,
        "exits": {way.id for way in person.exits},
        "sanctions": {finding.charge_id for finding in person.sanctions if finding.verdict == "established"},
    }


def differences(found: engine.Assessment, wanted: dict[str, Any]) -> list[str]:
    """What comes out otherwise than expected: the ending exactly, exits and sanctions as far as they are named."""
    wrong = []
    for name, want in wanted.items():
        got = said(found.person(name))
        if got["ending"] != want["ending"]:
            wrong.append(f"{name}：期望 {want['ending']}，实际 {got['ending']}")
        wrong += [
            f"{name}：{key} 缺 {sorted(lacking)}，有 {sorted(got[key])}"
            for key in ("exits", "sanctions")
            if (lacking := set(want.get(key, ())) - got[key])
        ]
    return wrong


def test_there_are_forty_cases_ten_of_them_published() -> None:
    assert len(CASES) >= 40
    built = ("据条文编写", "依条文编写")
    published = [name for name in CASES if not any(word in (case_of(name).source or "") for word in built)]
    assert len(published) >= 10


@pytest.mark.parametrize("inference", ["rete", "direct"])
@pytest.mark.parametrize("name", CASES)
def test_a_case_ends_below_prosecution(name: str, inference: str) -> None:
    base = kb.load()
    found = engine.assess(case_of(name), base, inference=inference)  # type: ignore[arg-type]
    assert differences(found, expected(name)["persons"]) == []


@pytest.mark.parametrize("name", CASES)
def test_its_mirror_one_fact_away_does_not(name: str) -> None:
    wanted = expected(name)
    mirror = wanted["mirror"]
    assert len(mirror["set"]) == 1, "镜像只许改一项事实"
    found = engine.what_if(case_of(name), kb.load(), dict(mirror["set"]), inference="direct").after
    assert differences(found, mirror["persons"]) == []
    for person, want in mirror["persons"].items():
        assert want["ending"] != wanted["persons"][person]["ending"]


def test_no_ending_is_that_of_prosecution() -> None:
    below = {person["ending"] for name in CASES for person in expected(name)["persons"].values()}
    assert below & {"may_not_prosecute", "conditional", "not_pursued", "insufficient_evidence", "not_a_crime"}
    for name in CASES:
        endings = {person["ending"] for person in expected(name)["persons"].values()}
        assert endings - {"prosecute", "open"}, f"{name} 没有一个人落在起诉以下"
