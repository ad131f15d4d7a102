"""Projects a case onto a person and what a charge may ask of him: stated facts combined, others derived."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from kb import Fact, KnowledgeBase
from kb.rules import Offence

from .act_order import ordered
from .case import Case, Conduct, Person, Statement, state
from .derived import Known
from .facts import Item, Projection, pieces_of
from .incidents import groups_behind
from .values import Value
from .view import ABROAD, ALL_LISTED, View, none_of, of_acts


class Projector:
    """Projects one case; keeps what does not depend on the charge."""

    def __init__(
        self,
        case: Case,
        kb: KnowledgeBase,
        today: datetime.date,
        excluded: frozenset[str] = frozenset(),
    ) -> None:
        self.case = case
        self.kb = kb
        self.decision_day = case.decision_date or today
        self.excluded = excluded
        """The pieces of evidence that may not carry a finding (不得作为定案的根据)."""
        self.changed: frozenset[str] = frozenset()
        """The facts that were changed, where this is a case that was projected before."""
        self.of_acts: dict[str, dict[tuple[str, str], Item]] = {}
        """What each act says of a fact, whoever did it: by the fact, and the id and kind of the act."""
        self.kept_asked: dict[tuple[object, ...], Asked] = {}
        self._statements: dict[tuple[int, str], Statement] = {}
        self._said_of: dict[tuple[str, str], frozenset[str]] = {}
        self._silent: dict[str, Item] = {}
        self._conduct: dict[str, list[Conduct]] = {}
        self._kinds: dict[str, frozenset[str]] = {}
        self._views: dict[tuple[object, ...], Known] = {}

    def again(self, case: Case, changed: frozenset[str]) -> Projector:
        """A projector of the case with some facts changed; what is said of the others is not worked out again."""
        if ALL_LISTED in changed:  # 逐起事实是否齐全，别的事实也要看
            return Projector(case, self.kb, self.decision_day, self.excluded)
        return _Again(self, case, changed)

    def stated(self, holder: object, name: str, fact: Fact) -> Statement | None:
        """A fact as it was stated; not known where it stands on nothing but excluded evidence."""
        facts: Mapping[str, Any] = getattr(holder, "facts", {})
        if name not in facts:
            return None
        key = (id(holder), name)  # the case keeps its holders, so that their ids stay their own
        if key not in self._statements:
            self._statements[key] = self._read(facts[name], fact)
        return self._statements[key]

    def _read(self, raw: Any, fact: Fact) -> Statement:
        statement = state(raw, fact)
        named = pieces_of(statement.evidence)
        if named and self.excluded.issuperset(named):
            return replace(statement, value=None, excluded=True)
        return statement

    def conduct_of(self, person: Person, kinds: Collection[str]) -> tuple[Conduct, ...]:
        """The acts of a person that are of the given kinds, in the order of their dates."""
        return tuple(act for act in self.acts_of(person) if act.kind in kinds)

    def acts_of(self, person: Person) -> list[Conduct]:
        """All acts of a person, in the order of their dates."""
        if person.id not in self._conduct:
            self._conduct[person.id] = [act for act in self._ordered if person.id in act.who]
        return self._conduct[person.id]

    def kinds_of(self, person: Person) -> frozenset[str]:
        """The kinds of conduct of a person's acts."""
        if person.id not in self._kinds:
            self._kinds[person.id] = frozenset(act.kind for act in self.acts_of(person))
        return self._kinds[person.id]

    @cached_property
    def _ordered(self) -> tuple[Conduct, ...]:
        return ordered(self.case, self.known)

    def known(self, holder: object, name: str) -> Value:
        """What is known of something by a fact that is stated of it."""
        statement = self.stated(holder, name, self.kb.facts[name]) if name in self.kb.facts else None
        return statement.value if statement else None

    def of_act(self, person: Person, act: Conduct, name: str) -> Value:
        """What is known of a fact for one act, whether the act counts or not."""
        return self.view(person, (act,), frozenset()).of_act(act, name, self.kb.facts[name]).value

    @cached_property
    def mentioned(self) -> frozenset[str]:
        """Every fact that is stated of anybody or anything in the case."""
        return frozenset(name for _, _, facts in self.case.holders() for name in facts)

    @cached_property
    def said_beside(self) -> frozenset[str]:
        """Every fact that is stated of an incident, or of the whole case."""
        return frozenset(self.case.facts).union(*(incident.facts for incident in self.case.incidents))

    def said_of(self, act: Conduct) -> frozenset[str]:
        """Every fact that is stated of an act or of what it shares with others, or that its kind or place implies."""
        key = (act.id, act.kind)
        if key not in self._said_of:
            case, behind = self.case, groups_behind(self.case, act)
            groups = (
                case.group_of[name].facts for name in case.group_of.keys() & {act.group, *act.serves, *behind}
            )
            served = (case.conduct_of[name].facts for name in case.conduct_of.keys() & {*act.serves})
            implied = self.kb.conduct_kinds[act.kind].implies
            self._said_of[key] = frozenset({ABROAD}).union(act.facts, case.facts, implied, *groups, *served)
        return self._said_of[key]

    def silent(self, act: Conduct) -> Item:
        """What an act says of a fact of which nothing is stated."""
        if act.id not in self._silent:
            self._silent[act.id] = Item(act.id, None, act=act.id)
        return self._silent[act.id]

    def project(
        self,
        person: Person,
        acts: tuple[Conduct, ...],
        soft: frozenset[str] = frozenset(),
        charge: Offence | None = None,
        names: frozenset[str] | None = None,
    ) -> Projection:
        """Project the case onto a person and the acts that matter for a charge, and onto the facts it may ask.

        `names`: onto these facts instead; they include those from which one of them follows.

        `soft` names the acts of which it is not known whether they count: they raise upper bounds, never lower ones,
        and say neither yes nor no on their own.
        """
        days = [act.last_day for act in acts if act.last_day]
        view, asked = self.view(person, acts, soft), self.asked(charge, names)
        return Projection(
            person=person,
            conduct=acts,
            values=_values(view, asked),
            items=_Items(view, asked.facts),
            kinds=view.kinds,
            act_day=max(days, default=self.decision_day),
            decision_day=self.decision_day,
            dated=len(days) == len(acts),
            soft=soft,
            said=self.mentioned,
            parts=self._parts(person, acts, soft, charge),
        )

    def seen(self, person: Person, act: Conduct, names: frozenset[str]) -> dict[str, Value]:
        """What is known of some facts from one act of a person alone."""
        return _values(self.view(person, (act,), frozenset()), self.asked(None, names))

    def view(self, person: Person, acts: tuple[Conduct, ...], soft: frozenset[str]) -> Known:
        """What is known of a person over some acts, worked out once for all charges."""
        key = (person.id, tuple((act.id, act.kind) for act in acts), soft)
        if key not in self._views:
            self._views[key] = Known(self, person, acts, soft)
        return self._views[key]

    def view_before(
        self,
        person: Person,  # noqa: ARG002
        acts: tuple[Conduct, ...],  # noqa: ARG002
        soft: frozenset[str],  # noqa: ARG002
    ) -> View | None:
        """What was stated of a person over some acts before some facts were `changed`; nothing, where none were."""
        return None

    def asked(self, charge: Offence | None, names: frozenset[str] | None) -> Asked:
        """The facts that a charge asks, or those named; all, where neither is given."""
        key = (names, charge and charge.id, self.mentioned)
        if key not in self.kept_asked:
            if names is not None:
                facts = self.kb.named(names)
            else:
                facts = self.kb.facts if charge is None else self.kb.asked_by(charge)
            self.kept_asked[key] = Asked(facts, self.mentioned, self.kb)
        return self.kept_asked[key]

    def _parts(
        self, person: Person, acts: tuple[Conduct, ...], soft: frozenset[str], charge: Offence | None
    ) -> tuple[Projection, ...]:
        if charge is None or len(acts) <= 1 or not self.kb.judged_by_act(charge):
            return ()
        return tuple(self.project(person, (act,), soft & {act.id}, charge) for act in acts)


