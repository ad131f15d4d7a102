"""Finds what a charge lacks: proposals read off the decided trees, each held against the evaluator and made smaller."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import islice
from math import prod
from operator import itemgetter
from typing import TYPE_CHECKING

from kb import Charge

from .case import Conduct
from .conditions import truth_of
from .facts import Projection
from .findings import Finding, LawChoice
from .law import Candidate
from .projector import Projector
from .shortfall import LackSet, Shortfall, has_contrary
from .shortfall_words import Lister
from .standing import straddles, straddles_sixteen
from .suppose import Suppositions
from .values import Truth
from .ways import Change, Changes, Need, Ways, cheapest, weight, within

if TYPE_CHECKING:
    from .assess import CaseAssessor

MOST_SETS = 5
"""So many sets of each sort are shown."""
MOST_TRIED = 20
"""So many proposals of each sort are held against the evaluator."""
MOST_MENDED = 5
"""So many proposals that fail are completed, each in so many ways."""
MOST_KINDS = 4
"""So many kinds of conduct are tried for one proposal."""
CONTRARY, ONE, JUDGED, UNUSUAL = 10**9, 10**6, 10**3, 1
"""What comes first: no contrary fact, few facts, facts before judgments, usual facts before others."""
APART = "所试的补证方案都不能使其成立：各项行为须先分清，逐项查明是否计入"
Family = list[dict[str, Change]]
Set = dict[str, Change]


def with_shortfall(finding: Finding, assessor: CaseAssessor, charge: Charge, facts: Projection) -> Finding:
    """The finding that can tell what it lacks, where some stated fact speaks for it and it does not stand.

    Of a charge that nothing but the kind of conduct raises, everything is lacking: its elements say as much.
    """
    if finding.verdict not in ("undetermined", "not_established") or not finding.supported:
        return finding

    def lookup() -> Shortfall:
        if not finding.elements:
            return Shortfall(blocked=(finding.law.why,))
        return _Finder(assessor, charge, facts, finding.law).found()

    return replace(finding, lookup=lookup)


class _Finder:
    """Looks for what one charge lacks on one person."""

    def __init__(self, assessor: CaseAssessor, charge: Charge, facts: Projection, law: LawChoice) -> None:
        self.assessor, self.charge, self.facts, self.kb = assessor, charge, facts, assessor.kb
        self.supposing = Suppositions(assessor, charge, facts)
        self.applied = (law.statute_day, law.interpretation_day)
        self.labels: dict[str, str] = {}
        self.tried = 0
        self.accepted: list[Set] = []
        self.failed: list[Set] = []

    def found(self) -> Shortfall:
        """The sets, or what stands in their way."""
        blocked = tuple(dict.fromkeys(self._blocked(self.facts)))
        if blocked:
            return Shortfall(blocked=blocked)
        groups = self._groups(self.facts, self.assessor.projector)
        for contrary in (False, True):
            self._accept(groups, contrary=contrary)
        sets = [self._answered(each) for each in self.accepted or self._mended()]
        sets.sort(key=lambda each: weight(each, self._cost))
        lister = Lister(self.supposing, self.labels)
        listed = [lister.listed(each) for each in sets]
        blocked = () if listed else tuple(dict.fromkeys(self._in_the_way()))
        listed = listed if listed or blocked else [*self._entered(lister)]
        return Shortfall(
            missing=tuple(each for each in listed if not has_contrary(each))[:MOST_SETS],
            contrary=tuple(each for each in listed if has_contrary(each))[:MOST_SETS],
            blocked=blocked if blocked or listed else tuple(self._stuck()),
            more=max(0, sum(prod(map(len, group)) for group in groups) - self.tried) if sets else 0,
        )

    def _laws(self, facts: Projection) -> list[Candidate]:
        """The readings under each of which the charge has to stand, that which was applied first."""
        tried = self.assessor.quick.candidates(self.charge, facts)
        return sorted(
            tried, key=lambda one: (one.state.statute_day, one.state.interpretation_day) != self.applied
        )

    def _blocked(self, facts: Projection) -> Iterator[str]:
        """Why no facts of the charge can make it stand now, and what to do about it."""
        charge = self.charge
        for law in self._laws(facts):
            if facts.person.kind == "unit" and not law.plan.unit:
                yield f"所适用的法律对{charge.name_on(facts.decision_day)}没有单位犯罪的规定：另行认定组织、策划、实施的人"
            held = {element.id for element in law.plan.elements}
            for element in charge.elements:
                if element.id not in held:
                    yield f"要件“{element.label}”在当天的文本中没有规定：由人对照当时的法律判断"
        sure = [act for act in facts.conduct if act.id not in facts.soft]
        dated = [act.last_day is not None for act in sure or facts.conduct]
        if not (all(dated) if sure else any(dated)):
            yield "行为日期未填：先查明行为的起止日，填入 conduct 的 from、to"
        if lacking := charge.lacking_on(facts.act_day):
            yield f"行为时施行的{lacking.name}未收录：先对照该文件"
        if straddles(charge, facts.conduct):
            yield "行为跨越本罪施行日：先把施行前后分成两项行为，分别写明数额、次数"
        if not facts.soft and straddles_sixteen(charge, facts.value("age_at_act")):
            yield "行为跨越十六周岁：先把满十六周岁（生日次日起）前后分成两项行为（刑法第十七条）"

    def _stuck(self) -> Iterator[str]:
        """Why nothing was found: the parts that no fact can turn."""
        shut = dict.fromkeys(part for part, ways in self._parts(self.facts) if not ways)
        for part in shut:
            yield f"“{self.labels[part]}”：没有哪一项事实能使其改变，由行为种类决定，或者当天没有标准、须由人判断"
        if not shut:
            yield APART

    def _in_the_way(self) -> Iterator[str]:
        """What stands in the way of the first proposal, of all acts together or of one that is not known to count."""
        for proposal in self.failed[:1]:
            facts, projector = self.supposing.under(proposal)
            yield from self._blocked(facts)
            for act in facts.conduct:
                if act.id in facts.soft:
                    yield from self._blocked(projector.project(facts.person, (act,), charge=self.charge))

    def _groups(self, facts: Projection, projector: Projector) -> list[list[Family]]:
        """What is lacking, part by part: with the acts as they count, and with all that may count counted."""
        whole = _distinct(self._parts(facts))
        return [whole, _distinct(self._hardened(facts, projector))] if facts.soft else [whole]

    def _hardened(self, facts: Projection, projector: Projector) -> Iterator[tuple[str, Family]]:
        """What is needed so that every act counts that may count, and what the sums lack then."""
        for act in facts.conduct:
            if act.id in facts.soft:
                alone = projector.project(facts.person, (act,), charge=self.charge)
                yield from self._parts(alone, (act.id,), sums=False)
        counted = projector.project(facts.person, facts.conduct, charge=self.charge)
        yield from self._parts(counted, acts_alone=False)

    def _parts(
        self, facts: Projection, acts: tuple[str, ...] = (), *, sums: bool = True, acts_alone: bool = True
    ) -> Iterator[tuple[str, Family]]:
        """Each element that is not met, and each exception that is, with the ways to turn it.

        `sums`: with the elements that look at all acts together; `acts_alone`: with those that each act has to meet.
        """
        for law in self._laws(facts):
            truths: dict[str, Truth] = {}
            ways = Ways(self.kb, facts, truths, "", acts)
            for part in law.plan.elements:
                asked = sums if part.cumulative else acts_alone
                if asked and truth_of(part.node, facts, truths) is not True:
                    self.labels[part.id] = part.label
                    yield part.id, replace(ways, part=part.id).of(part.node, met=True)
            deciding = {root.id for root in law.plan.deciding_roots}
            for ground in law.plan.exceptions:
                if ground.node.id in deciding and truth_of(ground.node, facts, truths) is True:
                    self.labels[ground.id] = ground.label
                    yield ground.id, replace(ways, part=ground.id).of(ground.node, met=False, strictly=False)

    def _accept(self, groups: Sequence[Sequence[Family]], *, contrary: bool) -> None:
        """Take up the cheapest sets with which the charge stands and of which no fact can be spared."""
        queues = (cheapest(group, self._cost) for group in _sorts(groups, contrary=contrary))
        enough = len(self.accepted) + MOST_SETS
        for _, proposal in islice(heapq.merge(*queues, key=itemgetter(0)), MOST_TRIED):
            self.tried += 1
            if any(within(held, proposal) for held in self.accepted):
                continue
            if not self.supposing.stand(proposal):
                self.failed.append(proposal)
                continue
            small = self._fewest_acts(self._smallest(proposal))
            if not any(within(held, small) for held in self.accepted):
                self.accepted.append(small)
            if len(self.accepted) == enough:
                break

    def _mended(self) -> Iterator[Set]:
        """Where all that was tried fails because other acts or exceptions come in then: what is lacking beyond it."""
        for proposal in self.failed[:MOST_MENDED]:
            for group in self._groups(*self.supposing.under(proposal)):
                for _, more in islice(cheapest(group, self._cost), MOST_MENDED):
                    both = {**more, **proposal}
                    if len(both) == len(more) + len(proposal) and self.supposing.stand(both):
                        yield self._fewest_acts(self._smallest(both))
                        return

    def _smallest(self, changes: Set, entered: Conduct | None = None) -> Set:
        """The set without what it does not need, the most costly tried first."""
        for name in sorted(changes, key=lambda name: -self._cost(name, changes[name])):
            fewer = {other: change for other, change in changes.items() if other != name}
            if (fewer or entered) and self.supposing.stand(fewer, entered):
                return self._smallest(fewer, entered)
        return changes

    def _fewest_acts(self, changes: Set) -> Set:
        """The set with no fact shown of more acts than it takes."""
        for name, change in changes.items():
            acts = self.supposing.targets(name, change)
            if len(acts) > 1 and "conduct" in self.kb.facts[name].scope:
                for act in acts:
                    fewer = {**changes, name: replace(change, acts=tuple(one for one in acts if one != act))}
                    if self.supposing.stand(fewer):
                        return self._fewest_acts(fewer)
        return changes

    def _answered(self, changes: Set) -> Set:
        """The set with those answers only, where several would do, with each of which the charge stands."""
        found = changes
        for name, change in changes.items():
            if len(change.need.answers) > 1:
                each = (replace(change, need=Need((answer,))) for answer in change.need.answers)
                held = [one.need.answers[0] for one in each if self.supposing.stand({**changes, name: one})]
                found = {**found, name: replace(change, need=Need(tuple(held)))}
        return found

    def _entered(self, lister: Lister) -> Iterator[LackSet]:
        """Where no fact would do on the acts as they are entered: the last of them as another kind of conduct."""
        like = self.facts.conduct[-1]
        for kind in self._kinds()[:MOST_KINDS]:
            act = like.model_copy(update={"id": f"{like.id}+", "kind": kind})
            alone = self.assessor.projector.project(self.facts.person, (act,), charge=self.charge)
            group = _distinct(self._parts(alone))
            proposals = islice(cheapest(group, self._cost), MOST_KINDS)
            for _, proposal in proposals if group else [(0, {})]:
                if self.supposing.stand(proposal, act):
                    small = self._smallest(proposal, act)
                    if not self._stand_without(small, act):
                        yield lister.listed(small, act)
                    break

    def _stand_without(self, changes: Set, entered: Conduct) -> bool:
        """Whether the charge would stand without the act that is entered: by what is not said of that act."""
        targets = self.supposing.targets
        rest = {
            name: change
            for name, change in changes.items()
            if entered.id not in targets(name, change, entered)
        }
        return bool(rest) and self.supposing.stand(rest)

    def _kinds(self) -> list[str]:
        """The kinds of conduct that elements which are not met name, and that no act is entered as."""
        named = {
            kind
            for law in self._laws(self.facts)
            for element in law.plan.elements
            for node in element.node.walk()
            for kind in node.kinds
        }
        return [kind for kind in self.charge.opened_by if kind in named - self.facts.kinds]

    def _cost(self, name: str, change: Change) -> int:
        judged = self.kb.facts[name].type == "appraisal"
        extra = (CONTRARY if change.contrary else 0) + (JUDGED if judged else 0)
        return ONE + extra + (0 if name in self._usual else UNUSUAL)

    @cached_property
    def _usual(self) -> frozenset[str]:
        """The facts that usually decide: those of the person's kinds of conduct and of the types of fraud of the case."""
        kinds = {act.kind for act in self.facts.conduct}
        first = [self.kb.conduct_kinds[kind].ask_first for kind in sorted(kinds)]
        types = self.kb.vocabulary.fraud_types
        first += [types[name].ask_first for name in self.assessor.case.fraud_types]
        return frozenset(name for names in first for name in names)


def _distinct(group: Iterable[tuple[str, Family]]) -> list[Family]:
    """The families of a group, those once that several readings of the law share."""
    found: list[Family] = []
    for _, ways in group:
        if ways not in found:
            found.append(ways)
    return found


def _sorts(groups: Sequence[Sequence[Family]], *, contrary: bool) -> Iterator[list[Family]]:
    """The families of each group, so that the sets taken from them have a contrary fact, or none."""
    for group in groups:
        quiet = [[way for way in ways if not _is_contrary(way)] for ways in group]
        if not contrary:
            yield quiet
            continue
        for place, ways in enumerate(group):
            yield [*quiet[:place], [way for way in ways if _is_contrary(way)], *group[place + 1 :]]


def _is_contrary(way: Changes) -> bool:
    return any(change.contrary for change in way.values())
