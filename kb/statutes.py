"""The legal documents of the knowledge base, and the provisions that citations lead to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from .cache import key_of
from .citation import Citation
from .documents import Document
from .issues import Issue, KnowledgeBaseError
from .load import build, read_yaml
from .messages import nearest
from .missing import what_is_missing
from .period import Period
from .provision import Provision, Status, wording_on
from .statute_file import Precedence, StatuteFile

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from .cache import Cache
    from .mentions import Finder
    from .references import References


class UnknownCitation(LookupError):
    """A citation leads nowhere; the message says which part is missing and what exists."""


@dataclass(frozen=True)
class Relations:
    """What a provision or document stands in relation to: citations and document ids."""

    interprets: tuple[str, ...] = ()
    interpreted_by: tuple[str, ...] = ()
    amends: tuple[str, ...] = ()
    amended_by: tuple[str, ...] = ()
    repeals: tuple[str, ...] = ()
    repealed_by: tuple[str, ...] = ()
    prevails_over: tuple[str, ...] = ()
    yields_to: tuple[str, ...] = ()


@dataclass(frozen=True)
class Spell:
    """The wordings of a provision that follow one another and read alike: an amendment left it as it was."""

    first: Provision
    last: Provision

    @property
    def days(self) -> Period:
        """The days on which it reads so."""
        return Period.model_validate({"from": self.first.in_force.start, "to": self.last.in_force.end})


class Statutes(Mapping[str, Document]):
    """Every document by id."""

    def __init__(
        self,
        documents: Mapping[str, Document | Callable[[], Document]],
        keep: Callable[[str, Callable[[], Any]], Any] = lambda _name, make: make(),
    ) -> None:
        self._documents = dict(sorted(documents.items()))
        self._keep = keep
        self._named: dict[str, str] = {}
        self._doubtful: dict[str, bool] = {}

    def __getitem__(self, document: str) -> Document:
        found = self._documents[document]
        if not isinstance(found, Document):  # kept in the cache: read when first asked for
            found = self._documents[document] = found()
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._documents)

    def __len__(self) -> int:
        return len(self._documents)

    def __repr__(self) -> str:
        return f"<Statutes {len(self)} documents>"

    @cached_property
    def finder(self) -> Finder:
        """Reads the citations that people type."""
        from .mentions import Finder  # noqa: PLC0415 - only typed citations need its patterns

        return Finder(self)

    @cached_property
    def references(self) -> References:
        """What the running text refers to, both ways."""
        from .references import References  # noqa: PLC0415 - only links need it

        return References(self, self._keep)

    @cached_property
    def merged(self) -> frozenset[str]:
        """The documents whose changes stand in the text of others: amendments and amending decisions."""
        amendments = frozenset(document.id for document in self.values() if document.kind == "amendment")
        return amendments | frozenset(
            by.partition(":")[0]
            for document in self.values()
            for wording in document.wordings
            for by in (wording.by, wording.ended_by)
            if by and by != document.id  # a law revised as a whole is not an amendment of itself
        )

    def document(self, citation: str | Citation) -> Document:
        """The document that a citation names; UnknownCitation where it is not held."""
        wanted = _parsed(citation).document
        if wanted in self._documents:
            return self[wanted]
        near = nearest(wanted, self._documents)
        raise UnknownCitation(f"未收录文件「{wanted}」" + (f"，是否指「{near}」？" if near else ""))

    def versions(self, citation: str | Citation) -> tuple[Provision, ...]:
        """Every wording of a provision, the oldest first."""
        wanted = _parsed(citation)
        document = self.document(wanted)
        found = document.by_citation.get(str(wanted), ())
        if not found:
            raise UnknownCitation(what_is_missing(document, wanted))
        return found

    def provision(self, citation: str | Citation, on: date | None = None) -> Provision:
        """The wording in force on a day, or the latest; UnknownCitation where there is none."""
        wordings = self.versions(citation)
        if on is None:
            return wordings[-1]
        current = next((wording for wording in wordings if wording.in_force.covers(on)), None)
        if current is None and self._not_held_yet(wordings[0], on):
            first = wordings[0].in_force.start
            raise UnknownCitation(f"{wordings[0].label}在 {on} 的文本没有收录：所收的是 {first} 起的文本")
        if current is None:
            raise UnknownCitation(self._why_not(wordings, on))
        return current

    def _why_not(self, wordings: tuple[Provision, ...], on: date) -> str:
        """Why a provision has no wording on a day: not yet law, deleted, repealed."""
        wording = wording_on(wordings, on)
        status, by = wording.standing(on)
        done = "增设" if status == "尚未施行" else "删去、废止"
        reason = f"，由{self.named(by)}{done}" if by else ""
        spells = "；".join(str(wording.in_force) for wording in wordings)
        return f"{wording.label}在 {on} 不是有效文本：{status}{reason}（有效期：{spells}）"

    def _not_held_yet(self, first: Provision, on: date) -> bool:
        """The document was in force, but what it said then is not held."""
        document = self[first.document_id]
        begins = first.in_force.start
        return document.in_force.covers(on) and begins == document.held.start and bool(begins and on < begins)

    def label(self, citation: str | Citation, on: date | None = None) -> str:
        """What a lawyer calls the provision; a document's name where the citation is a whole document."""
        wanted = _parsed(citation)
        return self.provision(wanted, on).label if wanted.path else self.document(wanted).name

    def named(self, citation: str) -> str:
        """What a lawyer calls a citation; itself where it is not held."""
        if citation not in self._named:
            try:
                self._named[citation] = self.label(citation)
            except UnknownCitation:
                self._named[citation] = citation
        return self._named[citation]

    def doubtful(self, citation: str) -> bool:
        """Whether no reference confirms the own words of a provision, or (it has none) what stands below it (未核对)."""
        if citation not in self._doubtful:
            try:
                provision = self.provision(citation)
                doubt = provision.own_doubt if provision.own else provision.doubt
                self._doubtful[citation] = doubt is not None
            except UnknownCitation:
                self._doubtful[citation] = True
        return self._doubtful[citation]

    def relations(self, citation: str | Citation) -> Relations:
        """What the documents declare about one another, seen from a provision or a document."""
        here = _parsed(citation)
        document = self.document(here)
        amending = (
            tuple(dict.fromkeys(by for w in self.versions(here) for by in (w.by, w.ended_by) if by))
            if here.path
            else document.amended_by
        )
        others = [other for other in self.values() if other.id != document.id]
        return Relations(
            interprets=document.interprets,
            interpreted_by=tuple(other.id for other in others if _touches(here, other.interprets)),
            amends=tuple(other.id for other in others if document.id in other.amended_by),
            amended_by=amending,
            repeals=tuple(
                other.id for other in others if other.repealed_by and _touches(here, (other.repealed_by,))
            ),
            repealed_by=(document.repealed_by,) if document.repealed_by else (),
            prevails_over=tuple(at for precedence in document.prevails_over for at in precedence.at),
            yields_to=tuple(dict.fromkeys(other for other, _ in self.precedences(here))),
        )

    def precedences(self, citation: str | Citation, on: date | None = None) -> list[tuple[str, str]]:
        """The documents that a provision yields to on a day though nothing repealed it, each with the reason."""
        here = _parsed(citation)
        return [
            (other.id, precedence.why)
            for other, precedence in self._precedences
            if (on is None or other.in_force.covers(on))
            and any(_holds_or_is_held(here, Citation.parse(at)) for at in precedence.at)
        ]

    @cached_property
    def _precedences(self) -> list[tuple[Document, Precedence]]:
        return [(other, precedence) for other in self.values() for precedence in other.prevails_over]

    def standing(self, wording: Provision, on: date) -> tuple[Status, str | None]:
        """How a wording stands on a day and what made it so, a later document that took its place included."""
        other = self.replaced_by(wording)
        if other and wording.in_force.covers(on) and other.in_force.covers(on):
            return "已被修改", other.id
        return wording.standing(on)

    def spell(self, wording: Provision) -> Spell:
        """The wordings around one that read as it does."""
        wordings = self.versions(wording.citation)
        first = last = next(at for at, held in enumerate(wordings) if held.in_force == wording.in_force)
        while first and _goes_on(wordings[first - 1], wordings[first]):
            first -= 1
        while last + 1 < len(wordings) and _goes_on(wordings[last], wordings[last + 1]):
            last += 1
        return Spell(wordings[first], wordings[last])

    def replaced_by(self, wording: Provision) -> Document | None:
        """The document that took the place of a provision whose own document was not changed."""
        here = Citation.parse(wording.citation)
        ending = (
            other
            for other, precedence in self._precedences
            if precedence.ends and any(Citation.parse(at).covers(here) for at in precedence.at)
        )
        return min(ending, key=lambda other: other.in_force.start or date.max, default=None)


