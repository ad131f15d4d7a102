"""What a reader asks for, found or told why not: a citation or a document as it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .citation import Citation, resolve
from .messages import nearest
from .not_held import not_held
from .statutes import UnknownCitation

if TYPE_CHECKING:
    from datetime import date

    from . import KnowledgeBase
    from .documents import Document


def citation_of(kb: KnowledgeBase, text: str) -> str:
    """The citation that a text writes, as an id or in Chinese; UnknownCitation says what there is instead."""
    found = resolve(text, kb.statutes)
    if found is not None:
        return found
    try:
        meant = Citation.parse(text)
    except ValueError:
        attempted = kb.statutes.finder.attempted(text)
        if attempted is None:
            raise UnknownCitation(_not_held(kb, text) or _unreadable(text)) from None
        meant = attempted
    try:
        kb.statutes.versions(meant)
    except UnknownCitation as unknown:
        raise UnknownCitation(f"找不到「{text}」：{unknown}") from None
    return str(meant)


def _unreadable(text: str) -> str:
    return (
        f"找不到「{text}」：没有收录这个文件，或者写法读不懂\n"
        "    → 写成 刑法第二百六十六条、法释〔2019〕15号第十二条第一款第（二）项 或者 fashi_2019_15:12.1.2；"
        f"按词找用 zuilian search {text}"
    )


def document_of(kb: KnowledgeBase, text: str) -> Document:
    """The document that a text names; UnknownCitation says what is known of it, or what is near."""
    name = text if text in kb.statutes else resolve(text, kb.statutes)
    if name in kb.statutes:
        return kb.statutes[str(name)]
    if name is not None:
        raise UnknownCitation(f"「{text}」是一条规定：用 zuilian show {text}")
    names = {name: held.id for held in kb.statutes.values() for name in (held.id, *held.names)}
    near = nearest(text, names)
    hint = f"，是否指「{near}」（{names[near]}）？" if near else f"；共收录 {len(kb.statutes)} 个文件"
    raise UnknownCitation(_not_held(kb, text) or f"未收录文件「{text}」{hint}")


def _not_held(kb: KnowledgeBase, text: str) -> str | None:
    """What is known of a document that is not held."""
    found = next((entry for entry in not_held(kb.root) if entry.is_named(text)), None)
    if found is None:
        return None
    where = f"；可查：{found.official}" if found.official else ""
    return f"未收录《{found.title}》（{found.number or '无文号'}，{found.date}）：{found.why}{where}"


def why_no_text(document: Document, day: date | None) -> str:
    """Why a document has no lines on a day."""
    if day is not None and document.in_force.covers(day):
        return f"{document.title} 当时的文本没有收录：所收的是 {document.held.start} 起的文本"
    return f"{document.title} 在 {day} 不是有效文本（有效期：{document.in_force}）"
