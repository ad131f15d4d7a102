"""The text of a case as it is kept: its digest, its title, and its compressed form in the history."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import secrets
import zlib

from .trouble import Spoiled

ID = re.compile(r"\d{8}-\d{6}-[0-9a-f]{6}")
TITLE = re.compile(r"^title: *(.*?) *$", re.MULTILINE)
UNNAMED = "（未命名）"


def new_id() -> str:
    """An id for a new case; ids sort by the time they were made."""
    return f"{datetime.datetime.now():%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"  # noqa: DTZ005 - the officer's clock


def digest(text: str) -> str:
    """What tells one state of a case from another."""
    return hashlib.sha256(text.encode()).hexdigest()


def title_of(text: str) -> str:
    """The title that a case file gives itself."""
    found = TITLE.search(text)
    title = found[1] if found else ""
    if title.startswith('"'):
        try:
            title = str(json.loads(title))
        except json.JSONDecodeError:
            title = title.strip('"')
    return title.strip("'").strip() or UNNAMED


def retitled(text: str, title: str) -> str:
    """The case file under another title."""
    line = f"title: {json.dumps(title, ensure_ascii=False)}"
    return TITLE.sub(lambda _: line, text, count=1) if TITLE.search(text) else f"{line}\n{text}"


def pack(text: str) -> bytes:
    """The text for the history."""
    return zlib.compress(text.encode(), 6)


def unpack(body: bytes, sealed: str) -> str:
    """The text out of the history; raises Spoiled where it is not what was put in."""
    try:
        text = zlib.decompress(body).decode()
    except (zlib.error, UnicodeDecodeError):
        text = ""
    return intact(text, sealed)


def intact(text: str, sealed: str) -> str:
    """The text, if it is what was written; raises Spoiled otherwise."""
    if digest(text) != sealed:
        raise Spoiled(
            "这件案件存下的内容与校验值不符，文件可能有损坏。→ 请在“历次版本”里打开较早的版本；其他案件不受影响"
        )
    return text
