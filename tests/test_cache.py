"""What was parsed is kept, never trusted blindly, and never stale."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from small_law import FILES, write_small_law

import kb
from kb.cache import KEY_SIZE, Cache, key_of
from kb.issues import KnowledgeBaseError
from kb.statutes import load_statutes

KEY = key_of(b"a")


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "parsed")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    held = tmp_path / "statutes"
    held.mkdir()
    return write_small_law(held)


def test_what_is_put_is_got(cache: Cache) -> None:
    assert not cache.has("x", KEY)
    cache.put("x", KEY, {"甲": 1})
    assert cache.has("x", KEY)
    assert cache.get("x", KEY) == {"甲": 1}


def test_another_key_finds_nothing(cache: Cache) -> None:
    cache.put("x", KEY, 1)
    assert not cache.has("x", key_of(b"b"))
    assert cache.get("x", key_of(b"b")) is None


@pytest.mark.parametrize(
    "kept", [b"", KEY, KEY + b"no pickle", KEY[:5]], ids=["empty", "no value", "no pickle", "half a key"]
)
def test_a_damaged_file_is_no_value(cache: Cache, kept: bytes) -> None:
    cache.put("x", KEY, 1)
    (cache.folder / "x.parsed").write_bytes(kept)
    assert cache.get("x", KEY) is None
    cache.put("x", KEY, 2)
    assert cache.get("x", KEY) == 2


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="Windows")
def test_a_folder_that_others_can_write_is_not_used(cache: Cache) -> None:
    cache.put("x", KEY, 1)
    cache.folder.chmod(0o777)
    assert not cache.has("x", KEY)
    assert cache.get("x", KEY) is None


def test_a_folder_that_cannot_be_made_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    cache = Cache(tmp_path / "file" / "parsed")
    cache.put("x", KEY, 1)
    assert cache.get("x", KEY) is None


def test_no_half_written_file_is_left(cache: Cache) -> None:
    with pytest.raises(Exception, match=r"pickle|local object"):
        cache.put("x", KEY, lambda: None)
    assert list(cache.folder.iterdir()) == []


def test_cached_documents_are_the_documents(folder: Path, cache: Cache) -> None:
    plain = load_statutes(folder)
    for _ in range(2):  # parsed and put, then got
        kept = load_statutes(folder, cache)
        assert {name: document.lines() for name, document in kept.items()} == {
            name: document.lines() for name, document in plain.items()
        }
        assert [kept[name].wordings for name in kept] == [plain[name].wordings for name in plain]
        assert kept["fashi_2015_11"].digest == plain["fashi_2015_11"].digest
        assert kept["fashi_2015_11"].names == plain["fashi_2015_11"].names


def test_a_changed_file_is_read_again(folder: Path, cache: Cache) -> None:
    load_statutes(folder, cache)
    file = folder / "criminal_law.yaml"
    file.write_text(FILES["criminal_law"].replace("从旧兼从轻。", "从新。"), encoding="utf-8")
    assert load_statutes(folder, cache).provision("criminal_law:12.1").text == "从新。"


def test_a_broken_file_is_told_again_and_again(folder: Path, cache: Cache) -> None:
    (folder / "criminal_law.yaml").write_text("id: 1\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(KnowledgeBaseError):
            load_statutes(folder, cache)


def test_names_stay_unique_beside_what_is_cached(folder: Path, cache: Cache) -> None:
    load_statutes(folder, cache)
    text = (
        FILES["fashi_2021_8"].replace("fashi_2021_8", "another").replace("法释〔2021〕8号", "法释〔2021〕9号")
    )
    (folder / "another.yaml").write_text(text, encoding="utf-8")
    for _ in range(2):
        with pytest.raises(KnowledgeBaseError, match="已属于"):
            load_statutes(folder, cache)


def test_a_document_that_went_from_the_cache_is_read_from_its_file(folder: Path, cache: Cache) -> None:
    load_statutes(folder, cache)
    statutes = load_statutes(folder, cache)
    shutil.rmtree(cache.folder)
    assert statutes["criminal_law"].lines()


def test_a_whole_base_from_the_cache_is_the_same_base(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    root = kb.load().root
    first, second = (kb.load_from(root, cache) for _ in range(2))
    assert (tmp_path / "rules.parsed").stat().st_size > KEY_SIZE
    assert first.digest == second.digest
    assert first.rules == second.rules
    assert first.facts == second.facts
    assert first.glossary == second.glossary


def test_a_folder_that_was_renamed_is_read_again(folder: Path, cache: Cache) -> None:
    root = folder.parent
    (root / "vocabulary").mkdir()
    (root / "glossary.yaml").write_text("charge: 罪名\n", encoding="utf-8")
    (root / "rules" / "one").mkdir(parents=True)
    rule = "id: x\nkind: definition\nlabel: 甲\nwhen: {fact: a}\n"
    (root / "rules" / "one" / "x.yaml").write_text(rule, encoding="utf-8")
    assert kb.load_from(root, cache).rules["x"].file == str(root / "rules" / "one" / "x.yaml")
    (root / "rules" / "one").rename(root / "rules" / "two")
    assert kb.load_from(root, cache).rules["x"].file == str(root / "rules" / "two" / "x.yaml")


def test_versions_of_the_program_keep_apart_and_old_ones_go(tmp_path: Path) -> None:
    for age, name in enumerate(("parsed-a", "parsed-b", "parsed-c", "parsed-d")):
        cache = Cache(tmp_path / name)
        cache.put("x", KEY, name)
        os.utime(cache.folder, (1_000_000 + age, 1_000_000 + age))
    kept = {folder.name for folder in tmp_path.iterdir()}
    assert kept == {"parsed-b", "parsed-c", "parsed-d"}
    assert Cache(tmp_path / "parsed-c").get("x", KEY) == "parsed-c"
