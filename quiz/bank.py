"""Banks as YAML files: written so that a trainer can read them, read back strictly."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from kb.issues import Issue, KnowledgeBaseError
from kb.load import Node, build, read_yaml

from .item import Bank

PLAIN = re.compile(r"[A-Za-z_㐀-鿿][\w㐀-鿿（）、，。；〔〕“”—·-]*")
RESERVED = frozenset({"true", "false", "null"})
HEAD = "# 罪链题库：每题的答案都由两个推理器证明；法律有变后运行 zuilian quiz recheck 重新证明。\n"


class BankError(KnowledgeBaseError):
    """A bank cannot be used; carries every problem with its line and the repair."""


def write_bank(bank: Bank, path: Path) -> None:
    """Write a bank as YAML."""
    data = bank.model_dump(mode="python", exclude={"file", "line"}, exclude_defaults=False)
    path.write_text(HEAD + "\n".join(_block(_bare(data), 0)) + "\n", encoding="utf-8")


def read_bank(path: Path) -> Bank:
    """Read a bank; raises BankError with every problem at once."""
    if not path.is_file():
        raise BankError([Issue(str(path), 1, "找不到题库文件", "检查路径；题库由 zuilian quiz build 生成")])
    try:
        tree = read_yaml(path)
        if isinstance(tree, Node):
            return build(Bank, tree)
    except UnicodeDecodeError:
        raise BankError([Issue(str(path), 1, "文件不是 UTF-8 编码", "另存为 UTF-8 后再试")]) from None
    except KnowledgeBaseError as error:
        raise BankError(error.issues) from None
    raise BankError([Issue(str(path), 1, "题库文件不是键值结构", "题库由 zuilian quiz build 生成")])


def _bare(data: Any) -> Any:
    """The data without what only says where it was read, and without what is empty."""
    if isinstance(data, dict):
        kept = {key: _bare(value) for key, value in data.items() if key not in ("file", "line")}
        return {key: value for key, value in kept.items() if value not in (None, (), [], {})}
    return [_bare(value) for value in data] if isinstance(data, (list, tuple)) else data


def _block(data: dict[str, Any], depth: int) -> Iterator[str]:
    pad = "  " * depth
    for key, value in data.items():
        if isinstance(value, dict):
            yield f"{pad}{_scalar(key)}:"
            yield from _block(value, depth + 1)
        elif isinstance(value, list) and any(isinstance(entry, dict) for entry in value):
            yield f"{pad}{_scalar(key)}:"
            for entry in value:
                first, *rest = _block(entry, depth + 2)
                yield f"{pad}  - {first.lstrip()}"
                yield from rest
        else:
            yield f"{pad}{_scalar(key)}: {_flow(value)}"


def _flow(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_scalar(entry) for entry in value)}]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, Decimal, datetime.date)):
        return str(value)
    text = str(value)
    plain = PLAIN.fullmatch(text) and text not in RESERVED
    return text if plain else json.dumps(text, ensure_ascii=False)
