"""What would turn the answer: the case again with facts changed, and every single fact that turns a verdict."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal, InvalidOperation
from typing import Any

from kb import KnowledgeBase
from kb.issues import Issue
from kb.numerals import to_number
from kb.rules import Offence

from .assess import CaseAssessor, Inference, assess
from .assessment import Assessment, PersonFindings
from .case import Case, CaseError
from .case_change import with_facts
from .case_findings import ENDINGS, Ground
from .element_findings import ELEMENT_VERDICTS
from .evidence_findings import STATES
from .facts import Projection
from .findings import VERDICTS, Finding
from .plan import Node
from .values import Interval, Value


@dataclass(frozen=True)
class Change:
    """One thing that the change of facts turned, on one person and charge."""

    person: str
    charge: str
    what: str
    before: str
    after: str

    def to_json(self) -> dict[str, str]:
        """The change as JSON data."""
        return {
            "person": self.person,
            "charge": self.charge,
            "what": self.what,
            "before": self.before,
            "after": self.after,
        }


@dataclass(frozen=True)
class WhatIf:
    """A case before and after some facts were changed."""

    before: Assessment
    after: Assessment
    changes: tuple[Change, ...]

    def to_json(self) -> dict[str, Any]:
        """The comparison as JSON data."""
        return {"changes": [change.to_json() for change in self.changes], "after": self.after.to_json()}


@dataclass(frozen=True)
class Flip:
    """One fact that alone turns the verdict on a charge."""

    person: str
    charge: str
    fact: str
    label: str
    value: bool | int
    verdict_before: str
    verdict_after: str

    def to_json(self) -> dict[str, Any]:
        """The flip as JSON data."""
        return {
            "person": self.person,
            "charge": self.charge,
            "fact": self.fact,
            "label": self.label,
            "value": self.value,
            "verdict_before": self.verdict_before,
            "verdict_after": self.verdict_after,
        }


def what_if(
    case: Case,
    kb: KnowledgeBase,
    settings: Mapping[str, Any],
    *,
    inference: Inference = "rete",
    today: datetime.date | None = None,
) -> WhatIf:
    """Assess a case as it is and with `settings` (PERSON.FACT → value); raises CaseError with every bad setting.

    PERSON may also be the id of a group, an act, a piece of evidence or a place, or `case`. A fact set on a person replaces what its acts say.
    """
    changed = with_facts(case, kb, settings)
    before = assess(case, kb, inference=inference, today=today)
    after = assess(changed, kb, inference=inference, today=today)
    return WhatIf(before, after, tuple(_changes(before, after)))


def read_setting(text: str) -> tuple[str, Any]:
    """`PERSON.FACT=VALUE` as typed on the command line; raises CaseError with what is wrong.

    VALUE is true, false, null, or a number (200000, 20万, 3千, 二十万).
    """
    key, equals, raw = text.partition("=")
    if not equals or "." not in key:
        raise CaseError(
            [Issue("--set", 1, f"「{text}」不是 人员.事实=值 的形式", "例如 --set jia.illegal_income=20000")]
        )
    return key.strip(), _read_value(raw.strip())


def _read_value(raw: str) -> Any:
    words = {"true": True, "是": True, "false": False, "否": False, "null": None, "未查": None, "": None}
    if raw.lower() in words:
        return words[raw.lower()]
    number = raw.replace("_", "").removesuffix("元")
    with contextlib.suppress(ValueError):
        return to_number(number)
    try:
        return Decimal(number)  # less than nothing, endless: refused as what it is
    except InvalidOperation:
        return raw


def _changes(before: Assessment, after: Assessment) -> Iterator[Change]:
    for old, new in zip(before.persons, after.persons, strict=True):
        for finding in new.findings:
            earlier = old.finding(finding.charge_id)
            if earlier is not None:
                yield from _finding_changes(new.name, earlier, finding)
        yield from _turned(
            new.name,
            "",
            ("处断", _listed(old.disposition.charges), _listed(new.disposition.charges)),
            ("归结", ENDINGS[old.ending], ENDINGS[new.ending]),
            ("行政处罚", _sanctions(old), _sanctions(new)),
        )
    for piece, reviewed in zip(before.evidence, after.evidence, strict=True):
        yield from _turned(piece.label, "", ("证据", STATES[piece.state], STATES[reviewed.state]))
    for place, there in zip(before.jurisdiction.places, after.jurisdiction.places, strict=True):
        yield from _turned(place.name, "", ("管辖", _grounds(place.grounds), _grounds(there.grounds)))
    wide = (_grounds(before.jurisdiction.grounds), _grounds(after.jurisdiction.grounds))
    yield from _turned("全案", "", ("并案、分案、指定", *wide))


def _turned(whose: str, charge: str, *compared: tuple[str, str, str]) -> Iterator[Change]:
    """What came out otherwise on somebody or something (and a charge), of what was compared."""
    for what, was, now in compared:
        if was != now:
            yield Change(whose, charge, what, was, now)


def _listed(names: Iterable[str]) -> str:
    return "、".join(names) or "无"


def _sanctions(person: PersonFindings) -> str:
    return _listed(finding.charge for finding in person.sanctions if finding.verdict == "established")


def _grounds(grounds: tuple[Ground, ...]) -> str:
    return _listed(ground.label for ground in grounds if ground.met)


def _finding_changes(person: str, old: Finding, new: Finding) -> Iterator[Change]:
    yield from _turned(
        person,
        new.charge,
        ("结论", VERDICTS[old.verdict], VERDICTS[new.verdict]),
        ("档次", old.tier.label if old.tier else "无", new.tier.label if new.tier else "无"),
        ("地位", old.role or "无", new.role or "无"),
        ("形态", old.form or "无", new.form or "无"),
    )
    before = {element.id: element.verdict for element in old.elements}
    for element in new.elements:  # 适用的法律变了，要件可能增减
        was = ELEMENT_VERDICTS[before.get(element.id, element.verdict)]
        yield from _turned(person, new.charge, (element.label, was, ELEMENT_VERDICTS[element.verdict]))


def flips(
    case: Case, kb: KnowledgeBase, *, today: datetime.date | None = None, only: str | None = None
) -> tuple[Flip, ...]:
    """Every single fact that, changed alone, turns the verdict on some charge of some person; `only`: of this one."""
    assessor = CaseAssessor(case, kb, today=today or datetime.date.today(), inference="direct")
    found: list[Flip] = []
    for person in case.persons if only is None else [case.person_of[only]]:
        for charge, facts, alive in assessor.projections(person):
            if alive:
                found += _flips_of(assessor, person.id, charge, facts)
    return tuple(found)


def _flips_of(assessor: CaseAssessor, person: str, charge: Offence, facts: Projection) -> Iterator[Flip]:
    judge, kb, name_then = assessor.quick, assessor.kb, charge.name_on(facts.decision_day)
    before = judge.verdict(charge, facts)
    nodes = [
        node for outcome in judge.outcomes(charge, facts) for node in outcome.candidate.plan.nodes.values()
    ]
    tried: set[tuple[str, Any]] = set()
    for node in nodes:
        for name, value, shown in _other_values(node, facts):
            if (name, shown) in tried:
                continue
            tried.add((name, shown))
            after = judge.verdict(charge, facts.answered(name, value))
            if after != before:
                yield Flip(person, name_then, name, kb.facts[name].label, shown, before, after)


def _other_values(node: Node, facts: Projection) -> Iterator[tuple[str, Value, bool | int]]:
    """The values of a node's fact that fall on the other side of its test: yes or no, whole numbers."""
    if node.fact is None:
        return
    if node.comparison == "true":
        yield from (
            (node.fact, value, value) for value in (True, False) if facts.value(node.fact) is not value
        )
        return
    for bound in node.limits:
        edge = facts.limit(bound).high
        if edge is None:
            continue
        number = edge.to_integral_value(ROUND_CEILING)
        for value in (number - 1, number, number + 1):
            if value >= 0 and Interval.exactly(value) != facts.value(node.fact):
                yield node.fact, Interval.exactly(value), int(value)
