"""Every fenced block of README, CONTRIBUTING and docs: commands run and print what is shown, YAML is read by the loader.

What is not run says why, and is listed here.
"""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml
from search_index import whole_index
from typer.core import TyperGroup
from typer.testing import CliRunner

import engine
import kb
import search
import zuilian
from kb.load import build, parse_yaml
from kb.rules import Definition
from search.words import Entry

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
MADE = {"charges.md", "coverage.md", "glossary.md", "keywords.md", "licences.md", "unverified.md"}
"""Made from the base, and held to it by tests/test_docs.py."""
PAGES = [
    page
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md")))
    if page.exists() and page.name not in MADE
]
GAP = "……"
BAD_INPUT = 2
NOT_RUN = "不执行："
LEFT_OUT = [
    ("CONTRIBUTING.md", "要联网装软件；持续集成里执行"),
    ("README.md", "要联网装软件；发布前在只有 Python、gcc、make 的空系统里照做过"),
    ("dependencies.md", "要联网，会改锁定文件"),
    ("install.md", "会删去本机的文件；发布前照做过"),
    ("install.md", "要 Docker 守护进程和基础镜像；见下面“没有试过的”"),
    ("install.md", "要 build/wheelhouse；发布前在断开网络的空虚拟环境里照做过"),
    ("install.md", "要新旧两个版本的 wheelhouse；发布前由 0.1.0 升到改过版本号的 0.1.1 再退回，照做过"),
    ("install.md", "要联网取第三方软件；发布前照做过"),
    ("office.md", "要 root 和 PostgreSQL；发布前在 Debian 12 的 PostgreSQL 15 上照做过"),
]
"""The blocks that no test runs, and why."""
FENCE = re.compile(
    r"^(?:<!-- (?P<mark>[^>]+) -->\n)?```(?P<language>\w*)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE
)

pytestmark = [
    pytest.mark.checkout,
    pytest.mark.skipif(not DOCS.exists(), reason="the wheel carries no docs"),
]
NO_CONTEXT: Any = None  # what our group does not look at


@dataclass(frozen=True)
class Block:
    """A fenced block: where it stands, in which language, what a comment before it says, its text."""

    page: str
    language: str
    mark: str
    body: str


def blocks(*languages: str) -> Iterator[Block]:
    """The blocks of all pages, in some languages only."""
    for page in PAGES:
        for found in FENCE.finditer(page.read_text(encoding="utf-8")):
            if not languages or found["language"] in languages:
                yield Block(page.name, found["language"], found["mark"] or "", found["body"])


def test_every_block_is_of_a_kind_that_is_checked() -> None:
    fences = sum(len(re.findall(r"^```", page.read_text(encoding="utf-8"), re.MULTILINE)) for page in PAGES)
    assert fences == 2 * len(list(blocks()))
    kinds = {"console", "sh", "yaml", "toml", "python", "text"}
    assert [block for block in blocks() if block.language not in kinds] == []


def test_what_is_not_run_is_listed_here_with_its_reason() -> None:
    """Whoever adds one has tried it by hand."""
    assert sorted((block.page, block.mark) for block in blocks("sh")) == [
        (page, f"{NOT_RUN}{why}") for page, why in LEFT_OUT
    ]


@dataclass(frozen=True)
class Command:
    """A command of a console block: what is typed, what it reads, how it ends, what is shown of its output."""

    words: list[str]
    reads: str
    code: int
    shown: list[str]


def commands(page: str) -> Iterator[Command]:
    """The commands of a page's console blocks, in order."""
    for block in blocks("console"):
        if block.page == page:
            for part in re.split(r"^\$ ", block.body, flags=re.MULTILINE)[1:]:
                line, *shown = part.rstrip("\n").split("\n")
                yield _command(line, shown)


def _command(line: str, shown: list[str]) -> Command:
    code = re.search(r"#.*退出码 (\d)", line)
    before, _, last = " ".join(shlex.quote(word) for word in shlex.split(line, comments=True)).rpartition(
        " '|' "
    )
    name, *words = shlex.split(last)
    assert name == "zuilian", line
    reads = ""
    if before:
        source, *said = shlex.split(before)
        assert source in {"echo", "cat"}, line
        reads = " ".join(said) + "\n" if source == "echo" else Path(said[0]).read_text(encoding="utf-8")
    return Command(words, reads, int(code[1]) if code else 0, shown)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the examples, where a page's commands may write; a case store of its own."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("ZUILIAN_DATABASE", f"sqlite:///{tmp_path / 'cases.db'}")
    monkeypatch.setattr(search, "open_index", lambda *_, **__: whole_index())
    return tmp_path


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("page", sorted({block.page for block in blocks("console")}))
def test_commands_print_what_is_shown(page: str) -> None:
    for command in commands(page):
        result = CliRunner().invoke(zuilian.app, command.words, input=command.reads)
        assert result.exit_code == command.code, f"{command.words}\n{result.output}"
        printed = iter((result.stderr if command.code == BAD_INPUT else result.stdout).splitlines())
        for line in command.shown:
            start = line.removesuffix(GAP)
            if start:
                alike = (said.startswith(start) if line.endswith(GAP) else said == line for said in printed)
                assert any(alike), f"{command.words} 的输出里（按次序）没有：{line}"


