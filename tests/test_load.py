"""YAML to trees and models: what is read, and what an author is told about a mistake."""

from __future__ import annotations

import datetime as dt
import pickle
import sys
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

import pytest
import yaml
from pydantic import Field, field_validator, model_validator

from kb.issues import Issue, KnowledgeBaseError
from kb.load import Items, Located, Node, build, parse_yaml, read_yaml, shown


class Leaf(Located):
    n: int
    cite: str | list[str] = ""


class Square(Located):
    kind: Literal["square"]
    side: int


class Circle(Located):
    kind: Literal["circle"]
    radius: int
    square: str = ""


class Tree(Located):
    id: str
    kind: Literal["law", "amendment"] = "law"
    day: dt.date | None = None
    share: Decimal = Decimal(0)
    bound: int | Decimal | Leaf | None = None
    leaves: tuple[Leaf | str, ...] = ()
    by: dict[int, Leaf] = {}
    ok: bool = True
    few: tuple[Leaf, ...] = Field((), min_length=1)
    start: int | None = Field(None, alias="from")
    shape: Annotated[Square | Circle, Field(discriminator="kind")] | None = None

    @field_validator("id")
    @classmethod
    def _short(cls, value: str) -> str:
        if len(value) > 5:
            msg = "id 太长 → 不超过五个字"
            raise ValueError(msg)
        return value

    @model_validator(mode="after")
    def _id_is_not_kind(self) -> Tree:
        if self.id == self.kind:
            msg = "id 与 kind 相同"
            raise ValueError(msg)
        return self


def issues_in(text: str, model: type[Located] = Tree) -> list[Issue]:
    with pytest.raises(KnowledgeBaseError) as caught:
        build(model, parse_yaml(text, "x.yaml"))
    return list(caught.value.issues)


def the_issue(text: str) -> Issue:
    (issue,) = issues_in(text)
    return issue


def test_a_mapping_knows_its_file_and_the_lines_of_its_keys() -> None:
    tree = parse_yaml("a: 1\nb:\n  c: [x,\n    y]\n", "x.yaml")
    assert isinstance(tree, Node)
    assert (tree.file, tree.line, tree.key_line) == ("x.yaml", 1, {"a": 1, "b": 2})
    assert tree["b"].key_line == {"c": 3}
    assert isinstance(tree["b"]["c"], Items)
    assert tree["b"]["c"].item_line == [3, 4]


@pytest.mark.parametrize(
    "written, value",
    [
        ("200_000", 200_000),
        ("-3", -3),
        ("012", "012"),
        ("12:30", "12:30"),
        ("1e3", "1e3"),
        ("0.80", Decimal("0.80")),
        ("2019-10-21", dt.date(2019, 10, 21)),
        ("true", True),
        ("false", False),
        ("yes", "yes"),
        ("No", "No"),
        ("on", "on"),
        ("off", "off"),
        ("~", None),
        ("null", None),
        ("", None),
        ("'1'", "1"),
        ("287-2", "287-2"),
    ],
)
def test_scalars_are_what_they_look_like(written: str, value: object) -> None:
    read = parse_yaml(f"a: {written}", "x.yaml")["a"]
    assert read == value
    assert type(read) is type(value)


def test_merge_keys_give_way_to_the_mappings_own_and_are_no_duplicates() -> None:
    tree = parse_yaml("base: &b {k: 1, m: 1}\nx: {<<: *b, k: 2}\ny: {<<: [*b, {n: 3, k: 9}]}", "x.yaml")
    assert tree["x"] == {"k": 2, "m": 1}
    assert tree["y"] == {"k": 1, "m": 1, "n": 3}


def test_every_duplicate_key_is_refused_with_the_line_of_the_first() -> None:
    first, second = issues_in("a: 1\nb: {c: 1,\n  c: 2}\na: 3\n")
    assert (first.line, second.line) == (3, 4)
    assert "键「c」重复，第一次出现在第 2 行" in first.problem
    assert "键「a」重复，第一次出现在第 1 行" in second.problem


