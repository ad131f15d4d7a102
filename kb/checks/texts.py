"""The texts of the law are as they were when they were compared, and what is doubtful is counted in the open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kb import unverified
from kb.issues import Issue
from kb.load import shown

if TYPE_CHECKING:
    from kb import KnowledgeBase


def verified_texts_are_unchanged(kb: KnowledgeBase) -> Iterator[Issue]:
    """A text that was compared has the fingerprint it had then."""
    for document in kb.statutes.values():
        declared = document.source.digest
        if declared is None or declared == document.digest:
            continue
        yield document.source.issue(
            f"{document.id} 的正文与校对时不同（摘要 {declared}，现为 {document.digest or '无'}）",
            f"与官方文本重新核对；确认无误后改为 digest: {document.digest}",
        )


def doubts_are_listed(kb: KnowledgeBase) -> Iterator[Issue]:
    """UNVERIFIED.md, where a base has one, lists what is doubtful today."""
    file = kb.root / unverified.FILE
    if file.is_file() and file.read_text(encoding="utf-8") != unverified.text(kb):
        yield Issue(shown(file), 1, "与现在的条文、规则不符", "运行 python -m kb.unverified 重新生成")
