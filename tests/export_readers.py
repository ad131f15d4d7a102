"""Readers of what banks are written as, each after the description of its format and not after our writers."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import docx
from lxml import etree  # type: ignore[import-untyped]
from pypdf import PdfReader

QTI = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"


class _Shown(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.tags: set[str] = set()

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not attrs
        self.tags.add(tag)
        if tag == "br":
            self.said.append("\n")


def shown(html: str) -> str:
    """What a browser shows of some HTML; only tags that we set may stand in it."""
    reader = _Shown()
    reader.feed(html)
    reader.close()
    assert reader.tags <= {"p", "br", "b", "ol", "li"}
    return "".join(reader.said)


# GIFT, read after the description of the format in Moodle's documentation.


def gift_questions(text: str) -> Iterator[dict[str, Any]]:
    for block in re.split(r"\n\s*\n", text.strip()):
        comments = [line for line in block.splitlines() if line.lstrip().startswith("//")]
        body = "\n".join(line for line in block.splitlines() if not line.lstrip().startswith("//"))
        if body.startswith("$CATEGORY:") or not body:
            continue
        yield {"id": re.findall(r"\[id:([^]]+)\]", comments[0]), **gift_question(body)}


SIGN = re.compile(r"\\.|.", re.DOTALL)


def gift_split(text: str, signs: str) -> list[str]:
    """Pieces of text, each begun by one of some signs that is not escaped."""
    pieces = [""]
    for sign in SIGN.findall(text):
        if sign in signs:
            pieces.append("")
        pieces[-1] += sign
    return pieces


def gift_plain(text: str) -> str:
    text = text.strip().removeprefix("[html]")
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], text)


def gift_question(body: str) -> dict[str, Any]:
    found = re.fullmatch(r"::((?:\\.|[^:\\])*)::((?:\\.|[^{\\])*)\{((?:\\.|[^}\\])*)\}\s*", body, re.DOTALL)
    assert found, body
    answers, _, feedback = found[3].partition("####")
    answers = answers.strip()
    read: list[tuple[str, str, str]] = []
    if answers not in ("TRUE", "FALSE"):
        first, *rest = gift_split(answers, "=~")
        assert not first.strip()
        for answer in rest:
            sign = re.match(r"[=~](%-?\d{1,2}\.?\d*%)?", answer)
            assert sign
            said, *comment = gift_split(answer[sign.end() :], "#")
            assert len(comment) <= 1
            read.append((sign[0], gift_plain(said), gift_plain("".join(comment)[1:])))
    return {
        "title": gift_plain(found[1]),
        "text": gift_plain(found[2]),
        "truth": answers if not read else None,
        "answers": read,
        "feedback": gift_plain(feedback),
    }


# QTI 2.1: order and number of children as the schema of the final release (2012) has them, for what we use.

TEXT = ""
MODELS: dict[str, str | tuple[str, set[str], set[str]]] = {
    "assessmentItem": (
        "(responseDeclaration )*(outcomeDeclaration )*(itemBody )?(responseProcessing )?(modalFeedback )*",
        {"identifier", "title", "adaptive", "timeDependent"},
        set(),
    ),
    "responseDeclaration": (
        "(correctResponse )?(mapping )?",
        {"identifier", "cardinality"},
        {"baseType"},
    ),
    "correctResponse": ("(value )+", set(), set()),
    "defaultValue": ("(value )+", set(), set()),
    "value": (TEXT, set(), set()),
    "mapping": ("(mapEntry )+", {"defaultValue"}, {"lowerBound", "upperBound"}),
    "mapEntry": (TEXT, {"mapKey", "mappedValue"}, {"caseSensitive"}),
    "outcomeDeclaration": (
        "(defaultValue )?",
        {"identifier", "cardinality"},
        {"baseType", "normalMaximum"},
    ),
    "itemBody": "((p|choiceInteraction) )*",
    "p": "((textEntryInteraction) )*",
    "textEntryInteraction": (TEXT, {"responseIdentifier"}, {"expectedLength"}),
    "choiceInteraction": (
        "(prompt )?(simpleChoice )+",
        {"responseIdentifier", "shuffle", "maxChoices"},
        set(),
    ),
    "prompt": TEXT,
    "simpleChoice": ("(feedbackInline )*", {"identifier"}, set()),
    "feedbackInline": (TEXT, {"outcomeIdentifier", "identifier", "showHide"}, set()),
    "modalFeedback": ("(p )*", {"outcomeIdentifier", "identifier", "showHide"}, {"title"}),
    "responseProcessing": "((responseCondition|setOutcomeValue) )*",
    "responseCondition": "responseIf (responseElseIf )*(responseElse )?",
    "responseIf": r"(match|and|not) (setOutcomeValue )*",
    "responseElseIf": r"(match|and|not) (setOutcomeValue )*",
    "setOutcomeValue": (r"(sum|variable|baseValue) ", {"identifier"}, set()),
    "sum": r"((variable|baseValue|mapResponse|testVariables) )+",
    "match": r"((variable|correct) ){2}",
    "member": r"(baseValue|variable) (variable|correct) ",
    "and": r"((not|match|member) )+",
    "not": r"(isNull|member) ",
    "isNull": r"variable ",
    "variable": (TEXT, {"identifier"}, set()),
    "correct": (TEXT, {"identifier"}, set()),
    "mapResponse": (TEXT, {"identifier"}, set()),
    "baseValue": (TEXT, {"baseType"}, set()),
    "testVariables": (TEXT, set(), {"variableIdentifier"}),
    "assessmentTest": (
        "(outcomeDeclaration )*(testPart )+(outcomeProcessing )?",
        {"identifier", "title"},
        set(),
    ),
    "testPart": (
        "(itemSessionControl )?(assessmentSection )+",
        {"identifier", "navigationMode", "submissionMode"},
        set(),
    ),
    "itemSessionControl": (TEXT, set(), {"maxAttempts", "showFeedback", "allowReview"}),
    "assessmentSection": (
        "(rubricBlock )*((assessmentItemRef) )*",
        {"identifier", "title", "visible"},
        set(),
    ),
    "rubricBlock": ("(p )*", {"view"}, set()),
    "assessmentItemRef": (TEXT, {"identifier", "href"}, set()),
    "outcomeProcessing": "(setOutcomeValue )*",
}
"""For each element: which children in which order, and its attributes, those that must be and those that may be there."""
FOREIGN = {
    "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation",
    "{http://www.w3.org/XML/1998/namespace}lang",
}


def qti_faults(root: etree._Element) -> Iterator[str]:
    for element in root.iter():
        name = etree.QName(element).localname
        model = MODELS[name]
        children, needed, allowed = model if isinstance(model, tuple) else (model, set(), set())
        below = "".join(f"{etree.QName(child).localname} " for child in element)
        if not re.fullmatch(children, below):
            yield f"{name}: {below}"
        present = set(element.attrib) - FOREIGN
        if not needed <= present <= needed | allowed:
            yield f"{name}: {sorted(present)}"
        if name in ("itemBody", "choiceInteraction", "responseProcessing") and (element.text or "").strip():
            yield f"{name}: text"


def qti_worth(node: etree._Element, known: dict[str, Any], declared: dict[str, Any]) -> Any:
    """What an expression is worth, by the meaning that QTI 2.1 lays down for it; None is its NULL."""
    below = [qti_worth(child, known, declared) for child in node]
    name = node.get("identifier")

    def correct() -> list[str]:
        return sorted(value.text for value in declared[name].iter(f"{QTI}value"))

    def mapped() -> float:
        entries = {one.get("mapKey"): one.get("mappedValue") for one in declared[name].iter(f"{QTI}mapEntry")}
        return float(entries.get("".join(known[name] or []), 0))

    meanings: dict[str, Callable[[], Any]] = {
        "variable": lambda: known[name],
        "correct": correct,
        "mapResponse": mapped,
        "baseValue": lambda: float(node.text) if node.get("baseType") == "float" else node.text,
        "sum": lambda: sum(below),
        "isNull": lambda: below[0] is None,
        "not": lambda: None if below[0] is None else not below[0],
        "member": lambda: None if below[1] is None else below[0] in below[1],
        "match": lambda: None if None in below else below[0] == below[1],
        "and": lambda: False if False in below else None if None in below else True,
    }
    return meanings[etree.QName(node).localname]()


def qti_score(root: etree._Element, responses: dict[str, list[str]]) -> float:
    """The score that the response processing of an item gives."""
    declared = {one.get("identifier"): one for one in root.iter(f"{QTI}responseDeclaration")}
    known: dict[str, Any] = {name: sorted(responses.get(name, [])) or None for name in declared}
    known["SCORE"] = 0.0
    for rule in root.find(f"{QTI}responseProcessing"):
        branches = (
            [list(branch) for branch in rule] if rule.tag == f"{QTI}responseCondition" else [[None, rule]]
        )
        chosen = (
            then for test, *then in branches if test is None or qti_worth(test, known, declared) is True
        )
        for one in next(chosen, []):
            known[one.get("identifier")] = qti_worth(one[0], known, declared)
    return float(known["SCORE"])


def notes_of(package: bytes) -> list[dict[str, Any]]:
    with zipfile.ZipFile(io.BytesIO(package)) as packed:
        database = packed.read("collection.anki2")
        assert json.loads(packed.read("media")) == {}
    connection = sqlite3.connect(":memory:")
    connection.deserialize(database)
    models = json.loads(connection.execute("select models from col").fetchone()[0])
    (model,) = models.values()
    names = [field["name"] for field in model["flds"]]
    rows = connection.execute(
        "select n.guid, n.mod, n.tags, n.flds, c.did from notes n join cards c on c.nid = n.id order by n.id"
    ).fetchall()
    connection.close()
    return [
        {
            "guid": guid,
            "mod": mod,
            "tags": tags.split(),
            "deck": deck,
            **dict(zip(names, said.split("\x1f"), strict=True)),
        }
        for guid, mod, tags, said, deck in rows
    ]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def docx_text(data: bytes) -> str:
    read = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return squeezed("".join([*(paragraph.text for paragraph in read.paragraphs), *cells]))


def pdf_text(data: bytes) -> str:
    return squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages))