def yaml_blocks() -> list[Block]:
    """The YAML of all pages; a block marked 接上一段 goes on where the one before it ends."""
    joined: list[Block] = []
    for block in blocks("yaml"):
        if block.mark == "接上一段":
            joined[-1] = replace(joined[-1], body=joined[-1].body + block.body)
        else:
            joined.append(block)
    return joined


@pytest.mark.parametrize("block", yaml_blocks(), ids=lambda block: f"{block.page}-{block.body[:20]!r}")
def test_yaml_is_read_by_the_real_loader(block: Block) -> None:
    if block.body.startswith("format: 1"):
        case = engine.parse_case(block.body, kb.load(), block.page)
        assert engine.assess(case, kb.load(), inference="direct").persons
    elif shown := re.fullmatch(r'--8<-- "(kb/rules/.+\.yaml)"\n', block.body):
        assert any(rule.file == shown[1] for rule in kb.load().rules.values())
    elif block.body.startswith("- {say:"):
        assert [Entry(**entry) for entry in yaml.safe_load(block.body)]
    else:
        assert block.mark == "规则的一部分"
        whole = f"id: x\nkind: definition\nlabel: 甲\nwhen: {{fact: telecom_fraud}}\n{block.body}"
        assert build(Definition, parse_yaml(whole, block.page)).status == "reviewed"


@pytest.mark.parametrize("block", list(blocks("toml")), ids=lambda block: block.page)
def test_toml_can_be_read(block: Block) -> None:
    assert tomllib.loads(block.body)


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("block", list(blocks("python")), ids=lambda block: block.page)
def test_programs_run(block: Block, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(block.body, block.page, "exec"), {})  # noqa: S102 - our own page
    assert capsys.readouterr().out


def written() -> set[tuple[str, str]]:
    """Every command of ours that a page writes, in a block or in a line, and where."""
    found = set()
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        lines = re.findall(r"`(?:[\w./]*/)?(zuilian [^`\n]+)`", text)
        for block in blocks("sh", "console"):
            if block.page == page.name:
                lines += re.findall(r"(?m)(?:^|[/|;] ?)(zuilian (?!zuilian)[a-z][^\n#|;<]+)", block.body)
        found |= {(page.name, line.split("#")[0].strip()) for line in lines}
    return found


@pytest.mark.parametrize("page,line", sorted(written()))
def test_commands_and_options_that_are_written_exist(page: str, line: str) -> None:
    words = line.split()[1:]
    command: Any = typer.main.get_command(zuilian.app)
    while words and isinstance(command, TyperGroup) and words[0] in command.list_commands(NO_CONTEXT):
        command = command.get_command(NO_CONTEXT, words.pop(0))
    group = isinstance(command, TyperGroup)
    assert not group or not words or words[0] in {"…", "--version", "--help"}, page
    known = {
        option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)
    }
    used = {
        word.partition("=")[0].strip("[]，、（）")
        for word in words
        if word.startswith(("-", "[-")) and word != "-"
    }
    assert used <= known | {"--help"}, f"{page}：{line}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_that_are_named_exist(page: Path) -> None:
    """Paths of the checkout in backticks: kb/load.py, docs/office.md, tests/test_x.py."""
    named = re.findall(
        r"`((?:kb|engine|search|quiz|paper|ui|docs|tests|scripts|benchmarks|examples)/[a-z0-9_/.-]+\.[a-z]+)`",
        page.read_text(encoding="utf-8"),
    )
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_target_that_make_offers_does_something() -> None:
    """A name in `.PHONY` without a rule succeeds and does nothing."""
    text = (ROOT / "Makefile").read_text()
    (phony,) = re.findall(r"^\.PHONY: (.*)$", text, re.MULTILINE)
    offered = set(re.findall(r'@echo "make (\w+)', text))
    rules = set(re.findall(r"^([\w-]+):(?!=)", text, re.MULTILINE))
    assert set(phony.split()) | offered <= rules
