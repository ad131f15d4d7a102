"""One charge on one person: every applicable state of the law evaluated, the milder one found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kb import Charge, KnowledgeBase

from .conditions import decide
from .explain import Explainer, doubtful, label_of
from .facts import Item, Projection
from .findings import (
    Alternative,
    Circumstance,
    ElementFinding,
    ElementVerdict,
    ExceptionFinding,
    Finding,
    LawChoice,
    TierFinding,
    Verdict,
)
from .law import Candidate, candidates, version_of, why
from .penalty import read_penalty
from .plan import Node, Plan, PlannedTier, Planner
from .values import Interval, Truth, conjunction, disjunction, negation

Evaluate = Callable[[Plan, Projection], Mapping[str, Truth]]
SIXTEEN = 16
"""完全负刑事责任的年龄（周岁，刑法第十七条第一款）。"""
WORDS: dict[Truth, ElementVerdict] = {True: "met", False: "not_met", None: "unknown"}
ORDER: dict[Verdict, int] = {"not_in_force": 0, "not_established": 1, "undetermined": 2, "established": 3}


Decided = tuple[tuple[Plan, dict[str, Truth]], ...]


def _decide(plan: Plan, facts: Projection, truths: dict[str, Truth]) -> dict[str, Truth]:
    for root in plan.deciding_roots:
        decide(root, facts, truths)
    return truths


def redecided(decided: Decided, name: str, facts: Projection) -> Decided:
    """What was decided, after an answer about one fact: only what rests on that fact is decided again."""
    kept = []
    for plan, truths in decided:
        turned = plan.resting_on(name)
        kept.append(
            (
                plan,
                _decide(plan, facts, {node: truth for node, truth in truths.items() if node not in turned}),
            )
        )
    return tuple(kept)


@dataclass(frozen=True)
class Outcome:
    """What one state of the law gives."""

    candidate: Candidate
    truths: Mapping[str, Truth]
    verdict: Verdict
    tier: PlannedTier | None
    open_tiers: tuple[PlannedTier, ...]

    @property
    def severity(self) -> tuple[object, ...]:
        """How hard the outcome is on the person; on a tie the law of the act comes first."""
        weight = read_penalty(self.tier.penalty_text).weight if self.tier else ()
        return (
            ORDER[self.verdict],
            weight,
            len(self.open_tiers),
            not self.lenient,
            not self.candidate.of_the_act,
        )

    @property
    def lenient(self) -> bool:
        """Whether this law shows a ground for leniency (可以不起诉、免予刑事处罚)."""
        grounds = (e for e in self.candidate.plan.exceptions if e.effect == "leniency")
        return any(self.truths[ground.node.id] is True for ground in grounds)


class Judge:
    """Judges charges on persons with one evaluator."""

    def __init__(self, kb: KnowledgeBase, planner: Planner, evaluate: Evaluate) -> None:
        self.kb, self.planner, self.evaluate = kb, planner, evaluate

    def verdict(self, charge: Charge, facts: Projection) -> Verdict:
        """The verdict alone, for questions and what-if."""
        return self.openness(charge, facts)[0]

    def decided(self, charge: Charge, facts: Projection) -> Decided:
        """Under each law that may apply, the truth of every node that the verdict looks at."""
        tried = candidates(charge, facts, self.planner)
        return tuple((candidate.plan, _decide(candidate.plan, facts, {})) for candidate in tried)

    def openness(
        self, charge: Charge, facts: Projection, decided: Decided | None = None
    ) -> tuple[Verdict, int]:
        """The verdict alone, and how many elements are open under the mildest law."""
        found = []
        for plan, truths in self.decided(charge, facts) if decided is None else decided:
            unknown = sum(truths[element.node.id] is None for element in plan.elements)
            found.append((_verdict(charge, plan, truths, facts), unknown))
        return min(found, key=lambda entry: (ORDER[entry[0]], entry[1]))

    def act_truth(self, charge: Charge, facts: Projection) -> Truth:
        """Whether a single act meets every element that is not cumulative, under any law that may apply to it."""
        truth = self._act_truth(charge, facts)
        uncertain = not facts.dated or _straddles(charge, facts) or _straddles_sixteen(charge, facts)
        return None if truth is True and uncertain else truth

    def _act_truth(self, charge: Charge, facts: Projection) -> Truth:
        found = []
        for candidate in candidates(charge, facts, self.planner):
            plan = candidate.plan
            truths: dict[str, Truth] = {}
            found += [decide(root, facts, truths) for root in plan.act_roots]
            excused = (e.node for e in plan.exceptions if e.effect == "not_a_crime")
            found += [False for node in excused if decide(node, facts, truths) is True]
        return conjunction(found)

    def likeness(self, charge: Charge, facts: Projection) -> tuple[object, ...]:
        """What two acts must share to stand and fall together: the facts and kinds that their elements look at."""
        found: list[object] = [facts.dated, _straddles(charge, facts), _straddles_sixteen(charge, facts)]
        for candidate in candidates(charge, facts, self.planner):
            plan = candidate.plan
            found += [facts.value(name) for name in sorted(plan.act_facts)]
            kinds = (node for root in plan.act_roots for node in root.walk() if node.op == "conduct")
            found += [bool(node.kinds & facts.kinds) for node in kinds]
        return tuple(found)

    def outcomes(self, charge: Charge, facts: Projection) -> list[Outcome]:
        """What every applicable state of the law gives, the mildest first."""
        found = [
            self._outcome(charge, candidate, facts) for candidate in candidates(charge, facts, self.planner)
        ]
        return sorted(found, key=lambda outcome: outcome.severity)

    def _outcome(self, charge: Charge, candidate: Candidate, facts: Projection) -> Outcome:
        plan = candidate.plan
        truths = self.evaluate(plan, facts)
        verdict = _verdict(charge, plan, truths, facts)
        reached = [tier for tier in plan.tiers if tier.node is None or truths[tier.node.id] is True]
        tier = reached[-1] if reached else None
        above = plan.tiers[plan.tiers.index(tier) + 1 :] if tier else plan.tiers
        open_tiers = tuple(t for t in above if t.node is not None and truths[t.node.id] is None)
        return Outcome(candidate, truths, verdict, tier, open_tiers)

    def finding(self, charge: Charge, facts: Projection, *, joint: bool) -> Finding:
        """The whole finding: verdict, elements, exceptions, tier, role, form, law and reasons."""
        outcomes = self.outcomes(charge, facts)
        mildest = outcomes[0]
        explainers = [Explainer(self.kb, facts, outcome.truths) for outcome in outcomes]
        plan, explainer = mildest.candidate.plan, explainers[0]
        elements = self._elements(outcomes, explainers)
        verdict = mildest.verdict
        tier = None if verdict == "not_established" else self._tier(mildest, explainer)
        role: str | None = None
        role_because: tuple[str, ...] = ()
        if verdict != "not_established":
            role, role_because = self._role(plan, mildest.truths, explainer, joint=joint)
        form = None if verdict == "not_established" else self._form(mildest)
        because = tuple(dict.fromkeys(cite for element in elements for cite in element.because))
        return Finding(
            charge=charge.name_on(facts.decision_day),
            charge_id=charge.id,
            article=charge.article,
            article_label=label_of(self.kb, charge.article),
            verdict=verdict,
            elements=elements,
            exceptions=self._exceptions(outcomes, explainers),
            role=role,
            role_because=role_because,
            form=form,
            tier=tier,
            circumstances=self._circumstances(outcomes, explainers),
            because=because,
            law=self._law(mildest, outcomes, facts),
            conduct=tuple(act.id for act in facts.conduct if act.id not in facts.soft)
            or tuple(act.id for act in facts.conduct),
            amounts=self._amounts(plan, facts),
            unverified=tuple(cite for cite in because if doubtful(self.kb, cite)),
            notes=(
                *_notes(charge, plan, facts),
                *_attempt_notes(mildest, form, self.kb),
                *_limitation_notes(mildest, facts),
            ),
            supported=_supported(plan, mildest.truths, facts),
        )

    def _elements(self, outcomes: list[Outcome], explainers: list[Explainer]) -> tuple[ElementFinding, ...]:
        """Each element under all applicable law: met only where it is met under each (从旧兼从轻)."""
        found = []
        for position in outcomes[0].candidate.plan.elements:
            same = [
                (o, e, n)
                for o, e in zip(outcomes, explainers, strict=True)
                if (n := _element(o, position.id)) is not None
            ]
            truth = conjunction(o.truths[n.id] for o, _, n in same)
            _, explainer, node = next(entry for entry in same if entry[0].truths[entry[2].id] is truth)
            found.append(
                ElementFinding(
                    id=position.id,
                    label=position.label,
                    verdict=WORDS[truth],
                    because=explainer.because(node) if truth is not None else (),
                    reasons=explainer.reasons(node),
                    ask=explainer.ask(node),
                    cites=node.cites,
                )
            )
        return tuple(found)

    def _exceptions(
        self, outcomes: list[Outcome], explainers: list[Explainer]
    ) -> tuple[ExceptionFinding, ...]:
        """Each exception, shown where any applicable law shows it: what favours the person reaches back."""
        found: dict[str, ExceptionFinding] = {}
        for outcome, explainer in zip(outcomes, explainers, strict=True):
            for exception in outcome.candidate.plan.exceptions:
                entry = ExceptionFinding(
                    id=exception.id,
                    label=exception.label,
                    effect=exception.effect,
                    verdict=WORDS[outcome.truths[exception.node.id]],
                    because=explainer.because(exception.node),
                    ask=explainer.ask(exception.node),
                )
                if exception.id not in found or (
                    entry.verdict == "met" and found[exception.id].verdict != "met"
                ):
                    found[exception.id] = entry
        return tuple(found.values())

    def _tier(self, outcome: Outcome, explainer: Explainer) -> TierFinding | None:
        tier = outcome.tier
        if tier is None:
            return None
        asked = [fact for above in outcome.open_tiers if above.node for fact in explainer.ask(above.node)]
        return TierFinding(
            id=tier.id,
            label=tier.label,
            cite=tier.penalty_cite,
            penalty=read_penalty(tier.penalty_text),
            because=explainer.because(tier.node) if tier.node else (tier.penalty_cite,),
            reasons=explainer.reasons(tier.node) if tier.node else (),
            open_above=tuple(above.label for above in outcome.open_tiers),
            ask=tuple(dict.fromkeys(asked)),
        )

    def _role(
        self, plan: Plan, truths: Mapping[str, Truth], explainer: Explainer, *, joint: bool
    ) -> tuple[str | None, tuple[str, ...]]:
        for role in plan.roles:
            if truths[role.node.id] is True:
                return role.label, explainer.because(role.node)
        return ("地位作用待查" if joint else None), ()

    def _form(self, outcome: Outcome) -> str | None:
        """既遂 where elements and tier stand without the lines on attempt, 未遂 where they need them."""
        plan, tier = outcome.candidate.plan, outcome.tier
        nodes = [element.node for element in plan.elements if outcome.truths[element.node.id] is True]
        nodes += [tier.node] if tier is not None and tier.node is not None else []
        spoken = any(node.form for root in plan.roots for node in root.walk())
        if tier is None or not nodes or not spoken:
            return None
        completed = conjunction(without_attempt(node, outcome.truths) for node in nodes)
        return {True: "既遂", None: "形态待查", False: "未遂"}[completed]

    def _circumstances(
        self, outcomes: list[Outcome], explainers: list[Explainer]
    ) -> tuple[Circumstance, ...]:
        """The circumstances shown: those against the person under the law applied, those for them under any."""
        effects = {circumstance.id: circumstance.effect for circumstance in self.kb.circumstances}
        found: dict[str, Circumstance] = {}
        for outcome, explainer in zip(outcomes, explainers, strict=True):
            for entry in outcome.candidate.plan.circumstances:
                against = effects[entry.id] == "heavier"
                barred = against and (outcome is not outcomes[0] or _lifted_tier(outcome, entry.id))
                if outcome.truths[entry.node.id] is True and not barred:
                    made = Circumstance(
                        entry.id, entry.label, effects[entry.id], explainer.because(entry.node)
                    )
                    found.setdefault(entry.id, made)
        return tuple(found.values())

    def _law(self, mildest: Outcome, outcomes: list[Outcome], facts: Projection) -> LawChoice:
        tried = tuple(outcome.candidate for outcome in outcomes)
        text, cites = why(mildest.candidate, tried, facts, self.kb, settled=mildest.verdict != "undetermined")
        others = tuple(
            Alternative(
                version=version_of(outcome.candidate.plan, self.kb),
                verdict=outcome.verdict,
                tier=outcome.tier.label if outcome.tier else None,
            )
            for outcome in outcomes[1:]
        )
        state = mildest.candidate.state
        version = version_of(mildest.candidate.plan, self.kb)
        return LawChoice(version, text, cites, others, state.statute_day, state.interpretation_day)

    def _amounts(self, plan: Plan, facts: Projection) -> tuple[dict[str, object], ...]:
        """Every sum the charge looks at, item by item, with the provision that orders it."""
        lines = []
        for name in sorted(plan.facts):
            fact = self.kb.facts[name]
            value = facts.value(name)
            if (
                fact.type != "money"
                or not isinstance(value, Interval)
                or name not in facts.items
                or "case" in fact.scope
            ):
                continue
            items = [
                item
                for item in facts.items[name]
                if isinstance(item.value, Interval) and item.value != Interval.exactly(0)
            ]
            if items:
                lines.append(_amount(name, fact.label, value, items, [cite.at for cite in fact.cite]))
        return tuple(lines)


def _amount(name: str, label: str, value: Interval, items: list[Item], cites: list[str]) -> dict[str, object]:
    return {
        "fact": name,
        "label": label,
        "at_least": str(value.low),
        "at_most": None if value.high is None else str(value.high),
        "items": [
            {"from": item.holder, "at_least": str(item.value.low), "evidence": item.evidence}
            for item in items
            if isinstance(item.value, Interval)
        ],
        "cite": cites,
    }


def _verdict(charge: Charge, plan: Plan, truths: Mapping[str, Truth], facts: Projection) -> Verdict:
    if facts.person.kind == "unit" and not plan.unit:
        return "not_established"
    if any(truths[e.node.id] is True for e in plan.exceptions if e.effect == "not_a_crime"):
        return "not_established"
    if len(plan.elements) < len(charge.elements):
        return "undetermined"
    truth = conjunction(truths[element.node.id] for element in plan.elements)
    if truth is True and _cannot_stand_yet(charge, facts):
        return "undetermined"
    return {True: "established", False: "not_established", None: "undetermined"}[truth]  # type: ignore[return-value]


def _supported(plan: Plan, truths: Mapping[str, Truth], facts: Projection) -> bool:
    """Whether some element is met, and that by a fact which was stated, not by the kind of conduct alone."""
    return any(
        truths[leaf.id] is True and _stated(leaf.fact, facts)
        for element in plan.elements
        if truths[element.node.id] is True
        for leaf in element.node.walk()
        if leaf.op == "test" and leaf.fact
    )


def _stated(fact: str, facts: Projection) -> bool:
    return any(item.value is not None and item.note is None for item in facts.items.get(fact, ()))


def _straddles(charge: Charge, facts: Projection) -> bool:
    """Whether an act began before the charge came into force and ended after."""
    start = charge.in_force.start if charge.in_force else None
    return start is not None and any(
        act.start and act.last_day and act.start < start <= act.last_day for act in facts.conduct
    )


def _straddles_sixteen(charge: Charge, facts: Projection) -> bool:
    """Whether the acts began before the sixteenth birthday had passed and ended after (刑法第十七条第一款).

    A charge for which younger people answer (刑法第十七条第二、三款) has an exception of its own, and says itself.
    """
    if any(exception.id == "under_sixteen" for exception in charge.exceptions):
        return False
    age = facts.value("age_at_act")
    return isinstance(age, Interval) and age.low < SIXTEEN and (age.high is None or age.high >= SIXTEEN)


def _cannot_stand_yet(charge: Charge, facts: Projection) -> bool:
    """Whether the day of the act, its part after the charge began or after sixteen, or the law of that day is not known."""
    sure = [act for act in facts.conduct if act.id not in facts.soft]
    dated = bool(sure) and all(act.last_day for act in sure)
    lacking = charge.lacking_on(facts.act_day) is not None
    by_age = not facts.soft and _straddles_sixteen(charge, facts)
    return bool(facts.conduct) and (not dated or lacking or _straddles(charge, facts) or by_age)


def _element(outcome: Outcome, name: str) -> Node | None:
    return next((element.node for element in outcome.candidate.plan.elements if element.id == name), None)


def without_attempt(node: Node, truths: Mapping[str, Truth]) -> Truth:
    """The truth of a node if the lines on attempt (未遂) were not there; open where the text leaves the form open."""
    completed = _without(node, truths, lambda part: part.form is not None, False)
    if completed is True:
        return True
    open_form = _without(node, truths, lambda part: part.form == "attempted", False)
    return None if open_form is True else completed


def _without(
    node: Node, truths: Mapping[str, Truth], dropped: Callable[[Node], bool], instead: Truth
) -> Truth:
    """The truth of a node with some nodes below it replaced by another truth."""
    if dropped(node):
        return instead
    if not node.children:
        return truths[node.id]
    below = [_without(child, truths, dropped, instead) for child in node.children]
    if node.op == "not":
        return negation(below[0])
    return conjunction(below) if node.op == "all" else disjunction(below)


def _named(facts: Projection) -> str:
    """The acts of which it is not known whether they count, as an officer calls them."""
    return "、".join(
        f"行为「{act.id}」（{act.start or '日期未填'}）" for act in facts.conduct if act.id in facts.soft
    )


def _notes(charge: Charge, plan: Plan, facts: Projection) -> tuple[str, ...]:
    notes = []
    if facts.person.kind == "unit" and not plan.unit:
        notes.append(
            f"所适用的法律对{charge.label}没有单位犯罪的规定：单位不构成本罪，对组织、策划、实施的人另行认定"
        )
    if not facts.dated:
        notes.append("有行为的日期未填：不能确定适用哪一天的法律")
    if lacking := charge.lacking_on(facts.act_day):
        notes.append(f"行为时施行的{lacking.name}未收录：须对照该文件后认定，不能径用后来的标准")
    if _straddles(charge, facts):
        notes.append("行为跨越本罪施行日：只对施行以后的部分负责，须区分施行前后的数额、次数后重新认定")
    if _straddles_sixteen(charge, facts):
        notes.append(
            "行为跨越十六周岁：只对满十六周岁（生日次日起）以后的部分负责，请拆成两项行为（刑法第十七条）"
        )
    if facts.soft:
        notes.append(f"{_named(facts)}：是否计入尚未查清（明知、上游等须逐项行为查明），只计入可能的上限")
    if facts.value("age_at_act") is None and facts.person.kind == "natural":
        notes.append("行为时年龄未查：不满十六周岁的不负刑事责任（刑法第十七条）")
    return tuple(notes)


def _comparing(outcome: Outcome, kb: KnowledgeBase) -> str:
    """The rule that compares what was completed with what was attempted, where the charge has one."""
    cites = outcome.candidate.plan.charge.mixed_forms
    if not cites:
        return "何者处罚较重须比较（本罪没有专门规定）"
    return f"依照处罚较重的规定处罚（{'、'.join(label_of(kb, cite.at) for cite in cites)}）"


def _attempt_notes(outcome: Outcome, form: str | None, kb: KnowledgeBase) -> tuple[str, ...]:
    """What an attempt means for the sentence, and which rule compares it with what was completed."""
    if form != "未遂":
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


def _lifted_tier(outcome: Outcome, rule: str) -> bool:
    """Whether a circumstance was needed to reach the tier: then it must not weigh again (禁止重复评价)."""
    tier = outcome.tier
    if tier is None or tier.node is None:
        return False
    return _without(tier.node, outcome.truths, lambda node: node.rule == rule, False) is not True


def _limitation_notes(outcome: Outcome, facts: Projection) -> tuple[str, ...]:
    """A warning where the period for prosecution may have passed (刑法第八十七条)."""
    if outcome.verdict == "not_established" or outcome.tier is None or not facts.dated:
        return ()
    penalty = read_penalty(outcome.tier.penalty_text)
    last, today = facts.act_day, facts.decision_day
    passed = today.year - last.year - ((today.month, today.day) < (last.month, last.day))
    if passed < penalty.limitation_years:
        return ()
    words = f"行为终了于 {last}，追诉期限为 {penalty.limitation_years} 年：可能已过追诉时效"
    return (f"{words}，须查明有无立案侦查、逃避侦查等情形（刑法第八十七条）",)
