"""The report in a terminal leaves out nothing that the assessment holds: of the examples, of random cases, of each kind of evidence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from strategies import BASE, random_network

import engine
from engine.assessment import Assessment
from engine.case import Case
from engine.case_findings import ENDINGS
from engine.evidence_findings import STATES
from engine.receipt import receipt_line
from engine.report import DISCLAIMER, NO_CONDUCT, report
from kb.load import build

RANDOM_CASES = 40
CHATS = {"kind": "chat_records", "gathered_on": "2024-02-01"}


def cases() -> Iterator[Any]:
    for name, path in (engine.examples() | engine.endings()).items():
        yield pytest.param(lambda path=path: engine.read_case(path, BASE), id=name)
    for number in range(RANDOM_CASES):
        yield pytest.param(
            lambda number=number: build(Case, random_network(Random(f"report {number}"))),
            id=f"random{number}",
        )


def reported(assessment: Assessment) -> str:
    return "\n".join(report(assessment, BASE))


def case_of(**parts: Any) -> Case:
    tree = {"format": 1, "decision_date": "2024-06-01", "persons": [{"id": "p", "name": "甲"}], "conduct": []}
    return engine.parse_case(json.dumps(tree | parts), BASE)


@pytest.mark.parametrize("made", [*cases()])
def test_a_report_names_everything_that_was_found(made: Any) -> None:
    found = engine.assess(made(), BASE, inference="direct")
    text = reported(found)
    assert [line for line in expected(found) if line not in text] == []
    assert [line for line in unexpected(found) if line in text] == []
    assert text.endswith(f"{DISCLAIMER}\n{receipt_line(found.receipt)}")


def expected(found: Assessment) -> Iterator[str]:
    """What the report of an assessment has to say."""
    for person in found.persons:
        yield f"━━ {person.name}（{person.id}）"
        yield from (f"【成立】{charge}" for charge in person.disposition.charges)
        yield from (step.text for step in person.disposition.steps)
        if person.findings and person.ending:
            yield ENDINGS[person.ending]
    for piece in found.evidence:
        yield f"  {piece.label}（{piece.kind}，{piece.form}）：{STATES[piece.state]}"
        yield from (flaw.label for flaw in piece.flaws)
    yield from (f"  {place.name}：" for place in found.jurisdiction.places)
    yield from (line for line, met in grounds(found) if met)
    yield from (f"诈骗类型：{kind.label}" for kind in found.fraud_types)


def unexpected(found: Assessment) -> Iterator[str]:
    """What it must not say: a ground of jurisdiction that is not known to be there."""
    yield from (line for line, met in grounds(found) if not met)


def grounds(found: Assessment) -> Iterator[tuple[str, bool | None]]:
    """Each ground as it would be told, and whether it is met."""
    for place in found.jurisdiction.places:
        yield from (
            (f"  {place.name}：{ground.label}——{ground.organ}", ground.met) for ground in place.grounds
        )
    yield from ((f"  {ground.label}——{ground.organ}", ground.met) for ground in found.jurisdiction.grounds)


def test_who_did_nothing_that_is_entered_is_told_so() -> None:
    assert NO_CONDUCT in reported(engine.assess(case_of(), BASE, inference="direct"))


@pytest.mark.parametrize(
    "cured, said",
    [
        (None, "✘ 瑕疵："),
        (True, "✔ 瑕疵已补正或者作出合理解释："),
        (False, "✘ 瑕疵，不能补正或者作出合理解释："),
    ],
)
def test_a_defect_of_evidence_says_whether_it_was_mended(cured: bool | None, said: str) -> None:
    facts = {"record_made": True, "data_described_clearly": False, "defect_cured": cured}
    piece = CHATS | {"id": "e1", "label": "聊天记录", "facts": facts}
    assert said in reported(engine.assess(case_of(evidence=[piece]), BASE, inference="direct"))


def test_what_was_not_looked_at_of_evidence_is_counted_the_gravest_first() -> None:
    piece = CHATS | {"id": "e1", "label": "聊天记录"}
    (line,) = [
        line
        for line in report(engine.assess(case_of(evidence=[piece]), BASE, inference="direct"), BASE)
        if line.startswith("    未核对：")
    ]
    assert line.endswith("项")


def test_a_place_that_nothing_ties_to_the_case_says_what_to_ask() -> None:
    found = engine.assess(case_of(places=[{"id": "a", "name": "甲市"}]), BASE, inference="direct")
    assert "  甲市：连接点尚待查：" in reported(found)


def test_a_type_of_fraud_tells_who_and_what_is_missing() -> None:
    act = {"id": "c1", "who": ["p"], "kind": "defrauding", "facts": {"telecom_fraud": True}}
    found = engine.assess(
        case_of(conduct=[act], fraud_types=["posing_as_police_or_courts"]), BASE, inference="direct"
    )
    text = reported(found)
    (kind,) = found.fraud_types
    assert f"  通常怎样实施：{' → '.join(kind.how)}" in text
    assert f"  还没有登记的角色：{'；'.join(kind.missing_roles)}" in text
    assert f"  找证据：{'；'.join(kind.evidence)}" in text
    for charge in kind.charges:
        assert f"  另看 {charge.charge}：{charge.when}" in text
