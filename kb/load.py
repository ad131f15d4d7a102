"""The only door to YAML: text to a tree that knows its lines, and from there to strict models."""

from __future__ import annotations

import copy
import datetime as dt
import re
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, model_validator
from pydantic.json_schema import SkipJsonSchema
from pydantic_core import PydanticCustomError, core_schema

from .issues import Issue, KnowledgeBaseError
from .messages import syntax, unknown_key
from .mistakes import Tried, allowed_keys, issues_of
from .tree import Items, Node, Tree

if TYPE_CHECKING:
    from collections.abc import Callable
    from importlib.resources.abc import Traversable

    from pydantic import GetCoreSchemaHandler

M = TypeVar("M", bound=BaseModel)
__all__ = ["Items", "Located", "Node", "build", "parse_yaml", "read_yaml", "shown"]

TAG = "tag:yaml.org,2002:"
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
FULL_WIDTH_COLON = re.compile(r"\s*(?:- )?[A-Za-z_]\w*：")
Schema = Any  # a pydantic core schema, or a part of one


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML 1.1 without its traps: no yes/no/on/off, no octal, no sexagesimal, no binary floats."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}


for _tag, _pattern, _first in (
    ("bool", r"true|false", "tf"),
    ("int", r"[-+]?(?:0|[1-9][0-9_]*)", "-+0123456789"),
    ("float", r"[-+]?(?:0|[1-9][0-9_]*)\.[0-9]+", "-+0123456789"),
    ("timestamp", r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "0123456789"),
    ("null", r"~|null|", ["~", "n", ""]),
    ("merge", r"<<", "<"),
):
    _Loader.add_implicit_resolver(TAG + _tag, re.compile(rf"^(?:{_pattern})$"), list(_first))

SCALARS: dict[str, Callable[[str], Any]] = {
    TAG + "str": str,
    TAG + "bool": lambda text: text == "true",
    TAG + "int": lambda text: int(text.replace("_", "")),
    TAG + "float": lambda text: Decimal(text.replace("_", "")),
    TAG + "timestamp": dt.date.fromisoformat,
    TAG + "null": lambda _text: None,
}


