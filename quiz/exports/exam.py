"""A bank made ready to be written in any format: each question with its points, accepted answers and provisions."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from engine.explain import label_of
from kb import KnowledgeBase

from ..item import KINDS, LETTERS, LEVELS, TOPICS, Bank, Item, Kind, Option, Question
from ..telling import han_day
from .provisions import UNVERIFIED, Text, texts_of
from .spelling import spellings

POINTS: dict[Kind, Decimal] = {
    "single": Decimal(1),
    "multiple": Decimal(2),
    "true_false": Decimal(1),
    "blank": Decimal(1),
    "case": Decimal(2),
}
"""The points of a question, by the kind of its item; those of a case are for each of its questions."""
DAY = "法律"


@dataclass(frozen=True)
class Asked:
    """One question of an item, ready to be written."""

    item: Item
    question: Question
    place: int
    of: int
    points: Decimal
    charge: str
    unit: str
    """The unit of the number that is asked in a blank."""
    accepted: tuple[str, ...]
    """What counts as right in a blank."""
    texts: tuple[Text, ...]
    """The provisions that the answer rests on."""
    notes: tuple[tuple[str, str], ...]
    """What must be known about the item: what it gives, what is unverified, the day of the law."""

    @property
    def name(self) -> str:
        """What the question is called in every format, the same each time the bank is written."""
        return self.item.id if self.of == 1 else f"{self.item.id}-{self.place}"

    @property
    def title(self) -> str:
        """A short title for lists of questions."""
        return f"{self.charge}·{TOPICS[self.item.topic]}·{self.name}"

    @property
    def tags(self) -> tuple[str, ...]:
        """Words to find the question by."""
        level = f"难度{LEVELS[self.item.difficulty.level]}"
        return self.charge, KINDS[self.item.kind], TOPICS[self.item.topic], level

    @property
    def options(self) -> tuple[tuple[str, Option], ...]:
        """The options with their letters; none where there is nothing to choose from but right and wrong."""
        if self.question.kind in ("true_false", "blank"):
            return ()
        return tuple(zip(LETTERS, self.question.options, strict=False))

    @property
    def lead(self) -> str:
        """The number of the question within its item; nothing where it is the only one."""
        return f"（{self.place}）" if self.of > 1 else ""

    @property
    def whys(self) -> tuple[str, ...]:
        """Each option with whether it is right, and why."""
        verdicts = {True: "正确", False: "错误"}
        return tuple(f"{letter}（{verdicts[option.right]}）{option.why}" for letter, option in self.options)

    @property
    def right(self) -> bool:
        """Whether the statement of a true-or-false question is right."""
        return self.question.options[0].right

    @property
    def key(self) -> str:
        """The answer as it is shown."""
        return self.question.key

    @property
    def also(self) -> str:
        """In words what counts as right in a blank; nothing for other questions."""
        if self.question.kind != "blank":
            return ""
        plain = [form for form in spellings(self.question.answers) if "，" not in form]
        return f"{'、'.join(plain)}{f'；带不带“{self.unit}”均可' if self.unit else ''}"


@dataclass(frozen=True)
class Entry:
    """An item with its questions."""

    item: Item
    asked: tuple[Asked, ...]
    texts: tuple[Text, ...]
    """Every provision that its answers and its distractors cite."""

    @property
    def points(self) -> Decimal:
        """The points of all its questions."""
        return sum((asked.points for asked in self.asked), Decimal(0))


@dataclass(frozen=True)
class Exam:
    """A bank ready to be written."""

    title: str
    bank: Bank
    entries: tuple[Entry, ...]

    @property
    def points(self) -> Decimal:
        """The points of the whole."""
        return sum((entry.points for entry in self.entries), Decimal(0))

    @property
    def asked(self) -> Iterator[Asked]:
        """Every question, in the order of the bank."""
        return (asked for entry in self.entries for asked in entry.asked)

    @property
    def sections(self) -> Iterator[tuple[Kind, tuple[Entry, ...]]]:
        """The items by kind, in the order of a printed exam; a kind without items is left out."""
        for kind in KINDS:
            found = tuple(entry for entry in self.entries if entry.item.kind == kind)
            if found:
                yield kind, found


def exam_of(bank: Bank, kb: KnowledgeBase, title: str = "") -> Exam:
    """A bank made ready, with the provisions as they read on the day of each item."""
    return Exam(title.strip() or bank.title, bank, tuple(_entry(item, kb) for item in bank.items))


def _entry(item: Item, kb: KnowledgeBase) -> Entry:
    of = len(item.questions)
    notes = tuple(_notes(item, kb))
    asked = tuple(
        Asked(
            item=item,
            question=question,
            place=place,
            of=of,
            points=POINTS[item.kind],
            charge=charge_name(kb, question.charge, item.on),
            unit=_unit(question, kb),
            accepted=spellings(question.answers, _unit(question, kb)),
            texts=texts_of(question.cites, item, kb),
            notes=notes,
        )
        for place, question in enumerate(item.questions, 1)
    )
    return Entry(item, asked, texts_of(item.cites, item, kb))


def _notes(item: Item, kb: KnowledgeBase) -> Iterator[tuple[str, str]]:
    if item.given:
        yield "题设", f"以下由题目给定，须由人判断：{'；'.join(item.given)}"
    if item.unverified:
        yield UNVERIFIED, "、".join(label_of(kb, cite) for cite in item.unverified)
    yield DAY, f"按{han_day(item.on)}的法律"


def _unit(question: Question, kb: KnowledgeBase) -> str:
    """The unit of the number in a blank: that of the fact whose change turns the answer."""
    changed = (name for proof in question.proofs for name in proof.change or ())
    units = (kb.facts[name].unit for name in changed if name in kb.facts)
    return next((unit for unit in units if unit), "") if question.kind == "blank" else ""


def charge_name(kb: KnowledgeBase, charge: str, day: datetime.date) -> str:
    """What a charge is called on a day; its identifier where the base no longer has it."""
    rule = kb.charges.get(charge)
    return rule.name_on(day) if rule else charge


def number(points: Decimal) -> str:
    """Points without needless digits."""
    return f"{points.normalize():f}"
