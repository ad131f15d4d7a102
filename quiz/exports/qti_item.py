"""One item as a QTI 2.1 assessmentItem: all questions of a case in one, with scoring and feedback."""

from __future__ import annotations

from decimal import Decimal
from xml.etree.ElementTree import Element

from paper.clean import clean

from ..item import FALSE, KINDS, TOPICS, TRUE
from ..make_lines import BLANK
from ..score import HALF
from .exam import Asked, Entry, number
from .xml import child, written

NAMESPACE = "http://www.imsglobal.org/xsd/imsqti_v2p1"
SCHEMA = f"{NAMESPACE} http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
TRUE_FALSE = (("T", TRUE), ("F", FALSE))
SOLUTION = "SOLUTION"
SHOWN = "shown"


def root(tag: str, **attributes: str) -> Element:
    """The outermost element of a QTI document."""
    names = {"xmlns": NAMESPACE, "xmlns:xsi": INSTANCE, "xsi:schemaLocation": SCHEMA}
    return Element(tag, {**names, **attributes})


def item_xml(entry: Entry) -> bytes:
    """An item as an assessmentItem."""
    item = entry.item
    title = f"{entry.asked[0].charge}·{TOPICS[item.topic]}·{KINDS[item.kind]}"
    made = root(
        "assessmentItem",
        **{
            "identifier": item.id,
            "title": clean(title),
            "xml:lang": "zh-CN",
            "adaptive": "false",
            "timeDependent": "false",
        },
    )
    for asked in entry.asked:
        _response(made, asked)
    _outcomes(made, entry)
    _body(made, entry)
    _processing(made, entry)
    _solution(made, entry)
    return written(made, indented=False)


def _name(asked: Asked) -> str:
    return f"RESPONSE_{asked.place}"


def _feedback(asked: Asked) -> str:
    return f"FEEDBACK_{asked.place}"


def _cardinality(asked: Asked) -> str:
    return "multiple" if asked.question.kind == "multiple" else "single"


def _keys(asked: Asked) -> list[str]:
    if asked.question.kind == "blank":
        return [asked.accepted[0]]
    if asked.question.kind == "true_false":
        return ["T" if asked.right else "F"]
    return [letter for letter, option in asked.options if option.right]


def _response(made: Element, asked: Asked) -> None:
    blank = asked.question.kind == "blank"
    declared = child(
        made,
        "responseDeclaration",
        identifier=_name(asked),
        cardinality=_cardinality(asked),
        baseType="string" if blank else "identifier",
    )
    correct = child(declared, "correctResponse")
    for key in _keys(asked):
        child(correct, "value", key)
    if blank:
        points = number(asked.points)
        mapping = child(declared, "mapping", lowerBound="0", upperBound=points, defaultValue="0")
        for accepted in asked.accepted:
            child(mapping, "mapEntry", mapKey=clean(accepted), mappedValue=points, caseSensitive="false")


def _outcomes(made: Element, entry: Entry) -> None:
    points = number(entry.points)
    for name, value in (("SCORE", "0"), ("MAXSCORE", points)):
        declared = child(made, "outcomeDeclaration", identifier=name, cardinality="single", baseType="float")
        declared.set("normalMaximum", points)
        child(child(declared, "defaultValue"), "value", value)
    child(made, "outcomeDeclaration", identifier=SOLUTION, cardinality="single", baseType="identifier")
    for asked in entry.asked:
        if asked.options:
            child(
                made,
                "outcomeDeclaration",
                identifier=_feedback(asked),
                cardinality=_cardinality(asked),
                baseType="identifier",
            )


def _body(made: Element, entry: Entry) -> None:
    body = child(made, "itemBody")
    first = entry.asked[0]
    if BLANK in entry.item.stem and first.question.kind == "blank":
        _gapped(body, entry.item.stem, first)
    else:
        child(body, "p", entry.item.stem)
    for asked in entry.asked:
        ask = f"{asked.lead}{asked.question.ask}"
        if asked.question.kind != "blank":
            _choices(body, asked, ask)
        elif BLANK in entry.item.stem:
            child(body, "p", ask)
        else:
            _gapped(body, ask, asked)


