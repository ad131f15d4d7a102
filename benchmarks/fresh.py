# ruff: noqa: INP001 - scripts that are run where they lie; no package
"""Fresh Python processes, timed; their bytecode lies in a folder of its own, filled by a first run."""

from __future__ import annotations

import os
import resource
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
    start, before = perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(  # noqa: S603 - our own interpreter on our own code
        [sys.executable, *arguments], env=ENVIRONMENT, check=True, stdout=subprocess.PIPE, text=True
    )
    clock, after = perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return Run(clock * 1000, processor * 1000, done.stdout)
