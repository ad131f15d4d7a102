"""Projects a case onto a person and what a charge may ask of him: stated facts combined, others derived."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cached_property

from kb import Fact, KnowledgeBase
from kb.rules import Offence

from .case import Case, Conduct, Dated, Person, Statement, state
from .facts import Item, Projection, pieces_of
from .incidents import NOTES, Tied, tied
from .values import UNKNOWN_NUMBER, Interval, Value, conjunction, disjunction, greatest, total

ABROAD = "committed_abroad"
"""What follows from the place of an act, where nobody has stated it."""
ALL_LISTED = "all_incidents_listed"
"""Whether the incidents entered for a gang are all that is known of it; else they are a lower bound."""


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
        self.before: Projector | None = None
        self.changed: frozenset[str] = frozenset()
        """Where this is the case of another projector with some facts changed: that one, and which facts."""
        self.of_acts: dict[str, dict[str, Item]] = {}
        """What each act says of a fact, whoever did it: by the name of the fact and the id of the act."""
        self._asked: dict[str | frozenset[str] | None, _Asked] = {}
        self._conduct: dict[str, list[Conduct]] = {}
        self._views: dict[tuple[str, tuple[str, ...], frozenset[str]], _View] = {}

    def again(self, case: Case, changed: frozenset[str]) -> Projector:
        """A projector of the case with some facts changed; what is said of the others is not worked out again."""
        made = Projector(case, self.kb, self.decision_day, self.excluded)
        if ALL_LISTED not in changed:  # 一项事实只看对它自己所说的；逐起事实是否齐全，别的事实也要看
            made.before, made.changed = self, changed
            made.of_acts = {name: said for name, said in self.of_acts.items() if name not in changed}
        return made

    def stated(self, holder: object, name: str, fact: Fact) -> Statement | None:
        """A fact as it was stated; not known where it stands on nothing but excluded evidence."""
        facts = getattr(holder, "facts", {})
        if name not in facts:
            return None
        statement = state(facts[name], fact)
        named = pieces_of(statement.evidence)
        if named and self.excluded.issuperset(named):
            return replace(statement, value=None, excluded=True)
        return statement

    def conduct_of(self, person: Person, kinds: tuple[str, ...]) -> tuple[Conduct, ...]:
        """The acts of a person that are of the given kinds, in the order of their dates."""
        if person.id not in self._conduct:
            mine = (act for act in self.case.conduct if person.id in act.who)
            ordered = sorted(mine, key=lambda act: (act.last_day or datetime.date.min, act.id))
            self._conduct[person.id] = ordered
        return tuple(act for act in self._conduct[person.id] if act.kind in kinds)

    @cached_property
    def mentioned(self) -> frozenset[str]:
        """Every fact that is stated of anybody or anything in the case."""
        if self.before is not None:
            return self.before.mentioned | self.changed
        return frozenset(name for _, _, facts in self.case.holders() for name in facts)

    def of_act(self, person: Person, act: Conduct, name: str) -> Value:
        """What is known of a fact for one act, whether the act counts or not."""
        return _View(self, person, (act,), frozenset())._of_act(act, name, self.kb.facts[name]).value  # noqa: SLF001

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
        view = self.view(person, acts, soft)
        asked = self.asked(charge, names)
        nothing, said = asked.of(view.kinds)
        values = {**nothing}
        for name, fact in said:
            values[name] = view.value(name, fact)
        for name in self.changed & asked.facts.keys():
            values[name] = view.value(name, asked.facts[name])
        for name, fact in asked.following:
            values[name] = view.derived(name, fact, values)
        return Projection(
            person=person,
            conduct=acts,
            values=values,
            items=_Items(view, asked.facts),
            kinds=view.kinds,
            act_day=max(days, default=self.decision_day),
            decision_day=self.decision_day,
            dated=len(days) == len(acts),
            soft=soft,
            said=self.mentioned,
            parts=self._parts(person, acts, soft, charge),
        )

    def view(self, person: Person, acts: tuple[Conduct, ...], soft: frozenset[str]) -> _View:
        """What is stated of a person over some acts, worked out once for all charges."""
        key = (person.id, tuple(act.id for act in acts), soft)
        if key not in self._views:
            self._views[key] = _View(self, person, acts, soft)
        return self._views[key]

    def asked(self, charge: Offence | None, names: frozenset[str] | None) -> _Asked:
        """The facts that a charge asks, or those named; all, where neither is given."""
        if self.before is not None:
            return self.before.asked(charge, names)
        key = names if names is not None or charge is None else charge.id
        if key not in self._asked:
            if names is not None:
                facts: Mapping[str, Fact] = {n: fact for n, fact in self.kb.facts.items() if n in names}
            else:
                facts = self.kb.facts if charge is None else self.kb.asked_by(charge)
            self._asked[key] = _Asked(facts, self.mentioned, self.kb)
        return self._asked[key]

    def _parts(
        self, person: Person, acts: tuple[Conduct, ...], soft: frozenset[str], charge: Offence | None
    ) -> tuple[Projection, ...]:
        if charge is None or len(acts) <= 1 or not self.kb.judged_by_act(charge):
            return ()
        return tuple(self.project(person, (act,), soft & {act.id}, charge) for act in acts)


class _Asked:
    """Facts that are asked, and what there is to know of them before one looks at single acts."""

    def __init__(self, facts: Mapping[str, Fact], mentioned: frozenset[str], kb: KnowledgeBase) -> None:
        self.facts, self._mentioned, self._kinds = facts, mentioned, kb.conduct_kinds
        self.following = [(n, f) for n, f in facts.items() if f.derived is not None or f.bounds is not None]
        self._of: dict[frozenset[str], tuple[dict[str, Value], list[tuple[str, Fact]]]] = {}

    def of(self, kinds: frozenset[str]) -> tuple[dict[str, Value], list[tuple[str, Fact]]]:
        """For acts of some kinds: what nobody has stated anywhere, not known or none of it; and what is left to look at."""
        if kinds not in self._of:
            nothing: dict[str, Value] = {}
            said: list[tuple[str, Fact]] = []
            for name, fact in self.facts.items():
                concerned = {kind in fact.about for kind in kinds} if fact.about and _of_acts(fact) else {True}
                if name in self._mentioned or self._implied(name, kinds) or len(concerned) > 1:
                    said.append((name, fact))
                else:
                    nothing[name] = _none_of(fact) if concerned == {False} else None
            self._of[kinds] = nothing, said
        return self._of[kinds]

    def _implied(self, name: str, kinds: frozenset[str]) -> bool:
        """Whether a fact may follow from an act itself: from its kind, or from its place."""
        return name == ABROAD or any(name in self._kinds[kind].implies for kind in kinds)


class _View:
    """The facts of one person over some acts, before they are combined."""

    def __init__(
        self, projector: Projector, person: Person, acts: tuple[Conduct, ...], soft: frozenset[str]
    ) -> None:
        self.projector, self.case, self.kb = projector, projector.case, projector.kb
        self.person, self.acts, self.soft = person, acts, soft
        self.decision_day = projector.decision_day
        self.kinds = frozenset(act.kind for act in acts)
        self._items: dict[str, tuple[Item, ...]] = {}
        self._values: dict[str, Value] = {}
        before = projector.before
        self._before = before.view(person, acts, soft) if before else None

    def value(self, name: str, fact: Fact) -> Value:
        """What the statements on a fact come to together, before anything follows from it."""
        if name not in self._values:
            self._values[name] = self._value(name, fact)
        return self._values[name]

    def _value(self, name: str, fact: Fact) -> Value:
        kept = self._kept(name)
        return kept.value(name, fact) if kept else self.combined(fact, self.items(name, fact))

    def items(self, name: str, fact: Fact) -> tuple[Item, ...]:
        """Where the fact is stated."""
        if name not in self._items:
            kept = self._kept(name)
            self._items[name] = kept.items(name, fact) if kept else tuple(self._stated_items(name, fact))
        return self._items[name]

    def _kept(self, name: str) -> _View | None:
        """The same view before facts were changed, where the change does not touch what it says of a fact."""
        return None if name in self.projector.changed else self._before

    def stated(self, holder: object, name: str, fact: Fact) -> Statement | None:
        return self.projector.stated(holder, name, fact)

    def _stated_items(self, name: str, fact: Fact) -> Iterator[Item]:
        """Where the fact is stated: on the person if at all there, else act by act."""
        for holder, label in ((self.person, self.person.name),):
            statement = self.stated(holder, name, fact)
            if statement is not None:
                yield Item.of(label, statement)
                return
        if not _of_acts(fact):
            return
        found = [self._of_act(act, name, fact) for act in self.acts]
        agreed = fact.combine != "sum" and len({item.value for item in found}) == 1
        listed = self._listed(name, fact) if "incident" in fact.scope else {}
        for act, item in zip(self.acts, found, strict=True):
            if item.value is None and not listed.keys().isdisjoint((act.group, *act.serves)):
                continue  # 团伙的逐起事实写明了的，不再按各人的行为分
            soft = act.id in self.soft and not agreed
            yield replace(item, value=_softened(item.value)) if soft else item
        yield from (item for items in listed.values() for item in items)
        if not self.acts and "case" in fact.scope:
            statement = self.stated(self.case, name, fact)
            if statement is not None:
                yield Item.of("全案", statement)

    def _listed(self, name: str, fact: Fact) -> dict[str | None, list[Item]]:
        """What the incidents of each gang come to for this person, one by one; what else it did is not known."""
        if not self.case.incidents:
            return {}
        open_groups = {
            tie
            for act in self.acts
            if self._of_act(act, name, fact).value is None
            for tie in (act.group, *act.serves)
        }
        found: dict[str | None, list[Item]] = {}
        members = {act.group for act in self.acts}
        for entry in tied(self.case, self.person, self.acts, self.soft):
            statement, group = self.stated(entry.incident, name, fact), entry.incident.group
            if statement is not None and group in open_groups and (entry.counts or group in members):
                found.setdefault(group, []).append(self._incident(entry, statement))
        for name_of, items in found.items():
            holder = self.case.group_of[str(name_of)]
            if not self._says_yes(holder, ALL_LISTED):
                items.append(Item(holder.label or holder.id, UNKNOWN_NUMBER, note="所列以外是否还有，未查"))
        return found

    @staticmethod
    def _incident(entry: Tied, statement: Statement) -> Item:
        item = replace(Item.of(entry.incident.id, statement), note=NOTES[entry.tie])
        if not entry.counts:
            return replace(item, value=Interval.exactly(0))
        value = UNKNOWN_NUMBER if item.value is None else item.value
        return replace(item, value=_softened(value) if entry.soft or entry.tie == "partly" else value)

    def _of_act(self, act: Conduct, name: str, fact: Fact) -> Item:
        """The fact for one act, which does not depend on who did it."""
        known = self.projector.of_acts.setdefault(name, {})
        if act.id not in known:
            known[act.id] = self._found(act, name, fact)
        return known[act.id]

    def _found(self, act: Conduct, name: str, fact: Fact) -> Item:
        """The fact for one act: as stated on it, implied by its kind, or said of its group or the case."""
        statement = self.stated(act, name, fact)
        if statement is not None:
            return Item.of(act.id, statement)
        implied = self.kb.conduct_kinds[act.kind].implies.get(name)
        if implied is not None:
            return Item(act.id, implied, note=f"由行为种类“{self.kb.conduct_kinds[act.kind].label}”可知")
        if fact.about and act.kind not in fact.about:
            return Item(act.id, _none_of(fact), note="此类行为不涉及")
        if fact.combine != "sum":  # an amount of the gang is not the amount of each member
            for ring in self._around(act, fact):
                said = [(label, self.stated(holder, name, fact)) for holder, label in ring]
                items = tuple(Item.of(label, statement) for label, statement in said if statement is not None)
                if items:
                    return items[0] if len(items) == 1 else self._agreed(fact, items)
        if name == ABROAD and act.place is not None:
            return Item(act.id, act.place == "境外", note="由行为地点可知")
        return Item(act.id, None)

    def _around(self, act: Conduct, fact: Fact) -> Iterator[list[tuple[object, str]]]:
        """The holders whose facts an act shares, the nearest first: its group, whom it serves, the case."""
        if "group" in fact.scope:
            for names in ((act.group,) if act.group else (), sorted(set(act.serves))):
                groups = [self.case.group_of[name] for name in names if name in self.case.group_of]
                yield [(group, group.label or group.id) for group in groups]
        if "conduct" in fact.scope and fact.scope != ("conduct", "person"):
            served = (name for name in sorted(set(act.serves)) if name in self.case.conduct_of)
            yield [(self.case.conduct_of[name], name) for name in served]
        if "case" in fact.scope:
            yield [(self.case, "全案")]

    def _agreed(self, fact: Fact, items: tuple[Item, ...]) -> Item:
        """What several who are served say of an act, as the vocabulary says; never by which of them is named first."""
        if fact.numeric:
            numbers = (item.value if isinstance(item.value, Interval) else UNKNOWN_NUMBER for item in items)
            value: Value = greatest(numbers)
        else:
            value = self.combined(fact, items)
        return Item(
            "、".join(item.holder for item in items),
            value,
            "、".join(dict.fromkeys(item.evidence for item in items if item.evidence)) or None,
            any(item.disputed for item in items),
            excluded=any(item.excluded for item in items),
        )

    def combined(self, fact: Fact, items: tuple[Item, ...]) -> Value:
        """One value from several statements, as the vocabulary says."""
        if not items:
            return None
        if fact.numeric:
            if all(item.value is None for item in items):
                return None
            return self._number(fact, items)
        values = [item.value for item in items]
        if fact.type == "choice":
            return values[0] if len(set(values)) == 1 else None
        truths = [value if isinstance(value, bool) else None for value in values]
        return conjunction(truths) if fact.combine == "all" else disjunction(truths)

    def _number(self, fact: Fact, items: tuple[Item, ...]) -> Interval:
        parts = {
            item.holder: item.value if isinstance(item.value, Interval) else UNKNOWN_NUMBER for item in items
        }
        if fact.combine != "sum":
            return greatest(parts.values())
        events: tuple[Dated, ...] = (*self.acts, *self.case.incidents)
        known = {each.id for each in events if each.id in parts}
        if not known:
            return total(parts.values())
        dated = [each for each in events if each.id in known and not each.handled_before]
        rest = [part for holder, part in parts.items() if holder not in known]
        whole = total([*(parts[each.id] for each in dated), *rest])
        windows = [total(parts[each.id] for each in self._window(fact, dated, last)) for last in dated]
        return Interval(max((window.low for window in windows), default=Decimal(0)), whole.high)

    def _window(self, fact: Fact, acts: list[Dated], last: Dated) -> list[Dated]:
        """The acts that certainly add up with a given last one: those within the years that the law allows.

        Acts further apart add up only where each is a crime of its own; that is for a person to say, so the sum
        over all acts is only an upper bound. Acts already dealt with never count twice.
        """
        end = last.last_day
        if not fact.window_years or end is None:
            return acts if not fact.window_years else [last]
        start = _years_before(end, fact.window_years)
        return [
            act for act in acts if act is last or (act.last_day is not None and start <= act.last_day <= end)
        ]

    def derived(self, name: str, fact: Fact, values: Mapping[str, Value]) -> Value:
        """A fact that follows from others where nobody has stated it."""
        value = values[name]
        if fact.derived is None:
            return self._bounded(fact, value)
        if fact.derived.kind == "group_fact":
            return self._group_amount(name, fact, value) if values.get("is_ringleader") is True else value
        if value is not None:
            return value
        match fact.derived.kind:
            case "age":
                return self._age()
            case "served_count":
                return self._served_count()
            case "group_size":
                return self._group_size()
            case "own_upstream":
                return self._own_upstream()
            case "own_incidents":
                return self._own_incidents(fact)
            case "by_unit":
                return self._by_unit()
            case "act_count":
                return self._act_count(fact)
            case "share":
                return self._share(fact, values)
            case "sum_where":
                return self._sum_where(fact, values)
            case _:
                return self._whole_or_nothing(fact, values)

    def _bounded(self, fact: Fact, value: Value) -> Value:
        if value is None and fact.bounds is not None:
            return Interval(Decimal(fact.bounds[0]), Decimal(fact.bounds[1]))
        return value

    def _age(self) -> Value:
        first = min((day for act in self.acts if (day := act.start or act.end)), default=None)
        last = max((act.last_day for act in self.acts if act.last_day), default=None)
        if self.person.born is None or first is None or last is None:
            return None
        return Interval(Decimal(_age_on(self.person.born, first)), Decimal(_age_on(self.person.born, last)))

    def _act_count(self, fact: Fact) -> Value:
        """At least one for each act that is not dealt with yet, within the window that the law allows (多次)."""
        acts: list[Dated] = [act for act in self.acts if not act.handled_before and act.id not in self.soft]
        if not acts:
            return None
        return Interval(Decimal(max(len(self._window(fact, acts, last)) for last in acts)), None)

    def _whole(self, group: str, name: str, fact: Fact) -> Value:
        """What the incidents of a gang add up to; more, where they may not be all."""
        said = (self.stated(entry, name, fact) for entry in self.case.incidents if entry.group == group)
        values = [statement.value for statement in said if statement is not None]
        if not values:
            return None
        listed = total(value if isinstance(value, Interval) else UNKNOWN_NUMBER for value in values)
        complete = self._says_yes(self.case.group_of[group], ALL_LISTED)
        return listed if complete else Interval(listed.low, None)

    def _own_incidents(self, fact: Fact) -> Value:
        """What the person had a hand in himself, of what his gangs did."""
        assert fact.derived is not None  # noqa: S101 - told to the type checker, checked by the caller
        name = str(fact.derived.fact)
        groups = {act.group for act in self.acts if act.group}
        own = [each for each in self.case.incidents if each.group in groups and self.person.id in each.by]
        said = [s.value for each in own if (s := self.stated(each, name, self.kb.facts[name])) is not None]
        listed = [value if isinstance(value, Interval) else UNKNOWN_NUMBER for value in said]
        complete = all(self._says_yes(self.case.group_of[group], ALL_LISTED) for group in groups)
        if not any(each.group in groups for each in self.case.incidents):
            return None
        return total(listed) if complete else Interval(total(listed).low, None)

    def _by_unit(self) -> Value:
        """Whether the person is a unit, or did every act together with one; open where neither is said."""
        units = {person.id for person in self.case.persons if person.kind == "unit"}
        together = bool(self.acts) and all(units & set(act.who) for act in self.acts)
        return True if self.person.kind == "unit" or together else None

    def _served_count(self) -> Value:
        """At least as many as are named and known to have committed a crime (被帮助者均达到犯罪程度)."""
        groups = {target for act in self.acts for target in act.serves if target in self.case.group_of}
        confirmed = [
            name for name in groups if self._says_yes(self.case.group_of[name], "upstream_crime_confirmed")
        ]
        return Interval(Decimal(len(confirmed)), None) if confirmed else None

    def _says_yes(self, holder: object, name: str) -> bool:
        statement = self.stated(holder, name, self.kb.facts[name])
        return statement is not None and statement.value is True

    def _share(self, fact: Fact, values: Mapping[str, Value]) -> Value:
        assert fact.derived is not None  # noqa: S101 - told to the type checker, checked by the caller
        parts = []
        for ratio in fact.derived.of:
            value = values.get(ratio.fact)
            number = value if isinstance(value, Interval) else UNKNOWN_NUMBER
            high = None if number.high is None else number.high / ratio.per
            parts.append(Interval(number.low / ratio.per, high))
        return total(parts)

    def _group_size(self) -> Value:
        sizes = [len(self.case.members(act.group)) for act in self.acts if act.group]
        return Interval(Decimal(max(sizes)), None) if sizes else None

    def _sum_where(self, fact: Fact, values: Mapping[str, Value]) -> Value:
        """The part of an amount that belongs to acts of which another fact holds (电信网络诈骗的数额)."""
        assert fact.derived is not None  # noqa: S101 - told to the type checker, checked by the caller
        assert fact.derived.fact is not None  # noqa: S101
        assert fact.derived.where is not None  # noqa: S101
        whole = values.get(fact.derived.fact)
        amount = whole if isinstance(whole, Interval) else UNKNOWN_NUMBER
        condition = self.kb.facts[fact.derived.where]
        holds = {act.id: self._of_act(act, fact.derived.where, condition).value for act in self.acts}
        whole_items = self.items(fact.derived.fact, self.kb.facts[fact.derived.fact])
        holds |= self._of_gangs(whole_items, fact.derived.where, condition)
        if all(truth is True for truth in holds.values()):
            return amount
        if all(truth is False for truth in holds.values()):
            return Interval.exactly(0)
        if not all(item.holder in holds for item in whole_items):  # 总数写在人身上：分不出各项行为
            return Interval(Decimal(0), amount.high)
        parts = tuple(replace(item, value=_part(item.value, holds[item.holder])) for item in whole_items)
        return self._number(self.kb.facts[fact.derived.fact], parts)

    def _of_gangs(self, items: tuple[Item, ...], name: str, fact: Fact) -> dict[str, Value]:
        """Whether a fact holds of what the gangs did: as it is said of the gang, or of the whole case."""
        found: dict[str, Value] = {}
        groups = {incident.id: incident.group for incident in self.case.incidents}
        groups |= {group.label or group.id: group.id for group in self.case.groups}
        for item in items:
            if item.holder in groups:
                holders = (self.case.group_of[groups[item.holder]], self.case)
                said = [s for holder in holders if (s := self.stated(holder, name, fact)) is not None]
                found[item.holder] = said[0].value if said else None
        return found

    @staticmethod
    def _whole_or_nothing(fact: Fact, values: Mapping[str, Value]) -> Value:
        """A fact that another one settles at once: all of it, none of it, or no."""
        assert fact.derived is not None  # noqa: S101 - told to the type checker, checked by the caller
        kind, other = fact.derived.kind, values.get(fact.derived.where or "")
        if kind == "whole_where_not" and (other is False or other == Interval.exactly(0)):
            return values.get(fact.derived.fact or "")
        if kind == "none_where_not" and other is False:
            return Interval.exactly(0)
        if kind == "yes_where" and other is True:
            return True
        if kind == "choice_where" and other is True:
            return fact.derived.choice
        return False if kind == "not_where" and other is True else None

    def _own_upstream(self) -> Value:
        """Whether every act deals with what the person's own fraud brought in: within his gang, or serving his own act.

        Only a fraud he knew of is his own: who deceived unwittingly may still conceal what others gained.
        """
        own = [
            act
            for act in self.case.conduct
            if self.person.id in act.who
            and self.kb.conduct_kinds[act.kind].implies.get("deceived_victims")
            and self._knowing(act)
        ]
        ties = {act.id for act in own} | {act.group for act in own if act.group}
        linked = [bool(ties & {*act.serves, act.group}) for act in self.acts if act not in own]
        return True if linked and all(linked) else None

    def _knowing(self, act: Conduct) -> bool:
        """Whether it is shown that the person did an act knowing it was fraud."""
        for name in ("knew_fraud", "intended_unlawful_possession"):
            fact = self.kb.facts[name]
            stated = self.stated(self.person, name, fact)
            value = self._of_act(act, name, fact).value if stated is None else stated.value
            if value is True:
                return True
        return False

    def _group_amount(self, name: str, fact: Fact, value: Value) -> Value:
        """A ringleader answers for all that his groups did (刑法第二十六条第三款), and for his other acts."""
        led = {act.group for act in self.acts if act.group and self._organises(act)}
        amounts = []
        for group in sorted(led):
            said = [self._whole(group, name, fact)]
            statement = self.stated(self.case.group_of[group], name, fact)
            if statement is not None:
                said.append(statement.value)
            known = [value for value in said if isinstance(value, Interval)]
            amounts += [greatest(known)] if known else []
        if not amounts:
            return value
        others = [act for act in self.acts if act.group not in led]
        outside = [self._of_act(act, name, fact).value for act in others]
        answered = total([*amounts, *(part for part in outside if isinstance(part, Interval))])
        return greatest([answered, value]) if isinstance(value, Interval) and value.known else answered

    def _organises(self, act: Conduct) -> bool:
        return bool(self.kb.conduct_kinds[act.kind].implies.get("organized_or_directed"))


class _Items(Mapping[str, tuple[Item, ...]]):
    """Where each fact that a charge asks is stated, looked up when it is explained."""

    def __init__(self, view: _View, facts: Mapping[str, Fact]) -> None:
        self._view, self._facts = view, facts

    def __getitem__(self, name: str) -> tuple[Item, ...]:
        return self._view.items(name, self._facts[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)


def _of_acts(fact: Fact) -> bool:
    """Whether a fact can be stated of an act, or of what an act shares with others."""
    return not {"conduct", "group", "case"}.isdisjoint(fact.scope)


def _none_of(fact: Fact) -> Value:
    """What an act that a fact is not about says of it."""
    return Interval.exactly(0) if fact.numeric else False


def _part(value: Value, holds: Value) -> Value:
    """What an amount contributes to a sum over acts of which a condition holds, may hold, or does not."""
    if holds is False:
        return Interval.exactly(0)
    return value if holds is True else _softened(value)


def _softened(value: Value) -> Value:
    """What an act that may not count can say: a number up to its upper bound, and no yes."""
    if isinstance(value, Interval):
        return Interval(Decimal(0), value.high)
    return None if value is True or isinstance(value, str) else value


def _years_before(day: datetime.date, years: int) -> datetime.date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 2 月 29 日
        return day.replace(year=day.year - years, day=28)


def _age_on(born: datetime.date, day: datetime.date) -> int:
    """Full years of age; a birthday counts from the day after it (周岁按公历，从生日第二天起算)."""
    return day.year - born.year - ((day.month, day.day) <= (born.month, born.day))
