"""Whole gang, time of taking part, own hand: three sums for one person, and which of them the law lets him answer for."""

from __future__ import annotations

from collections.abc import Iterator

from kb import Fact
from kb.condition import Cite

from .case import Conduct, Group, Person
from .case_findings import GangShare, Measure, ShareItem
from .derived import leads, organises
from .incidents import NOTES, Tied, led_groups, tied
from .plan import LawState
from .projector import Projector
from .rule_reader import RuleReader
from .values import UNKNOWN_NUMBER, Interval, total
from .view import ALL_LISTED

MEASURES: dict[Measure, str] = {
    "whole": "首要分子：按照集团所犯的全部罪行处罚",
    "during": "团伙成员：对参与期间该团伙实施的全部行为承担责任，本人参与的一并计入",
    "open": "是否犯罪集团的首要分子尚未查清：是的，对集团全部负责；不是的，对参与期间的全部负责",
    "own": "不在团伙内、提供帮助的：对本人参与的（帮助所及的）承担责任",
}
GROUNDS: dict[Measure, tuple[Cite, ...]] = {
    "whole": (
        Cite(at="criminal_law:26.3", quote="按照集团所犯的全部罪行处罚"),
        Cite(at="fafa_2016_32:4.1.1", quote="按照集团所犯的全部罪行处罚"),
    ),
    "during": (
        Cite(at="criminal_law:26.4", quote="应当按照其所参与的或者组织、指挥的全部犯罪处罚"),
        Cite(at="fafa_2016_32:4.2.1", quote="应对其参与期间该诈骗团伙实施的全部诈骗行为承担责任"),
        Cite(at="fafa_2016_32:4.2.2", quote="从犯罪嫌疑人、被告人着手实施诈骗行为开始起算"),
    ),
    "open": (Cite(at="criminal_law:26.3", quote="按照集团所犯的全部罪行处罚"), Cite(at="criminal_law:26.4")),
    "own": (Cite(at="criminal_law:25.1", quote="共同故意犯罪"),),
}
"""Which clause orders each measure; those that are law on the day of decision are shown."""


OTHER_CRIMES = frozenset({"extorted_amount", "stolen_amount"})
NOT_SEEN = "未见本人参与"
EARLIER = "集团所犯，首要分子一并负责（参与以前的，有争议）"


class Sharer:
    """Sums what gangs did for the persons of one case."""

    def __init__(self, projector: Projector) -> None:
        self.projector, self.case, self.kb = projector, projector.case, projector.kb
        reader = RuleReader(self.kb, LawState.on(projector.decision_day))
        self.cites = {measure: reader.active(grounds) for measure, grounds in GROUNDS.items()}

    def found(self, person: Person) -> Iterator[GangShare]:
        """The shares of a person in every gang whose doings are entered one by one, in the order of the gangs."""
        if not self.case.incidents:
            return
        mine = tuple(act for act in self.case.conduct if person.id in act.who)
        entries = tied(self.case, person, mine)
        for group in self.case.groups:
            within = [act for act in mine if act.group == group.id]
            ties = [entry for entry in entries if entry.incident.group == group.id]
            if within or any(entry.counts for entry in ties):
                measure = self._measure(person, mine, within)
                said = {name for tie in ties for name in tie.incident.facts}
                names = (name for name in self.kb.facts if name in said)
                yield from (self._share(group, ties, name, measure) for name in names)

    def _measure(self, person: Person, mine: tuple[Conduct, ...], within: list[Conduct]) -> Measure:
        if not within:
            return "own"
        view = self.projector.view(person, mine, frozenset())
        truth = leads(view)
        led = led_groups(mine, lambda act: organises(view, act))
        if truth is False or within[0].group not in led:
            return "during"
        return "whole" if truth else "open"

    def _share(self, group: Group, ties: list[Tied], name: str, measure: Measure) -> GangShare:
        fact = self.kb.facts[name]
        held = [(tie, self._value(tie, name, fact)) for tie in ties if name in tie.incident.facts]
        sure = total(value for tie, value in held if tie.tie in ("during", "own"))
        most = total(value for tie, value in held if tie.counts)
        return GangShare(
            group.label or group.id,
            fact.label,
            fact.unit or "",
            measure,
            MEASURES[measure],
            self._grounds(measure, name),
            whole=total(value for _, value in held),
            during=Interval(sure.low, most.high),
            own=total(value for tie, value in held if tie.by_himself),
            complete=self.projector.known(group, ALL_LISTED) is True,
            items=tuple(_item(tie, value, measure) for tie, value in held),
        )

    def _grounds(self, measure: Measure, name: str) -> tuple[str, ...]:
        """The clauses behind a measure; those on telecom fraud only where it is fraud that is summed."""
        cites = self.cites[measure]
        return tuple(
            cite for cite in cites if name not in OTHER_CRIMES or not cite.startswith("fafa_2016_32")
        )

    def _value(self, tie: Tied, name: str, fact: Fact) -> Interval:
        statement = self.projector.stated(tie.incident, name, fact)
        return statement.value if statement and isinstance(statement.value, Interval) else UNKNOWN_NUMBER


def _item(tie: Tied, value: Interval, measure: Measure) -> ShareItem:
    incident = tie.incident
    days = "—".join(str(day) for day in dict.fromkeys((incident.start, incident.end)) if day)
    counted = measure == "whole" or tie.tie in ("during", "own") or (None if tie.tie == "partly" else False)
    why = NOT_SEEN if measure == "own" and not tie.counts else NOTES[tie.tie]
    if measure in ("whole", "open") and not tie.counts:
        why, counted = EARLIER, True if measure == "whole" else None
    return ShareItem(incident.label or incident.id, days, value, counted, why)
