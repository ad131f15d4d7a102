"""JSON Schemas of the files of the knowledge base, for editors: made from the models and the glossary."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter

from .case_rules import RULE_KINDS
from .checks.coverage import ExcuseFile
from .checks.glossary import snake
from .not_held import NotHeldFile
from .statute_file import StatuteFile
from .vocabulary import Vocabulary

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
MODELS: Mapping[str, type[BaseModel]] = {
    "statute": StatuteFile,
    **RULE_KINDS,
    "vocabulary": Vocabulary,
    "excused": ExcuseFile,
    "not_held": NotHeldFile,
}
"""What each kind of file is read as, by the name of its schema."""

CITE = {"$ref": "#/$defs/Cite"}
ANY_TEXT = {"type": "string"}


def schemas(glossary: Mapping[str, str]) -> dict[str, Schema]:
    """The schema of every kind of file under kb/, by name."""
    return {name: schema_of(model, glossary) for name, model in MODELS.items()}


def schema_of(model: Any, glossary: Mapping[str, str]) -> Schema:
    """The schema of a model (or a union), with Chinese titles and the short forms that the loader accepts."""
    schema = TypeAdapter(model).json_schema(by_alias=True)
    definitions = {
        name: _titled(name, part, glossary) for name, part in sorted(schema.pop("$defs", {}).items())
    }
    name = getattr(model, "__name__", "")
    whole: Schema = {"$schema": DIALECT, **_titled(name, schema, glossary), "$defs": definitions}
    for change in (_with_short_forms, _plain):
        whole = rewritten(whole, change)
    return whole


def _titled(name: str, schema: Schema, glossary: Mapping[str, str]) -> Schema:
    """A model's schema with the terms of the glossary in place of the English docstring and names."""
    named = {key: value for key, value in schema.items() if key not in {"title", "description"}}
    if term := glossary.get(snake(name)):
        named["title"] = term
    properties = {key: _described(key, part, glossary) for key, part in schema.get("properties", {}).items()}
    return named | ({"properties": properties} if properties else {})


def _described(key: str, schema: Schema, glossary: Mapping[str, str]) -> Schema:
    values = [value for value in _closed(schema) if value in glossary]
    described = {name: part for name, part in schema.items() if name != "title"}
    described["title"] = glossary.get(key, key)
    if values:
        described["description"] = "；".join(f"{value}：{glossary[value]}" for value in values)
    return described


def _closed(schema: Any) -> list[str]:
    """The words of every closed list in a schema."""
    if isinstance(schema, list):
        return [value for part in schema for value in _closed(part)]
    if not isinstance(schema, dict):
        return []
    here = [*schema.get("enum", []), *([schema["const"]] if "const" in schema else [])]
    return [*here, *(value for part in schema.values() for value in _closed(part))]


def rewritten(schema: Any, change: Callable[[Schema], Schema]) -> Any:
    """The schema with a change made to each of its parts, the inner ones first."""
    if isinstance(schema, list):
        return [rewritten(part, change) for part in schema]
    if not isinstance(schema, dict):
        return schema
    return change({key: rewritten(part, change) for key, part in schema.items()})


def _with_short_forms(schema: Schema) -> Schema:
    """`cite: X` for `cite: [{at: X}]`, a bare line for a text, one kind for a list of kinds."""
    if schema.get("type") == "array" and schema.get("items") == CITE:
        one = {"anyOf": [ANY_TEXT, CITE]}
        rest = {key: value for key, value in schema.items() if key not in {"type", "items"}}
        return {**rest, "anyOf": [*one["anyOf"], {"type": "array", "items": one}]}
    for holder in ("items", "additionalProperties"):
        if schema.get(holder) in ({"$ref": "#/$defs/Text"}, {"$ref": "#/$defs/Opening"}):
            schema = {**schema, holder: {"anyOf": [ANY_TEXT, schema[holder]]}}
    if "conduct" in (properties := schema.get("properties", {})) and "appraise" in properties:
        conduct = {**properties["conduct"], "anyOf": [ANY_TEXT, *properties["conduct"]["anyOf"]]}
        schema = {**schema, "properties": {**properties, "conduct": conduct}}
    return schema


def _plain(schema: Schema) -> Schema:
    """Without defaults that say nothing; a number of an article may stand without quotes."""
    if schema.get("default", ...) in (None, [], {}, ""):
        schema = {key: value for key, value in schema.items() if key != "default"}
    if str(schema.get("pattern", "")).startswith(r"^[1-9]\d*"):
        schema = {**schema, "type": ["string", "integer"]}
    return schema


def write(made: Mapping[str, Schema], folder: Path) -> list[Path]:
    """Write schemas into a folder, one file each."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_written(folder / f"{name}.json", schema) for name, schema in made.items()]


def _written(file: Path, schema: Schema) -> Path:
    file.write_text(text_of(schema), encoding="utf-8")
    return file


def text_of(schema: Schema) -> str:
    """A schema as it is committed."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
