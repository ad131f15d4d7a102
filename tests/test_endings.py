"""Cases that end below prosecution end there, each with a mirror, one fact away, that does not."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

import engine
import kb
from engine.case import Case
from engine.disposition import Absorbed, Disposition, Step
from engine.exits import remarks_on

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


NAME = {"id": "c", "who": ["p"], "kind": "defrauding", "from": "2023-06-01", "to": "2023-06-02"}


def swindler(**facts: Any) -> engine.PersonFindings:
    """Who swindled a near relative under an official's name; the relative has forgiven him, or not."""
    said = {"posed_as_officials": True, "swindled_under_false_office": True, "deceived_victims": True}
    own = {"intended_unlawful_possession": True, "fraud_amount": 50_000, **facts}
    person = {"id": "p", "name": "甲", "born": "1990-01-01", "facts": own}
    tree = {
        "format": 1,
        "decision_date": "2024-06-01",
        "persons": [person],
        "conduct": [{**NAME, "facts": said}],
    }
    case = engine.parse_case(json.dumps(tree), kb.load())
    return engine.assess(case, kb.load(), inference="direct").person("p")


def test_a_way_out_for_the_heavier_charge_alone_leads_not_out_of_the_lighter_that_gave_way() -> None:
    found = swindler(defrauded_close_relative=True)
    assert found.disposition.charges == ("诈骗罪",)
    assert {way.kind for way in found.exits if "诈骗罪" in way.charges} == {"leniency"}
    assert found.ending == "prosecute"
    assert any("从一重而让位的 招摇撞骗罪" in remark for remark in remarks_on(found))
    assert not [*remarks_on(swindler(defrauded_close_relative=False))]


def test_a_charge_that_is_part_of_another_does_not_weigh_again() -> None:
    given = Absorbed("甲罪", "乙罪", (), "r")
    as_part = Step("absorbed", ("甲罪", "乙罪"), "")
    assert Disposition(("乙罪",), (given,), steps=(as_part,)).gave_way("甲罪") == frozenset()
    as_lighter = Step("heavier", ("乙罪", "甲罪"), "")
    assert Disposition(("乙罪",), (given,), steps=(as_lighter,)).gave_way("甲罪") == {"乙罪"}
