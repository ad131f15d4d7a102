"""The documents that are made from the base, the lock files and the glossary; `python scripts/pages.py` (make generated) writes them.

They are committed, so that they can be read without building anything; tests/test_docs.py holds them to what is made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from charges_page import charges_page
from coverage_page import coverage_page
from glossary_page import glossary_page
from keywords_page import keywords_page
from licences_page import licences_page

import kb
from kb import KnowledgeBase

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGES: Mapping[str, Callable[[KnowledgeBase], str]] = {
    "charges.md": charges_page,
    "coverage.md": coverage_page,
    "glossary.md": glossary_page,
    "keywords.md": keywords_page,
    "licences.md": lambda _: licences_page(),
}
"""What is made, by file name."""


def main() -> None:
    """Write every page."""
    base = kb.load()
    for name, made in PAGES.items():
        (DOCS / name).write_text(made(base), encoding="utf-8")


if __name__ == "__main__":
    main()
