"""Cases with their whole history in one file, and back again: into either database, over nothing that is there."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from sqlalchemy import Connection, insert, select, update

from . import audit, quiz_files
from .body import ID, digest, new_id, pack, retitled, title_of, unpack
from .cabinet import add_version
from .people import Person, can, require
from .store import Store, now
from .tables import METADATA, cases, users, versions
from .trouble import Spoiled, Trouble

FORMAT = 1
LARGEST = 4 * 2**30
"""Bytes a backup may unfold to: more is none of ours."""
NOT_OURS = "这不是罪链的备份文件，或者没有下载完整，什么都没有恢复。→ 请选择“备份”时得到的 .zip 文件"
QUIZ = "quiz/"
"""Before the names of the files of quizzes, which are kept beside the database."""
CAME = {"new": "新收入", "present": "已有", "beside": "另成一份"}
Row = dict[str, Any]


@dataclass(frozen=True)
class Written:
    """What a backup holds, and what could not be read for it."""

    cases: int
    damaged: int
    banks: int = 0


@dataclass(frozen=True)
class Restored:
    """What came of a backup: new here, here already, and beside what is here because the two differ; banks brought in."""

    new: int
    present: int
    beside: int
    banks: int = 0


def back_up(store: Store, who: Person, target: IO[bytes]) -> Written:
    """Write one's own cases with every version, and one's banks, into a file; the command line writes all there is."""
    everything = can(who, "back_up_all")
    if not everything:
        require(who, "keep_cases")
    own = select(cases.c.id) if everything else select(cases.c.id).where(cases.c.owner == who.name)
    wanted = {
        "cases": select(cases).where(cases.c.id.in_(own)).order_by(cases.c.id),
        "versions": select(versions).where(versions.c.case_id.in_(own)).order_by(*versions.primary_key),
    }
    if everything:
        wanted |= {name: select(METADATA.tables[name]) for name in ("users", "shares", "audit")}
    manifest: Row = {"program": "zuilian", "format": FORMAT, "made_at": now(), "tables": {}}
    damaged = 0
    with store.reading() as at, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, query in wanted.items():
            sealed, count = hashlib.sha256(), 0
            with file.open(f"{name}.jsonl", "w", force_zip64=True) as part:
                for row in at.execute(query).mappings():
                    line = _line(name, dict(row))
                    if line is None:
                        damaged += 1
                        continue
                    part.write(line)
                    sealed.update(line)
                    count += 1
            manifest["tables"][name] = {"rows": count, "sha256": sealed.hexdigest()}
        manifest["files"] = _quiz_files(file, None if everything else quiz_files.shelf_name(who))
        file.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))
    with store.writing() as at:
        count = manifest["tables"]["cases"]["rows"]
        audit.note(at, who.name, "cases.backed_up", "", f"{count} 件")
    return Written(count, damaged, sum(name.endswith(".yaml") for name in manifest["files"]))


def _quiz_files(file: zipfile.ZipFile, shelf: str | None) -> dict[str, str]:
    """Write the files of one shelf, or of all; their names with their digests."""
    digests = {}
    for name, path in quiz_files.kept(shelf):
        try:
            content = path.read_bytes()
        except OSError:
            continue  # gone meanwhile
        file.writestr(QUIZ + name, content)
        digests[QUIZ + name] = hashlib.sha256(content).hexdigest()
    return digests


def _line(table: str, row: Row) -> bytes | None:
    """A row as a line; a version whose text is damaged is left out, the others are worth having."""
    if table == "versions":
        try:
            row["text"] = unpack(row.pop("body"), row["digest"])
        except Spoiled:
            return None
    return (json.dumps(row, ensure_ascii=False) + "\n").encode()


def restore(store: Store, who: Person, source: IO[bytes]) -> Restored:
    """Bring back what a backup holds, all or nothing; what is here stays, and where the two differ both stay."""
    everything = can(who, "back_up_all")
    if not everything:
        require(who, "keep_cases")
    held, files = _read(source)
    states: dict[str, list[Row]] = {}
    for row in held["versions"]:
        states.setdefault(row["case_id"], []).append(row)
    counts = {"new": 0, "present": 0, "beside": 0}
    with store.writing() as at:
        known = set(at.execute(select(users.c.name)).scalars())
        empty = not known and at.execute(select(cases.c.id).limit(1)).first() is None
        if everything:
            _add_missing(at, "users", held["users"], ("name",))
        for head in held["cases"]:
            owner = head["owner"] if everything else who.name
            counts[_put(at, {**head, "owner": owner}, states.get(head["id"], []))] += 1
        if everything:
            there = set(at.execute(select(cases.c.id)).scalars())
            shared = [row for row in held["shares"] if row["case_id"] in there]
            _add_missing(at, "shares", shared, ("case_id", "user_name"))
        if (
            everything
            and empty
            and not at.execute(select(METADATA.tables["audit"].c.number).limit(1)).first()
        ):
            _add_missing(at, "audit", held["audit"], ("number",))  # a chain is taken whole or not at all
        banks = sum(_put_file(name, content, who, everything=everything) for name, content in files.items())
        audit.note(
            at,
            who.name,
            "cases.restored",
            "",
            "，".join(f"{CAME[key]} {count} 件" for key, count in counts.items()),
        )
    return Restored(**counts, banks=banks)


def _put_file(told: str, content: bytes, who: Person, *, everything: bool) -> bool:
    """One file of quizzes back on its shelf, or on one's own; whether it is a bank that was missing."""
    shelf, name = told.removeprefix(QUIZ).split("/")
    came = quiz_files.put(shelf if everything else quiz_files.shelf_name(who), name, content)
    return came and name != quiz_files.RECORD


