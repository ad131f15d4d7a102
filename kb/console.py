"""What every command shares: the knowledge base, a day as it is typed, JSON, and how bad input ends."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from . import KnowledgeBase

FOUND, BAD_INPUT = 1, 2
"""Exit codes: a check has found something; the input is wrong."""
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="日期", help="按这一天的法律（如 2024-05-01）。")
]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON。")]
Root = Annotated[Path | None, typer.Option("--root", help="知识库文件夹；默认为程序所用的 kb/。")]


def fail(message: object) -> NoReturn:
    """Say in Chinese what is wrong with the input and leave with exit code 2."""
    typer.echo(str(message), err=True)
    raise typer.Exit(BAD_INPUT)


def show_json(data: Any) -> None:
    """Print data as JSON that keeps Chinese readable."""
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2))


def base(root: Path | None = None) -> KnowledgeBase:
    """The knowledge base, or that of another folder; leaves with its problems where it cannot be read."""
    import kb

    if root is not None and not root.is_dir():
        fail(f"--root「{root}」不是文件夹：写知识库所在的文件夹（其中有 statutes、rules、vocabulary）")
    try:
        return kb.load() if root is None else kb.load_from(root)
    except kb.KnowledgeBaseError as error:
        typer.echo(f"{error}\n知识库读不出来：{len(error.issues)} 个问题", err=True)
        raise typer.Exit(FOUND) from None


def day_of(text: str | None, name: str = "--as-of 的日期") -> datetime.date | None:
    """A date as typed (2024-05-01, 2024年5月1日, 2024/5/1); leaves with a message where it is none."""
    return None if text is None else days_of(text, name=name)[0]


def days_of(*texts: str, name: str = "日期") -> tuple[datetime.date, ...]:
    """Dates as typed; leaves with a message on every one that is none."""
    found = [_read_day(text) for text in texts]
    bad = [text for text, day in zip(texts, found, strict=True) if day is None]
    if bad:
        fail("\n".join(f"{name}「{text}」不对：写成 年-月-日，如 2024-05-01" for text in bad))
    return tuple(day for day in found if day is not None)


def _read_day(text: str) -> datetime.date | None:
    match = re.fullmatch(r"\s*(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?\s*", text)
    try:
        return datetime.date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def warn_beyond(day: datetime.date | None, knowledge: KnowledgeBase) -> None:
    """Say that the law is known only up to the day it was last looked up."""
    if day is not None and day > knowledge.checked_to:
        typer.echo(f"注意：所收法律只核对到 {knowledge.checked_to}，{day} 的法律可能已有变化", err=True)
