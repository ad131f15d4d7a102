"""Banks as YAML files: written so that a trainer can read them, read back strictly."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from kb.issues import Issue, KnowledgeBaseError
from kb.load import Node, build, read_yaml
from kb.yaml_text import yaml_lines

from .item import LETTERS, Bank, Question

ITEM = re.compile(r"q[0-9a-f]{1,16}")
REPAIR = "改回程序生成的样子，或者删去这一题"
HEAD = "# 罪链题库：每题的答案都由两个推理器证明；法律有变后运行 zuilian quiz recheck 重新证明。\n"


class BankError(KnowledgeBaseError):
    """A bank cannot be used; carries every problem with its line and the repair."""


def write_bank(bank: Bank, path: Path) -> None:
    """Write a bank as YAML."""
    data = bank.model_dump(mode="python", exclude={"file", "line"}, exclude_defaults=False)
    path.write_text(HEAD + "\n".join(yaml_lines(_bare(data))) + "\n", encoding="utf-8")


def read_bank(path: Path) -> Bank:
    """Read a bank; raises BankError with every problem at once."""
    if not path.is_file():
        raise BankError([Issue(str(path), 1, "找不到题库文件", "检查路径；题库由 zuilian quiz build 生成")])
    try:
        tree = read_yaml(path)
        if isinstance(tree, Node):
            return _sound(build(Bank, tree))
    except UnicodeDecodeError:
        raise BankError([Issue(str(path), 1, "文件不是 UTF-8 编码", "另存为 UTF-8 后再试")]) from None
    except KnowledgeBaseError as error:
        raise BankError(error.issues) from None
    raise BankError([Issue(str(path), 1, "题库文件不是键值结构", "题库由 zuilian quiz build 生成")])


def _sound(bank: Bank) -> Bank:
    """The bank; BankError where a question cannot be asked or its answers cannot be kept apart."""
    issues, seen = [], set[str]()
    for item in bank.items:
        faults = [fault for question in item.questions if (fault := _fault(question))]
        if not item.questions:
            faults.append("没有问题（questions）")
        if item.id in seen:
            faults.append("题的标识与前面的题相同")
        if not ITEM.fullmatch(item.id):
            faults.append("题的标识不是 q 加十六进制数")
        seen.add(item.id)
        issues += [Issue(item.file, item.line, f"「{item.id}」{fault}", REPAIR) for fault in faults]
    if issues:
        raise BankError(issues)
    return bank


def _fault(question: Question) -> str:
    if question.kind == "blank":
        return "" if question.answers else "填空没有答案（answers）"
    return "" if 0 < len(question.options) <= len(LETTERS) else f"选项须有 1 至 {len(LETTERS)} 个（options）"


def _bare(data: Any) -> Any:
    """The data without what only says where it was read, and without what is empty."""
    if isinstance(data, dict):
        kept = {key: _bare(value) for key, value in data.items() if key not in ("file", "line")}
        return {key: value for key, value in kept.items() if value not in (None, (), [], {})}
    return [_bare(value) for value in data] if isinstance(data, (list, tuple)) else data
