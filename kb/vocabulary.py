"""The words of a case: the facts that may be asked, the kinds of conduct, the links of the chain."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field

from .condition import Cites, Identifier
from .load import Located

FactType = Literal["boolean", "money", "count", "days", "choice", "appraisal"]
Scope = Literal["conduct", "person", "group", "incident", "case", "evidence", "place"]
NUMERIC: frozenset[str] = frozenset({"money", "count", "days"})


class Ratio(Located):
    """One part of a share: how much of `per` (元, 条 …) the fact reaches."""

    fact: Identifier
    per: int


class Derivation(Located):
    """How a fact follows from others when nobody has stated it."""

    kind: Literal[
        "age",
        "served_count",
        "share",
        "group_size",
        "group_fact",
        "sum_where",
        "own_upstream",
        "by_unit",
        "act_count",
        "choice_where",
        "yes_where",
        "whole_where_not",
        "none_where_not",
        "own_incidents",
        "not_where",
    ]
    fact: Identifier | None = None
    where: Identifier | None = None
    choice: Identifier | None = None
    of: tuple[Ratio, ...] = ()
    cite: Cites = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """The facts from which it follows."""
        return (*(part.fact for part in self.of), *filter(None, (self.fact, self.where)))


class Fact(Located):
    """A fact that a case may state: what is asked, in which unit, on whom, and which way it cuts.

    `combine` says how one person's fact follows from several acts (金额相加 …), `cite` orders that sum.
    `window_years`: acts further back than this from the last one add up only where each is a crime of its own.
    `about`: the kinds of conduct that can have the fact; other acts have none of it.
    `direction`: `against` = more of it (or yes) never helps the suspect; `for` = never harms.
    """

    label: str
    question: str
    type: FactType
    unit: str | None = None
    scope: tuple[Scope, ...] = ("conduct",)
    combine: Literal["sum", "max", "any", "all"] | None = None
    choices: dict[str, str] = Field(default_factory=dict)
    bounds: tuple[int, int] | None = None
    derived: Derivation | None = None
    about: tuple[Identifier, ...] = ()
    window_years: int | None = None
    direction: Literal["against", "for", "neutral"] = "against"
    cite: Cites = ()
    help: str | None = None
    evidence: tuple[str, ...] = ()

    @property
    def numeric(self) -> bool:
        """Whether the fact is a number (元, 个, 日)."""
        return self.type in NUMERIC


class ConductKind(Located):
    """A kind of conduct: what it is called, which link of the chain it belongs to (if any), what it implies."""

    label: str
    link: Identifier | None = None
    words: tuple[str, ...] = ()
    implies: dict[Identifier, bool] = Field(default_factory=dict)
    ask_first: tuple[Identifier, ...] = ()
    """The facts that usually decide a case of this kind, in the order an officer asks them."""
    help: str | None = None

    @property
    def name(self) -> str:
        """The label without the examples in brackets at its end; the brackets of 偷越国（边）境 are part of it."""
        return re.sub(r"（[^（）]*）$", "", self.label)


class Link(Located):
    """A link of the chain, in the order money and victims meet it, and the group facts that betray it."""

    label: str
    signs: tuple[Identifier, ...] = ()
    gather: tuple[str, ...] = ()


class EvidenceItem(Located):
    """A sort of evidence: its form in law (刑事诉讼法第五十条), the flow it shows, how it is gathered."""

    label: str
    form: Literal[
        "物证",
        "书证",
        "证人证言",
        "被害人陈述",
        "供述和辩解",
        "鉴定意见",
        "笔录",
        "视听资料",
        "电子数据",
    ]
    flow: Literal["资金流", "通讯流", "人员流", "信息流"] | None = None
    words: tuple[str, ...] = ()
    gather: str
    """From whom and how, for an officer."""
    cite: Cites = ()


class TypicalRole(Located):
    """A part played in a type of fraud, and the kinds of conduct under which it is entered."""

    label: str
    kinds: tuple[Identifier, ...] = Field(min_length=1)
    does: str


class FurtherCharge(Located):
    """A charge beside fraud that comes into question in a type of fraud, and when."""

    charge: Identifier
    when: str
    kinds: tuple[Identifier, ...] = ()
    """The kinds of conduct to enter where it happened; those that open the charge if none are named."""
    cite: Cites = ()


class Proof(Located):
    """One item of the catalogue of evidence, and what it shows."""

    item: Identifier
    shows: str


class FraudType(Located):
    """A type of telecom and network fraud: how it runs, who does what, what else it may be, what to ask first."""

    label: str
    words: tuple[str, ...] = ()
    how: tuple[str, ...] = Field(min_length=2)
    roles: tuple[TypicalRole, ...] = Field(min_length=1)
    charges: tuple[FurtherCharge, ...] = ()
    evidence: tuple[Proof, ...] = Field(min_length=2)
    ask_first: tuple[Identifier, ...] = Field(min_length=1)
    source: str
    """Where the type is described: an official list or alert, or that it is from practice, and when."""
    unverified: bool = True


class Vocabulary(Located):
    """All words of the case file, merged from the files under kb/vocabulary/."""

    facts: dict[Identifier, Fact] = Field(default_factory=dict)
    conduct: dict[Identifier, ConductKind] = Field(default_factory=dict)
    chain: dict[Identifier, Link] = Field(default_factory=dict)
    evidence: dict[Identifier, EvidenceItem] = Field(default_factory=dict)
    fraud_types: dict[Identifier, FraudType] = Field(default_factory=dict)
