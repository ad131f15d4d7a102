"""Lines of the terminal's report as blocks of a document: the same words, set as items."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kb.provision import UNVERIFIED
from paper import Block, Heading, ListItem, Run, Words, bold, marked

SIGNS = {"✔": "√", "✘": "×", "？": "？"}
"""Signs that say something, as every Chinese font has them; the others only begin an item."""
_LINE = re.compile(
    r"(?P<indent> *)(?:(?P<sign>[✔✘？◇▷·⚖⇄∑])|(?P<number>\d+\.)) *(?P<words>.*)|(?P<bare> *)(?P<rest>.*)"
)


def noted(lines: Iterable[str], level: int) -> Iterator[Block]:
    """Indented lines as items, deeper ones set in; a line that is not indented heads what follows, at that level."""
    shallowest = None
    for line in lines:
        if not line.strip():
            continue
        if not line.startswith(" "):
            yield Heading(line.rstrip("："), level)
            shallowest = None
            continue
        found = _LINE.fullmatch(line)
        indent = len(line) - len(line.lstrip(" "))
        shallowest = indent if shallowest is None else min(indent, shallowest)
        depth = 1 if indent > shallowest else 0
        if found and found["words"] is not None:
            label = SIGNS.get(found["sign"] or "", "·") if found["sign"] else found["number"]
            yield ListItem(said(found["words"]), label, depth)
        else:
            yield ListItem(said(line.strip()), "·", depth)


def said(text: str) -> Words:
    """Words in which every mark of doubt stands out."""
    parts = text.split(UNVERIFIED)
    words: list[str | Run] = [parts[0]]
    for part in parts[1:]:
        words += [marked(UNVERIFIED), part]
    return tuple(words)


def labelled(line: str) -> Words:
    """A line whose label, up to the first colon, is in bold type."""
    label, colon, rest = line.strip().partition("：")
    return (bold(label + colon), *_tuple(said(rest))) if colon else said(line.strip())


def _tuple(words: Words) -> tuple[str | Run, ...]:
    return words if isinstance(words, tuple) else (words,)
