"""A file that was begun from a skeleton is finished: nothing in it still waits to be filled in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kb import yaml_files
from kb.issues import Issue, KnowledgeBaseError
from kb.load import Items, Node, read_yaml

if TYPE_CHECKING:
    from kb import KnowledgeBase

BLANK = "待填"
CHECKED_ELSEWHERE = frozenset({"quote"})
"""A blank quote is no verbatim one: that check shows the original beside it."""


def nothing_is_left_blank(kb: KnowledgeBase) -> Iterator[Issue]:
    """No line of a rule or of its tests still says 待填."""
    for file in yaml_files(kb.root / "rules"):
        if BLANK not in file.read_text(encoding="utf-8"):
            continue
        try:
            tree = read_yaml(file)
        except KnowledgeBaseError:  # a test file that cannot be read: reported where tests are run
            continue
        yield from (
            Issue(tree.file, line, f"尚未填写：「{text}」", "照文件中的说明填写")
            for text, line in dict.fromkeys(_texts(tree, 1))
            if BLANK in text
        )


def _texts(tree: Any, line: int) -> Iterator[tuple[str, int]]:
    """Every text of a tree with its line."""
    if isinstance(tree, Node):
        for key, value in tree.items():
            if key not in CHECKED_ELSEWHERE:
                yield from _texts(value, tree.key_line[key])
    elif isinstance(tree, Items):
        for value, at in zip(tree, tree.item_line, strict=True):
            yield from _texts(value, at)
    elif isinstance(tree, str):
        yield tree, line
