"""What the words of a provision give as a range: months, life, death, fines; and which of two is heavier."""

from __future__ import annotations

import re

import pytest

from engine.penalty import read_penalty
from kb import load

PENALTY = re.compile(r"(?<!判)处[^；。：]*(?:徒刑|拘役|管制|死刑)[^；。：]*")


RANGES: dict[str, tuple[int, int, bool, bool, str | None]] = {
    "处三年以下有期徒刑或者拘役，并处或者单处罚金": (0, 36, False, False, "并处或者单处罚金"),
    "处三年以下有期徒刑或者拘役": (1, 36, False, False, None),
    "处三年以下有期徒刑或者拘役，并处或者单处一万元以上十万元以下罚金": (
        0,
        36,
        False,
        False,
        "并处或者单处一万元以上十万元以下罚金",
    ),
    "处五年以上有期徒刑，并处违法所得一倍以上五倍以下罚金或者没收财产": (
        60,
        180,
        False,
        False,
        "并处违法所得一倍以上五倍以下罚金或者没收财产",
    ),
    "处三年以上十年以下有期徒刑，并处罚金": (36, 120, False, False, "并处罚金"),
    "处十年以上有期徒刑或者无期徒刑，并处罚金或者没收财产": (120, 180, True, False, "并处罚金或者没收财产"),
    "处十年以上有期徒刑、无期徒刑或者死刑": (120, 180, True, True, None),
    "处一年以下有期徒刑、拘役或者管制，并处罚金": (1, 12, False, False, "并处罚金"),
    "处拘役或者管制，并处或者单处罚金": (0, 6, False, False, "并处或者单处罚金"),
    "处三年以下有期徒刑、拘役、管制或者剥夺政治权利": (0, 36, False, False, None),
    "处无期徒刑或者死刑，并处没收财产": (180, 180, True, True, "并处没收财产"),
    "处死刑，并处没收财产": (180, 180, False, True, "并处没收财产"),
    "处五年以下有期徒刑或者拘役，并处或者单处违法所得一倍以上五倍以下罚金": (
        0,
        60,
        False,
        False,
        "并处或者单处违法所得一倍以上五倍以下罚金",
    ),
}


@pytest.mark.parametrize("text", RANGES)
def test_a_range_is_read_from_the_words(text: str) -> None:
    found = read_penalty(text)
    assert (found.min_months, found.max_months, found.life, found.death, found.fine) == RANGES[text]


def test_ranges_are_ordered_by_their_top_then_by_their_bottom() -> None:
    rising = [
        "处拘役或者管制",
        "处一年以下有期徒刑、拘役或者管制",
        "处三年以下有期徒刑、拘役或者管制",
        "处三年以下有期徒刑或者拘役",
        "处三年以上七年以下有期徒刑",
        "处三年以上十年以下有期徒刑",
        "处五年以上十年以下有期徒刑",
        "处十年以上有期徒刑",
        "处十年以上有期徒刑或者无期徒刑",
        "处十年以上有期徒刑、无期徒刑或者死刑",
        "处无期徒刑或者死刑",
        "处死刑",
    ]
    weights = [read_penalty(text).weight for text in rising]
    assert weights == sorted(weights)
    assert len(set(weights)) == len(weights)


def test_every_range_of_the_criminal_law_can_be_read() -> None:
    read = {
        match[0]
        for wording in load().statutes["criminal_law"].wordings
        if int(wording.citation.partition(":")[2].split("-")[0].split(".")[0]) > 101  # 分则
        for match in PENALTY.finditer(wording.text)
    }
    assert len(read) > 80
    for text in sorted(read):
        range_ = read_penalty(text)
        assert range_.min_months <= range_.max_months, text


def test_words_without_a_range_are_refused() -> None:
    with pytest.raises(ValueError, match="读不出法定刑"):
        read_penalty("依照前款的规定处罚")
