"""The types of fraud that a case names: parts nobody is entered for, further charges, evidence, what to ask first."""

from __future__ import annotations

from kb import KnowledgeBase
from kb.vocabulary import FraudType, FurtherCharge

from .case import Case, state
from .case_findings import FraudTypeFinding, OtherCharge


def fraud_types_of(case: Case, kb: KnowledgeBase) -> tuple[FraudTypeFinding, ...]:
    """What each type that the case names tells, in the order it names them."""
    return tuple(_of(name, kb.vocabulary.fraud_types[name], case, kb) for name in case.fraud_types)


def _of(name: str, kind: FraudType, case: Case, kb: KnowledgeBase) -> FraudTypeFinding:
    entered = {act.kind for act in case.conduct}
    held = {piece.kind for piece in case.evidence}
    missing = [
        f"{role.label}（{role.does}）：登记为 {'、'.join(kb.conduct_kinds[kind].label for kind in role.kinds)}"
        for role in kind.roles
        if not entered & set(role.kinds)
    ]
    wanted = [
        f"{kb.vocabulary.evidence[proof.item].label}：{proof.shows}"
        for proof in kind.evidence
        if proof.item not in held
    ]
    return FraudTypeFinding(
        id=name,
        label=kind.label,
        how=kind.how,
        missing_roles=tuple(missing),
        charges=tuple(_charge(further, entered, kb) for further in kind.charges),
        evidence=tuple(wanted),
        ask=tuple(fact for fact in kind.ask_first if not stated(case, fact, kb)),
        source=kind.source,
        unverified=kind.unverified,
    )


def _charge(further: FurtherCharge, entered: set[str], kb: KnowledgeBase) -> OtherCharge:
    charge = kb.charges[further.charge]
    kinds = further.kinds or charge.opened_by
    return OtherCharge(
        charge=charge.label,
        when=further.when,
        opened=bool(entered & set(charge.opened_by)),
        kinds=tuple(kb.conduct_kinds[kind].label for kind in kinds),
        cite=tuple(cite.at for cite in further.cite),
    )


def stated(case: Case, name: str, kb: KnowledgeBase) -> bool:
    """Whether the case answers a fact anywhere; one stated as not known, or disputed, is still to be asked."""
    said = (facts[name] for _, _, facts in case.holders() if name in facts)
    return any(state(raw, kb.facts[name]).value is not None for raw in said)
