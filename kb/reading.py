"""A knowledge base read from its folder: every file, every problem of every file, with what a cache has kept."""

from __future__ import annotations

import functools
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from .base import KnowledgeBase
from .cache import Cache, key_of, user_cache
from .case_rules import RULE_KINDS
from .files import TEST_SUFFIX, digest_of, yaml_files
from .issues import Issue, KnowledgeBaseError
from .load import Node, build, read_yaml, shown
from .rules import Rule
from .statutes import Statutes, load_statutes
from .vocabulary import Vocabulary

WORDS = ("facts", "conduct", "chain", "evidence", "fraud_types")
"""The sections of the vocabulary."""


@functools.cache
def load() -> KnowledgeBase:
    """The knowledge base that ships with the program, read once."""
    return load_from(files("kb"), user_cache())


def load_from(root: Traversable | Path, cached: Cache | None = None) -> KnowledgeBase:
    """Read a knowledge base from a folder; raises KnowledgeBaseError with every problem of every file."""
    issues: list[Issue] = []
    statutes = Statutes({})
    try:
        statutes = load_statutes(root / "statutes", cached)
    except KnowledgeBaseError as error:
        issues.extend(error.issues)
    digest = digest_of(root)
    # what was read names its file, which a folder that was only renamed does not change in the digest
    places = "\n".join(shown(file) for file in yaml_files(root))
    key = key_of(digest.encode(), places.encode())
    kept = cached.get("rules", key) if cached else None
    rules, vocabulary, glossary = kept or _read_words(root, issues)
    if issues:
        raise KnowledgeBaseError(issues)
    if cached and kept is None:
        cached.put("rules", key, (rules, vocabulary, glossary))
    return KnowledgeBase(root, statutes, rules, vocabulary, glossary, digest)


def _read_words(
    root: Traversable | Path, issues: list[Issue]
) -> tuple[dict[str, Rule], Vocabulary, dict[str, str]]:
    """The rules, the vocabulary and the glossary; what is wrong with them goes to the issues."""
    rules, rule_issues = _read_rules(root / "rules")
    vocabulary, word_issues = _read_vocabulary(root / "vocabulary")
    issues += rule_issues + word_issues
    glossary = read_yaml(Path(str(root / "glossary.yaml")))
    return rules, vocabulary, dict(glossary)


def _read_rules(folder: Traversable) -> tuple[dict[str, Rule], list[Issue]]:
    rules: dict[str, Rule] = {}
    issues: list[Issue] = []
    for file in yaml_files(folder):
        if file.name.endswith(TEST_SUFFIX):
            continue
        try:
            rule = _read_rule(file)
        except KnowledgeBaseError as error:
            issues.extend(error.issues)
            continue
        if rule.id in rules:
            other = rules[rule.id]
            issues.append(
                Issue(rule.file, rule.line, f"规则 id「{rule.id}」重复", f"已用于 {other.file}，换一个")
            )
        rules[rule.id] = rule
    return rules, issues


def _read_rule(file: Traversable) -> Rule:
    tree = read_yaml(Path(str(file)))
    if not isinstance(tree, Node):
        raise KnowledgeBaseError([Issue(str(file), 1, "规则文件不是键值结构", "参照同目录其他文件")])
    model = RULE_KINDS.get(str(tree.get("kind")))
    if model is None:
        kinds = "、".join(RULE_KINDS)
        raise KnowledgeBaseError(
            [
                Issue(
                    tree.file,
                    tree.key_line.get("kind", 1),
                    f"未知的规则种类「{tree.get('kind')}」",
                    f"可用：{kinds}",
                )
            ]
        )
    return build(model, tree)


def _read_vocabulary(folder: Traversable) -> tuple[Vocabulary, list[Issue]]:
    merged = Vocabulary()
    issues: list[Issue] = []
    for file in yaml_files(folder):
        try:
            part = build(Vocabulary, read_yaml(Path(str(file))))
        except KnowledgeBaseError as error:
            issues.extend(error.issues)
            continue
        for field in WORDS:
            target, extra = getattr(merged, field), getattr(part, field)
            issues.extend(
                Issue(entry.file, entry.line, f"词「{name}」重复定义", f"已见于 {target[name].file}")
                for name, entry in extra.items()
                if name in target
            )
            target.update(extra)
    return merged, issues
