"""What there is to say of a provision or a document, as data: its wordings, standing, relations and rules."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from .citation import Citation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
DATED = frozenset({"interprets", "interpreted_by", "refers_to", "referred_by"})
"""The relations of which a reader must know whether the other still is law."""

TIME_RULE_DISPUTED = {"normative_document", "minutes", "guidance"}
TIME_RULE_NOTE = (
    "意见、纪要、指引的时间效力有两说：一说参照高检发释字〔2001〕5号（从旧兼从轻），"
    "一说不属于司法解释，不受该规定约束（适用办案时的文件）；须由办案人判断"
)


def provision_data(kb: KnowledgeBase, provision: Provision, day: date) -> dict[str, Any]:
    """A wording with everything around it, as of a day; keys as the command line promises."""
    document = kb.statutes[provision.document_id]
    status, by = kb.statutes.standing(provision, day)
    spell = kb.statutes.spell(provision)
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
        "status_by": spell.first.by if status in {"现行有效", "尚未施行"} else by,
        "in_force": _period(spell.days) | _last_day(kb, provision),
        "official": document.source.official if provision.unverified else None,
        "versions": _versions(kb, provision.citation),
        "relations": relations_of(kb, provision.citation, day),
        "yields": [{"to": to, "why": why} for to, why in kb.statutes.precedences(provision.citation, day)],
        "time_rule": TIME_RULE_NOTE if document.kind in TIME_RULE_DISPUTED else None,
        "rules": sorted(kb.resting.get(provision.citation, ())),
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
        "unverified": len(document.doubtful),
        "note": document.note,
        "relations": relations_of(kb, document.id, day),
        "time_rule": TIME_RULE_NOTE if document.kind in TIME_RULE_DISPUTED else None,
        "rules": sorted(kb.resting.get(document.id, ())),
    }


def _versions(kb: KnowledgeBase, citation: str) -> list[dict[str, Any]]:
    """Every wording with its days; neighbours that read alike are one."""
    spells = dict.fromkeys(kb.statutes.spell(wording) for wording in kb.statutes.versions(citation))
    return [{**_period(each.days), "by": each.first.by, "text": each.first.text} for each in spells]


def relations_of(kb: KnowledgeBase, citation: str, day: date) -> dict[str, list[str]]:
    """Every relation of a provision or a document on a day: declared, or read from the running text of that day.

    What was not yet law on the day is left out; what had ceased to be stands last.
    """
    declared = kb.statutes.relations(citation)
    references = kb.statutes.references
    named = references.from_below(citation, day)
    found = {name: list(getattr(declared, name, ())) for name in RELATIONS}
    found |= {"refers_to": list(named), "referred_by": list(references.to(citation, day))}
    if ":" in citation:  # a document's relations are those of a provision only where its own article says so
        article = citation.partition(".")[0]
        spoken = [Citation.parse(one) for one in references.from_below(article, day)]
        found["interprets"] = [one for one in found["interprets"] if _spoken_of(Citation.parse(one), spoken)]
        found["prevails_over"] = []
        changes = {by for wording in _changes(kb.statutes.versions(citation)) for by in wording}
        found["amended_by"] = [by for by in found["amended_by"] if by in changes]
    return {name: _current_first(kb, related, day) for name, related in found.items()}


def _spoken_of(interpreted: Citation, spoken: list[Citation]) -> bool:
    return any(interpreted.covers(one) or one.covers(interpreted) for one in spoken if one.path)


def _changes(wordings: Sequence[Provision]) -> Iterator[tuple[str, ...]]:
    """What made or ended a wording that reads unlike the one before it."""
    for before, after in pairwise((None, *wordings)):
        if after is not None and after.by and (before is None or before.text != after.text):
            yield (after.by,)
    last = wordings[-1]
    if last.ended_by:
        yield (last.ended_by,)


def _current_first(kb: KnowledgeBase, citations: list[str], day: date) -> list[str]:
    """Without documents that were not law yet; those that had ceased to be stand last."""
    standing = {}
    for citation in citations:
        document = citation.partition(":")[0]
        held = document in kb.statutes
        standing[citation] = kb.statutes[document].status(day) if held else "现行有效"
    kept = [citation for citation in citations if standing[citation] != "尚未施行"]
    return sorted(kept, key=lambda citation: standing[citation] == "已失效")


def ceased(kb: KnowledgeBase, citation: str, day: date) -> bool:
    """Whether the document of a citation is no longer law on a day."""
    document = citation.partition(":")[0]
    return document in kb.statutes and kb.statutes[document].status(day) == "已失效"


def _last_day(kb: KnowledgeBase, provision: Provision) -> dict[str, str | None]:
    """The last day of a provision that another document replaced."""
    other = kb.statutes.replaced_by(provision)
    first = other.in_force.start if other else None
    return {"to": _iso(first - timedelta(1))} if first else {}


def _period(period: Period) -> dict[str, str | None]:
    return {"from": _iso(period.start), "to": _iso(period.end)}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
