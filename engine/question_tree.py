"""What keeps a charge open, as a tree of questions: how likely it comes out yes, and how many questions that takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .facts import Projection
from .plan import Node

Odds = tuple[float, float]
"""How likely a condition comes out yes, and how many questions are expected until that is known."""
YES: Odds = (1.0, 0.0)
NO: Odds = (0.0, 0.0)
EVEN = 0.5
"""An unknown fact is as likely as not: a guess at rates of our own would be a number that nothing supports."""
NEVER = 1e9


@dataclass(frozen=True, slots=True)
class Want:
    """A fact to be asked: where, and on which group instead, where others want it there too."""

    fact: str
    place: str
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A test that waits for facts: `yes` tells whether a met test brings the condition above it nearer to yes."""

    node: Node | None
    """None: the fact itself, a yes or no of a person."""
    facts: Projection
    yes: bool
    wants: tuple[Want, ...]


@dataclass(eq=False, slots=True)
class Open:
    """An open condition: it needs every one of its parts, or one; without parts it is a test, or nothing decides it."""

    every: bool = True
    parts: tuple[Open, ...] = ()
    asked: Asked | None = None
    can_yes: bool = False
    can_no: bool = False
    odds: Odds = (EVEN, 0.0)
    above: Open | None = None
    earlier: Odds = (1.0, 0.0)
    """How likely the asking comes to this part of what is above, and what it has cost by then."""

    @property
    def waits(self) -> bool:
        """Whether it is a test of what is stated, but of acts of which it is not known whether they count."""
        return self.can_yes and self.asked is None and not self.parts

    def leaves(self) -> Iterator[Open]:
        """Everything in it that has no parts."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves()


def test(asked: Asked) -> Open:
    """A test that waits for facts: a question for each of them."""
    return Open(asked=asked, can_yes=True, can_no=True, odds=(EVEN, float(len(asked.wants))))


def waiting() -> Open:
    """A test of which all is stated, but not known whether the act counts."""
    return Open(can_yes=True, can_no=True)


def joined(parts: Iterable[Open], *, every: bool) -> Open:
    """What needs every one of some parts, or one of them; the part that is cheapest to end the asking with comes first."""
    flat: list[Open] = []
    for part in parts:
        flat += part.parts if part.parts and part.every is every else (part,)
    if len(flat) == 1:
        return flat[0]
    flat.sort(key=lambda part: _price(part.odds, every=every))
    yes, no = [part.can_yes for part in flat], [part.can_no for part in flat]
    whole = Open(
        every,
        tuple(flat),
        can_yes=all(yes) if every else any(yes),
        can_no=any(no) if every else all(no),
    )
    going, cost = 1.0, 0.0
    for part in flat:
        part.above, part.earlier = whole, (going, cost)
        cost += going * part.odds[1]
        going *= _goes_on(part.odds, every=every)
    whole.odds = (going if every else 1 - going, cost)
    return whole


def pruned(node: Open, *, yes: bool = True, no: bool = True) -> Open | None:
    """The condition without the tests that can bring about neither the yes nor the no that is looked for."""
    if not ((yes and node.can_yes) or (no and node.can_no)):
        return None
    if not node.parts:
        return node
    wanted = {"yes": yes and (node.can_yes or not node.every), "no": no and (node.can_no or node.every)}
    kept = [part for each in node.parts if (part := pruned(each, **wanted)) is not None]
    if tuple(kept) == node.parts:
        return node
    return joined(kept, every=node.every) if kept else None


def after(whole: Open, answered: Mapping[Open, Odds]) -> Odds:
    """The odds of a condition once some of its tests have others."""
    if len(answered) == 1:
        ((leaf, odds),) = answered.items()
        return _up(whole, leaf, odds)
    touched: set[Open] = set()
    for leaf in answered:
        node = leaf.above
        while node is not None and node not in touched:
            touched.add(node)
            node = node.above
    return _again(whole, answered, touched)


def _up(whole: Open, part: Open, odds: Odds) -> Odds:
    """The odds of a condition once one part of it has others: only what stands above that part is worked out again."""
    while part is not whole:
        node = part.above
        if node is None:
            return whole.odds  # a part of another condition
        if odds != (NO if node.every else YES):
            odds = _with(node, part, odds)
        part = node
    return odds


def _with(node: Open, part: Open, odds: Odds) -> Odds:
    """The odds of a condition of which one part has others, but does not end it."""
    reached, before = part.earlier
    later = node.odds[1] - before - reached * part.odds[1]
    share = _goes_on(odds, every=node.every) / _goes_on(part.odds, every=node.every)
    going = _goes_on(node.odds, every=node.every) * share
    return going if node.every else 1 - going, before + reached * odds[1] + later * share


def _again(node: Open, answered: Mapping[Open, Odds], touched: set[Open]) -> Odds:
    """The same where several parts have others."""
    if node not in touched:
        return answered.get(node, node.odds)
    going, cost = 1.0, 0.0
    for part in node.parts:
        odds = _again(part, answered, touched)
        cost += going * odds[1]
        going *= _goes_on(odds, every=node.every)
        if not going:
            return NO if node.every else YES
    return (going if node.every else 1 - going, cost)


def _price(odds: Odds, *, every: bool) -> float:
    """Questions for each chance of ending the asking: by a no where every part is needed, else by a yes."""
    ends = 1 - _goes_on(odds, every=every)
    return odds[1] / ends if ends else NEVER


def _goes_on(odds: Odds, *, every: bool) -> float:
    """How likely the asking goes on after a part: every one is needed and it came out yes, or one and it came out no."""
    return odds[0] if every else 1 - odds[0]
