"""What an officer answers to one fact, and how the case file writes it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from engine.case import state
from kb import Fact
from kb.numerals import to_number

State = Literal["yes", "no", "open", "disputed"]
STATES: dict[State, str] = {"yes": "查实", "no": "查否", "open": "未查", "disputed": "有争议"}
JUDGED: dict[State, str] = {"yes": "认定", "no": "不认定", "open": "未定", "disputed": "有争议"}
KNOWN: dict[State, str] = {"yes": "已查明", "open": "未查", "disputed": "有争议"}
POWERS = "百千万亿"
RANGE = re.compile(r"(.+?)\s*(?:至|到|-|—|～|~)\s*(.+)")


@dataclass(frozen=True)
class Answer:
    """One fact as it was answered; `value` is a choice, a number, bounds or None, `disputed`: in doubt."""

    state: State = "open"
    value: Any = None
    low: Decimal | int | None = None
    high: Decimal | int | None = None
    evidence: str = ""
    note: str = ""

    @property
    def said(self) -> str:
        """The number as it would be typed."""
        if self.low is not None and self.high is not None:
            return f"{_typed(self.low)}至{_typed(self.high)}"
        if self.low is not None:
            return f"{_typed(self.low)}以上"
        if self.high is not None:
            return f"{_typed(self.high)}以下"
        return "" if self.value is None else _typed(self.value)


def states_of(fact: Fact) -> dict[State, str]:
    """The states that a fact may be put in, and what they are called."""
    if fact.numeric or fact.type == "choice":
        return KNOWN
    return JUDGED if fact.type == "appraisal" else STATES


def read_answer(raw: Any) -> Answer:
    """The answer that a case file holds."""
    if not isinstance(raw, Mapping):
        return Answer(_state(raw), raw)
    said = {"evidence": _evidence(raw.get("evidence")), "note": str(raw.get("note") or "")}
    low, high, value = raw.get("at_least"), raw.get("at_most"), raw.get("value")
    known = "yes" if low is not None or high is not None else _state(value)
    return Answer("disputed" if raw.get("disputed") else known, value, low, high, **said)


def _evidence(raw: Any) -> str:
    """What an answer stands on as words: several pieces of evidence one after the other, as the engine reads them."""
    return "、".join(str(each) for each in raw) if isinstance(raw, list) else str(raw or "")


def _state(value: Any) -> State:
    if value is None:
        return "open"
    return "no" if value is False else "yes"


def write_answer(answer: Answer, fact: Fact) -> Any:
    """What the case file holds for an answer: the bare value where nothing else was said."""
    written: dict[str, Any] = {}
    if answer.state != "open":
        bounds = {"at_least": answer.low, "at_most": answer.high}
        written = {key: value for key, value in bounds.items() if value is not None}
    if not written:
        written = {"value": _value(answer, fact)}
    written |= {"disputed": True} if answer.state == "disputed" else {}
    written |= {key: said for key, said in (("evidence", answer.evidence), ("note", answer.note)) if said}
    return written["value"] if set(written) == {"value"} else written


def put(facts: dict[str, Any], fact: Fact, name: str, make: Callable[[Answer], Answer]) -> None:
    """Write among facts an answer made from the old one; what is not looked into and not remarked on is not written."""
    raw = write_answer(make(read_answer(facts.get(name))), fact)
    if raw is None:
        facts.pop(name, None)
    else:
        facts[name] = raw


def _value(answer: Answer, fact: Fact) -> Any:
    if answer.state == "open":
        return None
    if fact.numeric or fact.type == "choice":
        return answer.value
    return {"yes": True, "no": False}.get(answer.state, answer.value)


def read_number(text: str, fact: Fact) -> Answer:
    """A number as typed: 20万, 3万以上, 3万至5万; raises ValueError with a Chinese reason."""
    typed = text.strip().removesuffix(fact.unit or "").strip()
    if not typed:
        return Answer()
    answer = Answer("yes", **_bounds(typed, fact))
    state(write_answer(answer, fact), fact)
    return answer


def _bounds(typed: str, fact: Fact) -> dict[str, Any]:
    if typed.endswith("以上"):
        return {"low": _number(typed.removesuffix("以上"), fact)}
    if typed.endswith("以下"):
        return {"high": _number(typed.removesuffix("以下"), fact)}
    if found := RANGE.fullmatch(typed):
        return _from_to(found[1].strip(), found[2].strip(), fact)
    return {"value": _number(typed, fact)}


def _from_to(first: str, last: str, fact: Fact) -> dict[str, Any]:
    """Both bounds; ValueError for 3至5万, which may be from 3万 as well as from 3 (5000至1万 may not)."""
    low, high = _number(first, fact), _number(last, fact)
    power, unit = last[-1], fact.unit or "个"
    bare = not (set(first) & set(POWERS) or first.endswith(unit))
    if power in POWERS and bare and low * to_number(f"1{power}") <= high:
        msg = f"「{first}至{last}」看不出前一个数是多少；写成 {first}{power}至{last}，或者 {first}{unit}至{last}"
        raise ValueError(msg)
    return {"low": low, "high": high}


def _number(typed: str, fact: Fact) -> int | Decimal:
    try:
        value = to_number(typed.strip().removesuffix(fact.unit or ""))
    except ValueError:
        msg = f"「{typed}」不是数字；可写 200000、20万、3千、3万以上、3万至5万"
        raise ValueError(msg) from None
    return int(value) if value == int(value) else value


def _typed(number: Any) -> str:
    return f"{number:f}" if isinstance(number, Decimal) else str(number)
