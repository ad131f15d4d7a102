"""Documents of the field that are known but not held, and why: a gap is shown, not passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from .load import Located, build, read_yaml
from .names import normal

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable
    from pathlib import Path


class NotHeld(Located):
    """One document that is known but not held."""

    title: str
    number: str | None = None
    date: str
    why: str = Field(min_length=4)
    official: str = ""

    def is_named(self, text: str) -> bool:
        """Whether a text is its title or its number."""
        wanted = normal(text)[0].strip("《》")
        return bool(wanted) and wanted in {
            normal(name)[0] for name in (self.title, self.number or self.title)
        }


class NotHeldFile(Located):
    """kb/not_held.yaml."""

    not_held: tuple[NotHeld, ...] = ()


def not_held(root: Traversable | Path) -> tuple[NotHeld, ...]:
    """What a knowledge base says it lacks, in the order of its file."""
    file = root / "not_held.yaml"
    return build(NotHeldFile, read_yaml(file)).not_held if file.is_file() else ()
