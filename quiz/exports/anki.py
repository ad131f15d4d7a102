"""An Anki deck: a note for each question, known again when a later export is imported."""

from __future__ import annotations

import datetime
import hashlib
import itertools
import sqlite3

import genanki

from paper.zipped import zipped

from ..item import KINDS, LEVELS, TOPICS
from .exam import Asked, Exam
from .html import asked_html, paragraphs, solution_html, words

MODEL = 1_741_208_593
"""The number of our kind of note; never to be changed, or Anki would take the notes for others."""
FIELDS = ("编号", "题型", "题目", "选项", "答案", "选项说明", "解析")
FRONT = '<div class="sort">{{题型}}</div>{{题目}}{{选项}}'
BACK = '{{FrontSide}}<hr id="answer"><p class="key">答案：{{答案}}</p>{{选项说明}}{{解析}}<p class="sort">{{编号}}</p>'
STYLE = """
.card { font-family: "Noto Serif CJK SC", "Songti SC", SimSun, serif; font-size: 18px; line-height: 1.6; text-align: left; }
.sort { color: #888; font-size: 14px; }
.key { font-weight: bold; }
ol { list-style: upper-alpha; }
"""


def anki(exam: Exam, changed: datetime.datetime | None = None) -> bytes:
    """The questions as an .apkg file.

    `changed` is when the bank was last changed: on importing again, Anki takes over what is newer than what it has.
    """
    moment = changed or datetime.datetime.combine(exam.bank.as_of, datetime.time(), datetime.UTC)
    deck = genanki.Deck(deck_id(exam), exam.title)
    model = _model()
    for asked in exam.asked:
        deck.add_note(_note(model, asked))
    return zipped({"collection.anki2": _database(deck, moment.timestamp()), "media": b"{}"})


def deck_id(exam: Exam) -> int:
    """The number of a deck: the same for the same title."""
    return (1 << 30) + int(hashlib.sha256(exam.title.encode()).hexdigest()[:8], 16) % (1 << 30)


def _model() -> genanki.Model:
    return genanki.Model(
        MODEL,
        "罪链题目",
        fields=[{"name": name} for name in FIELDS],
        templates=[{"name": "答题", "qfmt": FRONT, "afmt": BACK}],
        css=STYLE,
    )


def _note(model: genanki.Model, asked: Asked) -> genanki.Note:
    options = "".join(f"<li>{words(option.text)}</li>" for _, option in asked.options)
    level = LEVELS[asked.item.difficulty.level]
    return genanki.Note(
        model=model,
        fields=[
            asked.name,
            words(f"{_kind(asked)} · {asked.charge} · {TOPICS[asked.item.topic]} · {level}"),
            asked_html(asked),
            f"<ol>{options}</ol>" if options else "",
            words(asked.key),
            paragraphs(asked.whys),
            solution_html(asked),
        ],
        tags=[tag.replace(" ", "_") for tag in asked.tags],
        guid=genanki.guid_for("zuilian", asked.name),
    )


def _kind(asked: Asked) -> str:
    own = KINDS[asked.question.kind]
    return own if asked.item.kind == asked.question.kind else f"{KINDS[asked.item.kind]}（{own}）"


def _database(deck: genanki.Deck, moment: float) -> bytes:
    """The database of a package, made in memory: genanki itself would leave a file behind."""
    connection = sqlite3.connect(":memory:")
    try:
        ids = itertools.count(int(moment * 1000))
        genanki.Package(deck).write_to_db(connection.cursor(), moment, ids)
        connection.commit()
        return connection.serialize()
    finally:
        connection.close()
