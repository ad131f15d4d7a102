"""What is said about the scoring of each kind of question."""

from __future__ import annotations

from decimal import Decimal

from ..item import Kind

SCORING: dict[Kind, str] = {
    "single": "每题只有一个正确选项。选对得满分；错选、多选、不选不得分。",
    "multiple": "每题有两个以上正确选项。全部选对得满分；少选而没有错选的得一半分；有错选的、不选的不得分。",
    "true_false": "判断题干后的说法，正确的填“对”，错误的填“错”。判断正确得满分；错判、不答不得分，不倒扣。",
    "blank": "填数额、数量。写汉字或者阿拉伯数字均可，带不带单位均可；数相同即得满分，数不同不得分。",
    "case": "每问分别计分。单选只有一个正确选项；注明多选的，少选而没有错选的得一半分，有错选的不得分。",
}
SHARES = "多选：少选而没有错选的，按选对的比例得分；有错选的不得分"
"""Moodle adds up the shares of the options chosen: half a point for an incomplete choice cannot be said there."""


def share(options: int) -> str:
    """The share of one right option among so many, in per cent, as Moodle lists it."""
    return f"{Decimal(100) / options:.5f}".rstrip("0").rstrip(".")
