"""A provision that a text cites, and how it stands on a day: law, changed since, replaced, not yet law, not held."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from kb.citation import Citation
from kb.missing import what_is_missing
from kb.provision import wording_on

from .fold import pairs

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kb import KnowledgeBase, Provision
    from kb.documents import Document

State = Literal[
    "in_force",
    "amended_since",
    "ends_later",
    "yields",
    "not_yet",
    "ceased",
    "no_text",
    "not_held",
    "no_document",
]
Level = Literal["check", "unknown", "note", "fine"]
LEVELS: dict[Level, str] = {"check": "须核对", "unknown": "不能判断", "note": "留意", "fine": "无误"}
"""How much a finding matters, the most first; what the base does not know is no mistake and is never passed over."""
STATES: dict[State, tuple[Level, str]] = {
    "ceased": ("check", "已失效"),
    "not_yet": ("check", "尚未施行"),
    "yields": ("check", "另有规定优先"),
    "not_held": ("unknown", "未收录"),
    "no_text": ("unknown", "当时文本未收录"),
    "no_document": ("unknown", "未写明文件"),
    "amended_since": ("note", "当日有效，此后已修改"),
    "ends_later": ("note", "当日有效，此后已失效"),
    "in_force": ("fine", "当日有效"),
}
LONG = 60
ALIKE = 0.45  # 取代它的文件里，两字组有这么多相同的条款才算与它对应


def doubted(level: Level, *, unverified: bool) -> Level:
    """What is in order by a text that is not confirmed wants a look."""
    return "note" if level == "fine" and unverified else level


@dataclass(frozen=True)
class Cited:
    """One provision, or whole document, that a text cites.

    `then` is its wording on the day (else the nearest), `now` that of today where it reads otherwise.
    `successors` are the provisions that took its place, the document first.
    """

    citation: str
    label: str
    state: State
    why: str
    then: Provision | None = None
    now: Provision | None = None
    successors: tuple[str, ...] = ()

    @property
    def level(self) -> Level:
        """How much it matters; a text that nobody confirmed is never without fault."""
        return doubted(STATES[self.state][0], unverified=self.unverified)

    @property
    def unverified(self) -> bool:
        """The wording it is judged by is not confirmed."""
        return self.then is not None and self.then.unverified


class Judge:
    """Judges citations as of one day; `today` is the day on which the reader reads."""

    def __init__(self, base: KnowledgeBase, as_of: date, today: date) -> None:
        self.base, self.as_of, self.today = base, as_of, today
        self._judged: dict[str, Cited] = {}

    def of(self, citation: str) -> Cited:
        """How a held provision or document stands."""
        if citation not in self._judged:
            wanted = Citation.parse(citation)
            self._judged[citation] = self._provision(citation) if wanted.path else self._document(wanted)
        return self._judged[citation]

    def wordings(self, citation: str) -> Iterable[Provision]:
        """Every wording of a held provision; of a whole document those of its articles."""
        if Citation.parse(citation).path:
            return self.base.statutes.versions(citation)
        return [wording for wording in self.base.statutes[citation].wordings if len(wording.path) == 1]

    def missing(self, wanted: Citation) -> Cited:
        """What is known where a document is held and the provision is not: never that there is none."""
        document = self.base.statutes.document(wanted)
        what = what_is_missing(document, wanted)
        why = f"所收的文本里没有这一处（{what}）；请对照官方文本核对条号"
        return Cited(str(wanted), document.name, "not_held", why)

    def _document(self, wanted: Citation) -> Cited:
        document = self.base.statutes.document(wanted)
        status, by = document.standing(self.as_of)
        if status == "尚未施行":
            return self._found(document, "not_yet", f"{document.in_force.start} 起才施行")
        if status == "已失效":
            why = f"有效至 {document.in_force.end}{self._made(by, '废止')}"
            return self._found(document, "ceased", why, successors=(by.partition(":")[0],) if by else ())
        if (prior := self._prior(document.id)) is not None:
            return self._found(document, "yields", prior[1], successors=(prior[0],))
        after, by = document.standing(self.today)
        if after == "已失效" and self.today > self.as_of:
            why = f"{document.in_force.end} 止{self._made(by, '废止')}"
            return self._found(document, "ends_later", why, successors=(by.partition(":")[0],) if by else ())
        return self._found(document, "in_force", f"{document.in_force.start} 起施行")

    def _found(
        self, document: Document, state: State, why: str, *, successors: tuple[str, ...] = ()
    ) -> Cited:
        return Cited(document.id, document.name, state, why, successors=successors)

    def _provision(self, citation: str) -> Cited:
        wordings = self.base.statutes.versions(citation)
        then = next((w for w in wordings if w.in_force.covers(self.as_of)), None)
        if then is None:
            return self._not_law(citation, wordings)
        state, why, by, now = self._since(then, wordings)
        return Cited(citation, then.label, state, why, then, now, self._successors(then, by))

    def _not_law(self, citation: str, wordings: tuple[Provision, ...]) -> Cited:
        """A provision that has no wording on the day."""
        near = wording_on(wordings, self.as_of)
        begun = near.in_force.start is None or near.in_force.start <= self.as_of
        document = self.base.statutes[near.document_id]
        if not begun and document.in_force.covers(self.as_of) and near.in_force.start == document.held.start:
            why = f"文件当日有效，但所收的是 {near.in_force.start} 起的文本，当时怎样写没有收录"
            return Cited(citation, near.label, "no_text", why)
        status, by = near.standing(self.as_of)
        if status in {"尚未施行", "文本未收录"}:
            state: State = "not_yet" if status == "尚未施行" else "no_text"
            why = f"{near.in_force.start} 起才有这一规定{self._made(by, '增设')}"
            return Cited(citation, near.label, state, why, near)
        why = f"有效至 {near.in_force.end}{self._made(by, self._ending(near))}"
        return Cited(citation, near.label, "ceased", why, near, None, self._successors(near, by))

    def _since(
        self, then: Provision, wordings: tuple[Provision, ...]
    ) -> tuple[State, str, str | None, Provision | None]:
        """What else is to be said of a wording that is law on the day: what goes before it, what changed since."""
        statutes = self.base.statutes
        if (prior := self._prior(then.citation)) is not None:
            return "yields", prior[1], prior[0], None
        spell = statutes.spell(then)
        since = f"所引文本 {spell.first.in_force.start} 起施行"
        now = next((w for w in wordings if w.in_force.covers(self.today)), None)
        if self.today <= self.as_of:
            return "in_force", since, None, None
        if now is None:
            _, by = spell.last.standing(self.today)
            ending = self._made(by, self._ending(spell.last))
            return "ends_later", f"{spell.last.in_force.end} 止{ending}", by, None
        if now.text != then.text:
            first = statutes.spell(now).first
            why = f"{first.in_force.start} 起改为另一文本{self._made(first.by, '修改')}"
            return "amended_since", why, None, now
        later = statutes.replaced_by(then)
        if later is not None and later.in_force.covers(self.today):
            return "ends_later", f"{later.in_force.start} 起由{later.name}取代", later.id, None
        return "in_force", since, None, None

    def _prior(self, citation: str) -> tuple[str, str] | None:
        """A document that goes before it on the day, and why."""
        found = self.base.statutes.precedences(citation, self.as_of)
        if not found:
            return None
        return found[-1][0], "；".join(
            f"与{self.base.statutes.named(to)}不一致的，适用后者（{why}）" for to, why in found
        )

    def _ending(self, wording: Provision) -> str:
        """Whether the whole document went or only this."""
        whole = self.base.statutes[wording.document_id].in_force.end == wording.in_force.end
        return "废止" if whole else "修改、删去"

    def _made(self, by: str | None, done: str) -> str:
        return f"，由{self.base.statutes.named(by)}{done}" if by else ""

    def _successors(self, old: Provision, by: str | None) -> tuple[str, ...]:
        """The document that took the place of a wording, and in it the provision most like it."""
        document = by.partition(":")[0] if by else ""
        if document not in self.base.statutes or document in self.base.statutes.merged:
            return ()
        if len(old.text) < LONG or any(not line.text for line in self.base.statutes[document].wordings):
            return (document,)  # 话太短、原文不全，最像的未必是取代它的
        like = most_like(self.base, old.text, document, max(self.as_of, self.today))
        return (document, like) if like else (document,)


@lru_cache(maxsize=512)
def most_like(base: KnowledgeBase, text: str, document: str, on: date) -> str | None:
    """The article or paragraph of a document that shares most pairs of characters with a text, where enough are."""
    wanted = pairs(text)
    best, share = None, ALIKE
    for wording in base.statutes[document].provisions(on):
        if wording.level in {"article", "section", "paragraph"} and wording.text:
            held = pairs(wording.text)
            alike = 2 * len(wanted & held) / max(1, len(wanted) + len(held))
            if alike > share:
                best, share = wording.citation, alike
    return best
