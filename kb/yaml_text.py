"""Plain data as YAML that people read and edit; what `kb.load` reads of it is the same data."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any

PLAIN = re.compile(r"[A-Za-z_㐀-鿿][\w㐀-鿿（）、，。；〔〕“”—·-]*")
RESERVED = frozenset({"true", "false", "null"})
UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def yaml_lines(data: Mapping[Any, Any], on_one_line: Collection[str] = ()) -> Iterator[str]:
    """The lines of a file: a key a line, lists of plain values on one.

    A mapping of plain values (or lists of them) that has no keys but those of `on_one_line` stands on one line, too.
    """
    return _block(data, frozenset(on_one_line), 0)


def _block(data: Mapping[Any, Any], short: frozenset[str], indent: int) -> Iterator[str]:
    pad = " " * indent
    for key, value in data.items():
        if isinstance(value, Mapping) and value and not _is_short(value, short):
            yield f"{pad}{_scalar(key)}:"
            yield from _block(value, short, indent + 2)
        elif isinstance(value, (list, tuple)) and any(isinstance(entry, Mapping) for entry in value):
            yield f"{pad}{_scalar(key)}:"
            yield from _entries(value, short, indent + 2)
        else:
            yield f"{pad}{_scalar(key)}: {_flow(value)}"


def _entries(entries: list[Any] | tuple[Any, ...], short: frozenset[str], indent: int) -> Iterator[str]:
    for entry in entries:
        lines = list(_block(entry, short, indent + 2)) if isinstance(entry, Mapping) and entry else []
        first = lines[0].lstrip() if lines else _flow(entry)
        yield f"{' ' * indent}- {first}"
        yield from lines[1:]


def _is_short(entry: Mapping[Any, Any], short: frozenset[str]) -> bool:
    parts = [part for value in entry.values() for part in (value if isinstance(value, list) else [value])]
    return set(entry) <= short and not any(isinstance(part, (Mapping, list)) for part in parts)


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_scalar(key)}: {_flow(entry)}" for key, entry in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_flow(entry) for entry in value) + "]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, (int, datetime.date)):
        return str(value)
    text = str(value)
    if PLAIN.fullmatch(text) and text not in RESERVED:
        return text
    return UNPRINTABLE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(text, ensure_ascii=False))
