"""The marking guide: the key, how to score, why each option is right or wrong, the words of the provisions."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from kb.citation import Citation
from paper import Block, Document, Heading, ListItem, PageBreak, Paragraph, Quote, bold, marked

from ..item import LEVELS, TOPICS
from .exam import DAY, Asked, Exam
from .papers import document, sections, side_by_side
from .provisions import UNVERIFIED, Text
from .scoring import SCORING

QUICK = 5
"""So many answers stand side by side in the table of the key."""
PROVED = (
    "题库依知识库（指纹 {base}）生成；每题的答案和每个干扰项都由两个推理器证明。"
    "法律、规则有变的，先用 zuilian quiz recheck 复核再用。"
)


def guide(exam: Exam) -> Document:
    """What the markers need."""
    parts = sections(exam)
    cells = [(str(place), asked.key) for section in parts for place, asked in section.numbered]
    blocks: list[Block] = [
        Paragraph(PROVED.replace("{base}", exam.bank.base)),
        Heading("答案一览"),
        side_by_side(cells, QUICK, (1.0, 2.0)),
    ]
    for section in parts:
        blocks += [Heading(section.title), Paragraph((bold("评分："), SCORING[section.kind]))]
        for place, asked in section.numbered:
            blocks += _solved(place, asked, exam.bank.as_of)
    blocks += [
        PageBreak(),
        Heading("附：所引条文"),
        *_law(text for entry in exam.entries for text in entry.texts),
    ]
    return document(exam, "参考答案与评分说明", tuple(blocks))


def _solved(place: int, asked: Asked, day: datetime.date) -> Iterator[Block]:
    level = LEVELS[asked.item.difficulty.level]
    about = f"{asked.charge}，{TOPICS[asked.item.topic]}，难度{level}，编号 {asked.name}"
    yield Paragraph((bold(f"{place}. 答案：{asked.key}"), f"　（{about}）"))
    if asked.also:
        yield ListItem(f"以下写法均可：{asked.also}")
    if asked.question.why not in {option.why for _, option in asked.options}:
        yield ListItem(f"解析：{asked.question.why}")
    for name, option in asked.options:
        verdict = bold("正确。") if option.right else bold("错误。")
        yield ListItem((f"{option.text}：", verdict, option.why), label=f"{name}.")
    if asked.texts:
        yield ListItem(f"条文：{'；'.join(text.label for text in asked.texts)}")
    for head, said in asked.notes:
        if head == DAY and asked.item.on == day:
            continue  # what the title says for all
        yield ListItem((marked(f"{head}："), said) if head == UNVERIFIED else f"{head}：{said}")


def _law(texts: Iterable[Text]) -> Iterator[Block]:
    """Each wording once, in the order of the citations; what stands within another that is shown is not shown again."""
    found = list({(text.head, text.words): text for text in texts}.values())
    for text in sorted(found, key=lambda text: Citation.parse(text.citation)):
        if not any(_within(text, other) for other in found):
            yield Heading(text.head, 4)
            yield Quote(text.words)


def _within(text: Text, other: Text) -> bool:
    """Whether a provision is part of another, with the same words there."""
    part = text.citation.startswith(f"{other.citation}.")
    return part and all(line in other.words for line in text.words.splitlines())
