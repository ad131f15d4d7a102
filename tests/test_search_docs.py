"""What docs/search.md says is so: its options are real, its examples find something, its figures are those measured."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from search_index import whole_index
from typer.testing import CliRunner

import search
import zuilian
from search.quality.judged import judged
from search.words import Entry, thesaurus

PAGE = Path(__file__).parent.parent / "docs" / "search.md"
TEXT = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""

pytestmark = pytest.mark.skipif(not TEXT, reason="the wheel carries no docs")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)


@pytest.fixture(autouse=True)
def index_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "open_index", lambda *_, **__: whole_index())


def test_the_entry_shown_is_one_and_every_option_is_real() -> None:
    (entry,) = yaml.safe_load(blocks("yaml")[0])
    assert Entry(**entry).say[0] in {word for held in thesaurus().thesaurus for word in held.say}
    options = set(re.findall(r"`(--[a-z-]+)", TEXT))
    helped = CliRunner().invoke(zuilian.app, ["search", "--help"], env={"COLUMNS": "200"}).output
    assert {option for option in options if option not in helped} == set()


def test_the_examples_find_something() -> None:
    section = TEXT[TEXT.index("## 可以问什么") : TEXT.index("## 按哪一天的法律")]
    said = re.findall(r"`([^`$]+)`", re.sub(r"```.*?```", "", section, flags=re.DOTALL))
    queries = [one for one in said if not one.startswith("--") and one not in {"*", "zuilian search"}]
    assert len(queries) > 10
    assert [query for query in queries if not whole_index().find(query)] == []


def test_the_number_of_judged_queries_is_right() -> None:
    assert f"有 {len(judged())} 个检索词" in TEXT
    assert f"检验的一半（{len(judged('test'))} 个）" in TEXT
