"""What follows when findings meet on one person: absorbed, the heavier one, or several crimes."""

from __future__ import annotations

from kb import KnowledgeBase
from kb.rules import Cite
from kb.rules import Concurrence as Rule

from .findings import Absorbed, Disposition, Finding

TIE = "两罪可适用的法定刑幅度相当，何者较重有争议，须由办案人判断"


def dispose(findings: tuple[Finding, ...], kb: KnowledgeBase) -> Disposition:
    """Apply the rules of concurrence to the charges that stand, the most special rule first."""
    standing = {finding.charge_id: finding for finding in findings if finding.verdict == "established"}
    absorbed: list[Absorbed] = []
    steps: list[str] = []
    for rule in kb.concurrences:
        pair = [standing.get(charge) for charge in rule.between]
        if not all(pair) or not _meets(pair[0], pair[1]):  # type: ignore[arg-type]
            continue
        loser, winner, note = _resolve(rule, pair[0], pair[1])  # type: ignore[arg-type]
        cites = _carried(rule.cite, kb, loser, winner)
        absorbed.append(Absorbed(loser.charge, winner.charge, cites, rule.id, note))
        steps.append(_step(rule, loser, winner, note))
        del standing[loser.charge_id]
    charges = tuple(finding.charge for finding in standing.values())
    if len(charges) > 1:
        steps.append(f"{'、'.join(charges)}：各自成立，没有择一的规定，数罪并罚（刑法第六十九条）")
    pending = tuple(finding.charge for finding in findings if finding.verdict == "undetermined")
    return Disposition(charges, tuple(absorbed), len(charges) > 1, pending, tuple(steps))


def _meets(one: Finding, other: Finding) -> bool:
    """Two findings compete only where they share some conduct; otherwise they are two crimes."""
    return bool(set(one.conduct) & set(other.conduct))


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
    held = [cite.at for cite in cites if kb.statutes.document(cite.at).kind == "law" or kb.statutes.document(cite.at).name in applied]
    return tuple(held)


def _step(rule: Rule, loser: Finding, winner: Finding, note: str | None) -> str:
    words = "以重罪论处" if rule.effect == "heavier" else "不另定罪"
    spread = f"（{_range(loser)} 对 {_range(winner)}）" if rule.effect == "heavier" else ""
    return f"{rule.label}：{loser.charge}与{winner.charge}择{winner.charge}{words}{spread}" + (f"；{note}" if note else "")


def _range(finding: Finding) -> str:
    return finding.tier.penalty.text if finding.tier else "幅度未定"
