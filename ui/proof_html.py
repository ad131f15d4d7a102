"""The evidence for an element as HTML: what it stands on, and what could still be gathered."""

from __future__ import annotations

from html import escape

from engine.element_findings import ElementFinding
from engine.evidence_findings import STATES, Support, Wanted

from .look import listed

WEAK = {"excluded": "所凭证据中有不得作为定案根据的", "defect": "所凭证据中有瑕疵未补正的"}
"""The states of a piece of evidence that are told even while the element is closed."""
QUIET = ("sound", "cured", "excluded", "defect")
"""The states that need no word here: nothing to tell, or told beside the piece itself."""


def weak_proofs(element: ElementFinding) -> str:
    """A word beside an element that stands on evidence with a flaw."""
    states = {support.state for support in element.proofs.stands_on}
    words = next((said for state, said in WEAK.items() if state in states), "")
    return f' <span class="zl-warn zl-whole">⚠ {words}</span>' if words else ""


def proofs_html(element: ElementFinding) -> str:
    """What an element stands on; what usually proves it and is not there yet, with how to get it."""
    stands_on = listed([_support(support) for support in element.proofs.stands_on])
    lacking = [wanted for wanted in element.proofs.wanted if not wanted.held]
    if element.verdict == "not_met":
        lacking = []
    found = f'<div class="zl-head">凭</div>{stands_on}' if stands_on else ""
    more = (
        f'<details class="zl-more"><summary>可取证 {len(lacking)} 项（通常证明这一要件、本案还没有的）</summary>'
        f"{listed([_wanted(wanted) for wanted in lacking])}</details>"
    )
    return found + (more if lacking else "")


def _support(support: Support) -> str:
    state = support.state
    among = "其中有的" if len(support.evidence) > 1 else ""
    told = f'　<b class="zl-unknown">{among}{STATES[state]}</b>' if state and state not in QUIET else ""
    return f"{escape(support.label)}：{escape('、'.join(support.evidence))}{told}"


def _wanted(wanted: Wanted) -> str:
    return (
        f"<b>{escape(wanted.label)}</b>：{escape(wanted.shows)}"
        f'<br><span class="zl-small">怎样取：{escape(wanted.gather)}</span>'
    )
