"""The commands on the law and the rules as they are kept: a whole document, two days compared, a new charge."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated

import typer

from .console import AsOf, Json, Root, base, day_of, days_of, fail, show_json, warn_beyond

law_app = typer.Typer()
new_app = typer.Typer(help="新建规则文件。", no_args_is_help=True)


@law_app.command("diff")
def diff_command(
    citation: Annotated[str, typer.Argument(help="条款或者整个文件，如 刑法312条、fashi_2015_11。")],
    then: Annotated[str, typer.Argument(metavar="日期", help="较早的一天，如 2006-01-01。")],
    now: Annotated[str, typer.Argument(metavar="日期", help="较晚的一天，如 2020-01-01。")],
    as_json: Json = False,
) -> None:
    """同一规定两天的文本逐字对照：〔-删去-〕〔+增加+〕。"""
    from .diff import differences
    from .lookup import citation_of
    from .report import difference_lines
    from .statutes import UnknownCitation

    knowledge, (earlier, later) = base(), days_of(then, now)
    try:
        wanted = citation_of(knowledge, citation)
        warn_beyond(later, knowledge)
        found = differences(knowledge.statutes, wanted, earlier, later)
    except (UnknownCitation, ValueError) as error:
        fail(error)
    if as_json:
        show_json([line.to_json() for line in found])
    else:
        typer.echo("\n".join(difference_lines(knowledge, wanted, found, (earlier, later))))


@law_app.command("text")
def text_command(
    document: Annotated[str, typer.Argument(help="文件 id 或者名称，如 fashi_2019_15、法释〔2019〕15号。")],
    as_of: AsOf = None,
) -> None:
    """打印一个文件的全文；未核对的行以［未核对］结尾。"""
    from .lookup import document_of, why_no_text
    from .report import heading
    from .statutes import UnknownCitation

    knowledge, day = base(), day_of(as_of)
    try:
        wanted = document_of(knowledge, document)
    except UnknownCitation as error:
        fail(error)
    lines = wanted.lines(day)
    if not lines:
        fail(why_no_text(wanted, day))
    warn_beyond(day, knowledge)
    typer.echo(heading(wanted, day or datetime.date.today()), err=True)
    typer.echo("\n".join(lines))


@new_app.command("charge")
def new_charge_command(
    article: Annotated[str, typer.Argument(help="条号，如 274 或者 287-1。")],
    name: Annotated[str, typer.Argument(help="罪名，如 敲诈勒索罪。")],
    identifier: Annotated[str | None, typer.Option("--id", help="英文标识；不写则按条号生成。")] = None,
    root: Root = None,
) -> None:
    """新建一个罪名：规则文件与测试文件的骨架。"""
    from importlib.resources import files

    from .issues import KnowledgeBaseError
    from .scaffold import new_charge

    folder = root or Path(str(files("kb")))
    try:
        made = new_charge(article, name, folder, identifier)
    except KnowledgeBaseError as error:
        fail(error)
    for path in made:
        typer.echo(
            f"已新建 {path.relative_to(folder.parent) if path.is_relative_to(folder.parent) else path}"
        )
    typer.echo("接着：补全要件与引文 → 补测试 → zuilian check")
