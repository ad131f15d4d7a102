"""What the lock files hold: of what an installation consists, with versions and hashes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
RUNNING, DEVELOPING = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"


def entries(lock: Path) -> dict[str, list[str]]:
    """Each distribution of a lock file with its entries, hashes and all: one for each range of Pythons."""
    found: dict[str, list[str]] = {}
    for entry in re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8").strip()):
        name = re.match(r"[\w.-]+", entry)
        if name:
            found.setdefault(canonicalize_name(name[0]), []).append(entry)
    return found


def versions(lock: Path) -> dict[str, list[str]]:
    """Each distribution of a lock file with its pinned versions."""
    return {
        name: [entry.partition("==")[2].split()[0] for entry in held] for name, held in entries(lock).items()
    }


def of_server() -> dict[str, list[str]]:
    """What `zuilian[server]` needs beyond requirements.lock, as requirements-dev.lock has it."""
    developing, running = entries(DEVELOPING), entries(RUNNING)
    return {
        name: developing[name]
        for name in sorted(_needed("zuilian", "server"))
        if name in developing and name not in running
    }


def _needed(root: str, extra: str) -> set[str]:
    """Every distribution that a root and one of its extras need on this machine."""
    seen: set[tuple[str, str]] = set()
    waiting = [(canonicalize_name(root), extra), (canonicalize_name(root), "")]
    while waiting:
        at = waiting.pop()
        if at not in seen:
            seen.add(at)
            waiting += _needs(*at)
    return {name for name, _ in seen} - {root}


def _needs(name: str, extra: str) -> Iterator[tuple[NormalizedName, str]]:
    try:
        lines = requires(name) or []
    except PackageNotFoundError:
        return

    for line in lines:
        wanted = Requirement(line)
        if wanted.marker is None or wanted.marker.evaluate({"extra": extra}):
            yield canonicalize_name(wanted.name), ""
            yield from ((canonicalize_name(wanted.name), more) for more in wanted.extras)


def main() -> None:
    """Print the entries of the server's own packages, for pip to read."""
    print("\n".join(entry for held in of_server().values() for entry in held))


if __name__ == "__main__":
    main()
