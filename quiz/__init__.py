"""Quizzes made from the rules: each key proved by the engine, each distractor with its own why-not."""

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
