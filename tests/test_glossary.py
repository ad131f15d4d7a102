"""Every identifier that a file, a case or a finding uses has its Chinese term, and every term is used."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import Any

from engine.assess import assess
from engine.assessment import Assessment
from engine.case import Case
from engine.case_reader import parse_case
from engine.rule_tests import (
    ChargeExpectation,
    ChecklistExpectation,
    ConcurrenceExpectation,
    ConditionExpectation,
    DisputeExpectation,
    DistinctionExpectation,
    RuleTests,
)
from kb import load
from kb.checks.glossary import FORMATS, identifiers_of, snake
from kb.load import Located

TESTS = (
    RuleTests[ChargeExpectation],
    RuleTests[ConditionExpectation],
    RuleTests[ConcurrenceExpectation],
    RuleTests[ChecklistExpectation],
    RuleTests[DisputeExpectation],
    RuleTests[DistinctionExpectation],
)
WORDS_ONLY = {"intent", "gravity", "threshold", "provision", "interpretation"}
"""Terms of doctrine that are no key of a format: element ids, and words that code and documents use."""


CASE = """
format: 1
decision_date: 2025-01-01
persons: [{id: a, name: 甲}]
conduct: [{id: c, who: [a], kind: moving_funds, from: 2024-05-01, facts: {settlement_amount: {at_least: 9}}}]
"""


class Inner(Located):
    deep: bool = True


class Outer(Located):
    inner: tuple[Inner, ...] = ()


def used() -> set[str]:
    """Every key, closed value and noun of the formats, the case file, the tests and the findings."""
    kb = load()
    answer = assess(parse_case(CASE, kb), kb, inference="direct").to_json()
    return {*identifiers_of(*FORMATS, Case, Assessment, *TESTS), *keys(answer)}


def keys(data: Any) -> set[str]:
    """Every key of JSON data, however deep."""
    if isinstance(data, dict):
        return {*data, *(key for value in data.values() for key in keys(value))}
    return {key for value in data for key in keys(value)} if isinstance(data, list) else set()


def test_every_identifier_has_a_term() -> None:
    assert used() - set(load().glossary) == set()


def test_every_term_is_of_an_identifier() -> None:
    assert set(load().glossary) - used() == WORDS_ONLY


def test_the_terms_are_chinese() -> None:
    assert {
        key: term for key, term in load().glossary.items() if not re.search("[\u4e00-\u9fff]", term)
    } == {}


def test_no_identifier_is_listed_twice() -> None:
    lines = (Path(str(files("kb"))) / "glossary.yaml").read_text(encoding="utf-8").splitlines()
    keys = [line.partition(":")[0] for line in lines if line and not line.startswith("#")]
    assert len(keys) == len(set(keys))


def test_keys_closed_values_and_nouns_are_found() -> None:
    assert set(identifiers_of(Outer)) == {"inner", "deep"}
    found = identifiers_of(*FORMATS)
    assert {"all", "not", "draft", "heavier", "joint_crime", "in_force", "normative_document"} <= set(found)
    assert found["above"] == "Condition.above"


def test_class_names_are_read_as_identifiers() -> None:
    assert snake("LegalException") == "legal_exception"