@pytest.mark.parametrize(
    "text, line, words",
    [
        ("a: 1\n  b: 2\n", 2, "冒号"),
        ("a: 'x\nb: 1\n", 3, "引号没有闭合"),
        ("a：1\nb: 2\n", 1, "全角冒号"),
        ("a: [1, 2\nb: 3\n", 2, "方括号"),
        ("a: {b: 1\nc: 3\n", 2, "花括号"),
        ("a: *missing\n", 1, "未定义的锚点"),
        ("a:\n\t- b\n", 2, "不能开头的字符"),
        ("a: 1\n---\nb: 2\n", 2, "多个文档"),
        ("", 1, "文件是空的"),
        ("# 只有注释\n", 1, "文件是空的"),
        ("a: !!python/object:x y\n", 1, "不支持的标签"),
        ("a: !!set {x, y}\n", 1, "不支持的标签"),
        ("a: 2019-02-30\n", 1, "没有这一天"),
        ("a: !!int abc\n", 1, "不合所标的类型"),
        ("a: &a [*a]\n", 1, "锚点引用了它自己"),
        ("[1, 2]: 3\n", 1, "键必须是单个词"),
        ("a: {<<: 3}\n", 1, "只能并入映射"),
        ("a: 1\nb: \x00\n", 2, "控制字符"),
    ],
)
def test_what_is_no_yaml_is_said_in_chinese_with_the_line(text: str, line: int, words: str) -> None:
    issue = issues_in(text)[0]
    assert (issue.file, issue.line) == ("x.yaml", line)
    assert words in issue.problem
    assert issue.repair


def test_a_model_remembers_where_it_was_read() -> None:
    tree = build(Tree, parse_yaml("id: x\nleaves:\n  - n: 1\n  - {n: 2}\nby: {1: {n: 3}}\n", "x.yaml"))
    assert (tree.file, tree.line) == ("x.yaml", 1)
    assert [leaf.line for leaf in tree.leaves if isinstance(leaf, Leaf)] == [3, 4]
    assert tree.by[1].line == 5
    assert tree.issue("坏了", "修好") == Issue("x.yaml", 1, "坏了", "修好")


def test_the_place_is_no_part_of_the_data() -> None:
    tree = build(Tree, {"id": "x"})
    assert {"file", "line"}.isdisjoint(tree.model_dump())
    assert {"file", "line"}.isdisjoint(Tree.model_json_schema()["properties"])


@pytest.mark.parametrize("key", ["file", "line"])
def test_an_author_cannot_write_the_place(key: str) -> None:
    assert f"未知的键「{key}」" in the_issue(f"id: x\n{key}: 3\n").problem


def test_an_unknown_key_lists_the_known_ones_and_the_nearest() -> None:
    issue = the_issue("id: x\nleafs: []\n")
    assert issue.line == 2
    assert issue.problem.startswith("未知的键「leafs」，是否想写「leaves」？允许的键：id、kind、")
    assert "from" in issue.problem
    assert "line" not in issue.problem


def test_an_unknown_key_deep_down_lists_the_keys_of_its_own_place() -> None:
    issue = the_issue("id: x\nby:\n  1:\n    n: 1\n    nn: 2\n")
    assert issue.line == 5
    assert issue.problem == "未知的键「nn」，是否想写「n」？允许的键：n、cite"


@pytest.mark.parametrize(
    "text, line, problem, repair",
    [
        ("kind: law\n", 1, "缺少键「id」", "补上「id: …」"),
        ("id: 3\n", 1, "应为文字，现为「3」", "加上引号：'3'"),
        ("id: x\nkind: laws\n", 2, "应为下列之一：law、amendment；现为「laws」", "改为「law」"),
        ("id: x\nday: 20191101\n", 2, "应为日期（如 2019-11-01），现为「20191101」", ""),
        ("id: x\nday: 86400\n", 2, "应为日期（如 2019-11-01），现为「86400」", ""),
        ("id: x\nday: 今天\n", 2, "应为日期（如 2019-11-01），现为「今天」", ""),
        ("id: x\nok: 1\n", 2, "应为真假值（true 或 false），现为「1」", ""),
        ("id: x\nok: yes\n", 2, "应为真假值（true 或 false），现为「yes」", ""),
        ("id: x\nfrom: true\n", 2, "应为整数，现为true", ""),
        ("id: x\nfrom: '1,000'\n", 2, "应为整数，现为「1,000」", "写作 1000，不加引号和逗号"),
        ("id: x\nleaves: 3\n", 2, "应为列表（每项以「- 」开头），现为「3」", ""),
        ("id: x\nby: [1]\n", 2, "应为「键: 值」的映射，现为一个列表", ""),
        (
            "id: x\nby: {1: 'n：1'}\n",
            2,
            "应为「键: 值」的映射，现为「n：1」",
            "键后用半角冒号和一个空格「: 」，不用全角「：」",
        ),
        ("id: x\nleaves:\n- n: 1\n- n: 1.5\n", 4, "应为整数，现为「1.5」", ""),
        ("id: x\nleaves:\n- n: 1\n  cite: [a, 3]\n", 4, "应为文字，现为「3」", "加上引号：'3'"),
        ("id: x\nfew: []\n", 2, "至少要有 1 项，现有 0 项", ""),
        ("id: x\nfew: [{n: a}]\n", 2, "应为整数，现为「a」", ""),
        ("id:\n", 1, "应为文字，现为空", ""),
        ("id: x\nok: [true]\n", 2, "应为真假值（true 或 false），现为一个列表", ""),
        ("id: toolong\n", 1, "id 太长", "不超过五个字"),
        ("kind: law\nid: law\n", 1, "id 与 kind 相同", ""),
        ("id: x\nby: {a: {n: 1}}\n", 2, "应为整数，现为「a」", ""),
        (
            "id: x\nbound:\n  n: 1\n  m: 2\n",
            4,
            "未知的键「m」。允许的键：n、cite",
            "删去这个键，或改为允许的键",
        ),
        ("id: x\nshape:\n  kind: square\n  side: a\n", 4, "应为整数，现为「a」", ""),
        ("id: x\nshape:\n  kind: circle\n  square: a\n", 2, "缺少键「radius」", "补上「radius: …」"),
        (
            "id: x\nshape:\n  kind: circl\n",
            2,
            "应为下列之一：square、circle；现为「circl」",
            "改为「circle」",
        ),
        ("id: x\nshape:\n  side: 1\n", 2, "看不出是哪一种：缺少或写错了键「kind」", ""),
    ],
)
def test_each_mistake_is_told_at_its_line(text: str, line: int, problem: str, repair: str) -> None:
    assert the_issue(text) == Issue("x.yaml", line, problem, repair)


