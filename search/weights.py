"""How much a provision weighs among those that fit a query alike: by what rests on it, computed from the base."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from kb import KnowledgeBase, Provision

CORE = 1.5  # 本领域核心罪名的解释、意见里，规则所依据的条文
CORE_BESIDE = 1.2  # 同一些文件里，没有规则依据的
STATUTE = 1.2  # 规则所依据的法律条文
RESTED = 1.0
BESIDE = 0.6  # 没有规则依据的条文排在同样合适的之后

OFTEN = 4  # 核心罪名：别的规则提到它的次数，至少是提到最多的那个的四分之一
SHARE = 3  # 核心文件：据以定罪的罪名中，核心罪名至少占三分之一


def core_charges(base: KnowledgeBase) -> frozenset[str]:
    """The charges the field turns on: those that the rules on several charges speak of most."""
    said = Counter(rule.charge for rule in base.joint_crimes)
    said.update(charge for rule in base.concurrences for charge in rule.charges)
    said.update(charge for rule in base.distinctions for charge in rule.charges)
    most = max(said.values(), default=0)
    return frozenset(charge for charge, times in said.items() if OFTEN * times >= most)


def core_documents(base: KnowledgeBase) -> frozenset[str]:
    """The documents below the statutes that are mostly about these charges."""
    core = core_charges(base)
    resting: dict[str, set[str]] = defaultdict(set)
    for citation, rules in base.uses.items():
        resting[citation.partition(":")[0]].update(base.charges.keys() & rules)
    return frozenset(
        document
        for document, charges in resting.items()
        if charges and SHARE * len(charges & core) >= len(charges) and base.statutes[document].kind != "law"
    )


def weigher(base: KnowledgeBase) -> Callable[[Provision], float]:
    """Says of a provision how much it weighs: a factor around 1."""
    core = core_documents(base)

    def weight(provision: Provision) -> float:
        resting = provision.citation in base.resting
        if provision.document_id in core:
            return CORE if resting else CORE_BESIDE
        if not resting:
            return BESIDE
        return STATUTE if base.statutes[provision.document_id].kind == "law" else RESTED

    return weight
