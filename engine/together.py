"""Several crimes: within which bounds one sentence is fixed for them all (刑法第六十九条), read from the clause."""

from __future__ import annotations

import datetime
import re

from kb import KnowledgeBase
from kb.numerals import to_int

from .disposition import Together
from .findings import Finding
from .penalty import Penalty

CLAUSE = "criminal_law:69.1"
NUMBER = "([一二三四五六七八九十]+)"
ONE_CAP = re.compile(rf"，有期徒刑最高不能超过{NUMBER}年")
TWO_CAPS = re.compile(
    rf"有期徒刑总和刑期不满{NUMBER}年的，最高不能超过{NUMBER}年，总和刑期在{NUMBER}年以上的，最高不能超过{NUMBER}年"
)
MONTHS = 12


def together(findings: tuple[Finding, ...], kb: KnowledgeBase) -> Together | None:
    """The bounds for charges that are punished side by side; none where one has no range yet.

    Bounds of bounds: each crime is sentenced on its own first, then the sentence is fixed between the heaviest of
    them and their sum. 判处死刑、无期徒刑的除外.
    """
    ranges = [finding.tier.penalty for finding in findings if finding.tier]
    penalties = [penalty for penalty in ranges if isinstance(penalty, Penalty)]
    days = [day for finding in findings if (day := _day_of(finding))]
    if len(penalties) < len(findings) or len(penalties) <= 1 or not days:
        return None
    total = sum(penalty.max_months for penalty in penalties)
    cap = _cap(total, _words(kb, max(days)))
    if cap is None:
        return None
    reducible = any(f.sentence and (f.sentence.lower or f.sentence.exempt) for f in findings)
    low = 0 if reducible else max(penalty.min_months for penalty in penalties)
    high = min(total, cap)
    life, death = any(penalty.life for penalty in penalties), any(penalty.death for penalty in penalties)
    words = f"各罪分别定刑后，在总和刑期以下、数刑中最高刑期以上决定执行：按各罪幅度计，有期徒刑最高不超过{_years(high)}"
    if reducible:
        words += "；有可以减轻、免除处罚的，下限由各罪判处的刑罚定"
    if life or death:
        words += "；判处死刑、无期徒刑的除外"
    return Together(low, high, life, death, CLAUSE, words)


def _day_of(finding: Finding) -> datetime.date | None:
    """The day whose clause counts: that on which the crime ended (法释〔2011〕9号第六条)."""
    return finding.limitation.start if finding.limitation else finding.law.statute_day


def _words(kb: KnowledgeBase, day: datetime.date) -> str:
    wordings = kb.statutes.versions(CLAUSE)
    return next((wording.text for wording in wordings if wording.text and wording.in_force.covers(day)), "")


def _cap(total: int, words: str) -> int | None:
    """The longest term for a sum of so many months, as the clause of the day says it."""
    if found := TWO_CAPS.search(words):
        line, lower, _, upper = (to_int(number) * MONTHS for number in found.groups())
        return lower if total < line else upper
    if found := ONE_CAP.search(words):
        return to_int(found[1]) * MONTHS
    return None


def _years(months: int) -> str:
    years, rest = divmod(months, MONTHS)
    return f"{years}年{f'{rest}个月' if rest else ''}" if years else f"{rest}个月"
