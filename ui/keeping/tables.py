"""The tables as queries see them; ui/keeping/steps.py makes them."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Column, Integer, LargeBinary, MetaData, Table, Text

METADATA = MetaData()


def _texts(*names: str) -> Iterator[Column[str]]:
    """Columns of text that is always there."""
    return (Column(name, Text, nullable=False) for name in names)


cases = Table(
    "cases",
    METADATA,
    Column("id", Text, primary_key=True),
    *_texts("owner", "title", "text", "digest"),
    Column("version", Integer, nullable=False),
    *_texts("made_at", "changed_at", "changed_by"),
    Column("archived_at", Text),
    Column("deleted_at", Text),
)
"""Each case as it stands now."""

versions = Table(
    "versions",
    METADATA,
    Column("case_id", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    *_texts("title"),
    Column("body", LargeBinary, nullable=False),
    *_texts("digest", "saved_at", "saved_by", "why"),
)
"""Everything a case has ever been; the body is compressed, for an hour of work is a hundred versions."""

users = Table(
    "users",
    METADATA,
    Column("name", Text, primary_key=True),
    *_texts("shown", "role"),
    Column("password", Text),
    *_texts("made_at"),
    Column("disabled_at", Text),
)
"""Who may come in; without a password only through the office's own log-in (OIDC)."""

shares = Table(
    "shares",
    METADATA,
    Column("case_id", Text, primary_key=True),
    Column("user_name", Text, primary_key=True),
    Column("may_edit", Integer, nullable=False),
    *_texts("shared_at", "shared_by"),
)
"""Who besides the owner sees a case."""

sessions = Table(
    "sessions",
    METADATA,
    Column("token", Text, primary_key=True),
    *_texts("user_name", "started_at", "seen_at"),
)
"""Who is logged in; of the token only its digest is kept."""

attempts = Table(
    "attempts",
    METADATA,
    Column("number", Integer, primary_key=True),
    *_texts("user_name", "address", "tried_at"),
)
"""Log-ins that failed, to slow down guessing."""

audit = Table(
    "audit",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    *_texts("done_at", "done_by", "act", "about", "detail", "previous", "hash"),
)
"""Who did what, when: each line carries the hash of the one before."""
