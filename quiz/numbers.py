"""Numbers for stems: exactly at a threshold, above it, below it, and round enough for a teacher to have written them."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from random import Random

SHARES_ABOVE = ("1.1", "1.2", "1.3", "1.5", "1.6", "1.8", "1.9")
SHARES_BELOW = ("0.95", "0.9", "0.85", "0.8", "0.7", "0.6")
FEW = 20
"""Counts up to this are varied one by one."""


def above(random: Random, line: Decimal, top: Decimal | None = None) -> Decimal:
    """A number beyond a line, and not beyond a top where there is one."""
    if top is not None and top <= line:
        return line
    if line < FEW:
        found = line + random.randint(1, 3)
    else:
        found = _round(line * Decimal(random.choice(SHARES_ABOVE)), line, ROUND_CEILING)
    return found if top is None else min(found, top)


def below(random: Random, line: Decimal) -> Decimal | None:
    """A number short of a line; None where there is none but zero."""
    if line <= 1:
        return None
    if line < FEW:
        return line - 1 if line < 4 else line - random.randint(1, 2)  # noqa: PLR2004 - the last few
    return _round(line * Decimal(random.choice(SHARES_BELOW)), line, ROUND_FLOOR)


def _round(number: Decimal, line: Decimal, how: str) -> Decimal:
    """Rounded to two figures of the line (19.5万 of 20万)."""
    step = Decimal(10) ** (max(0, line.adjusted() - 1))
    step = step / 2 if step >= 10 and line % step == 0 else step  # noqa: PLR2004 - halves of round steps
    return (number / step).to_integral_value(how) * step
