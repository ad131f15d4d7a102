"""Cases to begin with: one role each, the acts of that role opened, every fact unset."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def templates() -> dict[str, Path]:
    """The templates by name, in the order in which they are offered."""
    folder = Path(str(files("ui.templates")))
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}
