"""Jurisdiction as HTML: which places may take the case and why, what may be joined, split or designated."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from engine.case_findings import Ground, JurisdictionFinding, PlaceFinding
from engine.report_beside import effect_of
from kb import KnowledgeBase

from .law_text import UNVERIFIED_BADGE, Days, citations_html
from .look import badge, card, folded, listed


def place_html(place: PlaceFinding, kb: KnowledgeBase, days: Days) -> str:
    """One place: the grounds that are met, then those that unknown facts leave open."""
    met = [ground for ground in place.grounds if ground.met]
    if met:
        mark = badge("established", f"有连接点 {len(met)} 个", "✔")
    else:
        mark = (
            badge("undetermined", "连接点尚待查", "？")
            if place.grounds
            else badge("not_in_force", "未见连接点", "—")
        )
    return card(f"<h3>{mark}{escape(place.name)}</h3>{_grounds_html(place.grounds, kb, days)}")


def whole_html(found: JurisdictionFinding, kb: KnowledgeBase, days: Days) -> str:
    """What holds of the case as a whole: joining, splitting, designation."""
    return card(f"<h3>并案、分案、指定与协商</h3>{_grounds_html(found.grounds, kb, days)}")


def _grounds_html(grounds: Sequence[Ground], kb: KnowledgeBase, days: Days) -> str:
    """The grounds that are met open, those that may be met folded."""
    met = [_ground(ground, kb, days) for ground in grounds if ground.met]
    waiting = [_waiting(ground, kb, days) for ground in grounds if ground.met is None]
    return listed(met) + folded(f"尚待查明的 {len(waiting)} 项", "".join(waiting))


def _ground(ground: Ground, kb: KnowledgeBase, days: Days) -> str:
    why = f"<div>因为：{escape('；'.join(ground.reasons))}</div>" if ground.reasons else ""
    return f"✔ {_head(ground)}{why}<div>{citations_html(kb, ground.because, days)}</div>"


def _waiting(ground: Ground, kb: KnowledgeBase, days: Days) -> str:
    asked = listed([escape(kb.facts[fact].label) for fact in ground.ask])
    cites = citations_html(kb, ground.because, days)
    return folded(f"？ {ground.label}{_limited(ground)}", f"<div>要查明：</div>{asked}<div>{cites}</div>")


def _head(ground: Ground) -> str:
    """The ground, and what it lets which organ do."""
    doubt = f" {UNVERIFIED_BADGE}" if ground.unverified else ""
    word = f"{ground.organ}{effect_of(ground)}{_limited(ground)}"
    return f"<b>{escape(ground.label)}</b>　{escape(word)}{doubt}"


def _limited(ground: Ground) -> str:
    return f"，限于{'、'.join(ground.charges)}" if ground.charges else ""
