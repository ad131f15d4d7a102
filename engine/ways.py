"""Which changes of fact would make a condition met, read off its tree: proposals, to be held against the evaluator."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cached_property
from operator import itemgetter

from kb import Fact, KnowledgeBase

from .conditions import truth_of
from .explain import LEADS
from .facts import Projection
from .plan import Node
from .standard import Standard
from .values import Interval, Truth, Value

MOST_WAYS = 400
"""More ways than this for one condition are not followed; the law as encoded has at most 80."""


@dataclass(frozen=True)
class Need:
    """What a fact has to be: one of some answers, or a number within bounds."""

    answers: tuple[bool | str, ...] = ()
    low: Decimal = Decimal(0)
    high: Decimal | None = None
    standard: str = field(default="", compare=False)
    """The standard of the case that is not known yet, so that its farther end has to be reached."""

    @property
    def value(self) -> bool | str | Interval:
        """A value that is no more than what is needed."""
        return self.answers[0] if self.answers else Interval(self.low, self.high)

    def fits(self, known: Value) -> bool:
        """Whether the fact may still turn out so, with what is known of it."""
        if known is None:
            return True
        if not isinstance(known, Interval):
            return known in self.answers
        above = known.high is not None and known.high < self.low
        return not above and (self.high is None or known.low <= self.high)

    def both(self, other: Need) -> Need | None:
        """What meets this need and another one; None where nothing does."""
        if self.answers:
            shared = tuple(answer for answer in self.answers if answer in other.answers)
            return Need(shared) if shared else None
        low = max(self.low, other.low)
        high = min((end for end in (self.high, other.high) if end is not None), default=None)
        standard = self.standard if low == self.low else other.standard
        return None if high is not None and high < low else Need((), low, high, standard)


@dataclass(frozen=True)
class Change:
    """A fact that has to be established, or to turn out otherwise."""

    need: Need
    known: Value = field(default=None, compare=False)
    cites: tuple[str, ...] = field(default=(), compare=False)
    part: str = field(default="", compare=False)
    """The element, or the exception, that waits for it."""
    acts: tuple[str, ...] = ()
    """The acts that it is about; all that count for the charge where none is named."""

    @cached_property
    def contrary(self) -> bool:
        """Whether what is known speaks against it, so that more proof does not help."""
        return not self.need.fits(self.known)

    def widened(self, other: Change) -> Change:
        """Where either of two answers to one question would do."""
        answers = tuple(dict.fromkeys((*self.need.answers, *other.need.answers)))
        return replace(self, need=Need(answers), cites=tuple(dict.fromkeys((*self.cites, *other.cites))))

    def joined(self, other: Change) -> Change | None:
        """Both changes of one fact at once; None where they exclude each other."""
        need = self.need.both(other.need)
        if need is None:
            return None
        acts = tuple(dict.fromkeys((*self.acts, *other.acts))) if self.acts and other.acts else ()
        stricter = self if need == self.need else other
        return replace(stricter, need=need, acts=acts)


Changes = Mapping[str, Change]
"""Changes by the name of the fact."""


def merged(one: Changes, other: Changes) -> dict[str, Change] | None:
    """Two sets of changes at once; None where they exclude each other."""
    found = dict(one)
    for name, change in other.items():
        joint = found[name].joined(change) if name in found else change
        if joint is None:
            return None
        found[name] = joint
    return found


def within(small: Changes, large: Changes) -> bool:
    """Whether a set of changes asks for no more than another one, fact by fact."""
    if not small.keys() <= large.keys():
        return False
    return all(change.need.both(large[name].need) == large[name].need for name, change in small.items())


@dataclass(frozen=True)
class Ways:
    """Reads off a decided tree which changes would make it met, or not met."""

    kb: KnowledgeBase
    facts: Projection
    truths: Mapping[str, Truth]
    part: str
    acts: tuple[str, ...] = ()
    """The acts that the facts are about, if not all."""

    def of(
        self, node: Node, *, met: bool, strictly: bool = True, above: tuple[str, ...] = ()
    ) -> list[dict[str, Change]]:
        """The ways to make a node met (or not met); where not `strictly`, that it is open does, too."""
        truth = self.truths[node.id]
        if truth is met or (truth is None and not strictly):
            return [{}]
        cites = node.cites or above
        if node.op in ("all", "any", "not"):
            return self._below(node, cites, met=met, strictly=strictly)
        if node.op == "act":
            return self._by_act(node.children[0], met=met, strictly=strictly, above=cites)
        if node.op != "test":  # 行为种类已经登记，没有标准可以适用的由人判断：都不是补得出的事实
            return []
        ways = (self._needed(needs, cites) for needs in self._test(node, met=met))
        return [way for way in ways if way]

    def _below(
        self, node: Node, cites: tuple[str, ...], *, met: bool, strictly: bool
    ) -> list[dict[str, Change]]:
        if node.op == "not":
            return self.of(node.children[0], met=not met, strictly=strictly, above=cites)
        below = [self.of(child, met=met, strictly=strictly, above=cites) for child in node.children]
        return every(below) if (node.op == "all") is met else some(below)

    def _by_act(
        self, node: Node, *, met: bool, strictly: bool, above: tuple[str, ...]
    ) -> list[dict[str, Change]]:
        """A node that one single act has to meet: met by one of them, or by none."""
        found = []
        for part in self.facts.parts or (self.facts,):
            truths: dict[str, Truth] = {}
            truth_of(node, part, truths)
            acts = tuple(act.id for act in part.conduct) if self.facts.parts else self.acts
            reader = Ways(self.kb, part, truths, self.part, acts)
            found.append(reader.of(node, met=met, strictly=strictly, above=above))
        return some(found) if met else every(found)

    def _needed(self, needs: Mapping[str, Need], cites: tuple[str, ...]) -> dict[str, Change]:
        """The changes; none where one of them is nothing that acts of these kinds could show."""
        if any(self._foreign(name) for name in needs):
            return {}
        return {
            name: Change(need, self.facts.value(name), cites, self.part, self.acts)
            for name, need in needs.items()
        }

    def _foreign(self, name: str) -> bool:
        """Whether a fact belongs to other kinds of conduct than those of the acts, and nobody has stated it."""
        about = self.kb.facts[name].about
        return bool(about) and self.facts.kinds.isdisjoint(about) and not self.facts.stated(name)

    def _test(self, node: Node, *, met: bool) -> Iterator[dict[str, Need]]:
        name = str(node.fact)
        fact = self.kb.facts[name]
        if node.comparison == "true":
            yield {name: Need((met,))}
        elif node.comparison == "is":
            answers: tuple[bool | str, ...] = tuple(fact.choices) or (True, False)
            chosen = tuple(answer for answer in answers if (answer == node.equals) is met)
            if chosen:
                yield {name: Need(chosen)}
        else:
            for need in self._ranges(node, fact, met=met):
                yield from self._sources(name, fact, need)
            yield from self._standards(node, name, met=met)

    def _ranges(self, node: Node, fact: Fact, *, met: bool) -> Iterator[Need]:
        """The numbers that make a comparison hold (or fail) whatever an unknown standard turns out to be."""
        first, *rest = [self.facts.limit(bound) for bound in node.limits]
        step = unit_of(fact)
        open_ = [bound.fact for bound in node.bounds if isinstance(bound, Standard)]
        standard = next((name for name in open_ if not self.facts.number(name).known), "")
        if node.comparison == "above":
            reach, fall = _plus(first.high, step), first.low
        else:
            reach, fall = first.high, first.low - step
        wants_more = met is (node.comparison != "below")
        if node.comparison == "within" and met:
            if first.high is not None:
                yield Need((), first.high, rest[0].low)
            return
        if wants_more and reach is not None:
            yield Need((), reach, None, standard)
        elif not wants_more and fall >= 0:
            yield Need((), Decimal(0), fall, standard)
        if node.comparison == "within" and rest[0].high is not None:
            yield Need((), rest[0].high + step)

    def _standards(self, node: Node, name: str, *, met: bool) -> Iterator[dict[str, Need]]:
        """An unknown standard of the case that turns out to be reached (or not) by the number as it is known."""
        number = self.facts.number(name)
        for bound in node.bounds:
            if not isinstance(bound, Standard) or self.facts.number(bound.fact).known:
                continue
            standard, step = self.facts.number(bound.fact), unit_of(self.kb.facts[bound.fact])
            if met and number.low / bound.times >= standard.low > 0:
                most = (number.low / bound.times).quantize(step, ROUND_FLOOR)
                yield {bound.fact: Need((), Decimal(0), most)}
            elif not met and number.high is not None:
                least = (number.high / bound.times).quantize(step, ROUND_FLOOR) + step
                if standard.high is None or least <= standard.high:
                    yield {bound.fact: Need((), least)}

    def _sources(self, name: str, fact: Fact, need: Need) -> Iterator[dict[str, Need]]:
        """What has to be shown for a number that follows from other facts: those facts, unless it was stated itself."""
        derived = fact.derived
        if derived is None or need.high is not None or self.facts.told(name):
            yield {name: need}
        elif derived.kind == "share":
            yield from self._parts(name, fact, need)
        elif derived.kind == "sum_where" and derived.fact and derived.where:
            whole = {derived.where: Need((True,))} if self.facts.value(derived.where) is not True else {}
            reached = self.facts.number(derived.fact).low >= need.low
            yield whole if whole and reached else {**whole, derived.fact: need}
        elif derived.kind == "whole_where_not" and derived.fact and self._none_of(derived.where):
            yield {derived.fact: need}
        else:
            yield {name: need}
            if derived.kind == "group_fact" and self._may_lead():
                yield {LEADS: Need((True,))}

    def _none_of(self, name: str | None) -> bool:
        """Whether it is known that there is nothing of a fact."""
        return bool(name) and self.facts.value(str(name)) in (False, Interval.exactly(0))

    def _may_lead(self) -> bool:
        """Whether the amount of the whole group would be his, if he were judged to lead it."""
        return self.facts.value("organized_or_directed") is True and self.facts.value(LEADS) is not True

    def _parts(self, name: str, fact: Fact, need: Need) -> Iterator[dict[str, Need]]:
        """Each part of a share that could fill it up alone."""
        weights: dict[str, Decimal] = {}
        for ratio in fact.derived.of if fact.derived else ():
            weights[ratio.fact] = weights.get(ratio.fact, Decimal(0)) + Decimal(1) / ratio.per
        for part, weight in weights.items():
            rest = self.facts.number(name).low - self.facts.number(part).low * weight
            least = ((need.low - rest) / weight).quantize(unit_of(self.kb.facts[part]), ROUND_CEILING)
            yield {part: Need((), least)}


def unit_of(fact: Fact) -> Decimal:
    """The smallest step of a number: a cent, or one."""
    return Decimal("0.01") if fact.type == "money" else Decimal(1)


def _plus(number: Decimal | None, step: Decimal) -> Decimal | None:
    return None if number is None else number + step


def every(parts: Iterable[list[dict[str, Change]]]) -> list[dict[str, Change]]:
    """The ways to meet all of several conditions at once."""
    found: list[dict[str, Change]] = [{}]
    for ways in parts:
        if ways == [{}]:
            continue
        both = [way for one in found for other in ways if (way := merged(one, other)) is not None]
        found = _least(both)
    return found


def some(parts: Iterable[list[dict[str, Change]]]) -> list[dict[str, Change]]:
    """The ways to meet one of several conditions; answers of which any would do stand in one way."""
    found: dict[str, dict[str, Change]] = {}
    for number, way in enumerate(way for ways in parts for way in ways):
        (name, change), *more = way.items() or [("", None)]
        if change is None:
            return [{}]
        one = not more and len(change.need.answers) and isinstance(change.need.answers[0], str)
        key = name if one else str(number)
        held = found.get(key, {}).get(name) if one else None
        found[key] = way if held is None else {name: held.widened(change)}
    return _least(list(found.values()))


def _least(ways: list[dict[str, Change]]) -> list[dict[str, Change]]:
    """The ways that ask for no more than another one asks; each stands where the first was that asks for more."""
    found: list[dict[str, Change]] = []
    for way in sorted(ways, key=len):
        if any(within(held, way) for held in found):
            continue
        more = [place for place, held in enumerate(found) if len(held) == len(way) and within(way, held)]
        for place in more[:0:-1]:
            del found[place]
        if more:
            found[more[0]] = way
        else:
            found.append(way)
    return found[:MOST_WAYS]


Cost = Callable[[str, Change], int]


def weight(way: Changes, cost: Cost) -> int:
    """What a set of changes costs: what each of them costs."""
    return sum(cost(name, change) for name, change in way.items())


def cheapest(families: Sequence[Sequence[Changes]], cost: Cost) -> Iterator[tuple[int, dict[str, Change]]]:
    """Every set of changes that takes one way of each of several families, with its cost, the cheapest first.

    A fact that several families share is paid once; while a set is not complete, it counts for nothing, so that no
    set comes too late. Among equals, those whose ways come early in their families are first.
    """
    if not families or not all(families):
        return
    names = [{name for way in ways for name in way} for ways in families]
    shared = {name for n, held in enumerate(names) for other in names[n + 1 :] for name in held & other}

    def alone(way: Changes) -> int:
        return sum(cost(name, change) for name, change in way.items() if name not in shared)

    lists = [sorted(((alone(way), way) for way in ways), key=itemgetter(0)) for ways in families]
    rest = [sum(ways[0][0] for ways in lists[n:]) for n in range(len(lists) + 1)]
    start: tuple[int, int, tuple[int, ...], bool, int, dict[str, Change]] = (rest[0], 0, (0,), False, 0, {})
    queue = [start]
    while queue:
        estimate, places, at, complete, spent, taken = heapq.heappop(queue)
        if complete:
            yield estimate, taken
            continue
        ways, place = lists[len(at) - 1], at[-1]
        if place + 1 < len(ways):
            later = estimate - ways[place][0] + ways[place + 1][0]
            heapq.heappush(queue, (later, places + 1, (*at[:-1], place + 1), False, spent, taken))
        way = ways[place][1]
        both = merged(taken, way)
        if both is None:
            continue
        anew = sum(cost(name, taken[name]) for name in way if name in taken)
        paid = spent + sum(cost(name, both[name]) for name in way) - anew
        if len(at) == len(lists):
            heapq.heappush(queue, (paid, places, at, True, paid, both))
        else:
            heapq.heappush(queue, (paid + rest[len(at)], places, (*at, 0), False, paid, both))
