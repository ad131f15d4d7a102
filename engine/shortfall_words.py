"""What a charge lacks in words: each change of fact with its provision, what is known, and what would prove it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from kb import Fact

from .case import Conduct
from .explain import doubtful, label_of
from .shortfall import Lack, LackSet
from .suppose import Suppositions
from .values import Interval, Value, short, spoken
from .ways import Change, Changes, Need, unit_of

CENT = Decimal("0.01")
MOST_NAMED = 3


class Lister:
    """Puts changes of fact into words, for one charge on one person."""

    def __init__(self, supposing: Suppositions, labels: Mapping[str, str]) -> None:
        """`labels`: what the elements and exceptions are called."""
        self.supposing, self.labels, self.kb = supposing, labels, supposing.kb

    def listed(self, changes: Changes, entered: Conduct | None = None) -> LackSet:
        """A set, in the order of the parts of the charge; `entered`: the act that is entered as another kind, first."""
        parts = list(self.labels)
        ordered = sorted(changes.items(), key=lambda entry: parts.index(entry[1].part))
        facts = tuple(self._fact(name, change, entered) for name, change in ordered)
        return facts if entered is None else (self._conduct(entered), *facts)

    def _common(self, change: Change, *, proved: bool) -> dict[str, Any]:
        labels = tuple(label_of(self.kb, cite) for cite in change.cites)
        return {
            "state": "contrary" if change.contrary else "missing",
            "part": change.part,
            "part_label": self.labels[change.part],
            "cites": change.cites,
            "labels": labels,
            "unverified": any(doubtful(self.kb, cite) for cite in change.cites),
            "wanted": self._wanted(change.part, labels) if proved else (),
        }

    def _wanted(self, part: str, labels: tuple[str, ...]) -> tuple[str, ...]:
        """What usually proves an element and the case lacks: what is listed for the very provision, where anything is."""
        rule = self.kb.evidence_lists.get(self.supposing.charge.id)
        listed = rule.elements.get(part, ()) if rule else ()
        named = re.compile("|".join(f"{re.escape(label)}(?!第)" for label in labels) or "(?!)")
        exact = [proof for proof in listed if named.search(proof.shows)]
        held, items = self.supposing.assessor.prover.held, self.kb.vocabulary.evidence
        return tuple(items[proof.item].label for proof in exact or listed if proof.item not in held)

    def _fact(self, name: str, change: Change, entered: Conduct | None) -> Lack:
        fact, targets = self.kb.facts[name], self.supposing.targets(name, change, entered)
        return Lack(
            fact=name,
            label=fact.label,
            question=fact.question,
            value=_written(change.need),
            others=change.need.answers[1:],
            needed=f"{self._needed(fact, change.need)}{self._of_acts(targets)}",
            known=self._known(name, fact, change.known),
            targets=targets,
            evidence=fact.evidence or self._of_source(fact),
            judged=fact.type == "appraisal",
            **self._common(change, proved=fact.bounds is None),
        )

    def _of_acts(self, targets: tuple[str, ...]) -> str:
        """Which acts a fact has to be shown of, where there are several and not all are meant."""
        acts = [act.id for act in self.supposing.acts]
        named = len(acts) > 1 and set(targets) <= {*acts}
        return f"（行为 {'、'.join(targets)}）" if named else ""

    def _of_source(self, fact: Fact) -> tuple[str, ...]:
        """What usually proves the fact of which another one is a part."""
        source = fact.derived.fact if fact.derived else None
        return self.kb.facts[source].evidence if source else ()

    def _conduct(self, entered: Conduct) -> Lack:
        label = self.kb.conduct_kinds[entered.kind].label
        return Lack(
            fact=None,
            label=label,
            question=f"其行为是否也属于“{label}”？",
            value=entered.kind,
            needed="查明属实并另行登记",
            state="missing",
            known="没有登记此类行为",
            part="",
            part_label="行为",
            cites=(self.supposing.charge.article,),
            labels=(label_of(self.kb, self.supposing.charge.article),),
            unverified=doubtful(self.kb, self.supposing.charge.article),
            targets=(entered.id,),
        )

    def _needed(self, fact: Fact, need: Need) -> str:
        if not need.answers:
            end = f"（{self.kb.facts[need.standard].label}未查明，按可能的最高）" if need.standard else ""
            return f"{_range(fact, need)}{end}"
        if fact.type == "choice":
            named = [f"“{fact.choices[str(answer)]}”" for answer in need.answers]
            among = f"等 {len(named)} 种之一" if len(named) > MOST_NAMED else "之一" if len(named) > 1 else ""
            return f"查明为{'、'.join(named[:MOST_NAMED])}{among}"
        yes = need.answers[0] is True
        if fact.type == "appraisal":
            return f"由人判断{'成立' if yes else '不成立'}"
        return "查明属实" if yes else "查否"

    def _known(self, name: str, fact: Fact, value: Value) -> str:
        items = self.supposing.facts.items.get(name, ())
        if not fact.numeric and len({item.value for item in items}) > 1:
            return "、".join(f"{item.holder}{self._state(fact, item.value)}" for item in items)
        if value is None or (isinstance(value, Interval) and value == Interval(Decimal(0), None)):
            if any(item.disputed for item in items):
                return "有争议，按未查处理"
            if any(item.excluded for item in items):
                return "所凭证据不得作为定案的根据，按未查处理"
            return self._state(fact, None)
        stated = self.supposing.facts.stated(name)
        whence = "" if stated or fact.bounds else "，由其他事实或者行为种类得出"
        if isinstance(value, Interval):
            word = "现为" if value.known else "未查，在" if fact.bounds and not stated else "现知"
            return f"{word}{spoken(value, fact.unit or '')}{whence}"
        return f"{self._state(fact, value)}{whence}"

    @staticmethod
    def _state(fact: Fact, value: Value) -> str:
        judged = fact.type == "appraisal"
        if value is None:
            return "未判断" if judged else "未查"
        if isinstance(value, str):
            return f"现为“{fact.choices.get(value, value)}”"
        if judged:
            return "已判断成立" if value else "已判断不成立"
        return "已查明" if value else "已查否"


def _range(fact: Fact, need: Need) -> str:
    """The bounds of a number as an officer reads them: 达到20万元, 不超过5000元, 不满…, 超过…."""
    unit, step = fact.unit or "", unit_of(fact)
    over = step == CENT and need.low % 1 == CENT
    under = step == CENT and need.high is not None and need.high % 1 == 1 - CENT
    low = f"超过{short(need.low - CENT, unit)}{unit}" if over else f"达到{short(need.low, unit)}{unit}"
    if need.high is None:
        return low
    high = f"不满{short(need.high + CENT, unit)}{unit}" if under else f"不超过{short(need.high, unit)}{unit}"
    return f"{low}，{high}" if need.low > 0 else high


def _written(need: Need) -> Any:
    """The value as a case file has it."""
    if need.answers:
        return need.answers[0]
    low = {"at_least": _number(need.low)} if need.low > 0 or need.high is None else {}
    return {**low, **({} if need.high is None else {"at_most": _number(need.high)})}


def _number(number: Decimal) -> int | float:
    return int(number) if number == int(number) else float(number)
