"""One row an item, as CSV and as a workbook."""

from __future__ import annotations

import csv
import io

import paper
from paper.clean import harmless

from ..item import KINDS, LEVELS, TOPICS
from ..telling import han_day
from .exam import Entry, Exam, number
from .provisions import UNVERIFIED, Text

COLUMNS = (
    "序号",
    "编号",
    "题型",
    "考查",
    "罪名",
    "难度",
    "分值",
    "题干",
    "设问",
    "选项",
    "答案",
    "可接受的写法",
    "解析",
    "选项说明",
    "题设",
    "条文",
    UNVERIFIED,
    "法律日期",
)


def table_csv(exam: Exam) -> bytes:
    """The items as CSV in UTF-8 with the mark that spreadsheets need; no cell can be taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([harmless(str(value)) for value in row] for row in _rows(exam))
    return out.getvalue().encode("utf-8-sig")


def table_xlsx(exam: Exam) -> bytes:
    """The items as a workbook, with a second sheet for the words of the provisions."""
    texts: dict[tuple[str, str], Text] = {}
    for entry in exam.entries:
        texts |= {(text.head, text.words): text for text in entry.texts}
    law = tuple(
        (text.label, text.since, "是" if text.doubtful else "", text.words) for text in texts.values()
    )
    sheets = (
        paper.Sheet("题目", COLUMNS, tuple(_rows(exam))),
        paper.Sheet("条文", ("条文", "自何日起", UNVERIFIED, "原文"), law),
    )
    return paper.xlsx(sheets, exam.bank.as_of)


def _rows(exam: Exam) -> list[tuple[paper.Value, ...]]:
    return [_row(place, entry) for place, entry in enumerate(exam.entries, 1)]


def _row(place: int, entry: Entry) -> tuple[paper.Value, ...]:
    item = entry.item
    cited = dict.fromkeys(text.label for text in entry.texts)
    notes = dict(entry.asked[0].notes)
    return (
        place,
        item.id,
        KINDS[item.kind],
        TOPICS[item.topic],
        "、".join(dict.fromkeys(asked.charge for asked in entry.asked)),
        LEVELS[item.difficulty.level],
        number(entry.points),
        item.stem,
        _each(entry, [asked.question.ask for asked in entry.asked]),
        _each(
            entry, ["\n".join(f"{name}. {option.text}" for name, option in a.options) for a in entry.asked]
        ),
        _each(entry, [asked.key for asked in entry.asked]),
        _each(entry, ["、".join(asked.accepted) for asked in entry.asked]),
        _each(entry, [asked.question.why for asked in entry.asked]),
        _each(entry, ["\n".join(asked.whys) for asked in entry.asked]),
        "；".join(item.given),
        "；".join(cited),
        notes.get(UNVERIFIED, ""),
        han_day(item.on),
    )


def _each(entry: Entry, said: list[str]) -> str:
    """What is said of each question, numbered where there are several."""
    pairs = zip(entry.asked, said, strict=True)
    return "\n".join(f"{asked.lead}{text}" for asked, text in pairs if text)
