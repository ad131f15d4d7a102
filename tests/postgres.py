"""A PostgreSQL of the tests' own: made in a folder of its own, on a free port of this machine, gone afterwards."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PLACES = (*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), Path("/usr/local/bin"))


def program(name: str) -> str | None:
    """Where a program of the server is: on the path, or where Debian puts it."""
    return shutil.which(name) or next(
        (str(place / name) for place in PLACES if (place / name).exists()), None
    )


@contextmanager
def cluster() -> Iterator[str]:
    """A running server; the URL of its first database. It refuses to run as root, so it runs as somebody else."""
    somebody: dict[str, Any] = {}
    folder = Path(tempfile.mkdtemp(prefix="zuilian-postgres-"))
    if os.geteuid() == 0:
        other = next(
            entry for name in ("postgres", "nobody") for entry in pwd.getpwall() if entry.pw_name == name
        )
        somebody = {"user": other.pw_uid, "group": other.pw_gid, "extra_groups": []}
        os.chown(folder, other.pw_uid, other.pw_gid)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = folder / "data"
    server = None
    try:
        subprocess.run(  # noqa: S603 - Debian's programs
            [str(program("initdb")), "-D", data, "-U", "zuilian", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"],
            check=True, capture_output=True, cwd=folder, **somebody,
        )  # fmt: skip
        options = ["-h", "127.0.0.1", "-p", str(port), "-k", str(folder), "-F", "-c", "max_connections=60"]
        with (folder / "log").open("w") as log:
            server = subprocess.Popen(  # noqa: S603
                [str(program("postgres")), "-D", data, *options],
                stdout=log,
                stderr=log,
                cwd=folder,
                **somebody,
            )
        for _ in range(300):
            with socket.socket() as asked:
                if (
                    asked.connect_ex(("127.0.0.1", port)) == 0
                    and "ready to accept" in (folder / "log").read_text()
                ):
                    break
            time.sleep(0.1)
        else:
            raise AssertionError((folder / "log").read_text())
        yield f"postgresql://zuilian:secret@127.0.0.1:{port}/postgres"
    finally:
        if server is not None:
            server.send_signal(signal.SIGQUIT)  # at once: nobody will want these files
            server.wait(30)
        shutil.rmtree(folder, ignore_errors=True)
