"""Quizzes made from the rules: each key proved by the engine, each distractor with its own why-not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .bank import BankError, read_bank, write_bank
    from .build import Builder, Order
    from .item import KINDS, LEVELS, TOPICS, Bank, Item, Option, Question
    from .order import OrderError, read_order
    from .recheck import Rechecker, Stale

__all__ = [
    "KINDS",
    "LEVELS",
    "TOPICS",
    "Bank",
    "BankError",
    "Builder",
    "Item",
    "Option",
    "Order",
    "OrderError",
    "Question",
    "Rechecker",
    "Stale",
    "read_bank",
    "read_order",
    "write_bank",
]


def __getattr__(name: str) -> Any:
    """A public name, from its module: commands that make no quiz start without reading the engine."""
    if name in __all__:
        from . import bank, build, item, order, recheck  # noqa: PLC0415

        return next(found for m in (item, bank, build, order, recheck) if (found := vars(m).get(name)))
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
