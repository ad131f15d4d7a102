"""A checked text as HTML: its citations marked where they stand, and what is to be said of each."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from html import escape

from kb import KnowledgeBase
from search.cited import LEVELS, Level
from search.paste import Checked, Finding, Mention, Quotation
from search.paste_report import headline, reasons, short, sort_of

from .law_text import Days, citation_html
from .look import badge, folded
from .statute_html import sides_html

SIGNS: dict[Level, str] = {"check": "！", "unknown": "？", "note": "○", "fine": "✔"}
LEGEND = "划去的是文书有而原文没有的字，加下划线的是原文有而文书没有的字。"
LONGEST = 40_000
"""Characters up to which a text is shown whole; of a longer one only the lines that cite."""


def _level_badge(level: Level) -> str:
    """The level in words, with a sign and a colour."""
    return badge(level, LEVELS[level], SIGNS[level])


def text_html(checked: Checked, shown: Iterable[int]) -> str:
    """The text with its findings marked, each leading to what is said of it; `shown` are those that have a card."""
    whole = len(checked.text) <= LONGEST
    cut = "" if whole else '<div class="zl-small">文字较长，只显示右边所列各处的那几行。</div>'
    body = "<br>".join(_paragraphs(checked, set(shown), whole=whole))
    return f'{cut}<div class="zl-pasted" tabindex="0" role="region" aria-label="标出引文的文书">{body}</div>'


def _paragraphs(checked: Checked, cards: set[int], *, whole: bool) -> Iterator[str]:
    """The lines of the text with their numbers; a finding that runs over several keeps them together."""
    text, waiting = checked.text, _outermost(checked.findings)
    start, line = 0, 1
    while start <= len(text):
        at, pieces = start, [f'<span class="zl-no">{line}</span>']
        end = _line_end(text, start)
        marked = whole
        while waiting and checked.findings[waiting[0]].place.start < end:
            one = checked.findings[number := waiting.popleft()]
            pieces += [escape(text[at : one.place.start]), _mark(one, number, linked=number in cards)]
            at = one.place.end
            marked = marked or number in cards
            end = max(end, _line_end(text, at))
        if marked:
            yield "".join([*pieces, escape(text[at:end])])
        line += text.count("\n", start, end) + 1
        start = end + 1


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return end if end >= 0 else len(text)


def _mark(one: Finding, number: int, *, linked: bool) -> str:
    sign = "" if one.level == "fine" else f"<sup>{SIGNS[one.level]}</sup>"
    href = f' href="#zl-finding-{number}"' if linked else ""
    title = escape(f"{LEVELS[one.level]}：{headline(one)}", quote=True)
    return f'<a class="zl-{one.level}"{href} title="{title}">{escape(one.place.words)}{sign}</a>'


def _outermost(findings: Iterable[Finding]) -> deque[int]:
    """The findings that lie in no other, in order."""
    found: deque[int] = deque()
    past = 0
    for number, one in enumerate(findings):
        if one.place.start >= past:
            found.append(number)
            past = one.place.end
    return found


def finding_html(kb: KnowledgeBase, one: Finding, number: int, days: Days) -> str:
    """What is to be said of one finding, with the provisions behind it to be opened."""
    lines = "".join(f'<div class="zl-small">{escape(line)}</div>' for line in _said(kb, one))
    sides = "".join(
        folded(f"{cited.label}：当时与现在的文本对照", sides_html(kb, cited.then, cited.now))
        for cited in (one.cited if isinstance(one, Mention) else ())
        if cited.then is not None and cited.now is not None
    )
    behind = "".join(citation_html(kb, citation, days) for citation in _behind(one))
    words = (
        _differences(one)
        if isinstance(one, Quotation) and one.compared.pieces
        else escape(short(one.place.words))
    )
    return (
        f'<div class="zl-finding" id="zl-finding-{number}">{_level_badge(one.level)}'
        f"<b>{escape(headline(one))}</b>　<span class='zl-small'>第 {one.place.line} 行　{sort_of(one)}</span>"
        f"<blockquote>{words}</blockquote>{lines}{sides}{behind}</div>"
    )


def _said(kb: KnowledgeBase, one: Finding) -> list[str]:
    """The reasons; differences stand in the words themselves."""
    lines = reasons(one, kb)
    return [*lines, *([LEGEND] if isinstance(one, Quotation) and one.compared.pieces else [])]


def _differences(one: Quotation) -> str:
    """The quotation against the law: what the law has and the text has not is underlined, the text's own struck out."""
    return "".join(
        escape(said)
        if law == said
        else (f"<del>{escape(said)}</del>" if said else "") + (f"<ins>{escape(law)}</ins>" if law else "")
        for law, said in one.compared.pieces
    )


def _behind(one: Finding) -> Iterator[str]:
    """The provisions a reader would open."""
    if isinstance(one, Mention):
        for cited in one.cited:
            if cited.then is not None:
                yield cited.citation
            yield from (at for at in cited.successors if ":" in at)
    elif isinstance(one, Quotation):
        if one.compared.at:
            yield one.compared.at
    else:
        if one.standing.at:
            yield one.standing.at
        yield from (at for at, _ in one.standing.instead if ":" in at)
