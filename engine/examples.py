"""The example cases that ship with the program."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def examples() -> dict[str, Path]:
    """The example case files by name, in order of their names; empty where they were not installed."""
    folder = Path(str(files("engine"))).parent / "examples"
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}
