"""What a trainer asks for, read into an order: charges by any of their names, kinds, documents; every mistake at once."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from kb import KnowledgeBase, UnknownCitation
from kb.lookup import citation_of, document_of

from .build import Order
from .item import KINDS, LEVELS


class OrderError(Exception):
    """An order that cannot be read; its message names every problem and the repair."""


def read_order(  # noqa: PLR0913 - one parameter for each option of the command
    kb: KnowledgeBase,
    *,
    count: int,
    as_of: datetime.date,
    seed: int = 1,
    charges: Sequence[str] = (),
    distinctions: Sequence[str] = (),
    document: str | None = None,
    provision: str | None = None,
    kinds: Sequence[str] = (),
    level: str | None = None,
    title: str = "题库",
) -> Order:
    """The order; raises OrderError with every problem."""
    problems: list[str] = []
    names = {name: found for name in charges if (found := _charge_named(kb, name))}
    problems += [
        f"没有罪名「{name}」：写官方罪名、简称（帮信）或者标识" for name in charges if name not in names
    ]
    groups = {rule.id: rule for rule in kb.distinctions}
    problems += [
        f"没有区分「{name}」：可用 {'、'.join(groups)}" for name in distinctions if name not in groups
    ]
    problems += [f"没有题型「{name}」：可用 {'、'.join(KINDS)}" for name in kinds if name not in KINDS]
    if level is not None and level not in LEVELS:
        problems.append(f"没有难度「{level}」：可用 {'、'.join(LEVELS)}")
    law = {"document": document, "provision": provision}
    for what, find in (("document", _document), ("provision", citation_of)):
        try:
            law[what] = find(kb, text) if (text := law[what]) else None
        except UnknownCitation as error:
            problems.append(str(error))
    if problems:
        raise OrderError("\n".join(problems))
    wanted = [*names.values(), *(charge for name in distinctions for charge in groups[name].charges)]
    return Order(
        count=count,
        as_of=as_of,
        seed=seed,
        charges=tuple(dict.fromkeys(wanted)),
        kinds=tuple(kind for kind in KINDS if kind in kinds),
        level=level,
        document=law["document"],
        provision=law["provision"],
        title=title,
    )


def _document(kb: KnowledgeBase, text: str) -> str:
    return document_of(kb, text).id


def _charge_named(kb: KnowledgeBase, name: str) -> str | None:
    """The id of the charge that goes by a name: official, with or without 罪, an alias, or the id itself."""
    for charge in kb.charges.values():
        known = {charge.id, charge.label, charge.label.removesuffix("罪"), *charge.aliases}
        known |= {former.name for former in charge.former_names}
        if name in known or name.removesuffix("罪") in known:
            return charge.id
    return None
