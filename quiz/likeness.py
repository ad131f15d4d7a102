"""Whether two items are the same but for names, places and days: the near-duplicate check."""

from __future__ import annotations

import re
from functools import cache

from .item import Item
from .sentences import phrases

CHANGEABLE = re.compile(
    r".某|[A-H][市县区]人?|\d{4}年\d+月(?:至(?:\d{4}年)?\d+月)?间?|（?\d+岁）?|\d[\d.]*万?|，|；|。|、|：|于|在"
)
FILLERS = ("found", "further", "denied", "given", "closing")
"""The words between what is told: they change from one telling to the next and say nothing of their own."""
ASKED = ("blank", "true_false")
"""The kinds whose question tells something; the others ask in changing words for what the options say."""
WIDTH = 4
TOO_ALIKE = 0.85
"""Two items of one charge and one answer that share more of what they tell than this are one."""
Shingles = frozenset[str]


@cache
def _fillers() -> re.Pattern[str]:
    words = phrases("words")
    said = [text for name in FILLERS for text in words[name]]
    openings = [text for name in ("opening", "next") for text in words[name]]
    said += [part for text in openings for part in re.split(r"\{\w+\}", text) if len(part) > WIDTH]
    return re.compile("|".join(map(re.escape, sorted(said, key=len, reverse=True))))


def shingles(item: Item) -> Shingles:
    """The runs of characters of what an item tells and asks for, without what changes from one telling to the next.

    Wrong options of single choices do not make another item of the same story.
    """
    said = [item.stem]
    for question in item.questions:
        said += [option.text for option in question.options if option.right or question.kind == "multiple"]
        said += [question.ask] if question.kind in ASKED else []
    text = CHANGEABLE.sub("", _fillers().sub("", "".join(said)))
    return frozenset(text[n : n + WIDTH] for n in range(max(1, len(text) - WIDTH + 1)))


def alike(one: Shingles, other: Shingles) -> float:
    """How much two items share: 1 where all."""
    return len(one & other) / len(one | other)


class Seen:
    """The items that were taken up, to tell whether another is one of them."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, ...], list[Shingles]] = {}
        self._stems: set[str] = set()

    def take(self, item: Item) -> bool:
        """Take up an item; False where one like it was taken up before."""
        told = (
            "/".join([item.stem[:8], *item.cites, item.questions[0].key])
            if item.kind == "blank"
            else item.stem
        )
        if told in self._stems:
            return False
        found, key = shingles(item), (item.kind, *item.charges, *_answers(item))
        kept = self._kept.setdefault(key, [])
        if any(alike(found, other) >= TOO_ALIKE for other in kept):
            return False
        kept.append(found)
        self._stems.add(told)
        return True


def _answers(item: Item) -> tuple[str, ...]:
    """What is right, without the names of people."""
    if item.kind in ASKED:
        return (item.questions[0].key,)
    return tuple(sorted(o.text for q in item.questions if q.kind == "single" for o in q.options if o.right))
