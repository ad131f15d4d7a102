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

    from .citation import Found
    from .documents import Document
    from .provision import Provision
    from .statutes import Statutes

AMENDED = "criminal_law"  # 修正案里不写文件名的条文
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
        default = AMENDED if document.kind == "amendment" else document.id
        owner = AMENDED if document.kind == "amendment" else document.id
        return Standing(owner, wanted.path if owner == document.id else (), default, self.local(document))

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
        return [hit for hit in found if hit.citation != provision.document_id]

    def from_below(self, citation: str) -> tuple[str, ...]:
        """Every citation that a provision, in any wording, or what stands below it refers to."""
        here = Citation.parse(citation)
        found = [
            meant
            for wording in self.statutes.document(here).wordings
            if here.covers(Citation.parse(wording.citation))
            for hit in self.of(wording)
            for meant in hit.meant
        ]
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
                        found[meant][wording.citation] = None
        return {citation: list(by) for citation, by in found.items()}

    def to(self, citation: str) -> tuple[str, ...]:
        """Every provision whose text refers to this one, to what stands below it, or to what holds it."""
        here = Citation.parse(citation)
        found = dict.fromkeys(
            by
            for meant, referring in self._backwards.items()
            if here.covers(there := Citation.parse(meant)) or (there.path and there.covers(here))
            for by in referring
            if not here.covers(Citation.parse(by))
        )
        return tuple(found)
