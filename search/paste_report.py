"""What was found in a pasted text, in words: for the terminal, as data, as a document for the office."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import paper
from kb import UnknownCitation
from kb.diff import differences
from kb.provision import UNVERIFIED
from kb.report import difference_lines

from .cited import LEVELS, STATES
from .paste_findings import Mention, Quotation
from .quoted import MATCHES
from .selection import FOOT
from .standards import SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kb import KnowledgeBase, Provision
    from kb.diff import Piece

    from .cited import Cited
    from .paste_findings import Checked, Finding, Standard

CONTEXT = 8
LONGEST = 60


def headline(one: Finding) -> str:
    """What is the matter, in a few words."""
    if isinstance(one, Mention):
        gravest = min(one.cited, key=lambda cited: [*STATES].index(cited.state))
        return STATES[gravest.state][1]
    if isinstance(one, Quotation):
        return MATCHES[one.compared.match][1]
    return SOURCES[one.standing.source][1]


def sort_of(one: Finding) -> str:
    """Whether it is a citation, a quotation or a standard."""
    return "引文" if isinstance(one, Mention) else "引用原文" if isinstance(one, Quotation) else "数额标准"


def reasons(one: Finding, base: KnowledgeBase) -> list[str]:
    """Why, line by line: the provision, its days, what changed, what took its place."""
    if isinstance(one, Mention):
        return [line for cited in one.cited for line in _of_cited(cited, base, several=len(one.cited) > 1)]
    if isinstance(one, Quotation):
        return [*_of_quotation(one)]
    return [*_of_standard(one, base)]


def _of_cited(cited: Cited, base: KnowledgeBase, *, several: bool) -> Iterator[str]:
    doubt = UNVERIFIED if cited.unverified else ""
    state = f"{STATES[cited.state][1]}：" if several else ""
    yield f"{cited.label}{doubt}　{state}{cited.why}" if cited.citation else cited.why
    if cited.successors:
        document, *like = cited.successors
        most = f"；其中文字最接近的是{base.statutes.named(like[0])}" if like else ""
        yield f"另看：{base.statutes.named(document)}《{base.statutes[document].title}》{most}"


def _of_quotation(one: Quotation) -> Iterator[str]:
    compared = one.compared
    doubt = UNVERIFIED if compared.unverified else ""
    if compared.match in {"elsewhere", "uncited", "uncited_old"}:
        yield f"这段话见于{compared.label}（{compared.period}）{doubt}"
    elif compared.match == "not_there":
        yield f"{compared.label}里没有，收录的其他文件里也没有找到"
    else:
        period = f"（{compared.period}）" if compared.period else ""
        yield f"对照 {compared.label}{period}{doubt}"


def differences_of(one: Finding, base: KnowledgeBase) -> list[str]:
    """Word by word: what a quotation has otherwise than the law, what the law of the day has otherwise than today's."""
    if isinstance(one, Mention):
        return [line for cited in one.cited for line in _since(cited, base)]
    pieces = one.compared.pieces if isinstance(one, Quotation) else ()
    return [
        f"原文“{law or '（无）'}”，引作“{said or '（缺）'}”：{around}"
        for law, said, around in changes(pieces)
    ]


def _since(cited: Cited, base: KnowledgeBase) -> Iterator[str]:
    """What changed between the wording of the day and today's, line by line."""
    then = cited.then.in_force.start if cited.then else None
    now = cited.now.in_force.start if cited.now else None
    if then is None or now is None:
        return
    try:
        found = differences(base.statutes, cited.citation, then, now)
    except UnknownCitation:
        return
    changed = [line for line in found if line.change not in {"same", "moved"}]
    _, *lines_ = difference_lines(base, cited.citation, changed, (then, now))
    yield from (line.strip() for line in lines_)


def changes(pieces: tuple[Piece, ...]) -> Iterator[tuple[str, str, str]]:
    """Every difference: what the law says, what the text says, and what stands around it."""
    for at, (law, said) in enumerate(pieces):
        if law != said:
            before = pieces[at - 1][1][-CONTEXT:] if at else ""
            after = pieces[at + 1][1][:CONTEXT] if at + 1 < len(pieces) else ""
            yield law, said, f"……{before}〔{said}〕{after}……"


def _of_standard(one: Standard, base: KnowledgeBase) -> Iterator[str]:
    standing = one.standing
    doubt = UNVERIFIED if standing.unverified else ""
    if standing.source == "nowhere":
        yield "可能是本地标准，或者写错；本地标准没有收录，请核对"
    elif standing.source == "no_wording":
        yield f"{standing.label}：请对照官方文本"
    else:
        yield f"见于{standing.label}（{standing.period}）{doubt}"
    for citation, said in standing.instead:
        numbers = f"：{said}" if said else "：其中没有同一单位的数"
        yield f"当日适用的：{base.statutes.named(citation)}{numbers if ':' in citation else ''}"


