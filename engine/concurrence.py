"""What follows when findings meet on one person: absorbed, the heavier one, or several crimes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kb import KnowledgeBase
from kb.rules import Cite
from kb.rules import Concurrence as Rule

from .findings import Absorbed, Disposition, Finding

Stands = Callable[[str, str], bool]
"""Whether a charge (by id) is made out by one act (by id) alone."""
Targets = Callable[[str], frozenset[str]]
"""What an act is tied to: the gang it belongs to and those it serves."""

UNTIED = "两项行为各自为谁实施没有写明（serves）：确系为不同上游各自实施的，应当数罪并罚"
TIE = "两罪可适用的法定刑幅度相当，何者较重有争议，须由办案人判断"


@dataclass(frozen=True)
class Acts:
    """What is known of single acts, to tell one crime seen twice from two crimes."""

    stands: Stands
    targets: Targets

    def apart(self, one: Finding, other: Finding) -> bool | None:
        """Whether two findings rest on different acts for different people; None where that is not stated."""
        first, second = set(one.conduct), set(other.conduct)
        if first & second:
            first = {act for act in first if self.stands(one.charge_id, act)}
            second = {act for act in second if self.stands(other.charge_id, act)}
            if not first or not second or first & second:
                return False
        ties = [frozenset(tie for act in acts for tie in self.targets(act)) for acts in (first, second)]
        if (ties[0] | first) & (ties[1] | second):
            return False
        return True if all(ties) else None


def dispose(findings: tuple[Finding, ...], kb: KnowledgeBase, acts: Acts | None = None) -> Disposition:
    """Apply the rules of concurrence to the charges that stand, the most special rule first."""
    standing = {finding.charge_id: finding for finding in findings if finding.verdict == "established"}
    absorbed: list[Absorbed] = []
    steps: list[str] = []
    for rule in kb.concurrences:
        pair = [standing.get(charge) for charge in rule.between]
        one, other = pair
        if one is None or other is None:
            continue
        shared = bool(set(one.conduct) & set(other.conduct))
        if not shared and (acts is None or rule.effect == "absorbed"):
            continue
        apart = acts.apart(one, other) if acts else False
        if apart:
            continue
        loser, winner, note = _resolve(rule, one, other)
        note = "；".join(part for part in (note, UNTIED if apart is None else None) if part) or None
        cites = _carried(rule.cite, kb, loser, winner)
        absorbed.append(Absorbed(loser.charge, winner.charge, cites, rule.id, note))
        steps.append(_step(rule, loser, winner, note))
        del standing[loser.charge_id]
    charges = tuple(finding.charge for finding in standing.values())
    if len(charges) > 1:
        steps.append(f"{'、'.join(charges)}：各自成立，没有择一的规定，数罪并罚（刑法第六十九条）")
    pending = tuple(finding.charge for finding in findings if finding.verdict == "undetermined")
    return Disposition(charges, tuple(absorbed), len(charges) > 1, pending, tuple(steps))


def _resolve(rule: Rule, one: Finding, other: Finding) -> tuple[Finding, Finding, str | None]:
    """Who gives way to whom, and a note where that is open to argument."""
    if rule.effect == "absorbed":
        winner, loser = (one, other) if one.charge_id == rule.into else (other, one)
        return loser, winner, None
    first, second = _top(one), _top(other)
    if first != second:
        winner, loser = (one, other) if first > second else (other, one)
        return loser, winner, None
    preferred = rule.into or rule.between[0]
    winner, loser = (one, other) if one.charge_id == preferred else (other, one)
    return loser, winner, f"{TIE}。{rule.note}" if rule.note else TIE


def _top(finding: Finding) -> tuple[object, ...]:
    return finding.tier.penalty.top if finding.tier else ()


def _carried(cites: tuple[Cite, ...], kb: KnowledgeBase, *findings: Finding) -> tuple[str, ...]:
    """The clauses of a rule that are law for these findings: a statute, or a document they were judged by."""
    applied = {name for finding in findings for name in finding.law.version.split("；")}
    held = [
        cite.at
        for cite in cites
        if kb.statutes.document(cite.at).kind == "law" or kb.statutes.document(cite.at).name in applied
    ]
    return tuple(held)


def _step(rule: Rule, loser: Finding, winner: Finding, note: str | None) -> str:
    words = "以重罪论处" if rule.effect == "heavier" else "不另定罪"
    spread = f"（{_range(loser)} 对 {_range(winner)}）" if rule.effect == "heavier" else ""
    return f"{rule.label}：{loser.charge}与{winner.charge}择{winner.charge}{words}{spread}" + (
        f"；{note}" if note else ""
    )


def _range(finding: Finding) -> str:
    return finding.tier.penalty.text if finding.tier else "幅度未定"
