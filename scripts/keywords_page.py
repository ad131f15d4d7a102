"""docs/keywords.md: every key that a rule, the vocabulary or a test may have, what it means, and a real line that uses it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import engine.rule_tests
import kb.case_rules
import kb.condition
import kb.period
import kb.rules
import kb.vocabulary
from kb import KnowledgeBase, yaml_files
from kb.checks.glossary import keys_of, parts_of
from kb.load import Located, build, read_yaml

MEANINGS = Path(__file__).with_name("keywords.yaml")
MODULES = (kb.condition, kb.period, kb.rules, kb.case_rules, kb.vocabulary, engine.rule_tests)
WHOLE = 4
"""A mapping of up to so many lines is shown whole, of a longer one only the key."""
LONGEST = 6
WORST, ENOUGH = (True, 10_000), (False, 100)
"""How good an example is: whole or not, and how long; one as good as `ENOUGH` is looked for no further."""
ROOTS: tuple[type[Located], ...] = (*kb.case_rules.RULE_KINDS.values(), kb.vocabulary.Vocabulary)
BASES = ("条件", "条件里的小件", "每个规则文件都有的")
"""The sections whose keys every later one may use without saying again what they mean."""

HEAD = """\
# 规则的每一个键

由 `make generated` 从模型、词汇表和规则文件生成。每个键一句意思；例子是从文件里原样取出的，第一行写着出自哪个文件。
怎样把它们组成一条规则、三值怎样传、各种规则怎样起作用，见[规则语言](rules.md)。程序不认识的键一律报错，并提示相近的键。
"""


@dataclass(frozen=True)
class Section:
    """Some models whose keys are explained together."""

    title: str
    models: tuple[type[Located], ...]
    about: str
    keys: Mapping[str, str | Mapping[str, str]]
    examples: dict[str, str] = field(default_factory=dict)


@cache
def sections() -> tuple[Section, ...]:
    """What scripts/keywords.yaml says, with the models found by their names."""
    return tuple(
        Section(entry["title"], tuple(map(_model, entry["models"])), entry.get("about", ""), entry["keys"])
        for entry in read_yaml(MEANINGS)
    )


def _model(name: str) -> type[Located]:
    found: type[Located] = next(getattr(module, name) for module in MODULES if hasattr(module, name))
    return found


def unexplained() -> list[str]:
    """The keys that a model accepts and no section explains, and those explained that no model accepts."""
    common = {key for section in sections() if section.title in BASES for key in section.keys}
    lacking, idle = [], []
    for section in sections():
        accepted = {key for model in section.models for key, _ in keys_of(model)}
        lacking += [f"{section.title}：{key}" for key in accepted - set(section.keys) - common - {"stated"}]
        idle += [f"{section.title}：没有键 {key}" for key in set(section.keys) - accepted]
    shown = {model for section in sections() for model in section.models}
    reached = {model for root in ROOTS for model in _below(root)}
    return sorted([*lacking, *idle, *(f"没有说到 {model.__name__}" for model in reached - shown)])


def _below(root: type[Any]) -> set[type[Any]]:
    """A model and all that stand in it."""
    found: set[type[Any]] = set()
    waiting = [root]
    while waiting:
        model = waiting.pop()
        if model not in found:
            found.add(model)
            waiting += [
                part for _, hint in keys_of(model) for part in parts_of(hint) if not isinstance(part, str)
            ]
    return found


def keywords_page(base: KnowledgeBase) -> str:
    """The page, as Markdown."""
    _find_examples(base)
    return "\n".join([HEAD, *(line for section in sections() for line in _section(section, base))])


def _section(section: Section, base: KnowledgeBase) -> Iterator[str]:
    yield f"## {section.title}\n"
    if section.about:
        yield f"{section.about}\n"
    for key, meaning in section.keys.items():
        said = dict(meaning) if isinstance(meaning, Mapping) else {"": meaning}
        term, words = base.glossary.get(key, ""), said.pop("")
        yield f"**`{key}`** {'' if words.startswith(term) else term + '：'}{words}\n"
        values = _values(section, key)
        yield from (
            f"- `{value}` {said.get(value) or base.glossary.get(value, '')}".rstrip() for value in values
        )
        example = section.examples.get(key)
        yield ("\n" if values else "") + (
            f"```yaml\n{example}\n```\n" if example else "（现有文件没有用到。）\n"
        )


def _values(section: Section, key: str) -> list[str]:
    """The closed list of values of a key."""
    hints = (hint for model in section.models for name, hint in keys_of(model) if name == key)
    return list(dict.fromkeys(part for hint in hints for part in parts_of(hint) if isinstance(part, str)))


def _find_examples(base: KnowledgeBase) -> None:
    """The best use of each key: a whole mapping rather than a part of one, then the shortest."""
    of_model = {model: section for section in sections() for model in section.models}
    rank: dict[tuple[str, str], tuple[bool, int]] = {}
    for located in _everything(base):
        model = type(located).__pydantic_generic_metadata__["origin"] or type(located)
        mine = [of_model[model]] if model in of_model else []
        if isinstance(located, kb.rules.Rule):
            mine.append(of_model[kb.rules.Rule])
        for name in located.model_fields_set if located.line else ():
            key = type(located).model_fields[name].alias or name
            for section in mine:
                if key not in section.keys or rank.get((section.title, key), WORST) < ENOUGH:
                    continue
                if shown := _lines(located.file, located.line, key, base):
                    this = (shown.count("\n") == 1 and "{" not in shown, len(shown))
                    if this < rank.get((section.title, key), WORST):
                        rank[section.title, key], section.examples[key] = this, shown


def _everything(base: KnowledgeBase) -> Iterator[Located]:
    """Every part of the rules and the vocabulary, and of the shortest tests until each key has been seen."""
    for rule in base.rules.values():
        yield from _walk(rule)
    for file in yaml_files(base.root / "vocabulary"):
        yield from _walk(build(kb.vocabulary.Vocabulary, read_yaml(file)))
    tests = next(section for section in sections() if engine.rule_tests.RuleTests in section.models)
    for file in sorted(engine.rule_tests.rule_test_files(base), key=lambda each: len(each.read_bytes())):
        if set(tests.keys) - set(tests.examples):
            yield from _walk(engine.rule_tests.read_rule_tests(file, base))


def _walk(value: Any) -> Iterator[Located]:
    """A model and all models in it."""
    if isinstance(value, Located):
        yield value
        for name in type(value).model_fields:
            yield from _walk(getattr(value, name))
    elif isinstance(value, Mapping):
        for entry in value.values():
            yield from _walk(entry)
    elif isinstance(value, tuple):
        for entry in value:
            yield from _walk(entry)


def _lines(file: str, line: int, key: str, base: KnowledgeBase) -> str:
    """The lines that hold a key of the mapping that starts at a line; empty where they cannot be told apart."""
    text = _text(f"{base.root}/../{file}")
    first = text[line - 1]
    name = re.compile(rf"(?<![\w-]){key}:(?=\s|$)")
    column = len(first) - len(first.lstrip(" -"))
    block = _deeper(text, line - 1, column)
    own = [
        at
        for at in range(line - 1, line - 1 + len(block))
        if name.match(text[at].lstrip(" -")) and _column(text[at]) == column
    ]
    if own:
        shown = block if len(block) <= WHOLE else _deeper(text, own[0], column, entry=True)
    elif name.search(first):
        shown = _balanced(text, line - 1)
    else:
        return ""
    margin = min(_indent(each) for each in shown if each)
    cut = [each[margin:] for each in shown[:LONGEST]] + (["# ……"] if len(shown) > LONGEST else [])
    return "\n".join([f"# {file}", *cut])


@cache
def _text(file: str) -> list[str]:
    return Path(file).read_text(encoding="utf-8").splitlines()


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _column(line: str) -> int:
    """Where the first key of a line stands, dashes left out."""
    return len(line) - len(line.lstrip(" -"))


def _deeper(text: list[str], at: int, column: int, *, entry: bool = False) -> list[str]:
    """A line and those after it that belong to it: at its column or further in (only further in: one entry)."""
    end = at + 1
    while end < len(text) and (not text[end].strip() or _indent(text[end]) >= column + entry):
        end += 1
    while not text[end - 1].strip():
        end -= 1
    return text[at:end]


def _balanced(text: list[str], at: int) -> list[str]:
    """A line and those after it up to where its brackets are closed."""
    end, depth = at, 0
    while end < len(text):
        depth += sum(text[end].count(mark) for mark in "{[") - sum(text[end].count(mark) for mark in "}]")
        end += 1
        if depth <= 0:
            break
    return text[at:end]
