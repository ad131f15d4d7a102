"""The YAML files of a knowledge base, and their fingerprint."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from pathlib import Path

TEST_SUFFIX = ".test.yaml"
"""How the name of a file ends that holds the tests of the rule beside it."""
DIGITS = 16
"""Hexadecimal digits of a fingerprint."""


def yaml_files(folder: Traversable) -> Iterator[Traversable]:
    """Every .yaml file below a folder, by name, so that the order on disk does not matter."""
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.is_dir():
            yield from yaml_files(entry)
        elif entry.name.endswith(".yaml"):
            yield entry


def digest_of(root: Traversable | Path) -> str:
    """A fingerprint of every file of the base: it changes when the law or a rule does."""
    summed = hashlib.sha256()
    for file in yaml_files(root):
        summed.update(file.name.encode())
        summed.update(file.read_bytes())
    return summed.hexdigest()[:DIGITS]
