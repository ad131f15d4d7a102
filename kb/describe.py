"""What there is to say of a provision or a document, as data: its wordings, standing, relations and rules."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from .citation import Citation
from .statutes import UnknownCitation

if TYPE_CHECKING:
    from . import KnowledgeBase
    from .documents import Document
    from .period import Period
    from .provision import Provision

RELATIONS = {
    "interprets": "解释",
    "interpreted_by": "解释它的",
    "amends": "修改",
    "amended_by": "修改它的",
    "repeals": "废止",
    "repealed_by": "废止它的",
    "prevails_over": "优先于",
    "yields_to": "让位于",
    "refers_to": "文中引用",
    "referred_by": "引用它的",
}
"""Every relation, with what a reader calls it."""

TIME_RULE_DISPUTED = {"normative_document", "minutes", "guidance"}
TIME_RULE_NOTE = (
    "意见、纪要、指引的时间效力有两说：一说参照高检发释字〔2001〕5号（从旧兼从轻），"
    "一说不属于司法解释，不受该规定约束（适用办案时的文件）；须由办案人判断"
)


def provision_data(kb: KnowledgeBase, provision: Provision, day: date) -> dict[str, Any]:
    """A wording with everything around it, as of a day; keys as the command line promises."""
    document = kb.statutes[provision.document_id]
    status, by = provision.standing(day)
    return {
        "citation": provision.citation,
        "label": provision.label,
        "document": document.title,
        "kind": document.kind,
        "rank": document.rank,
        "headings": list(provision.headings),
        "text": provision.text,
        "paraphrase": provision.paraphrase,
        "unverified": provision.unverified,
        "doubt": provision.doubt,
        "status": status,
        "status_by": by,
        "in_force": _period(provision.in_force),
        "versions": [
            {**_period(wording.in_force), "by": wording.by, "text": wording.text}
            for wording in kb.statutes.versions(provision.citation)
        ],
        "relations": relations_of(kb, provision.citation),
        "yields": [{"to": to, "why": why} for to, why in kb.statutes.precedences(provision.citation)],
        "time_rule": TIME_RULE_NOTE if document.kind in TIME_RULE_DISPUTED else None,
        "rules": rules_using(kb, provision.citation),
    }


def document_data(kb: KnowledgeBase, document: Document, day: date) -> dict[str, Any]:
    """What a document is and how it stands on a day."""
    status, by = document.standing(day)
    return {
        "document": document.id,
        "title": document.title,
        "number": document.number,
        "issuers": list(document.issuers),
        "kind": document.kind,
        "rank": document.rank,
        "promulgated": _iso(document.promulgated),
        "in_force": _period(document.in_force),
        "held": _period(document.held),
        "status": status,
        "status_by": by,
        "source": document.source.checked_against,
        "confidence": document.source.confidence,
        "checked_on": _iso(document.source.checked_on),
        "official": document.source.official,
        "digest": document.source.digest,
        "unverified": sum(1 for line in document.wordings if line.own_doubt and line.printed),
        "note": document.note,
        "relations": relations_of(kb, document.id),
        "time_rule": TIME_RULE_NOTE if document.kind in TIME_RULE_DISPUTED else None,
        "rules": rules_using(kb, document.id),
    }


def relations_of(kb: KnowledgeBase, citation: str) -> dict[str, list[str]]:
    """Every relation of a provision or a document: declared by documents, or read from the running text."""
    declared = kb.statutes.relations(citation)
    references = kb.statutes.references
    read = {"refers_to": references.from_below(citation), "referred_by": references.to(citation)}
    return {name: list(read[name] if name in read else getattr(declared, name)) for name in RELATIONS}


def rules_using(kb: KnowledgeBase, citation: str) -> list[str]:
    """The rules that rest on a provision or on a part of it."""
    here = Citation.parse(citation)
    used = (rules for at, rules in kb.uses.items() if here.covers(Citation.parse(at)))
    return sorted({rule for rules in used for rule in rules})


def named(kb: KnowledgeBase, citation: str) -> str:
    """What a lawyer calls a citation; itself where it is not held."""
    try:
        return kb.statutes.label(citation)
    except UnknownCitation:
        return citation


def _period(period: Period) -> dict[str, str | None]:
    return {"from": _iso(period.start), "to": _iso(period.end)}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
