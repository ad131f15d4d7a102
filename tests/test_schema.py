"""The JSON Schemas in kb/schemas/ are those of the models, and fit the files that ship."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from engine.case_schema import schemas as engine_schemas
from kb import load
from kb.load import parse_yaml, read_yaml
from kb.schema import schemas as kb_schemas
from kb.schema import text_of, write

KB = Path(str(files("kb")))
MADE = {**kb_schemas(load().glossary), **engine_schemas(load())}
BROKEN = {
    "charge": "id: x\nkind: charge\nlabel: 甲\narticles: criminal_law:266",
    "vocabulary": "facts: {a: {label: 甲, question: 乙, type: number}}",
    "statute": "id: x\ntitle: 甲\nlayout: pages",
    "rule_test": "rule: x\ncases: [{name: 甲, facts: {act_date: 2024-05-01, conduct: [no]}, expect: {}}]",
    "case": "format: 1\npersons: [{id: a, name: 甲, facts: {deceived_victims: true}}]\nconduct: "
    "[{id: c, kind: defrauding, facts: {fraud_amount: 很多}}]",
}


def plain(tree: Any) -> Any:
    """A tree as JSON has it."""
    if isinstance(tree, dict):
        return {str(key): plain(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [plain(value) for value in tree]
    if isinstance(tree, datetime.date):
        return tree.isoformat()
    return float(tree) if isinstance(tree, Decimal) else tree


def complaints(name: str, tree: Any) -> list[str]:
    return [error.message for error in Draft202012Validator(MADE[name]).iter_errors(plain(tree))]


def schema_for(file: Path) -> str:
    kinds = {"statutes": "statute", "vocabulary": "vocabulary", "coverage": "excused"}
    folder = file.relative_to(KB).parts[0]
    if folder == "not_held.yaml":
        return "not_held"
    if folder in kinds:
        return kinds[folder]
    return "rule_test" if file.name.endswith(".test.yaml") else str(read_yaml(file)["kind"])


FILES = [file for file in sorted(KB.rglob("*.yaml")) if file.name != "glossary.yaml"]


@pytest.mark.parametrize("name", MADE)
def test_the_committed_schema_is_the_generated_one(name: str) -> None:
    committed = (KB / "schemas" / f"{name}.json").read_text(encoding="utf-8")
    assert committed == text_of(MADE[name]), "python -m engine.case_schema writes them anew"


def test_nothing_else_is_committed() -> None:
    assert {file.stem for file in (KB / "schemas").iterdir()} == set(MADE)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(KB)))
def test_every_file_that_ships_fits_its_schema(file: Path) -> None:
    assert complaints(schema_for(file), read_yaml(file)) == []


@pytest.mark.checkout
@pytest.mark.parametrize(
    "file", sorted((Path(__file__).parent.parent / "examples").glob("*.yaml")), ids=lambda file: file.name
)
def test_every_example_fits_the_schema_of_case_files(file: Path) -> None:
    assert complaints("case", read_yaml(file)) == []


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_does_not_fit(name: str) -> None:
    assert complaints(name, parse_yaml(BROKEN[name], "x.yaml"))


@pytest.mark.parametrize("name", MADE)
def test_a_schema_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(MADE[name])


def test_an_editor_shows_the_question_of_a_fact_and_the_label_of_a_kind() -> None:
    case = MADE["case"]["$defs"]
    fact = case["Conduct"]["properties"]["facts"]["properties"]["settlement_amount"]
    assert (fact["title"], fact["$ref"]) == ("支付结算金额", "#/$defs/amount")
    assert "共计多少元" in fact["description"]
    assert {"const": "moving_funds", "title": load().conduct_kinds["moving_funds"].label} in case["kind"][
        "oneOf"
    ]


def test_a_fact_is_offered_only_where_it_may_be_stated() -> None:
    case = MADE["case"]
    assert "group_size" in case["properties"]["facts"]["properties"]
    assert "group_size" not in case["$defs"]["Person"]["properties"]["facts"]["properties"]


def test_titles_and_closed_words_are_chinese() -> None:
    status = MADE["charge"]["properties"]["status"]
    assert (status["title"], status["description"]) == (
        "审阅状态",
        "draft：草稿；reviewed：已审阅；retired：已停用",
    )
    assert not [name for name in MADE if "One node of a condition" in json.dumps(MADE[name])]


def test_schemas_are_written_one_file_each(tmp_path: Path) -> None:
    written = write({"a": {"type": "object"}}, tmp_path / "schemas")
    assert [(file.name, json.loads(file.read_text())) for file in written] == [("a.json", {"type": "object"})]
