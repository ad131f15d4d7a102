"""Proof of items: every key and every distractor solved again by both evaluators, and what the item rests on stamped."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from engine.assess import EvaluatorsDisagree
from engine.explain import doubtful
from kb import KnowledgeBase
from kb.statutes import UnknownCitation

from .claim import Claim, Solved, Solver
from .item import Item, Question
from .score import number_in
from .seal import seal_of

FEWEST_RIGHT = 2


class Refused(Exception):
    """An item that may not be used, and why."""


class Prover:
    """Proves items on one knowledge base."""

    def __init__(self, kb: KnowledgeBase, solver: Solver | None = None) -> None:
        self.kb = kb
        self.solver = solver or Solver(kb)
        self._wordings: dict[tuple[str, date], str] = {}

    def proved(self, item: Item) -> Item:
        """The item with its stamp; raises Refused where an answer is wrong, open, disputed, or not the only one."""
        for fault in self.faults(item):
            raise Refused(fault)
        unverified = tuple(cite for cite in item.cites if doubtful(self.kb, cite))
        stamp = {
            "provisions": {cite: self.wording(cite, item.on) for cite in item.cites},
            "unverified": unverified,
            "seal": seal_of(item),
        }
        return item.model_copy(update=stamp)

    def faults(self, item: Item) -> Iterator[str]:
        """What is wrong with an item, one fault after the other."""
        whole = self.solver.solved(item.case)
        if disputed := whole.disputed(item.charges):
            yield f"的答案取决于有争议的问题：{disputed}"
        for number, question in enumerate(item.questions, 1):
            where = f"第{number}问" if len(item.questions) > 1 else "本题"
            try:
                yield from (f"{where}{fault}" for fault in self._of_question(item, question, whole))
            except EvaluatorsDisagree as error:
                yield f"{where}：{error}"
        yield from (
            f"所引 {cite} 在 {item.on} 没有这一条" for cite in item.cites if not self.wording(cite, item.on)
        )

    def _of_question(self, item: Item, question: Question, whole: Solved) -> Iterator[str]:
        for option in question.options:
            truth = self._truth(item, option.claim, whole)
            if truth is None:
                yield f"的选项“{option.text}”待查，不能作为答案或者干扰项"
            elif truth is not option.right:
                said = "正确" if option.right else "错误"
                yield f"的选项“{option.text}”标为{said}，推理器的结论相反"
        for proof in question.proofs:
            if self._truth(item, proof, whole) is not True:
                yield f"的答案“{question.key}”没有得到证明"
        yield from _not_unique(question)
        yield from _not_proved(question)

    def _truth(self, item: Item, claim: Claim, whole: Solved) -> bool | None:
        solved = self.solver.changed(item.case, claim) if claim.change else whole
        solved.check(_claim_charges(item))
        return solved.holds(claim)

    def wording(self, cite: str, day: date) -> str:
        """The fingerprint of a provision as it reads on a day, with the day since when; empty where there is none."""
        key = (cite, day)
        if key not in self._wordings:
            self._wordings[key] = self._read(cite, day)
        return self._wordings[key]

    def _read(self, cite: str, day: date) -> str:
        statutes = self.kb.statutes
        try:
            provision = statutes.provision(cite, day)
        except UnknownCitation:
            try:
                provision = statutes.provision(cite)
            except UnknownCitation:
                return ""
        summed = hashlib.sha256(provision.text.encode()).hexdigest()[:12]
        return f"{provision.in_force.start or ''}/{summed}"


def _claim_charges(item: Item) -> frozenset[str]:
    """The charges that an item's answers speak of."""
    found = set(item.charges)
    for question in item.questions:
        claims = [*question.proofs, *(option.claim for option in question.options)]
        found |= {claim.charge for claim in claims if claim.charge}
    return frozenset(found)


def _not_unique(question: Question) -> Iterator[str]:
    """Whether a question has as many right answers as its kind allows, and no two options alike."""
    right = sum(option.right for option in question.options)
    if question.kind == "single" and right != 1:
        yield f"有 {right} 个正确选项，单选题只能有一个"
    if question.kind == "multiple" and not FEWEST_RIGHT <= right < len(question.options):
        yield f"有 {right} 个正确选项，多选题至少两个，且不全对"
    if len({option.text for option in question.options}) < len(question.options):
        yield "有两个相同的选项"
    if question.kind == "blank" and not (question.answers and question.proofs):
        yield "没有答案或者没有证明"


def _not_proved(question: Question) -> Iterator[str]:
    """Answers of a blank that are not the number one above what was proved to fall short."""
    short = [number for proof in question.proofs for number in proof.change.values()]
    for answer in question.answers if short else ():
        number = number_in(answer)
        if number is None or any(number != Decimal(str(below)) + 1 for below in short):
            yield f"的答案“{answer}”不是证明过的数"