class Asked:
    """Facts that are asked, and what there is to know of them before one looks at single acts."""

    def __init__(self, facts: Mapping[str, Fact], mentioned: frozenset[str], kb: KnowledgeBase) -> None:
        self.facts, self._mentioned, self._kinds = facts, mentioned, kb.conduct_kinds
        self._of: dict[frozenset[str], tuple[dict[str, Value], list[str]]] = {}

    def of(self, kinds: frozenset[str]) -> tuple[dict[str, Value], list[str]]:
        """For acts of some kinds: what nobody has stated anywhere, not known or none of it; and what is left to look at."""
        if kinds not in self._of:
            nothing: dict[str, Value] = {}
            said: list[str] = []
            spoken = self._mentioned.union({ABROAD}, *(self._kinds[kind].implies for kind in kinds))
            for name, fact in self.facts.items():
                concerned = {kind in fact.about for kind in kinds} if fact.about and of_acts(fact) else {True}
                follows = fact.derived is not None or fact.bounds is not None
                if name in spoken or len(concerned) > 1 or follows:
                    said.append(name)
                else:
                    nothing[name] = none_of(fact) if concerned == {False} else None
            self._of[kinds] = nothing, said
        return self._of[kinds]


def _values(view: Known, asked: Asked) -> dict[str, Value]:
    """What is known of the facts that are asked."""
    nothing, said = asked.of(view.kinds)
    values = {**nothing}
    for name in said:
        values[name] = view.known[name]
    return values


class _Again(Projector):
    """Projects a case that was projected before with some facts changed; what a fact says rests on no other fact."""

    def __init__(self, before: Projector, case: Case, changed: frozenset[str]) -> None:
        super().__init__(case, before.kb, before.decision_day, before.excluded)
        self.before, self.changed = before, changed
        self.kept_asked = before.kept_asked
        self.of_acts = {name: said for name, said in before.of_acts.items() if name not in changed}

    @cached_property
    def _ordered(self) -> tuple[Conduct, ...]:
        return tuple(self.case.conduct_of[act.id] for act in self.before._ordered)  # noqa: SLF001 - of its own kind

    @cached_property
    def mentioned(self) -> frozenset[str]:
        """Every fact that is stated of anybody or anything in the case."""
        return self.before.mentioned | self.changed

    def view_before(self, person: Person, acts: tuple[Conduct, ...], soft: frozenset[str]) -> View | None:
        """What was stated of a person over some acts before the change."""
        return self.before.view(person, acts, soft)


class _Items(Mapping[str, tuple[Item, ...]]):
    """Where each fact that a charge asks is stated, looked up when it is explained."""

    def __init__(self, view: View, facts: Mapping[str, Fact]) -> None:
        self._view, self._facts = view, facts

    def __getitem__(self, name: str) -> tuple[Item, ...]:
        return self._view.items(name, self._facts[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)
