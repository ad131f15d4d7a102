"""Every citation leads somewhere, every quote is verbatim, and both were law when the line says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.condition import Cite
from kb.issues import Issue
from kb.load import Located
from kb.period import Period
from kb.rules import Citing, citing
from kb.statutes import UnknownCitation

from .lines import ALWAYS, Line, current, lines, shared, spells, wordings
from .places import issue_at
from .quotes import nearest_original

if TYPE_CHECKING:
    from kb import KnowledgeBase
    from kb.documents import Document
    from kb.provision import Provision
    from kb.statutes import Statutes

REPAIR = "照 kb/statutes/ 中的条、款、项改正"


@dataclass(frozen=True)
class Use(Citing):
    """A place that rests on a provision, and the days on which it does."""

    days: tuple[Period, ...] = ALWAYS


def uses(kb: KnowledgeBase) -> Iterator[Use]:
    """Every citation of the rules and of the vocabulary."""
    for line in lines(kb):
        days = line.days(kb.statutes)
        yield from (_use(citing(cite, line.condition), days) for cite in line.condition.cite)
    for rule in kb.rules.values():
        days = (rule.in_force,) if rule.in_force else ALWAYS
        yield from (_use(cited, days) for cited in rule.cited)
    for place, cites in _of_words(kb):
        yield from (_use(citing(cite, place), ALWAYS) for cite in cites)


def _of_words(kb: KnowledgeBase) -> Iterator[tuple[Located, tuple[Cite, ...]]]:
    """What the vocabulary cites."""
    for fact in kb.facts.values():
        yield fact, (*fact.cite, *(fact.derived.cite if fact.derived else ()))
    yield from ((item, item.cite) for item in kb.vocabulary.evidence.values())
    for kind in kb.vocabulary.fraud_types.values():
        yield from ((further, further.cite) for further in kind.charges)


def _use(cited: Citing, days: tuple[Period, ...]) -> Use:
    return Use(cited.place, cited.key, cited.at, cited.quote, days)


def citations_resolve(kb: KnowledgeBase) -> Iterator[Issue]:
    """Every citation of a rule or a fact leads to a provision that is held."""
    for use in uses(kb):
        try:
            kb.statutes.versions(use.at)
        except UnknownCitation as error:
            yield issue_at(use.place, use.key, f"引用「{use.at}」无处可查：{error}", REPAIR)


def documents_resolve(kb: KnowledgeBase) -> Iterator[Issue]:
    """What a document says of another leads to a provision, where that other is held."""
    for document in kb.statutes.values():
        for field, citation in _relations(document):
            if citation.partition(":")[0] not in kb.statutes:
                continue
            try:
                _look_up(kb.statutes, citation)
            except UnknownCitation as error:
                problem = f"{field}「{citation}」无处可查：{error}"
                yield Issue(document.file, document.line, problem, "照所指文件的条、款、项改正")


def _relations(document: Document) -> Iterator[tuple[str, str]]:
    yield from (("interprets", citation) for citation in document.interprets)
    yield from (("amended_by", citation) for citation in document.amended_by)
    if document.repealed_by:
        yield "repealed_by", document.repealed_by
    yield from (("prevails_over", at) for precedence in document.prevails_over for at in precedence.at)
    yield from (("calls", citation) for citation in document.calls.values())
    for key in ("by", "ended_by"):
        made = dict.fromkeys(getattr(wording, key) for wording in document.wordings)
        yield from ((key, citation) for citation in made if citation)


def _look_up(statutes: Statutes, citation: str) -> None:
    if ":" in citation:
        statutes.versions(citation)


def quotes_are_verbatim(kb: KnowledgeBase) -> Iterator[Issue]:
    """Every quote stands word for word in some wording of the provision it cites."""
    for use in uses(kb):
        held = wordings(kb.statutes, use.at)
        if use.quote is None or not held or any(use.quote in wording.text for wording in held):
            continue
        yield _unfaithful(use, use.quote, held)


def _unfaithful(use: Use, quote: str, held: tuple[Provision, ...]) -> Issue:
    if all(not wording.text for wording in held):
        said = "只有转述" if any(wording.paraphrase for wording in held) else "未取得"
        return issue_at(
            use.place,
            use.key,
            f"{use.at} 的原文{said}，不能引作原文：「{quote}」",
            "删去 quote，只写 cite；取得原文后再补",
        )
    original = nearest_original(quote, [wording.text for wording in held])
    return issue_at(use.place, use.key, f"引文不是 {use.at} 的原文：「{quote}」", original)


def quotes_are_in_force(kb: KnowledgeBase) -> Iterator[Issue]:
    """A provision is cited, and its words are quoted, for days on which they were law."""
    for use in uses(kb):
        held = wordings(kb.statutes, use.at)
        faithful = [wording for wording in held if use.quote is None or use.quote in wording.text]
        if not faithful or shared(use.days, [wording.in_force for wording in faithful]):
            continue
        spelled = "；".join(dict.fromkeys(str(wording.in_force) for wording in faithful))
        what = f"引文「{use.quote}」" if use.quote else f"所引 {use.at} "
        yield issue_at(
            use.place,
            use.key,
            f"{what}在本行适用的期间（{_written(use.days)}）不是有效文本；有效期：{spelled}",
            "改引当时有效的条文，或改 in_force",
        )


def _written(days: tuple[Period, ...]) -> str:
    return "；".join(dict.fromkeys(str(period) for period in days))


def dates_lie_within_the_law(kb: KnowledgeBase) -> Iterator[Issue]:
    """A line that names its first or last day names one on which what it cites was law."""
    for line in lines(kb):
        declared = line.condition.in_force
        if declared is None:
            continue
        if line.declared is None:
            yield line.issue(
                "in_force",
                f"in_force（{declared}）与上层的适用期间没有共同的日子",
                "改正本行或上层的 in_force",
            )
            continue
        yield from _outside(line, declared, spells(kb.statutes, line.condition.cite))


def _outside(line: Line, declared: Period, held: tuple[Period, ...]) -> Iterator[Issue]:
    """The named days on which nothing cited was law; no day at all is for quotes_are_in_force."""
    if not shared([declared], held):
        return
    for name, day in (("from", declared.start), ("to", declared.end)):
        if day and held and not any(period.covers(day) for period in held):
            cited = "、".join(cite.at for cite in line.condition.cite)
            yield issue_at(
                declared,
                name,
                f"in_force 的 {name}（{day}）不在所引 {cited} 的有效期内：{_written(held)}",
                "改正日期，或改引当天有效的条文",
            )


def changed_provisions_are_quoted(kb: KnowledgeBase) -> Iterator[Issue]:
    """Where the wording changed while the line speaks, the line quotes the words that it rests on."""
    for line in lines(kb):
        days = line.days(kb.statutes)
        for cite in line.condition.cite:
            texts = {wording.text for wording in current(kb.statutes, cite.at, days)}
            if cite.quote is None and len(texts) > 1:
                place = citing(cite, line.condition)
                yield issue_at(
                    place.place,
                    place.key,
                    f"{cite.at} 的文字在本行适用期间改过，只写条号不能确定所指",
                    "写出所依据的原文 {at: …, quote: …}，或用 in_force 分行",
                )
