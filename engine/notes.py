"""What a finding has to say beside its verdict: what is not known, what an attempt means, what may be too late."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kb import Charge, KnowledgeBase
from kb.case_rules import AdministrativeOffence

from .explain import Explainer, label_of
from .facts import Projection
from .findings import ATTEMPTED
from .outcome import Outcome, without_attempt
from .plan import Node, Plan
from .standing import straddles, straddles_sixteen
from .times import limitation_of
from .values import Truth


def _named(facts: Projection) -> str:
    """The acts of which it is not known whether they count, as an officer calls them."""
    return "、".join(
        f"行为「{act.id}」（{act.start or '日期未填'}）" for act in facts.conduct if act.id in facts.soft
    )


def general_notes(plan: Plan, facts: Projection, kb: KnowledgeBase) -> tuple[str, ...]:
    """What is not known of the person, the days and the law, so that the verdict waits for it."""
    charge, notes = plan.charge, []
    if facts.person.kind == "unit" and isinstance(charge, AdministrativeOffence):
        notes.append(
            "拘留只适用于自然人；对单位的责任人员另行认定" if plan.unit else "条文没有规定对单位的处罚"
        )
    elif facts.person.kind == "unit" and not plan.unit:
        notes.append(
            f"所适用的法律对{charge.name_on(facts.decision_day)}没有单位犯罪的规定：单位不构成本罪，对组织、策划、实施的人另行认定"
        )
    if not facts.dated:
        notes.append("有行为的日期未填：不能确定适用哪一天的法律")
    if lacking := charge.lacking_on(facts.act_day):
        notes.append(f"行为时施行的{lacking.name}未收录：须对照该文件后认定，不能径用后来的标准")
    if straddles(charge, facts.conduct):
        notes.append("行为跨越本罪施行日：只对施行以后的部分负责，须区分施行前后的数额、次数后重新认定")
    if straddles_sixteen(charge, facts.value("age_at_act")):
        notes.append(
            "行为跨越十六周岁：只对满十六周岁（生日次日起）以后的部分负责，请拆成两项行为（刑法第十七条）"
        )
    unproven = [name for name in plan.asked if any(item.excluded for item in facts.statements(name))]
    if unproven:
        labels = "、".join(kb.facts[name].label for name in unproven)
        notes.append(f"所依据的证据不得作为定案的根据，按未查处理：{labels}")
    if facts.soft:
        notes.append(f"{_named(facts)}：是否计入尚未查清（明知、上游等须逐项行为查明），只计入可能的上限")
    if facts.value("age_at_act") is None and facts.person.kind == "natural" and isinstance(charge, Charge):
        notes.append("行为时年龄未查：不满十六周岁的不负刑事责任（刑法第十七条）")
    return tuple(notes)


def points_to(node: Node, truths: Mapping[str, Truth], facts: Projection) -> bool:
    """Whether an open ground has a part that is shown by what was stated."""
    if truths[node.id] is not None:
        return False
    return any(truths[leaf.id] is True and facts.stated(str(leaf.fact)) for leaf in node.tests)


def exception_notes(outcome: Outcome, explainer: Explainer) -> tuple[str, ...]:
    """The grounds that may take the crime away, of which a part is shown and the rest is not known."""
    if outcome.verdict == "not_established":
        return ()
    found = []
    for exception in outcome.candidate.plan.exceptions:
        node = exception.node
        if exception.effect == "not_a_crime" and points_to(node, outcome.truths, explainer.facts):
            asked = "；".join(explainer.kb.facts[fact].label for fact in explainer.ask(node))
            found.append(f"可能不构成本罪，尚待查：{exception.label}——{asked}")
    return tuple(found)


def _comparing(outcome: Outcome, kb: KnowledgeBase) -> str:
    """The rule that compares what was completed with what was attempted, where the charge has one."""
    cites = outcome.candidate.plan.charge.mixed_forms
    if not cites:
        return "何者处罚较重须比较（本罪没有专门规定）"
    return f"依照处罚较重的规定处罚（{'、'.join(label_of(kb, cite.at) for cite in cites)}）"


def attempt_notes(outcome: Outcome, form: str | None, kb: KnowledgeBase) -> tuple[str, ...]:
    """What an attempt means for the sentence, and which rule compares it with what was completed."""
    if form != ATTEMPTED:
        return ()
    notes = ["未遂犯可以比照既遂犯从轻或者减轻处罚（刑法第二十三条第二款）"]
    lower = (
        outcome.candidate.plan.tiers[: outcome.candidate.plan.tiers.index(outcome.tier)]
        if outcome.tier
        else ()
    )
    done = [tier.label for tier in lower if tier.node and without_attempt(tier.node, outcome.truths) is True]
    if done:
        notes.append(
            f"既遂部分达到“{done[-1]}”，未遂部分达到更高幅度：{_comparing(outcome, kb)}；未遂部分须先考虑从轻、减轻再比较"
        )
    return tuple(notes)


def limitation_notes(outcome: Outcome, facts: Projection) -> tuple[str, ...]:
    """A warning where the period for prosecution may have passed (刑法第八十七条)."""
    if outcome.verdict == "not_established" or outcome.tier is None or not facts.dated:
        return ()
    offence = outcome.candidate.plan.charge
    if isinstance(offence, AdministrativeOffence):
        return _sanction_limit(offence, facts.act_day, facts.decision_day)
    limit = limitation_of(outcome, facts)
    if limit is None or not limit.passed:
        return ()
    words = f"行为终了于 {limit.start}，追诉期限为 {limit.years} 年：可能已过追诉时效"
    return (f"{words}，须查明有无立案侦查、逃避侦查等情形（刑法第八十七条）",)


def _sanction_limit(offence: AdministrativeOffence, last: date, today: date) -> tuple[str, ...]:
    """A warning where the period within which a sanction may still be imposed may have passed."""
    passed = (today.year - last.year) * 12 + today.month - last.month - (today.day < last.day)
    if offence.limit_months is None or passed < offence.limit_months:
        return ()
    words = f"行为终了于 {last}，已满 {offence.limit_months} 个月：须查明此前有无被发现、立案，未被发现的可能不再给予行政处罚"
    if "limit_months" in offence.model_fields_set:
        return (words,)
    return (
        f"{words}（一般二年，法律另有规定的除外，并有延长至五年的情形：行政处罚法第三十六条，该条未收录，须核对）",
    )
