"""What a gang did, occasion by occasion, and for which of it one person answers.

首要分子 for all that the gang did (刑法第二十六条第三款); every other member for what it did while he took part
(法发〔2016〕32号四、（二）), and for what he had a hand in himself; who helps from outside, for the latter alone.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal

from .case import Case, Conduct, Incident, Person

Tie = Literal["during", "partly", "own", "outside"]
NOTES: dict[Tie, str] = {
    "during": "参与期间内",
    "partly": "日期未填，或者跨越其参与期间的起止：分不清的只计上限",
    "own": "本人参与",
    "outside": "参与期间以外",
}
"""How an incident stands to a person's part in the gang."""


@dataclass(frozen=True)
class Span:
    """Days from and to on which somebody took part in a gang; `soft`: by an act of which it is open whether it counts."""

    start: datetime.date
    end: datetime.date
    soft: bool
    begun: bool = True
    """Whether it is known when it began; else it began on the day of `start` or earlier."""


@dataclass(frozen=True)
class Tied:
    """An incident, how it stands to a person, and whether that rests on an act which may not count."""

    incident: Incident
    tie: Tie
    soft: bool = False
    by_himself: bool = False
    """Whether the person had a hand in it, when he took part in the gang or at another time."""

    @property
    def counts(self) -> bool:
        """Whether the person answers for it, or may."""
        return self.tie != "outside"


def groups_behind(case: Case, act: Conduct) -> frozenset[str]:
    """The gangs that an act reaches through the persons and acts it serves, however long the chain; not those it names."""
    found: set[str] = set()
    seen: set[str] = {act.id}
    waiting = [name for name in act.serves if name not in case.group_of]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        one = case.conduct_of.get(name)
        onward = [one] if one else [each for each in case.conduct if name in each.who]
        for each in onward:
            ties = {*each.serves} | ({each.group} if each.group else set())
            found |= ties & case.group_of.keys()
            waiting += [tie for tie in ties if tie not in case.group_of]
    return frozenset(found - {act.group, *act.serves})


def led_groups(acts: Iterable[Conduct], organises: Callable[[Conduct], bool]) -> frozenset[str]:
    """The gangs that a ringleader leads: those in which he organises; where none is said, those he acts in."""
    within = [act for act in acts if act.group]
    leading = {str(act.group) for act in within if organises(act)}
    return frozenset(leading or {str(act.group) for act in within})


def spans_in(group: str, acts: Iterable[Conduct], soft: frozenset[str]) -> tuple[Span, ...]:
    """The days on which the acts of a person were done within a gang, those that touch put together."""
    found = [
        Span(act.start or act.last_day, act.last_day, act.id in soft, act.start is not None)
        for act in acts
        if act.group == group and act.last_day is not None
    ]
    joined: list[Span] = []
    for span in sorted(found, key=lambda each: (each.soft, each.start, each.end)):
        last = joined[-1] if joined else None
        if (
            last
            and span.begun
            and last.soft is span.soft
            and span.start <= last.end + datetime.timedelta(days=1)
        ):
            joined[-1] = replace(last, end=max(last.end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def tied(
    case: Case, person: Person, acts: tuple[Conduct, ...], soft: frozenset[str] = frozenset()
) -> tuple[Tied, ...]:
    """Every incident of the gangs that some acts of a person belong to or help, and how it stands to him."""
    groups = {name for act in acts for name in (act.group, *act.serves) if name in case.group_of}
    within = {name: [act for act in acts if act.group == name] for name in groups}
    spans = {name: spans_in(str(name), within[name], soft) for name in groups}
    return tuple(
        _tied(incident, person, within[incident.group], soft, spans[incident.group])
        for incident in case.incidents
        if incident.group in groups
    )


def _tied(
    incident: Incident, person: Person, acts: list[Conduct], soft: frozenset[str], spans: tuple[Span, ...]
) -> Tied:
    last, first = incident.last_day, incident.start
    own = person.id in incident.by
    within = [span for span in spans if first and last and span.start <= first and last <= span.end]
    if any(not span.soft for span in within):
        return Tied(incident, "during", by_himself=own)
    if own:
        return Tied(incident, "own", bool(acts) and all(act.id in soft for act in acts), by_himself=True)
    if within:
        return Tied(incident, "during", soft=True)
    undated = last is None or any(act.last_day is None for act in acts)
    touching = last and any(
        (span.start <= last or not span.begun) and (first is None or first <= span.end) for span in spans
    )
    return Tied(incident, "partly" if acts and (undated or touching) else "outside")
