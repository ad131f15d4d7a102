"""JSON Schemas of the case file and of the tests of rules, in which editors complete every fact and kind of conduct.

`python -m engine.case_schema` writes these and those of kb/schema.py into kb/schemas/.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any

from kb import Fact, KnowledgeBase, load
from kb.schema import Schema, rewritten, schema_of, write
from kb.schema import schemas as kb_schemas

from .case import STATEMENT_KEYS, Case
from .rule_tests import ChargeTests, ConcurrenceTests, ConditionTests

HOLDERS = {"Group": "group", "Person": "person", "Conduct": "conduct", "Act": "conduct"}
"""What carries facts, and the scope of the facts that it may carry."""
TESTS = {"charge_test": ChargeTests, "condition_test": ConditionTests, "concurrence_test": ConcurrenceTests}


def schemas(kb: KnowledgeBase) -> dict[str, Schema]:
    """The schemas of the case file and of the tests beside a charge, a rule with one condition, a concurrence."""
    tests = {name: _test_schema(schema_of(model, kb.glossary), kb) for name, model in TESTS.items()}
    return {"case": _case_schema(schema_of(Case, kb.glossary), kb)} | tests


def _case_schema(schema: Schema, kb: KnowledgeBase) -> Schema:
    schema["properties"]["facts"] = facts_of(kb, "case")
    return _with_words(schema, kb)


def _with_words(schema: Schema, kb: KnowledgeBase) -> Schema:
    """The facts of each holder and the kinds of conduct, spelled out."""
    kinds = {
        "title": "行为种类",
        "oneOf": [_named(name, kind.label) for name, kind in kb.conduct_kinds.items()],
    }
    for name, part in schema["$defs"].items():
        properties = part.get("properties", {})
        if name in HOLDERS:
            properties["facts"] = facts_of(kb, HOLDERS[name])
        if name in {"Conduct", "Act"}:
            properties["kind"] = kinds
    return schema


def _test_schema(schema: Schema, kb: KnowledgeBase) -> Schema:
    """A test states the facts of all scopes beside the situation; `given` may hold whatever the cases merge."""
    situation = _with_words(schema, kb)["$defs"]["Situation"]
    every = facts_of(kb, "person", "conduct", "group", "case")["properties"]
    settings = {name: part for name, part in situation["properties"].items() if name != "stated"}
    settings["group"] = facts_of(kb, "group")
    kind = schema["$defs"]["Act"]["properties"]["kind"]
    settings["conduct"] = rewritten(settings["conduct"], _kinds_for_text(kind))
    situation["properties"] = {**settings, **every}
    return schema


def _kinds_for_text(kind: Schema) -> Callable[[Schema], Schema]:
    return lambda schema: kind if schema == {"type": "string"} else schema


def _named(name: str, label: str) -> Schema:
    return {"const": name, "title": label}


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
    """A fact: its bare value, null where it is not known, or a statement with its evidence."""
    value = _value(fact)
    keys: dict[str, Schema] = {"value": value, "evidence": {"type": "string"}, "note": {"type": "string"}}
    keys["disputed"] = {"type": "boolean"}
    if fact.numeric:
        keys |= {"at_least": _number(fact), "at_most": _number(fact)}
    statement = {
        "type": "object",
        "additionalProperties": False,
        "properties": {key: keys[key] for key in STATEMENT_KEYS if key in keys},
    }
    unit = f"（{fact.unit}）" if fact.unit else ""
    told = "；".join(filter(None, [f"{fact.question}{unit}", fact.help]))
    return {"title": fact.label, "description": told, "anyOf": [*_alternatives(value), statement]}


def _alternatives(value: Schema) -> Iterable[Any]:
    return value.get("anyOf") or [value]


def _value(fact: Fact) -> Schema:
    if fact.numeric:
        return {"anyOf": [_number(fact), {"type": "null"}]}
    if fact.choices:
        return {"anyOf": [*(_named(*choice) for choice in fact.choices.items()), {"type": "null"}]}
    return {"enum": [True, False, None]}


def _number(fact: Fact) -> Schema:
    return {"type": "number" if fact.type == "money" else "integer", "minimum": 0}


def main() -> None:
    """Write every schema into kb/schemas/."""
    kb = load()
    write({**kb_schemas(kb.glossary), **schemas(kb)}, Path(str(files("kb"))) / "schemas")


if __name__ == "__main__":
    main()
