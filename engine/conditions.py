"""The direct evaluator: three-valued truth of every node of a plan, without durable_rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from .facts import Projection
from .plan import Node, Reading
from .values import Interval, Truth, conjunction, disjunction, negation

Evaluate = Callable[[Reading, Projection], Mapping[str, Truth]]


class Once:
    """An evaluator that decides a reading once for all persons of whom it sees the same; what it says is shared.

    That is sound because an evaluation rests on nothing but the values and kinds of conduct that the reading asks.
    """

    def __init__(self, evaluate: Evaluate, former: Once | None = None) -> None:
        """`former`: what was decided before the last edit of the case, and holds where the reading sees the same."""
        self._evaluate = evaluate
        self._kept: dict[tuple[object, ...], tuple[Reading, Mapping[str, Truth]]] = {}
        self._former = former._kept if former else {}  # noqa: SLF001 - its own class

    def __call__(self, reading: Reading, facts: Projection) -> Mapping[str, Truth]:
        """Decide every node of a reading for one person."""
        key = (
            id(reading),
            *_seen(reading, facts),
        )  # the reading is kept with the answer, so that its id stays its own
        if key not in self._kept:
            self._kept[key] = self._former.get(key) or (reading, self._evaluate(reading, facts))
        return self._kept[key][1]


class Memory:
    """What the evaluators said in the last assessment of a case: after an edit only what it touches is decided anew."""

    def __init__(self) -> None:
        self._last: dict[Evaluate, Once] = {}
        self.unconfirmed: list[tuple[Reading, Projection]] = []
        """What was decided by the direct evaluator alone, to be inferred with durable_rules when there is time."""

    def once(self, evaluate: Evaluate) -> Once:
        """The evaluator for the next assessment; what it said before the last one is forgotten."""
        self._last[evaluate] = Once(evaluate, self._last.get(evaluate))
        return self._last[evaluate]

    def noted(self, reading: Reading, facts: Projection) -> Mapping[str, Truth]:
        """Decide directly, and note that it has to be confirmed."""
        self.unconfirmed.append((reading, facts))
        return evaluate(reading, facts)


def _seen(reading: Reading, facts: Projection) -> tuple[object, ...]:
    """What an evaluation looks at: the values and kinds asked; where one act has to meet a line, those of each act."""
    seen = _seen_of_act(reading, facts)
    if not reading.by_act:
        return seen
    return (*seen, *((bool(part.soft), _seen_of_act(reading, part)) for part in facts.parts or (facts,)))


def _seen_of_act(reading: Reading, part: Projection) -> tuple[object, ...]:
    return (part.kinds & reading.kinds, *map(part.values.get, reading.asked))


def evaluate(plan: Reading, facts: Projection) -> Mapping[str, Truth]:
    """Decide every node of the plan for one person; unknown facts leave nodes unknown."""
    truths: dict[str, Truth] = {}
    _decide_all(plan.upwards, facts, truths)
    return truths


def _decide_all(nodes: Iterable[Node], facts: Projection, truths: dict[str, Truth]) -> None:
    """Decide nodes of which each comes after its parts."""
    for node in nodes:
        if node.id in truths:
            continue
        if node.op == "test":
            truths[node.id] = test(node, facts)
        elif node.op == "act":
            _of_one_act(node, facts, truths)
        else:
            truths[node.id] = _truth(node, map(truths.__getitem__, node.parts), facts)


def decide(node: Node, facts: Projection, truths: dict[str, Truth]) -> Truth:
    """Decide one node, looking at no more of what is below it than that takes."""
    if node.id in truths:
        return truths[node.id]
    if node.op == "test":
        truth = test(node, facts)
    elif node.op == "act":
        return _of_one_act(node, facts, truths)
    elif node.op in ("all", "any"):
        enough = node.op == "any"  # one no decides all, one yes decides any
        truth = not enough
        for child in node.children:
            part = decide(child, facts, truths)
            if part is enough:
                truth = enough
                break
            if part is None:
                truth = None
    else:
        truth = _truth(node, (decide(child, facts, truths) for child in node.children), facts)
    truths[node.id] = truth
    return truth


def truth_of(node: Node, facts: Projection, truths: dict[str, Truth]) -> Truth:
    """Decide one node and all below it, keeping each decision in `truths`."""
    _decide_all(node.upwards(), facts, truths)
    return truths[node.id]


def _of_one_act(node: Node, facts: Projection, truths: dict[str, Truth]) -> Truth:
    """Decide a node that one single act has to meet, keeping the decisions on the act that decides it."""
    (one,) = node.children
    tried = []
    for part in facts.parts or (facts,):
        found: dict[str, Truth] = {}
        tried.append((counted(truth_of(one, part, found), part), found))
    truth, found = deciding(tried)
    truths |= {**found, one.id: truth, node.id: truth}
    return truth


def counted(truth: Truth, part: Projection) -> Truth:
    """What an act says; one of which it is not known whether it counts never says yes."""
    return None if truth is True and part.soft else truth


def deciding(tried: list[tuple[Truth, dict[str, Truth]]]) -> tuple[Truth, dict[str, Truth]]:
    """The act that decides: one that meets it, else one that may, else the last."""
    whole = disjunction(truth for truth, _ in tried)
    return next((truth, found) for truth, found in reversed(tried) if truth is whole)


def _truth(node: Node, below: Iterable[Truth], facts: Projection) -> Truth:
    """Decide a node from the truths of its parts, or from the kinds of conduct."""
    if node.op == "all":
        return conjunction(below)
    if node.op == "any":
        return disjunction(below)
    if node.op == "not":
        return negation(next(iter(below)))
    return None if node.op == "open" else not node.kinds.isdisjoint(facts.kinds)


def test(node: Node, facts: Projection) -> Truth:
    """Decide a node that tests one fact."""
    if node.bounds:
        return _compare(node, facts)
    value = facts.values.get(node.fact or "")
    if value is None or isinstance(value, Interval):
        return None
    return value == node.equals if node.comparison == "is" else bool(value)


def _compare(node: Node, facts: Projection) -> Truth:
    number = facts.number(node.fact or "")
    first = facts.limit(node.limits[0])
    if node.comparison == "at_least":
        return number.at_least(first)
    if node.comparison == "above":
        return number.above(first)
    if node.comparison == "below":
        return negation(number.at_least(first))
    last = facts.limit(node.limits[1])
    return conjunction([number.at_least(first), negation(number.above(last))])
