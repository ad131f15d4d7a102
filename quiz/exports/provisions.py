"""The provisions that an item rests on, with their words on the days that it speaks of."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kb import KnowledgeBase, Provision, UnknownCitation
from kb.citation import Citation

from ..item import Item
from ..telling import han_day

PARAGRAPH = 2
UNVERIFIED = "未核对"


@dataclass(frozen=True)
class Text:
    """One wording of a provision: its name, its words, since when they read so, whether a reference confirms them."""

    citation: str
    label: str
    words: str
    since: datetime.date | None
    doubtful: bool

    @property
    def head(self) -> str:
        """The name of the provision, with the day since when it reads so, and with the warning where it is unverified."""
        since = f"（自{han_day(self.since)}起的文本）" if self.since else ""
        return f"{self.label}{since}{f'［{UNVERIFIED}］' if self.doubtful else ''}"


def texts_of(cites: Iterable[str], item: Item, kb: KnowledgeBase) -> tuple[Text, ...]:
    """The wordings of some provisions: on the day of the item, and on the days of the acts where they read otherwise."""
    found: dict[tuple[str, datetime.date | None], Text] = {}
    for cite in cites:
        wordings = [kb_text for day in (item.on, *_acts(item)) if (kb_text := _text(kb, cite, day))]
        for text in wordings or [text for text in [_text(kb, cite, None)] if text]:
            found.setdefault((text.citation, text.since), text)
    return tuple(found.values())


def _acts(item: Item) -> Iterator[datetime.date]:
    """The last days of the acts in the case behind an item; a case that was made up may hold anything."""
    conduct = item.case.get("conduct") if isinstance(item.case, Mapping) else None
    for act in conduct if isinstance(conduct, Sequence) else ():
        day = (act.get("to") or act.get("from")) if isinstance(act, Mapping) else None
        if isinstance(day, datetime.date):
            yield day


def _text(kb: KnowledgeBase, cite: str, day: datetime.date | None) -> Text | None:
    """A provision with its words on a day, an item (项) after the words that lead to it; None where there is none."""
    provision = _provision(kb, cite, day)
    if provision is None:
        return None
    words, doubtful = provision.text, provision.unverified
    path = Citation.parse(cite).path
    if len(path) > PARAGRAPH:
        words = f"{provision.mark}{words}"
        lead = _provision(kb, f"{provision.document_id}:{'.'.join(path[:PARAGRAPH])}", day)
        if lead and lead.own:
            words, doubtful = f"{lead.own}\n{words}", doubtful or lead.own_doubt is not None
    return Text(cite, provision.label, words, kb.statutes.spell(provision).days.start, doubtful)


def _provision(kb: KnowledgeBase, cite: str, day: datetime.date | None) -> Provision | None:
    try:
        return kb.statutes.provision(cite, day)
    except UnknownCitation:
        return None
