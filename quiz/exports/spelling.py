"""Ways to write the number of a blank that mean the same: 三千, 3千, 3000, 3,000, each with and without its unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from kb.numerals import to_han, to_int

MYRIAD = 10_000
STEP = 100
"""A number of myriads is written with a decimal point where hundreds suffice: 5.55万."""


def spellings(answers: Sequence[str], unit: str = "") -> tuple[str, ...]:
    """Every usual way to write an answer, those of the item first; what is no number is taken as it stands."""
    found: dict[str, None] = dict.fromkeys(answers)
    for answer in answers:
        try:
            found.update(dict.fromkeys(_of_number(to_int(answer))))
        except ValueError:
            continue
    if unit:
        found.update(dict.fromkeys(f"{form}{unit}" for form in tuple(found)))
    return tuple(found)


def _of_number(number: int) -> Iterator[str]:
    han = to_han(number)
    yield han
    if han[0] == "二" and han[1:2] in ("百", "千", "万", "亿"):
        yield f"两{han[1:]}"
    yield str(number)
    yield f"{number:,}"
    yield f"{number:,}".replace(",", "，")
    for word, unit in (("千", 1000), ("百", 100)):
        if 0 < number < 10 * unit and number % unit == 0:
            yield f"{number // unit}{word}"
    if number >= MYRIAD and number % STEP == 0:
        yield f"{(Decimal(number) / MYRIAD).normalize():f}万"