def _goes_on(earlier: Provision, later: Provision) -> bool:
    """The later wording reads as the earlier one did up to the day before."""
    end, start = earlier.in_force.end, later.in_force.start
    alike = (earlier.text, earlier.paraphrase) == (later.text, later.paraphrase)
    return alike and end is not None and start == end + timedelta(1)


def _parsed(citation: str | Citation) -> Citation:
    if isinstance(citation, Citation):
        return citation
    try:
        return Citation.parse(citation)
    except ValueError as error:
        raise UnknownCitation(str(error)) from None


def _touches(here: Citation, declared: tuple[str, ...]) -> bool:
    """Some declared citation is this provision, lies below it, or holds it."""
    there = [Citation.parse(citation) for citation in declared]
    return any(_holds_or_is_held(here, other) for other in there)


def _holds_or_is_held(one: Citation, other: Citation) -> bool:
    return one.covers(other) or other.covers(one)


def load_statutes(folder: Traversable | Path, cache: Cache | None = None) -> Statutes:
    """Read every document of a folder; KnowledgeBaseError with the problems of all files.

    With a cache, a file that has not changed since it was last read is taken from there when asked for.
    """
    texts = {file.name.removesuffix(".yaml"): file for file in _statute_files(folder)}
    if cache is None:
        documents, issues = _read(texts.values())
        return Statutes(_sound(documents, issues))
    keys = {name: key_of(file.name.encode(), file.read_bytes()) for name, file in texts.items()}
    changed = [texts[name] for name, key in keys.items() if not cache.has(name, key)]
    found: dict[str, Document | Callable[[], Document]] = {
        name: partial(_kept, cache, name, keys[name], file) for name, file in texts.items()
    }
    if changed:  # names are unique over all files, so one new file is checked against all
        documents, issues = _read(texts.values())
        found |= _sound(documents, issues)
        for file in changed:
            name = file.name.removesuffix(".yaml")
            cache.put(name, keys[name], documents[name])
    return Statutes(found, partial(cache.kept, key=key_of(*keys.values())))


