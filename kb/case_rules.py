"""Rules about a case beside its charges: sanctions, evidence, how it was gathered, disputed views, and which places may take it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from pydantic import Field, model_validator

from .condition import Cites, Condition, Identifier
from .load import Located
from .rules import (
    Charge,
    Circumstance,
    Citing,
    Concurrence,
    Definition,
    GeneralException,
    JointCrime,
    Offence,
    Presumption,
    Role,
    Rule,
    citing,
)
from .vocabulary import Proof


class AdministrativeOffence(Offence):
    """An act that is fined or punished by administrative detention (行政处罚), where no crime is made out or beside it.

    `follows`: what the law orders beside the sanction, such as 联合惩戒 or 责令改正.
    """

    kind: Literal["administrative"]
    limit_months: int | None = 24
    """追究时效（月）：治安管理处罚六个月，其他行政处罚一般二年；没有规定期限的措施（联合惩戒）写 null。"""
    follows: Cites = ()

    @property
    def cited(self) -> Iterator[Citing]:
        """What every offence cites, and what follows beside the sanction."""
        yield from super().cited
        yield from (citing(cite, self, "follows") for cite in self.follows)


class EvidenceList(Rule):
    """The evidence that usually proves each element of a charge."""

    kind: Literal["evidence"]
    charge: Identifier
    elements: dict[Identifier, tuple[Proof, ...]]


Flaw = Literal["excluded", "defect", "review"]
"""不得作为定案的根据；瑕疵，可以补正或者作出合理解释；须在审查真实性、合法性、关联性时查明。"""


class Checkpoint(Condition):
    """Something that is wrong with a piece of evidence when it is met, and what follows.

    `cure`: what takes the flaw away again (补正, 合理解释) — a fact of the evidence; a defect not cured is excluded.
    """

    id: Identifier
    label: str
    flaw: Flaw
    repair: str
    """What to do about it, for an officer."""


class Checklist(Rule):
    """How one sort of evidence has to be gathered, kept, handed over and examined, point by point.

    `items`: the items of the catalogue it is for; `cure`: the fact that says a defect has been mended or explained.
    """

    kind: Literal["checklist"]
    items: tuple[Identifier, ...] = Field(min_length=1)
    reading: Literal["of_the_gathering", "of_the_decision"] = "of_the_gathering"
    """Whose law its `review` points follow: that of the gathering, or (rules on proof) that of the decision."""
    cure: Identifier | None = None
    applies: Condition | None = None
    """To which pieces of these items: such as those gathered by on-line extraction; none: to all."""
    points: tuple[Checkpoint, ...] = Field(min_length=1)

    @property
    def tops(self) -> tuple[Condition, ...]:
        """To which pieces it applies, and the points."""
        return (*((self.applies,) if self.applies else ()), *self.points)


class Holder(Located):
    """Who holds a view: a norm (`at`), or a court, an office or a writer, with year and where it was read.

    What is not a provision of the base is `unverified` and says so; `year` is left out where the source bears none.
    """

    at: str | None = None
    quote: str | None = None
    who: str | None = None
    year: int | None = None
    where: str | None = None
    says: str | None = None
    unverified: bool = False

    @model_validator(mode="after")
    def _either_norm_or_somebody(self) -> Holder:
        if self.at is None and not (self.who and self.where and self.unverified):
            msg = "观点的持有者写 at（库中的条款），或者写 who、where 并标 unverified: true → 补上来源"
            raise ValueError(msg)
        return self


class FactOf(Located):
    """The value that another fact of the case has (支付结算金额按流入资金计算)."""

    fact: Identifier


class View(Located):
    """One side of a dispute: who holds it, what it needs, and how this case would be answered under it.

    `charge` is judged again with the facts of `assume`, under the law that `reading` names (the milder one if absent).
    """

    id: Identifier
    label: str
    holders: tuple[Holder, ...] = Field(min_length=1)
    needs: Condition | None = None
    charge: Identifier
    assume: dict[Identifier, bool | int | Decimal | FactOf] = Field(default_factory=dict)
    reading: Literal["of_the_act", "of_the_decision"] | None = None
    note: str | None = None


class Dispute(Rule):
    """A point on which norms, courts or writers differ: when it arises, and the views."""

    kind: Literal["dispute"]
    question: str
    charges: tuple[Identifier, ...] = Field(min_length=1)
    """The charges whose findings carry it."""
    when: Condition
    views: tuple[View, ...] = Field(min_length=2)

    @property
    def tops(self) -> tuple[Condition, ...]:
        """When it arises, and what each view needs."""
        return (self.when, *(view.needs for view in self.views if view.needs is not None))

    @property
    def cited(self) -> Iterator[Citing]:
        """The norms that hold the views."""
        for holder in (holder for view in self.views for holder in view.holders):
            if holder.at:
                yield Citing(holder, "at", holder.at, holder.quote)


class Test(Condition):
    """One question that tells charges apart, and to which of them a yes or a no points; a pointer is not a verdict."""

    id: Identifier
    label: str
    met: tuple[Identifier, ...] = ()
    not_met: tuple[Identifier, ...] = ()


class Distinction(Rule):
    """How charges that the same conduct may open are told apart: the tests of the texts, in the order they are put.

    `of`: the kinds of conduct that it is about, and of which alone its tests are asked: it is shown where one of its
    charges is opened. Without: shown where two of them are.
    """

    kind: Literal["distinction"]
    question: str
    charges: tuple[Identifier, ...] = Field(min_length=2)
    of: tuple[Identifier, ...] = ()
    tests: tuple[Test, ...] = Field(min_length=2)

    @property
    def tops(self) -> tuple[Condition, ...]:
        """The tests."""
        return self.tests


class Jurisdiction(Rule):
    """A ground on which organs may take a case: by a place (`files`), or over several (并案, 分案, 指定).

    `charges`: only for these; none: for any. `when` is asked of each place of the case where `effect` is `files`,
    of the case as a whole otherwise.
    """

    kind: Literal["jurisdiction"]
    effect: Literal["files", "joins", "splits", "designates", "agrees"]
    organ: str
    charges: tuple[Identifier, ...] = ()
    when: Condition


RULE_KINDS: dict[str, type[Rule]] = {
    "charge": Charge,
    "knowledge": Presumption,
    "definition": Definition,
    "joint_crime": JointCrime,
    "role": Role,
    "circumstance": Circumstance,
    "exception": GeneralException,
    "concurrence": Concurrence,
    "administrative": AdministrativeOffence,
    "evidence": EvidenceList,
    "checklist": Checklist,
    "dispute": Dispute,
    "distinction": Distinction,
    "jurisdiction": Jurisdiction,
}
"""What a rule file is read as, by its `kind`."""
