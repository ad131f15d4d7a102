"""One wording of one provision, and how it stands on a day."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from .numbering import Level
    from .period import Period
    from .statute_body import Doubt

Status = Literal["现行有效", "已被修改", "已失效", "尚未施行", "文本未收录"]

UNVERIFIED = "［未核对］"


@dataclass(frozen=True)
class Provision:
    """One wording of a provision; no field begins with its `mark`.

    `own` is its own line, `text` that and all below; `doubt` is the weakest in `text`, `own_doubt` its own.
    """

    citation: str
    document_id: str
    path: tuple[str, ...]
    level: Level
    mark: str
    own: str
    text: str
    label: str
    headings: tuple[str, ...]
    in_force: Period
    lacking_from: date | None = None
    """Its document was law from this day on, but how it then read is not held."""
    repealed: date | None = None
    repealed_by: str | None = None
    superseded: bool = False
    by: str | None = None
    ended_by: str | None = None
    doubt: Doubt | None = None
    own_doubt: Doubt | None = None
    gap: str | None = None
    paraphrase: str | None = None
    note: str | None = None
    file: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)

    @property
    def unverified(self) -> bool:
        """Some of it is not confirmed by any reference."""
        return self.doubt is not None

    def status(self, on: date) -> Status:
        """How this wording stands on a day."""
        return self.standing(on)[0]

    def standing(self, on: date) -> tuple[Status, str | None]:
        """How this wording stands on a day, and the document or provision that made it so, where one did."""
        if self.in_force.covers(on):
            return "现行有效", self.by
        if self.in_force.start and on < self.in_force.start:
            lacking = self.lacking_from is not None and self.lacking_from <= on
            return ("文本未收录", None) if lacking else ("尚未施行", self.by)
        if self.repealed is not None and on > self.repealed:
            earlier = self.in_force.end is not None and self.in_force.end < self.repealed
            return "已失效", self.ended_by if earlier else self.repealed_by
        return ("已被修改" if self.superseded else "已失效"), self.ended_by

    @property
    def printed(self) -> str:
        """Its own line without its mark, as a reader sees it."""
        said = self.own
        if self.gap is not None or self.paraphrase is not None:
            said = f"（{self.gap or '原文未取得'}{f'；转述：{self.paraphrase}' if self.paraphrase else ''}）"
        if not (self.own_doubt and said):
            return said
        return "\n".join(f"{line}{UNVERIFIED}" for line in said.split("\n"))


def wording_on(wordings: Sequence[Provision], on: date) -> Provision:
    """Of the wordings of one provision (the oldest first) that of a day; else the one before it, else the first."""
    begun = [
        wording for wording in wordings if wording.in_force.start is None or wording.in_force.start <= on
    ]
    return begun[-1] if begun else wordings[0]


@dataclass(frozen=True)
class HeadingLine:
    """A line that is no provision: one of the preamble, or a heading."""

    text: str
    in_force: Period
    own_doubt: Doubt | None

    @property
    def printed(self) -> str:
        """The line as a reader sees it."""
        return f"{self.text}{UNVERIFIED}" if self.own_doubt else self.text
