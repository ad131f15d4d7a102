"""What a charge lacks (补证清单) as HTML: the sets that proof could fill, those that go against a finding, apart."""

from __future__ import annotations

from html import escape

from engine.findings import Finding
from engine.report_shortfall import heading
from engine.shortfall import Lack, LackSet, Shortfall

from .law_text import UNVERIFIED_BADGE
from .look import folded, listed

MOST_EVIDENCE = 4
FAIR = "方案只说明规则上还差什么，不是要查出什么：有利于和不利于行为人的证据都要收集；相反的结论已有证据的，不得为凑足要件而推翻。"


def shortfall_html(finding: Finding, *, opened: bool = False) -> str:
    """What the charge lacks, folded; nothing where it stands, or where no fact speaks for it."""
    found = finding.shortfall
    if found is None or not (found.missing or found.contrary or found.blocked):
        return ""
    return folded(f"{finding.charge}：{_title(found)}", _body(found), opened=opened)


def _title(found: Shortfall) -> str:
    if found.blocked:
        return "有须先解决的"
    counted = ((len(found.missing), "组补证即可"), (len(found.contrary), "组须推翻现有认定"))
    return "，".join(f"{number} {what}" for number, what in counted if number)


def _body(found: Shortfall) -> str:
    blocked = f'<div class="zl-head">先解决</div>{listed([escape(reason) for reason in found.blocked])}'
    missing = _sets("补证即可：所缺各项都是未查、有争议或者证据不能用的", found.missing)
    contrary = _sets("须推翻现有认定：其中有已经查明相反的", found.contrary)
    more = (
        f'<div class="zl-small">此外至多还有 {found.more} 种组合，没有逐一试算。</div>' if found.more else ""
    )
    fair = f'<div class="zl-small">{FAIR}</div>' if missing or contrary else ""
    return (blocked if found.blocked else "") + missing + contrary + more + fair


def _sets(title: str, sets: tuple[LackSet, ...]) -> str:
    shown = "".join(
        f"<div>{escape(heading(lacks, number))}</div>{listed([_lack(lack) for lack in lacks])}"
        for number, lacks in enumerate(sets, 1)
    )
    return f'<div class="zl-head">{escape(title)}</div>{shown}' if shown else ""


def _lack(lack: Lack) -> str:
    sign = "not_met" if lack.state == "contrary" else "unknown"
    doubt = f" {UNVERIFIED_BADGE}" if lack.unverified else ""
    rests = f"〔{escape(lack.part_label)}〕{escape('、'.join(lack.labels))}{doubt}"
    proof = "、".join((lack.evidence or lack.wanted)[:MOST_EVIDENCE]) if lack.state == "missing" else ""
    gather = f"<br>可取证：{escape(proof)}" if proof else ""
    return (
        f"<b>{escape(lack.label)}</b>：{escape(lack.needed)}"
        f'<span class="zl-{sign}">（{escape(lack.known)}）</span>'
        f'<br><span class="zl-small">{rests}{gather}</span>'
    )