class _Tree:
    """Turns one file's YAML nodes into Nodes, Items and scalars, collecting what is wrong."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.issues: list[Issue] = []
        self._built: dict[int, Any] = {}
        self._open: set[int] = set()

    def value(self, node: yaml.Node) -> Tree:
        if isinstance(node, yaml.ScalarNode) and node.tag in SCALARS:  # most nodes; nothing below them
            return self._scalar(node)
        key = id(node)
        if key in self._open:
            self._report(node, "锚点引用了它自己", "删去这个引用")
            return None
        if key not in self._built:
            self._open.add(key)
            self._built[key] = self._build(node)
            self._open.discard(key)
        return self._built[key]

    def _build(self, node: yaml.Node) -> Tree:
        if isinstance(node, yaml.MappingNode) and node.tag == TAG + "map":
            return self._mapping(node)
        if isinstance(node, yaml.SequenceNode) and node.tag == TAG + "seq":
            return self._sequence(node)
        self._report(node, f"不支持的标签「{node.tag}」", "删去以「!」开头的标签")
        return None

    def _scalar(self, node: yaml.ScalarNode) -> Tree:
        try:
            return SCALARS[node.tag](node.value)
        except ValueError:
            what = "没有这一天" if node.tag == TAG + "timestamp" else "不合所标的类型"
            self._report(node, f"{what}：「{node.value}」", "改正这个值，或加上引号")
            return None

    def _sequence(self, node: yaml.SequenceNode) -> Items:
        items = Items(self.name, _line(node))
        for child in node.value:
            items.append(self.value(child))
            items.item_line.append(_line(child))
        return items

    def _mapping(self, node: yaml.MappingNode) -> Node:
        result = Node(self.name, _line(node))
        merged: list[Node] = []
        for key_node, value_node in node.value:
            if key_node.tag == TAG + "merge":
                merged += self._merged(value_node)
            else:
                self._entry(result, key_node, value_node)
        for source in merged:  # the mapping's own keys win, then the first merged
            for key in source.keys() - result.keys():
                result[key], result.key_line[key] = source[key], source.key_line[key]
        return result

    def _entry(self, result: Node, key_node: yaml.Node, value_node: yaml.Node) -> None:
        if not isinstance(key_node, yaml.ScalarNode):
            self._report(key_node, "键必须是单个词", "检查括号；含「{」「[」的文字用引号括起来")
            return
        key = self.value(key_node)
        if key in result:
            first = result.key_line[key]
            self._report(key_node, f"键「{key}」重复，第一次出现在第 {first} 行", "删去其中一个，或改名")
            return
        result[key] = self.value(value_node)
        result.key_line[key] = _line(key_node)

    def _merged(self, node: yaml.Node) -> list[Node]:
        value = self.value(node)
        sources = value if isinstance(value, Items) else [value]
        if all(isinstance(source, Node) for source in sources):
            return list(sources)
        self._report(node, "「<<」只能并入映射", "写作「<<: *锚点名」")
        return []

    def _report(self, node: yaml.Node, problem: str, repair: str) -> None:
        self.issues.append(Issue(self.name, _line(node), problem, repair))


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def parse_yaml(text: str, name: str) -> Tree:
    """The tree of a YAML (or JSON) text; KnowledgeBaseError where it is not one."""
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
    except yaml.YAMLError as error:
        raise KnowledgeBaseError([_syntax_issue(error, name, text)]) from None
    finally:
        loader.dispose()
    if node is None:
        raise KnowledgeBaseError([Issue(name, 1, "文件是空的", "写入内容，或删去这个文件")])
    tree = _Tree(name)
    value = tree.value(node)
    if tree.issues:
        raise KnowledgeBaseError(tree.issues)
    return value


def _syntax_issue(error: yaml.YAMLError, name: str, text: str) -> Issue:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    words = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    line = mark.line + 1 if mark else text.count("\n", 0, getattr(error, "position", 0)) + 1
    above = text.splitlines()[max(0, line - 2) : line]
    for at, suspect in enumerate(above, line - len(above) + 1):
        if FULL_WIDTH_COLON.match(suspect):
            return Issue(name, at, "键后用了全角冒号「：」", "改为半角冒号加一个空格「: 」")
    return Issue(name, line, *syntax(str(words)))


def read_yaml(path: Path | Traversable) -> Tree:
    """The tree of a YAML file; its name is shown relative to the folder that holds `kb`."""
    name = shown(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise KnowledgeBaseError(
            [Issue(name, 0, f"读不到文件（{error.strerror or error}）", "检查路径和权限")]
        ) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise KnowledgeBaseError([Issue(name, line, "不是 UTF-8 编码", "另存为 UTF-8")]) from None
    return parse_yaml(text, name)


def shown(path: Path | Traversable) -> str:
    """The name of a file in messages: kb/… inside the package, else as given."""
    home = Path(str(files("kb"))).parent
    try:
        return Path(str(path)).absolute().relative_to(home).as_posix()
    except ValueError:
        return str(path)


def _strict(schema: Schema) -> Schema:
    """The core schema with strict scalars: no "12" for 12, no 1 for true, no number for a date."""
    if isinstance(schema, list):
        return [_strict(part) for part in schema]
    if isinstance(schema, tuple):
        return tuple(_strict(part) for part in schema)
    if not isinstance(schema, dict):
        return schema
    kind = schema.get("type")
    result = {
        key: part if key in {"metadata", "config", "default"} else _strict(part)
        for key, part in schema.items()
    }
    if isinstance(kind, str) and kind in {"int", "bool", "float", "date"}:
        result["strict"] = True
    return core_schema.no_info_before_validator_function(_iso_date, result) if kind == "date" else result


def _iso_date(value: object) -> object:
    """JSON has no dates: a full ISO date in quotes counts as one."""
    if isinstance(value, str) and ISO_DATE.fullmatch(value):
        return dt.date.fromisoformat(value)
    return value


class Located(BaseModel):
    """A frozen model that refuses unknown keys and knows the file and line it was read from."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    file: SkipJsonSchema[str] = Field(default="", exclude=True, repr=False)
    line: SkipJsonSchema[int] = Field(default=0, exclude=True, repr=False)

    @model_validator(mode="before")
    @classmethod
    def _remember_place(cls, value: object, info: ValidationInfo) -> object:
        if not isinstance(value, Node):
            return value
        if isinstance(info.context, Tried):
            info.context.models.setdefault(id(value), []).append(cls)
        for key in ("file", "line"):
            if key in value:
                raise PydanticCustomError(
                    "reserved_key", "{words}", {"words": "→".join(unknown_key(key, allowed_keys(cls)))}
                )
        return {**value, "file": value.file, "line": value.line}

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: object, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        schema: core_schema.CoreSchema = _strict(copy.copy(handler(source)))
        return schema

    def issue(self, problem: str, repair: str = "") -> Issue:
        """An issue at the place this was read from."""
        return Issue(self.file, self.line, problem, repair)


def build(model: type[M], tree: Tree) -> M:
    """The tree as the model; KnowledgeBaseError with an Issue at the line of every mistake."""
    tried = Tried()
    try:
        return model.model_validate(tree, context=tried)
    except ValidationError as error:
        raise KnowledgeBaseError(issues_of(error, tree, tried)) from None
