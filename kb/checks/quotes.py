"""What an author meant to quote: the nearest original, and where the quote departs from it."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

ALIKE = 0.5
LONGEST = 80


def nearest_original(quote: str, texts: Iterable[str]) -> str:
    """The repair for a quote that is not verbatim: the nearest words of the texts and the difference."""
    texts = [text.replace("\n", "") for text in texts]
    likeness, original = max((_nearest(quote, text) for text in texts), default=(0.0, ""))
    if likeness < ALIKE:
        whole = texts[-1] if texts else ""
        return f"原文为：{whole[:LONGEST]}{'……' if len(whole) > LONGEST else ''}"
    return f"原文为：{original}（{difference(quote, original)}）"


def _nearest(quote: str, text: str) -> tuple[float, str]:
    """The part of a text most like the quote, and how much alike they are."""
    matcher = SequenceMatcher(None, "", quote, autojunk=False)
    best = 0.0, ""
    size = len(quote)
    for start in range(max(1, len(text) - size + 1)):
        part = text[start : start + size]
        matcher.set_seq1(part)
        if matcher.real_quick_ratio() > best[0] and matcher.quick_ratio() > best[0]:
            best = max(best, (matcher.ratio(), part), key=lambda found: found[0])
    return best


def difference(quote: str, original: str) -> str:
    """Where a quote departs from the original, as an author can put it right."""
    said = []
    for kind, start, end, first, last in SequenceMatcher(None, quote, original, autojunk=False).get_opcodes():
        wrong, right = quote[start:end], original[first:last]
        if kind == "replace":
            said.append(f"「{wrong}」应为「{right}」")
        elif kind == "delete":
            said.append(f"多出「{wrong}」")
        elif kind == "insert":
            said.append(f"缺少「{right}」")
    return "，".join(said)