def summary(checked: Checked) -> str:
    """How many findings there are of each level, and by the law of which day."""
    sorts = [sort_of(one) for one in checked.findings]
    found = "、".join(
        f"{sorts.count(sort)} 处{sort}" for sort in ("引文", "引用原文", "数额标准") if sort in sorts
    )
    counts = checked.counts()
    levels = "，".join(f"{words} {counts[level]}" for level, words in LEVELS.items())
    return f"按 {checked.as_of} 的法律：{found or '没有找到引文'}。{levels}"


def lines(checked: Checked, base: KnowledgeBase, *, everything: bool) -> Iterator[str]:
    """The report for a terminal: what needs a look, or all."""
    yield summary(checked)
    for one in checked.findings:
        if one.level == "fine" and not everything:
            continue
        yield ""
        yield f"第 {one.place.line} 行　{short(one.place.words)}"
        yield f"    {LEVELS[one.level]}：{headline(one)}"
        yield from (f"    {line}" for line in (*reasons(one, base), *differences_of(one, base)))


def short(words: str) -> str:
    """Words of the text in one line, the middle of long ones left out."""
    flat = " ".join(words.split())
    return flat if len(flat) <= LONGEST else f"{flat[: LONGEST // 2]}……{flat[-LONGEST // 2 :]}"


def data(checked: Checked, base: KnowledgeBase) -> dict[str, Any]:
    """Everything as data; keys as the command line promises."""
    return {
        "as_of": checked.as_of.isoformat(),
        "counts": checked.counts(),
        "findings": [_finding(one, base) for one in checked.findings],
    }


def _finding(one: Finding, base: KnowledgeBase) -> dict[str, Any]:
    place = one.place
    said: dict[str, Any] = {
        "line": place.line,
        "start": place.start,
        "end": place.end,
        "words": place.words,
        "level": one.level,
        "reasons": reasons(one, base),
    }
    if isinstance(one, Mention):
        return {"kind": "citation", **said, "cites": [_cited(cited) for cited in one.cited]}
    if isinstance(one, Quotation):
        compared = one.compared
        found = {"match": compared.match, "citation": compared.at, "unverified": compared.unverified}
        return {"kind": "quotation", **said, **found, "pieces": [list(piece) for piece in compared.pieces]}
    standing = one.standing
    instead = [{"citation": citation, "amounts": words} for citation, words in standing.instead]
    return {
        "kind": "standard",
        **said,
        "source": standing.source,
        "citation": standing.at,
        "unverified": standing.unverified,
        "instead": instead,
    }


def _cited(cited: Cited) -> dict[str, Any]:
    return {
        "citation": cited.citation or None,
        "label": cited.label,
        "state": cited.state,
        "why": cited.why,
        "unverified": cited.unverified,
        "then": _wording(cited.then),
        "now": _wording(cited.now),
        "successors": list(cited.successors),
    }


def _wording(wording: Provision | None) -> dict[str, Any] | None:
    if wording is None:
        return None
    days = {"from": wording.in_force.start, "to": wording.in_force.end}
    return {"text": wording.text, **{name: day.isoformat() if day else None for name, day in days.items()}}


def document(checked: Checked, base: KnowledgeBase) -> paper.Document:
    """The report for the office: a table of what needs a look, then every finding with its reasons."""
    found = [one for one in checked.findings if one.level != "fine"]
    fine = [one for one in checked.findings if one.level == "fine"]
    blocks: list[paper.Block] = [paper.Paragraph(summary(checked))]
    for level in LEVELS:
        if group := [one for one in found if one.level == level]:
            blocks.append(paper.Heading(f"{LEVELS[level]}（{len(group)}）"))
            blocks += [block for one in group for block in _blocks(one, base)]
    if fine:
        blocks.append(paper.Heading(f"{LEVELS['fine']}（{len(fine)}）"))
        rows = tuple((str(one.place.line), short(one.place.words), headline(one)) for one in fine)
        blocks.append(paper.Table(("行", "原文", "结果"), rows, (1, 8, 3)))
    return paper.Document("引文检查", tuple(blocks), f"按 {checked.as_of} 的法律", FOOT, checked.as_of)


def _blocks(one: Finding, base: KnowledgeBase) -> Iterator[paper.Block]:
    words = (paper.marked(short(one.place.words)), f"　{headline(one)}")
    yield paper.ListItem((paper.bold(f"第 {one.place.line} 行　"), *words))
    said = (*reasons(one, base), *differences_of(one, base))
    yield from (paper.Paragraph(line, indent=2) for line in said)
