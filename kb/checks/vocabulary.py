"""The vocabulary holds together: every word it names is one of its own, and every word has a use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kb.condition import facts_of
from kb.rules import Weighing

from .lines import lines
from .places import issue_at
from .words import guess

if TYPE_CHECKING:
    from kb import KnowledgeBase
    from kb.issues import Issue
    from kb.load import Located


def named_facts_are_known(kb: KnowledgeBase) -> Iterator[Issue]:
    """Every fact that a kind of conduct, a link or a derivation names is in the vocabulary."""
    for place, field, name in _named(kb):
        if name not in kb.facts:
            problem = f"{field} 中未知的事实「{name}」{guess(name, kb.facts)}"
            yield issue_at(place, field, problem, "改为已有的事实，或先定义它")


def _named(kb: KnowledgeBase) -> Iterator[tuple[Located, str, str]]:
    for kind in kb.conduct_kinds.values():
        yield from ((kind, "implies", name) for name in kind.implies)
        yield from ((kind, "ask_first", name) for name in kind.ask_first)
    for link in kb.chain.values():
        yield from ((link, "signs", name) for name in link.signs)
    for fact in kb.facts.values():
        if fact.derived is not None:
            yield from ((part, "fact", part.fact) for part in fact.derived.of)
            if fact.derived.fact:
                yield fact.derived, "fact", fact.derived.fact
            if fact.derived.where:
                yield fact.derived, "where", fact.derived.where


def implied_facts_are_answers(kb: KnowledgeBase) -> Iterator[Issue]:
    """A kind of conduct implies yes or no only for facts that are asked yes or no of conduct."""
    for name, kind in kb.conduct_kinds.items():
        for word in kind.implies:
            fact = kb.facts.get(word)
            if fact is not None and (fact.type != "boolean" or "conduct" not in fact.scope):
                yield issue_at(
                    kind,
                    "implies",
                    f"行为种类「{name}」的 implies「{word}」不是行为的是非事实",
                    "只写 boolean、scope 含 conduct 的事实",
                )
            if fact is not None and fact.about and name not in fact.about:
                yield issue_at(
                    kind,
                    "implies",
                    f"行为种类「{name}」的 implies「{word}」不涉及此类行为",
                    f"在 {word} 的 about 中加上 {name}",
                )


def links_are_known(kb: KnowledgeBase) -> Iterator[Issue]:
    """A kind of conduct that names a link of the chain names one that is there."""
    for name, kind in kb.conduct_kinds.items():
        if kind.link is not None and kind.link not in kb.chain:
            problem = f"行为种类「{name}」的环节「{kind.link}」不在链条中{guess(kind.link, kb.chain)}"
            yield issue_at(kind, "link", problem, f"可用：{'、'.join(kb.chain)}")


def facts_have_a_use(kb: KnowledgeBase) -> Iterator[Issue]:
    """Every fact is asked by a rule, is a sign of the chain, or goes into one that is."""
    used = {name for line in lines(kb) for _, name in facts_of(line.condition)}
    used |= {name for link in kb.chain.values() for name in link.signs}
    used |= {rule.cure for rule in kb.checklists if rule.cure}
    used |= {band.where for rule in kb.of_kind(Weighing) for band in rule.bands if band.where}
    used |= {
        name
        for word in used & kb.facts.keys()
        if (derived := kb.facts[word].derived)
        for name in derived.sources
    }
    for name, fact in kb.facts.items():
        if name not in used:
            yield fact.issue(f"事实「{name}」没有规则使用", "写进规则，或从词表中删去")


def conduct_opens_a_charge(kb: KnowledgeBase) -> Iterator[Issue]:
    """Every kind of conduct opens some charge, or what an officer enters would lead nowhere."""
    opening = {kind for offence in kb.offences.values() for kind in offence.opened_by}
    for name, kind in kb.conduct_kinds.items():
        if name not in opening:
            yield kind.issue(
                f"行为种类「{name}」不启动任何罪名", "在一个罪名的 opened_by 中加上，或从词表中删去"
            )


def derived_choices_exist(kb: KnowledgeBase) -> Iterator[Issue]:
    """A choice that follows from another fact is one of the choices of its own."""
    for name, fact in kb.facts.items():
        choice = fact.derived.choice if fact.derived else None
        if fact.derived and (fact.derived.kind == "choice_where") != (choice in fact.choices):
            problem = f"「{name}」的 derived 写的选项「{choice}」不在 choices 中"
            yield issue_at(fact.derived, "choice", problem, f"可用：{'、'.join(fact.choices) or '无'}")


def numbers_have_units(kb: KnowledgeBase) -> Iterator[Issue]:
    """A number is asked in a unit, a choice has choices, and bounds rise."""
    for name, fact in kb.facts.items():
        if fact.numeric and not fact.unit:
            yield issue_at(fact, "type", f"数字的事实「{name}」没有单位", "写上 unit: 元（个、次、日……）")
        if (fact.type == "choice") != bool(fact.choices):
            yield issue_at(
                fact, "type", f"「{name}」的 type 与 choices 不合", "type: choice 须写 choices，其余不写"
            )
        if fact.bounds and (not fact.numeric or fact.bounds[0] > fact.bounds[1]):
            yield issue_at(
                fact,
                "bounds",
                f"「{name}」的 bounds {fact.bounds} 不成范围",
                "数字的事实才写 bounds，从小到大",
            )
