"""The command line: every room brings its commands, read when one of them is asked for; a misuse is said in Chinese."""

from __future__ import annotations

import gc
import re
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_group

COMMANDS = (
    "assess",
    "what-if",
    "report",
    "facts",
    "search",
    "cites",
    "show",
    "text",
    "diff",
    "quiz",
    "ui",
    "user",
    "cases",
    "audit",
    "check",
    "new",
)
"""In the order of the help."""
BAD_INPUT = 2
"""As kb.console has it, which is not read before a command needs it."""
MISUSES = {r"No such command '(.*?)'": "没有命令", r"unexpected extra argument.*? \((.*)\)": "多写了"}
"""What the library says of a misuse that has no class of its own, and the same in Chinese."""


def room_of(name: str) -> typer.Typer:
    """The commands among which one is, or the group of this name; the room is imported now, with all that it needs."""
    match name:
        case "search" | "cites" | "show":
            from search.commands import search_app as room
        case "text" | "diff":
            from kb.commands import law_app as room
        case "new":
            from kb.commands import new_app as room
        case "report" | "ui":
            from ui.commands import desk_app as room
        case "user":
            from ui.commands import user_app as room
        case "cases":
            from ui.commands import cases_app as room
        case "audit":
            from ui.commands import audit_app as room
        case "quiz":
            from quiz.commands import quiz_app as room
        case _:
            from engine.commands import case_app as room
    return room


class Rooms(TyperGroup):
    """The commands of all rooms; a room is not imported, with all that it needs, before one of its commands is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - what the library passes
        """Their names."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, name: str) -> TyperCommand | TyperGroup | None:  # noqa: ARG002
        """The command of a name, or the group of that name; None where there is none."""
        if name not in COMMANDS:
            return None
        group = get_group(room_of(name))
        group.name = name
        return group.commands.get(name, group)  # type: ignore[return-value]


app = typer.Typer(
    name="zuilian",
    help="罪链：电信网络诈骗及关联犯罪的法规知识库与罪名研判辅助。",
    cls=Rooms,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _version(asked: bool) -> None:
    """Say the version and the fingerprints that receipts carry, and leave."""
    if asked:
        from engine.receipt import VERSION, engine_digest
        from kb.console import base

        kb = base()
        parts = f"法律 {kb.law_digest} · 规则 {kb.rules_digest} · 程序 {engine_digest()}"
        typer.echo(f"罪链 {VERSION} · {parts}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="版本与法律、规则、程序的指纹。"),
    ] = False,
) -> None:
    """罪链：电信网络诈骗及关联犯罪的法规知识库与罪名研判辅助。"""


def main() -> None:
    """Run the command line; a problem of the input leaves with exit code 2 and no traceback."""
    gc.disable()  # a command lives for a second: collecting what it builds only costs time
    try:
        sys.exit(app(prog_name="zuilian", standalone_mode=False))
    except Exception as error:
        if not hasattr(error, "format_message"):  # what the library says of a command that cannot be read
            raise
        typer.echo(_misuse(error), err=True)
        sys.exit(BAD_INPUT)


def _misuse(error: Any) -> str:
    """A command that cannot be read, in Chinese: what is wrong with it and how to see what may be written."""
    asked = " ".join(["zuilian", *(word for word in sys.argv[1:2] if word in COMMANDS)])
    command = getattr(getattr(error, "ctx", None), "command_path", None) or asked
    return f"{_what_is_wrong(error)}\n    → {command} --help 看怎样写"


def _what_is_wrong(error: Any) -> str:
    message, parameter = error.format_message(), getattr(error, "param", None)
    option, near = getattr(error, "option_name", ""), getattr(error, "possibilities", None)
    match type(error).__name__:
        case "MissingParameter":
            return f"还缺：{_named_parameter(parameter)}"
        case "BadParameter":
            return f"{_named_parameter(parameter)} 的值不对{_bounds_of(parameter)}"
        case "NoSuchOption":
            return f"没有选项 {option}" + (f"，是否指 {'、'.join(near)}？" if near else "")
        case "BadOptionUsage":
            return f"选项 {option} {'后面还缺一个值' if 'requires' in message else '后面不写值'}"
    for pattern, word in MISUSES.items():
        if said := re.search(pattern, message):
            return f"{word} {said[1]}"
    return str(message)


def _bounds_of(parameter: Any) -> str:
    """Between which numbers the value of an option lies, where it says so."""
    least, most = (getattr(parameter, name, None) for name in ("min", "max"))
    if least is None:
        return ""
    return f"：写 {least} 至 {most} 的整数" if most is not None else f"：写不小于 {least} 的整数"


def _named_parameter(parameter: Any) -> str:
    """An option as it is typed, an argument by what it is for."""
    if getattr(parameter, "param_type_name", "") == "option":
        return str(parameter.opts[-1])
    return str(getattr(parameter, "help", None) or getattr(parameter, "name", "")).rstrip("。")


if __name__ == "__main__":
    main()
