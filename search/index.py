"""The index: how it is laid out, built from a base, and asked."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from whoosh import fields, formats, scoring
from whoosh import query as q

from kb import UnknownCitation

from .analyzer import Dictionary, PairAnalyzer, Weighted, WordAnalyzer, Words
from .fold import folded
from .hits import Found, Hit, Writer, collapse
from .passages import Passages
from .query import Asked, Reader, whoosh_query
from .words import meanings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kb import KnowledgeBase, Provision

EARLIEST, LATEST = "0000-00-00", "9999-12-31"
ENOUGH = 200  # 命中归并到条之前先取多少


def schema(words: Words | None) -> fields.Schema:
    """The fields of a passage."""
    return fields.Schema(
        words=fields.TEXT(analyzer=WordAnalyzer(words), phrase=True),
        pairs=fields.TEXT(analyzer=PairAnalyzer(), phrase=True),
        document=fields.ID,
        kind=fields.ID,
        start=fields.ID,
        end=fields.ID,
        key=fields.STORED,
    )
