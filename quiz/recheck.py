"""Which items of a bank have gone stale since they were proved, why, and what stands in their place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.explain import label_of
from kb import KnowledgeBase
from kb.issues import KnowledgeBaseError

from .build import Workshop, remade
from .item import Bank, Item
from .likeness import Seen
from .seal import seal_of

EDITED = "证明以后改动过：case、claim 或者答案与证明时的不同"
UNREAD = "case 或者 claim 读不懂，不能复核：改过的改回去，或者重新生成"
MOST_TRIES = 20
"""So many seeds are tried for an item in the place of a stale one."""


@dataclass(frozen=True)
class Stale:
    """An item that may not be used as it is, and why."""

    item: Item
    why: tuple[str, ...]


class Rechecker:
    """Holds a bank against a knowledge base."""

    def __init__(self, kb: KnowledgeBase, bank: Bank) -> None:
        self.kb, self.bank = kb, bank
        self.workshop = Workshop(kb, bank.as_of)

    def stale(self) -> Iterator[Stale]:
        """The stale items, in the order of the bank; what nobody touched is not proved again on the very same base."""
        same = self.kb.digest == self.bank.base
        for item in self.bank.items:
            untouched = item.seal == seal_of(item)
            if same and untouched:
                continue
            edited = (EDITED,) if item.seal and not untouched else ()
            why = tuple(dict.fromkeys((*edited, *self.why(item))))
            if why:
                yield Stale(item, why)

    def why(self, item: Item) -> Iterator[str]:
        """Why an item is stale: provisions that read otherwise, answers that fell, reasons that changed."""
        try:
            yield from self._why(item)
        except (KnowledgeBaseError, LookupError, TypeError, ValueError, AttributeError) as error:
            # a case edited by hand, or made up, may hold anything
            yield f"{UNREAD}（{type(error).__name__}：{error}）"

    def _why(self, item: Item) -> Iterator[str]:
        for cite, stamped in item.provisions.items():
            now = self.workshop.prover.wording(cite, item.on)
            if not now:
                yield f"{cite} 已经没有"
            elif now != stamped:
                yield f"{label_of(self.kb, cite)}的文本有变"
        unknown = [name for name in item.charges if name not in self.kb.charges]
        if unknown:
            yield f"罪名 {'、'.join(unknown)} 已经没有"
            return
        yield from self.workshop.prover.faults(item)
        yield from self._reasons(item)

    def _reasons(self, item: Item) -> Iterator[str]:
        """Changes of the reasons behind an answer that is otherwise the same: another threshold, another provision."""
        solver, reasons = self.workshop.prover.solver, self.workshop.sketcher.reasons
        whole = solver.solved(item.case)
        for question in item.questions:
            for option in question.options:
                solved = solver.changed(item.case, option.claim) if option.claim.change else whole
                again, _ = reasons.of(option.claim, solved, question.charge)
                if again != option.why:
                    yield f"解析有变：原为“{option.why}”，现为“{again}”"

    def renewed(self, stale: list[Stale]) -> tuple[Bank, list[Item]]:
        """The bank with every stale item made anew, unlike the others, and the items for which nothing could be made.

        An item that was edited and is proved as it stands now is kept so.
        """
        kept = {entry.item.id for entry in stale if entry.why == (EDITED,)}
        gone = {entry.item.id for entry in stale} - kept
        seen = Seen()
        for item in self.bank.items:
            if item.id not in gone:
                seen.take(item)
        items, lost = [], []
        for item in self.bank.items:
            made = self._another(item, seen) if item.id in gone else item
            if item.id in kept:
                made = item.model_copy(update={"seal": seal_of(item)})
            if made is None:
                lost.append(item)
            else:
                items.append(made)
        return self.bank.model_copy(update={"items": tuple(items), "base": self.kb.digest}), lost

    def _another(self, item: Item, seen: Seen) -> Item | None:
        """An item by the same recipe that is not like one of the bank; None where so many tries gave none."""
        made = remade(self.workshop, item.recipe, MOST_TRIES)
        return next((new for new in made if seen.take(new)), None)
