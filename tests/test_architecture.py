"""The picture of the house as two tables: who may import whom, and which door each foreign library has."""

import ast
import sys
from collections.abc import Iterator
from importlib.metadata import distribution, packages_distributions
from importlib.util import find_spec
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ALLOWED: dict[str, set[str]] = {
    "kb": set(),
    "paper": set(),
    "engine": {"kb"},
    "search": {"kb", "paper"},
    "quiz": {"kb", "engine", "paper"},
    "intake": {"kb", "engine"},
    "ui": {"kb", "paper", "engine", "search", "quiz", "intake"},
    "ui_app": {"kb", "paper", "engine", "search", "quiz", "intake", "ui"},
    "zuilian": {"kb", "paper", "engine", "search", "quiz", "intake", "ui", "ui_app"},
}
DOORS: dict[str, tuple[str, ...]] = {
    "yaml": ("kb/load.py",),
    "durable": ("engine/runtime.py",),
    "whoosh": ("search/",),
    "jieba": ("search/", "intake/"),
    "numpy": ("search/",),
    "streamlit": ("ui_app.py", "ui/"),
    "docx": ("paper/",),
    "openpyxl": ("paper/",),
    "fpdf": ("paper/",),
    "genanki": ("quiz/",),
    "fsrs": ("quiz/",),
    "sqlalchemy": ("ui/",),
    "argon2": ("ui/",),
}
NOT_EVERYWHERE = {"durable": ["durable_rules"]}
"""What is not installed on every Python (3.13 and later), by the name that it is imported by."""
IMPORT_CALLS = {"__import__", "import_module", "importlib.import_module"}


def sources() -> Iterator[tuple[str, str]]:
    """Every module of ours that is installed here, as a path like "kb/load.py" and its text."""
    for name in ALLOWED:
        spec = find_spec(name)
        if spec is None or spec.origin is None:
            continue
        origin = Path(spec.origin)
        files = [origin] if origin.name != "__init__.py" else sorted(origin.parent.rglob("*.py"))
        base = origin.parent if len(files) == 1 and origin.name != "__init__.py" else origin.parent.parent
        for file in files:
            yield file.relative_to(base).as_posix(), file.read_text(encoding="utf-8")


def imported(source: str) -> Iterator[tuple[int, str]]:
    """Line and top-level name of each import, wherever it stands; one within the own package says nothing."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.partition(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.lineno, node.module.partition(".")[0]
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in IMPORT_CALLS:
            match node.args:
                case [ast.Constant(value=str(name)), *_]:
                    yield node.lineno, name.partition(".")[0]
                case _:
                    yield node.lineno, "?"


def trespasses(path: str, source: str) -> list[str]:
    """What a module imports against the two tables."""
    package = path.removesuffix(".py").partition("/")[0]
    found = []
    for line, name in imported(source):
        if name == "?":
            found.append(f"{path}:{line}: an import whose name cannot be read here")
        elif name in ALLOWED and name != package and name not in ALLOWED[package]:
            found.append(f"{path}:{line}: {package} must not import {name}")
        elif name in DOORS and not path.startswith(DOORS[name]):
            found.append(f"{path}:{line}: {name} has its door in {' and '.join(DOORS[name])}")
    return found


def test_imports_follow_the_picture() -> None:
    assert [line for path, source in sources() for line in trespasses(path, source)] == []


@pytest.mark.parametrize("package", ["kb", "engine", "search", "zuilian"])
def test_the_sources_are_really_looked_at(package: str) -> None:
    assert any(path.removesuffix(".py").partition("/")[0] == package for path, _ in sources())


def test_every_foreign_import_is_declared() -> None:
    """What reaches us only because some dependency brings it along may be gone tomorrow."""
    declared = {canonicalize_name(Requirement(line).name) for line in distribution("zuilian").requires or []}
    owners = NOT_EVERYWHERE | dict(packages_distributions())
    undeclared = [
        f"{path}:{line}: {name} is no dependency in pyproject.toml"
        for path, source in sources()
        for line, name in imported(source)
        if name not in ALLOWED
        and name not in sys.stdlib_module_names
        and not declared & {canonicalize_name(owner) for owner in owners.get(name, [name])}
    ]
    assert undeclared == []


@pytest.mark.parametrize(
    "path, source, word",
    [
        ("kb/check.py", "import engine", "kb must not import engine"),
        ("kb/check.py", "def late():\n    from engine.facts import Fact", "kb/check.py:2: kb must not"),
        ("engine/assess.py", "from search import Index", "engine must not import search"),
        ("search/index.py", "import kb.load, engine.assess as e", "search must not import engine"),
        ("quiz/stems.py", "import search", "quiz must not import search"),
        ("intake/people.py", "if True:\n    import quiz", "intake must not import quiz"),
        ("ui/pages/search.py", "import zuilian", "ui must not import zuilian"),
        ("ui_app.py", "import zuilian", "ui_app must not import zuilian"),
        ("kb/model.py", "import yaml", "yaml has its door in kb/load.py"),
        ("engine/case.py", "from yaml import safe_load", "yaml has its door"),
        ("engine/assess.py", "import durable.lang", "durable has its door in engine/runtime.py"),
        ("kb/load.py", "import jieba", "jieba has its door in search/ and intake/"),
        ("engine/explain.py", "from whoosh.index import open_dir", "whoosh has its door in search/"),
        ("zuilian.py", "def ui():\n    import streamlit.web.cli", "streamlit has its door"),
        ("zuilian.py", "import importlib\nimportlib.import_module('streamlit')", "zuilian.py:2: streamlit"),
        ("kb/load.py", "__import__('engine')", "kb must not import engine"),
        ("kb/load.py", "from importlib import import_module\nimport_module(name)", "cannot be read"),
    ],
)
def test_a_trespass_is_seen(path: str, source: str, word: str) -> None:
    assert any(word in line for line in trespasses(path, source))


@pytest.mark.parametrize(
    "path, source",
    [
        ("kb/load.py", "import yaml\nfrom .model import Charge\nfrom kb.model import Charge"),
        ("engine/runtime.py", "from durable.lang import ruleset\nimport kb"),
        ("search/analyzer.py", "import jieba\nfrom whoosh.analysis import Tokenizer\nfrom kb import load"),
        ("ui/pages/case.py", "import streamlit as st\nimport engine, search, quiz\nfrom .. import words"),
        ("zuilian.py", "import typer\nimport kb, engine, search, quiz, intake"),
        ("kb/words.py", '"""import engine"""\nname = "import yaml"'),
    ],
)
def test_what_the_picture_allows_passes(path: str, source: str) -> None:
    assert trespasses(path, source) == []
