"""Items as HTML: what is asked, without anything of the answer; and the answer with its reasons and provisions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from html import escape

from kb import KnowledgeBase
from quiz.exports import exam_of
from quiz.exports.exam import Asked
from quiz.exports.provisions import UNVERIFIED, Text, texts_of
from quiz.item import KINDS, LEVELS, TOPICS, Bank, Item
from quiz.score import Mark, Weakness

from .law_text import UNVERIFIED_BADGE, marked
from .look import badge, folded, listed, rows, table

MOST_WEAK = 8


def asked_of(kb: KnowledgeBase, bank: Bank, item: Item) -> tuple[Asked, ...]:
    """The questions of one item with what stands behind them."""
    return exam_of(bank.model_copy(update={"items": (item,)}), kb).entries[0].asked


def head_html(item: Item, number: int | None = None) -> str:
    """The number of an item, its kind, and its stem; nothing that tells the answer."""
    place = f"{number}. " if number is not None else ""
    return f'<p class="zl-small">{place}{KINDS[item.kind]}</p><p class="zl-stem">{escape(item.stem)}</p>'


def question_html(asked: Asked) -> str:
    """What is asked, with its options; nothing that tells the answer."""
    multiple = "（多选）" if asked.question.kind == "multiple" else ""
    options = "".join(f"<li>{letter}. {escape(option.text)}</li>" for letter, option in asked.options)
    shown = f'<ul class="zl-options">{options}</ul>' if options else ""
    return f'<p class="zl-ask">{asked.lead}{escape(asked.question.ask)}{multiple}</p>{shown}'


def answer_html(kb: KnowledgeBase, asked: Asked, mark: Mark | None = None) -> str:
    """The answer, why each option is right or wrong, and the provisions, each to be opened to its words."""
    question = asked.question
    cites = dict.fromkeys([*question.cites, *(cite for _, option in asked.options for cite in option.cites)])
    options = [
        f"{_sign(right=option.right)} <b>{letter}</b>　{escape(option.why)}"
        for letter, option in asked.options
        if option.why != question.why or question.kind == "multiple"
    ]
    notes = [(head, _note(head, words)) for head, words in asked.notes]
    said = "" if mark is None else said_html(mark)
    return (
        f'<div class="zl-answer">{said}<p><b>答案：{escape(asked.key)}</b>'
        f"{f'<span class=zl-small>　{escape(asked.also)}</span>' if asked.also else ''}</p>"
        f"<p>{escape(question.why)}</p>{listed(options)}"
        f"{_texts_html(texts_of(cites, asked.item, kb))}{rows(notes)}</div>"
    )


def _note(head: str, words: str) -> str:
    return f"{escape(words)} {UNVERIFIED_BADGE}" if head == UNVERIFIED else escape(words)


def _sign(*, right: bool) -> str:
    return badge("met", "对", "✔") if right else badge("not_met", "错", "✘")


def said_html(mark: Mark) -> str:
    """Whether an answer was right, and what it was."""
    if mark.right:
        word = badge("met", "答对", "✔")
    else:
        word = badge("unknown", "答对一部分", "◐") if mark.points else badge("not_met", "答错", "✘")
    return f"<p>{word}您答的是：{escape(mark.given) or '（没有作答）'}</p>"


def _texts_html(texts: Iterable[Text]) -> str:
    """Provisions, each under its name until it is opened."""
    return "".join(
        f'<details class="zl-cite"><summary>{marked(text.head)}</summary><div class="zl-law">'
        f"{''.join(f'<p>{marked(line)}</p>' for line in text.words.splitlines())}</div></details>"
        for text in texts
    )


def preview_html(kb: KnowledgeBase, bank: Bank, item: Item, number: int) -> str:
    """An item as a trainer reads it: the answer stands folded under each question."""
    about = "　".join(
        (TOPICS[item.topic], f"难度 {LEVELS[item.difficulty.level]}", f"题号 {escape(item.id)}")
    )
    asked = asked_of(kb, bank, item)
    body = "".join(question_html(one) + folded("答案与解析", answer_html(kb, one)) for one in asked)
    return f'{head_html(item, number)}{body}<p class="zl-small">{about}</p>'


def score_html(points: Decimal, of: int) -> str:
    """Points reached of how many, and their share."""
    share = f"（{points * 100 / of:.0f}%）" if of else ""
    return f'<p class="zl-score">得分 <b>{points.normalize():f}</b> / {of}{share}</p>'


def weak_html(weak: Sequence[Weakness]) -> str:
    """On which charges and elements points were lost, the worst first."""
    lines = [
        (escape(one.label), str(one.asked), f"{one.lost.normalize():f}", f"{one.share * 100:.0f}%")
        for one in weak[:MOST_WEAK]
    ]
    rest = f'<p class="zl-small">另有 {len(weak) - MOST_WEAK} 项。</p>' if len(weak) > MOST_WEAK else ""
    return table(("罪名、要件", "问过", "失分", "失分率"), lines) + rest if lines else ""
