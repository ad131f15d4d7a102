# ruff: noqa: INP001 - scripts that are run where they lie; no package
"""Fresh Python processes, timed; their bytecode lies in a folder of its own, filled by a first run."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from time import perf_counter

BYTECODE = tempfile.TemporaryDirectory()
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
ENVIRONMENT |= {"PYTHONPYCACHEPREFIX": BYTECODE.name, "PYTHONUTF8": "1"}


@dataclass(frozen=True)
class Run:
    """What a process took, in milliseconds by the clock and of processor time, and what it printed."""

    clock: float
    processor: float
    printed: str


def python(*arguments: str) -> Run:
    """Run Python from start to end."""
    start, before = perf_counter(), os.times()
    done = subprocess.run(  # noqa: S603 - our own interpreter on our own code
        [sys.executable, *arguments], env=ENVIRONMENT, check=True, stdout=subprocess.PIPE, text=True
    )
    after, clock = os.times(), perf_counter() - start
    processor = after.children_user - before.children_user + after.children_system - before.children_system
    return Run(clock * 1000, processor * 1000, done.stdout)
