"""Stores to test with: the file, and a real PostgreSQL where this machine has one."""

import os
from collections.abc import Iterator
from pathlib import Path

import postgres
import pytest
from sqlalchemy import create_engine, text

from ui.keeping.accounts import Accounts
from ui.keeping.cabinet import Cabinet
from ui.keeping.opening import open_store
from ui.keeping.people import OPERATOR, Person, Role
from ui.keeping.store import Store


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The URL of a PostgreSQL: one that is named, or one of our own."""
    named = os.environ.get("ZUILIAN_TEST_POSTGRESQL")
    if named:
        yield named
        return
    if postgres.program("initdb") is None or postgres.program("postgres") is None:
        pytest.skip("no PostgreSQL server here: scripts/setup_postgres.sh installs one")
    with postgres.cluster() as url:
        yield url


def emptied(server: str, name: str = "first") -> str:
    """An empty database of this name on the server: made once, for making one takes seconds to clear away again."""
    url = f"{server.rpartition('/')[0]}/{name}".replace("postgresql:", "postgresql+psycopg:")
    engine = create_engine(server.replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT")
    with engine.connect() as at:
        if not at.execute(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name}).first():
            at.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as at:
        at.execute(text("DROP SCHEMA public CASCADE"))
        at.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty store of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'cases.db'}"
    return emptied(request.getfixturevalue("server"))


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened, notes = open_store(url)
    assert notes == ()
    yield opened
    opened.close()


@pytest.fixture
def cabinet(store: Store) -> Cabinet:
    return Cabinet(store)


@pytest.fixture
def accounts(store: Store) -> Accounts:
    return Accounts(store)


PASSWORD = "correct horse 电池"  # noqa: S105


def person(accounts: Accounts, name: str, role: Role = "officer", password: str | None = None) -> Person:
    """An account and whom it stands for; without a password, which takes time to make."""
    accounts.add(OPERATOR, name, role, password=password)
    found = accounts.named(name)
    assert found is not None
    return found
