"""What an assessment was computed from: the same receipt, the same answer."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import Any

from kb import KnowledgeBase

from .case import Case

VERSION = "0.1.0"
WHERE_READ = {"file", "line"}
"""What a case keeps of the file it was read from; it says nothing of the case."""
LENGTH = 16
INFERENCES = {"rete": "两个推理器核对一致", "direct": "一个推理器（直接求值）"}
"""How it was inferred, in words for people."""
CODE = ("kb", "engine")


def receipt_of(case: Case, kb: KnowledgeBase, inference: str, day: object) -> dict[str, str]:
    """Fingerprints of the case, the law, the rules and the program, with the day of decision (16 hexadecimal digits each).

    The case is summed over what it says, not over how its file is laid out; its order counts.
    """
    return {
        "version": VERSION,
        "base": kb.digest,
        "law": kb.law_digest,
        "rules": kb.rules_digest,
        "engine": engine_digest(),
        "input": input_digest(case),
        "inference": inference,
        "decision_date": str(day),
    }


def input_digest(case: Case) -> str:
    """The fingerprint of what a case says."""
    said = json.dumps(_bare(case.model_dump(by_alias=True)), ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()[:LENGTH]


def _bare(value: Any) -> Any:
    """A tree of values without where each was read."""
    if isinstance(value, dict):
        return {str(key): _bare(entry) for key, entry in value.items() if key not in WHERE_READ}
    return [_bare(entry) for entry in value] if isinstance(value, (list, tuple)) else value


@cache
def engine_digest() -> str:
    """The fingerprint of the program that reads the law and judges cases."""
    summed = hashlib.sha256()
    for package in CODE:
        for file in sorted(files(package).iterdir(), key=lambda entry: entry.name):
            if file.name.endswith(".py"):
                summed.update(file.name.encode())
                summed.update(file.read_bytes())
    return summed.hexdigest()[:LENGTH]


def receipt_line(receipt: dict[str, Any]) -> str:
    """The receipt in one line, for reports and exports."""
    return (
        f"回执：案件 {receipt['input']} · 法律 {receipt['law']} · 规则 {receipt['rules']} · 程序 {receipt['engine']} "
        f"· 版本 {receipt['version']} · 推理 {INFERENCES[receipt['inference']]} · 处理日期 {receipt['decision_date']}"
    )
