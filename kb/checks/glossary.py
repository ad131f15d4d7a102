"""Every identifier of the formats has its Chinese term in kb/glossary.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from kb.case_rules import RULE_KINDS
from kb.issues import Issue
from kb.load import shown
from kb.not_held import NotHeldFile
from kb.statute_file import StatuteFile
from kb.vocabulary import Vocabulary

from .coverage import ExcuseFile

if TYPE_CHECKING:
    from kb import KnowledgeBase

FORMATS: tuple[type, ...] = (*RULE_KINDS.values(), Vocabulary, StatuteFile, ExcuseFile, NotHeldFile)
"""The models of every kind of file in the knowledge base."""

IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")
PLACE = frozenset({"file", "line"})
NOUNS = ("rules", "condition", "vocabulary", "findings", "assessment", "disposition")
"""How the modules are called whose class names are doctrine: each has a term, too."""


def identifiers_of(*roots: type) -> dict[str, str]:
    """Every key, closed value and noun that the given models use, and where (`above` → `Condition.above`)."""
    found: dict[str, str] = {}
    waiting: list[Any] = list(roots)
    seen: set[int] = set()
    while waiting:
        model = waiting.pop()
        if id(model) in seen:
            continue
        seen.add(id(model))
        if model.__module__.endswith(NOUNS):
            found.setdefault(snake(model.__name__), model.__name__)
        for key, annotation in keys_of(model):
            found.setdefault(key, f"{model.__name__}.{key}")
            for part in parts_of(annotation):
                if isinstance(part, str):
                    found.setdefault(part, f"{model.__name__}.{key}")
                else:
                    waiting.append(part)
    return {name: where for name, where in found.items() if IDENTIFIER.fullmatch(name)}


def snake(name: str) -> str:
    """The name of a class as an identifier: `JointCrime` → `joint_crime`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def keys_of(model: Any) -> Iterator[tuple[str, Any]]:
    """The keys that a model has in a file, with their types."""
    if issubclass(model, BaseModel):
        for name, field in model.model_fields.items():
            if name not in PLACE:
                yield field.alias or name, field.annotation
    elif is_dataclass(model):
        hints = get_type_hints(model)
        yield from ((field.name, hints[field.name]) for field in fields(model))


def parts_of(annotation: Any) -> Iterator[Any]:
    """The models and closed values inside a type."""
    if get_origin(annotation) is Literal:
        yield from (value for value in get_args(annotation) if isinstance(value, str))
    elif isinstance(annotation, type) and (issubclass(annotation, BaseModel) or is_dataclass(annotation)):
        yield annotation
    else:
        for inner in get_args(annotation):
            yield from parts_of(inner)


def identifiers_have_terms(kb: KnowledgeBase) -> Iterator[Issue]:
    """Every identifier of the rule, vocabulary and statute formats has a Chinese term."""
    file = shown(Path(str(kb.root / "glossary.yaml")))
    for name, where in sorted(identifiers_of(*FORMATS).items()):
        if not kb.glossary.get(name):
            yield Issue(file, 1, f"标识「{name}」没有中文术语（用于 {where}）", f"加一行 {name}: 中文术语")
