"""Practice of a single learner: which items are due, in what order, and when each comes again (FSRS)."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from fsrs import Card, Rating, Scheduler, State

from .item import Bank, Item
from .score import Answer, Mark, Weakness, marks

RETENTION = 0.9
"""How likely an item is to be remembered when it comes again."""
SLOW_SECONDS = 90
"""A right answer that took longer than this was hard."""
QUICK_SECONDS = 15


def _scheduler() -> Scheduler:
    """The scheduler; without chance, so that the same answers give the same days."""
    return Scheduler(desired_retention=RETENTION, enable_fuzzing=False)


def rating_of(points: Decimal, seconds: float) -> Rating:
    """How well an item was known: from the points of its questions (0 to 1) and the time it took."""
    if points < Decimal("0.5"):
        return Rating.Again
    if points < 1 or seconds > SLOW_SECONDS:
        return Rating.Hard
    return Rating.Easy if 0 < seconds <= QUICK_SECONDS else Rating.Good


@dataclass
class Learner:
    """What one learner has answered, and when each item comes again."""

    name: str = ""
    cards: dict[str, Card] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)

    def due(self, bank: Bank, now: datetime.datetime, most: int = 20) -> list[Item]:
        """The items to ask now: those that are due, the longest first, then new ones in the order of the bank."""
        known = [item for item in bank.items if item.id in self.cards and self.cards[item.id].due <= now]
        known.sort(key=lambda item: (self.cards[item.id].due, item.id))
        fresh = [item for item in bank.items if item.id not in self.cards]
        return [*known, *fresh][:most]

    def answered(
        self, item: Item, given: Sequence[str], now: datetime.datetime, seconds: float = 0.0
    ) -> Rating:
        """Take down the answers to all questions of an item, and set the day when it comes again."""
        answers = [Answer(item.id, n, said, seconds / len(given)) for n, said in enumerate(given)]
        self.answers += answers
        points = _points(item, answers)
        rating = rating_of(points, seconds)
        card = self.cards.get(item.id) or Card(card_id=number_of(item.id), due=now)
        self.cards[item.id], _ = _scheduler().review_card(card, rating, now)
        return rating

    def next_day(self, bank: Bank) -> datetime.datetime | None:
        """When the next item of the bank comes again; None where none was answered yet."""
        return min((self.cards[i.id].due for i in bank.items if i.id in self.cards), default=None)

    def learned(self, bank: Bank) -> int:
        """How many items of the bank are past the steps of learning."""
        return sum(self.cards[item.id].state is State.Review for item in bank.items if item.id in self.cards)

    def marks(self, bank: Bank) -> list[Mark]:
        """The marks of the last answers."""
        return marks(bank, self.answers)

    def to_json(self) -> dict[str, Any]:
        """The learner as JSON data."""
        return {
            "format": 1,
            "name": self.name,
            "cards": {name: card.to_dict() for name, card in self.cards.items()},
            "answers": [
                {"item": a.item, "question": a.question, "given": a.given, "seconds": a.seconds}
                for a in self.answers
            ],
        }

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Learner:
        """The learner that JSON data describe; raises ValueError where they are none."""
        if data.get("format") != 1:
            msg = "学习记录不是 format: 1 → 另存旧文件后重新开始"
            raise ValueError(msg)
        cards = {name: Card.from_dict(card) for name, card in data["cards"].items()}
        answers = [Answer(**entry) for entry in data["answers"]]
        return Learner(str(data.get("name", "")), cards, answers)

    def save(self, path: Path) -> None:
        """Write the learner's file."""
        path.write_text(json.dumps(self.to_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    @staticmethod
    def load(path: Path) -> Learner:
        """Read a learner's file; a new learner where there is none."""
        if not path.is_file():
            return Learner()
        return Learner.from_json(json.loads(path.read_text(encoding="utf-8")))


def _points(item: Item, answers: Sequence[Answer]) -> Decimal:
    """The points of an item as a whole, from 0 to 1."""
    found = marks(Bank(title="", base="", as_of=item.on, seed=0, items=(item,)), answers)
    return sum((entry.points for entry in found), Decimal(0)) / max(1, len(item.questions))


def number_of(item: str) -> int:
    """A whole number for an item, the same each time."""
    return int(item.removeprefix("q"), 16)


def focused(items: Sequence[Item], weak: Sequence[Weakness]) -> list[Item]:
    """Items with those first that ask about the weakest charges and elements."""
    places = {(entry.charge, entry.part): place for place, entry in enumerate(weak)}
    last = len(places)

    def rank(item: Item) -> int:
        keys = [(q.charge, part) for q in item.questions for part in ("", *q.parts)]
        return min((places.get(key, last) for key in keys), default=last)

    return sorted(items, key=rank)


@dataclass
class Exam:
    """One sitting: items in a fixed order, a time limit, and the answers given so far."""

    bank: Bank
    started: datetime.datetime
    minutes: int
    answers: dict[tuple[str, int], Answer] = field(default_factory=dict)

    def left(self, now: datetime.datetime) -> datetime.timedelta:
        """How much time is left; nothing where it is over."""
        end = self.started + datetime.timedelta(minutes=self.minutes)
        return max(datetime.timedelta(0), end - now)

    def answer(self, answer: Answer, now: datetime.datetime) -> bool:
        """Take down an answer; False where the time is over and it does not count."""
        if not self.left(now):
            return False
        self.answers[answer.item, answer.question] = answer
        return True

    def marks(self) -> list[Mark]:
        """The marks of all questions; one that was not answered has none."""
        blank = (Answer(item.id, n, "") for item in self.bank.items for n in range(len(item.questions)))
        given = {**{(a.item, a.question): a for a in blank}, **self.answers}
        return marks(self.bank, given.values())
