"""The commands that look into the law: search it, check the citations of a text, read one provision."""

from __future__ import annotations

import dataclasses
import datetime
import sys
from pathlib import Path
from typing import Annotated

import typer

from kb.console import FOUND, AsOf, Json, base, day_of, fail, show_json, warn_beyond

search_app = typer.Typer()
Several = list[str] | None


@search_app.command("search")
def search_command(
    query: Annotated[list[str], typer.Argument(help="检索词：引文、罪名、俗称或者自己的话。")],
    as_of: AsOf = None,
    kind: Annotated[Several, typer.Option("--kind", help="效力级别，如 司法解释；可写几次，下同。")] = None,
    document: Annotated[Several, typer.Option("--document", help="文件，如 法发〔2016〕32号。")] = None,
    issuer: Annotated[Several, typer.Option("--issuer", help="发布机关，如 最高人民检察院。")] = None,
    year: Annotated[Several, typer.Option("--year", help="公布年份，如 2025。")] = None,
    charge: Annotated[Several, typer.Option("--charge", help="罪名，如 帮信：据以定罪的条文。")] = None,
    status: Annotated[Several, typer.Option("--status", help="时效，如 现行有效：只看当日有效的。")] = None,
    everything: Annotated[bool, typer.Option("--all", help="连同已失效的文本。")] = False,
    sort: Annotated[
        str, typer.Option("--sort", help="次序：relevance 相关度、rank 效力、date 日期。")
    ] = "relevance",
    facets: Annotated[bool, typer.Option("--facets", help="连同各类各有几条。")] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, max=200, help="最多几条。")] = 10,
    as_json: Json = False,
) -> None:
    """检索法条、司法解释和规范性文件，命中到条款项。"""
    import search

    from .filters import filters
    from .result_report import as_data, facet_lines, lines, whole_data

    knowledge = base()
    said: dict[search.Facet, Several] = {
        "document": document,
        "kind": kind,
        "issuer": issuer,
        "year": year,
        "charge": charge,
        "status": status,
    }
    try:
        where = filters(knowledge, {facet: values for facet, values in said.items() if values})
    except ValueError as error:
        fail(error)
    order = next((known for known in search.SORTS if known == sort), None)
    if order is None:
        fail(f"--sort「{sort}」不对：可用 {'、'.join(search.SORTS)}")
    index = search.open_index(
        knowledge, building=lambda: typer.echo("正在建立检索索引，法律有变时才需要，约十几秒……", err=True)
    )
    where = dataclasses.replace(where, include_expired=everything)
    found = index.search(" ".join(query), as_of=day_of(as_of), where=where, sort=order, limit=limit)
    if as_json:
        show_json(whole_data(found) if facets else [as_data(hit) for hit in found.hits])
        return
    for line in (*(facet_lines(found) if facets else ()), *lines(found)):
        typer.echo(line)
    if not found.hits:
        typer.echo("没有找到。可换个说法，或者加 --all 连同已失效的文本一起找")


@search_app.command("cites")
def cites_command(
    file: Annotated[Path, typer.Argument(help="文书：.docx、.txt、.md；写 - 则从标准输入读。")],
    as_of: AsOf = None,
    everything: Annotated[bool, typer.Option("--all", help="连同没有问题的引文一起列出。")] = False,
    as_json: Json = False,
) -> None:
    """检查一份文书的引文：时效、引用的原文、数额标准（有须核对或者未收录的，退出码为 1）。"""
    from . import paste_report
    from .paste import check
    from .pasted_file import UnreadableText, text_of

    knowledge, today = base(), datetime.date.today()
    day = day_of(as_of) or today
    warn_beyond(day, knowledge)
    try:
        content = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        text = text_of(content, file.name)
    except FileNotFoundError:
        fail(f"找不到「{file}」：检查路径")
    except OSError as error:
        fail(f"读不了「{file}」（{error.strerror or error}）：看它是不是文件、是否有权限读")
    except UnreadableText as error:
        fail(f"「{file}」：{error}")
    checked = check(text, knowledge, day, today)
    if as_json:
        show_json(paste_report.data(checked, knowledge))
    else:
        typer.echo("\n".join(paste_report.lines(checked, knowledge, everything=everything)))
    if not checked.clean:
        raise typer.Exit(FOUND)


@search_app.command("show")
def show_command(
    citation: Annotated[
        list[str],
        typer.Argument(help="引文，如 刑法287条之二第一款 或者 fashi_2019_15:12.1.2；也可以是文件名称。"),
    ],
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """看一条规定或者一个文件：原文、时效、历次文本、与其他规定的关系、哪些规则用到它。"""
    from kb import UnknownCitation
    from kb.describe import document_data, provision_data
    from kb.lookup import citation_of
    from kb.report import document_lines, provision_lines

    knowledge, day = base(), day_of(as_of)
    today = day or datetime.date.today()
    try:
        wanted = citation_of(knowledge, " ".join(citation))
        warn_beyond(day, knowledge)
        provision = knowledge.statutes.provision(wanted, day) if ":" in wanted else None
    except UnknownCitation as error:
        fail(error)
    if provision is None:
        about = document_data(knowledge, knowledge.statutes[wanted], today)
        show_json(about) if as_json else typer.echo("\n".join(document_lines(knowledge, about, today)))
        return
    from .cite_as import written

    said, cited = provision_data(knowledge, provision, today), written(knowledge, wanted, today)
    if as_json:
        styles = {"full": cited.full, "short": cited.short, "identifier": cited.identifier}
        show_json(said | {"cite_as": styles})
        return
    typer.echo("\n".join(provision_lines(knowledge, provision, said, today)))
    typer.echo(f"引用写作：{cited.full}；{cited.short}；{cited.identifier}")
