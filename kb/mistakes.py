"""From pydantic's errors to issues: which branch was meant, at which line, in which words."""

from __future__ import annotations

import itertools
from collections.abc import Sized
from typing import TYPE_CHECKING

from .issues import Issue, MistakeAt
from .messages import saying
from .tree import Items, Node, Tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pydantic import BaseModel, ValidationError
    from pydantic_core import ErrorDetails


Walk = tuple[int, tuple[bool, ...], tuple[int, ...]]  # how many real steps, which, and their lines


class Tried:
    """Which models were tried on which Node, so that an unknown key can list the known ones."""

    def __init__(self) -> None:
        self.models: dict[int, list[type[BaseModel]]] = {}

    def keys(self, node: object) -> list[str]:
        """The keys of the models tried on a node."""
        return list(
            dict.fromkeys(key for model in self.models.get(id(node), []) for key in allowed_keys(model))
        )


def allowed_keys(model: type[BaseModel]) -> list[str]:
    """The keys that a model's mapping may have in a file."""
    return [field.alias or name for name, field in model.model_fields.items() if name not in {"file", "line"}]


def issues_of(error: ValidationError, tree: Tree, tried: Tried) -> Iterator[Issue]:
    """One issue for each mistake, at the line of the key or value that is wrong."""
    details = (detail for detail in error.errors(include_url=False) if not _follows_from_others(detail))
    placed = [_Placed(tree, detail) for detail in details]
    return (mistake.issue(tried) for mistake in _best_branches(placed, 0))


def _follows_from_others(detail: ErrorDetails) -> bool:
    """A list is not too short when pydantic only leaves out its entries that have mistakes of their own."""
    length = len(detail["input"]) if isinstance(detail["input"], Sized) else 0
    return detail["type"] == "too_short" and length >= detail.get("ctx", {}).get("min_length", 0)


class _Placed:
    """One pydantic error with the steps of its `loc` that exist in the tree."""

    def __init__(self, tree: Tree, detail: ErrorDetails) -> None:
        self.detail = detail
        self.file, self.line = getattr(tree, "file", ""), getattr(tree, "line", 0)
        self.parent: Tree = tree
        self.real, lines = _walk(tree, detail["loc"])
        here = tree
        for step, line in zip(itertools.compress(detail["loc"], self.real), lines, strict=True):
            self.parent, here, self.line = here, _step(here, step), line
            self.file = getattr(here, "file", self.file)
        if detail["type"] == "missing":
            self.parent, self.real[-1] = here, True

    @property
    def depth(self) -> int:
        return sum(self.real)

    def issue(self, tried: Tried) -> Issue:
        unknown = self.detail["type"] == "extra_forbidden"
        problem, repair = saying(self.detail, tried.keys(self.parent) if unknown else ())
        raised = self.detail.get("ctx", {}).get("error")
        line = raised.line if isinstance(raised, MistakeAt) else self.line
        return Issue(self.file, line, problem, repair)


def _walk(tree: Tree, steps: tuple[int | str, ...]) -> tuple[list[bool], list[int]]:
    """Which steps are keys or places of the tree, and their lines; the rest pydantic made up for a union.

    A made-up step may read like a key: both readings are tried, and the one that explains more holds.
    """
    seen: dict[tuple[int, int], Walk] = {}

    def walk(here: Tree, at: int) -> Walk:
        if at == len(steps):
            return 0, (), ()
        if (id(here), at) not in seen:
            skipped = walk(here, at + 1)
            best = skipped[0], (False, *skipped[1]), skipped[2]
            if (line := _line_of(here, steps[at])) is not None:
                taken = walk(_step(here, steps[at]), at + 1)
                if taken[0] >= skipped[0]:
                    best = taken[0] + 1, (True, *taken[1]), (line, *taken[2])
            seen[id(here), at] = best
        return seen[id(here), at]

    _, real, lines = walk(tree, 0)
    return list(real), list(lines)


def _key(here: Tree, step: str | int) -> str | int | None:
    """The key or place that a step means here, or None where there is none."""
    if isinstance(here, Node):
        return next((key for key in (step, _number(step)) if key is not None and key in here), None)
    return step if isinstance(here, Items) and isinstance(step, int) and step < len(here) else None


def _step(here: Tree, step: str | int) -> Tree:
    return here[_key(here, step)]


def _line_of(here: Tree, step: str | int) -> int | None:
    key = _key(here, step)
    if key is None:
        return None
    return int(here.key_line[key] if isinstance(here, Node) else here.item_line[key])


def _number(step: str | int) -> int | None:
    return int(step) if isinstance(step, str) and step.isdecimal() else None


def _best_branches(errors: Sequence[_Placed], at: int) -> Iterator[_Placed]:
    """The errors, of each union only those of the branch the author most likely meant."""
    yield from (error for error in errors if len(error.real) <= at)
    groups: dict[tuple[str | int, bool], list[_Placed]] = {}
    for error in errors:
        if len(error.real) > at:
            groups.setdefault((error.detail["loc"][at], error.real[at]), []).append(error)
    branches = [group for (_, real), group in groups.items() if not real]
    meant = max(branches, key=lambda group: (max(e.depth for e in group), -len(group)), default=None)
    for (_, real), group in groups.items():
        if real or group is meant:
            yield from _best_branches(group, at + 1)
