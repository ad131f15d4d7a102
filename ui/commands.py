"""The commands of the desk: start the app, write a report; for an office server accounts, backup, the log of what was done."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kb.console import FOUND, AsOf, base, day_of, fail

if TYPE_CHECKING:
    from .keeping.store import Store

desk_app = typer.Typer()
user_app = typer.Typer(help="办公室服务器的账号。", no_args_is_help=True)
cases_app = typer.Typer(help="案件库：备份、恢复、位置。", no_args_is_help=True)
audit_app = typer.Typer(help="操作记录。", no_args_is_help=True)

Database = Annotated[
    str,
    typer.Option(
        "--database", envvar="ZUILIAN_DATABASE", metavar="地址", help="案件库；不写则为本机的文件。"
    ),
]
Name = Annotated[str, typer.Argument(help="账号名。")]
FromInput = Annotated[bool, typer.Option("--stdin", help="从标准输入读密码，不在屏幕上问。")]


@contextmanager
def _store(database: str) -> Iterator[Store]:
    """The store, and every Trouble with it as one line."""
    from .keeping.opening import open_store
    from .keeping.trouble import Trouble

    try:
        store, notes = open_store(database or None)
        try:
            for note in notes:
                typer.echo(note, err=True)
            yield store
        finally:
            store.close()
    except Trouble as trouble:
        fail(trouble)


def _password(*, from_input: bool) -> str:
    if from_input:
        return sys.stdin.readline().rstrip("\r\n")
    return str(
        typer.prompt("密码（至少 10 个字符，打字时不显示）", hide_input=True, confirmation_prompt="再写一遍")
    )


@user_app.command("add")
def add_user(
    name: Name,
    role: Annotated[str, typer.Option("--role", help="办案、法制、教官、管理。")] = "办案",
    shown: Annotated[str, typer.Option("--shown", help="显示的姓名；不写则为账号名。")] = "",
    oidc: Annotated[bool, typer.Option("--oidc", help="只由单位的统一登录进入，不设密码。")] = False,
    from_input: FromInput = False,
    database: Database = "",
) -> None:
    """新增账号。"""
    from .keeping.accounts import Accounts, role_called
    from .keeping.people import OPERATOR

    with _store(database) as store:
        kind = role_called(role)
        Accounts(store).add(OPERATOR, name, kind, shown, None if oidc else _password(from_input=from_input))
    typer.echo(f"已新增账号 {name}（{role}）")


@user_app.command("list")
def list_users(database: Database = "") -> None:
    """列出账号。"""
    from .keeping.accounts import Accounts
    from .keeping.people import OPERATOR

    with _store(database) as store:
        for account in Accounts(store).listed(OPERATOR):
            person = account.person
            marks = [
                person.role_label,
                *([] if account.has_password else ["统一登录"]),
                *(["停用"] if account.disabled else []),
            ]
            typer.echo(f"{person.name}　{person.shown}　{'、'.join(marks)}")


@user_app.command("role")
def change_role(
    name: Name, role: Annotated[str, typer.Argument(help="办案、法制、教官、管理。")], database: Database = ""
) -> None:
    """改角色。"""
    from .keeping.accounts import Accounts, role_called
    from .keeping.people import OPERATOR

    with _store(database) as store:
        Accounts(store).change_role(OPERATOR, name, role_called(role))
    typer.echo(f"{name} 现在是“{role}”")


@user_app.command("password")
def set_password(name: Name, from_input: FromInput = False, database: Database = "") -> None:
    """重设密码；这个账号已登录的地方都要重新登录。"""
    from .keeping.accounts import Accounts
    from .keeping.people import OPERATOR

    with _store(database) as store:
        Accounts(store).set_password(OPERATOR, name, _password(from_input=from_input))
    typer.echo(f"已重设 {name} 的密码")


@user_app.command("disable")
def disable_user(name: Name, database: Database = "") -> None:
    """停用账号：立刻退出，不能再登录；案件都在，可以移交。"""
    _disable(name, database, back=False)


@user_app.command("enable")
def enable_user(name: Name, database: Database = "") -> None:
    """启用停用的账号。"""
    _disable(name, database, back=True)


def _disable(name: str, database: str, *, back: bool) -> None:
    from .keeping.accounts import Accounts
    from .keeping.people import OPERATOR

    with _store(database) as store:
        Accounts(store).disable(OPERATOR, name, back=back)
    typer.echo(f"已{'启用' if back else '停用'} {name}")


@user_app.command("transfer")
def transfer_cases(
    old: Annotated[str, typer.Argument(help="原来的账号。")],
    new: Annotated[str, typer.Argument(help="接手的账号。")],
    database: Database = "",
) -> None:
    """把一个账号的全部案件移交给另一个。"""
    from .keeping.cabinet import Cabinet
    from .keeping.people import OPERATOR

    with _store(database) as store:
        count = Cabinet(store).hand_over(OPERATOR, old, new)
    typer.echo(f"已移交 {count} 件案件：{old} → {new}")


@cases_app.command("where")
def show_where(database: Database = "") -> None:
    """案件库在哪里。"""
    with _store(database) as store:
        typer.echo(store.where)


@cases_app.command("backup")
def back_up(
    target: Annotated[Path, typer.Argument(help="备份文件（.zip）。")], database: Database = ""
) -> None:
    """把全部案件、历次版本、账号、操作记录、题库存成一个文件。"""
    from .keeping import backup
    from .keeping.people import OPERATOR

    if target.exists():
        fail(f"{target} 已经有了，没有盖掉。→ 换一个文件名")
    part = target.with_name(f"{target.name}.part")
    try:
        with _store(database) as store, part.open("xb") as file:
            part.chmod(0o600)
            written = backup.back_up(store, OPERATOR, file)
        part.replace(target)
    except OSError as error:
        fail(f"{target} 写不进去（{error.strerror}）。→ 请检查文件夹与磁盘空间")
    finally:
        part.unlink(missing_ok=True)
    damaged = f"；{written.damaged} 个旧版本已损坏，没有收入" if written.damaged else ""
    typer.echo(f"已备份 {written.cases} 件案件、{written.banks} 个题库{damaged}：{target}")


@cases_app.command("restore")
def restore(
    source: Annotated[Path, typer.Argument(help="备份文件（.zip）。")],
    owner: Annotated[
        str, typer.Option("--owner", metavar="账号", help="都归这个账号；不写则归备份里的主人。")
    ] = "",
    database: Database = "",
) -> None:
    """从备份恢复；已有的案件不会被盖掉。"""
    from .keeping import backup
    from .keeping.accounts import Accounts
    from .keeping.people import OPERATOR

    with _store(database) as store:
        who = Accounts(store).named(owner) if owner else OPERATOR
        if who is None:
            fail(f"没有账号“{owner}”。→ 先用 zuilian user add 新增")
        try:
            with source.open("rb") as file:
                came = backup.restore(store, who, file)
        except OSError as error:
            fail(f"{source} 打不开（{error.strerror}）。→ 请核对文件名")
    typer.echo(
        f"新收入 {came.new} 件，本来就有的 {came.present} 件，与现有不同而另成一份的 {came.beside} 件；题库 {came.banks} 个"
    )


@audit_app.command("show")
def show_audit(
    limit: Annotated[int, typer.Option("--limit", min=1, help="最近几条。")] = 50,
    about: Annotated[str, typer.Option("--about", metavar="案件或账号", help="只看这一件的。")] = "",
    database: Database = "",
) -> None:
    """列出操作记录，最近的在前。"""
    from .keeping import audit
    from .keeping.people import OPERATOR

    with _store(database) as store:
        for line in audit.lines(store, OPERATOR, limit, about or None):
            typer.echo(
                f"{line.number}　{line.done:%Y-%m-%d %H:%M:%S}　{line.done_by}　{line.label}　{line.about}　{line.detail}".rstrip(
                    "　"
                )
            )


@audit_app.command("verify")
def verify_audit(database: Database = "") -> None:
    """逐条核对操作记录的校验链；断了的退出码为 1。"""
    from .keeping import audit

    with _store(database) as store:
        proof = audit.prove(store)
    if proof.broken_at is not None:
        typer.echo(f"操作记录在第 {proof.broken_at} 条断了：有人改过、删过，或者文件损坏")
        raise typer.Exit(FOUND)
    typer.echo(
        f"操作记录 {proof.length} 条，前后相接，没有改过。最后一条的校验值（可抄存，供以后对照）：{proof.last}"
    )


@desk_app.command("report")
def report_command(
    case: Annotated[Path, typer.Argument(help="案件文件（YAML 或 JSON）。")],
    out: Annotated[
        Path,
        typer.Option(
            "-o",
            "--out",
            metavar="文件",
            help="写到哪个文件，格式看扩展名：.docx、.pdf、.md、.xlsx 是研判报告；.yaml、.json 是案件文件本身。",
        ),
    ],
    as_of: AsOf = None,
    inference: Annotated[str, typer.Option("--inference", metavar="rete|direct", help="推理方式。")] = "rete",
) -> None:
    """把一个案件的研判写成报告：DOCX、PDF、Markdown（附引用条文全文与回执）或者 XLSX（逐人逐罪的表）。"""
    import engine
    from engine.commands import inference_of
    from paper import NoChineseFont

    from .report import CASE_FORMATS, FORMATS, CaseReport

    ending = out.suffix.lower()
    if ending not in {*FORMATS, *CASE_FORMATS}:
        fail(f"--out「{out.name}」的扩展名不对：可用 {'、'.join((*FORMATS, *CASE_FORMATS))}")
    if out.resolve() == case.resolve():
        fail("--out 就是案件文件本身：换一个文件名，免得盖掉原件")
    knowledge, how, day = base(), inference_of(inference), day_of(as_of)
    try:
        read = engine.read_case(case, knowledge)
        if ending in CASE_FORMATS:
            made = CASE_FORMATS[ending](case.read_text(encoding="utf-8-sig")).encode()
        else:
            found = engine.assess(read, knowledge, as_of=day, inference=how)
            made = FORMATS[ending](CaseReport(found, read, knowledge))
        out.write_bytes(made)
    except (engine.CaseError, NoChineseFont) as error:
        fail(error)
    except OSError as error:
        fail(f"写不了「{out}」（{error.strerror}）：看文件夹是否存在、是否可写，文件是否正在别的程序里打开")
    typer.echo(f"已写 {out}")


@desk_app.command("ui")
def ui_command(
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="端口。")] = 8501,
    headless: Annotated[bool, typer.Option("--headless", help="不自动打开浏览器。")] = False,
    database: Annotated[
        str | None,
        typer.Option(
            "--database",
            envvar="ZUILIAN_DATABASE",
            metavar="地址",
            help="案件库，如 postgresql://…；不写则为本机的文件。",
        ),
    ] = None,
    accounts: Annotated[
        bool, typer.Option("--accounts", help="要登录：本地账号（zuilian user add）。")
    ] = False,
    oidc: Annotated[
        Path | None,
        typer.Option("--oidc", metavar="文件", help="要登录：单位的统一登录，设置写在这个文件里。"),
    ] = None,
    address: Annotated[
        str, typer.Option("--address", metavar="地址", help="在哪个地址上接受访问；不要登录的只能在本机。")
    ] = "127.0.0.1",
) -> None:
    """打开应用；默认只供本机（127.0.0.1）一人使用。"""
    import subprocess
    from importlib.util import find_spec

    from . import flags, how_to_start

    spec = find_spec("ui_app")
    if spec is None or spec.origin is None:
        fail("找不到 ui_app.py：请重新安装")
    try:
        environment, more = how_to_start(database=database, accounts=accounts, oidc=oidc, address=address)
    except ValueError as error:
        fail(error)
    quiet = headless or not (os.environ.get("DISPLAY") or sys.platform in {"darwin", "win32"})
    options = flags(server_port=str(port), server_headless=str(quiet).lower(), **more)
    command = [sys.executable, "-m", "ui.serve", "run", spec.origin, *options]
    raise typer.Exit(subprocess.call(command, env={**os.environ, **environment}))  # noqa: S603
