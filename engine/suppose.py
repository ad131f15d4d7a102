"""What the verdict on a charge would be if some facts were otherwise, without a copy of the case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from kb import Fact, KnowledgeBase
from kb.asked import sources_of
from kb.rules import Offence

from .case import Case, Conduct, Person, Statement
from .case_change import CASE
from .conditions import decide
from .explain import LEADS
from .facts import Projection
from .law import candidates
from .plan import Plan
from .projector import Asked, Projector
from .standing import verdict_of
from .values import Truth, Value
from .ways import Change, Changes

if TYPE_CHECKING:
    from .assess import CaseAssessor


@lru_cache(maxsize=4)
def _following(kb: KnowledgeBase) -> Mapping[str, tuple[str, ...]]:
    """Each fact with those that follow from it."""
    found: dict[str, list[str]] = {}
    for name, fact in kb.facts.items():
        sources = sources_of({name}, kb) | ({LEADS} if _is_of_group(fact) else set())
        for source in sources - {name}:
            found.setdefault(source, []).append(name)
    return {source: tuple(names) for source, names in found.items()}


Based = dict[tuple[object, ...], Projection]
"""What was projected before, by the acts, those of them that may not count, and what was asked."""


class Supposed(Projector):
    """Projects a case as if some facts had been stated otherwise; projects again only what rests on them."""

    def __init__(
        self,
        base: Projector,
        charge: Offence,
        said: Mapping[tuple[str, str], Statement],
        based: Based,
        entered: Conduct | None = None,
    ) -> None:
        """`said`: what is supposed to be stated, by holder and fact; `entered`: an act beside those of the case."""
        super().__init__(_with_act(base.case, entered), base.kb, base.decision_day, base.excluded)
        self.base, self.said, self.based = base, said, based
        self._as_entered = entered is None
        self._supposed = frozenset(name for _, name in said)
        asked = base.kb.asked_by(charge)
        self.changed = frozenset(self._turned(asked))
        needed = sources_of(self.changed, base.kb) | {LEADS}
        rest = {name: fact for name, fact in asked.items() if name in needed}
        self._needed = Asked(rest, base.mentioned | self._supposed, base.kb)

    def _turned(self, asked: Mapping[str, Fact]) -> Iterator[str]:
        """The facts supposed and those that follow; whether his own fraud is the upstream is looked at each time."""
        following = _following(self.kb)
        for _, name in self.said:
            yield name
            yield from (other for other in following.get(name, ()) if other in asked)
        derived = ((name, fact.derived) for name, fact in asked.items() if fact.derived)
        yield from (name for name, rule in derived if rule.kind == "own_upstream")

    def stated(self, holder: object, name: str, fact: Fact) -> Statement | None:
        """A fact as it is supposed to have been stated, else as it was."""
        target = CASE if holder is self.case else str(getattr(holder, "id", ""))
        return self.said.get((target, name)) or super().stated(holder, name, fact)

    @cached_property
    def said_beside(self) -> frozenset[str]:
        """Every fact that is stated of an incident or of the whole case, or supposed of anything."""
        return super().said_beside | self._supposed

    @cached_property
    def mentioned(self) -> frozenset[str]:
        """Every fact that is stated or supposed of anybody or anything in the case."""
        return self.base.mentioned | self._supposed

    def said_of(self, act: Conduct) -> frozenset[str]:
        """Every fact that an act, or what it shares with others, may state."""
        said = self.base.said_of(act) if self._as_entered else super().said_of(act)
        return said | self._supposed

    def acts_of(self, person: Person) -> list[Conduct]:
        """All acts of a person, in the order in which they stand in the case."""
        return self.base.acts_of(person) if self._as_entered else super().acts_of(person)

    def project(
        self,
        person: Person,
        acts: tuple[Conduct, ...],
        soft: frozenset[str] = frozenset(),
        charge: Offence | None = None,
        names: frozenset[str] | None = None,
    ) -> Projection:
        """What was projected onto some acts, with everything projected again that rests on the supposition."""
        key = (_ids(acts), soft, charge and charge.id, names)
        if key not in self.based:
            self.based[key] = self.base.project(person, acts, soft, charge, names)
        return self._again(self.based[key])

    def _again(self, facts: Projection) -> Projection:
        fresh = super().project(facts.person, facts.conduct, facts.soft)
        values = {**facts.values, **{name: fresh.values[name] for name in self.changed}}
        return replace(facts, values=values, parts=tuple(self._again(part) for part in facts.parts))

    def seen(self, person: Person, act: Conduct, names: frozenset[str]) -> dict[str, Value]:
        """What was known of some facts from one act alone, with those looked at again that rest on the supposition."""
        known = self.view(person, (act,), frozenset()).known
        return {**self.base.seen(person, act, names), **{name: known[name] for name in self.changed & names}}

    def asked(self, charge: Offence | None, names: frozenset[str] | None) -> Asked:  # noqa: ARG002
        """What rests on the supposition, and what it rests on."""
        return self._needed


def _ids(acts: tuple[Conduct, ...]) -> tuple[tuple[str, str], ...]:
    """What tells acts apart: one that is supposed may be of this kind or that."""
    return tuple((act.id, act.kind) for act in acts)


def _with_act(case: Case, entered: Conduct | None) -> Case:
    """The case with one act more; its indices are made anew."""
    if entered is None:
        return case
    fields = {name: getattr(case, name) for name in Case.model_fields}
    return Case.model_construct(**{**fields, "conduct": (*case.conduct, entered)})


class Suppositions:
    """Says whether one charge on one person would stand under changes of fact."""

    def __init__(self, assessor: CaseAssessor, charge: Offence, facts: Projection) -> None:
        self.assessor, self.charge, self.facts = assessor, charge, facts
        self.kb, self.person = assessor.kb, facts.person
        self.acts = assessor.projector.conduct_of(facts.person, charge.opened_by)
        self._based: Based = {(_ids(facts.conduct), facts.soft, charge.id, None): facts}

    def stand(self, changes: Changes, entered: Conduct | None = None) -> bool:
        """Whether the charge would stand if facts were as the changes need them, and nothing else were changed.

        `entered`: an act that is entered beside the others.
        """
        if entered is None and self._plain(changes):
            values = {name: change.need.value for name, change in changes.items()}
            facts = replace(self.facts, values={**self.facts.values, **values})
            return self._established(facts, changes)
        assessor, changed = self._supposed(changes, entered)
        return self._established(assessor.projection(self.person, self.charge), changed)

    def under(self, changes: Changes) -> tuple[Projection, Projector]:
        """The facts as they would be under some changes, and what would project them."""
        assessor, _ = self._supposed(changes, None)
        return assessor.projection(self.person, self.charge), assessor.projector

    def _supposed(self, changes: Changes, entered: Conduct | None) -> tuple[CaseAssessor, frozenset[str]]:
        """An assessor of the case as it is supposed, and the facts that may be otherwise in it."""
        said = {
            (target, name): Statement(change.need.value)
            for name, change in changes.items()
            for target in self.targets(name, change, entered)
        }
        projector = Supposed(self.assessor.projector, self.charge, said, self._based, entered)
        return self.assessor.supposing(projector), projector.changed

    def _plain(self, changes: Changes) -> bool:
        """Whether the changes touch nothing but the values of their facts: one act, and nothing follows from them."""
        if len(self.acts) > 1 or self._may_be_own:
            return False
        following, values = _following(self.kb), self.facts.values
        return not any(
            _is_of_group(self.kb.facts[name]) or any(other in values for other in following.get(name, ()))
            for name in changes
        )

    @cached_property
    def _may_be_own(self) -> bool:
        """Whether it may still show that the upstream is a fraud of his own, from what is said of other acts."""
        kinds = [act.kind for act in self.assessor.case.conduct if self.person.id in act.who]
        if not any(self.kb.conduct_kinds[kind].implies.get("deceived_victims") for kind in kinds):
            return False
        asked = self.kb.asked_by(self.charge).items()
        own = [name for name, fact in asked if fact.derived and fact.derived.kind == "own_upstream"]
        return any(self.facts.value(name) is None for name in own)

    def _established(self, facts: Projection, changed: Iterable[str]) -> bool:
        """Whether the charge stands under every reading; what rests on no changed fact is as it was."""
        if (facts.conduct, facts.soft) == (self.facts.conduct, self.facts.soft):
            return all(
                self._stands(plan, facts, _unturned(plan, truths, changed)) for plan, truths in self._decided
            )
        readings = candidates(self.charge, facts, self.assessor.quick.planner)
        return all(self._stands(reading.plan, facts, {}) for reading in readings)

    @cached_property
    def _decided(self) -> list[tuple[Plan, dict[str, Truth]]]:
        """The readings that may apply, each with the truth of its top nodes on the facts as they are."""
        found = []
        for plan, truths in self.assessor.quick.decided(self.charge, self.facts):
            found.append((plan, {root.id: truths[root.id] for root in plan.deciding_roots}))
        return found

    def _stands(self, plan: Plan, facts: Projection, truths: dict[str, Truth]) -> bool:
        if any(truths.get(element.node.id, True) is not True for element in plan.elements):
            return False
        if any(decide(element.node, facts, truths) is not True for element in plan.elements):
            return False
        for root in plan.deciding_roots:
            decide(root, facts, truths)
        return verdict_of(self.charge, plan, truths, facts) == "established"

    def targets(self, name: str, change: Change, entered: Conduct | None = None) -> tuple[str, ...]:
        """Where a change would be written: on the person, unless an act says otherwise or is the only place.

        An act that says otherwise is left as it is where the others can still show what is needed.
        """
        fact = self.kb.facts[name]
        counted = [act for act in self.facts.conduct if not change.acts or act.id in change.acts]
        counted = [entered] if entered is not None else counted
        against = self._against(name, fact, change)
        if "person" in fact.scope and not against:
            return (self.person.id,)
        groups = self._groups(counted) if "group" in fact.scope else ()
        if "conduct" in fact.scope and not (groups and self._open_of_acts(name, fact, counted)):
            open_ = [act for act in counted if act.id not in against] or counted
            told = counted if change.contrary else open_
            return (told[-1].id,) if fact.numeric else tuple(act.id for act in told)
        return groups or (CASE,)

    def _open_of_acts(self, name: str, fact: Fact, acts: list[Conduct]) -> bool:
        """Whether acts that are all tied to a group say nothing of a fact themselves, so that the group is asked."""
        stated, kinds = self.assessor.projector.stated, self.kb.conduct_kinds
        return all(
            self._groups([act]) and stated(act, name, fact) is None and name not in kinds[act.kind].implies
            for act in acts
        )

    def _against(self, name: str, fact: Fact, change: Change) -> frozenset[str]:
        """The acts of the person that, where he is not, are said to be otherwise; sums are said of him as a whole."""
        stated = self.assessor.projector.stated
        if fact.numeric or "conduct" not in fact.scope or stated(self.person, name, fact) is not None:
            return frozenset()
        own = (act for act in self.assessor.case.conduct if self.person.id in act.who)
        said = ((act.id, found) for act in own if (found := stated(act, name, fact)) is not None)
        return frozenset(act for act, found in said if not change.need.fits(found.value))

    def _groups(self, acts: list[Conduct]) -> tuple[str, ...]:
        """The groups in which the acts were done; where they were done in none, those that they served."""
        groups = self.assessor.case.group_of
        own = dict.fromkeys(act.group for act in acts if act.group)
        served = dict.fromkeys(name for act in acts if not act.group for name in act.serves if name in groups)
        return tuple({**own, **served})


def _is_of_group(fact: Fact) -> bool:
    """Whether the amount of a whole group may take the place of a person's own."""
    return fact.derived is not None and fact.derived.kind == "group_fact"


def _unturned(plan: Plan, truths: Mapping[str, Truth], changed: Iterable[str]) -> dict[str, Truth]:
    """What is decided whatever becomes of some facts."""
    turned = [plan.resting_on(name) for name in changed]
    return {node: truth for node, truth in truths.items() if not any(node in nodes for nodes in turned)}
