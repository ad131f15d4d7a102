"""A provision, a document, a comparison as text that a reader can take in at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .describe import DATED, RELATIONS, ceased
from .provision import UNVERIFIED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from . import KnowledgeBase
    from .diff import Difference
    from .documents import Document
    from .provision import Provision

Data = dict[str, Any]
"""What kb.describe says of a provision or a document."""

CONFIDENCE = {"high": "高", "medium": "中", "low": "低"}
MOST_RELATED = 12
CHANGES = {
    "changed": "改写",
    "added": "增加",
    "removed": "删去",
    "moved": "移号，文字未变",
    "spelling": "仅写法不同",
    "same": "相同",
}


def provision_lines(kb: KnowledgeBase, provision: Provision, data: Data, day: date) -> list[str]:
    """A wording, its days, its other wordings, and what stands around it."""
    force = data["in_force"]
    doubt = UNVERIFIED if provision.unverified else ""
    lines = [
        f"{provision.label}  〔{data['status']}〕〔{data['rank']}〕{doubt}  {provision.citation}",
        f"{data['document']}",
        *(f"  {heading}" for heading in provision.headings),
        f"有效期：{force['from'] or ''} 至 {force['to'] or '今'}{_made_so(kb, data)}",
        *([f"官方文本：{data['official']}"] if data["official"] else []),
        "",
        provision.text or f"（原文未取得）{provision.paraphrase or ''}",
    ]
    if provision.note:
        lines.append(f"注：{provision.note}")
    lines += [
        f"注意：与 {kb.statutes.named(entry['to'])} 不一致的，适用后者——{entry['why']}"
        for entry in data["yields"]
    ]
    for version in data["versions"]:
        if version["from"] != force["from"]:
            by = f"（{kb.statutes.named(version['by'])}）" if version["by"] else ""
            lines += [
                "",
                f"另一文本 {version['from'] or ''} 至 {version['to'] or '今'}{by}：",
                version["text"],
            ]
    return [*lines, *_relation_lines(kb, data, day)]


def document_lines(kb: KnowledgeBase, data: Data, day: date) -> list[str]:
    """What a document is, how it stands, where its text was checked, and what stands around it."""
    force, held = data["in_force"], data["held"]
    number = f"（{data['number']}）" if data["number"] else ""
    word = "印发" if data["time_rule"] else "公布"
    announced = f"{data['promulgated']} {word}" if data["promulgated"] else f"{word}日期未查明"
    lines = [
        f"{data['title']}{number}  〔{data['status']}〕〔{data['rank']}〕  {data['document']}",
        f"{'、'.join(data['issuers'])}　{announced}",
        f"有效期：{force['from'] or ''} 至 {force['to'] or '今'}{_made_so(kb, data)}",
    ]
    if held != force:
        lines.append(f"所收文本：{held['from']} 起；更早的文本没有收录")
    lines.append(f"核对：{data['source']}，{data['checked_on']}，可信程度 {CONFIDENCE[data['confidence']]}")
    if data["unverified"]:
        lines.append(f"{UNVERIFIED}{data['unverified']} 处，官方文本见 {data['official'] or '发布机关网站'}")
    if data["note"]:
        lines.append(f"注：{data['note']}")
    lines += _relation_lines(kb, data, day)
    return [*lines, f"全文：zuilian text {data['document']}"]


def _made_so(kb: KnowledgeBase, data: Data) -> str:
    if not data["status_by"]:
        return ""
    word = "改为此文" if data["status"] in {"现行有效", "尚未施行"} else "修改、废止"
    return f"（由{kb.statutes.named(data['status_by'])}{word}）"


def _relation_lines(kb: KnowledgeBase, data: Data, day: date) -> list[str]:
    lines = [""]
    for name, word in RELATIONS.items():
        related = data["relations"][name]
        if related:
            more = f" 等 {len(related)} 处（全部见 --json）" if len(related) > MOST_RELATED else ""
            shown = [
                f"{kb.statutes.named(one)}{'（已失效）' if name in DATED and ceased(kb, one, day) else ''}"
                for one in related[:MOST_RELATED]
            ]
            lines.append(f"{word}：{'、'.join(shown)}{more}")
    if data["time_rule"]:
        lines.append(f"时间效力：{data['time_rule']}")
    if data["rules"]:
        lines.append(f"用到它的规则：{'、'.join(kb.rules[rule].label for rule in data['rules'])}")
    return lines


def difference_lines(
    kb: KnowledgeBase, wanted: str, found: list[Difference], days: tuple[date, date]
) -> Iterator[str]:
    """How many lines of each kind there are, then every line that differs, with what made it so."""
    counts = {change: sum(1 for line in found if line.change == change) for change in CHANGES}
    said = "、".join(f"{word} {counts[change]}" for change, word in CHANGES.items() if counts[change])
    yield f"{kb.statutes.named(wanted)}，{days[0]} 与 {days[1]} 对照，{len(found)} 段（项）：{said}"
    document = kb.statutes.document(wanted)
    if document.note and wanted == document.id:
        yield f"注：{document.note}"
    for line in found:
        if line.change != "same":
            yield from _difference(kb, line, document.name)


def _difference(kb: KnowledgeBase, line: Difference, document: str) -> Iterator[str]:
    by = f"（{'、'.join(kb.statutes.named(one) for one in line.by)}）" if line.by else ""
    was = f"（原{line.was.removeprefix(document)}）" if line.was else ""
    yield f"{line.label}{was}  {CHANGES[line.change]}{by}"
    if line.change != "moved":
        yield f"    {''.join(map(_marked, line.pieces))}"


def _marked(piece: tuple[str, str]) -> str:
    old, new = piece
    if old == new:
        return new
    return (f"〔-{old}-〕" if old else "") + (f"〔+{new}+〕" if new else "")


def heading(document: Document, day: date) -> str:
    """What a reader of a plain text must know of it; said beside the text, which is nothing but the law's words."""
    doubtful = len(document.doubtful)
    marked = (
        f"，{doubtful} 处未核对（官方文本：{document.source.official or '发布机关网站'}）" if doubtful else ""
    )
    note = f"\n注：{document.note}" if document.note else ""
    number = f"（{document.number}）" if document.number else ""
    return (
        f"{document.title}{number}\n{day}：{document.status(day)}，有效期 {document.in_force}{marked}{note}\n"
    )
