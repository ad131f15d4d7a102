"""Banks and items as plain text, for the command line."""

from __future__ import annotations

from collections.abc import Iterator

from .item import KINDS, LETTERS, LEVELS, TOPICS, Item, Question


def item_lines(item: Item, number: int, *, solved: bool) -> Iterator[str]:
    """An item as an exam shows it; `solved`: with the key and the reasons."""
    head = f"{number}.〔{KINDS[item.kind]}·{TOPICS[item.topic]}·{LEVELS[item.difficulty.level]}〕{item.stem}"
    yield head
    for place, question in enumerate(item.questions, 1):
        lead = f"（{place}）" if len(item.questions) > 1 else ""
        yield f"   {lead}{question.ask}"
        yield from _options(question, solved=solved)
        if solved:
            yield f"   【答案】{question.key}"
            yield from _reasons(question)
    if solved:
        yield from _notes(item)


def _options(question: Question, *, solved: bool) -> Iterator[str]:
    if question.kind in ("true_false", "blank"):
        return
    for letter, option in zip(LETTERS, question.options, strict=False):
        mark = " ✓" if solved and option.right else ""
        yield f"      {letter}. {option.text}{mark}"


def _reasons(question: Question) -> Iterator[str]:
    yield f"   【解析】{question.why}"
    if question.kind in ("single", "multiple"):
        for letter, option in zip(LETTERS, question.options, strict=False):
            if option.why != question.why:
                yield f"      {letter}：{option.why}"


def _notes(item: Item) -> Iterator[str]:
    if item.given:
        yield f"   【题设】以下由题目给定，须由人判断：{'；'.join(item.given)}"
    if item.unverified:
        yield f"   【未核对】{'、'.join(item.unverified)}"
