"""Citations: as a value (criminal_law:287-2.1), and found in what people write."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache, total_ordering
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .statutes import Statutes

WRITTEN = re.compile(r"(?P<document>[a-z][a-z0-9_]*)(?::(?P<path>\d+(?:-\d+)?(?:\.\d+(?:-\d+)?)*))?")


@total_ordering
@dataclass(frozen=True)
class Citation:
    """A document and the numbers that lead to a provision in it; an empty path is the whole document."""

    document: str
    path: tuple[str, ...] = ()

    @classmethod
    @lru_cache(maxsize=1 << 15)
    def parse(cls, text: str) -> Citation:
        """Read `document:path`; ValueError where the text is not of that form."""
        match = WRITTEN.fullmatch(text)
        if match is None:
            raise ValueError(f"不是引用：「{text}」 → 写作 文件:条.款.项，如 criminal_law:287-2.1")
        return cls(match["document"], tuple(match["path"].split(".")) if match["path"] else ())

    def __str__(self) -> str:
        return f"{self.document}:{'.'.join(self.path)}" if self.path else self.document

    @property
    def order(self) -> tuple[str, tuple[tuple[int, ...], ...]]:
        """What citations sort by: 287 before 287-2 before 288."""
        return self.document, tuple(tuple(int(part) for part in step.split("-")) for step in self.path)

    def __lt__(self, other: Citation) -> bool:
        return self.order < other.order

    def covers(self, other: Citation) -> bool:
        """Say whether the other is this provision or lies below it."""
        return self.document == other.document and other.path[: len(self.path)] == self.path

    def way(self) -> Iterator[str]:
        """The provisions on the way to this one, the outermost first and itself last: a:287-2, a:287-2.1."""
        for length in range(1, len(self.path) + 1):
            yield str(Citation(self.document, self.path[:length]))


@dataclass(frozen=True)
class Found:
    """A citation in a text, with the place where it stands."""

    citation: str
    start: int
    end: int
    others: tuple[str, ...] = ()
    """What the same words mean besides: 第二条 in 第一条至第三条, 第二款 in 前两款."""

    @property
    def meant(self) -> tuple[str, ...]:
        """Every citation that the words mean, in order."""
        return tuple(
            str(one) for one in sorted(Citation.parse(text) for text in (self.citation, *self.others))
        )


@dataclass(frozen=True)
class Unread:
    """Words that cite what is not held: a document, or a provision (`citation`) of one that is; or name no document."""

    start: int
    end: int
    citation: Citation | None = None
    named: bool = True


def find(text: str, statutes: Statutes, at: str | None = None) -> list[Found]:
    """Every citation in a running text that resolves to a held document or provision.

    `at` is the provision that the text is of, where it is one's: what 前款, 本解释第五条, a bare 第三项 mean.
    """
    return statutes.finder.find(text, statutes.references.standing(at) if at else None)


def resolve(text: str, statutes: Statutes, at: str | None = None) -> str | None:
    """The one citation that a whole text writes (刑法287条之二, 法释2019年15号12条), or None."""
    return statutes.finder.resolve(text, statutes.references.standing(at) if at else None)
