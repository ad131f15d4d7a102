"""The exam on paper: the questions, and a sheet for the answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from paper import Block, Document, Heading, ListItem, Paragraph, Question, Run, Table, Words, bold, gap

from ..item import FALSE, KINDS, LETTERS, TRUE, Kind
from ..make_lines import BLANK
from ..telling import han_day
from .exam import Asked, Entry, Exam, number
from .scoring import SCORING

NUMERALS = "一二三四五"
PAIRS = 4
"""So many answers stand side by side on the answer sheet."""
NAMED: tuple[str | Run, ...] = ("单位：", gap(10), "　姓名：", gap(8), "　日期：", gap(8))


@dataclass(frozen=True)
class Section:
    """The questions of one kind, each item with its questions and their numbers on paper."""

    kind: Kind
    title: str
    entries: tuple[tuple[Entry, tuple[tuple[int, Asked], ...]], ...]

    @property
    def points(self) -> Decimal:
        """The points of all its questions."""
        return sum((entry.points for entry, _ in self.entries), Decimal(0))

    @property
    def numbered(self) -> list[tuple[int, Asked]]:
        """Its questions with their numbers."""
        return [pair for _, asked in self.entries for pair in asked]


def sections(exam: Exam) -> list[Section]:
    """The sections of the paper, its questions numbered from the first to the last."""
    found, last = [], 0
    for place, (kind, entries) in zip(NUMERALS, exam.sections, strict=False):
        numbered = []
        for entry in entries:
            numbered.append((entry, tuple(enumerate(entry.asked, last + 1))))
            last += len(entry.asked)
        found.append(Section(kind, _title(place, kind, entries), tuple(numbered)))
    return found


def _title(place: str, kind: Kind, entries: Sequence[Entry]) -> str:
    count = sum(len(entry.asked) for entry in entries)
    each = number(entries[0].asked[0].points)
    whole = number(sum((entry.points for entry in entries), Decimal(0)))
    unit = "问" if kind == "case" else "题"
    return f"{place}、{KINDS[kind]}（共{count}{unit}，每{unit}{each}分，计{whole}分）"


def questions(exam: Exam) -> Document:
    """The paper itself: no key, no explanation."""
    blocks: list[Block] = [Paragraph(NAMED)]
    for section in sections(exam):
        blocks += [Heading(section.title), Paragraph(SCORING[section.kind])]
        for entry, asked in section.entries:
            blocks += _case(entry, asked) if section.kind == "case" else [_question(*asked[0])]
    return document(exam, "", tuple(blocks))


def document(exam: Exam, what: str, blocks: tuple[Block, ...]) -> Document:
    """A document with what every part of the exam says of itself."""
    count = sum(1 for _ in exam.asked)
    subtitle = f"共{count}小题，满分{number(exam.points)}分；按{han_day(exam.bank.as_of)}的法律，题中另有日期的从其日期"
    return Document(
        f"{exam.title}{f'　{what}' if what else ''}", blocks, subtitle, foot=exam.title, date=exam.bank.as_of
    )


def _case(entry: Entry, asked: Sequence[tuple[int, Asked]]) -> Iterator[Block]:
    first, last = asked[0][0], asked[-1][0]
    which = f"第{first}题" if first == last else f"第{first}至{last}题"
    yield Paragraph((bold(f"根据下列案情回答{which}："), entry.item.stem))
    for place, one in asked:
        several = "（多选）" if one.question.kind == "multiple" else ""
        yield Question(place, _gapped(f"{one.question.ask}{several}{_bracket(one)}"), _options(one))


def _question(place: int, asked: Asked) -> Question:
    text = f"{asked.item.stem}\n{asked.question.ask}{_bracket(asked)}"
    return Question(place, _gapped(text), _options(asked))


def _bracket(asked: Asked) -> str:
    """The brackets for the answer; a blank has its own place."""
    return "" if asked.question.kind == "blank" else "（　　）"


def _options(asked: Asked) -> tuple[Words, ...]:
    return tuple(option.text for _, option in asked.options)


def _gapped(text: str) -> Words:
    """Text with a line to write on in the place of each blank."""
    first, *rest = text.split(BLANK)
    return (first, *(piece for part in rest for piece in (gap(8), part)))


def answer_sheet(exam: Exam) -> Document:
    """The sheet for the answers: boxes to tick by number, lines to write on."""
    parts = sections(exam)
    blocks: list[Block] = [
        Paragraph(NAMED),
        Table(
            ("题型", *(KINDS[section.kind] for section in parts), "总分"),
            (
                ("满分", *(number(section.points) for section in parts), number(exam.points)),
                ("得分", *("" for _ in parts), ""),
                ("评卷人", *("" for _ in parts), ""),
            ),
        ),
        Paragraph("选择题、判断题在所选的一格内涂满或者打勾；填空题写在横线上。"),
    ]
    for section in parts:
        blocks.append(Heading(section.title))
        ticked = [(place, asked) for place, asked in section.numbered if asked.question.kind != "blank"]
        written = [place for place, asked in section.numbered if asked.question.kind == "blank"]
        if ticked:
            blocks.append(_boxes(ticked))
        blocks += [ListItem((gap(20),), label=f"{place}.") for place in written]
    return document(exam, "答题卡", tuple(blocks))


def _boxes(ticked: Sequence[tuple[int, Asked]]) -> Table:
    cells = [(str(place), "".join(f"[{sign}]" for sign in _signs(asked))) for place, asked in ticked]
    return side_by_side(cells, PAIRS, (1.5, 4.0))


def _signs(asked: Asked) -> Sequence[str]:
    if asked.question.kind == "true_false":
        return TRUE, FALSE
    return LETTERS[: len(asked.options)]


def side_by_side(cells: Sequence[tuple[str, str]], pairs: int, widths: tuple[float, float]) -> Table:
    """Numbers with their answers, several pairs in a row."""
    padded = [*cells, *[("", "")] * (-len(cells) % pairs)]
    rows = [
        tuple(cell for pair in padded[at : at + pairs] for cell in pair)
        for at in range(0, len(padded), pairs)
    ]
    return Table(("题号", "答案") * pairs, tuple(rows), widths * pairs)
