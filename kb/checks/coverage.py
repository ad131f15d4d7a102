"""Every sentence is coded or excused: which provisions no rule, no fact and no excuse refers to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import Field

from kb import yaml_files
from kb.citation import Citation
from kb.issues import Issue
from kb.load import Located, build, read_yaml
from kb.statutes import UnknownCitation

from .citations import REPAIR, uses
from .places import issue_at

if TYPE_CHECKING:
    from kb import KnowledgeBase
    from kb.documents import Document
    from kb.provision import Provision

SHOWN = 40

Cited = dict[str, set[str | None]]
"""What is cited, with the quotes (None: without one)."""
Spoken = dict[str, list["Provision"]]
"""The provisions that have words of their own, each with its wordings."""


class Excuse(Located):
    """Provisions that are no rule, and why; what lies below them is excused with them."""

    at: tuple[str, ...] = Field(min_length=1)
    reason: str = Field(min_length=4)


class ExcuseFile(Located):
    """A file below kb/coverage/: what the rules of one field leave out, and why."""

    excused: tuple[Excuse, ...] = ()
    left: tuple[Excuse, ...] = ()
    """Provisions still to be coded, and what they belong to: they stay in the list of what is left."""


@dataclass(frozen=True)
class Uncovered:
    """A provision that nothing refers to yet."""

    citation: str
    label: str
    text: str

    def __str__(self) -> str:
        text = self.text if len(self.text) <= SHOWN else f"{self.text[:SHOWN]}……"
        return f"  {self.citation}　{self.label}　{text}"


@dataclass(frozen=True)
class Coverage:
    """How much of a document is coded or excused, and what is left."""

    document: str
    name: str
    coded: int
    excused: int
    left: tuple[Uncovered, ...]

    def __str__(self) -> str:
        total = self.coded + self.excused + len(self.left)
        head = (
            f"{self.name}（{self.document}）：{total} 处条款，"
            f"编入 {self.coded}，说明理由 {self.excused}，未编入 {len(self.left)}"
        )
        return "\n".join([head, *map(str, self.left)])


def _files(kb: KnowledgeBase) -> list[ExcuseFile]:
    folder = kb.root / "coverage"
    return [build(ExcuseFile, read_yaml(file)) for file in yaml_files(folder)] if folder.is_dir() else []


def excuses(kb: KnowledgeBase) -> tuple[Excuse, ...]:
    """The provisions that are excused, with the reasons."""
    return tuple(excuse for file in _files(kb) for excuse in file.excused)


def known_left(kb: KnowledgeBase) -> tuple[Excuse, ...]:
    """The provisions that are known to be still left, and what they belong to."""
    return tuple(excuse for file in _files(kb) for excuse in file.left)


def excuses_resolve(kb: KnowledgeBase) -> Iterator[Issue]:
    """Every excuse names a document or a provision that is held."""
    for excuse in (*excuses(kb), *known_left(kb)):
        for at in excuse.at:
            try:
                kb.statutes.versions(at) if ":" in at else kb.statutes.document(at)
            except UnknownCitation as error:
                yield issue_at(excuse, "at", f"引用「{at}」无处可查：{error}", REPAIR)


def excuses_are_needed(kb: KnowledgeBase) -> Iterator[Issue]:
    """Nothing is excused that a rule or a fact has come to cite."""
    cited = _cited(kb)
    for excuse in (*excuses(kb), *known_left(kb)):
        for at in excuse.at:
            place = Citation.parse(at)
            if place.document not in kb.statutes:
                continue
            spoken, coded = coded_in(kb.statutes[place.document], cited)
            below = {name for name in spoken if place.covers(Citation.parse(name))}
            if below and below <= coded:
                yield issue_at(excuse, "at", f"「{at}」已由规则或词表引用，不必再说明理由", "从 at 中删去")


INTERPRETING = frozenset({"judicial_interpretation", "legislative_interpretation"})


def interpretations_are_covered(kb: KnowledgeBase) -> Iterator[Issue]:
    """An interpretation that a charge rests on is coded whole: each paragraph and item is cited, excused or known left."""
    postponed = [Citation.parse(at) for excuse in known_left(kb) for at in excuse.at]
    resting = {at.partition(":")[0] for at, rules in kb.uses.items() if kb.charges.keys() & set(rules)}
    for entry in coverage(kb):
        if entry.document not in resting or kb.statutes[entry.document].kind not in INTERPRETING:
            continue
        for left in entry.left:
            if not any(at.covers(Citation.parse(left.citation)) for at in postponed):
                wording = kb.statutes.provision(left.citation)
                problem = f"{left.label}没有编入，也没有说明理由：{left.text[:SHOWN]}"
                repair = "写进规则或词表，或者在 kb/coverage/ 中说明为什么不编入"
                yield Issue(wording.file, wording.line, problem, repair)


def coverage(kb: KnowledgeBase) -> list[Coverage]:
    """For each document, what is coded, what is excused and what is left."""
    cited = _cited(kb)
    excused = [Citation.parse(at) for excuse in excuses(kb) for at in excuse.at]
    return [_of_document(document, cited, excused) for document in kb.statutes.values()]


def _cited(kb: KnowledgeBase) -> Cited:
    return cited_by((use.at, use.quote) for use in uses(kb))


def cited_by(uses: Iterable[tuple[str, str | None]]) -> Cited:
    """What is cited, with the quotes."""
    cited: Cited = {}
    for at, quote in uses:
        cited.setdefault(at, set()).add(quote)
    return cited


def _of_document(document: Document, cited: Cited, excused: list[Citation]) -> Coverage:
    spoken, coded = coded_in(document, cited)
    rest = [name for name in spoken if name not in coded]
    own = [at for at in excused if at.document == document.id]
    left = [
        name
        for name in rest
        if not _nobody_has_it(spoken[name]) and not any(at.covers(Citation.parse(name)) for at in own)
    ]
    return Coverage(
        document.id,
        document.name,
        len(coded),
        len(rest) - len(left),
        tuple(Uncovered(name, spoken[name][-1].label, _said(spoken[name][-1])) for name in left),
    )


def _nobody_has_it(wordings: list[Provision]) -> bool:
    """A gap that nothing is known of: no rule could be written on it."""
    return all(wording.gap is not None and not wording.paraphrase for wording in wordings)


def coded_in(document: Document, cited: Cited) -> tuple[Spoken, set[str]]:
    """The provisions of a document that have words, and those of them that are cited, or head what is."""
    spoken = _with_words(document)
    coded = {name for name, wordings in spoken.items() if _is_cited(wordings, spoken, cited)}
    heads = {name for name in spoken if any(Citation.parse(name).covers(Citation.parse(c)) for c in coded)}
    return spoken, coded | heads


def _with_words(document: Document) -> Spoken:
    """The provisions that have words of their own (a paragraph, an item), each with its wordings."""
    spoken: Spoken = {}
    for wording in document.wordings:
        titled = wording.level == "part" or (wording.level == "article" and wording.own)
        if _said(wording) and not titled:
            spoken.setdefault(wording.citation, []).append(wording)
    return spoken


def _said(wording: Provision) -> str:
    return wording.own or wording.paraphrase or wording.gap or ""


def _is_cited(wordings: list[Provision], spoken: Spoken, cited: Cited) -> bool:
    """Cited itself; or cited from above by a quote of its words, or as an article without items."""
    here = Citation.parse(wordings[-1].citation)
    for depth in range(1, len(here.path) + 1):
        place = Citation(here.document, here.path[:depth])
        for quote in cited.get(str(place), ()):
            if place == here or any(quote is not None and quote in _said(wording) for wording in wordings):
                return True
            if quote is None and not _has_items(place, spoken):
                return True
    return False


def _has_items(place: Citation, spoken: Spoken) -> bool:
    """Whether a provision is a list, so that citing it whole does not say which item is meant."""
    below = (wordings[-1] for name, wordings in spoken.items() if place.covers(Citation.parse(name)))
    return any(wording.level in {"item", "subitem", "point"} for wording in below)
