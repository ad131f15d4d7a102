"""GIFT, the plain-text format of Moodle: no points there, so that each question counts one."""

from __future__ import annotations

from collections.abc import Iterator

from .exam import Asked, Exam
from .html import asked_html, solution_html, words
from .scoring import SHARES, share

SPECIAL = "~=#{}:"


def gift(exam: Exam) -> bytes:
    """The questions as a GIFT file, those of a case one by one, each with its stem."""
    head = [
        f"// {_line(exam.title)}：{len(exam.bank.items)} 题",
        f"// {SHARES}",
        f"$CATEGORY: $course$/top/{_line(exam.title).replace('/', '／')}",
    ]
    return (
        "\n\n".join(["\n".join(head), *("\n".join(_question(asked)) for asked in exam.asked)]).encode()
        + b"\n"
    )


def escaped(text: str) -> str:
    """Text in which GIFT finds no sign of its own."""
    text = text.replace("\\", "\\\\")
    return "".join(f"\\{char}" if char in SPECIAL else char for char in text)


def _line(text: str) -> str:
    return " ".join(text.split())


def _html(text: str) -> str:
    return f"[html]{escaped(text)}"


def _question(asked: Asked) -> Iterator[str]:
    tags = " ".join(f"[tag:{tag}]" for tag in asked.tags)
    yield f"// [id:{asked.name}] {tags}"
    hint = SHARES if asked.question.kind == "multiple" else ""
    yield f"::{escaped(_line(asked.title))}::{_html(asked_html(asked, hint))}{{"
    yield from _answers(asked)
    yield f"\t####{_html(solution_html(asked))}"
    yield "}"


def _answers(asked: Asked) -> Iterator[str]:
    question = asked.question
    if question.kind == "true_false":
        yield "TRUE" if asked.right else "FALSE"
    elif question.kind == "blank":
        yield from (f"\t={escaped(answer)}" for answer in asked.accepted)
    else:
        rights = sum(option.right for option in question.options)
        for _, option in asked.options:
            sign = _sign(right=option.right, rights=rights, several=question.kind == "multiple")
            yield f"\t{sign}{_html(words(option.text))}#{_html(words(option.why))}"


def _sign(*, right: bool, rights: int, several: bool) -> str:
    if not several:
        return "=" if right else "~"
    return f"~%{share(rights)}%" if right else "~%-100%"
