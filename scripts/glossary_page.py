"""docs/glossary.md: every identifier of rules, case files and findings with its Chinese term, as kb/glossary.yaml groups them."""

from __future__ import annotations

from collections.abc import Iterator

from kb import KnowledgeBase

HEAD = """\
# 词汇对照

由 `make generated` 从 `kb/glossary.yaml` 生成。规则文件、案件文件、结论的 JSON 里的英文标识，各有一个中文术语；代码里也只用这些词。
案件里可以写的事实、行为种类另见 `zuilian facts`。
"""


def glossary_page(base: KnowledgeBase) -> str:
    """The page, as Markdown."""
    lines = (base.root / "glossary.yaml").read_text(encoding="utf-8").splitlines()
    return "\n".join([HEAD, *_groups(lines[1:])]) + "\n"


def _groups(lines: list[str]) -> Iterator[str]:
    """A heading and a table for each comment of the file."""
    for line in lines:
        if line.startswith("# "):
            yield f"\n## {line[2:]}\n\n| 标识 | 术语 |\n|---|---|"
        elif line:
            name, _, term = line.partition(": ")
            yield f"| `{name}` | {term} |"
