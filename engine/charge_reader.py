"""An offence read on given days: its elements, exceptions and tiers, and what is found with it."""

from __future__ import annotations

from kb import Charge, KnowledgeBase
from kb.condition import Cite
from kb.rules import Circumstance, GeneralException, LegalException, Offence, Tier

from .plan import LawState, Node, Plan, PlannedException, PlannedPart, PlannedTier
from .rule_reader import RuleReader


class ChargeReader(RuleReader):
    """One offence being read on given days."""

    def __init__(self, kb: KnowledgeBase, charge: Offence, state: LawState) -> None:
        super().__init__(kb, state, charge.tiers)
        self.charge = charge

    def plan(self) -> Plan:
        """The charge as it reads on the days of the state."""
        elements = [(e, self.node(e, f"{e.id}", self.charge)) for e in self.charge.elements]
        tiers = tuple(self.tier(tier) for tier in self.charge.tiers if self.tier_stands(tier))
        core = set(self.documents)
        exceptions = [(e, self.exception(e)) for e in self.kb.exceptions_of(self.charge)]
        roles = [(r, self.whole(r, r.when, f"role.{r.id}")) for r in self.kb.roles_of(self.charge)]
        mine = self.kb.circumstances_of(self.charge)
        circumstances = [(c, self.whole(c, c.when, f"circumstance.{c.id}")) for c in mine]
        return Plan(
            charge=self.charge,
            state=self.state,
            elements=tuple(PlannedPart(e.id, e.label, n, e.cumulative) for e, n in elements if n is not None),
            exceptions=tuple(
                PlannedException(e.id, e.label, e.effect, n, e.follows, general=_of_all(e))
                for e, n in exceptions
                if n is not None
            ),
            tiers=tiers,
            roles=tuple(PlannedPart(r.id, r.label, n) for r, n in roles if n is not None),
            circumstances=tuple(
                PlannedPart(c.id, c.label, n, general=_of_all(c)) for c, n in circumstances if n is not None
            ),
            documents=tuple(sorted(core)),
            has_interpretation=any(self._interprets(document) for document in core),
            unit=bool(self.active(self.charge.unit)),
            unit_penalty=self.unit_penalty(),
        )

    def unit_penalty(self) -> tuple[str, str] | None:
        """The fine that the law of the day gives units for an administrative offence, with its words."""
        if isinstance(self.charge, Charge):
            return None
        fined = (cite for cite in self.charge.unit if cite.quote and "罚款" in cite.quote)
        return next(((c.at, c.quote) for c in fined if c.quote and self.active((c,))), None)

    def exception(self, exception: LegalException | GeneralException) -> Node | None:
        """An exception, its own or of the general part; None where it is not law today."""
        path = f"exception.{exception.id}"
        if isinstance(exception, GeneralException):
            return self.whole(exception, exception.when, path)
        return self.node(exception.when, path, self.charge)

    def tier(self, tier: Tier) -> PlannedTier:
        """A tier; open where the article has it and nothing of the day says when it is reached."""
        path = f"tier.{tier.id}"
        node = None if tier.when is None else self.node(tier.when, path, self.charge)
        if tier.when is not None and node is None:  # 法条有这一档，当天的解释没有它的标准：由人判断
            node = Node(path, "open", tier.label, (tier.penalty.at,), rule=self.charge.id)
        start = (Cite(at=tier.start.at, quote=tier.start.quote),) if tier.start else ()
        return PlannedTier(tier.id, tier.label, node, tier.penalty.at, tier.penalty.quote, start)


def _of_all(rule: LegalException | GeneralException | Circumstance) -> bool:
    """Whether a rule is asked of every charge alike: it names none."""
    return isinstance(rule, (GeneralException, Circumstance)) and not rule.charges
