"""zuilian quiz: build a bank, show it, prove it again, see what it covers."""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kb.console import FOUND, AsOf, Json, Root, base, day_of, fail, show_json

if TYPE_CHECKING:
    from .build import Order
    from .item import Bank

quiz_app = typer.Typer(help="出题：生成、查看、复核题库，看覆盖情况。", no_args_is_help=True)
BankFile = Annotated[Path, typer.Argument(metavar="题库", help="题库文件（YAML），由 quiz build 生成。")]


def _bank(path: Path) -> Bank:
    from .bank import BankError, read_bank

    try:
        return read_bank(path)
    except BankError as error:
        fail(error)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Leaves with one line where the file cannot be written."""
    try:
        yield
    except OSError as error:
        fail(f"写不到「{path}」（{error.strerror}）→ 检查文件夹是否存在、能否写入")


@quiz_app.command("build")
def build_command(
    out: Annotated[Path, typer.Option("--out", help="写到这个文件（.yaml）。")],
    count: Annotated[int, typer.Option("--count", min=1, max=5000, help="多少题。")] = 50,
    charge: Annotated[
        list[str] | None, typer.Option("--charge", help="罪名、简称或者标识，可写多次；不写则全部罪名。")
    ] = None,
    distinction: Annotated[
        list[str] | None,
        typer.Option("--distinction", help="区分的一组（如 fraud_aiding_concealing），可写多次。"),
    ] = None,
    document: Annotated[str | None, typer.Option("--document", help="只要引用这个文件的题。")] = None,
    provision: Annotated[
        str | None, typer.Option("--provision", help="只要引用这一条（款、项）的题，如 刑法287条之二第一款。")
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind", help="题型：single 单选、multiple 多选、true_false 判断、blank 填空、case 案例。"
        ),
    ] = None,
    level: Annotated[str | None, typer.Option("--level", help="难度：easy、medium、hard。")] = None,
    seed: Annotated[int, typer.Option("--seed", help="随机种子：同一种子出同一套题。")] = 1,
    as_of: AsOf = None,
    title: Annotated[str, typer.Option("--title", help="题库的名称。")] = "题库",
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, help="用几个进程；不写则用全部处理器。")
    ] = None,
) -> None:
    """生成题库：每题的答案和每个干扰项都由两个推理器证明，不能证明的不收。"""
    from .bank import write_bank
    from .build import Builder
    from .order import OrderError, read_order

    if not out.parent.is_dir():  # said before minutes of work, not after
        fail(f"没有文件夹「{out.parent}」→ 先建好，或者换一个地方")
    knowledge = base()
    day = day_of(as_of) or datetime.date.today()
    try:
        order: Order = read_order(
            knowledge,
            count=count,
            as_of=day,
            seed=seed,
            charges=charge or [],
            distinctions=distinction or [],
            document=document,
            provision=provision,
            kinds=kind or [],
            level=level,
            title=title,
        )
    except OrderError as error:
        fail(error)
    bank = Builder(knowledge, order, workers or os.cpu_count() or 1).bank(_progress)
    with _writing(out):
        write_bank(bank, out)
    typer.echo(f"已生成 {len(bank.items)} 题，写入 {out}")
    if len(bank.items) < count:
        typer.echo(f"注意：合乎要求、又不雷同的只有 {len(bank.items)} 题，少于所要的 {count} 题", err=True)


def _progress(done: int, of: int) -> None:
    if done == of or done % 20 == 0:
        sys.stderr.write(f"\r已成 {done} / {of} 题")
        sys.stderr.flush()
    if done == of:
        sys.stderr.write("\n")


@quiz_app.command("show")
def show_command(
    bank: BankFile,
    only: Annotated[
        list[str] | None, typer.Argument(metavar="[题号…]", help="只看这些题（序号或者标识）。")
    ] = None,
    paper: Annotated[bool, typer.Option("--paper", help="只看题目，不带答案和解析。")] = False,
    as_json: Json = False,
) -> None:
    """看题：题干、选项、答案，每个选项对在哪里、错在哪里。"""
    from .show import item_lines

    read = _bank(bank)
    numbered = list(enumerate(read.items, 1))
    known = {name for number, item in numbered for name in (str(number), item.id)}
    if strange := [name for name in only or () if name not in known]:
        fail(f"题库里没有 {'、'.join(strange)}：题号是 1 至 {len(read.items)}，或者写题的标识")
    chosen = [(number, item) for number, item in numbered if not only or {str(number), item.id} & set(only)]
    if as_json:
        show_json([item.model_dump(mode="json", exclude={"file", "line"}) for _, item in chosen])
        return
    for number, item in chosen:
        typer.echo("\n".join(item_lines(item, number, solved=not paper)) + "\n")


@quiz_app.command("recheck")
def recheck_command(
    bank: BankFile,
    renew: Annotated[bool, typer.Option("--renew", help="把过时的题重出，写回题库。")] = False,
    root: Root = None,
) -> None:
    """复核题库：列出因法律、规则有变而过时的题和原因（有过时的，退出码为 1）。"""
    from .bank import write_bank
    from .recheck import Rechecker

    read, knowledge = _bank(bank), base(root)
    checker = Rechecker(knowledge, read)
    stale = list(checker.stale())
    places = {item.id: number for number, item in enumerate(read.items, 1)}
    for entry in stale:
        typer.echo(f"第{places[entry.item.id]}题（{entry.item.id}）过时：")
        typer.echo("\n".join(f"    {line}" for line in entry.why))
    typer.echo(f"{len(read.items)} 题，{len(stale)} 题过时")
    if renew:
        renewed, lost = checker.renewed(stale)
        with _writing(bank):
            write_bank(renewed, bank)
        typer.echo(f"已重出 {len(stale) - len(lost)} 题，写回 {bank}")
        if lost:
            typer.echo(f"{len(lost)} 题已不能重出（规则中不再有这样的题），已从题库删去")
    elif stale:
        raise typer.Exit(FOUND)


@quiz_app.command("blueprint")
def blueprint_command(
    bank: BankFile,
    as_json: Json = False,
    root: Root = None,
) -> None:
    """看题库覆盖了哪些罪名、要件、条款，缺哪些，难度和题型怎样分布。"""
    from .blueprint import blueprint, blueprint_lines

    found = blueprint(_bank(bank), base(root))
    if as_json:
        show_json(found.to_json())
    else:
        typer.echo("\n".join(blueprint_lines(found)))


@quiz_app.command("results")
def results_command(
    bank: BankFile,
    answers: Annotated[
        Path, typer.Argument(metavar="答卷", help="CSV：姓名、题号（题的标识）、问（从 1 起）、答案、秒。")
    ],
    out: Annotated[Path, typer.Option("--out", help="写到这个 CSV 文件。")],
) -> None:
    """汇总一个班的成绩：得分、用时、薄弱点、每题得分率。"""
    from .class_results import AnswersError, class_results, read_answers

    read = _bank(bank)
    try:
        given = read_answers(str(answers), answers.read_bytes())
    except OSError as error:
        fail(f"答卷「{answers}」读不出来（{error.strerror}）→ 检查路径")
    except AnswersError as error:
        fail(error)
    with _writing(out):
        out.write_text(class_results(read, given, base()), encoding="utf-8-sig")
    typer.echo(f"{len(given)} 人，写入 {out}")


@quiz_app.command("export")
def export_command(
    bank: BankFile,
    out: Annotated[
        Path,
        typer.Option(
            "-o",
            "--out",
            help="写到这个文件，格式看结尾：gift、xml（Moodle）、zip（QTI 2.1）、apkg（Anki）、csv、xlsx、docx、pdf。",
        ),
    ],
    what: Annotated[
        str | None,
        typer.Option(
            "--what",
            help="docx、pdf 写哪一份：paper 试卷（不写即此）、answers 答题卡、guide 参考答案与评分说明、all 三份。",
        ),
    ] = None,
    title: Annotated[str, typer.Option("--title", help="标题；不写则用题库的名称。")] = "",
    root: Root = None,
) -> None:
    """导出题库：给 Moodle、QTI、Anki、表格，或者印成试卷、答题卡、参考答案。"""
    from .exports import ExportError, exam_of, files

    read = _bank(bank)
    changed = datetime.datetime.fromtimestamp(bank.stat().st_mtime, datetime.UTC)
    try:
        written = files(exam_of(read, base(root), title), out, what, changed)
    except ExportError as error:
        fail(error)
    for path, data in written.items():
        with _writing(path):
            path.write_bytes(data)
        typer.echo(f"已写入 {path}")