def _statute_files(folder: Traversable | Path) -> Iterator[Traversable | Path]:
    if folder.is_dir():
        for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
            if file.name.endswith(".yaml"):
                yield file


def _kept(cache: Cache, name: str, key: bytes, file: Traversable | Path) -> Document:
    """The document as the cache holds it, or read again where it has gone from there."""
    found = cache.get(name, key)
    return found if isinstance(found, Document) else Document(build(StatuteFile, read_yaml(file)))


def _read(files: Iterable[Traversable | Path]) -> tuple[dict[str, Document], list[Issue]]:
    documents: dict[str, Document] = {}
    issues: list[Issue] = []
    for file in files:
        _read_into(documents, issues, file)
    return documents, issues


def _sound(documents: dict[str, Document], issues: list[Issue]) -> dict[str, Document]:
    """The documents, where nothing is wrong with them."""
    issues += _shared_names(documents)
    if issues:
        raise KnowledgeBaseError(issues)
    return documents


def _read_into(documents: dict[str, Document], issues: list[Issue], file: Traversable | Path) -> None:
    try:
        source_file = build(StatuteFile, read_yaml(file))
    except KnowledgeBaseError as error:
        issues.extend(error.issues)
        return
    if source_file.id != file.name.removesuffix(".yaml"):
        issues.append(
            source_file.issue(f"id「{source_file.id}」与文件名不同", "让 id 与文件名（不含 .yaml）一致")
        )
        return
    documents[source_file.id] = Document(source_file)


def _shared_names(documents: Mapping[str, Document]) -> Iterator[Issue]:
    """A name that two documents bear would lead to the wrong text."""
    owner: dict[str, Document] = {}
    for document in documents.values():
        for name in document.names:
            first = owner.setdefault(name, document)
            if first is not document:
                yield Issue(
                    document.file,
                    document.line,
                    f"名称「{name}」已属于 {first.id}",
                    "换一个 short 或 alias，各文件不重复",
                )
