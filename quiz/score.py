"""Scoring: what somebody answered, how much of it is right, and on which charges and elements he is weak."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kb import KnowledgeBase
from kb.numerals import to_number

from .item import LETTERS, Bank, Item, Question

HALF = Decimal("0.5")
WRONG = {"错", "×", "错误", "否", "F", "FALSE", "B"}
RIGHT = {"对", "√", "正确", "是", "T", "TRUE", "A"}
UNIT = re.compile(r"[元条个张人次辆台组套份本处级倍公里瓦小时日天用户名美周岁]+$")


@dataclass(frozen=True)
class Answer:
    """What one learner answered to one question of an item, and how long it took him."""

    item: str
    question: int
    given: str
    seconds: float = 0.0


@dataclass(frozen=True)
class Mark:
    """The mark of one answer: from nothing to one point."""

    item: str
    question: int
    given: str
    key: str
    points: Decimal
    charge: str
    parts: tuple[str, ...]
    seconds: float = 0.0

    @property
    def right(self) -> bool:
        """Whether the answer is wholly right."""
        return self.points == 1


@dataclass(frozen=True)
class Weakness:
    """How somebody does on one charge, or on one element of it."""

    charge: str
    label: str
    part: str
    asked: int
    lost: Decimal

    @property
    def share(self) -> Decimal:
        """How much of what was asked was lost."""
        return self.lost / self.asked


def mark(question: Question, given: str) -> Decimal:
    """The points of an answer; of several right choices half a point where some are missing and none is wrong."""
    said = given.strip().upper()
    if question.kind == "blank":
        return Decimal(_same_number(said, question.answers))
    if question.kind == "true_false":
        right = question.options[0].right
        return Decimal(said in (RIGHT if right else WRONG))
    chosen = {letter for letter in said if letter in LETTERS}
    key = set(question.key)
    if question.kind == "multiple" and chosen and chosen < key:
        return HALF
    return Decimal(chosen == key)


def _same_number(said: str, answers: Sequence[str]) -> bool:
    """Whether a blank holds the number in any way of writing it: 二十万, 20万元, 200,000."""
    if said in answers:
        return True
    wanted = {number_in(answer) for answer in answers} - {None}
    found = number_in(said)
    return found is not None and found in wanted


def number_in(text: str) -> Decimal | None:
    """The number that somebody wrote, in any way of writing it; None where it is none."""
    try:
        return to_number(UNIT.sub("", text.strip().removesuffix("以上")))
    except ValueError:
        return None


def marks(bank: Bank, answers: Iterable[Answer]) -> list[Mark]:
    """The marks of the answers to questions that the bank has; the last answer to a question counts."""
    items: Mapping[str, Item] = {item.id: item for item in bank.items}
    last = {(answer.item, answer.question): answer for answer in answers}
    found = []
    for (name, number), answer in last.items():
        item = items.get(name)
        if item is None or not 0 <= number < len(item.questions):
            continue
        question = item.questions[number]
        found.append(
            Mark(
                name,
                number,
                answer.given,
                question.key,
                mark(question, answer.given),
                question.charge,
                question.parts,
                answer.seconds,
            )
        )
    return found


def score(found: Sequence[Mark]) -> tuple[Decimal, int]:
    """The points reached, and how many questions there were."""
    return sum((entry.points for entry in found), Decimal(0)), len(found)


def weak_points(found: Sequence[Mark], kb: KnowledgeBase) -> list[Weakness]:
    """On which charges and elements points were lost, the worst first."""
    asked: dict[tuple[str, str], int] = {}
    lost: dict[tuple[str, str], Decimal] = {}
    for entry in found:
        for part in ("", *entry.parts):
            key = (entry.charge, part)
            asked[key] = asked.get(key, 0) + 1
            lost[key] = lost.get(key, Decimal(0)) + 1 - entry.points
    weak = [
        Weakness(charge, _label(kb, charge, part), part, asked[charge, part], lost[charge, part])
        for charge, part in asked
        if lost[charge, part]
    ]
    return sorted(weak, key=lambda entry: (-entry.share, -entry.asked, entry.charge, entry.part))


def _label(kb: KnowledgeBase, charge: str, part: str) -> str:
    rule = kb.charges.get(charge)
    if rule is None:
        return charge
    if not part:
        return rule.label
    named = {element.id: element.label for element in rule.elements}
    named |= {exception.id: exception.label for exception in kb.exceptions_of(rule)}
    named |= {"tier": "法定刑档次", "time": "时间效力"}
    return f"{rule.label} · {named.get(part, part)}"
