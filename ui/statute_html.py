"""A document as HTML: its head, its contents, its articles with their other wordings, and what stands around one."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from html import escape

from kb import KnowledgeBase, Provision, UnknownCitation
from kb.describe import (
    DATED,
    RELATIONS,
    TIME_RULE_DISPUTED,
    TIME_RULE_NOTE,
    ceased,
    relations_of,
)
from kb.diff import Difference, differences
from kb.documents import Document

from .about_html import KINDS_OF_RULES
from .law_text import UNVERIFIED_BADGE, citation_html, lines, marked, spell
from .look import card, folded, rows

MOST_RELATED = 12


def anchor(citation: str) -> str:
    """The place of an article on the page."""
    return "zl-" + citation.replace(":", "-").replace(".", "-")


def head_html(document: Document, day: datetime.date) -> str:
    """What a document is, how it stands on a day, and where its text was checked."""
    doubts = len(document.doubtful)
    doubt = f"{UNVERIFIED_BADGE} 有 {doubts} 处文本未与官方文本核对" if doubts else "全部文本已核对"
    end = f"，{document.in_force.end} 止" if document.in_force.end else ""
    issuers = "、".join(document.issuers)
    disputed = (
        f'<br><span class="zl-small">{TIME_RULE_NOTE}</span>' if document.kind in TIME_RULE_DISPUTED else ""
    )
    note = f'<br><span class="zl-small">注：{escape(document.note)}</span>' if document.note else ""
    source = f"核对依据：{escape(document.source.checked_against)}，{document.source.checked_on} 核对"
    number = f"（{escape(document.number)}）" if document.number else ""
    status = document.status(day)
    warn = "" if status == "现行有效" else ' class="zl-warn"'
    return card(
        f"<b>{escape(document.title)}</b>{number}<br>{document.rank}　{escape(issuers)}　"
        f"{f'{document.promulgated} 公布' if document.promulgated else '公布日期未查明'}，"
        f"{document.in_force.start} 起施行{end}　<b{warn}>{day} 当日：{status}</b><br>{doubt}<br>"
        f'<span class="zl-small">{source}</span>{note}{disputed}'
    )


def contents_html(document: Document, tops: Iterable[Provision]) -> str:
    """The headings and the articles, each leading to its place on the page."""
    pieces: list[str] = []
    before: tuple[str, ...] = ()
    for provision in tops:
        pieces += [f"<b>{escape(head)}</b>" for head in provision.headings if head not in before]
        before = provision.headings
        label = provision.label.removeprefix(document.name)
        pieces.append(f'<a href="#{anchor(provision.citation)}">{escape(label)}</a>')
    return f'<nav class="zl-contents" aria-label="目录">{"".join(pieces)}</nav>'


def articles_html(kb: KnowledgeBase, document: Document, shown: list[Provision]) -> str:
    """Articles one after another with the headings above them."""
    pairs = zip([None, *shown], shown, strict=False)
    return card("".join(_article(kb, document, provision, before) for before, provision in pairs))


def _article(kb: KnowledgeBase, document: Document, provision: Provision, before: Provision | None) -> str:
    fresh = [head for head in provision.headings if before is None or head not in before.headings]
    heads = "".join(f"<h3>{escape(head)}</h3>" for head in fresh)
    text = "".join(f"<p>{marked(line)}</p>" for line in lines(document, provision))
    others = [w for w in document.by_citation[provision.citation] if w is not provision]
    older = "".join(
        f'<div class="zl-small">{spell(other)}</div>{_compared(kb, document, other, provision)}'
        for other in others
    )
    since = f'<div class="zl-small">{spell(provision)}</div>' if others else ""
    more = (
        f'<details class="zl-more"><summary>其他时期的文本（{len(others)}）</summary>{older}</details>'
        if others
        else ""
    )
    place = anchor(provision.citation)
    return f'{heads}<div class="zl-article" id="{place}"><div class="zl-law">{text}</div>{since}{more}</div>'


def _compared(kb: KnowledgeBase, document: Document, other: Provision, shown: Provision) -> str:
    """Another wording against the one that is shown: what went is struck out, what came is underlined."""
    earlier, later = sorted((other, shown), key=lambda wording: wording.in_force.start or datetime.date.min)
    found = _differences(kb, earlier, later)
    text = "".join(f"<p>{_pieces(line, other.label)}</p>" for line in found)
    plain = "".join(f"<p>{marked(line)}</p>" for line in lines(document, other))
    days = f"{earlier.in_force.start} 的文本改为 {later.in_force.start} 的文本"
    return f'<div class="zl-small">{days}：</div>{text}' if text else plain


def _differences(kb: KnowledgeBase, earlier: Provision, later: Provision) -> list[Difference]:
    then, now = earlier.in_force.start, later.in_force.start
    try:
        found = differences(kb.statutes, later.citation, then, now) if then and now else []
    except UnknownCitation:
        return []
    return [line for line in found if line.citation.startswith(later.citation)]


def _place(line: Difference, article: str) -> str:
    was = f"（原{line.was.removeprefix(article)}）" if line.was else ""
    return escape(line.label.removeprefix(article) + was)


def _pieces(line: Difference, article: str) -> str:
    place = f'<span class="zl-small">{_place(line, article)}</span> '
    return place + "".join(
        escape(new) if old == new else f"<del>{escape(old)}</del><ins>{escape(new)}</ins>"
        for old, new in line.pieces
    )


def sides_html(kb: KnowledgeBase, earlier: Provision, later: Provision) -> str:
    """Two wordings side by side, each with what the other has not marked."""
    found = _differences(kb, earlier, later)
    if not found:
        return '<p class="zl-small">这两个文本不能逐项对照：其中一个的文字没有收录。</p>'
    lines_ = "".join(
        f"<tr><td>{_side(line, 0, 'del')}</td><td>{_side(line, 1, 'ins')}</td></tr>" for line in found
    )
    by = "、".join(dict.fromkeys(kb.statutes.named(one) for line in found for one in line.by))
    made = f"<p class='zl-small'>由{escape(by)}修改</p>" if by else ""
    heads = "".join(f"<th>{spell(wording)}</th>" for wording in (earlier, later))
    return f'<table class="zl-sides"><tr>{heads}</tr>{lines_}</table>{made}'


def _side(line: Difference, side: int, tag: str) -> str:
    return "".join(
        escape(piece[side])
        if piece[0] == piece[1]
        else (f"<{tag}>{escape(piece[side])}</{tag}>" if piece[side] else "")
        for piece in line.pieces
    )


def around_html(kb: KnowledgeBase, citation: str, day: datetime.date) -> str:
    """What the law says around a provision: what prevails over it, what it is related to, which rules use it."""
    warnings = [
        f'<p><b class="zl-warn">与{escape(kb.statutes.named(to))}不一致的，适用后者：</b>{escape(why)}</p>'
        for to, why in kb.statutes.precedences(citation, day)
    ]
    relations = relations_of(kb, citation, day)
    related = "".join(
        folded(f"{word}（{len(relations[name])}）", _related(kb, relations[name], day, dated=name in DATED))
        for name, word in RELATIONS.items()
        if relations[name]
    )
    using = [kb.rules[rule] for rule in sorted(kb.resting.get(citation, ()))]
    kinds: dict[str, list[str]] = {}
    for rule in using:
        kinds.setdefault(KINDS_OF_RULES[rule.kind], []).append(rule.label)
    rules = rows([(kind, escape("、".join(dict.fromkeys(names)))) for kind, names in kinds.items()])
    used = folded(f"用到它的规则（{len(using)}）", rules)
    return card("".join([*warnings, related, used]) or "没有与它有关的其他规定和规则。")


def _related(kb: KnowledgeBase, citations: list[str], day: datetime.date, *, dated: bool) -> str:
    """Related provisions, each to be opened where it is one; those that have ceased say so."""
    shown = "".join(_link(kb, citation, day, dated=dated) for citation in citations[:MOST_RELATED])
    rest = "、".join(escape(kb.statutes.named(citation)) for citation in citations[MOST_RELATED:])
    return f"<div>{shown}</div>{f'<div class=zl-small>另有：{rest}</div>' if rest else ''}"


def _link(kb: KnowledgeBase, citation: str, day: datetime.date, *, dated: bool) -> str:
    gone = "（已失效）" if dated and ceased(kb, citation, day) else ""
    if ":" in citation and citation.partition(":")[0] in kb.statutes:
        return f"<div>{citation_html(kb, citation, (day,), gone)}</div>"
    return f"<div>{escape(kb.statutes.named(citation))}{gone}</div>"


def wordings_of(kb: KnowledgeBase, citation: str) -> Iterator[Provision]:
    """The wordings that read unlike the one before them."""
    said = None
    for wording in kb.statutes.versions(citation):
        if wording.text != said:
            yield wording
        said = wording.text
