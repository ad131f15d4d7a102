"""The types of fraud that a case names: parts nobody is entered for, further charges, evidence, what to ask first."""

from __future__ import annotations

from kb.vocabulary import FraudType, FurtherCharge

from .case_findings import FraudTypeFinding, OtherCharge
from .projector import Projector


def fraud_types_of(projector: Projector) -> tuple[FraudTypeFinding, ...]:
    """What each type that the case names tells, in the order it names them."""
    types = projector.kb.vocabulary.fraud_types
    return tuple(_of(name, types[name], projector) for name in projector.case.fraud_types)


def _of(name: str, kind: FraudType, projector: Projector) -> FraudTypeFinding:
    case, kb = projector.case, projector.kb
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
        charges=tuple(_charge(further, entered, projector) for further in kind.charges),
        evidence=tuple(wanted),
        ask=tuple(fact for fact in kind.ask_first if not _known(fact, projector)),
        source=kind.source,
        unverified=kind.unverified,
    )


def _charge(further: FurtherCharge, entered: set[str], projector: Projector) -> OtherCharge:
    kb = projector.kb
    charge = kb.charges[further.charge]
    kinds = further.kinds or charge.opened_by
    return OtherCharge(
        charge=charge.name_on(projector.decision_day),
        when=further.when,
        opened=bool(entered & set(charge.opened_by)),
        kinds=tuple(kb.conduct_kinds[kind].label for kind in kinds),
        cite=tuple(cite.at for cite in further.cite),
    )


def _known(name: str, projector: Projector) -> bool:
    """Whether the case answers a fact anywhere; one stated as not known, or disputed, is still to be asked."""
    return any(projector.known(holder, name) is not None for _, holder, _ in projector.case.holders())
