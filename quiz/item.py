"""An item of a bank: stem, questions, options with their claims, what it rests on, and how hard it is."""

from __future__ import annotations

import datetime
from typing import Any, Literal

from kb.load import Located

from .claim import Claim

Kind = Literal["single", "multiple", "true_false", "blank", "case"]
Level = Literal["easy", "medium", "hard"]
Topic = Literal["charge", "neighbour", "tier", "element", "line", "exception", "time"]
KINDS: dict[Kind, str] = {
    "single": "单选题",
    "multiple": "多选题",
    "true_false": "判断题",
    "blank": "填空题",
    "case": "案例分析题",
}
TOPICS: dict[Topic, str] = {
    "charge": "罪名认定",
    "neighbour": "此罪与彼罪",
    "tier": "法定刑档次",
    "element": "构成要件",
    "line": "数额、数量标准",
    "exception": "出罪事由",
    "time": "时间效力",
}
LEVELS: dict[Level, str] = {"easy": "易", "medium": "中", "hard": "难"}
LETTERS = "ABCDEFGH"
TRUE, FALSE = "对", "错"
"""The answers to a statement."""


class Option(Located):
    """One answer to choose from: what it says, whether it is right, why, and the claim that proves it."""

    text: str
    right: bool
    why: str
    cites: tuple[str, ...] = ()
    claim: Claim


class Question(Located):
    """One thing asked: options to choose from, or blanks to fill; `proofs` have to hold for the answer to be right."""

    kind: Literal["single", "multiple", "true_false", "blank"]
    ask: str
    options: tuple[Option, ...] = ()
    answers: tuple[str, ...] = ()
    """What may be written into the blank, the fullest form first."""
    proofs: tuple[Claim, ...] = ()
    why: str
    cites: tuple[str, ...] = ()
    charge: str
    parts: tuple[str, ...] = ()
    """The elements of the charge that the question turns on."""

    @property
    def key(self) -> str:
        """The answer: letters, 对 or 错, or the words of the blank."""
        if self.kind == "blank":
            return self.answers[0]
        if self.kind == "true_false":
            return TRUE if self.options[0].right else FALSE
        return "".join(letter for letter, option in zip(LETTERS, self.options, strict=False) if option.right)


class Difficulty(Located):
    """How hard an item is: how many elements are in play, and how many facts away the nearest other answer is."""

    level: Level
    elements: int
    distance: int


class Item(Located):
    """An item with everything that is needed to prove it again."""

    id: str
    kind: Kind
    topic: Topic
    stem: str
    questions: tuple[Question, ...]
    difficulty: Difficulty
    given: tuple[str, ...] = ()
    """What only a person can judge and the stem therefore gives (题设)."""
    unverified: tuple[str, ...] = ()
    """The provisions it rests on that no reference confirms (未核对)."""
    provisions: dict[str, str] = {}
    """Each provision that it cites, with a fingerprint of its wording on the day of the item."""
    on: datetime.date
    """The day whose law is asked."""
    case: Any
    """The case behind it, as a case file."""
    seal: str = ""
    """The fingerprint of what was proved (`seal_of`); empty where it was not proved here."""
    recipe: dict[str, Any] = {}
    """How it was made: what a renewed item is made from."""

    @property
    def charges(self) -> tuple[str, ...]:
        """The charges it asks about."""
        return tuple(dict.fromkeys(question.charge for question in self.questions))

    @property
    def cites(self) -> tuple[str, ...]:
        """Every provision it cites."""
        found: dict[str, None] = {}
        for question in self.questions:
            found.update(dict.fromkeys(question.cites))
            for option in question.options:
                found.update(dict.fromkeys(option.cites))
        return tuple(found)


class Bank(Located):
    """A bank of items, and the base and the law that they were proved on."""

    format: Literal[1] = 1
    title: str
    base: str
    """The fingerprint of the base."""
    as_of: datetime.date
    seed: int
    items: tuple[Item, ...] = ()
