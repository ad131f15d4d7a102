"""What is wrong with the data, where it stands, and how to put it right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, order=True)
class Issue:
    """One problem at one line of one file, with its repair; line 0 where it is of no line (a file that is not there)."""

    file: str
    line: int
    problem: str
    repair: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        text = f"{place}: {self.problem}"
        return f"{text}\n    → {self.repair}" if self.repair else text


class MistakeAt(ValueError):
    """Raised by a validator for a mistake that stands at another line than the model's own."""

    def __init__(self, line: int, problem: str, repair: str = "") -> None:
        super().__init__(f"{problem} → {repair}" if repair else problem)
        self.line = line


class KnowledgeBaseError(Exception):
    """The data cannot be read; carries every issue found, sorted and without repeats."""

    def __init__(self, issues: Iterable[Issue]) -> None:
        self.issues: tuple[Issue, ...] = tuple(sorted(set(issues)))
        super().__init__(self.issues)

    def __str__(self) -> str:
        return "\n".join(map(str, self.issues))

    def __reduce__(self) -> tuple[type[KnowledgeBaseError], tuple[tuple[Issue, ...]]]:
        return type(self), (self.issues,)
