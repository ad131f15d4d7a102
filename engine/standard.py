"""A bound that the case itself gives: the standard of a province, or a part of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Standard:
    """The fact that gives a bound, and which part or multiple of it counts (百分之五十)."""

    fact: str
    times: Decimal = Decimal(1)

    def __str__(self) -> str:
        return self.fact if self.times == 1 else f"{self.times:f}×{self.fact}"
