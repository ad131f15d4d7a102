"""JSON Schemas of the case file and of the tests of rules, where editors complete facts and kinds of conduct.

`python -m engine.case_schema` writes these and those of kb/schema.py into kb/schemas/.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from kb import Fact, KnowledgeBase, load
from kb.schema import Schema, rewritten, schema_of, write
from kb.schema import schemas as kb_schemas

from .case import STATEMENT_KEYS, Case
from .rule_tests import (
    ChargeExpectation,
    ChecklistExpectation,
    ConcurrenceExpectation,
    ConditionExpectation,
    DisputeExpectation,
    DistinctionExpectation,
    RuleTests,
)

SCOPES = {
    "Group": "group",
    "Person": "person",
    "Conduct": "conduct",
    "Incident": "incident",
    "Act": "conduct",
    "Evidence": "evidence",
    "Place": "place",
}
"""What carries facts, and the scope of the facts that it may carry."""
TESTS = (
    RuleTests[ChargeExpectation]
    | RuleTests[ConditionExpectation]
    | RuleTests[ConcurrenceExpectation]
    | RuleTests[ChecklistExpectation]
    | RuleTests[DisputeExpectation]
    | RuleTests[DistinctionExpectation]
)
KIND = {"$ref": "#/$defs/kind"}
TEXT = {"type": "string"}


def schemas(kb: KnowledgeBase) -> dict[str, Schema]:
    """The schemas of the case file and of the tests beside a rule, by name."""
    case = _with_words(schema_of(Case, kb.glossary), kb)
    case["properties"]["facts"] = facts_of(kb, "case")
    case["properties"]["fraud_types"] = {"type": "array", "items": _named(kb.vocabulary.fraud_types)}
    case["$defs"]["Evidence"]["properties"]["kind"] = _named(kb.vocabulary.evidence)
    tests = _with_words(schema_of(TESTS, kb.glossary), kb)
    situation = tests["$defs"]["Situation"]["properties"]
    del situation["stated"]  # the loader parts the facts from the rest: in the file they stand together
    situation["conduct"] = rewritten(situation["conduct"], lambda part: KIND if part == TEXT else part)
    situation["group"] = facts_of(kb, "group")
    situation |= facts_of(kb, "person", "conduct", "group", "case", "evidence", "place")["properties"]
    return {"case": case, "rule_test": tests}


def _named(words: Mapping[str, Any]) -> Schema:
    """One of the words of a section of the vocabulary."""
    return (
        {"oneOf": [{"const": name, "title": word.label} for name, word in words.items()]} if words else TEXT
    )


def _with_words(schema: Schema, kb: KnowledgeBase) -> Schema:
    """The facts of each holder and the kinds of conduct, spelled out."""
    definitions = schema["$defs"]
    for name in SCOPES.keys() & definitions.keys():
        definitions[name]["properties"]["facts"] = facts_of(kb, SCOPES[name])
        if "kind" in definitions[name]["properties"] and SCOPES[name] == "conduct":
            definitions[name]["properties"]["kind"] = KIND
    definitions["kind"] = {
        "title": "行为种类",
        "oneOf": [{"const": name, "title": kind.label} for name, kind in kb.conduct_kinds.items()],
    }
    return schema | {"$defs": definitions | ANSWERS}


def facts_of(kb: KnowledgeBase, *scopes: str) -> Schema:
    """An object of the facts that may be stated on a holder of any of the scopes."""
    held = {name: fact for name, fact in kb.facts.items() if set(scopes) & set(fact.scope)}
    return {
        "title": "事实",
        "type": "object",
        "additionalProperties": False,
        "properties": {name: _fact(fact) for name, fact in held.items()},
    }


def _fact(fact: Fact) -> Schema:
    unit = f"（{fact.unit}）" if fact.unit else ""
    described = {"title": fact.label, "description": "".join(filter(None, [fact.question, unit, fact.help]))}
    if fact.choices:
        return described | _answer({"enum": [*fact.choices, None]}, numeric=False)
    answer = "amount" if fact.type == "money" else "whole_number" if fact.numeric else "yes_or_no"
    return described | {"$ref": f"#/$defs/{answer}"}


def _answer(value: Schema, *, numeric: bool) -> Schema:
    """An answer: its bare value, null where it is not known, or a statement with its evidence."""
    evidence: Schema = {"anyOf": [TEXT, {"type": "array", "items": TEXT}]}
    keys: Schema = dict.fromkeys(STATEMENT_KEYS, TEXT)
    keys |= {"value": value, "disputed": {"type": "boolean"}, "evidence": evidence}
    bounds = {"at_least": value, "at_most": value}
    keys = keys | bounds if numeric else {key: part for key, part in keys.items() if key not in bounds}
    return {"anyOf": [value, {"type": "object", "additionalProperties": False, "properties": keys}]}


ANSWERS: Schema = {
    "yes_or_no": _answer({"enum": [True, False, None]}, numeric=False),
    "amount": _answer({"type": ["number", "null"], "minimum": 0}, numeric=True),
    "whole_number": _answer({"type": ["integer", "null"], "minimum": 0}, numeric=True),
}


def main() -> None:
    """Write every schema into kb/schemas/."""
    kb = load()
    write({**kb_schemas(kb.glossary), **schemas(kb)}, Path(str(files("kb"))) / "schemas")


if __name__ == "__main__":
    main()
