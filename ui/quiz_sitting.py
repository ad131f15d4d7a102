"""An exam that is under way, written down after each answer: a reload or a power cut does not end it."""

from __future__ import annotations

import datetime
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from quiz import Bank, BankError, read_bank, write_bank
from quiz.practice import Exam
from quiz.score import Answer

from .quiz_shelf import Shelf, check_answers

PAPER, STATE = "exam.paper", "exam.json"
"""The items of the exam, written once; and how it stands."""


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

    def turn_to(self, place: int) -> None:
        """Put another item on the page."""
        self.place, shown = place, self.exam.bank.items[place].id
        given = self.exam.answers.items()
        self.before = {number: answer.given for (name, number), answer in given if name == shown}

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
    shelf.write(PAPER, lambda path: write_bank(sitting.exam.bank, path))
    keep(shelf, sitting)


def keep(shelf: Shelf, sitting: Sitting) -> None:
    """Write down how the exam stands."""
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
    started = datetime.datetime.fromisoformat(state["started"])
    ended = state["ended"] and datetime.datetime.fromisoformat(state["ended"])
    answers = [Answer(**entry) for entry in state["answers"]]
    check_answers(answers)
    if state["format"] != 1 or not bank.items or None in {started.tzinfo, (ended or started).tzinfo}:
        raise ValueError
    exam = Exam(bank, started, int(state["minutes"]), {(one.item, one.question): one for one in answers})
    sitting = Sitting(exam, ended=ended)
    sitting.turn_to(0)
    return sitting