def _put(at: Connection, head: Row, states: list[Row]) -> str:
    """One case: what became of it."""
    here = at.execute(select(cases).where(cases.c.id == head["id"])).first()
    if here is None:
        _insert(at, head, states)
        return "new"
    if here.owner == head["owner"]:
        digests = select(versions.c.digest).where(versions.c.case_id == here.id)
        if head["digest"] in {here.digest, *at.execute(digests).scalars()}:
            at.execute(update(cases).where(cases.c.id == here.id).values(deleted_at=None))
            return "present"
    other = new_id()
    _insert(at, {**head, "id": other}, [{**row, "case_id": other} for row in states])
    text = retitled(head["text"], f"{head['title']}（备份中的）")
    add_version(at, other, head["version"] + 1, text, head["owner"], "从备份恢复，与现有的不同")
    return "beside"


def _insert(at: Connection, head: Row, states: list[Row]) -> None:
    at.execute(insert(cases).values(**head))
    for row in states:
        at.execute(
            insert(versions).values(**{k: v for k, v in row.items() if k != "text"}, body=pack(row["text"]))
        )


def _add_missing(at: Connection, name: str, rows: list[Row], key: tuple[str, ...]) -> None:
    table = METADATA.tables[name]
    there = {tuple(row) for row in at.execute(select(*(table.c[part] for part in key)))}
    for row in rows:
        if tuple(row[part] for part in key) not in there:
            at.execute(insert(table).values(**row))


def _read(source: IO[bytes]) -> tuple[dict[str, list[Row]], dict[str, bytes]]:
    """Everything in the file, checked before anything is done with it."""
    try:
        with zipfile.ZipFile(source) as file:
            if sum(entry.file_size for entry in file.infolist()) > LARGEST:
                raise Trouble(NOT_OURS)
            manifest = json.loads(file.read("manifest.json"))
            if manifest["program"] != "zuilian":
                raise Trouble(NOT_OURS)
            if manifest["format"] > FORMAT:
                raise Trouble("备份是更新的罪链做的，什么都没有恢复。→ 请先升级罪链")
            held = {
                name: list(_rows(file, name, manifest["tables"].get(name)))
                for name in ("cases", "versions", "users", "shares", "audit")
            }
            files = {name: _checked(file, name, told) for name, told in manifest.get("files", {}).items()}
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, OSError, EOFError) as error:
        raise Trouble(NOT_OURS) from error
    for row in (*held["cases"], *held["versions"]):
        if digest(row["text"]) != row["digest"] or not ID.fullmatch(row.get("case_id", row.get("id", ""))):
            raise Trouble("备份文件的内容与校验值不符，什么都没有恢复。→ 请换一份备份")
    for row in held["cases"]:
        row["title"] = title_of(row["text"])
    return held, files


def _checked(file: zipfile.ZipFile, name: str, told: str) -> bytes:
    """A file of quizzes that is called as they are and is what it was."""
    shelf, last = name.removeprefix(QUIZ).split("/")
    content = file.read(name)
    named = quiz_files.is_shelf(shelf) and quiz_files.is_kept(last)
    if not named or hashlib.sha256(content).hexdigest() != told:
        raise ValueError(name)
    return content


def _rows(file: zipfile.ZipFile, name: str, told: Row | None) -> Iterator[Row]:
    if told is None:
        return
    sealed, count = hashlib.sha256(), 0
    columns = {column.name for column in METADATA.tables[name].columns} - {"body"}
    wanted = columns | {"text"} if name == "versions" else columns
    with file.open(f"{name}.jsonl") as part:
        for line in part:
            sealed.update(line)
            count += 1
            row = json.loads(line)
            if set(row) != wanted:
                raise ValueError(name)
            yield row
    if sealed.hexdigest() != told["sha256"] or count != told["rows"]:
        raise ValueError(name)
