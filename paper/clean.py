"""Words as every file format can hold them."""

from __future__ import annotations

import re
import unicodedata

_BREAKS = re.compile("\r\n|[\r\v\f\u0085\u2028\u2029]")
_INVISIBLE = {"Cc", "Cf", "Cs", "Cn"}
"""Control characters, direction marks (which can make a sentence read as another one), halves of characters, nothing."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet would take for the start of a formula, also in full width."""


def clean(text: str) -> str:
    """The text with every kind of line break as a newline, tabs as spaces, and no character that is not to be seen.

    What XML cannot hold goes with them; everything that can be read stays.
    """
    lines = _BREAKS.sub("\n", text).replace("\t", " ")
    return "".join(char for char in lines if char == "\n" or unicodedata.category(char) not in _INVISIBLE)


def in_one_line(text: str) -> str:
    """The text cleaned, its line breaks as spaces: for headings, labels, titles and feet."""
    return " ".join(clean(text).split())


def harmless(cell: str) -> str:
    """A cell of a CSV file that a spreadsheet shows as it is and never reckons."""
    text = clean(cell)
    return f"'{text}" if cell.startswith(FORMULA) or text.startswith(FORMULA) else text
