"""一览: every person of a case at a glance; those of whom the same is found stand in one row."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from engine.assessment import Assessment, PersonFindings
from engine.case_findings import ENDINGS
from engine.findings import Finding

from .finding_html import standing_or_open, verdict_badge
from .look import card, listed, plain
from .questions import NAMES_SHOWN, QUESTIONS_SHOWN


def show_overview(assessment: Assessment, choose: Callable[[str], None]) -> None:
    """A row for each outcome, and a button for each person that leads on to the findings on them."""
    st.caption("点姓名看此人的结论。结论相同的人列在一行。")
    for number, alike in enumerate(together(assessment)):
        with st.container(key=f"outcome-{number}"):
            left, right = st.columns([2, 9], gap="small")
            for person in alike:
                left.button(
                    plain(person.name),
                    key=f"person|{person.id}",
                    on_click=choose,
                    args=(person.id,),
                    width="stretch",
                )
            right.html(outcome_html(alike, assessment))
    if asked := first_questions_html(assessment):
        st.subheader("全案接下来先问")
        st.html(asked)


def first_questions_html(assessment: Assessment) -> str:
    """The questions that decide most in the whole case, and about whom; they are answered on a person's page."""
    names = {person.id: person.name for person in assessment.persons}
    lines = []
    for question in assessment.questions[:QUESTIONS_SHOWN]:
        about = [names[who] for who in question.persons]
        more = f" 等 {len(about)} 人" if len(about) > NAMES_SHOWN else ""
        whom = f"{'、'.join(about[:NAMES_SHOWN])}{more}"
        lines.append(f'{escape(question.ask)}<br><span class="zl-small">问到：{escape(whom)}</span>')
    return card(listed(lines)) if lines else ""


def together(assessment: Assessment) -> list[list[PersonFindings]]:
    """The persons by what is found of them, in the order of the case."""
    found: dict[object, list[PersonFindings]] = {}
    for person in assessment.persons:
        found.setdefault(outcome_of(person), []).append(person)
    return list(found.values())


def outcome_of(person: PersonFindings) -> object:
    """What is found of a person, as far as the overview tells it."""
    charges = tuple((f.charge, f.verdict, f.role, f.form, _range(f)) for f in standing_or_open(person))
    disposition = person.disposition
    bare = tuple(finding.charge for finding in person.bare)
    return (charges, disposition.charges, disposition.cumulative, person.ending, bare, bool(person.findings))


def outcome_html(alike: list[PersonFindings], assessment: Assessment) -> str:
    """The charges with verdict, role and range, what remains of them, where the case ends, and what is to ask."""
    person = alike[0]
    if not person.findings:
        return "没有登记任何行为，不能研判：请到“案件”页填写其行为。"
    lines = "".join(_charge(finding) for finding in standing_or_open(person))
    asked = sum(bool({one.id for one in alike} & {*question.persons}) for question in assessment.questions)
    bare = "、".join(finding.charge for finding in person.bare)
    told = [
        _disposed(person),
        f"归结：{ENDINGS[person.ending]}",
        f"待问 {asked} 项" if asked else "没有待问的事实",
        f"另有可能（仅从行为种类看）：{bare}" if bare else "",
    ]
    nothing = "<div>没有成立的罪名，也没有待查而有事实指向的罪名。</div>"
    rest = "　".join(f'<span class="zl-part">{escape(part)}</span>' for part in told if part)
    return f'<div class="zl-glance">{lines or nothing}<div>{rest}</div></div>'


def _charge(finding: Finding) -> str:
    standing = [finding.role, finding.form, _range(finding)]
    more = "，".join(part for part in standing if part)
    return (
        f"<div>{verdict_badge(finding.verdict)}<b>{escape(finding.charge)}</b>"
        f'<span class="zl-small">　{escape(more)}</span></div>'
    )


def _range(finding: Finding) -> str | None:
    if finding.tier is None:
        return None
    still = "" if finding.verdict == "established" else "如成立，"
    return f"{still}{finding.tier.label}：{finding.tier.penalty.text}"


def _disposed(person: PersonFindings) -> str:
    """What remains of several charges that stand; nothing to tell of one."""
    standing = [finding for finding in person.findings if finding.verdict == "established"]
    charges = "、".join(person.disposition.charges)
    if len(standing) <= 1:
        return ""
    return f"处断：{'数罪并罚，' if person.disposition.cumulative else ''}{charges}"
