"""The format of kb/statutes/*.yaml: one legal document, verbatim, dated, with its source."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from .issues import MistakeAt
from .load import Located
from .numbering import Layout
from .period import Period
from .statute_body import Cited, Doubt, Entry, Openings, Part, Versioned, number_of, rise

Kind = Literal[
    "law",
    "amendment",
    "legislative_interpretation",
    "regulation",
    "judicial_interpretation",
    "normative_document",
    "minutes",
    "guidance",
]
RANKS: dict[str, str] = {
    "law": "法律",
    "amendment": "法律（刑法修正案）",
    "legislative_interpretation": "立法解释",
    "regulation": "行政法规",
    "judicial_interpretation": "司法解释",
    "normative_document": "规范性文件",
    "minutes": "会议纪要",
    "guidance": "指引",
}
"""What a lawyer calls the rank of a norm of each kind, the highest first."""


class Source(Located):
    """Where the text was checked, and how sure we are.

    `official`: where the official text is to be found. `digest`: the fingerprint of what was confirmed.
    """

    checked_against: str
    confidence: Literal["high", "medium", "low"]
    checked_on: date
    official: str = ""
    digest: str | None = Field(None, pattern=r"^[0-9a-f]{16}$")
    note: str | None = None


class Precedence(Located):
    """Provisions of other documents that yield to this one, though nothing repealed them, and why.

    `ends`: they do not only yield where they differ; this one took their place.
    """

    at: tuple[Cited, ...] = Field(min_length=1)
    why: str = Field(min_length=4)
    ends: bool = False


class StatuteFile(Located):
    """One legal document.

    `wording_from`: the first day of the oldest wording that is held, where the document is older than that.
    `bare_articles_of`: the document that an article without a name is of, in the text (刑法 in an amendment).
    `calls`: the names it gives to others for its own use. `point`: the mark behind the number of an item.
    `run_on`: the last line of the preamble and the first of the body were printed as one line.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    short: str | None = None
    aliases: tuple[str, ...] = ()
    number: str | None = None
    issuers: tuple[str, ...] = Field(min_length=1)
    kind: Kind
    promulgated: date | None = None
    in_force: Period
    wording_from: date | None = None
    repealed_by: Cited | None = None
    amended_by: tuple[Cited, ...] = ()
    interprets: tuple[Cited, ...] = ()
    prevails_over: tuple[Precedence, ...] = ()
    bare_articles_of: Cited | None = None
    calls: dict[str, Cited] = Field(default_factory=dict)
    source: Source
    note: str | None = None
    doubt: Doubt | None = None
    layout: Layout
    point: Literal[".", "．"] = "."
    preamble: Openings = ()
    run_on: bool = False
    body: tuple[Entry, ...] = Field(min_length=1)

    @property
    def held(self) -> Period:
        """The days on which the wording we hold was in force."""
        first = Period.model_validate({"from": self.wording_from})
        return self.in_force.within(first) or self.in_force

    @model_validator(mode="after")
    def _holds_a_wording_in_force(self) -> StatuteFile:
        if self.wording_from and not self.in_force.covers(self.wording_from):
            raise ValueError(
                f"wording_from（{self.wording_from}）不在有效期（{self.in_force}）之内 → 写所收文本的第一天"
            )
        return self

    @model_validator(mode="after")
    def _has_a_first_day(self) -> StatuteFile:
        if self.in_force.start is None:
            raise ValueError("没有写施行日 → 写 in_force: {from: 年-月-日}")
        if self.repealed_by and self.in_force.end is None:
            raise ValueError("写了 repealed_by 却没有失效日 → 在 in_force 里写 to: 最后一天")
        return self

    @model_validator(mode="after")
    def _numbers_rise(self) -> StatuteFile:
        parts = [entry for entry in self.body if isinstance(entry, Part)]
        if bool(parts) != (self.layout == "parts_sections") or (parts and len(parts) != len(self.body)):
            msg = (
                "layout 与正文不合：parts_sections 只用 part，其余只用 article 和 heading → 改 layout 或正文"
            )
            raise ValueError(msg)
        rise([(number, entry) for entry in self.body if (number := number_of(entry))])
        return self

    @model_validator(mode="after")
    def _wordings_fall_in_its_days(self) -> StatuteFile:
        sections = [section for entry in self.body if isinstance(entry, Part) for section in entry.sections]
        for entry in (*self.body, *sections):
            for wording in entry.wordings if isinstance(entry, Versioned) else ():
                if wording.in_force and self.held.within(wording.in_force) is None:
                    problem = f"文本的有效期（{wording.in_force}）全在文件有效期（{self.held}）之外"
                    raise MistakeAt(wording.in_force.line, problem, "改正日期，或删去这个文本")
        return self
