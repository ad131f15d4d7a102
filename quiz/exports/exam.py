"""A bank made ready to be written in any format: each question with its points, accepted answers and provisions."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from engine.explain import doubtful, label_of
from kb import KnowledgeBase, Provision, UnknownCitation
from kb.citation import Citation

from ..item import KINDS, LETTERS, LEVELS, TOPICS, Bank, Item, Kind, Option, Question
from .spelling import spellings

POINTS: dict[Kind, Decimal] = {
    "single": Decimal(1),
    "multiple": Decimal(2),
    "true_false": Decimal(1),
    "blank": Decimal(1),
    "case": Decimal(2),
}
"""The points of a question, by the kind of its item; those of a case are for each of its questions."""
PARAGRAPH = 2
UNVERIFIED = "未核对"
DAY = "法律"


@dataclass(frozen=True)
class Text:
    """A provision that a question rests on: its name, its words, since when they read so, whether they are confirmed."""

    citation: str
    label: str
    words: str
    since: datetime.date | None
    doubtful: bool

    @property
    def head(self) -> str:
        """The name of the provision, with the day since when it reads so, and with the warning where it is unverified."""
        since = f"（自{han_day(self.since)}起的文本）" if self.since else ""
        return f"{self.label}{since}{f'［{UNVERIFIED}］' if self.doubtful else ''}"


@dataclass(frozen=True)
class Asked:
    """One question of an item, ready to be written."""

    item: Item
    question: Question
    place: int
    of: int
    points: Decimal
    charge: str
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
    def right(self) -> bool:
        """Whether the statement of a true-or-false question is right."""
        return self.question.options[0].right

    @property
    def key(self) -> str:
        """The answer as it is shown."""
        return self.question.key


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


def exam_of(bank: Bank, kb: KnowledgeBase, title: str = "", points: Mapping[Kind, Decimal] = POINTS) -> Exam:
    """A bank made ready, with the provisions as they read on the day of each item."""
    return Exam(title.strip() or bank.title, bank, tuple(_entry(item, kb, points) for item in bank.items))


def _entry(item: Item, kb: KnowledgeBase, points: Mapping[Kind, Decimal]) -> Entry:
    of = len(item.questions)
    notes = tuple(_notes(item, kb))
    asked = tuple(
        Asked(
            item=item,
            question=question,
            place=place,
            of=of,
            points=points[item.kind],
            charge=charge_name(kb, question.charge, item.on),
            accepted=spellings(question.answers, _unit(question, kb)),
            texts=_texts(question.cites, item, kb),
            notes=notes,
        )
        for place, question in enumerate(item.questions, 1)
    )
    return Entry(item, asked, _texts(item.cites, item, kb))


def _texts(cites: Iterable[str], item: Item, kb: KnowledgeBase) -> tuple[Text, ...]:
    return tuple(text for cite in cites if (text := text_of(kb, cite, item.on)))


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


def text_of(kb: KnowledgeBase, cite: str, day: datetime.date) -> Text | None:
    """A provision with its words on a day, or its latest words where it was no law then; an item (项) with its lead."""
    provision = _provision(kb, cite, day)
    if provision is None:
        return None
    words = provision.text
    path = Citation.parse(cite).path
    if len(path) > PARAGRAPH:
        lead = _provision(kb, f"{provision.document_id}:{'.'.join(path[:PARAGRAPH])}", day)
        words = f"{provision.mark}{words}"
        words = f"{lead.own}\n{words}" if lead and lead.own else words
    return Text(cite, provision.label, words, provision.in_force.start, doubtful(kb, cite))


def _provision(kb: KnowledgeBase, cite: str, day: datetime.date) -> Provision | None:
    try:
        return kb.statutes.provision(cite, day)
    except UnknownCitation:
        pass
    try:
        return kb.statutes.provision(cite)
    except UnknownCitation:
        return None


def han_day(day: datetime.date) -> str:
    """A day as a Chinese text writes it."""
    return f"{day.year}年{day.month}月{day.day}日"


def number(points: Decimal) -> str:
    """Points without needless digits."""
    return f"{points.normalize():f}"
