"""The chain: which links the facts show, and for which of them nobody answers yet (打不全)."""

from __future__ import annotations

from kb import KnowledgeBase

from .case import Case
from .findings import ChainLink, PersonFindings

ANSWERING = {"established", "undetermined"}


def chain_of(case: Case, kb: KnowledgeBase, persons: tuple[PersonFindings, ...]) -> tuple[ChainLink, ...]:
    """Every link of the chain: seen in conduct or signs, charged when some person's finding rests on it."""
    answered = _answered(case, persons)
    links = []
    for name, link in kb.chain.items():
        acts = [act for act in case.conduct if kb.conduct_kinds[act.kind].link == name]
        seen = bool(acts) or any(_shown(case, sign) for sign in link.signs)
        who = tuple(dict.fromkeys(person for act in acts for person in answered.get(act.id, ())))
        links.append(ChainLink(name, link.label, seen, bool(who), who, link.gather))
    return tuple(links)


def _answered(case: Case, persons: tuple[PersonFindings, ...]) -> dict[str, list[str]]:
    """For each act, the persons in custody whose findings rest on it."""
    found: dict[str, list[str]] = {}
    for person in persons:
        if case.person_of[person.id].at_large:
            continue
        for finding in person.findings:
            if finding.verdict in ANSWERING:
                for act in finding.conduct:
                    found.setdefault(act, []).append(person.name)
    return found


def _shown(case: Case, sign: str) -> bool:
    holders = (case.facts, *(group.facts for group in case.groups))
    return any(
        (raw.get("value") if isinstance(raw, dict) else raw) is True
        for facts in holders
        if (raw := facts.get(sign)) is not None
    )
