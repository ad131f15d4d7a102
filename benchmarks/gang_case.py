# ruff: noqa: INP001 - scripts that are run where they lie; no package
"""A made-up case of a whole fraud chain: a call centre, those who supply it, and those who move its money.

The same seed and size give the same case. Acts lie on both sides of the days on which the law changed; what was
found out of them is known, known within bounds, disputed, or not known yet.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from random import Random
from typing import Any

import kb
from engine.case import Case
from engine.case_issues import issues_of
from kb.load import build
from ui.case_text import Draft

SEED = 20260831
ACTS_EACH = 20 / 3
"""二百项行为，三十人。"""
DECIDED = datetime.date(2026, 3, 31)
PERIODS = (
    (datetime.date(2019, 6, 1), datetime.date(2020, 1, 31)),  # 法释〔2019〕15号自 2019-11-01 起
    (datetime.date(2020, 10, 1), datetime.date(2021, 9, 30)),  # 刑法修正案（十一），法发〔2021〕22号
    (datetime.date(2025, 4, 1), datetime.date(2025, 11, 30)),  # 法发〔2025〕12号，法释〔2025〕13号
)
CALLS, WATER = "calls", "water"


@dataclass(frozen=True)
class Part:
    """A part in the chain: who plays it, the gang he is of, whom he serves, what he does and what is asked of it."""

    name: str
    kinds: tuple[str, ...]
    acts: int
    """How often he acts, beside the others."""
    group: str | None = None
    serves: str | None = None
    of_act: tuple[str, ...] = ()
    of_person: tuple[str, ...] = ()


KNEW_FRAUD = ("knew_fraud", "played_major_role", "illegal_income")
KNEW_CRIME = ("knew_network_crime", "abnormal_price_or_manner", "contrary_evidence_of_knowledge")
MONEY = ("handled_proceeds", "concealed_amount", "settlement_amount", "illegal_income", "knew_proceeds")
CARDS = ("accounts_supplied", "own_account_inflow", "verified_fraud_inflow", "illegal_income", *KNEW_CRIME)
COLLECTED = ("supplied_others_accounts", "held_others_cards_unlawfully", "others_cards_held", *CARDS)
LINES = ("supplied_crime_only_tool", "calls_made", "illegal_income", "agreed_beforehand", *KNEW_CRIME)
CALLED = ("fraud_amount", "calls_made", "intended_unlawful_possession", "defrauded_vulnerable_people")
INFORMATION = (
    "dealt_in_personal_information",
    "sold_or_provided_information",
    "ordinary_information_items",
    "information_income",
    "breached_information_rules",
)
CROSSING = ("knew_illegal_crossing", "crossed_without_documents", "led_crossing", "someone_crossed")
CROSSERS = ("people_organized", "people_transported", "carried_people", "crossing_income")
CALLER = Part("话务员", ("defrauding",), 10, CALLS, of_act=CALLED, of_person=KNEW_FRAUD)
SELLER = Part(
    "卡农", ("supplying_accounts",), 4, serves=CALLS, of_act=CARDS, of_person=("knew_network_crime",)
)
MOVER = Part(
    "跑分人员", ("moving_funds", "verifying_for_transfer"), 7, WATER, CALLS, MONEY, ("stable_cooperation",)
)
PARTS = (
    Part("组织者", ("organizing_fraud",), 3, CALLS, of_act=("fraud_amount",), of_person=("knew_fraud", "is_ringleader")),
    *[Part("招募者", ("recruiting",), 4, CALLS, of_act=("fraud_amount",), of_person=KNEW_FRAUD)] * 2,
    *[CALLER] * 12,
    Part("话术编写", ("making_scripts",), 4, CALLS, of_act=("fraud_amount",), of_person=KNEW_FRAUD),
    Part("技术人员", ("supplying_software", "supplying_network"), 5, None, CALLS, (*LINES, "stable_cooperation")),
    *[SELLER] * 3,
    *[Part("收卡人", ("supplying_accounts", "supplying_phone_cards"), 7, None, CALLS, COLLECTED)] * 2,
    *[Part("GOIP 设备操作者", ("supplying_lines",), 6, None, CALLS, LINES)] * 2,
    *[MOVER] * 2,
    Part("取款人", ("withdrawing_cash",), 7, WATER, CALLS, MONEY, ("knew_proceeds",)),
    Part("币商", ("converting_funds", "operating_payment_business"), 6, None, WATER, (*MONEY, "laundering_purpose")),
    Part("信息贩子", ("supplying_personal_information",), 6, None, CALLS, INFORMATION),
    Part("蛇头", ("organizing_crossing", "transporting_crossing"), 5, of_act=(*CROSSING, *CROSSERS)),
)  # fmt: skip
OF_ANYONE = ("surrendered", "confessed", "accepted_guilt", "returned_proceeds", "is_student")


def gang_case(persons: int, knowledge: kb.KnowledgeBase, acts: int | None = None) -> Case:
    """A case of some persons and some acts (seven times as many or nearly so), which `zuilian assess` would accept."""
    case = build(Case, _Writer(persons, knowledge, acts).tree())
    issues = [str(issue) for issue in issues_of(case, knowledge, DECIDED)]
    if issues:
        raise SystemExit("\n".join(issues))
    return case


def gang_text(persons: int, knowledge: kb.KnowledgeBase) -> str:
    """The same case as a case file."""
    return Draft(_Writer(persons, knowledge).tree()).text()


class _Writer:
    """Writes one case."""

    def __init__(self, persons: int, knowledge: kb.KnowledgeBase, acts: int | None = None) -> None:
        self.random, self.kb = Random(SEED), knowledge
        self.acts = acts or round(persons * ACTS_EACH)
        self.parts = [PARTS[number * len(PARTS) // persons] for number in range(persons)]

    def tree(self) -> dict[str, Any]:
        groups = [
            {"id": CALLS, "label": "电信网络诈骗窝点", "facts": self._of_calls()},
            {"id": WATER, "label": "水房", "facts": {"upstream_crime_confirmed": True, "fixed_organization": True}},
        ]  # fmt: skip
        return {
            "format": 1,
            "title": f"{len(self.parts)} 人电信网络诈骗链条案",
            "decision_date": DECIDED,
            "facts": {"local_large_standard": 5_000, "local_huge_standard": 50_000},
            "groups": groups,
            "persons": [self._person(number, part) for number, part in enumerate(self.parts)],
            "conduct": self._conduct(),
            "incidents": self._incidents(),
            "evidence": [
                {"id": "e1", "label": "话务窝点手机聊天记录", "kind": "chat_records", "facts": {"sealed_when_transferred": True}},
                {"id": "e2", "label": "组织者供述", "kind": "suspect_statement", "facts": {"first_interview": True}},
                {"id": "e3", "label": "涉案账户交易明细", "kind": "account_flow"},
                {"id": "e4", "label": "被害人陈述", "kind": "victim_statement", "facts": {"heard_alone": True}},
            ],
            "places": [
                {"id": "a", "name": "甲市", "facts": {"call_or_message_received_here": True}},
                {"id": "b", "name": "乙市", "facts": {"call_made_here": True, "fraud_carried_out_here": None}},
            ],
        }  # fmt: skip

    @staticmethod
    def _of_calls() -> dict[str, Any]:
        return {
            "telecom_fraud": True,
            "upstream_crime_confirmed": {"value": True, "evidence": ["e3", "e4"]},
            "fixed_organization": {"value": True, "evidence": "层级、分工与管理制度"},
            "fraud_amount": {"at_least": 6_800_000, "evidence": "e4"},
            "gang_used_accounts": True,
            "gang_used_lines": True,
            "posed_as_officials": None,
        }

    def _person(self, number: int, part: Part) -> dict[str, Any]:
        born = datetime.date(1980, 1, 1) + datetime.timedelta(days=self.random.randrange(365 * 25))
        asked = [name for name in OF_ANYONE if self._happens(40)]
        facts = {name: self._stated(name) for name in (*part.of_person, *asked)}
        person = {"id": f"p{number}", "name": f"{part.name}{number}", "facts": facts}
        return person | ({"born": born} if self._happens(80) else {})

    def _incidents(self) -> list[dict[str, Any]]:
        """What the call centre did, occasion by occasion, as far as the victims are known."""
        found = []
        for number in range(len(self.parts) // 3):
            who = [f"p{n}" for n, part in enumerate(self.parts) if part.group == CALLS and self._happens(15)]
            day = self._day(self.random.choice(PERIODS))
            facts = {"fraud_amount": self._stated("fraud_amount")}
            found.append({"id": f"i{number}", "group": CALLS, "by": who, "from": day, "facts": facts})
        return found

    def _conduct(self) -> list[dict[str, Any]]:
        """One act for each person, and then as many more as the part plays."""
        everyone = range(len(self.parts))
        more = self.acts - len(self.parts)
        weights = [part.acts for part in self.parts]
        return [self._act(n, who) for n, who in enumerate((*everyone, *self.random.choices(everyone, weights, k=more)))]  # fmt: skip

    def _act(self, number: int, who: int) -> dict[str, Any]:
        part, start = self.parts[who], self._day(self.random.choice(PERIODS))
        act: dict[str, Any] = {
            "id": f"c{number}",
            "who": [f"p{n}" for n in sorted({who, *self._others(who)})],
            "kind": self.random.choice(part.kinds),
            "serves": [part.serves] if part.serves else [],
            "facts": {name: self._stated(name) for name in part.of_act if self._happens(85)},
        }
        if part.group:
            act["group"] = part.group
        if self._happens(97):
            act |= {"from": start, "to": start + datetime.timedelta(days=self.random.randrange(1, 30))}
        return act

    def _others(self, who: int) -> list[int]:
        """Sometimes one other person of the same part acts together with him."""
        same = [n for n, part in enumerate(self.parts) if part is self.parts[who] and n != who]
        return [self.random.choice(same)] if same and self._happens(15) else []

    def _happens(self, percent: int) -> bool:
        return self.random.randrange(100) < percent

    def _day(self, period: tuple[datetime.date, datetime.date]) -> datetime.date:
        first, last = period
        return first + datetime.timedelta(days=self.random.randrange((last - first).days - 30))

    def _stated(self, name: str) -> Any:
        """A fact: known, known with evidence or within bounds, disputed, or not known."""
        (how,) = self.random.choices(("known", "shown", "bounds", "disputed", "open"), (40, 26, 18, 4, 12))
        value = self._value(name)
        if how == "open":
            return None
        if how == "disputed":
            return {"value": value, "disputed": True}
        if how == "bounds" and self.kb.facts[name].numeric:
            return {"at_least": value, "evidence": "e3"} | (
                {"at_most": value * 2} if self._happens(50) else {}
            )
        return (
            {"value": value, "evidence": self.random.choice(["e1", "供述和辩解"])}
            if how == "shown"
            else value
        )

    def _value(self, name: str) -> bool | int:
        fact = self.kb.facts[name]
        if fact.type == "money":
            return self.random.choice((800, 2_000, 4_500, 9_000, 20_000, 45_000, 120_000, 300_000))
        if fact.numeric:
            return self.random.choice((1, 2, 3, 6, 12, 60, 400, 3_000))
        return self._happens(30 if fact.direction == "for" else 85)
