"""What is suggested while somebody types."""

import pytest
from search_index import whole_index

import kb
from search import Suggester

SUGGESTER = Suggester(kb.load())


def texts(prefix: str, limit: int = 8) -> list[str]:
    return [suggestion.text for suggestion in SUGGESTER.suggest(prefix, limit)]


@pytest.mark.parametrize(
    "prefix, text",
    [
        ("帮", "帮助信息网络犯罪活动罪"),
        ("bx", "帮信罪"),
        ("bangx", "帮信罪"),
        ("yanyin", "掩隐罪"),
        ("诈", "诈骗罪"),
        ("跑", "跑分"),
        ("刑法28", "刑法第二百八十条"),
        ("287", "刑法第二百八十七条"),
        ("法释2019", "法释〔2019〕15号"),
        ("法释〔2019", "法释〔2019〕15号"),
        ("電詐", "电诈罪"),
    ],
)
def test_what_begins_so_is_suggested(prefix: str, text: str) -> None:
    assert text in texts(prefix)


def test_the_last_word_is_completed() -> None:
    assert "帮信 情节严重" in texts("帮信 情")
    assert texts("帮信 ") == []


def test_a_charge_comes_before_a_document_and_says_its_article() -> None:
    first = SUGGESTER.suggest("掩饰")[0]
    assert (first.what, first.citation) == ("罪名", "criminal_law:312")
    assert first.detail == "刑法第三百一十二条"


@pytest.mark.parametrize("prefix", ["", " ", "，", "😀", "\0", "<script>", "囧", "'; DROP TABLE", "a" * 5000])
def test_nothing_is_made_up(prefix: str) -> None:
    assert texts(prefix) == []


def test_no_suggestion_comes_twice_and_none_repeats_what_is_typed() -> None:
    for prefix in ("帮", "电诈", "刑法", "z", "帮信罪"):
        found = texts(prefix, 50)
        assert len(found) == len(set(found))
        assert prefix not in found
    assert len(texts("z", 3)) == 3
    assert texts("z", -1) == []


def test_what_is_suggested_finds_something() -> None:
    """Articles are left out: a citation finds its provision."""
    index = whole_index()
    suggested = [one.text for one in SUGGESTER if one.what != "条文"]
    assert [text for text in suggested if not index.find(text, limit=1)] == []
