"""Every case in the *.test.yaml files beside the rules, judged by both evaluators."""

from typing import Any

import pytest

import kb
from engine import rete_is_available
from engine.assess import Inference
from engine.rule_tests import RuleCase, read_rule_tests, rule_test_files
from engine.rule_trial import Trial
from kb.case_rules import EvidenceList
from kb.issues import KnowledgeBaseError

KB = kb.load()
EVALUATORS: tuple[Inference, ...] = ("direct", "rete") if rete_is_available() else ("direct",)
FEWEST = 8
CASES: dict[str, tuple[RuleCase[Any], ...]] = {}
UNREADABLE: dict[str, str] = {}
for file in rule_test_files(KB):
    try:
        tests = read_rule_tests(file, KB)
    except KnowledgeBaseError as error:
        UNREADABLE[file.name] = str(error)
    else:
        CASES[tests.rule] = tests.cases


@pytest.mark.parametrize(
    "rule,case",
    [pytest.param(rule, case, id=f"{rule}: {case.name}") for rule, cases in CASES.items() for case in cases],
)
def test_rule_says_what_the_law_says(rule: str, case: RuleCase[Any]) -> None:
    for evaluator in EVALUATORS:
        mismatches = Trial(KB, KB.rules[rule], case, evaluator).mismatches()
        if mismatches:
            lines = "\n  ".join(mismatches)
            pytest.fail(f"{case.file}:{case.line}（{evaluator}）{case.name}\n  {lines}", pytrace=False)


def test_every_test_file_can_be_read() -> None:
    assert not UNREADABLE, "\n".join(UNREADABLE.values())


@pytest.mark.parametrize(
    "rule", [name for name, rule in KB.rules.items() if not isinstance(rule, EvidenceList)]
)
def test_rule_has_cases(rule: str) -> None:
    assert CASES.get(rule)


@pytest.mark.parametrize("charge", KB.charges)
def test_charge_has_enough_cases(charge: str) -> None:
    assert len(CASES[charge]) >= FEWEST


def named_in(*checklists: str) -> set[str]:
    return {item for rule in KB.checklists if rule.id in checklists for item in rule.items}


@pytest.mark.parametrize(
    "forms, checklists",
    [
        ({"电子数据"}, ("electronic_data_authenticity",)),
        ({"视听资料"}, ("audiovisual",)),
        ({"物证", "书证"}, ("physical_and_documentary",)),
        ({"鉴定意见"}, ("expert_opinion",)),
        ({"鉴定意见"}, ("expert_in_court", "electronic_data_appraisal")),
        ({"供述和辩解"}, ("interrogation",)),
        ({"证人证言", "被害人陈述"}, ("witness_and_victim_statements",)),
        ({"笔录"}, ("identification_record", "scene_inspection_record", "investigation_experiment_record")),
    ],
)
def test_every_kind_of_evidence_is_checked_for_what_excludes_it(
    forms: set[str], checklists: tuple[str, ...]
) -> None:
    kinds = {kind for kind, item in KB.vocabulary.evidence.items() if item.form in forms}
    assert kinds <= named_in(*checklists)
