"""The search room: from what people type to provisions, as they stood on a day.

import kb, search
index = search.open_index(kb.load())
for hit in index.find("卖卡后又刷脸转账"):
    print(hit.label, hit.snippet)
found = index.search("掩隐 情节严重", where=search.Filters(kind=("judicial_interpretation",)), sort="date")
print(found.total, found.facets["year"])
"""

from .hits import Hit
from .index import Index
from .result import FACET_LABELS, FACETS, SORT_LABELS, SORTS, Count, Facet, Filters, Reading, Result, Sort
from .store import open_index
from .suggest import Suggester, Suggestion

__all__ = [
    "FACETS",
    "FACET_LABELS",
    "SORTS",
    "SORT_LABELS",
    "Count",
    "Facet",
    "Filters",
    "Hit",
    "Index",
    "Reading",
    "Result",
    "Sort",
    "Suggester",
    "Suggestion",
    "open_index",
]
