"""The order in which the acts of a case are looked at: by their dates, and of one day by what is said of them."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable

from .case import Case, Conduct
from .values import Value

ValueOf = Callable[[object, str], Value]
"""What is known of something by a fact that is stated of it."""


def ordered(case: Case, known: ValueOf) -> tuple[Conduct, ...]:
    """The acts of a case in an order that rests neither on the file nor on how anything is called.

    The id comes last: it tells apart only acts of which all that is said is the same.
    """
    of_a_day: dict[tuple[datetime.date, datetime.date], list[Conduct]] = {}
    for act in case.conduct:
        of_a_day.setdefault(_when(act), []).append(act)
    return tuple(act for day in sorted(of_a_day) for act in _of_one_day(of_a_day[day], case, known))


def _of_one_day(acts: list[Conduct], case: Case, known: ValueOf) -> list[Conduct]:
    """Acts of the same days; what is said of them is looked at only where there are several."""
    return acts if len(acts) == 1 else sorted(acts, key=lambda act: (*_what(act, case, known), act.id))


def _when(act: Conduct) -> tuple[datetime.date, datetime.date]:
    return act.last_day or datetime.date.min, act.start or datetime.date.min


def _what(act: Conduct, case: Case, known: ValueOf) -> tuple[object, ...]:
    """What is said of an act, of its group and of those it serves."""
    tied = _tied(act, case)
    return (
        act.kind,
        act.place or "",
        len(act.who),
        _said(act, known),
        sorted(_said(one, known) for one in tied),
    )


def _tied(act: Conduct, case: Case) -> Iterable[object]:
    held = {**case.person_of, **case.conduct_of, **case.group_of}
    return (held[name] for name in (act.group, *act.serves) if name in held)


def _said(holder: object, known: ValueOf) -> str:
    facts = getattr(holder, "facts", {})
    return "；".join(f"{name}={known(holder, name)}" for name in sorted(facts))
