"""What README and docs say is so: commands run and print what is shown, the files they name exist."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

import engine
import kb
import zuilian

keywords_page = pytest.importorskip("keywords_page", reason="the wheel carries no scripts")
locked = pytest.importorskip("locked")
pages = pytest.importorskip("pages")

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
README = ROOT / "README.md"
CASE_DOC = ROOT / "docs" / "case-file.md"
GAP = "……"

pytestmark = pytest.mark.skipif(not README.exists(), reason="the wheel carries no README")


def sessions() -> Iterator[tuple[str, list[str]]]:
    """Each command of a console block in README, with the output shown under it."""
    for block in re.findall(r"```console\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *shown = part.rstrip("\n").split("\n")
            yield command, shown


@pytest.mark.parametrize("command,shown", list(sessions()) if README.exists() else [])
def test_commands_of_the_readme_print_what_it_shows(
    command: str, shown: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(zuilian.app, shlex.split(command)[1:])
    assert result.exit_code == 0, result.output
    printed = iter(result.output.splitlines())
    for line in shown:
        if line != GAP:
            assert line in printed, f"输出里（按次序）没有：{line}"


def test_every_command_is_in_the_readme_and_every_one_there_is_real() -> None:
    named = set(re.findall(r"`zuilian ([a-z][a-z-]*)", README.read_text(encoding="utf-8")))
    real = {command.name for command in zuilian.app.registered_commands} | {
        group.name for group in zuilian.app.registered_groups
    }
    assert named == real


def test_files_the_docs_link_to_exist() -> None:
    for page in (README, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))):
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} → {target}"


def test_the_case_file_shown_in_the_docs_is_valid() -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", CASE_DOC.read_text(encoding="utf-8"), re.DOTALL)
    case = engine.parse_case("".join(blocks), kb.load(), "docs/case-file.md")
    found = engine.assess(case, kb.load(), inference="direct")
    assert found.persons[0].finding("aiding_network_crime") is not None


@pytest.mark.parametrize("name", sorted(pages.PAGES))
def test_pages_that_are_made_are_as_committed(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == pages.PAGES[name](kb.load()), "make generated"


def test_every_key_that_a_rule_may_have_is_explained() -> None:
    assert keywords_page.unexplained() == []


def test_every_package_that_is_locked_is_in_the_list_of_licences() -> None:
    listed = (DOCS / "licences.md").read_text(encoding="utf-8")
    assert [name for name in locked.entries(locked.RUNNING) if f"| {name} | " not in listed] == []
    assert "元数据没有写" not in listed


def test_charges_the_readme_claims_are_those_of_the_base() -> None:
    charges = kb.load().charges.values()
    listed = (DOCS / "charges.md").read_text(encoding="utf-8")
    assert all(charge.label in listed for charge in charges)
    readme = README.read_text(encoding="utf-8")
    assert f"{len(charges)} 个罪名" in readme[readme.index("## 它不是什么") :]
