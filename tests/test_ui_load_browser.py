"""Two users at one office's server at once: nothing of one is seen by the other (benchmarks/office_load.py, in short)."""

import importlib
from pathlib import Path
from types import ModuleType

import postgres
import pytest

pytestmark = [pytest.mark.browser, pytest.mark.checkout]
USERS, SECONDS = 2, 5


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[1] / "benchmarks"))
    return importlib.import_module("office_load")


def test_users_at_work_together_see_nothing_of_each_other(load: ModuleType) -> None:
    if postgres.program("initdb") is None:
        pytest.skip("no PostgreSQL server here: scripts/setup_postgres.sh installs one")
    seen = load.run(USERS, SECONDS)
    assert seen.errors == []
    assert seen.leaks == []
    assert len(seen.edits) >= USERS


def test_the_mark_of_another_is_noticed(load: ModuleType) -> None:
    office = load.Office(frozenset({"记号00AAAA", "记号01BBBB"}))
    office.searched("甲记号00AAAA 记号77ZZZZ", "记号00AAAA", "案件")
    assert office.leaks == []
    office.searched("甲记号00AAAA\n乙记号01BBBB", "记号00AAAA", "案件")
    assert office.leaks == ["案件：记号00AAAA 看到 记号01BBBB"]