def _gapped(body: Element, text: str, asked: Asked) -> None:
    """A paragraph with the place to write in it, at its end where the text has none."""
    before, _, after = text.partition(BLANK)
    place = child(
        child(body, "p", before), "textEntryInteraction", responseIdentifier=_name(asked), expectedLength="12"
    )
    place.tail = clean(after)


def _choices(body: Element, asked: Asked, ask: str) -> None:
    several = asked.question.kind == "multiple"
    made = child(
        body,
        "choiceInteraction",
        responseIdentifier=_name(asked),
        shuffle="false",
        maxChoices="0" if several else "1",
    )
    child(made, "prompt", f"{ask}（多选）" if several else ask)
    for letter, option in asked.options:
        choice = child(made, "simpleChoice", option.text, identifier=letter)
        verdict = "正确" if option.right else "错误"
        child(
            choice,
            "feedbackInline",
            f"（{verdict}：{option.why}）",
            outcomeIdentifier=_feedback(asked),
            identifier=letter,
            showHide="show",
        )
    if not asked.options:
        for identifier, word in TRUE_FALSE:
            child(made, "simpleChoice", word, identifier=identifier)


def _processing(made: Element, entry: Entry) -> None:
    processing = child(made, "responseProcessing")
    for asked in entry.asked:
        if asked.question.kind == "blank":
            total = child(child(processing, "setOutcomeValue", identifier="SCORE"), "sum")
            child(total, "variable", identifier="SCORE")
            child(total, "mapResponse", identifier=_name(asked))
        else:
            _condition(processing, asked)
        if asked.options:
            shown = child(processing, "setOutcomeValue", identifier=_feedback(asked))
            child(shown, "variable", identifier=_name(asked))
    solution = child(processing, "setOutcomeValue", identifier=SOLUTION)
    child(solution, "baseValue", SHOWN, baseType="identifier")


def _condition(processing: Element, asked: Asked) -> None:
    """The points of a choice; of several right ones half of them where some are missing and none is wrong."""
    condition = child(processing, "responseCondition")
    whole = child(condition, "responseIf")
    matched = child(whole, "match")
    child(matched, "variable", identifier=_name(asked))
    child(matched, "correct", identifier=_name(asked))
    _add(whole, asked.points)
    if asked.question.kind == "multiple":
        half = child(condition, "responseElseIf")
        _none_wrong(child(half, "and"), asked)
        _add(half, asked.points * HALF)


def _none_wrong(test: Element, asked: Asked) -> None:
    """That something was chosen and nothing wrong; not by `contains`, which systems read in either direction."""
    child(child(child(test, "not"), "isNull"), "variable", identifier=_name(asked))
    for letter, option in asked.options:
        if not option.right:
            member = child(child(test, "not"), "member")
            child(member, "baseValue", letter, baseType="identifier")
            child(member, "variable", identifier=_name(asked))


def _add(branch: Element, points: Decimal) -> None:
    total = child(child(branch, "setOutcomeValue", identifier="SCORE"), "sum")
    child(total, "variable", identifier="SCORE")
    child(total, "baseValue", number(points), baseType="float")


def _solution(made: Element, entry: Entry) -> None:
    shown = child(
        made,
        "modalFeedback",
        outcomeIdentifier=SOLUTION,
        identifier=SHOWN,
        showHide="show",
        title="参考答案与解析",
    )
    for asked in entry.asked:
        child(shown, "p", f"{asked.lead}答案：{asked.key}。解析：{asked.question.why}")
        if asked.also:
            child(shown, "p", f"以下写法均可：{asked.also}")
        for text in asked.texts:
            child(shown, "p", f"{text.head}：{text.words}")
    for head, said in entry.asked[0].notes:
        child(shown, "p", f"{head}：{said}")
