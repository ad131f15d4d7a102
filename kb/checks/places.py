"""Where in a file a key stands, so that an issue points at the very line, not the head of its mapping."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from kb.issues import Issue, KnowledgeBaseError
from kb.load import Items, Located, Node, read_yaml


def issue_at(place: Located, key: str, problem: str, repair: str = "") -> Issue:
    """An issue at a key of the mapping that something was read from."""
    return Issue(place.file, line_of(place, key), problem, repair)


def line_of(place: Located, key: str) -> int:
    """The line of a key; that of the mapping where the key cannot be found."""
    path = Path(str(files("kb"))).parent / place.file  # an absolute path stays as it is
    try:
        tree = _tree(path, path.stat().st_mtime_ns)
    except (OSError, KnowledgeBaseError):
        return place.line
    here = (node for node in _nodes(tree) if node.line == place.line and key in node)
    return next((node.key_line[key] for node in here), place.line)


@lru_cache(maxsize=64)
def _tree(path: Path, _changed: int) -> Any:
    return read_yaml(path)


def _nodes(tree: Any) -> Iterator[Node]:
    if isinstance(tree, Node):
        yield tree
        for value in tree.values():
            yield from _nodes(value)
    elif isinstance(tree, Items):
        for value in tree:
            yield from _nodes(value)
