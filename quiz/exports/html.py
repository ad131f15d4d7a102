"""Stems, options and explanations as HTML, for the formats whose readers show HTML."""

from __future__ import annotations

import html
from collections.abc import Iterable

from paper.clean import clean

from .exam import Asked


def words(text: str) -> str:
    """Text as HTML: nothing in it is taken for a tag, line breaks stay."""
    return html.escape(clean(text), quote=False).replace("\n", "<br>")


def paragraphs(texts: Iterable[str]) -> str:
    """Texts as paragraphs, the empty ones left out."""
    return "".join(f"<p>{words(text)}</p>" for text in texts if text)


def asked_html(asked: Asked, hint: str = "") -> str:
    """The stem and what is asked, with a hint on the scoring where there is one."""
    return paragraphs((asked.item.stem, f"{asked.question.ask}{f'（{hint}）' if hint else ''}"))


def solution_html(asked: Asked) -> str:
    """The explanation of an answer: why, what else may be written, the words of the provisions, what must be known."""
    parts = [("解析", asked.question.why)]
    if asked.also:
        parts.append(("以下写法均可", asked.also))
    parts += [(text.head, text.words) for text in asked.texts]
    parts += asked.notes
    return "".join(f"<p><b>{words(head)}</b>：{words(said)}</p>" for head, said in parts)
