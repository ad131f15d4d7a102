"""Whether any facts at all can make a line met, or not met."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from engine import reach
from engine.plan import LawState, Node
from engine.planner import Planner
from engine.reach import Search
from engine.standard import Standard
from kb import load

TODAY = datetime.date(2025, 10, 1)


def fact(name: str) -> Node:
    return Node(name, "test", fact=name)


def amount(comparison: str, *bounds: int | str, of: str = "fraud_amount") -> Node:
    limits = tuple(Standard(bound) if isinstance(bound, str) else Decimal(bound) for bound in bounds)
    return Node(f"{comparison}{bounds}", "test", fact=of, comparison=comparison, bounds=limits)


def conduct(*kinds: str) -> Node:
    return Node("-".join(kinds), "conduct", kinds=frozenset(kinds))


def _ids(nodes: tuple[Node, ...]) -> str:
    """No two different nodes of a plan have one id."""
    return ",".join(node.id for node in nodes)


def every(*nodes: Node) -> Node:
    return Node(f"all({_ids(nodes)})", "all", children=nodes)


def some(*nodes: Node) -> Node:
    return Node(f"any({_ids(nodes)})", "any", children=nodes)


def no(node: Node) -> Node:
    return Node(f"not({node.id})", "not", children=(node,))


@pytest.fixture(scope="module")
def search() -> Search:
    kb = load()
    return Search(Planner(kb).plan(kb.charges["fraud"], LawState(TODAY, TODAY)), kb)


@pytest.mark.parametrize(
    "node, met, not_met",
    [
        (fact("telecom_fraud"), True, True),
        (every(fact("telecom_fraud"), no(fact("telecom_fraud"))), False, True),
        (some(fact("telecom_fraud"), no(fact("telecom_fraud"))), True, False),
        (every(fact("knew_fraud"), no(every(fact("telecom_fraud"), fact("knew_fraud")))), True, True),
        (amount("at_least", 500_000), True, True),
        (amount("at_least", 0), True, False),
        (amount("below", 0), False, True),
        (amount("above", 0), True, True),
        (amount("within", 3, 5), True, True),
        (every(amount("at_least", 5), amount("below", 5)), False, True),
        (every(amount("at_least", 5), no(amount("above", 5))), True, True),
        (every(amount("above", 4), amount("below", 5)), False, True),
        (some(amount("below", 5), amount("above", 5), amount("within", 5, 5)), True, False),
        (amount("at_least", "local_large_standard"), True, True),
        (every(amount("at_least", "local_huge_standard"), amount("below", 30_000)), False, True),
        (conduct("defrauding"), True, True),
        (conduct("kind_that_opens_nothing"), False, True),
        (every(conduct("defrauding"), no(conduct("defrauding", "promoting"))), False, True),
        (every(conduct("defrauding", "promoting"), no(conduct("defrauding"))), True, True),
    ],
    ids=lambda value: value.id if isinstance(value, Node) else str(value),
)
def test_a_line_can_be_met_or_not(search: Search, node: Node, met: bool, not_met: bool) -> None:
    assert search.can_be(node, met=True) is met
    assert search.can_be(node, met=False) is not_met


def test_a_yes_or_no_answer_can_be_either(search: Search) -> None:
    node = Node("is", "test", fact="telecom_fraud", comparison="is", equals=False)
    assert search.can_be(node, met=True)
    assert search.can_be(node, met=False)
    assert not search.can_be(every(node, fact("telecom_fraud")), met=True)


def test_a_search_that_is_given_up_accuses_nobody(search: Search, monkeypatch: pytest.MonkeyPatch) -> None:
    never = every(*(some(fact(f"x{n}"), fact(f"y{n}")) for n in range(20)), no(fact("z")), fact("z"))
    monkeypatch.setattr(reach, "STEPS", 500)
    assert search.can_be(never, met=True)
