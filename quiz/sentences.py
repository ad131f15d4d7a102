"""One fact as a Chinese sentence: the question of the vocabulary turned into a statement, or the words of the phrase book."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any

from engine.values import Interval, spoken
from kb import Fact, KnowledgeBase
from kb.load import read_yaml

BRACKETS = re.compile(r"（(?!边）|境）)(?:[^（）]|（边）|（境）)*）")
WHETHER = "是否"
PROVED = re.compile(r"^有(?:充分|相反)?证据")
PURPOSE = re.compile(r"^为(?!其|了)?[^，]*(?:而|提供|使用|使|服务|牟|谋|实施|骗|索取|发布|设立)")
DONE = re.compile(r"(?<=[^为])了(?=[^解])")
"""What says that something was done; a denial does without it."""
NEGATED: tuple[tuple[str, str], ...] = (
    ("没有", "并非没有"),
    ("未", "并非未"),
    ("不", "并非不"),
    ("明知", "并不明知"),
    ("知道", "并不知道"),
    ("属于", "不属于"),
    ("系", "并非"),
    ("仍属", "不属于"),
    ("仍", "没有继续"),
    ("具有", "不具有"),
    ("具备", "不具备"),
    ("存在", "不存在"),
    ("已经", "尚未"),
    ("已", "尚未"),
    ("能够", "不能"),
    ("能", "不能"),
    ("应当", "不应当"),
    ("应", "不应"),
    ("曾", "未曾"),
    ("有", "没有"),
    ("是", "不是"),
    ("在", "没有在"),
    ("无正当理由", "没有"),
    ("因", "没有因"),
    ("专门", "并非专门"),
    ("严重", "没有严重"),
    ("故意", "并非故意"),
    ("情节", "没有达到情节"),
    ("数额", "没有达到数额"),
    ("以营利为目的", "不以营利为目的"),
    ("以牟利为目的", "不以牟利为目的"),
    ("以非法占有为目的", "不以非法占有为目的"),
    ("以勒索财物为目的", "不以勒索财物为目的"),
    ("违反", "没有违反"),
)
"""How a statement that begins so is denied; any other is denied by 没有."""


@cache
def phrases(name: str) -> Mapping[str, Any]:
    """One file of the phrase book."""
    tree = read_yaml(Path(str(files("quiz") / "phrases" / f"{name}.yaml")))
    return dict(tree) if isinstance(tree, Mapping) else {}


class Sentences:
    """Says facts of one knowledge base in sentences that can stand in a stem."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self.kb = kb
        self.book = phrases("facts")

    def sayable(self, name: str) -> bool:
        """Whether a fact may stand in a stem."""
        return not self.book.get(name, {}).get("mute", False)

    def fits(self, name: str, kind: str) -> bool:
        """Whether a fact can be said of an act of some kind: whoever draws money out took part in no mere attempt."""
        own = self.book.get(name, {})
        return kind in own.get("kinds", (kind,)) and kind not in own.get("unfit", ())

    def evident(self, name: str, kind: str) -> bool:
        """Whether an act of some kind speaks for itself, so that a fact cannot be denied beside it: a swindler knows."""
        return kind in self.book.get(name, {}).get("evident", ())

    def against(self, name: str, facts: Mapping[str, Any]) -> bool:
        """Whether a fact cannot be so beside what is stated: no ransom is asked for a debt."""
        held = {other for other, value in facts.items() if value is not False} - {name}
        mine = held & set(self.book.get(name, {}).get("against", ()))
        return bool(mine) or any(name in self.book.get(other, {}).get("against", ()) for other in held)

    def role(self, name: str) -> str:
        """Who somebody is of whom a fact is so, as it can stand before his name; empty where it is no such fact."""
        return str(self.book.get(name, {}).get("role", ""))

    def implied(self, name: str, facts: Mapping[str, Any]) -> bool:
        """Whether a fact that is stated implies another, so that the other cannot be denied beside it."""
        return any(
            facts.get(other, False) is not False for other in self.book.get(name, {}).get("implied_by", ())
        )

    def decisive(self, name: str) -> bool:
        """Whether the denial of a fact settles its element for a reader, whatever signs the law lists beside it."""
        return bool(self.book.get(name, {}).get("decisive", False))

    def silent(self, name: str) -> bool:
        """Whether a fact need not be denied in words: nothing in a stem suggests it."""
        return bool(self.book.get(name, {}).get("silent", False))

    def fixed(self, name: str) -> bool:
        """Whether a fact is never turned: what follows from its lack is no question of the crime."""
        return bool(self.book.get(name, {}).get("fixed", False))

    def say(self, name: str, value: object, random: Random | None = None) -> str:
        """A fact and its value as a clause without a full stop; the person is 其. Of several phrases one by chance."""
        fact, own = self.kb.facts[name], self.book.get(name, {})
        if fact.numeric:
            return _numbered(fact, Decimal(str(value)), own.get("number"))
        if fact.type == "choice":
            chosen = BRACKETS.sub("", fact.choices[str(value)])
            return str(own.get("choice", fact.label + "：{n}")).replace("{n}", chosen)
        written = own.get("yes" if value is True else "no")
        if isinstance(written, list):
            return str(random.choice(written) if random else written[0])
        if not written and value is True and self.role(name):
            return f"系{self.role(name)}"
        return str(written) if written else stated(fact.question, met=value is True)


def _numbered(fact: Fact, number: Decimal, written: str | None) -> str:
    unit = fact.unit or ""
    said = spoken(Interval.exactly(number), unit).removesuffix(unit)
    if written:
        return written.replace("{n}", said)
    question = _plain(fact.question)
    for asked in (f"多少{unit}", "多少", f"几{unit}", "几"):
        if asked in question:
            ending = unit if asked.endswith(unit) else ""
            return question.replace(asked, f"{said}{ending}", 1)
    return f"{fact.label}为{said}{unit}"


def _plain(question: str) -> str:
    """The question without remarks in brackets and without its mark."""
    while BRACKETS.search(question):
        question = BRACKETS.sub("", question)
    return question.rstrip("？?").replace("综合全案，", "").strip()


def stated(question: str, *, met: bool) -> str:
    """A yes-or-no question as the statement that answers it."""
    asked = _plain(question)
    before, whether, after = asked.partition(WHETHER)
    if not whether:
        asked = asked.replace("曾否", "曾" if met else "未曾").replace("能否", "能够" if met else "不能")
        return asked.replace("有无", "有" if met else "没有")
    after = after.replace(WHETHER, "")
    named = after.startswith("为") and not PURPOSE.match(after)
    if named:  # “是否为银行的贷款”：系……，并非……
        return f"{before}{'系' if met else '并非'}{after[1:]}"
    return f"{before}{after if met else DONE.sub('', _denied(after), count=1)}"


def _denied(after: str) -> str:
    if PROVED.match(after):
        return f"没有{after[1:]}"
    for start, instead in sorted(NEGATED, key=lambda entry: -len(entry[0])):
        if after.startswith(start):
            return f"{instead}{after[len(start) :]}"
    return f"没有{after}"