def test_all_mistakes_of_a_file_are_told_at_once_in_order() -> None:
    issues = issues_in("kind: laws\nok: maybe\nleaves:\n  - {m: 1, n: 1}\nfrom: a\n")
    assert [issue.line for issue in issues] == [1, 1, 2, 4, 5]


class Deep(Located):
    """A recursive model whose unions bear the names of its keys."""

    all_of: tuple[Deep, ...] | None = Field(None, alias="all")
    bound: int | Leaf | None = None


def test_a_mistake_far_down_is_found_quickly() -> None:
    depth = 40
    lines = ["all:"] + [f"{'  ' * i}- all:" for i in range(1, depth)] + [f"{'  ' * depth}- bound: {{n: x}}"]
    issue = issues_in("\n".join(lines), Deep)[0]
    assert issue.line == depth + 1
    assert "应为整数" in issue.problem


def test_json_is_read_too_and_its_dates_are_strings() -> None:
    tree = build(Tree, parse_yaml('{"id": "x", "day": "2019-11-01", "ok": false}', "x.json"))
    assert (tree.day, tree.ok) == (dt.date(2019, 11, 1), False)


def test_a_string_of_digits_is_no_date() -> None:
    assert "应为日期" in the_issue("id: x\nday: '20191101'\n").problem


def test_a_file_of_the_package_is_named_from_the_package_down(tmp_path: Path) -> None:
    assert shown(Path(str(files("kb"))) / "statutes" / "x.yaml") == "kb/statutes/x.yaml"
    assert shown(tmp_path / "x.yaml") == str(tmp_path / "x.yaml")


def test_a_file_that_cannot_be_read_is_an_issue(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeBaseError, match="读不到文件"):
        read_yaml(tmp_path / "none.yaml")
    (tmp_path / "gbk.yaml").write_bytes("a: 1\nb: 刑法\n".encode("gbk"))
    with pytest.raises(KnowledgeBaseError, match=r"gbk\.yaml:2: 不是 UTF-8"):
        read_yaml(tmp_path / "gbk.yaml")


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path: Path) -> None:
    (tmp_path / "bom.yaml").write_text("a: 1\n", encoding="utf-8-sig")
    assert read_yaml(tmp_path / "bom.yaml") == {"a": 1}


def test_issues_are_sorted_without_repeats_and_say_the_repair() -> None:
    late, early = Issue("b.yaml", 2, "坏", "修"), Issue("a.yaml", 9, "坏")
    error = KnowledgeBaseError([late, early, late])
    assert error.issues == (early, late)
    assert pickle.loads(pickle.dumps(error)).issues == error.issues  # noqa: S301  # our own bytes
    assert str(error) == "a.yaml:9: 坏\nb.yaml:2: 坏\n    → 修"
    assert str(Issue("条号", 0, "坏", "修")) == "条号: 坏\n    → 修"


def test_the_pure_python_parser_tells_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where PyYAML was built without libyaml the same trees and lines come out."""
    module = sys.modules["kb.load"]
    text = "a: 1\nb:\n  - {c: 200_000, d: yes}\n  - 2019-11-01\n"
    expected = parse_yaml(text, "x.yaml")

    class Slow(yaml.SafeLoader):
        yaml_implicit_resolvers = module._Loader.yaml_implicit_resolvers

    monkeypatch.setattr(module, "_Loader", Slow)
    read = parse_yaml(text, "x.yaml")
    assert read == expected
    assert read["b"].item_line == expected["b"].item_line
