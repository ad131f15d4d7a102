import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

# No deadline: a slow machine is no bug. In CI the same examples every time: a red run can be repeated.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder of the test's own; no office's database, no doors."""
    from ui import doors, room  # noqa: PLC0415 - most tests need no app

    monkeypatch.setattr("ui.keeping.store.user_data_path", lambda _name: tmp_path)
    for name in (room.DATABASE, doors.DOORS):
        monkeypatch.delenv(name, raising=False)
    yield tmp_path
    room.close()


@pytest.fixture
def app(own_folder: Path) -> "AppTest":  # noqa: ARG001 - where it keeps its cases
    """A new window of the app."""
    from windows import new_window  # noqa: PLC0415

    return new_window().run()
