"""成绩: the answers of learners as CSV, one file each or one for all, and the results of the class."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from kb import KnowledgeBase
from kb.issues import Issue, KnowledgeBaseError
from paper.clean import harmless

from .item import Bank
from .score import Answer, marks, score, weak_points

COLUMNS = ("姓名", "题号", "问", "答案", "秒")
NEEDED = COLUMNS[:2]
HOW = f"写成 CSV（UTF-8 或者 GB18030），第一行是 {'、'.join(COLUMNS)}"


class AnswersError(KnowledgeBaseError):
    """A file of answers cannot be counted; carries every problem with its line and the repair."""


def answers_csv(name: str, answers: Iterable[Answer]) -> str:
    """The answers of one learner as the file that the results of a class are made from; no cell starts a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in answers:
        row = (harmless(name), one.item, one.question + 1, harmless(one.given), f"{one.seconds:.0f}")
        writer.writerow(row)
    return out.getvalue()


def read_answers(file: str, content: bytes) -> dict[str, list[Answer]]:
    """The answers of a file by the names of the learners; raises AnswersError with every problem at once.

    Columns: 姓名, 题号 (the id of the item), 问 (which question of it, from 1), 答案, 秒; all but the first two may be empty.
    """
    try:
        reader = csv.DictReader(io.StringIO(_text(content)), restval="")
        lacking = [column for column in NEEDED if column not in (reader.fieldnames or ())]
        rows = [(reader.line_num, row) for row in reader]
    except (UnicodeDecodeError, csv.Error):
        raise AnswersError([Issue(file, 1, "读不出来", HOW)]) from None
    if lacking:
        raise AnswersError([Issue(file, 1, f"没有“{column}”列", HOW) for column in lacking])
    issues = [issue for line, row in rows for issue in _issues(file, line, row)]
    if issues:
        raise AnswersError(issues)
    found: dict[str, list[Answer]] = {}
    for _, row in rows:
        answer = Answer(row["题号"], _number(row.get("问")) - 1, row.get("答案", ""), _seconds(row.get("秒")))
        found.setdefault(row["姓名"], []).append(answer)
    return found


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")  # what a Chinese spreadsheet program writes


def _issues(file: str, line: int, row: Mapping[str, str]) -> Iterator[Issue]:
    yield from (
        Issue(file, line, f"“{column}”空着", "填上，或者删去这一行") for column in NEEDED if not row[column]
    )
    for column, read, repair in (
        ("问", _number, "写题里的第几问，从 1 起"),
        ("秒", _seconds, "写秒数，如 30"),
    ):
        try:
            read(row.get(column))
        except ValueError:
            yield Issue(file, line, f"“{column}”写的是「{row[column]}」", repair)


def _number(text: str | None) -> int:
    """Which question, from 1; the first where nothing is said. Raises ValueError."""
    number = int(text or 1)
    if number < 1:
        raise ValueError(text)
    return number


def _seconds(text: str | None) -> float:
    """Raises ValueError where it is no time that anybody can have taken."""
    seconds = float(text or 0)
    if not 0 <= seconds < float("inf"):
        raise ValueError(text)
    return seconds


def class_results(bank: Bank, answers: Mapping[str, Sequence[Answer]], kb: KnowledgeBase) -> str:
    """The results of a class as CSV: a line a learner, with his points, time and weakest points, and one for the class."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    columns = [f"第{number}题" for number in range(1, len(bank.items) + 1)]
    writer.writerow(["姓名", "得分", "满分", "得分率", "用时（秒）", "薄弱点", *columns])
    full = sum(len(item.questions) for item in bank.items)
    whole: list[list[Decimal]] = [[] for _ in bank.items]
    for name, given in sorted(answers.items()):
        found = marks(bank, given)
        points, _ = score(found)
        weak = "；".join(entry.label for entry in weak_points(found, kb)[:3])
        per_item = {item.id: Decimal(0) for item in bank.items}
        for entry in found:
            per_item[entry.item] += entry.points
        for place, item in enumerate(bank.items):
            whole[place].append(per_item[item.id] / len(item.questions))
        seconds = sum(entry.seconds for entry in found)
        row = [harmless(name), f"{points:f}", full, _percent(points, full), f"{seconds:.0f}", weak]
        writer.writerow([*row, *(f"{per_item[item.id]:f}" for item in bank.items)])
    shares = [_percent(sum(column, Decimal(0)), len(column)) for column in whole]
    writer.writerow(["全班得分率", "", "", "", "", "", *shares])
    return out.getvalue()


def _percent(points: Decimal, of: int) -> str:
    return f"{points * 100 / of:.0f}%" if of else ""
