"""What moves a sentence, a person's share in what his gangs did, and charges told apart, as HTML."""

from __future__ import annotations

from html import escape

from engine.assessment import PersonFindings
from engine.case_findings import GangShare
from engine.dispute_findings import DistinctionFinding
from engine.findings import VERDICTS, Finding
from engine.report_range import STATES, distinction_matters, limitation_words, share_words
from engine.sentence import SentenceRange, Weighed
from engine.values import spoken
from kb import KnowledgeBase

from .law_text import UNVERIFIED_BADGE, Cite, Days, citations_html
from .look import card, folded, folded_card, listed, remark, table

MARKS = {True: ("zl-met", "✔"), False: ("zl-not_met", "✘"), None: ("zl-unknown", "？")}
COUNTED = {True: "计入", None: "只计上限", False: "不计"}


def range_html(finding: Finding, cite: Cite) -> str:
    """From where a sentence is reckoned, what moves it by how much, what lies below, what is ordered beside it."""
    found = finding.sentence
    if found is None:
        return ""
    lines = [*_start(found, cite), *(_weighed(each, cite) for each in found.weighed)]
    if found.left:
        lines.append(f"各比例合计：调节到{escape(found.left.words)}")
    if found.lower:
        must = "应当减轻处罚" if found.lower.shall else "减轻处罚的"
        lines.append(f"{must}：{escape(found.lower.text)}{cite((found.lower.cite,))}")
    if found.exempt:
        lines.append(f"{found.exempt}免除处罚")
    lines += [f"附随的处理：{escape(each.label)}{cite(each.because)}" for each in found.measures]
    if limit := limitation_words(finding):
        lines.append(escape(limit))
    lines += [f'<span class="zl-small">注：{escape(note)}</span>' for note in found.notes]
    names = "、".join(each.label for each in found.weighed)
    return folded(f"量刑：{names or '没有登记量刑情节'}", listed(lines))


def _start(found: SentenceRange, cite: Cite) -> list[str]:
    return [f"量刑起点：{escape(found.start.text)}{cite((found.start.cite,))}"] if found.start else []


def _weighed(each: Weighed, cite: Cite) -> str:
    band = ""
    if each.within:
        band = f"；已在“{escape(each.within)}”内评价，不作重复评价"
    elif each.share and each.band:
        first = "（先行适用）" if each.first else ""
        band = f"；{escape(each.share.words)}{first}{cite((each.band,))}"
    if each.maybe and each.unless:
        band += f"；“{escape(each.unless)}”的，{escape(each.maybe.words)}（由人判断）"
    return f"<b>{escape(each.label)}</b>：{escape(each.words)}{cite(each.because)}{band}"


def shares_html(person: PersonFindings, kb: KnowledgeBase, days: Days) -> str:
    """For each gang of the person: three sums, which of them counts, and every incident."""
    return "".join(_share(share, kb, days) for share in person.shares)


def _share(share: GangShare, kb: KnowledgeBase, days: Days) -> str:
    items = table(
        ("逐起", "日期", "数额", "是否计入", "为什么"),
        [
            (
                escape(item.label),
                escape(item.days or "未填"),
                escape(spoken(item.amount, share.unit)),
                COUNTED[item.counted],
                escape(item.why),
            )
            for item in share.items
        ],
    )
    head = f"<b>{escape(share.group)}·{escape(share.label)}</b>　{escape(share_words(share))}"
    return card(
        f"{head}{citations_html(kb, share.cites, days)}{folded(f'逐起 {len(share.items)} 项', items)}"
    )


def distinctions_html(person: PersonFindings, kb: KnowledgeBase, days: Days) -> str:
    """Charges that are taken for each other: each test with how it stands, and what would turn a verdict."""
    shown = (found for found in person.distinctions if distinction_matters(found))
    return "".join(distinction_html(found, kb, days) for found in shown)


def distinction_html(
    found: DistinctionFinding, kb: KnowledgeBase, days: Days, *, opened: bool = False
) -> str:
    """One distinction: the question, each test with how it stands here, what would turn a verdict."""
    verdicts = "　".join(f"{escape(charge)}：{VERDICTS[verdict]}" for charge, verdict in found.charges)
    tests = []
    for test in found.tests:
        style, mark = MARKS[test.met]
        points = f"　→ 指向{escape('、'.join(test.points_to))}" if test.points_to else ""
        asked = (
            f"（{escape('、'.join(kb.facts[fact].label for fact in test.ask))}）" if test.met is None else ""
        )
        doubt = f" {UNVERIFIED_BADGE}" if test.unverified else ""
        state = f'<span class="{style}">{mark} {STATES[test.met]}</span>'
        tests.append(
            f"{state}　{escape(test.label)}{asked}{points}{doubt}{citations_html(kb, test.because, days)}"
        )
    turns = [
        f"若“{escape(turn.label)}”为{'是' if turn.value else '否'}：{escape(turn.charge)} "
        f"{VERDICTS[turn.before]} → <b>{VERDICTS[turn.after]}</b>"
        for turn in found.turns
    ]
    parts = (
        f"<p>{escape(found.question)}</p><p>{verdicts}</p>",
        f"<ol>{''.join(f'<li>{test}</li>' for test in tests)}</ol>",
        folded(f"改变一项事实即不同（{len(turns)}）", listed(turns)) if turns else "",
        remark(found.note),
    )
    return folded_card(f"<b>⇄ 区分：{escape(found.label)}</b>", "".join(parts), opened=opened)
