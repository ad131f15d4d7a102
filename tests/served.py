"""The app as a server of its own, for the tests in a browser."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

from ui import flags

PATIENCE = 60
"""Seconds for a server to answer, and for a page to be drawn."""


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def serving(
    data: Path, port: int, environment: Mapping[str, str], more: Mapping[str, str], *, unsaid: str
) -> Iterator[str]:
    """The address of a server that keeps its data in a folder; its log may hold no traceback, and not `unsaid`."""
    spec = find_spec("ui_app")
    assert spec is not None
    command = [sys.executable, "-m", "streamlit", "run", str(spec.origin)]
    options = flags(server_port=str(port), server_headless="true", **more)
    log = (data / "log").open("w")
    settings = {**os.environ, "XDG_DATA_HOME": str(data), **environment}
    with subprocess.Popen([*command, *options], stdout=log, stderr=log, env=settings, cwd=data) as server:  # noqa: S603
        try:
            yield _awaited(f"http://127.0.0.1:{port}", server)
        finally:
            server.terminate()
    log.close()
    said = (data / "log").read_text(encoding="utf-8")
    assert "Traceback" not in said
    assert unsaid not in said


def _awaited(address: str, server: subprocess.Popen[bytes]) -> str:
    for _ in range(10 * PATIENCE):
        assert server.poll() is None, "the server ended at once"
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):  # noqa: S310 - our own server
                return address
        except OSError:
            time.sleep(0.1)
    pytest.fail("the server does not answer")
