"""What is installed under our names is ours and complete, and what is committed fits any machine."""

import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from importlib.metadata import distribution, packages_distributions
from importlib.resources import files
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from test_architecture import ALLOWED

from engine.receipt import VERSION

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SHIPPED = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"]
LOCKS = ("requirements.lock", "requirements-dev.lock")
# Written in halves, so that this file does not hold what it looks for.
UNWANTED = re.compile(
    "|".join(
        [
            r"(?<![\w./~-])/(?:" + "work|root|home/" + r"\w+)/",
            "pypi" + r"\.org",
            "python" + "hosted",
            "npm" + "js",
            r"deb\." + "debian",
            "registry" + r"\.",
            "tuna" + r"\.tsinghua",
        ]
    )
)


@pytest.mark.parametrize("name", [entry.removesuffix(".py") for entry in SHIPPED])
def test_no_other_distribution_owns_our_names(name: str) -> None:
    """The names are general: a second distribution that ships one would overwrite ours without a word."""
    assert set(packages_distributions().get(name, [])) <= {"zuilian"}


def test_the_wheel_holds_what_it_is_checked_for() -> None:
    assert sorted(SHIPPED) == sorted(PROJECT["tool"]["check-wheel-contents"]["toplevel"])


@pytest.mark.checkout
def test_every_package_of_the_checkout_is_shipped_and_in_the_picture() -> None:
    packages = {file.parent.name for file in ROOT.glob("*/__init__.py")}
    modules = packages | {file.name for file in ROOT.glob("*.py")}
    assert modules <= set(SHIPPED)
    assert {name.removesuffix(".py") for name in modules} <= set(ALLOWED)


def test_receipts_carry_the_version_that_is_installed() -> None:
    assert distribution("zuilian").version == VERSION


@pytest.mark.parametrize("folder", ["statutes", "rules", "vocabulary"])
def test_the_knowledge_base_brings_its_data(folder: str) -> None:
    root = files("kb") / folder
    assert [path for path in Path(str(root)).rglob("*.yaml") if path.stat().st_size]


def test_the_command_is_installed() -> None:
    (script,) = (entry for entry in distribution("zuilian").entry_points if entry.group == "console_scripts")
    assert script.name == "zuilian"
    assert callable(script.load())


def pinned(lock: str) -> dict[str, set[Version]]:
    """The versions that a lock file holds of each distribution (one for each range of Pythons)."""
    versions: dict[str, set[Version]] = {}
    text = (ROOT / lock).read_text(encoding="utf-8")
    for name, version in re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE):
        versions.setdefault(canonicalize_name(name), set()).add(Version(version))
    return versions


def requirements(lock: str) -> Iterator[Requirement]:
    """What pyproject.toml asks for and this lock has to hold."""
    groups = PROJECT["dependency-groups"]
    lines = [*PROJECT["project"]["dependencies"], *groups["build"]]
    yield from map(Requirement, [*lines, *groups["dev"]] if "dev" in lock else lines)


@pytest.mark.checkout
@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_holds_what_the_project_asks_for(lock: str) -> None:
    held = pinned(lock)
    for requirement in requirements(lock):
        versions = held.get(canonicalize_name(requirement.name), set())
        assert versions, f"{requirement.name} is missing: make lock"
        assert all(version in requirement.specifier for version in versions), f"{requirement}: make lock"


@pytest.mark.checkout
def test_what_runs_is_what_is_tested() -> None:
    running, testing = (pinned(lock) for lock in LOCKS)
    assert {name: testing.get(name) for name in running} == running


@pytest.mark.checkout
@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_distribution_has_a_hash(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text(encoding="utf-8").strip())
    assert [entry.partition(" ")[0] for entry in entries if "--hash=sha256:" not in entry] == []


def committed() -> Iterator[tuple[str, str]]:
    """Name and text of every text file that is, or is about to be, committed."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    command = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()  # noqa: S603 - our own command
    for name in filter(None, listed.split("\0")):
        content = (ROOT / name).read_bytes() if (ROOT / name).is_file() else b""
        if b"\0" not in content:
            yield name, content.decode("utf-8")


@pytest.mark.checkout
def test_no_file_names_a_machine_or_a_registry() -> None:
    found = [
        f"{name}:{number}: {hit[0]}"
        for name, text in committed()
        for number, line in enumerate(text.splitlines(), 1)
        if (hit := UNWANTED.search(line))
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "cd /" + "work/main",
        "open('/" + "root/.cache')",
        "PATH=/" + "home/li/bin",
        "https://" + "pypi" + ".org/simple",
        "https://files.python" + "hosted.org/x.whl",
        "registry" + ".npm" + "js.org",
        "http://deb." + "debian.org/debian",
    ],
)
def test_a_machine_or_a_registry_is_seen(line: str) -> None:
    assert UNWANTED.search(line)


@pytest.mark.parametrize(
    "line", ["kb/rules/root/", "docs/work/plan", "../law/tools", "https://court.gov.cn/"]
)
def test_other_paths_are_left_alone(line: str) -> None:
    assert not UNWANTED.search(line)
