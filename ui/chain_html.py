"""The chain as HTML: which links show, who answers for them, and which nobody answers for yet."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from engine.case import Case
from engine.findings import ChainLink
from kb import KnowledgeBase


def chain_html(links: Sequence[ChainLink]) -> str:
    """Every link of the chain, each state in words."""
    return f'<div class="zl-chain">{"".join(_link(link) for link in links)}</div>'


def _link(link: ChainLink) -> str:
    if link.charged:
        state, words = "charged", f"✔ 有人到案：{'、'.join(link.persons)}"
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
        kind = kb.conduct_kinds[act.kind].label.partition("（")[0]
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


def _wrapped(words: str, width: int = 10) -> str:
    return "\n".join(words[at : at + width] for at in range(0, min(len(words), 2 * width), width))


def _quoted(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace('"', "'").replace("\n", "\\n")
    return f'"{escaped}"'
