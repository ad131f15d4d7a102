"""The index of the whole base, built once for all test modules that ask it."""

from functools import cache

import kb
from search import Index
from search.store import in_memory


@cache
def whole_index() -> Index:
    """In memory: a test run leaves nothing in anybody's cache."""
    return in_memory(kb.load())
