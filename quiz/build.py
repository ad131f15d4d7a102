"""Making a bank: attempts drawn in a fixed order, each proved, those alike left out, until every kind has its share."""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, fields, replace
from random import Random
from typing import Any, Self

import kb as base
from kb import Charge, KnowledgeBase
from kb.citation import Citation

from .item import Bank, Item, Kind
from .likeness import Seen
from .makers import Maker
from .prove import Prover, Refused
from .registry import BY_NAME, MAKERS, WEIGHTS
from .sketch import Sketcher

MIX: dict[Kind, int] = {"single": 40, "multiple": 15, "true_false": 20, "blank": 15, "case": 10}
"""The usual shares of the kinds in an exam, in per cent."""
SPENT = 10
"""A kind is spent where a round gave less than this part of what was lacking."""
SPARE = 1.6
"""So many attempts are made for each item still wanted."""
MOST_ROUNDS = 30
TURNS = 40
"""So many times each charge has its turn before the first comes again with the same acts."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Order:
    """What a bank is to be about."""

    count: int
    as_of: datetime.date
    seed: int = 1
    charges: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    level: str | None = None
    document: str | None = None
    provision: str | None = None
    title: str = "题库"

    @property
    def law(self) -> tuple[Citation, ...]:
        """What every item has to cite a part of: a document, a provision."""
        return tuple(Citation.parse(wanted) for wanted in (self.document, self.provision) if wanted)


@dataclass(frozen=True)
class Attempt:
    """One try: a maker, a charge, a kind of conduct, and the seed of its chance."""

    maker: str
    charge: str
    kind: str
    seed: str


@dataclass
class Workshop:
    """What makes and proves items on one knowledge base."""

    kb: KnowledgeBase
    as_of: datetime.date

    def __post_init__(self) -> None:
        self.sketcher = Sketcher(self.kb, self.as_of)
        self.prover = Prover(
            self.kb, self.sketcher.quick
        )  # what was decided for one is decided for the other

    def item(self, attempt: Attempt) -> Item | None:
        """The proved item of an attempt; None where chance found none, or it was refused."""
        maker: Maker | None = BY_NAME.get(attempt.maker)
        charge = self.kb.charges.get(attempt.charge)
        if maker is None or charge is None or attempt.kind not in charge.opened_by:
            return None
        made = maker(Random(attempt.seed), self.sketcher, charge, attempt.kind)
        if made is None:
            return None
        try:
            proved = self.prover.proved(made)
        except Refused:
            return None
        return proved.model_copy(update={"id": _id_of(proved), "recipe": asdict(attempt)})


def _id_of(item: Item) -> str:
    said = item.stem + "".join(q.ask + "".join(o.text for o in q.options) for q in item.questions)
    return f"q{hashlib.sha256(said.encode()).hexdigest()[:10]}"


class Builder:
    """Builds banks to order, on several processes where that is worth it."""

    def __init__(self, kb: KnowledgeBase, order: Order, workers: int = 1) -> None:
        self.kb, self.order, self.workers = kb, order, workers
        self.shares = _shares(order)

    def bank(self, progress: Progress | None = None) -> Bank:
        """The bank; fewer items than ordered where the rules do not give so many different ones."""
        taken: list[Item] = []
        seen = Seen()
        missing = Counter(self.shares)
        with _Pool(self.kb, self.order.as_of, self.workers) as pool:
            for round_ in range(MOST_ROUNDS):
                attempts = self._attempts(round_, missing)
                if not attempts:
                    break
                before = Counter(missing)
                for item in pool.items(attempts):
                    if (
                        item is None
                        or not missing[item.kind]
                        or not self._wanted(item)
                        or not seen.take(item)
                    ):
                        continue
                    missing[item.kind] -= 1
                    taken.append(item)
                    if progress:
                        progress(len(taken), self.order.count)
                self._shift(before, missing)
        order = self.order
        return Bank(
            title=order.title, base=self.kb.digest, as_of=order.as_of, seed=order.seed, items=tuple(taken)
        )

    def _shift(self, before: Counter[Kind], missing: Counter[Kind]) -> None:
        """Let the first kind that still gives items make up for those that gave next to none in a round."""
        spent = [k for k in missing if missing[k] and (before[k] - missing[k]) * SPENT < before[k]]
        giving = [k for k in self.shares if k not in spent]
        for kind in spent if giving else ():
            missing[giving[0]] += missing[kind]
            missing[kind] = 0

    def _wanted(self, item: Item) -> bool:
        order = self.order
        cites = [Citation.parse(cite) for cite in item.cites]
        return all(any(map(wanted.covers, cites)) for wanted in order.law) and (
            order.level is None or item.difficulty.level == order.level
        )

    def _attempts(self, round_: int, missing: Counter[Kind]) -> list[Attempt]:
        """The attempts of a round: for every kind that lacks items, over all charges in turn."""
        random = Random(f"{self.order.seed}/{round_}")
        made = []
        for kind, count in missing.items():
            makers = [name for name in MAKERS[kind] for _ in range(WEIGHTS.get(name, 1))]
            cells = self._cells(random)
            for number in range(round(count * SPARE) + 4 if count else 0):
                charge, conduct = cells[number % len(cells)]
                seed = f"{self.order.seed}/{round_}/{kind}/{number}"
                made.append(Attempt(random.choice(makers), charge.id, conduct, seed))
        return made

    def _cells(self, random: Random) -> list[tuple[Charge, str]]:
        """Charges in turn, each time with another kind of conduct that opens it."""
        charges = [self.kb.charges[name] for name in self.order.charges or self._resting()]
        cells = []
        for _ in range(TURNS):
            random.shuffle(charges)
            cells += [(charge, random.choice(charge.opened_by)) for charge in charges]
        return cells

    def _resting(self) -> tuple[str, ...]:
        """The charges whose rules rest on the law that is asked for; all where there are none, or none is asked for."""
        found = set(self.kb.charges)
        for wanted in self.order.law:
            found &= {
                rule
                for at, rules in self.kb.uses.items()
                for rule in rules
                if wanted.covers(Citation.parse(at))
            }
        return tuple(name for name in self.kb.charges if name in found or not found)


def _shares(order: Order) -> dict[Kind, int]:
    """How many items of each kind: by the usual mix, the rest to the first."""
    kinds = order.kinds or tuple(kind for kind in MIX if MAKERS.get(kind))
    whole = sum(MIX[kind] for kind in kinds)
    shares = {kind: order.count * MIX[kind] // whole for kind in kinds}
    for kind in kinds:
        if sum(shares.values()) < order.count:
            shares[kind] += 1
    shares[kinds[0]] += order.count - sum(shares.values())
    return shares


class _Pool:
    """Workshops in processes of their own, or one in this."""

    def __init__(self, kb: KnowledgeBase, as_of: datetime.date, workers: int) -> None:
        self.executor: ProcessPoolExecutor | None = None
        self.workshop: Workshop | None = None
        if workers > 1 and kb is base.load():
            self.executor = ProcessPoolExecutor(workers, initializer=_open_workshop, initargs=(as_of,))
        else:
            self.workshop = Workshop(kb, as_of)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.executor:
            self.executor.shutdown(cancel_futures=True)

    def items(self, attempts: Sequence[Attempt]) -> Iterator[Item | None]:
        """What the attempts give, in their order."""
        if self.executor:
            yield from self.executor.map(_made, attempts, chunksize=8)
        elif self.workshop:
            yield from map(self.workshop.item, attempts)


_workshop: list[Workshop] = []


def _open_workshop(as_of: datetime.date) -> None:
    _workshop[:] = [Workshop(base.load(), as_of)]


def _made(attempt: Attempt) -> Item | None:
    return _workshop[0].item(attempt)


def remade(workshop: Workshop, recipe: dict[str, Any], most: int) -> Iterator[Item]:
    """Items made anew from a recipe: the same scene where it still proves, then others of the same sort."""
    if set(recipe) != {field.name for field in fields(Attempt)}:
        return  # written by hand
    first = Attempt(**{name: str(value) for name, value in recipe.items()})
    for number in range(most):
        item = workshop.item(replace(first, seed=f"{first.seed}+{number}") if number else first)
        if item is not None:
            yield item
