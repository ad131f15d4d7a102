"""What an officer reads in a label or a question holds no number that the cited text does not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from kb.numerals import numbers_in

from .amounts import amounts_in
from .lines import Line, lines, wordings
from .places import issue_at

if TYPE_CHECKING:
    from kb import KnowledgeBase
    from kb.condition import Cite
    from kb.issues import Issue
    from kb.statutes import Statutes

DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
ONE = Decimal(1)
"""一 is seldom an amount: 只算一个, 一次也没有."""
REPAIR = "改正文字里的数，或引到写明这个数的条、款、项"


def labels_say_what_the_text_says(kb: KnowledgeBase) -> Iterator[Issue]:
    """Every number in the label of a line stands in what the line, or a part of it, cites."""
    for line in lines(kb):
        said = line.condition.label or ""
        if stray := _stray(said, _cited(line), kb.statutes):
            yield line.issue("label", f"「{said}」里的 {stray} 不在所引的条文里", REPAIR)


def _cited(line: Line) -> Iterator[Cite]:
    yield from line.cites
    for below in line.condition.walk():
        yield from below.cite


def questions_say_what_the_text_says(kb: KnowledgeBase) -> Iterator[Issue]:
    """Every number in the words of a fact stands in what the fact cites."""
    for fact in kb.facts.values():
        cites = (*fact.cite, *(fact.derived.cite if fact.derived else ()))
        for key, said in (("label", fact.label), ("question", fact.question), ("help", fact.help or "")):
            if stray := _stray(said, cites, kb.statutes):
                yield issue_at(fact, key, f"「{said}」里的 {stray} 不在所引的条文里", REPAIR)


def _stray(said: str, cites: Iterable[Cite], statutes: Statutes) -> str:
    """The amounts of a text that no wording of the citations has; 两说 and 四（三） are none."""
    numbers = {amount.value for amount in amounts_in(DATE.sub(" ", said)) if amount.units} - {ONE}
    if not numbers:
        return ""
    held = {
        number
        for cite in cites
        for wording in wordings(statutes, cite.at)
        for number in numbers_in(wording.text or wording.paraphrase or "")
    }
    return "、".join(f"{number:f}" for number in sorted(numbers - held))
