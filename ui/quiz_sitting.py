"""An exam that is under way, written down after each answer: a reload or a power cut does not end it.

Of two windows at the same exam neither overwrites what the other took down: an answer that was not touched here stays as
it stands in the file; one that was changed in both is told.
"""

from __future__ import annotations

import datetime
import json
import threading
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from quiz import Bank, BankError, read_bank, write_bank
from quiz.practice import Exam
from quiz.score import Answer

from .keeping.trouble import NotThere
from .quiz_shelf import Shelf, check_answers

PAPER, STATE = "exam.paper", "exam.json"
"""The items of the exam, written once; and how it stands."""
Key = tuple[str, int]
OVER = "这场考试已经在另一个窗口交卷以后收起，或者重新开始了，这里的答案没有再记。→ 重新载入页面，看现在的"
HANDED_IN = "已经在另一个窗口交卷，这里的没有再记。"
_TURN = threading.Lock()
"""Held from reading how an exam stands until it is written again."""


def now() -> datetime.datetime:
    """This moment."""
    return datetime.datetime.now(datetime.UTC)


@dataclass
class Sitting:
    """An exam that is under way or over, and which item is on the page."""

    exam: Exam
    place: int = 0
    since: datetime.datetime = field(default_factory=now)
    """When time was last counted for the item on the page."""
    ended: datetime.datetime | None = None
    before: dict[int, str] = field(default_factory=dict)
    """What had been answered to the item when it came to the page: fields whose filling changes lose the focus."""
    fields: dict[int, str] = field(default_factory=dict)
    """What stood in the fields when they were last taken down."""
    filed: dict[Key, str] = field(default_factory=dict)
    """The answers that this window knows to be in the file."""

    def turn_to(self, place: int) -> None:
        """Put another item on the page."""
        self.place, shown = place, self.exam.bank.items[place].id
        given = self.exam.answers.items()
        self.before = {number: answer.given for (name, number), answer in given if name == shown}
        self.fields = dict(self.before)

    @property
    def key(self) -> str:
        """The name of the fields of the item on the page."""
        return f"quiz_exam|{self.exam.started.timestamp()}|{self.place}"

    @property
    def unfinished(self) -> list[int]:
        """The numbers of the items with a question that has no answer."""
        given = {key for key, answer in self.exam.answers.items() if answer.given}
        return [
            place
            for place, item in enumerate(self.exam.bank.items, 1)
            if not all((item.id, number) in given for number in range(len(item.questions)))
        ]


def begin(shelf: Shelf, sitting: Sitting) -> None:
    """Write down the items and how the exam stands."""
    with _TURN:
        shelf.write(PAPER, lambda path: write_bank(sitting.exam.bank, path))
        _write(shelf, sitting)


def take_down(shelf: Shelf, sitting: Sitting, said: list[str], at: datetime.datetime) -> str:
    """Take down what stands in the fields of the item on the page, beside what other windows have taken down.

    What changed here and there is told. Raises NotThere where the exam is over elsewhere, Trouble where it cannot be
    written; then the answers stay here.
    """
    item = sitting.exam.bank.items[sitting.place]
    spent, sitting.since = (at - sitting.since).total_seconds() / len(item.questions), at
    notes = []
    with _TURN:
        elsewhere = _joined(shelf, sitting)
        if sitting.ended is not None:
            return HANDED_IN
        for number, words in enumerate(said):
            key, before = (item.id, number), sitting.fields.get(number, "")
            standing = sitting.exam.answers.get(key) or Answer(item.id, number, "")
            if words != before and key in elsewhere and standing.given != words:
                notes.append(_told(sitting.place, standing.given, words))
            given = words if words != before else standing.given
            sitting.exam.answer(Answer(item.id, number, given, standing.seconds + spent), at)
            sitting.fields[number] = words
        _write(shelf, sitting)
    return "".join(notes)


def hand_in(shelf: Shelf, sitting: Sitting, at: datetime.datetime) -> None:
    """The paper is in, with the answers of all windows."""
    with _TURN:
        _joined(shelf, sitting)
        sitting.ended = sitting.ended or at
        _write(shelf, sitting)


def _joined(shelf: Shelf, sitting: Sitting) -> set[Key]:
    """Take over what other windows have written since this one did; which answers these are."""
    try:
        state = json.loads((shelf.folder / STATE).read_text(encoding="utf-8"))
        there = _answers(state)
        same, ended = state["started"] == sitting.exam.started.isoformat(), _ended(state)
    except FileNotFoundError:
        raise NotThere(OVER) from None
    except (ValueError, KeyError, TypeError, AttributeError, OSError):
        return set()  # not to be read: what is known here is written in its place
    if not same:
        raise NotThere(OVER)
    sitting.ended = sitting.ended or ended
    changed = {key: answer for key, answer in there.items() if answer.given != sitting.filed.get(key)}
    sitting.exam.answers.update(changed)
    return set(changed)


def _told(place: int, there: str, here: str) -> str:
    return f"第 {place + 1} 题在另一个窗口答的是“{there or '（空）'}”，现在以这里的“{here or '（空）'}”为准。"


def _write(shelf: Shelf, sitting: Sitting) -> None:
    exam = sitting.exam
    state = {
        "format": 1,
        "started": exam.started.isoformat(),
        "minutes": exam.minutes,
        "ended": sitting.ended and sitting.ended.isoformat(),
        "answers": [asdict(answer) for answer in exam.answers.values()],
    }
    text = json.dumps(state, ensure_ascii=False, indent=1)
    shelf.write(STATE, lambda path: _put(path, text))
    sitting.filed = {key: answer.given for key, answer in exam.answers.items()}


def _put(path: Path, text: str) -> None:
    path.write_text(text + "\n", encoding="utf-8")


def drop(shelf: Shelf) -> None:
    """Forget the exam."""
    shelf.drop(STATE)
    shelf.drop(PAPER)


def resumed(shelf: Shelf) -> tuple[Sitting | None, str]:
    """The exam that was written down, if any; one that cannot be read is put aside, and the words say so."""
    if not (shelf.folder / STATE).is_file():
        return None, ""
    try:
        state = json.loads((shelf.folder / STATE).read_text(encoding="utf-8"))
        return _sitting(state, read_bank(shelf.folder / PAPER)), ""
    except (ValueError, KeyError, TypeError, AttributeError, OSError, BankError):
        aside = shelf.put_aside(STATE)
        return None, f"上次没有考完的试读不出来，只能重考。→ 原来的文件没有删，留在 {aside}"


def _sitting(state: dict[str, Any], bank: Bank) -> Sitting:
    started, ended, answers = (
        datetime.datetime.fromisoformat(state["started"]),
        _ended(state),
        _answers(state),
    )
    if state["format"] != 1 or not bank.items or None in {started.tzinfo, (ended or started).tzinfo}:
        raise ValueError
    sitting = Sitting(Exam(bank, started, int(state["minutes"]), answers), ended=ended)
    sitting.filed = {key: answer.given for key, answer in answers.items()}
    sitting.turn_to(0)
    return sitting


def _ended(state: dict[str, Any]) -> datetime.datetime | None:
    return datetime.datetime.fromisoformat(state["ended"]) if state["ended"] else None


def _answers(state: dict[str, Any]) -> dict[Key, Answer]:
    answers = [Answer(**entry) for entry in state["answers"]]
    check_answers(answers)
    return {(answer.item, answer.question): answer for answer in answers}
