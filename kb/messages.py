"""What pydantic and YAML complain about, said in Chinese with a repair."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pydantic_core import ErrorDetails

LONGEST = 30  # characters of a value that a message repeats
Saying = tuple[str, str]

TYPES = {
    "string": "文字",
    "int": "整数",
    "float": "数字",
    "decimal": "数字",
    "bool": "真假值（true 或 false）",
    "date": "日期（如 2019-11-01）",
    "datetime": "日期时间",
    "list": "列表（每项以「- 」开头）",
    "tuple": "列表（每项以「- 」开头）",
    "set": "列表（每项以「- 」开头）",
    "frozen_set": "列表（每项以「- 」开头）",
    "dict": "「键: 值」的映射",
    "model": "「键: 值」的映射",
    "model_attributes": "「键: 值」的映射",
    "none": "空",
}
TYPE_ERROR = re.compile(
    rf"({'|'.join(sorted(TYPES, key=len, reverse=True))})"
    r"_(?:type|parsing|parsing_size|from_float|attributes_type|required|from_date\w*|from_datetime\w*|exact)"
)
LIMITS = {
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "不得小于 {ge}",
    "less_than": "应小于 {lt}",
    "less_than_equal": "不得大于 {le}",
    "multiple_of": "应为 {multiple_of} 的倍数",
    "string_too_short": "至少要有 {min_length} 个字",
    "string_too_long": "至多 {max_length} 个字",
    "too_short": "至少要有 {min_length} 项，现有 {actual_length} 项",
    "too_long": "至多 {max_length} 项，现有 {actual_length} 项",
    "string_pattern_mismatch": "格式不符（应合 {pattern}）",
}
SYNTAX = {
    "mapping values are not allowed": (
        "此处不能再出现冒号",
        "一行只写一个「键: 值」；文字里有「: 」时用引号括起来",
    ),
    "cannot start any token": (
        "此处有不能开头的字符",
        "用空格缩进，不用制表符；以特殊字符开头的文字用引号括起来",
    ),
    "could not find expected ':'": ("缺少冒号", "键后写半角冒号和一个空格（不是全角「：」），并检查缩进"),
    "did not find expected key": ("缩进不一致，或引号、括号没有配对", "同一层的键左端对齐；检查上一行的引号"),
    "did not find expected '-' indicator": ("列表的缩进不一致", "同一列表的各项左端对齐，都以「- 」开头"),
    "did not find expected ',' or ']'": ("方括号里的列表没有写完", "各项之间写半角逗号，末尾写「]」"),
    "did not find expected ',' or '}'": ("花括号里的映射没有写完", "各项之间写半角逗号，末尾写「}」"),
    "unexpected end of stream": ("引号没有闭合", "在文字末尾补上引号"),
    "unknown escape character": ("双引号里有不认识的转义", "改用单引号"),
    "undefined alias": ("引用了未定义的锚点", "先用「&名称」定义，再用「*名称」引用"),
    "duplicate anchor": ("锚点重复定义", "换一个锚点名"),
    "did not find expected alphabetic or numeric character": (
        "锚点名或标签不合格式",
        "以 * 或 & 开头的文字用引号括起来",
    ),
    "found another document": ("一个文件里有多个文档", "删去「---」分隔线，或拆成多个文件"),
    "did not find expected <document start>": ("文件前后结构不一致", "检查上一行的缩进和引号"),
    "control characters are not allowed": ("有不可见的控制字符", "删去该字符"),
}


def in_words(value: object) -> str:
    """The value as an author recognises it."""
    if value is None:
        return "空"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "一个映射"
    if isinstance(value, list | tuple):
        return "一个列表"
    text = value.isoformat() if isinstance(value, dt.date) else str(value)
    return f"「{text if len(text) <= LONGEST else text[:LONGEST] + '……'}」"


def nearest(word: str, allowed: Iterable[str]) -> str:
    """The allowed word most like the given one, or nothing."""
    return next(iter(difflib.get_close_matches(word, list(allowed), 1, 0.5)), "")


def unknown_key(key: str, allowed: Iterable[str]) -> Saying:
    """A key that the format does not have, with the keys that it has."""
    names = list(allowed)
    near = nearest(key, names)
    listed = f"允许的键：{'、'.join(names)}" if names else ""
    if near:
        return f"未知的键「{key}」，是否想写「{near}」？{listed}", f"改为「{near}」或删去"
    return f"未知的键「{key}」" + (f"。{listed}" if listed else ""), "删去这个键，或改为允许的键"


def wrong_choice(value: object, expected: str) -> Saying:
    """A value outside a closed list."""
    allowed = re.findall(r"'([^']*)'", expected) or [expected]
    near = nearest(str(value), allowed)
    return f"应为下列之一：{'、'.join(allowed)}；现为{in_words(value)}", f"改为「{near}」" if near else ""


def wrong_type(wanted: str, value: object) -> Saying:
    """A value of another type than the format asks for."""
    return f"应为{wanted}，现为{in_words(value)}", _type_repair(wanted, value)


def _type_repair(wanted: str, value: object) -> str:
    if wanted == TYPES["string"] and value is not None and not isinstance(value, dict | list):
        return f"加上引号：'{value if not isinstance(value, bool) else str(value).lower()}'"
    if "映射" in wanted and isinstance(value, str) and "：" in value:
        return "键后用半角冒号和一个空格「: 」，不用全角「：」"
    if wanted == TYPES["int"] and isinstance(value, str) and re.fullmatch(r"[\d,，_ ]+", value):
        return f"写作 {re.sub(r'[^0-9]', '', value)}，不加引号和逗号"
    return ""


def saying(error: ErrorDetails, allowed: Iterable[str]) -> Saying:
    """The problem and the repair for one pydantic error; `allowed` are the keys at an unknown key."""
    kind, value, context = error["type"], error["input"], error.get("ctx", {})
    last = str(error["loc"][-1]) if error["loc"] else ""
    if kind == "missing":
        return f"缺少键「{last}」", f"补上「{last}: …」"
    if kind == "extra_forbidden":
        return unknown_key(last, allowed)
    if kind in {"literal_error", "enum"}:
        return wrong_choice(value, str(context["expected"]))
    if kind in LIMITS:
        now = "" if kind in {"too_short", "too_long"} else f"，现为{in_words(value)}"
        return f"{LIMITS[kind].format(**context)}{now}", ""
    if match := TYPE_ERROR.fullmatch(kind):
        return wrong_type(TYPES[match[1]], value)
    return _raised(kind, error["msg"], context, value)


def _raised(kind: str, message: str, context: Mapping[str, Any], value: object) -> Saying:
    """The words of a validator of ours («问题 → 怎样改»), or pydantic's own as a last resort."""
    if kind == "union_tag_invalid":
        return wrong_choice(context["tag"], str(context["expected_tags"]))
    if kind == "union_tag_not_found":
        key = str(context["discriminator"]).strip("'()")
        return f"看不出是哪一种：缺少或写错了键「{key}」", ""
    if kind in {"value_error", "assertion_error"} and "error" in context:
        message = str(context["error"])
    elif kind == "is_instance_of" or kind.endswith("_type"):
        return wrong_type("别的类型", value)
    problem, _, repair = message.partition("→")
    return problem.strip(), repair.strip()


def syntax(problem: str) -> Saying:
    """What libyaml's or PyYAML's complaint means."""
    for known, words in SYNTAX.items():
        if known in problem:
            return words
    return f"YAML 语法错误：{problem}", "检查这一行的缩进、冒号和引号"
