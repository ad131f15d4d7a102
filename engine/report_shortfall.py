"""What a charge lacks, as text: a line for each of the smallest sets, those that proof alone could fill first."""

from __future__ import annotations

from collections.abc import Iterator

from kb.numerals import to_han
from kb.provision import UNVERIFIED

from .findings import Finding
from .shortfall import Lack, LackSet, Shortfall

MOST_LINES = 2
"""So many sets that proof could fill are told; of those that go against a finding, one."""
MOST_AGAINST = 2
"""A charge that only so many facts, or fewer, rule out is told with them; others are far off."""
MOST_EVIDENCE = 3


def shortfall_lines(finding: Finding) -> Iterator[str]:
    """The lines on what a charge lacks: the first sets, how many more there are, or what comes first."""
    found = finding.shortfall
    if found is None:
        return
    yield from (f"      ▷ 补证之前：{reason}" for reason in found.blocked)
    if found.contrary and not found.missing and len(found.contrary[0]) > MOST_AGAINST:
        first = found.contrary[0]
        yield f"      ▷ 至少 {len(first)} 项与现有认定相反或者未查，才可能成立，见 --json 或者界面“补证清单”"
        return
    shown = found.missing[:MOST_LINES] or found.contrary[:1]
    for number, lacks in enumerate(shown, 1):
        yield f"      ▷ {heading(lacks, number)}：{_facts(lacks)} —— 依据 {_provisions(lacks)}{_evidence(lacks)}"
    if more := _more(found, len(shown)):
        yield f"        另有 {more}，见 --json 或者界面“补证清单”"


def heading(lacks: LackSet, number: int) -> str:
    """What a set is called, and how many facts it has; one with a contrary fact says so."""
    against = sum(lack.state == "contrary" for lack in lacks)
    if against:
        among = "均" if against == len(lacks) else f"其中 {against} 项"
        return f"须推翻现有认定的方案{to_han(number)}（{len(lacks)} 项，{among}已查明相反）"
    return f"补证方案{to_han(number)}（{len(lacks)} 项）"


def _facts(lacks: LackSet) -> str:
    return "；".join(lack_words(lack) for lack in lacks)


def lack_words(lack: Lack) -> str:
    """One fact that is lacking: what it has to be, and what is known of it."""
    return f"{lack.label}——{lack.needed}（{lack.known}）"


def _provisions(lacks: LackSet) -> str:
    named = (f"{label}{UNVERIFIED if lack.unverified else ''}" for lack in lacks for label in lack.labels)
    return "、".join(dict.fromkeys(named)) or "所适用的规则"


def _evidence(lacks: LackSet) -> str:
    """What usually proves the facts that are not known; of the element, where nothing is said of the fact."""
    named = [
        "、".join((lack.evidence or lack.wanted)[:MOST_EVIDENCE]) for lack in lacks if lack.state == "missing"
    ]
    words = "；".join(dict.fromkeys(filter(None, named)))
    return f" —— 可取证：{words}" if words else ""


def _more(found: Shortfall, shown: int) -> str:
    """How many sets are not told here."""
    same = len(found.missing or found.contrary) - shown
    against = len(found.contrary) if found.missing else 0
    counted = ((same, "组同类方案"), (against, "组须推翻现有认定的方案"))
    return "、".join(f"{number} {what}" for number, what in counted if number)
