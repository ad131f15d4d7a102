"""What is still open on a person: for each charge a tree of the questions that could settle it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kb import KnowledgeBase
from kb.rules import Offence

from .assessment import PersonFindings
from .case import Conduct
from .explain import Explainer
from .facts import Projection
from .findings import LIMITATION, Finding
from .plan import Node
from .question_places import Places
from .question_tree import Asked, Open, Want, joined, pruned, test, waiting
from .standing import cannot_stand_yet, verdict_of
from .values import Truth

if TYPE_CHECKING:
    from .assess import CaseAssessor

Finder = Callable[[Projection, str], tuple[Want, ...]]
"""Where a fact is asked."""


@dataclass(frozen=True, eq=False)
class Doubt:
    """One charge on one person that answers can still turn: its verdict, or the tier of one that stands."""

    finding: Finding
    charge: Offence
    facts: Projection
    trees: tuple[Open, ...]
    """Of an open verdict its elements; of one that stands the limitation, then each tier above."""
    counting: tuple[Open, ...] = ()
    """Whether the acts count of which that is not known: what they state is only an upper bound until then."""
    can_stand: bool = True
    """Whether an open charge may come to stand by answers: its day is known, and every law that may apply is held."""

    @property
    def person(self) -> str:
        """Whom it is about."""
        return self.facts.person.id

    @property
    def of_verdict(self) -> bool:
        """Whether the verdict is open."""
        return self.finding.verdict == "undetermined"

    @cached_property
    def weighed(self) -> tuple[tuple[float, Open], ...]:
        """Every tree and what a question saved in it counts.

        Whether the period for prosecution has passed comes before every tier: it counts as much as all of them.
        """
        weights = [1.0] * len(self.trees)
        if self.finding.late and not self.of_verdict:
            weights[0] += sum(tree.odds[1] for tree in self.trees[1:])
        return (*zip(weights, self.trees, strict=True), *((1.0, tree) for tree in self.counting))

    @cached_property
    def tests(self) -> tuple[tuple[Open, Want], ...]:
        """Every test that waits for a fact, with the fact."""
        leaves = (leaf for _, tree in self.weighed for leaf in tree.leaves())
        return tuple((leaf, want) for leaf in leaves if leaf.asked is not None for want in leaf.asked.wants)


class Doubts:
    """Finds what is open in one case."""

    def __init__(self, assessor: CaseAssessor) -> None:
        self.assessor, self.kb = assessor, assessor.kb
        self.places = Places(assessor.projector)

    def of(self, found: PersonFindings) -> Iterator[Doubt]:
        """Every open charge of a person, and every one that stands of which the tier or the limitation is open."""
        person = self.assessor.case.person_of[found.id]
        projected = {charge.id: (charge, facts) for charge, facts, _ in self.assessor.projections(person)}
        for finding in found.findings:
            doubt = self.about(finding, *projected[finding.charge_id])
            if doubt is not None:
                yield doubt

    def about(self, finding: Finding, charge: Offence, facts: Projection) -> Doubt | None:
        """What is open of one finding; None where no answer can change it."""
        can_stand = True
        if finding.verdict == "undetermined" and finding.elements:
            trees, can_stand = self._of_verdict(charge, facts)
        elif finding.verdict == "established":
            trees = self._of_standing(finding, charge, facts)
        else:
            return None
        if not trees:
            return None
        waits = any(leaf.waits for tree in trees for leaf in tree.leaves())
        counting = self._counting(charge, facts) if waits else ()
        doubt = Doubt(finding, charge, facts, trees, counting, can_stand)
        return doubt if doubt.tests else None

    def _of_verdict(self, charge: Offence, facts: Projection) -> tuple[tuple[Open, ...], bool]:
        """The open elements under the first law that leaves something to ask, and whether the charge can come to stand.

        Once they are settled under that law the next is asked about; a no under any of them ends the charge.
        """
        open_readings = [
            (plan, truths)
            for plan, truths in self.assessor.quick.decided(charge, facts)
            if verdict_of(charge, plan, truths, facts) == "undetermined"
        ]
        whole = [entry for entry in open_readings if len(entry[0].elements) >= len(charge.elements)]
        # 是否计入尚待查的行为，查清后可能使罪名成立
        barred = not facts.soft and cannot_stand_yet(charge, facts)
        can_stand = len(whole) == len(open_readings) and not barred
        for plan, truths in whole:
            tree = self._tree(facts, truths, [element.node for element in plan.elements], yes=can_stand)
            if tree is not None:
                return (tree,), can_stand
        return (), can_stand

    def _of_standing(self, finding: Finding, charge: Offence, facts: Projection) -> tuple[Open, ...]:
        trees: list[Open] = []
        if finding.late:
            asked = Asked(None, facts, yes=True, wants=self.places.of(facts, LIMITATION))
            trees.append(test(asked))
        if finding.tier is not None and finding.tier.ask:
            facts = self._resting_on(finding, charge, facts)
            mildest = self.assessor.quick.outcomes(charge, facts)[0]
            nodes = (tier.node for tier in mildest.open_tiers if tier.node is not None)
            found = (self._tree(facts, mildest.truths, [node]) for node in nodes)
            trees += [tree for tree in found if tree is not None]
        return tuple(trees)

    def _resting_on(self, finding: Finding, charge: Offence, facts: Projection) -> Projection:
        """The facts of the acts that a finding rests on: another charge may have taken some of them."""
        sure = {act.id for act in facts.conduct} - facts.soft
        if set(finding.conduct) in (sure, {act.id for act in facts.conduct}):
            return facts
        acts = tuple(act for act in facts.conduct if act.id in finding.conduct)
        return self.assessor.projector.project(facts.person, acts, charge=charge)

    def _tree(
        self, facts: Projection, truths: Mapping[str, Truth], roots: list[Node], *, yes: bool = True
    ) -> Open | None:
        grown = _Grower(self.kb, facts, truths, self.places.of).every_one(roots)
        return grown and pruned(grown, yes=yes)

    def _counting(self, charge: Offence, facts: Projection) -> tuple[Open, ...]:
        """For each act of which it is not known whether it counts: its elements, amount and gravity aside."""
        soft = (act for act in facts.conduct if act.id in facts.soft)
        found = (self._of_act(charge, facts, act) for act in soft)
        return tuple(tree for tree in found if tree is not None)

    def _of_act(self, charge: Offence, facts: Projection, act: Conduct) -> Open | None:
        alone = self.assessor.of_one_act(facts.person, act, charge)
        for plan, truths in self.assessor.quick.decided(charge, alone):
            grown = _Grower(self.kb, alone, truths, self.places.of_act).every_one(plan.act_roots)
            if grown is not None:
                return pruned(grown)
        return None


class _Grower:
    """Turns the open nodes of one reading into a tree of questions."""

    def __init__(
        self, kb: KnowledgeBase, facts: Projection, truths: Mapping[str, Truth], finder: Finder
    ) -> None:
        self.kb, self.facts, self.truths = kb, facts, truths
        self.explainer = Explainer(kb, facts, truths)
        self.finder = finder

    def every_one(self, roots: Iterable[Node]) -> Open | None:
        """The open ones of some nodes that all have to be met."""
        parts = [self.grown(root, yes=True) for root in roots if self.truths[root.id] is None]
        return joined(parts, every=True) if parts else None

    def grown(self, node: Node, *, yes: bool) -> Open:
        """An open node; `yes`: it is wanted met, else not met."""
        if node.op in ("all", "any"):
            open_parts = (child for child in node.children if self.truths[child.id] is None)
            return joined(
                (self.grown(child, yes=yes) for child in open_parts), every=(node.op == "all") is yes
            )
        if node.op == "not":
            return self.grown(node.children[0], yes=not yes)
        if node.op == "act":
            (one,) = node.children
            return self.grown(one, yes=yes) if self.truths[one.id] is None else waiting()
        return self._test(node, yes=yes)

    def _test(self, node: Node, *, yes: bool) -> Open:
        names = self.explainer.asked_of(node)
        found = [self.finder(self.facts, name) for name in names]
        wants = tuple(want for each in found for want in each)
        parts = [] if all(found) else [waiting()]
        if len(names) == 1 and len(wants) > 1 and not self.kb.facts[names[0]].numeric:
            # 逐项行为（逐个团伙）问的：有一个是即可，或者须都是
            every = (self.kb.facts[names[0]].combine == "all") is yes
            return joined((test(Asked(node, self.facts, yes, (want,))) for want in wants), every=every)
        if wants:
            parts.append(test(Asked(node, self.facts, yes, wants)))
        return joined(parts, every=True) if parts else Open()
