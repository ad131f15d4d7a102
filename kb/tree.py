"""What a YAML file looks like once read: mappings and lists that know their lines."""

from __future__ import annotations

from typing import Any

Tree = Any  # a Node, Items, or a scalar: str, int, Decimal, bool, date or None


class Node(dict[Any, Any]):
    """A YAML mapping that knows where it and each of its keys stands."""

    def __init__(self, file: str = "", line: int = 0) -> None:
        super().__init__()
        self.file = file
        self.line = line
        self.key_line: dict[Any, int] = {}


class Items(list[Any]):
    """A YAML list that knows where it and each of its entries stands."""

    def __init__(self, file: str = "", line: int = 0) -> None:
        super().__init__()
        self.file = file
        self.line = line
        self.item_line: list[int] = []
