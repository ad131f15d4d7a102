"""The body of a statute file: headings, articles, paragraphs, items; verbatim, dated, with doubts."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag, model_validator

from .citation import Citation
from .issues import MistakeAt
from .load import Located
from .period import Period
from .tree import Items, Node

Doubt = Literal["numbering", "recalled", "paraphrase", "gap"]

HAN = r"[\u3400-\u9fff，。；：、？！“”‘’（）《》〈〉]"
FOLDED = rf"(?<={HAN})[ \t]+(?={HAN})"  # compiled when a space is met: its character set costs a start 10 ms


def _verbatim(text: object) -> object:
    """Refuse what folding or careless typing leaves in a verbatim line."""
    if not isinstance(text, str):
        return text
    if text != text.strip() or "\n" in text or "\t" in text:
        raise ValueError("原文里有换行、制表符或首尾空白 → 每段原文写在一行内，必要时用引号")
    if " " in text and (found := re.search(FOLDED, text)):
        around = text[max(0, found.start() - 6) : found.end() + 6]
        raise ValueError(f"原文里有空格：「{around}」 → 折行会带入空格：把原文写在一行内")
    return text


def _numbered(number: object) -> object:
    """An article number may be written without quotes."""
    return str(number) if isinstance(number, int) and not isinstance(number, bool) else number


def _placed(entry: object, file: str, line: int) -> object:
    """A bare line of text as the mapping it is short for, with its place."""
    if not isinstance(entry, str):
        return entry
    node = Node(file, line)
    node["text"], node.key_line["text"] = entry, line
    return node


def _texts(value: object) -> object:
    if isinstance(value, Items):
        return [_placed(entry, value.file, line) for entry, line in zip(value, value.item_line, strict=True)]
    if isinstance(value, Node):
        return {key: _placed(entry, value.file, value.key_line[key]) for key, entry in value.items()}
    return value


Verbatim = Annotated[str, BeforeValidator(_verbatim), Field(min_length=1)]
Cited = Annotated[str, AfterValidator(lambda text: str(Citation.parse(text)))]
Number = Annotated[str, BeforeValidator(_numbered), Field(pattern=r"^[1-9]\d*(-[1-9]\d*)?$")]


class Passage(Located):
    """What a line of law may say about itself."""

    doubt: Doubt | None = None
    gap: str | None = None
    paraphrase: str | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _missing_wording_is_doubtful(self) -> Passage:
        if self.missing and self.doubt == "recalled":
            raise ValueError(
                "没有原文（gap）的条文不能写 doubt: recalled → 写 doubt: gap 或 doubt: paraphrase"
            )
        if self.doubt == "paraphrase" and not self.paraphrase:
            raise ValueError("doubt: paraphrase 却没有转述 → 补上 paraphrase: 转述的内容，或改为 doubt: gap")
        return self

    @property
    def missing(self) -> bool:
        """Nobody has the wording."""
        return self.gap is not None or self.paraphrase is not None

    @property
    def own_doubt(self) -> Doubt | None:
        """The doubt declared here, or what a missing wording implies."""
        if self.doubt is not None or not self.missing:
            return self.doubt
        return "paraphrase" if self.paraphrase else "gap"


class Text(Passage):
    """A paragraph, an item or a sub-item."""

    text: Verbatim | None = None
    more: tuple[Verbatim, ...] = ()
    items: Annotated[dict[int, Text], BeforeValidator(_texts)] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: object) -> object:
        return {"text": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _says_something(self) -> Text:
        if (self.text is None) != self.missing:
            raise ValueError(
                "须有 text（原文）或 gap（原文未取得），二者恰有其一 → 有原文写 text，没有写 gap"
            )
        if self.more and self.text is None:
            raise ValueError("写了 more（同一项的后续各段）却没有 text → 第一段写在 text")
        if list(self.items) != sorted(self.items) or min(self.items, default=1) < 1:
            raise ValueError("项的序号须为正整数，从小到大")
        return self


Texts = Annotated[tuple[Text, ...], BeforeValidator(_texts)]


class Opening(Text):
    """A line before the first provision; `in_force` where an amendment changed it."""

    in_force: Period | None = None


Openings = Annotated[tuple[Opening, ...], BeforeValidator(_texts)]


class Wording(Passage):
    """The paragraphs of an article or a section, as they read in one period."""

    in_force: Period | None = None
    by: Cited | None = None
    ended_by: Cited | None = None
    paragraphs: Texts = ()


class Versioned(Wording):
    """An article or a section: one wording, or several with their dates."""

    versions: tuple[Wording, ...] = ()

    @model_validator(mode="after")
    def _one_way_to_say_it(self) -> Versioned:
        ways = [bool(self.paragraphs), bool(self.versions), self.missing]
        if sum(ways) != 1:
            raise ValueError(
                "须恰有 paragraphs、versions、gap 三者之一 → 有原文写 paragraphs，文字改过写 versions"
            )
        for wording in self.versions:
            if bool(wording.paragraphs) == wording.missing:
                raise MistakeAt(wording.line, "文本须有 paragraphs 或 gap，且只有一个")
            if wording.in_force is None or wording.in_force.start is None:
                raise MistakeAt(wording.line, "文本没有写施行日", "写 in_force: {from: 年-月-日}")
        return self

    @model_validator(mode="after")
    def _versions_follow_each_other(self) -> Versioned:
        periods = [wording.in_force for wording in self.versions if wording.in_force]
        for earlier, later in pairwise(periods):
            if earlier.end is None or later.start is None or earlier.end >= later.start:
                problem = f"先后两个文本的日期重叠：{earlier}；{later}"
                raise MistakeAt(later.line, problem, "前一个的 to 写后一个 from 的前一天")
        return self

    @model_validator(mode="after")
    def _what_ended_it_is_said_once(self) -> Versioned:
        for wording in (self, *self.versions[:-1]):
            if wording.ended_by:
                raise MistakeAt(
                    wording.line, "只有最后一个文本写 ended_by", "改写在后一个文本的 by，或删去 ended_by"
                )
        last = self.wordings[-1]
        if last.ended_by and (last.in_force is None or last.in_force.end is None):
            raise MistakeAt(last.line, "写了 ended_by 却没有最后一天", "在 in_force 里写 to: 最后一天")
        return self

    @property
    def wordings(self) -> tuple[Wording, ...]:
        """Every wording, the oldest first."""
        return self.versions or (self,)


class Heading(Located):
    """A heading line; `in_force` where an amendment put it in or took it out."""

    heading: Verbatim
    in_force: Period | None = None
    doubt: Doubt | None = None
    note: str | None = None


class Article(Versioned):
    """第十二条, 七、 or 5. with its paragraphs, sometimes under a title of its own."""

    article: Number
    title: Verbatim | None = None


class Unnumbered(Versioned):
    """A paragraph of a document that numbers nothing; cited by its place, or by what it is `called`."""

    unnumbered: Number
    called: Verbatim | None = None


class Section(Versioned):
    """（三） of a part."""

    section: Number


class Part(Passage):
    """四、 with a title, its own paragraphs and its sections."""

    part: Number
    title: Verbatim | None = None
    paragraphs: Texts = ()
    sections: tuple[Section, ...] = ()

    @model_validator(mode="after")
    def _sections_rise(self) -> Part:
        rise([(section.section, section) for section in self.sections])
        return self


def _entry_kind(entry: object) -> str:
    keys = entry if isinstance(entry, dict) else {}
    return next((kind for kind in ("heading", "part", "unnumbered") if kind in keys), "article")


Entry = Annotated[
    Annotated[Heading, Tag("heading")]
    | Annotated[Part, Tag("part")]
    | Annotated[Unnumbered, Tag("unnumbered")]
    | Annotated[Article, Tag("article")],
    Discriminator(_entry_kind),
]


def number_of(entry: Heading | Article | Unnumbered | Part) -> str:
    """The number an entry is cited by; a heading has none."""
    return next(
        (str(value) for key in ("article", "unnumbered", "part") if (value := getattr(entry, key, None))), ""
    )


def rise(numbered: list[tuple[str, Located]]) -> None:
    """Numbers come once each and in rising order, or a slip of the keyboard would hide an article."""
    for (earlier, first), (later, second) in pairwise(numbered):
        if _order(later) <= _order(earlier):
            what = "重复" if later == earlier else f"排在「{earlier}」之后"
            problem = f"序号「{later}」{what}（第 {first.line} 行）"
            raise MistakeAt(second.line, problem, "按从小到大的次序，各写一次")


def _order(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split("-"))
