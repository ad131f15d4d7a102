"""Reads a case file, with every problem at once."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kb import KnowledgeBase
from kb.issues import Issue, KnowledgeBaseError
from kb.load import Node, build, parse_yaml, read_yaml, shown

from .case import Case, CaseError
from .case_issues import issues_of


def read_case(path: Path, kb: KnowledgeBase, today: datetime.date | None = None) -> Case:
    """Read and check a case file; raises CaseError with every problem at once."""
    if not path.is_file():
        raise CaseError([Issue(str(path), 1, "找不到案件文件", "检查路径；可先用 examples/ 中的例子")])
    return _checked(lambda: read_yaml(path), shown(path), kb, today)


def parse_case(text: str, kb: KnowledgeBase, name: str = "案件", today: datetime.date | None = None) -> Case:
    """Read and check a case from text (YAML or JSON); raises CaseError with every problem at once."""
    return _checked(lambda: parse_yaml(text, name), name, kb, today)


def _checked(read: Callable[[], Any], name: str, kb: KnowledgeBase, today: datetime.date | None) -> Case:
    try:
        tree = read()
        if not isinstance(tree, Node):
            raise CaseError([Issue(name, 1, "案件文件不是键值结构", "首行应为 format: 1，参照 examples/")])
        case = build(Case, tree)
    except KnowledgeBaseError as error:
        raise CaseError(error.issues) from None
    issues = list(issues_of(case, kb, today or datetime.date.today()))
    if issues:
        raise CaseError(issues)
    return case
