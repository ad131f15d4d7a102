"""What stands beside the charges holds together: evidence, checklists, disputes, jurisdiction, types of fraud."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kb.case_rules import Checklist, Dispute, EvidenceList, FactOf, Jurisdiction
from kb.citation import Citation
from kb.rules import Role, Weighing

from .coverage import SHOWN, cited_by, coded_in, excuses
from .lines import lines_of
from .places import issue_at
from .words import unknown

if TYPE_CHECKING:
    from kb import KnowledgeBase
    from kb.issues import Issue
    from kb.load import Located
    from kb.rules import Rule
    from kb.vocabulary import FurtherCharge

STATEMENTS = frozenset({"证人证言", "被害人陈述", "供述和辩解"})
"""Forms of evidence that are what somebody says."""
LEAST_PROOFS = 2
SHALL = re.compile("应当|(?<!可以)(?<!酌情)从重(?:处罚|追究)")
"""How the law says that something has to be done; 从重处罚 without 可以 or 酌情 has to be."""
GATHERING = ("fafa_2016_22",)
"""Documents on the gathering of evidence of which every provision is used by a checklist or excused."""


def elements_have_evidence(kb: KnowledgeBase) -> Iterator[Issue]:
    """Every element of every charge has a list of evidence, of which not all is what somebody says (刑诉法第五十五条).

    A base that holds no list at all is one without evidence; it is not asked for.
    """
    lists = kb.evidence_lists
    for charge in kb.charges.values() if lists else ():
        if charge.id not in lists:
            yield charge.issue(f"罪名「{charge.label}」没有证据清单", "在 kb/rules/evidence/ 写一份")
            continue
        listed = lists[charge.id]
        for element in charge.elements:
            proofs = listed.elements.get(element.id, ())
            if len(proofs) < LEAST_PROOFS:
                yield listed.issue(f"要件「{element.label}」（{element.id}）的证据不足两项", "补上通常的证据")
            forms = {item.form for proof in proofs if (item := kb.vocabulary.evidence.get(proof.item))}
            if proofs and forms and forms <= STATEMENTS:
                yield listed.issue(f"要件「{element.label}」只有言词证据", "补上客观证据")


def evidence_is_known(kb: KnowledgeBase) -> Iterator[Issue]:
    """Every item of evidence that a rule or a type of fraud names is in the catalogue; every element is one."""
    known = kb.vocabulary.evidence
    for rule in kb.rules.values():
        if isinstance(rule, EvidenceList):
            charge = kb.charges.get(rule.charge)
            if charge is None:
                yield unknown(rule, "charge", "罪名 id", rule.charge, kb.charges)
                continue
            names = [element.id for element in charge.elements]
            for element in rule.elements:
                if element not in names:
                    yield unknown(rule, "elements", "要件", element, names)
        if isinstance(rule, Checklist):
            yield from (
                unknown(rule, "items", "证据", item, known) for item in rule.items if item not in known
            )
    proofs = [
        proof for rule in kb.evidence_lists.values() for each in rule.elements.values() for proof in each
    ]
    proofs += [proof for kind in kb.vocabulary.fraud_types.values() for proof in kind.evidence]
    for proof in proofs:
        if proof.item not in known:
            yield unknown(proof, "item", "证据", proof.item, known)


def one_list_for_a_charge(kb: KnowledgeBase) -> Iterator[Issue]:
    """No charge has two lists of evidence."""
    seen: dict[str, EvidenceList] = {}
    for rule in kb.of_kind(EvidenceList):
        if rule.charge in seen:
            yield rule.issue(f"「{rule.charge}」已有证据清单 {seen[rule.charge].file}", "并为一份")
        seen.setdefault(rule.charge, rule)


def facts_stand_where_they_are_asked(kb: KnowledgeBase) -> Iterator[Issue]:
    """A checklist asks facts of evidence, a ground to file facts of a place, one over several cases facts of the case."""
    for rule in kb.rules.values():
        scope = _scope(rule)
        if scope is None:
            continue
        for line in lines_of(rule):
            name = line.condition.fact or line.condition.appraise
            fact = kb.facts.get(name or "")
            if fact is not None and scope not in fact.scope:
                key = "fact" if line.condition.fact else "appraise"
                yield line.issue(key, f"「{name}」的 scope 没有 {scope}", f"在词表中加上 scope: [{scope}]")
        if isinstance(rule, Checklist) and rule.cure and rule.cure not in kb.facts:
            yield unknown(rule, "cure", "事实", rule.cure, kb.facts)


def _scope(rule: Rule) -> str | None:
    if isinstance(rule, Checklist):
        return "evidence"
    if isinstance(rule, Jurisdiction):
        return "place" if rule.effect == "files" else "case"
    return None


def disputes_can_be_answered(kb: KnowledgeBase) -> Iterator[Issue]:
    """Every view of a dispute leads to a charge that is known, with facts that are known; no two have one name."""
    for dispute in kb.of_kind(Dispute):
        for name in dispute.charges:
            if name not in kb.charges:
                yield unknown(dispute, "charges", "罪名 id", name, kb.charges)
        seen: set[str] = set()
        for view in dispute.views:
            if view.id in seen:
                yield view.issue(f"观点 id「{view.id}」重复", "换一个 id")
            seen.add(view.id)
            if view.charge not in kb.charges:
                yield unknown(view, "charge", "罪名 id", view.charge, kb.charges)
            for name, value in view.assume.items():
                taken = [name, value.fact] if isinstance(value, FactOf) else [name]
                for each in taken:
                    if each not in kb.facts:
                        yield unknown(view, "assume", "事实", each, kb.facts)


def weighings_agree_with_the_text(kb: KnowledgeBase) -> Iterator[Issue]:
    """What must be done (shall) is 应当 in the text; a band hangs on a known yes or no; what is not repeated exists."""
    for rule in kb.of_kind(Weighing):
        if rule.shall and not any(SHALL.search(quote) for quote in _quotes(rule)):
            yield rule.issue(
                "写了 shall: true，所引的原文没有“应当”或者“从重处罚”", "引出写明应当的原话，或者删去 shall"
            )
        for band in rule.bands:
            if band.where and (band.where not in kb.facts or kb.facts[band.where].numeric):
                yield unknown(band, "where", "是非的事实", band.where, kb.facts)
        for name in rule.instead_of:
            if not isinstance(kb.rules.get(name), Weighing):
                yield unknown(rule, "instead_of", "情节 id", name, [each.id for each in kb.of_kind(Weighing)])


def _quotes(rule: Weighing) -> Iterator[str]:
    """The words that a role or circumstance rests on."""
    cites = [cite for line in lines_of(rule) for cite in line.condition.cite]
    cites += [rule.consequence] if isinstance(rule, Role) else []
    yield from (cite.quote for cite in cites if cite.quote)


def jurisdiction_names_charges(kb: KnowledgeBase) -> Iterator[Issue]:
    """Every charge for which a ground of jurisdiction is limited is known."""
    for rule in kb.of_kind(Jurisdiction):
        for name in rule.charges:
            if name not in kb.charges:
                yield unknown(rule, "charges", "罪名 id", name, kb.charges)


def fraud_types_use_known_words(kb: KnowledgeBase) -> Iterator[Issue]:
    """A type of fraud names conduct, charges and facts that there are."""
    for kind in kb.vocabulary.fraud_types.values():
        named: list[tuple[Located, tuple[str, ...]]] = [(role, role.kinds) for role in kind.roles]
        named += [(further, further.kinds) for further in kind.charges]
        for place, kinds in named:
            for conduct in kinds:
                if conduct not in kb.conduct_kinds:
                    yield unknown(place, "kinds", "行为种类", conduct, kb.conduct_kinds)
        yield from (issue for further in kind.charges for issue in _further(further, kb))
        for fact in kind.ask_first:
            if fact not in kb.facts:
                yield unknown(kind, "ask_first", "事实", fact, kb.facts)


def _further(further: FurtherCharge, kb: KnowledgeBase) -> Iterator[Issue]:
    """A further charge that is not known, or that the conduct it names does not open."""
    charge = kb.charges.get(further.charge)
    if charge is None:
        yield unknown(further, "charge", "罪名 id", further.charge, kb.charges)
        return
    for conduct in further.kinds:
        if conduct in kb.conduct_kinds and conduct not in charge.opened_by:
            problem = f"行为种类「{conduct}」不启动{charge.label}"
            yield issue_at(further, "kinds", problem, "换成 opened_by 中的一种")


def gathering_is_covered(kb: KnowledgeBase) -> Iterator[Issue]:
    """Every provision on how electronic data is gathered is used by a checklist or excused."""
    cites = (cite for rule in kb.checklists for condition in rule.conditions for cite in condition.cite)
    cited = cited_by((cite.at, cite.quote) for cite in cites)
    excused = [Citation.parse(at) for excuse in excuses(kb) for at in excuse.at]
    for name in GATHERING:
        if name not in kb.statutes or not kb.checklists:
            continue
        spoken, coded = coded_in(kb.statutes[name], cited)
        for citation, wordings in spoken.items():
            if citation in coded or any(at.covers(Citation.parse(citation)) for at in excused):
                continue
            said = (wordings[-1].text or wordings[-1].paraphrase or "")[:SHOWN]
            yield kb.checklists[0].issue(
                f"{wordings[-1].label}没有核对表用到，也没有说明理由：{said}",
                "写进一份核对表，或者在 kb/coverage/ 中说明为什么不编入",
            )
