"""The tables as queries see them; ui/keeping/steps.py makes them."""

from __future__ import annotations

from sqlalchemy import Column, Integer, LargeBinary, MetaData, Table, Text

METADATA = MetaData()

cases = Table(
    "cases",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("changed_at", Text, nullable=False),
    Column("changed_by", Text, nullable=False),
    Column("archived_at", Text),
    Column("deleted_at", Text),
)
"""Each case as it stands now."""

versions = Table(
    "versions",
    METADATA,
    Column("case_id", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("digest", Text, nullable=False),
    Column("saved_at", Text, nullable=False),
    Column("saved_by", Text, nullable=False),
    Column("why", Text, nullable=False),
)
"""Everything a case has ever been; the body is compressed, for an hour of work is a hundred versions."""

users = Table(
    "users",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("shown", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("password", Text),
    Column("made_at", Text, nullable=False),
    Column("disabled_at", Text),
)
"""Who may come in; without a password only through the office's own log-in (OIDC)."""

shares = Table(
    "shares",
    METADATA,
    Column("case_id", Text, primary_key=True),
    Column("user_name", Text, primary_key=True),
    Column("may_edit", Integer, nullable=False),
    Column("shared_at", Text, nullable=False),
    Column("shared_by", Text, nullable=False),
)
"""Who besides the owner sees a case."""

sessions = Table(
    "sessions",
    METADATA,
    Column("token", Text, primary_key=True),
    Column("user_name", Text, nullable=False),
    Column("started_at", Text, nullable=False),
    Column("seen_at", Text, nullable=False),
)
"""Who is logged in; of the token only its digest is kept."""

attempts = Table(
    "attempts",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("user_name", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("tried_at", Text, nullable=False),
)
"""Log-ins that failed, to slow down guessing."""

audit = Table(
    "audit",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("done_at", Text, nullable=False),
    Column("done_by", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
)
"""Who did what, when: each line carries the hash of the one before."""
