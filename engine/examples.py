"""The example cases that ship with the program."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def endings() -> dict[str, Path]:
    """The cases that end below prosecution, with a mirror each, one fact away, that does not; empty if not installed."""
    return _cases("examples/endings")


def examples() -> dict[str, Path]:
    """The example case files by name, in order of their names; empty where they were not installed."""
    return _cases("examples")


def _cases(folder: str) -> dict[str, Path]:
    return {path.stem: path for path in sorted((Path(str(files("engine"))).parent / folder).glob("*.yaml"))}
