"""Every number of a rule stands in the text that it cites, with the same unit and the same comparison."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from kb.condition import Bound, Cite, Condition, FactBound, Multiple

from .amounts import SAME_BORDER, Amount, amounts_in
from .lines import ALWAYS, Line, current, lines, lines_of, wordings
from .places import issue_at

if TYPE_CHECKING:
    from kb import KnowledgeBase
    from kb.issues import Issue
    from kb.load import Located
    from kb.period import Period
    from kb.statutes import Statutes


@dataclass(frozen=True)
class Source:
    """The words that a number has to stand in: a quote, or what a provision says (in one wording)."""

    at: str
    text: str
    quoted: bool
    amounts: tuple[Amount, ...]

    def of(self, number: Decimal) -> tuple[Amount, ...]:
        """Where the number stands in it."""
        return tuple(amount for amount in self.amounts if amount.value == number)

    @property
    def listed(self) -> str:
        """The numbers that do stand in it."""
        return "、".join(dict.fromkeys(amount.written for amount in self.amounts)) or "无"


def sources(statutes: Statutes, cite: Cite, days: Iterable[Period]) -> tuple[Source, ...]:
    """What a citation points at: its quote; else each wording on the days, or the paraphrase of a gap."""
    held = current(statutes, cite.at, days) or wordings(statutes, cite.at)
    texts = [wording.text or wording.paraphrase or "" for wording in held]
    if cite.quote is not None:
        texts = [cite.quote] if held else []
    return tuple(
        Source(cite.at, text, cite.quote is not None, tuple(amounts_in(text)))
        for text in dict.fromkeys(texts)
    )


@dataclass(frozen=True)
class Claim:
    """A number that a line states, and what it has to agree with."""

    place: Located
    key: str
    said: str
    number: Decimal
    cites: tuple[Cite, ...]
    days: tuple[Period, ...] = ALWAYS
    unit: str | None = None
    operator: str | None = None
    reversed: bool = False
    any_wording: bool = False


def claims(kb: KnowledgeBase) -> Iterator[Claim]:
    """Every number that the rules and the vocabulary state."""
    for line in lines(kb):
        if line.condition.bound is not None:
            yield from _of_line(line, kb)
    for name, fact in kb.facts.items():
        for number in fact.bounds or ():
            said = f"「{name}」的 bounds {number}"
            yield Claim(fact, "bounds", said, Decimal(number), fact.cite, unit=fact.unit, any_wording=True)
        if fact.window_years is not None:
            said = f"「{name}」的 window_years {fact.window_years}"
            years = Decimal(fact.window_years)
            yield Claim(fact, "window_years", said, years, fact.cite, unit="年", any_wording=True)
        if fact.derived is not None:
            cites = fact.derived.cite or fact.cite
            for part in fact.derived.of:
                said, unit = f"「{name}」的 per {part.per}", _unit(kb, part.fact)
                yield Claim(part, "per", said, Decimal(part.per), cites, unit=unit, any_wording=True)


def _unit(kb: KnowledgeBase, fact: str | None) -> str | None:
    held = kb.facts.get(fact or "")
    return held.unit if held else None


def _of_line(line: Line, kb: KnowledgeBase) -> Iterator[Claim]:
    operator, bounds = line.condition.bound or ("", ())
    days = line.days(kb.statutes)
    for bound in bounds:
        for said, number, unit in _numbers(bound, line, kb):
            yield Claim(
                line.condition,
                operator,
                said,
                number,
                line.cites,
                days,
                unit,
                None if operator == "within" or isinstance(bound, FactBound) else operator,
                line.reversed,
            )


def _numbers(bound: Bound, line: Line, kb: KnowledgeBase) -> Iterator[tuple[str, Decimal, str | None]]:
    """The numbers of a bound: itself, the factor of a multiple, or the range of a local standard."""
    if isinstance(bound, Multiple):
        yield f"{line.condition.fact} 的倍数 {bound.times}", bound.times, None
    elif isinstance(bound, FactBound):
        fact = kb.facts.get(bound.fact)
        if bound.times != 1:
            yield f"{line.condition.fact} 的倍数 {bound.times}", bound.times, None
            return
        for number in (fact.bounds or ()) if fact else ():
            yield f"{bound.fact} 的 bounds {number}", Decimal(number), fact.unit if fact else None
    elif not (bound == 1 and _is_share(kb, line.condition.fact)):
        yield f"{line.condition.fact} 的数字 {bound}", Decimal(bound), _unit(kb, line.condition.fact)


def _is_share(kb: KnowledgeBase, fact: str | None) -> bool:
    """Whether a fact adds up shares of several standards: one whole is the standard itself (按比例合计达到标准)."""
    held = kb.facts.get(fact or "")
    return held is not None and held.derived is not None and held.derived.kind == "share"


def numbers_stand_in_the_text(kb: KnowledgeBase) -> Iterator[Issue]:
    """Every number stands in a text that its line cites."""
    for claim in claims(kb):
        found = [sources(kb.statutes, cite, claim.days) for cite in claim.cites]
        held = [source for each in found for source in each]
        if not claim.cites:
            yield issue_at(
                claim.place,
                claim.key,
                f"{claim.said} 没有引用条文",
                "在本行或上层写 cite，引到写明这个数的条、款、项",
            )
        elif held and not any(_carries(each, claim) for each in found):
            yield issue_at(
                claim.place, claim.key, f"{claim.said} 不在所引的文字里：{_cited(held)}", _listed(held)
            )
        else:
            yield from _lacking(claim, held)


def _carries(wordings: tuple[Source, ...], claim: Claim) -> bool:
    """Whether a citation has the number: in every wording of the days, or in any where no days are known."""
    holding = [bool(source.of(claim.number)) for source in wordings]
    return any(holding) if claim.any_wording else bool(holding) and all(holding)


def _lacking(claim: Claim, held: list[Source]) -> Iterator[Issue]:
    """A quote of the same claim that gives other amounts of the unit, and not this one."""
    for source in held:
        alike = [amount for amount in source.amounts if claim.unit in amount.units]
        if source.quoted and alike and not source.of(claim.number):
            yield issue_at(
                claim.place,
                claim.key,
                f"{claim.said} 不在其中一处引文里：{_cited([source])}",
                f"{_listed([source])}；或删去这处引用",
            )


def _cited(held: Iterable[Source]) -> str:
    return "；".join(
        dict.fromkeys(f"{source.at}「{source.text}」" if source.quoted else source.at for source in held)
    )


def _listed(held: Iterable[Source]) -> str:
    numbers = "；".join(dict.fromkeys(f"{source.at} 有：{source.listed}" for source in held))
    return f"{numbers}。改正数字，或改引写明这个数的文字"


def units_agree_with_the_text(kb: KnowledgeBase) -> Iterator[Issue]:
    """A number has the unit that stands behind it in the text."""
    for claim in claims(kb):
        amounts = _amounts(claim, kb.statutes)
        named = frozenset().union(*(amount.units for amount in amounts))
        if claim.unit and amounts and all(amount.units for amount in amounts) and claim.unit not in named:
            units = "、".join(sorted(named))
            yield issue_at(
                claim.place,
                claim.key,
                f"{claim.said} 的单位是「{claim.unit}」，所引的文字里是「{units}」",
                "改正单位或数字",
            )


def comparisons_agree_with_the_text(kb: KnowledgeBase) -> Iterator[Issue]:
    """A number is compared as the words beside it in the text say (以上, 超过, 不满)."""
    for claim in claims(kb):
        amounts = _amounts(claim, kb.statutes)
        spoken = [amount for amount in amounts if amount.operator]
        if claim.operator and spoken and not any(_agree(claim, amount.operator) for amount in spoken):
            word, meant = spoken[0].word, spoken[0].operator
            yield issue_at(
                claim.place,
                claim.key,
                f"{claim.said} 用了 {claim.operator}，所引的文字是「{word}」",
                f"「{word}」用 {meant}",
            )


def _amounts(claim: Claim, statutes: Statutes) -> list[Amount]:
    held = [source for cite in claim.cites for source in sources(statutes, cite, claim.days)]
    return [amount for source in held for amount in source.of(claim.number)]


def _agree(claim: Claim, operator: str | None) -> bool:
    if claim.operator == operator:
        return True
    return claim.reversed and any({claim.operator, operator} <= border for border in SAME_BORDER)


def multiples_have_a_base(kb: KnowledgeBase) -> Iterator[Issue]:
    """What a multiple is a multiple of is a number written in the same rule, in the same unit."""
    for line in lines(kb):
        for bound in (line.condition.bound or ("", ()))[1]:
            if isinstance(bound, Multiple):
                yield from _base(line, bound, kb)


def _base(line: Line, bound: Multiple, kb: KnowledgeBase) -> Iterator[Issue]:
    named = {
        below.condition.id: below.condition
        for below in lines_of(line.rule)
        if below.condition.id and _plain(below.condition)
    }
    base, comparison = named.get(bound.of), (line.condition.bound or ("",))[0]
    if base is None:
        held = "、".join(sorted(filter(None, named))) or "无"
        problem = f"of「{bound.of}」不是本规则中带 id 的数额标准"
        yield line.issue(comparison, problem, f"现有：{held}；给写明数字的那一行写上 id")
    elif (theirs := _unit(kb, base.fact)) != (ours := _unit(kb, line.condition.fact)):
        problem = f"of「{bound.of}」的单位是「{theirs}」，本行是「{ours}」"
        yield line.issue(comparison, problem, "倍数只对同一单位的标准有意义")


def _plain(condition: Condition) -> bool:
    """Whether a line compares with numbers of the rule itself: written there, or multiples of such."""
    bounds = condition.bound[1] if condition.bound else ()
    return bool(bounds) and not any(isinstance(bound, FactBound) for bound in bounds)
