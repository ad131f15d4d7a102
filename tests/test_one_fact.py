"""One fact, 支付结算金额 350,000 元, from what is typed to the page, the report and the quiz: a call for each hop.

The hops are the rows of the table in docs/architecture.md, in its order.
"""

import datetime
from decimal import Decimal
from pathlib import Path

import pytest

import engine
import kb
from engine.assess import CaseAssessor, checked_evaluate, rete_is_available
from engine.assessment import Assessment
from engine.conditions import evaluate
from engine.findings import Finding
from engine.plan import LawState
from engine.planner import planner_of
from engine.report import report
from engine.values import Interval
from quiz import Builder, read_order
from ui.answers import read_number, write_answer
from ui.case_text import read_draft
from ui.finding_html import finding_html
from ui.report.document import CaseReport
from ui.report.files import FORMATS

BASE = kb.load()
ACT, DECISION = datetime.date(2023, 6, 2), datetime.date(2024, 6, 18)
CHARGE = BASE.charges["aiding_network_crime"]
LINE = "fashi_2019_15:12.1.2"
PAGE = Path(__file__).parents[1] / "docs" / "architecture.md"
"""Not there where the wheel is tested."""


@pytest.fixture(scope="module")
def text() -> str:
    """The case file of the document before the amount is typed, and the amount as the form writes it."""
    fact = BASE.facts["settlement_amount"]
    draft = read_draft(BEFORE)
    draft.entry("conduct", "c1")["facts"] = {
        "settlement_amount": write_answer(read_number("35万", fact), fact)
    }
    return draft.text()


BEFORE = """format: 1
title: 支付结算三十五万元
decision_date: 2024-06-18
groups: [{id: upstream, label: 上游, facts: {telecom_fraud: true, upstream_crime_confirmed: true}}]
persons: [{id: jia, name: 甲, facts: {knew_network_crime: true}}]
conduct: [{id: c1, who: [jia], kind: moving_funds, serves: [upstream], from: 2023-06-02}]
"""


@pytest.fixture(scope="module")
def case(text: str) -> engine.Case:
    return engine.parse_case(text, BASE)


@pytest.fixture(scope="module")
def assessment(case: engine.Case) -> Assessment:
    return engine.assess(case, BASE)


@pytest.fixture(scope="module")
def finding(assessment: Assessment) -> Finding:
    return next(each for each in assessment.persons[0].findings if each.charge_id == CHARGE.id)


def test_the_form_writes_it_and_the_case_file_holds_it(text: str, case: engine.Case) -> None:
    assert "settlement_amount: 350000" in text
    assert case.conduct_of["c1"].facts["settlement_amount"] == 350_000


@pytest.mark.skipif(not PAGE.exists(), reason="the documents are not part of the wheel")
def test_the_case_of_the_document_is_this_one(text: str) -> None:
    (shown,) = [block for block in PAGE.read_text().split("```yaml\n")[1:] if "三十五万元" in block]
    documented = read_draft(shown.split("```")[0])
    assert documented.text() == text


def test_it_is_projected_onto_the_person_and_the_charge(case: engine.Case) -> None:
    facts = CaseAssessor(case, BASE, today=DECISION, inference="direct").projection(case.persons[0], CHARGE)
    assert facts.value("settlement_amount") == Interval.exactly(Decimal(350_000))
    assert facts.value("fraud_amount") is None


def test_the_rule_of_the_day_asks_for_two_hundred_thousand_and_both_evaluators_say_met(
    case: engine.Case,
) -> None:
    plan = planner_of(BASE).plan(CHARGE, LawState(ACT, DECISION))
    (gravity,) = [element.node for element in plan.elements if element.id == "gravity"]
    tests = [node for node in gravity.walk() if node.fact == "settlement_amount"]
    line = min(tests, key=lambda node: node.bounds)
    assert (line.comparison, line.bounds) == ("at_least", (Decimal(200_000),))
    facts = CaseAssessor(case, BASE, today=DECISION, inference="direct").projection(case.persons[0], CHARGE)
    assert evaluate(plan, facts)[line.id] is True
    if rete_is_available():
        assert checked_evaluate(plan, facts)[line.id] is True


def test_the_finding_rests_on_it_and_says_so(finding: Finding) -> None:
    assert finding.verdict == "established"
    assert LINE in finding.because
    (gravity,) = [element for element in finding.elements if element.id == "gravity"]
    (reason,) = [reason for reason in gravity.reasons if LINE in reason.cites]
    assert reason.text == "支付结算金额 35万元，达到20万元"


def test_the_terminal_the_page_and_the_report_say_the_same_of_it(
    case: engine.Case, assessment: Assessment, finding: Finding
) -> None:
    (gravity,) = [element for element in finding.elements if element.id == "gravity"]
    (reason,) = [reason for reason in gravity.reasons if LINE in reason.cites]
    terminal = "\n".join(report(assessment, BASE))
    page = finding_html(finding, BASE, (ACT, DECISION))
    written = FORMATS[".md"](CaseReport(assessment, case, BASE)).decode()
    for said in (terminal, page, written.replace("\\", "")):
        assert reason.text in said


def test_a_quiz_on_the_same_line_asks_for_its_number() -> None:
    order = read_order(BASE, count=1, as_of=DECISION, provision=LINE, kinds=["blank"])
    (item,) = Builder(BASE, order).bank().items
    (question,) = item.questions
    assert LINE in item.cites
    assert "支付结算" in item.stem + question.ask
    assert "20万" in question.answers
