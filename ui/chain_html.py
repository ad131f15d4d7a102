"""The chain as HTML: which links show, who answers for them, and which nobody answers for yet."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from engine.case import Case
from engine.chain_findings import LEADS, Chain, ChainLink
from engine.report import answers_in_words
from kb import KnowledgeBase

from .look import folded, listed

WIDE = 10
"""Characters of a line beside an arrow."""


def chain_html(chain: Chain) -> str:
    """Every link of the chain, each state in words; then what to follow up."""
    leads = [
        f"<b>{escape(lead.label)}</b>〔{LEADS[lead.kind]}〕{escape(lead.why)}"
        + (f"；可追问：{escape('、'.join(lead.ask))}" if lead.ask else "")
        for lead in chain.leads
        if lead.kind != "not_asked"
    ]
    unasked = [escape(f"{lead.label}：{lead.why}") for lead in chain.leads if lead.kind == "not_asked"]
    followed = f"<h4>线索</h4>{listed(leads)}" if leads else ""
    more = folded(f"还没有问到的环节（{len(unasked)}）", listed(unasked)) if unasked else ""
    return f'<div class="zl-chain">{"".join(_link(link) for link in chain.links)}</div>{followed}{more}'


def _link(link: ChainLink) -> str:
    if link.charged:
        state, words = "charged", f"✔ 有人到案：{'；'.join(answers_in_words(link))}"
    elif link.seen:
        state, words = "empty", "⚠ 已显现，未有人到案"
    else:
        state, words = "unseen", "案情中未见"
    gather = "".join(f"<li>{escape(entry)}</li>" for entry in link.gather)
    more = (
        f'<details><summary class="zl-small">取证方向</summary><ul class="zl-small">{gather}</ul></details>'
    )
    shown = f"<b>{escape(link.label)}</b><br>{escape(words)}{more if link.seen else ''}"
    return f'<div class="zl-link {state}">{shown}</div>'


def helpers_dot(case: Case, kb: KnowledgeBase) -> str:
    """Who acts in or serves whom, as a picture in the dot language."""
    box = 'shape=box style="filled,rounded" fillcolor="#eef2f6"'
    nodes = [f"{_quoted(group.id)} [label={_quoted(group.label or group.id)} {box}]" for group in case.groups]
    for person in case.persons:
        style = " style=dashed" if person.at_large else ""
        label = f"{person.name}（未到案）" if person.at_large else person.name
        nodes.append(f"{_quoted(person.id)} [label={_quoted(label)} shape=ellipse{style}]")
    font = 'fontname="sans-serif"'
    parts = [
        "rankdir=LR",
        f"node [{font} fontsize=13]",
        f"edge [{font} fontsize=11]",
        *nodes,
        *_edges(case, kb),
    ]
    return f"digraph {{ {'; '.join(parts)} }}"


def _edges(case: Case, kb: KnowledgeBase) -> list[str]:
    edges: dict[tuple[str, str, str, bool], None] = {}
    for act in case.conduct:
        kind = kb.conduct_kinds[act.kind].name
        for who in act.who:
            for target, inside in [
                (act.group, True),
                *((served, False) for served in _ends(case, act.serves)),
            ]:
                if target and target != who:
                    edges[who, target, kind, inside] = None
    return [
        f"{_quoted(who)} -> {_quoted(target)} [label={_quoted(_wrapped(kind))} style={_line(inside=inside)}]"
        for who, target, kind, inside in edges
    ]


def _line(*, inside: bool) -> str:
    return "solid" if inside else "dashed"


def _ends(case: Case, targets: Sequence[str]) -> list[str]:
    """Persons and groups served; an act stands for those who did it."""
    return [
        end
        for target in targets
        for end in (case.conduct_of[target].who if target in case.conduct_of else (target,))
    ]


def _wrapped(words: str) -> str:
    """The first two lines of words that stand beside an arrow."""
    return "\n".join(words[at : at + WIDE] for at in range(0, min(len(words), 2 * WIDE), WIDE))


def _quoted(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace('"', "'").replace("\n", "\\n")
    return f'"{escaped}"'
