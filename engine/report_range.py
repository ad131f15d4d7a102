"""Ranges, shares in a gang's doings and charges told apart, as text."""

from __future__ import annotations

from collections.abc import Iterator

from kb import KnowledgeBase
from kb.provision import UNVERIFIED

from .assessment import PersonFindings
from .case_findings import GangShare
from .dispute_findings import DistinctionFinding, TestFinding
from .explain import doubtful
from .findings import VERDICTS, Finding
from .report_beside import labels
from .sentence import EFFECTS, SentenceRange, Weighed
from .values import spoken

STATES = {True: "是", False: "否", None: "待查"}
MOST_TURNS = 6
MOST_ITEMS = 5
MOST_ASKED = 4


def range_lines(finding: Finding, kb: KnowledgeBase) -> Iterator[str]:
    """What moves the range of a charge, by how much, and what is ordered beside it."""
    found = finding.sentence
    if found is None:
        return
    if found.start:
        yield f"      量刑起点：{found.start.text}［{_basis((found.start.cite,), kb)}］"
    for each in found.weighed:
        yield f"      ◇ {each.label}：{weighed_words(each, kb)}"
    if found.left:
        yield f"      各比例合计调节到{found.left.words}"
    yield from (f"      {line}" for line in below_words(found, kb))
    if finding.verdict == "established" and (limit := limitation_words(finding)):
        yield f"      {limit}"
    for each in found.measures:
        yield f"      ◇ {EFFECTS['measure']}：{each.label}［{_basis(each.because, kb)}］"
    yield from (f"      注：{note}" for note in found.notes)


def weighed_words(each: Weighed, kb: KnowledgeBase) -> str:
    """What a circumstance does: as the law says it, and the band of the guideline."""
    law = f"{each.words}［{_basis(each.because, kb)}］"
    if each.within:
        return f"{law}；已在“{each.within}”内评价，不作重复评价"
    first = "（先行适用）" if each.first and each.share else ""
    band = f"；{each.share.words}{first}［{_basis((each.band,), kb)}］" if each.share and each.band else ""
    if each.maybe and each.unless:
        band += f"；“{each.unless}”的，{each.maybe.words}（由人判断）"
    return law + band


def _basis(cites: tuple[str, ...], kb: KnowledgeBase) -> str:
    """The provisions behind a line; a mark where one of them is not checked."""
    return labels(cites, kb) + (UNVERIFIED if any(doubtful(kb, cite) for cite in cites) else "")


def below_words(found: SentenceRange, kb: KnowledgeBase) -> Iterator[str]:
    """What lies below the range, and whether the sentence may be left out."""
    if found.lower:
        must = "应当减轻处罚" if found.lower.shall else "减轻处罚的"
        yield f"{must}：{found.lower.text}［{_basis((found.lower.cite,), kb)}］"
    if found.exempt:
        yield f"{found.exempt}免除处罚"


def limitation_words(finding: Finding) -> str | None:
    """Until when the crime may be prosecuted, where that is near or past."""
    limit = finding.limitation
    if limit is None:
        return None
    return f"追诉期限 {limit.years} 年，自 {limit.start} 至 {limit.last}（刑法第八十七条；第八十八条、第八十九条第二款除外）"


def share_lines(person: PersonFindings, kb: KnowledgeBase) -> Iterator[str]:
    """For how much of what his gangs did a person answers, incident by incident."""
    for share in person.shares:
        yield f"  ∑ {share.group}·{share.label}：{share_words(share)}［{labels(share.cites, kb)}］"
        counted = [item for item in share.items if item.counted is not False]
        for item in counted[:MOST_ITEMS]:
            amount = spoken(item.amount, share.unit)
            limit = "（只计上限）" if item.counted is None else ""
            yield f"      {item.label}（{item.days or '日期未填'}）{amount}{limit}——{item.why}"
        if len(counted) > MOST_ITEMS:
            yield f"      ……另有 {len(counted) - MOST_ITEMS} 起，见 --json"
        out = len(share.items) - len(counted)
        if out:
            yield f"      不计：{out} 起（{'；'.join(dict.fromkeys(i.why for i in share.items if i.counted is False))}）"


def share_words(share: GangShare) -> str:
    """The three sums side by side, and which of them counts."""
    sums = (
        f"团伙全部 {spoken(share.whole, share.unit)}；参与期间 {spoken(share.during, share.unit)}；"
        f"本人参与 {spoken(share.own, share.unit)}"
    )
    rest = "" if share.complete else "（所列以外是否还有，未查）"
    return f"{sums}。应负责：{spoken(share.answered, share.unit)}{rest}——{share.words}"


def distinction_lines(person: PersonFindings, kb: KnowledgeBase) -> Iterator[str]:
    """Charges told apart: each test, to what it points, and the facts that would turn a verdict."""
    for found in person.distinctions:
        if distinction_matters(found):
            yield from _distinction(found, kb)


def distinction_matters(found: DistinctionFinding) -> bool:
    """Whether two of the charges stand or are open, so that there is something to tell apart."""
    live = [verdict for _, verdict in found.charges if verdict != "not_established"]
    return len(live) > 1 or bool(found.turns)


def _distinction(found: DistinctionFinding, kb: KnowledgeBase) -> Iterator[str]:
    verdicts = "、".join(f"{charge}{VERDICTS[verdict]}" for charge, verdict in found.charges)
    yield f"  ⇄ 区分 {found.label}（{verdicts}）"
    for number, test in enumerate(found.tests, 1):
        points = f" → 指向{'、'.join(test.points_to)}" if test.points_to else ""
        doubt = UNVERIFIED if test.unverified else ""
        yield f"      {number}. {test.label}——{STATES[test.met]}{_why(test, kb)}{points}［{labels(test.because, kb)}］{doubt}"
    for turn in found.turns[:MOST_TURNS]:
        answer = "是" if turn.value else "否"
        yield f"      若“{turn.label}”为{answer}：{turn.charge}{VERDICTS[turn.before]} → {VERDICTS[turn.after]}"
    if found.note:
        yield f"      注：{found.note}"


def _why(test: TestFinding, kb: KnowledgeBase) -> str:
    """What is to be asked, or why a test is not met; that an act is not entered does not say that nobody did it."""
    if test.met is None:
        asked = "、".join(kb.facts[fact].label for fact in test.ask[:MOST_ASKED])
        more = f"等 {len(test.ask)} 项" if len(test.ask) > MOST_ASKED else ""
        return f"：{asked}{more}"
    return f"（{test.reasons[0]}）" if test.reasons and not test.met else ""
