"""One wording of one provision, and how it stands on a day."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    from .numbering import Level
    from .passages import Doubt
    from .period import Period

Status = Literal["现行有效", "已被修改", "已失效", "尚未施行"]

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
    repealed: date | None = None
    superseded: bool = False
    by: str | None = None
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
        if self.in_force.covers(on):
            return "现行有效"
        if self.in_force.start and on < self.in_force.start:
            return "尚未施行"
        repealed = self.repealed is not None and on > self.repealed
        return "已被修改" if self.superseded and not repealed else "已失效"

    @property
    def printed(self) -> str:
        """Its own line without its mark, as a reader sees it."""
        said = self.own
        if self.gap is not None or self.paraphrase is not None:
            said = f"（{self.gap or '原文未取得'}{f'；转述：{self.paraphrase}' if self.paraphrase else ''}）"
        return f"{said}{UNVERIFIED}" if self.own_doubt and said else said


@dataclass(frozen=True)
class HeadingLine:
    """A heading between provisions."""

    text: str
    in_force: Period
    doubt: Doubt | None

    @property
    def printed(self) -> str:
        """The line as a reader sees it."""
        return f"{self.text}{UNVERIFIED}" if self.doubt else self.text
