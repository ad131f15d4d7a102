"""时间: what a person did over the days on which the law of the charges in play changed, as a picture and in words."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from html import escape

import streamlit as st

from engine.assessment import PersonFindings
from engine.case import Case, Conduct
from engine.findings import VERDICTS
from engine.law_days import LawChange, changes_of
from kb import KnowledgeBase

from . import desk
from .finding_html import citing
from .law_text import Days
from .look import card, table
from .timeline_svg import Bar, timeline_svg

TOLD = 3
"""How many reworded provisions of one change are named."""


def show_timeline(case: Case, person: PersonFindings) -> None:
    """The picture of one person, then the same in words: the acts, the changes, which law was applied and why."""
    kb = desk.base()
    acts = [act for act in case.conduct if person.id in act.who]
    if not acts:
        st.info("没有登记此人的行为。")
        return
    days = desk.days_of(case, person.id)
    changes = changes_on(case, person, kb, days[-1])
    acts.sort(key=lambda act: (act.start or act.end or datetime.date.max, act.id))
    st.caption("每条横线是一项行为；带号的虚线是此人可能涉及的罪名所适用的规定有变动的日子，号码与下表相同。")
    bars = [Bar(_label(act, kb), act.start, act.end) for act in acts]
    picture = timeline_svg(bars, list(changes), days[-1])
    st.image(picture, width="stretch", alt="时间图：内容与下面的文字相同")
    st.html(card(f"<h3>规定变动的日子</h3>{changes_html(changes, kb)}"))
    st.html(card(f"<h3>行为</h3>{acts_html(acts, list(changes), kb)}"))
    st.html(card(f"<h3>适用哪一天的规定</h3>{applied_html(person, kb, days)}"))


def changes_on(
    case: Case, person: PersonFindings, kb: KnowledgeBase, decided: datetime.date
) -> dict[datetime.date, list[LawChange]]:
    """The days from the person's first act to the decision on which the law of their charges changed."""
    acts = [act for act in case.conduct if person.id in act.who]
    known = [day for act in acts if (day := act.start or act.end)]
    first = min([*known, decided])
    found: dict[datetime.date, list[LawChange]] = {}
    for finding in person.shown:
        for change in changes_of(kb.charges[finding.charge_id], first, decided, kb):
            found.setdefault(change.day, []).append(change)
    return dict(sorted(found.items()))


def _label(act: Conduct, kb: KnowledgeBase) -> str:
    return f"{act.id} {kb.conduct_kinds[act.kind].label.partition('（')[0]}"


def changes_html(changes: dict[datetime.date, list[LawChange]], kb: KnowledgeBase) -> str:
    """Each day of change with its number: what came, what went, what was reworded, for which charges."""
    if not changes:
        return "<p>从最早的行为到处理日，此人可能涉及的罪名所适用的规定没有变动。</p>"
    lines = []
    for number, (day, found) in enumerate(changes.items(), 1):
        words: dict[str, list[str]] = {}
        for change in found:
            words.setdefault(_change_in_words(change, kb), []).append(
                kb.charges[change.charge_id].name_on(day)
            )
        told = "<br>".join(f"{said}　<b>{escape('、'.join(names))}</b>" for said, names in words.items())
        lines.append((str(number), f'<span class="zl-whole">{day}</span>', told))
    return table(("号", "日期", "变动　影响的罪名"), lines)


def _change_in_words(change: LawChange, kb: KnowledgeBase) -> str:
    """One change as HTML."""
    if change.begins or change.ends:
        return "本罪开始施行" if change.begins else "本罪不再施行"
    came = [f"{escape(kb.statutes[name].name)} 开始适用" for name in change.came]
    went = [f"{escape(kb.statutes[name].name)} 不再适用" for name in change.went]
    reworded = [escape(kb.statutes.label(cite)) for cite in change.reworded]
    more = f" 等 {len(reworded)} 处" if len(reworded) > TOLD else ""
    new = [f"{'、'.join(reworded[:TOLD])}{more} 改用新文本"] if reworded else []
    return "；".join([*came, *went, *new]) or "所适用的条款有变动"


def acts_html(acts: Sequence[Conduct], changes: Sequence[datetime.date], kb: KnowledgeBase) -> str:
    """The acts in their order, and which changes fall into each or come after it."""
    lines = [
        (
            escape(_label(act, kb)),
            f'<span class="zl-whole">{act.start or "未填"}</span> 至 <span class="zl-whole">{act.end or "未填"}</span>',
            _crossed(act, changes),
        )
        for act in acts
    ]
    return table(("行为", "起止", "期间、其后的变动（号）"), lines)


def _crossed(act: Conduct, changes: Sequence[datetime.date]) -> str:
    last = act.last_day
    if last is None:
        return "日期未填，不能判断"
    first = act.start or last
    within = [str(n) for n, day in enumerate(changes, 1) if first < day <= last]
    after = [str(n) for n, day in enumerate(changes, 1) if day > last]
    told = [f"期间：{'、'.join(within)}" if within else "", f"其后：{'、'.join(after)}" if after else ""]
    return "；".join(filter(None, told)) or "无"


def applied_html(person: PersonFindings, kb: KnowledgeBase, days: Days) -> str:
    """For each charge which state of the law was applied and why, and what every other one would give."""
    lines = []
    for finding in person.shown:
        law = finding.law
        others = [
            escape(
                "，".join(
                    filter(None, (f"若适用 {each.version}：{VERDICTS[each.verdict]}", each.tier, each.range))
                )
            )
            for each in (*law.alternatives, *law.between)
        ]
        why = f"{escape(law.why)}{citing(finding, kb, days)(law.cites)}" if law.cites else escape(law.why)
        lines.append(
            (
                f"<b>{escape(finding.charge)}</b>",
                f"{escape(law.version) or '—'}<br>{why}",
                "<br>".join(others) or "—",
            )
        )
    return table(("罪名", "适用的规定和理由", "若适用其他时期的规定"), lines)
