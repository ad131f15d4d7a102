"""Words by our own jieba: token positions, single characters, and no trace of jieba's own habits."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.fields import STORED, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.query import Phrase

from search.analyzer import PairAnalyzer, Segment, Weighted, WordAnalyzer, Words
from search.dictionary import Dictionary
from search.fold import folded

LAW = "明知他人利用信息网络实施犯罪，为其犯罪提供支付结算等帮助，支付结算金额二十万元以上的；"


@pytest.fixture(scope="module")
def words() -> Words:
    return Words(
        Dictionary.of([LAW, "出租信用卡后刷脸转账"], ["信息网络", "支付结算", "支付结算金额", "刷脸"])
    )


def test_positions_are_token_indexes(words: Words) -> None:
    cut = words.cut(LAW)
    assert [word.position for word in cut] == list(range(len(cut)))
    assert [word.text for word in cut][:5] == ["明知", "他人", "利用", "信息网络", "实施"]


def test_a_word_within_a_word_shares_its_position(words: Words) -> None:
    found = {word.text: word.position for word in words.search("支付结算金额二十万元")}
    assert found == {"支付结算金额": 0, "支付结算": 0, "支付": 0, "结算": 0, "金额": 0, "200000": 1, "元": 2}


@pytest.mark.parametrize("count", [2, 3, 5, 8])
def test_whoosh_finds_a_phrase_of_several_tokens(words: Words, count: int) -> None:
    """With jieba's own ChineseAnalyzer this finds nothing: its positions are character offsets."""
    index = RamStorage().create_index(Schema(words=TEXT(analyzer=WordAnalyzer(words)), key=STORED))
    with index.writer() as writer:
        writer.add_document(words=LAW, key=1)
    tokens = [token.text for token in WordAnalyzer(words)(LAW, positions=True, mode="query")]
    with index.searcher() as searcher:
        for start in range(len(tokens) - count + 1):
            assert len(searcher.search(Phrase("words", tokens[start : start + count]))) == 1
        assert len(searcher.search(Phrase("words", [tokens[0], tokens[2]]))) == 0


def test_single_characters_are_kept(words: Words) -> None:
    assert [word.text for word in words.cut("他卖卡，吃饭")] == ["他", "卖", "卡", "吃", "饭"]


def test_places_point_into_the_text(words: Words) -> None:
    assert {LAW[word.start : word.end] for word in words.cut(LAW) if word.text == "200000"} == {"二十万"}


def test_a_legal_term_is_found_whatever_stands_within_it() -> None:
    words = Words(Dictionary.of([LAW], ["套现、取现"]))
    assert "套现取现" in {word.text for word in words.search("转账、套现、取现的")}


def test_a_legal_term_is_not_found_across_words() -> None:
    words = Words(Dictionary.of(["从犯罪嫌疑人处查获"], ["从犯"]))
    assert "从犯" not in {word.text for word in words.search("从犯罪嫌疑人处查获")}
    assert "从犯" in {word.text for word in words.search("起次要作用的，认定为从犯。")}


@given(st.text(st.sampled_from("明知他人利用信息网络支付结算金额二十万元，、\n刷脸")))
def test_each_word_is_given_once_where_it_stands(words: Words, text: str) -> None:
    found = list(words.search(text))
    assert len({(word.text, word.start) for word in found}) == len(found)
    places = [(word.text, text[word.start : word.end]) for word in found if not word.text.isdecimal()]
    assert all("".join(folded(place)) == word for word, place in places)


def test_segments_weigh_what_they_are_given(words: Words) -> None:
    value = Weighted([Segment("信息网络"), Segment("信用卡", 0.25)])
    boosts = {token.text: token.boost for token in WordAnalyzer(words)(value, positions=True, mode="index")}
    assert (boosts["信息网络"], boosts["信用卡"]) == (1.0, 0.25)


def test_pairs_do_not_run_from_line_to_line() -> None:
    assert [token.text for token in PairAnalyzer()("卖卡，\n二十万元", positions=True)] == [
        *("卖", "卖 卡", "卡"),
        *("200000", "200000 元", "元"),
    ]


def test_jieba_leaves_no_file_and_says_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    Words(Dictionary.of([LAW], ["支付结算"])).cut(LAW)
    assert list(tmp_path.iterdir()) == []
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("category", ["DeprecationWarning", "UserWarning"])
def test_an_old_pkg_resources_may_warn_as_it_likes(tmp_path: Path, category: str) -> None:
    """Where setuptools before 81 is installed, jieba imports it."""
    warning = (
        f"import warnings\nwarnings.warn('pkg_resources is deprecated as an API', {category}, stacklevel=2)\n"
    )
    opened = "def resource_stream(package, name):\n    import jieba\n    return open(jieba.__path__[0] + '/' + name, 'rb')\n"
    (tmp_path / "pkg_resources.py").write_text(warning + opened, encoding="utf-8")
    code = "import search.dictionary as d; print(sorted(d.Dictionary.of(['诈骗'], []).words))"
    command = [sys.executable, "-W", f"error:pkg_resources:{category}", "-c", code]
    environment = os.environ | {"PYTHONPATH": str(tmp_path), "PYTHONUTF8": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - ourselves
    assert (done.stdout, done.stderr) == ("['诈', '诈骗', '骗']\n", "")


def test_the_shared_jieba_is_left_alone(words: Words) -> None:
    words.cut(LAW)
    assert not jieba.dt.initialized
