"""Two conditions that must agree on every case have the same content; others have not."""

from datetime import date
from itertools import product

import pytest

from engine.conditions import truth_of
from engine.facts import Projection
from engine.plan import Node
from engine.reach import NOBODY
from engine.readings import content


def fact(name: str) -> Node:
    return Node(name, "test", fact=name)


def kinds(*names: str) -> Node:
    return Node("-".join(names), "conduct", kinds=frozenset(names))


def both(*children: Node, form: str | None = None) -> Node:
    return Node(f"all({'，'.join(c.id for c in children)})", "all", children=children, form=form)


def either(*children: Node) -> Node:
    return Node(f"any({'，'.join(c.id for c in children)})", "any", children=children)


def no(child: Node) -> Node:
    return Node(f"not({child.id})", "not", children=(child,))


A, B, C = fact("knew_fraud"), fact("telecom_fraud"), fact("accepted_guilt")
SAME = [
    (both(A, B), both(B, A)),
    (either(A, A), A),
    (both(A, both(B, C)), both(A, B, C)),
    (either(A, either(B, C)), either(A, B, C)),
    (either(A, both(A, B)), A),
    (either(both(A, B), both(A, B, C)), both(A, B)),
    (either(kinds("defrauding", "promoting"), both(kinds("promoting"), A)), kinds("defrauding", "promoting")),
    (either(kinds("promoting"), kinds("defrauding", "promoting")), kinds("defrauding", "promoting")),
]
OTHER = [
    (both(A, B), either(A, B)),
    (A, no(A)),
    (either(both(A, B), C), either(A, C)),
    (either(kinds("defrauding"), both(kinds("promoting"), A)), kinds("defrauding")),
    (both(A, no(both(A, B))), both(A, no(B), C)),
]


def truths(node: Node) -> list[bool | None]:
    """The truth of a node for all answers to the three facts, under every conduct."""
    found = []
    for answers in product((True, False, None), repeat=3):
        for held in ((), ("defrauding",), ("promoting",)):
            values = dict(zip(("knew_fraud", "telecom_fraud", "accepted_guilt"), answers, strict=True))
            day = date(2024, 5, 1)
            facts = Projection(NOBODY, (), values, {}, frozenset(held), day, day)
            found.append(truth_of(node, facts, {}))
    return found


@pytest.mark.parametrize("one, other", SAME, ids=lambda node: node.id)
def test_what_must_agree_has_the_same_content(one: Node, other: Node) -> None:
    assert content(one) == content(other)
    assert truths(one) == truths(other)


@pytest.mark.parametrize("one, other", OTHER, ids=lambda node: node.id)
def test_what_may_differ_has_not(one: Node, other: Node) -> None:
    assert content(one) != content(other)
    assert truths(one) != truths(other)


def test_a_line_on_attempt_is_not_the_same_as_one_on_the_completed_crime() -> None:
    assert content(both(A, form="attempted")) != content(A)
    assert content(either(A, both(A, B, form="attempted"))) != content(A)
