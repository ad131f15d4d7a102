"""A pasted text against the law of a day: every citation, quotation and standard in it, and how each stands.

import datetime, kb
from search.paste import check
for finding in check(text, kb.load(), datetime.date(2024, 5, 1)).findings:
    print(finding.level, finding.place.words)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .cited import Judge
from .paste_findings import Checked, Finding, Mention, Quotation, Standard
from .paste_mentions import Mentions
from .paste_quotations import Beside
from .paste_text import PastedText, covered

if TYPE_CHECKING:
    from datetime import date

    from kb import KnowledgeBase

__all__ = ["Checked", "Finding", "Mention", "Quotation", "Standard", "check"]


def check(text: str, base: KnowledgeBase, as_of: date, today: date | None = None) -> Checked:
    """Every citation, quotation and standard of a text, judged by the law of a day; `today` is when it is read."""
    now = today or as_of
    pasted, judge = PastedText(text), Judge(base, as_of, now)
    mentions = [*Mentions(pasted, base, judge)]
    beside = Beside(pasted, base, judge, mentions)
    quotations = [*beside.quotations(), *beside.copies()]
    law = covered(text, ((one.place.start, one.place.end) for one in quotations))
    found: list[Finding] = [
        *(one for one in mentions if one.cited[0].state != "no_document" or not law[one.place.start]),
        *quotations,
        *beside.standards(quotations),
    ]
    return Checked(text, as_of, now, tuple(sorted(found, key=lambda one: (one.place.start, -one.place.end))))
