"""What the running text of provisions refers to: 刑法第二百六十六条, 本解释第五条, 前款, 《解释》第十一条."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .citation import Citation
from .names import normal
from .pointing import Standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from .citation import Found
    from .documents import Document
    from .provision import Provision
    from .statutes import Statutes

SHORT_FOR = re.compile(r"以下(?:简称|称)(?:为|:)?(?P<name>《[^》]+》|“[^”]+”)")


class References:
    """The links of the running text, both ways; each made when first asked for."""

    def __init__(self, statutes: Statutes, keep: Callable[[str, Callable[[], Any]], Any]) -> None:
        self.statutes = statutes
        self._keep = keep
        self._local: dict[str, dict[str, str]] = {}

    def standing(self, citation: str) -> Standing:
        """How to read a text that stands in a provision or a document; UnknownCitation where there is none."""
        wanted = Citation.parse(citation)
        document = self.statutes.document(wanted)
        if wanted.path:
            self.statutes.versions(wanted)
        owner = self._owners.get(document.id, document.id)
        default = document.bare_articles_of or owner
        return Standing(owner, wanted.path if owner == document.id else (), default, self.local(document))

    @cached_property
    def _owners(self) -> dict[str, str]:
        """Whose articles an amending document speaks of: 本解释第六条 in it is that of the document it changes."""
        return {
            by: document.id
            for document in self.statutes.values()
            for by in document.amended_by
            if by in self.statutes.merged
        }

    def local(self, document: Document) -> dict[str, str]:
        """The names that a document gives to others for its own use (以下简称《解释》), as the finder reads them."""
        if document.id not in self._local:
            given = {normal(name)[0]: held for name, held in document.calls.items()}
            self._local[document.id] = given | dict(self._shortened(document))
        return self._local[document.id]

    def _shortened(self, document: Document) -> Iterator[tuple[str, str]]:
        for line in (*(one.text for one in document.openings), *(one.own for one in document.wordings)):
            plain, _ = normal(line)
            for match in SHORT_FOR.finditer(plain):
                before = [found.citation for found in self.statutes.finder.find(plain[: match.start()])]
                if before and (named := before[-1].partition(":")[0]) != document.id:
                    yield match["name"].strip("“”"), named

    def of(self, provision: Provision) -> list[Found]:
        """What the provision's own line refers to, with the places in it; the document itself left out."""
        standing = self.standing(provision.citation)
        found = self.statutes.finder.find(provision.own, standing)
        return [
            hit for hit in found if hit.citation != provision.document_id and self._existed(hit, provision)
        ]

    def _existed(self, hit: Found, provision: Provision) -> bool:
        """What is referred to was there when the words were written; else an earlier numbering is meant."""
        written = provision.in_force.start
        document = self.statutes.document(hit.citation)
        wordings = document.by_citation.get(hit.citation, ())
        first = wordings[0].in_force.start if wordings else document.in_force.start
        return written is None or first is None or first <= written

    def from_below(self, citation: str, on: date | None = None) -> tuple[str, ...]:
        """Every citation that a provision, or what stands below it, refers to in the wording of a day (any)."""
        here = Citation.parse(citation)
        wordings = [
            w for w in self.statutes.document(here).wordings if here.covers(Citation.parse(w.citation))
        ]
        current = [w for w in wordings if on is not None and w.in_force.covers(on)] or wordings
        found = [meant for wording in current for hit in self.of(wording) for meant in hit.meant]
        return tuple(dict.fromkeys(found))

    @cached_property
    def _backwards(self) -> dict[str, list[str]]:
        """Who refers to a citation: citation → citations of the referring lines; kept between runs."""
        made: dict[str, list[str]] = self._keep("references", self._read_backwards)
        return made

    def _read_backwards(self) -> dict[str, list[str]]:
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for document in self.statutes.values():
            for wording in document.wordings:
                for hit in self.of(wording):
                    for meant in hit.meant:
                        if self._still_says(meant, wording):
                            found[meant][wording.citation] = None
        return {citation: list(by) for citation, by in found.items()}

    def _still_says(self, meant: str, referring: Provision) -> bool:
        """A paragraph or item reads today as when it was referred to; else another one bears its number now."""
        wordings = self.statutes.document(meant).by_citation.get(meant, ())
        written = referring.in_force.start
        if meant.count(".") == 0 or not wordings or written is None:
            return True
        then = next((wording for wording in wordings if wording.in_force.covers(written)), wordings[-1])
        return then.text == wordings[-1].text

    def to(self, citation: str, on: date | None = None) -> tuple[str, ...]:
        """Every provision whose text on a day (any) refers to this one, to what is below it, or to what holds it."""
        here = Citation.parse(citation)
        found = dict.fromkeys(
            by
            for meant, referring in self._backwards.items()
            if here.covers(there := Citation.parse(meant)) or (there.path and there.covers(here))
            for by in referring
            if not here.covers(Citation.parse(by))
        )
        return tuple(by for by in found if on is None or self._says_on(by, citation, on))

    def _says_on(self, by: str, citation: str, on: date) -> bool:
        """A provision refers to another in its wording of a day."""
        here = Citation.parse(citation)
        wordings = [w for w in self.statutes.versions(by) if w.in_force.covers(on)]
        spoken = (Citation.parse(m) for w in wordings for hit in self.of(w) for m in hit.meant)
        return any(here.covers(one) or (one.path and one.covers(here)) for one in spoken)
