"""The search room: from what people type to provisions, as they stood on a day.

import kb, search
index = search.open_index(kb.load())
for hit in index.find("卖卡后又刷脸转账"):
    print(hit.label, hit.snippet)
"""

from .hits import Hit
from .index import Index
from .store import open_index

__all__ = ["Hit", "Index", "open_index"]
