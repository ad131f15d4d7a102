"""A damaged file: noticed, put aside whole, and every row that is still intact carried over into a new one."""

from __future__ import annotations

import datetime
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select

from . import audit
from .body import digest, title_of, unpack
from .people import ALONE
from .store import Store
from .tables import METADATA, attempts, cases, sessions, versions
from .trouble import Spoiled, Unreachable

Row = dict[str, Any]
WIDEST_GAP = 20_000
"""How far to look for rows behind a damage that has swallowed the end of a table."""
CARRIED = [table for table in METADATA.sorted_tables if table not in {attempts, sessions}]
DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR}


def sound(file: Path) -> bool:
    """Whether SQLite finds the file whole; an empty one is."""
    if not file.exists() or not file.stat().st_size:
        return True
    try:
        with closing(sqlite3.connect(file, timeout=5)) as raw:
            return bool(raw.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in DAMAGE:
            return False
        raise Unreachable(
            "案件库打不开：正被另一个程序占用，或者没有权限。→ 关掉其他罪链窗口后再试"
        ) from error


def put_aside(file: Path) -> Path:
    """Copy the file with all that belongs to it into a folder of its own; where the copy is."""
    stamp = f"{datetime.datetime.now():%Y%m%d-%H%M%S-%f}"  # noqa: DTZ005 - the officer's clock
    aside = file.parent / "damaged" / stamp
    aside.mkdir(mode=0o700, parents=True)
    for part in (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
        if part.exists():
            shutil.copy2(part, aside / part.name)
    return aside / file.name


def fill(store: Store, damaged: Path, copies: list[Path]) -> str:
    """Put into an empty store what is intact in the damaged file, then what only its copies have; the report."""
    rows = _rows(damaged)
    older: dict[str, list[Row]] = {}
    for copy in copies:
        if sound(copy):
            older = _rows(copy)
            break
    found = _cases(rows)
    spare = _cases(older)
    from_copy = [
        case_id
        for case_id in spare
        if case_id not in found or found[case_id][0]["version"] < spare[case_id][0]["version"]
    ]
    with store.writing() as at:
        _put_cases(at, {**found, **{case_id: spare[case_id] for case_id in from_copy}})
        for table in CARRIED:
            if table not in {cases, versions}:
                _put_rest(at, table.name, rows.get(table.name, []), older.get(table.name, []))
        audit.note(at, ALONE.name, "cases.salvaged", "", f"{len(found)} 件，另从每日副本 {len(from_copy)} 件")
    return _report(damaged, rows, found, spare, from_copy)


def _report(
    damaged: Path,
    rows: dict[str, list[Row]],
    found: dict[str, Any],
    spare: dict[str, Any],
    from_copy: list[str],
) -> str:
    known = {row["id"] for row in rows.get("cases", [])} | {
        row["case_id"] for row in rows.get("versions", [])
    }
    gone = known - set(found) - set(spare)
    words = [f"案件库的文件有损坏，已另存在 {damaged.parent}（请不要删除）。救回 {len(found)} 件案件"]
    if from_copy:
        words.append(f"，另有 {len(from_copy)} 件取自每日副本，可能少最后一天的改动")
    if gone:
        words.append(f"；{len(gone)} 件没有救回（{'、'.join(sorted(gone))}）")
    words.append(
        "。→ 请逐件核对最近改动的案件；有备份的，在“备份与恢复”里恢复，已有的内容不会被盖掉；并请检查磁盘"
    )
    return "".join(words)


def _rows(file: Path) -> dict[str, list[Row]]:
    """Every row of every table that can still be read."""
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=rw", uri=True)) as raw:
            raw.row_factory = sqlite3.Row
            raw.execute("SELECT name FROM sqlite_master").fetchall()  # without it there is nothing to be had
            return {
                table.name: list(_readable(raw, table.name, [c.name for c in table.columns]))
                for table in CARRIED
            }
    except sqlite3.Error:
        return {}


def _readable(raw: sqlite3.Connection, table: str, columns: list[str]) -> Iterator[Row]:
    """The rows of a table: upwards until the damage, downwards until the damage, then one by one between."""
    wanted = f"SELECT rowid AS at_row, {', '.join(columns)} FROM {table} NOT INDEXED"  # noqa: S608 - our own names
    low = 0
    for row in _walk(raw, f"{wanted} WHERE rowid > ? ORDER BY rowid LIMIT 1", 0):
        low = row.pop("at_row")
        yield row
    upper: list[Row] = []
    for row in _walk(raw, f"{wanted} WHERE rowid < ? ORDER BY rowid DESC LIMIT 1", 2**62):
        if row["at_row"] <= low:
            return
        upper.append(row)
    high = min((row["at_row"] for row in upper), default=low + WIDEST_GAP)
    for number in range(low + 1, high):
        try:
            row = raw.execute(f"{wanted} WHERE rowid = ?", (number,)).fetchone()
        except (sqlite3.Error, UnicodeDecodeError):
            continue
        if row is not None:
            yield {key: row[key] for key in columns}
    for row in upper:
        yield {key: row[key] for key in columns}


def _walk(raw: sqlite3.Connection, wanted: str, start: int) -> Iterator[Row]:
    while True:
        try:
            row = raw.execute(wanted, (start,)).fetchone()
        except (sqlite3.Error, UnicodeDecodeError):
            return
        if row is None:
            return
        start = row["at_row"]
        yield dict(row)


def _cases(rows: dict[str, list[Row]]) -> dict[str, tuple[Row, list[Row]]]:
    """Each case that can be put together again: how it stands, and its intact versions."""
    bodies: dict[str, dict[int, tuple[Row, str]]] = {}
    for row in rows.get("versions", []):
        try:
            bodies.setdefault(row["case_id"], {})[row["number"]] = (row, unpack(row["body"], row["digest"]))
        except (Spoiled, TypeError):
            continue
    heads = {row["id"]: row for row in rows.get("cases", [])}
    together = {}
    for case_id in {**heads, **bodies}:
        states = bodies.get(case_id, {})
        kept = [row for row, _ in states.values()]
        head = heads.get(case_id)
        if head is not None and digest(head["text"]) == head["digest"]:
            together[case_id] = (head, kept)
        elif states:
            row, text = states[max(states)]
            together[case_id] = (_head_from(row, text, head, states[min(states)][0]), kept)
    return together


def _head_from(row: Row, text: str, head: Row | None, first: Row) -> Row:
    """How a case stood at its last intact version."""
    marks = head or {
        "owner": first["saved_by"],
        "made_at": first["saved_at"],
        "archived_at": None,
        "deleted_at": None,
    }
    return {
        **{key: marks[key] for key in ("owner", "made_at", "archived_at", "deleted_at")},
        "id": row["case_id"], "title": title_of(text), "text": text, "digest": row["digest"],
        "version": row["number"], "changed_at": row["saved_at"], "changed_by": row["saved_by"],
    }  # fmt: skip


def _put_cases(at: Connection, together: dict[str, tuple[Row, list[Row]]]) -> None:
    for head, states in together.values():
        at.execute(insert(cases).values(**head))
        if states:
            at.execute(insert(versions), states)


def _put_rest(at: Connection, name: str, rows: list[Row], older: list[Row]) -> None:
    """The rows of another table, those of the damaged file before those of the copy."""
    table = METADATA.tables[name]
    keys = [column.name for column in table.primary_key]
    known = set(at.execute(select(cases.c.id)).scalars())
    done = set()
    for row in (*rows, *older):
        key = tuple(row[part] for part in keys)
        if key not in done and row.get("case_id", next(iter(known), None)) in known | {None}:
            done.add(key)
            at.execute(insert(table).values(**row))
