"""The banks and the learning record of one user: files in a folder of his own, written whole or not at all."""

from __future__ import annotations

import datetime
import errno
import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from quiz import Bank, BankError, read_bank, write_bank
from quiz.practice import Learner
from quiz.score import Answer

from .keeping.people import Person
from .keeping.quiz_files import RECORD, shelf_name, shelves, write_whole
from .keeping.trouble import Full, NotThere, Trouble, Unreachable

ID = re.compile(r"[0-9a-f]{8}")


@dataclass(frozen=True)
class Kept:
    """A bank on the shelf; without a bank where its file cannot be read, and `trouble` says why."""

    id: str
    file: Path
    changed: datetime.datetime
    bank: Bank | None
    trouble: str = ""


@dataclass(frozen=True)
class Shelf:
    """What one user keeps of quizzes."""

    folder: Path

    def banks(self) -> list[Kept]:
        """The banks, the one changed last first."""
        found = [_kept(file) for file in self.folder.glob("*.yaml") if ID.fullmatch(file.stem)]
        return sorted(found, key=lambda kept: (kept.changed, kept.id), reverse=True)

    def add(self, bank: Bank) -> str:
        """Keep a bank; the name of its place on the shelf."""
        name = secrets.token_hex(4)
        self.save(name, bank)
        return name

    def save(self, name: str, bank: Bank) -> None:
        """Write a bank in its place."""
        self.write(self._place(name).name, lambda path: write_bank(bank, path))

    def delete(self, name: str) -> None:
        """Take a bank off the shelf for good."""
        self.drop(self._place(name).name)

    def upload(self, name: str, content: bytes) -> str:
        """Keep a bank file that came from elsewhere; BankError with every problem under the name that it came by."""
        unread = self._place(secrets.token_hex(4)).with_suffix(".upload")
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            unread.write_bytes(content)
            bank = read_bank(unread)
        except BankError as error:
            raise BankError([replace(issue, file=name) for issue in error.issues]) from None
        except OSError as error:
            raise _told(error, "题库没有存上") from None
        finally:
            unread.unlink(missing_ok=True)
        return self.add(bank)

    def learner(self) -> tuple[Learner, str]:
        """The learner; where his record cannot be read it is put aside, he begins anew, and the words say so."""
        file = self.folder / RECORD
        try:
            learner = Learner.load(file)
            check_answers(learner.answers)
            if any(card.due.tzinfo is None for card in learner.cards.values()):
                raise ValueError  # noqa: TRY301 - the right shape, and yet no day to count with
        except (ValueError, KeyError, TypeError, AttributeError):
            aside = self.put_aside(RECORD)
            return Learner(), f"学习记录读不出来，已从头记起。→ 原来的文件没有删，留在 {aside}"
        except OSError as error:
            raise _told(error, "学习记录读不出来") from None
        return learner, ""

    def keep_learner(self, learner: Learner) -> None:
        """Write the learner's record."""
        self.write(RECORD, learner.save)

    def _place(self, name: str) -> Path:
        if not ID.fullmatch(name):
            raise NotThere("没有这个题库")
        return self.folder / f"{name}.yaml"

    def put_aside(self, name: str) -> Path:
        """Move a file that cannot be read out of the way; where it is now."""
        stamp = f"{datetime.datetime.now():%Y%m%d-%H%M%S}"  # noqa: DTZ005 - the user's clock
        aside = self.folder / f"{name}.{stamp}.damaged"
        try:
            (self.folder / name).replace(aside)
        except OSError as error:
            raise _told(error, "文件读不出来，也移不开") from None
        return aside

    def drop(self, name: str) -> None:
        """Take a file away; nothing where there is none."""
        try:
            (self.folder / name).unlink(missing_ok=True)
        except OSError as error:
            raise _told(error, "没有删掉") from None

    def write(self, name: str, write: Callable[[Path], object]) -> None:
        """Write a file whole or not at all; raises Trouble."""
        try:
            write_whole(self.folder / name, write)
        except OSError as error:
            raise _told(error, "没有存上，原来的没有动") from None


def shelf_of(who: Person) -> Shelf:
    """The shelf of a person."""
    return Shelf(shelves() / shelf_name(who))


def _kept(file: Path) -> Kept:
    try:
        stat = file.stat()
        changed = datetime.datetime.fromtimestamp(stat.st_mtime, datetime.UTC)
        bank, trouble = _read(file, stat.st_mtime_ns, stat.st_size)
    except OSError as error:
        changed, bank, trouble = datetime.datetime.now(datetime.UTC), None, f"读不出来（{error.strerror}）"
    return Kept(file.stem, file, changed, bank, trouble)


@lru_cache(maxsize=256)
def _read(file: Path, _changed: int, _size: int) -> tuple[Bank | None, str]:
    """A bank file, read once for each state that it is in."""
    try:
        return read_bank(file), ""
    except BankError as error:
        return None, str(error)


def check_answers(answers: Iterable[Answer]) -> None:
    """ValueError where answers that were read hold what cannot be marked."""
    for one in answers:
        kinds = (one.item, str), (one.question, int), (one.given, str), (one.seconds, (int, float))
        if not all(isinstance(value, kind) for value, kind in kinds):
            raise ValueError


def _told(error: OSError, what: str) -> Trouble:
    if error.errno == errno.ENOSPC:
        return Full(f"{what}：磁盘已满。→ 清出空间后再试")
    return Unreachable(f"{what}（{error.strerror}）。→ 请检查数据文件夹的权限")
