"""What the words of a provision say of imprisonment and fines."""

import pytest

from engine.penalty import read_penalty


@pytest.mark.parametrize(
    "words, months, fine",
    [
        ("处三年以下有期徒刑、拘役或者管制，并处或者单处罚金", (0, 36), "并处或者单处罚金"),
        ("处三年以下有期徒刑或者拘役", (1, 36), None),
        ("处三年以上十年以下有期徒刑，并处罚金", (36, 120), "并处罚金"),
        ("处十年以上有期徒刑或者无期徒刑，并处罚金或者没收财产", (120, 180), "并处罚金或者没收财产"),
        (
            "处三年以下有期徒刑或者拘役，并处或者单处一万元以上十万元以下罚金",
            (0, 36),
            "并处或者单处一万元以上十万元以下罚金",
        ),
        (
            "处五年以上有期徒刑，并处违法所得一倍以上五倍以下罚金或者没收财产",
            (60, 180),
            "并处违法所得一倍以上五倍以下罚金或者没收财产",
        ),
    ],
)
def test_a_range_and_its_fine_are_read(words: str, months: tuple[int, int], fine: str | None) -> None:
    penalty = read_penalty(words)
    assert ((penalty.min_months, penalty.max_months), penalty.fine) == (months, fine)
