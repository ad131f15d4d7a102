"""What has to hold of the tiers of a charge as it reads on a day: they rise, they differ, they leave no gap."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations, pairwise
from typing import NamedTuple

from kb import KnowledgeBase
from kb.checks.blanks import BLANK
from kb.condition import Condition
from kb.issues import Issue
from kb.load import Located
from kb.rules import Offence, Tier, Weighing

from .penalty import read_penalty
from .plan import Node, Plan, PlannedTier
from .reach import GivenUp, Search
from .readings import content, shape
from .sanction import range_of
from .share import read_share

Position = tuple[object, ...]
"""A fact, and what has to be met together with it."""


class Problem(NamedTuple):
    """Something that is wrong with a charge on some day: where, what, how to put it right."""

    place: Located
    words: str
    repair: str


def penalties_are_read(kb: KnowledgeBase) -> Iterator[Issue]:
    """Every tier whose statutory range, or whose fine, cannot be read from its quote."""
    for charge in kb.offences.values():
        for tier in charge.tiers:
            said = tier.penalty.quote
            if BLANK in said:
                continue  # not filled in yet: kb.check says so
            try:
                fine = range_of(charge, said).fine
            except ValueError as error:
                yield tier.penalty.issue(
                    f"档次「{tier.label}」{error}", "quote 引法定刑的原话：几年以上、以下有期徒刑"
                )
                continue
            if fine is None and any(word in said for word in ("罚金", "没收财产")):
                yield tier.penalty.issue(
                    f"档次「{tier.label}」读不出罚金、没收财产：「{said}」",
                    "quote 连同「并处」「单处」一起引",
                )


def bands_are_read(kb: KnowledgeBase) -> Iterator[Issue]:
    """Every band of a guideline, and every start of a sentence, whose numbers cannot be read from its quote."""
    for rule in kb.of_kind(Weighing):
        for band in rule.bands:
            try:
                read_share(band.quote)
            except ValueError as error:
                yield band.issue(f"「{rule.label}」{error}", "quote 引“减少基准刑的20%-50%”这样的原话")
    for charge in kb.charges.values():
        for tier in charge.tiers:
            if tier.start is None:
                continue
            try:
                read_penalty(tier.start.quote)
            except ValueError as error:
                yield tier.start.issue(
                    f"档次「{tier.label}」的量刑起点{error}", "quote 引“在三年至四年有期徒刑幅度内”这样的原话"
                )


def tier_problems(charge: Offence, plan: Plan, kb: KnowledgeBase) -> Iterator[Problem]:
    """Everything that is wrong with the tiers of one reading."""
    tiers = {tier.id: tier for tier in charge.tiers}
    yield from _unconditional(tiers, plan)
    yield from _alike(tiers, plan)
    yield from _penalties_fall(tiers, plan)
    yield from _thresholds_fall(charge, plan, kb)
    yield from _gap(tiers, plan, kb)


def _unconditional(tiers: dict[str, Tier], plan: Plan) -> Iterator[Problem]:
    for tier in plan.tiers[1:]:
        if tier.node is None:
            repair = "写 when，否则人人都落入这一档"
            words = f"档次「{tier.label}」没有条件，前面各档都不起作用"
            yield Problem(tiers[tier.id], words, repair)
        elif tier.node.op == "open":
            repair = "补上当时有效的一行；当时没有标准的，写一行 appraise 由人判断"
            yield Problem(tiers[tier.id], f"档次「{tier.label}」当时没有一行条件有效", repair)


def _alike(tiers: dict[str, Tier], plan: Plan) -> Iterator[Problem]:
    for lower, higher in combinations(plan.tiers, 2):
        if lower.node and higher.node and content(lower.node) == content(higher.node):
            problem = (
                f"档次「{higher.label}」的条件与「{lower.label}」（第 {tiers[lower.id].line} 行）完全相同"
            )
            yield Problem(tiers[higher.id], problem, "写出两档的区别")


def _penalties_fall(tiers: dict[str, Tier], plan: Plan) -> Iterator[Problem]:
    for lower, higher in pairwise(plan.tiers):
        heavier, lighter = (range_of(plan.charge, tier.penalty_text).weight for tier in (higher, lower))
        if heavier <= lighter:
            problem = (
                f"档次「{higher.label}」的法定刑不重于前一档「{lower.label}」（第 {tiers[lower.id].line} 行）"
            )
            yield Problem(tiers[higher.id], problem, "各档由轻到重排列；核对 penalty")


def _thresholds_fall(charge: Offence, plan: Plan, kb: KnowledgeBase) -> Iterator[Problem]:
    """A number that does not rise from one tier to a higher one, all else being equal."""
    for lower, higher in combinations(plan.tiers, 2):
        least, most = _least(lower), _least(higher)
        for position in least.keys() & most.keys():
            (number, node), (next_number, next_node) = least[position], most[position]
            if next_number <= number:
                places = _places(charge, kb)
                below, place = places[node.id], places[next_node.id]
                problem = (
                    f"档次「{higher.label}」的「{next_node.fact}」标准 {next_number:f} 不高于"
                    f"「{lower.label}」的 {number:f}（{below.file}:{below.line}）"
                )
                yield Problem(place, problem, "对照条文改正其中一个数字")


def _least(tier: PlannedTier) -> dict[Position, tuple[Decimal, Node]]:
    """The lowest number at each position of a tier."""
    found: dict[Position, tuple[Decimal, Node]] = {}
    for position, number, node in _numbers(tier.node, frozenset()) if tier.node else ():
        if position not in found or number < found[position][0]:
            found[position] = (number, node)
    return found


def _numbers(node: Node, beside: frozenset[object]) -> Iterator[tuple[Position, Decimal, Node]]:
    """The lower bounds that speak for a tier, each with the conditions that must be met with it."""
    if node.comparison in ("at_least", "above") and isinstance(node.bounds[0], Decimal):
        yield (node.fact, beside), node.bounds[0], node
    elif node.op in ("all", "any"):
        for child in node.children:
            others = (shape(other) for other in node.children if other is not child)
            yield from _numbers(child, beside | frozenset(others) if node.op == "all" else beside)


def _places(charge: Offence, kb: KnowledgeBase) -> dict[str, Located]:
    """The line that each node of a plan was read from, by the id of the node."""
    tops: list[tuple[str, Condition]] = [(element.id, element) for element in charge.elements]
    tops += [(f"exception.{exception.id}", exception) for exception in charge.exceptions]
    tops += [(f"tier.{tier.id}", tier.when) for tier in charge.tiers if tier.when]
    tops += [(rule.id, top) for rule in kb.rules.values() if rule is not charge for top in rule.tops]
    tops += [(part.id, part) for part in charge.conditions if part.id]
    return {node: place for path, top in tops for node, place in _below(path, top)}


def _below(path: str, condition: Condition) -> Iterator[tuple[str, Located]]:
    yield path, condition
    for index, child in enumerate(condition.children):
        yield from _below(f"{path}.{child.id or index}", child)


def _gap(tiers: dict[str, Tier], plan: Plan, kb: KnowledgeBase) -> Iterator[Problem]:
    """Facts that meet every element and reach no tier; a search that takes too long says nothing."""
    reached = [tier.node for tier in plan.tiers if tier.node is not None]
    elements = [element.node for element in plan.elements]
    if not reached or len(reached) < len(plan.tiers) or any(_implies(node, reached) for node in elements):
        return
    missed = tuple(Node(f"gap.{node.id}", "not", children=(node,)) for node in reached)
    try:
        found = Search(plan, kb).finds(Node("gap", "all", children=(*elements, *missed)), met=True)
    except GivenUp:
        return
    if found:
        first = plan.tiers[0]
        problem = f"档次缺口：要件都满足，而从「{first.label}」起没有一档达到"
        yield Problem(tiers[first.id], problem, "首档不写 when，或者让数额、情节的要件 ref 到各档")


def _implies(node: Node, tiers: list[Node]) -> bool:
    """Whether a node cannot be met without some tier being met, as far as its form shows."""
    if any(content(node) == content(tier) for tier in tiers):
        return True
    if node.op == "any":
        return all(_implies(child, tiers) for child in node.children)
    return node.op == "all" and any(_implies(child, tiers) for child in node.children)
