"""A provision as it is cited: in full for a document of the office, in short for a note, as an identifier for a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.citation import Citation
from kb.numbering import UNITS
from kb.provision import UNVERIFIED, wording_on

if TYPE_CHECKING:
    from datetime import date

    from kb import KnowledgeBase, Provision
    from kb.documents import Document
    from kb.period import Period


@dataclass(frozen=True)
class Written:
    """One citation in the three styles; the short one and the identifier are read back by the search and `show`."""

    full: str
    short: str
    identifier: str


def written(base: KnowledgeBase, citation: str, on: date | None = None) -> Written:
    """A provision or document in the three styles, in the wording of a day (else the latest)."""
    document = base.statutes.document(citation)
    if ":" not in citation:
        return Written(
            f"{_title(document)}{_days(document, document.in_force)}", _short_name(document), citation
        )
    provision = wording_of(base, citation, on)
    steps = provision.label.removeprefix(document.name)
    doubt = UNVERIFIED if provision.unverified else ""
    days = base.statutes.spell(provision).days
    full = f"{_title(document)}{steps}{_days(document, days)}{doubt}"
    return Written(full, _short(document, provision), citation)


def wording_of(base: KnowledgeBase, citation: str, on: date | None) -> Provision:
    """The wording of a day, else the one before it, else the first; without a day the latest."""
    wordings = base.statutes.versions(citation)
    return wordings[-1] if on is None else wording_on(wordings, on)


def _title(document: Document) -> str:
    """《…解释》（法释〔2019〕15号）; nobody cites a law by the number of its promulgation."""
    numbered = document.number and document.kind not in {"law", "amendment", "regulation"}
    return f"《{document.title}》（{document.number}）" if numbered else f"《{document.title}》"


def _days(document: Document, period: Period) -> str:
    """From when the wording is law, and until when where it no longer is."""
    first = "起施行" if period.start == document.in_force.start else "起的文本"
    until = f"，{_day(period.end)}止" if period.end else ""
    return f"（{_day(period.start)}{first}{until}）"


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else "日期未查明"


def _short_name(document: Document) -> str:
    return document.short or document.name


def _short(document: Document, provision: Provision) -> str:
    """刑法287条之二第1款; a document in parts keeps its own marks: 电诈意见二、（一）第一款."""
    name = _short_name(document)
    if document.layout != "articles":
        return f"{name}{provision.label.removeprefix(document.name)}"
    article, *below = Citation.parse(provision.citation).path
    whole, _, inserted = article.partition("-")
    top = f"{whole}条之{inserted}" if inserted else f"{whole}条"
    levels = document.numbering.levels[1:]
    rest = "".join(f"第{number}{UNITS[level]}" for number, level in zip(below, levels, strict=False))
    return f"{name}{top}{rest}"
