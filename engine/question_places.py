"""Where an open fact is asked: on the person, on the act, on the group that people share, or on the whole case."""

from __future__ import annotations

from collections.abc import Iterable

from kb import Fact

from .case import Conduct
from .case_change import CASE
from .explain import LEADS
from .facts import Projection
from .projector import Projector
from .question_tree import Want
from .values import Interval, Value
from .view import ALL_LISTED


class Places:
    """Finds where an answer has to be written so that it counts for a person's acts."""

    def __init__(self, projector: Projector) -> None:
        self.projector, self.case, self.kb = projector, projector.case, projector.kb
        self._found: dict[tuple[int, str], tuple[Projection, tuple[Want, ...]]] = {}
        self._holders = {CASE: self.case, **self.case.group_of, **self.case.person_of, **self.case.conduct_of}

    def of(self, facts: Projection, name: str) -> tuple[Want, ...]:
        """Where a fact is asked of a person; nowhere if all is stated and only what of it counts is open."""
        key = (id(facts), name)  # the readings of a charge ask of the same facts, which this keeps
        if key not in self._found:
            self._found[key] = (facts, self._unanswered(self._of(facts, name)))
        return self._found[key][1]

    def of_act(self, part: Projection, name: str) -> tuple[Want, ...]:
        """Where a fact is asked that tells whether one act counts: on the act, if it can stand there."""
        if "conduct" not in self.kb.facts[name].scope:
            return self.of(part, name)
        return self._unanswered(Want(name, act.id) for act in part.conduct)

    def _unanswered(self, wants: Iterable[Want]) -> tuple[Want, ...]:
        return tuple(want for want in wants if not self._answered(want))

    def _answered(self, want: Want) -> bool:
        """Whether the place states the fact and leaves nothing to ask."""
        said = self.projector.stated(self._holders[want.place], want.fact, self.kb.facts[want.fact])
        return said is not None and known(said.value)

    def _of(self, facts: Projection, name: str) -> tuple[Want, ...]:
        fact, person = self.kb.facts[name], facts.person
        if name in person.facts or fact.scope == ("person",):
            return (Want(name, person.id),)
        if fact.scope == (CASE,):
            return (Want(name, CASE),)
        of_gangs = self._unlisted(facts, name, fact) or self._led(facts, name, fact)
        if of_gangs:
            return of_gangs
        acts = self._open_acts(facts, name)
        return self._around(facts, acts, name, fact) if acts else ()

    def _around(self, facts: Projection, acts: list[Conduct], name: str, fact: Fact) -> tuple[Want, ...]:
        """Where a fact is asked that is open for some acts: act by act, on what they share, or on the person."""
        by_act = "conduct" in fact.scope
        if by_act and any(name in act.facts for act in facts.conduct):
            return tuple(Want(name, act.id) for act in acts)  # 已经逐项行为填写的，逐项问下去
        groups = [self._group(act, name, fact) for act in acts]
        if "person" in fact.scope:
            return (Want(name, facts.person.id, groups[0] if len(set(groups)) == 1 else None),)
        if CASE in fact.scope and not any(groups):
            return (Want(name, CASE),)
        places = [group or (act.id if by_act else CASE) for act, group in zip(acts, groups, strict=True)]
        return tuple(Want(name, place) for place in dict.fromkeys(places))

    def _open_acts(self, facts: Projection, name: str) -> list[Conduct]:
        """The acts of which the fact is not known; one that does not count for sure may well state it."""
        items = facts.items.get(name, ())
        if len(items) != len(facts.conduct):
            return list(facts.conduct)
        return [
            act
            for act, item in zip(facts.conduct, items, strict=True)
            if not known(item.value)
            and not (act.id in facts.soft and known(self.projector.of_act(facts.person, act, name)))
        ]

    def _group(self, act: Conduct, name: str, fact: Fact) -> str | None:
        """The one group that speaks for an act: its own or the one it serves, that which states the fact first."""
        if "group" not in fact.scope or fact.combine == "sum":
            return None
        own = [act.group] if act.group else []
        served = [group for group in sorted(set(act.serves)) if group in self.case.group_of]
        for ring in (own, served):
            stating = [group for group in ring if name in self.case.group_of[group].facts]
            if stating:
                return stating[0] if len(stating) == 1 else None
        return own[0] if own else served[0] if len(served) == 1 else None

    def _unlisted(self, facts: Projection, name: str, fact: Fact) -> tuple[Want, ...]:
        """The gangs of which incidents are entered, and not said whether these are all: till then they are a lower bound."""
        if "incident" not in fact.scope:
            return ()
        ties = {tie for act in facts.conduct for tie in (act.group, *act.serves)}
        groups = {entry.group for entry in self.case.incidents if entry.group in ties and name in entry.facts}
        return self._unanswered(Want(ALL_LISTED, group) for group in sorted(groups))

    def _led(self, facts: Projection, name: str, fact: Fact) -> tuple[Want, ...]:
        """The groups whose amount a ringleader answers for (刑法第二十六条第三款), and of which it is not known."""
        if fact.derived is None or fact.derived.kind != "group_fact" or facts.value(LEADS) is not True:
            return ()
        kinds = self.kb.conduct_kinds
        led = {
            act.group
            for act in facts.conduct
            if act.group and kinds[act.kind].implies.get("organized_or_directed")
        }
        return self._unanswered(Want(name, group) for group in sorted(led))


def known(value: Value) -> bool:
    """Whether a value leaves nothing to ask."""
    return value is not None and (not isinstance(value, Interval) or value.known)
