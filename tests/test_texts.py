"""What was compared stays as it was; what is doubtful or lacking is said in the open."""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from kb import KnowledgeBaseError, load, load_from, unverified
from kb.checks.texts import doubts_are_listed, verified_texts_are_unchanged
from kb.not_held import NotHeld, not_held

SHIPPED = Path(str(files("kb")))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(
        shutil.copytree(SHIPPED, tmp_path / "kb", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    )


def changed(root: Path, document: str, old: str, new: str) -> Path:
    file = root / "statutes" / f"{document}.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return file


def test_every_document_with_a_confirmed_line_carries_its_digest() -> None:
    for document in load().statutes.values():
        assert document.source.digest == document.digest, document.id
    assert sum(1 for document in load().statutes.values() if document.digest) >= 100


@pytest.mark.parametrize(
    "document, old, new",
    [
        ("fashi_2017_10", "五百条以上", "五百条以下"),
        ("fashi_2024_10", "五百万元", "三百万元"),
        ("criminal_law", "to: 2006-06-28", "to: 2006-06-27"),
        ("fafa_2016_22", "电子数据是案件发生过程中形成的", "电子数据是案件发生过程中产生的"),
    ],
)
def test_a_character_or_a_day_that_changed_is_reported(root: Path, document: str, old: str, new: str) -> None:
    file = changed(root, document, old, new)
    (issue,) = verified_texts_are_unchanged(load_from(root))
    assert issue.file == str(file)
    assert "正文与校对时不同" in issue.problem
    assert "digest: " in issue.repair


def test_a_doubtful_line_may_change_without_a_word(root: Path) -> None:
    """Nobody has compared it; once it is confirmed its doubt is taken away and the digest changes."""
    changed(root, "fafa_2021_22", "流量卡、物联网卡20张以上的", "流量卡、物联网卡二十张以上的")
    assert list(verified_texts_are_unchanged(load_from(root))) == []


def test_the_list_of_doubts_is_that_of_today(root: Path) -> None:
    assert list(doubts_are_listed(load())) == []
    (root / unverified.FILE).write_text("旧的", encoding="utf-8")
    (issue,) = doubts_are_listed(load_from(root))
    assert "python -m kb.unverified" in issue.repair


def test_the_list_names_the_line_the_doubt_the_rules_and_where_to_look() -> None:
    text = unverified.text(load())
    row = next(line for line in text.splitlines() if "法发〔2025〕12号第6条" in line)
    assert "只有转述，没有原文" in row
    assert "帮助信息网络犯罪活动罪" in row
    assert "kb/statutes/fafa_2025_12.yaml:" in row
    assert "court.gov.cn/zixun/xiangqing/472121.html" in text


def test_every_doubtful_line_is_on_the_list() -> None:
    text = unverified.text(load())
    for document in load().statutes.values():
        doubtful = [line for line in document.wordings if line.own_doubt and line.printed]
        assert (f"（{document.id}）" in text) == bool(doubtful), document.id


def test_what_is_not_held_is_known_and_not_held() -> None:
    entries = not_held(SHIPPED)
    names = {name for document in load().statutes.values() for name in document.names}
    assert len(entries) >= 10
    for entry in entries:
        assert entry.title not in names
        assert entry.number not in names
        assert len(entry.why) >= 4


def test_a_document_that_is_not_held_is_known_by_its_number_or_title() -> None:
    entry = NotHeld(title="某某规定", number="法释〔2000〕11号", date="2000-05-12", why="已经废止")
    assert entry.is_named("法释[2000]11号")
    assert entry.is_named("《某某规定》")
    assert not entry.is_named("法释〔2000〕12号")
    assert not entry.is_named("")


def test_a_list_of_what_is_not_held_is_checked_like_every_file(root: Path) -> None:
    (root / "not_held.yaml").write_text("not_held:\n  - title: 甲\n", encoding="utf-8")
    with pytest.raises(KnowledgeBaseError, match="缺少键"):
        not_held(root)
