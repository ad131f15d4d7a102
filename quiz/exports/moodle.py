"""Moodle XML: every question with points, feedback on each option, explanation and tags."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from .exam import Asked, Exam, number
from .html import asked_html, solution_html, words
from .scoring import SHARES, share
from .xml import child, written

TYPES = {
    "single": "multichoice",
    "multiple": "multichoice",
    "true_false": "truefalse",
    "blank": "shortanswer",
}
WILDCARD = "*"


def moodle(exam: Exam) -> bytes:
    """The questions as a Moodle XML file, those of a case one by one, each with its stem."""
    quiz = Element("quiz")
    category = child(quiz, "question", type="category")
    # In a name of a category a stroke starts a category below it, two strokes are one.
    _text(category, "category", f"$course$/top/{exam.title.replace('/', '//')}")
    for asked in exam.asked:
        _question(quiz, asked)
    return written(quiz)


def _text(parent: Element, tag: str, text: str, **attributes: str) -> Element:
    made = child(parent, tag, **attributes)
    child(made, "text", text)
    return made


def _html(parent: Element, tag: str, text: str) -> Element:
    return _text(parent, tag, text, format="html")


def _question(quiz: Element, asked: Asked) -> None:
    question = child(quiz, "question", type=TYPES[asked.question.kind])
    _text(question, "name", asked.title)
    _html(question, "questiontext", asked_html(asked, SHARES if asked.question.kind == "multiple" else ""))
    _html(question, "generalfeedback", solution_html(asked))
    child(question, "defaultgrade", number(asked.points))
    child(question, "penalty", "0")
    child(question, "hidden", "0")
    child(question, "idnumber", asked.name)
    _answers(question, asked)
    tags = child(question, "tags")
    for tag in asked.tags:
        _text(tags, "tag", tag)


def _answers(question: Element, asked: Asked) -> None:
    kind = asked.question.kind
    if kind == "true_false":
        for says, word in ((True, "true"), (False, "false")):
            _answer(
                question,
                "100" if says is asked.right else "0",
                word,
                "moodle_auto_format",
                asked.question.why,
            )
    elif kind == "blank":
        child(question, "usecase", "0")
        for accepted in asked.accepted:
            plain = accepted.replace(WILDCARD, f"\\{WILDCARD}")
            _answer(question, "100", plain, "moodle_auto_format", asked.question.why)
    else:
        several = kind == "multiple"
        child(question, "single", "false" if several else "true")
        child(question, "shuffleanswers", "true")
        child(question, "answernumbering", "ABCD")
        rights = sum(option.right for option in asked.question.options)
        for _, option in asked.options:
            wrong = "-100" if several else "0"
            _answer(
                question, share(rights) if option.right else wrong, words(option.text), "html", option.why
            )


def _answer(question: Element, fraction: str, text: str, form: str, why: str) -> None:
    answer = _text(question, "answer", text, fraction=fraction, format=form)
    _html(answer, "feedback", words(why))
