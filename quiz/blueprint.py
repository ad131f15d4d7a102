"""What a bank covers: charges, elements, provisions and kinds, what it leaves out, how hard it is, against the usual mix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.explain import label_of
from engine.rule_reader import is_law
from kb import KnowledgeBase
from kb.rules import Offence

from .build import MIX
from .item import KINDS, LEVELS, TOPICS, Bank, Item

MOST_GAPS = 12


@dataclass(frozen=True)
class Covered:
    """How far one charge is covered: its items, the elements and provisions asked about, and those that are not."""

    charge: str
    label: str
    items: int
    parts: tuple[str, ...]
    parts_left: tuple[str, ...]
    provisions: int
    provisions_left: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The coverage as JSON data."""
        return {
            "charge": self.charge,
            "label": self.label,
            "items": self.items,
            "parts": list(self.parts),
            "parts_left": list(self.parts_left),
            "provisions": self.provisions,
            "provisions_left": list(self.provisions_left),
        }


@dataclass(frozen=True)
class Blueprint:
    """The plan that a bank follows, read off the bank itself."""

    items: int
    charges: tuple[Covered, ...]
    without: tuple[str, ...]
    """The charges that no item asks about."""
    kinds: dict[str, int]
    topics: dict[str, int]
    levels: dict[str, int]
    distances: dict[int, int]
    given: int
    unverified: int

    def to_json(self) -> dict[str, Any]:
        """The blueprint as JSON data."""
        return {
            "items": self.items,
            "charges": [entry.to_json() for entry in self.charges],
            "charges_without_items": list(self.without),
            "kinds": self.kinds,
            "target_mix": dict(MIX),
            "topics": self.topics,
            "levels": self.levels,
            "distances": {str(key): value for key, value in self.distances.items()},
            "given": self.given,
            "unverified": self.unverified,
        }


def blueprint(bank: Bank, kb: KnowledgeBase) -> Blueprint:
    """What a bank covers of a knowledge base."""
    by_charge: dict[str, list[Item]] = {}
    for item in bank.items:
        for charge in item.charges:
            by_charge.setdefault(charge, []).append(item)
    return Blueprint(
        items=len(bank.items),
        charges=tuple(
            _covered(kb, rule, by_charge[name], bank.as_of)
            for name, rule in kb.charges.items()
            if name in by_charge
        ),
        without=tuple(rule.label for name, rule in kb.charges.items() if name not in by_charge),
        kinds=_counted((item.kind for item in bank.items), KINDS),
        topics=_counted((item.topic for item in bank.items), TOPICS),
        levels=_counted((item.difficulty.level for item in bank.items), LEVELS),
        distances=dict(sorted(Counter(item.difficulty.distance for item in bank.items).items())),
        given=sum(bool(item.given) for item in bank.items),
        unverified=sum(bool(item.unverified) for item in bank.items),
    )


def _counted(found: Iterator[str], known: Any) -> dict[str, int]:
    counts = Counter(found)
    return {name: counts[name] for name in known}


def _covered(kb: KnowledgeBase, rule: Offence, items: list[Item], day: date) -> Covered:
    asked = {part for item in items for q in item.questions if q.charge == rule.id for part in q.parts}
    cited = {cite for item in items for cite in item.cites}
    own = [cite for cite in _provisions_of(rule) if is_law(kb, cite, day)]
    left = [cite for cite in own if cite not in cited]
    return Covered(
        rule.id,
        rule.label,
        len(items),
        tuple(element.label for element in rule.elements if element.id in asked),
        tuple(element.label for element in rule.elements if element.id not in asked),
        len(own) - len(left),
        tuple(label_of(kb, cite) for cite in left),
    )


def _provisions_of(rule: Offence) -> tuple[str, ...]:
    """The provisions that the elements and tiers of a charge rest on, each once."""
    tops = [*rule.elements, *(tier.when for tier in rule.tiers if tier.when)]
    return tuple(dict.fromkeys(cite.at for top in tops for node in top.walk() for cite in node.cite))


def blueprint_lines(found: Blueprint) -> Iterator[str]:
    """The blueprint as text."""
    yield f"共 {found.items} 题；题设须由人判断的 {found.given} 题，依据未核对的 {found.unverified} 题"
    whole = max(1, found.items)
    yield "题型（括号内为一般试卷的比例）：" + "，".join(
        f"{label} {found.kinds[name]}（{found.kinds[name] * 100 // whole}% / {MIX[name]}%）"
        for name, label in KINDS.items()
    )
    yield "考点：" + "，".join(
        f"{label} {found.topics[name]}" for name, label in TOPICS.items() if found.topics[name]
    )
    yield "难度：" + "，".join(f"{label} {found.levels[name]}" for name, label in LEVELS.items())
    yield "罪名：题数 · 要件（考到 / 全部）· 条款（引到 / 全部）"
    for entry in found.charges:
        parts = len(entry.parts) + len(entry.parts_left)
        cites = entry.provisions + len(entry.provisions_left)
        yield f"  {entry.label}：{entry.items} 题 · {len(entry.parts)}/{parts} · {entry.provisions}/{cites}"
        if entry.parts_left:
            yield f"      没有考到的要件：{'；'.join(entry.parts_left)}"
        if entry.provisions_left:
            more = len(entry.provisions_left) - MOST_GAPS
            tail = f" 等，另有 {more} 条" if more > 0 else ""
            yield f"      没有引到的条款：{'、'.join(entry.provisions_left[:MOST_GAPS])}{tail}"
    if found.without:
        yield f"没有题目的罪名（{len(found.without)}）：{'、'.join(found.without)}"
