"""What README and docs say is so: what is made from the base is up to date, every command is listed, every link leads somewhere."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from typer.testing import CliRunner

import kb
import zuilian

keywords_page = pytest.importorskip("keywords_page", reason="the wheel carries no scripts")
locked = pytest.importorskip("locked")
pages = pytest.importorskip("pages")

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
README = ROOT / "README.md"

pytestmark = pytest.mark.skipif(not README.exists(), reason="the wheel carries no README")


def test_every_command_is_in_the_list_and_every_one_there_is_real() -> None:
    listed = (DOCS / "commands.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`zuilian ([a-z][a-z-]*)", listed))
    assert named == set(zuilian.COMMANDS)


def test_files_the_docs_link_to_exist() -> None:
    for page in (README, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))):
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} → {target}"


@pytest.mark.parametrize("name", sorted(pages.PAGES))
def test_pages_that_are_made_are_as_committed(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == pages.PAGES[name](kb.load()), "make generated"


def test_every_key_that_a_rule_may_have_is_explained() -> None:
    assert keywords_page.unexplained() == []


def test_every_package_that_is_locked_is_in_the_list_of_licences() -> None:
    listed = (DOCS / "licences.md").read_text(encoding="utf-8")
    assert [name for name in locked.entries(locked.RUNNING) if f"| {name} | " not in listed] == []
    assert "元数据没有写" not in listed


def test_every_dependency_has_a_line_that_says_why() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    running = project["project"]["dependencies"]
    groups = [*project["project"]["optional-dependencies"].values(), *project["dependency-groups"].values()]
    page = (DOCS / "dependencies.md").read_text(encoding="utf-8").lower()
    named = {canonicalize_name(Requirement(line).name) for line in [*running, *chain.from_iterable(groups)]}
    assert [name for name in sorted(named) if name not in page.replace("_", "-")] == []
    pinned = locked.versions(locked.RUNNING)
    wanted = {canonicalize_name(Requirement(line).name) for line in running}
    assert [(name, pinned[name]) for name in sorted(wanted) if pinned[name][0] not in page] == []


def test_charges_the_readme_claims_are_those_of_the_base() -> None:
    charges = kb.load().charges.values()
    listed = (DOCS / "charges.md").read_text(encoding="utf-8")
    assert all(charge.label in listed for charge in charges)
    readme = README.read_text(encoding="utf-8")
    assert f"{len(charges)} 个罪名" in readme[readme.index("## 它不是什么") :]


def test_the_four_steps_of_the_readme_begin_as_they_say(tmp_path: Path) -> None:
    (line,) = re.findall(r"`zuilian (new charge [^`]+)`", README.read_text(encoding="utf-8"))
    shutil.copytree(
        ROOT / "kb", tmp_path / "kb", ignore=shutil.ignore_patterns("*.py", "__pycache__", "schemas")
    )
    made = CliRunner().invoke(zuilian.app, [*shlex.split(line), "--root", str(tmp_path / "kb")])
    assert made.exit_code == 0, made.output
    assert len(list(tmp_path.rglob("*provoking_trouble*.yaml"))) == 2


def test_the_site_has_every_page_and_asks_nothing_from_outside() -> None:
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert sorted(re.findall(r": ([\w-]+\.md)$", settings, re.MULTILINE)) == sorted(
        page.name for page in DOCS.glob("*.md")
    )
    assert "font: false" in settings
    assert "assets/iframe-worker.js" in settings
    assert "http" not in settings


def test_the_site_is_built_without_a_warning_and_loads_nothing_from_outside(tmp_path: Path) -> None:
    shutil.copytree(DOCS, tmp_path / "docs")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    for page in DOCS.glob("*.md"):
        for name in re.findall(r'^--8<-- "(.+)"$', page.read_text(encoding="utf-8"), re.MULTILINE):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tmp_path / name)
    command = [sys.executable, "-m", "zensical", "build", "--strict"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    assert done.returncode == 0, done.stdout + done.stderr
    built = list((tmp_path / "build" / "site").glob("*.html"))
    assert {page.stem for page in DOCS.glob("*.md")} <= {page.stem for page in built}
    loaded = re.compile(r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)=\"?(https?:[^\s\">]+)")
    assert [
        (page.name, url) for page in built for url in loaded.findall(page.read_text(encoding="utf-8"))
    ] == []
