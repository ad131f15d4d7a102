# ruff: noqa: INP001, T201 - a script that is run where it lies and speaks by printing
"""How many questions settle a case: ours, a fixed list, fixed and random order, and at the least; how long choosing takes."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cache
from random import Random
from statistics import mean, median
from time import process_time

from hidden_cases import BASE, Hidden, chain, uniform

import engine
from engine.assess import CaseAssessor
from engine.case import Case, Person
from engine.case_change import with_facts
from engine.facts import Projection
from engine.plan import LawState
from engine.planner import planner_of
from engine.question_doubts import Doubt, Doubts
from engine.question_places import Places, known
from engine.questions import Asking, asked_for, first_of, next_question
from kb.rules import Offence

CASES = 100
"""Of each sort; none of them was looked at while the order was designed (that was done on other seeds)."""
LEAST = 30
"""Of each sort, for how many it is worked out how few answers would do; each takes minutes of a processor."""
TEN, ROUNDS = 20, 3
"""Cases of ten persons, and how often each is measured."""
TODAY = datetime.date(2026, 6, 1)
ORDER = {name: place for place, name in enumerate(BASE.facts)}
Pair = tuple[str, str]
"""A person and a charge."""
Question = tuple[str, str]
"""A place and a fact."""
Choose = Callable[["State"], Asking]
Make = Callable[[int], Hidden]


@dataclass
class State:
    """A case while it is being asked about; only what an answer touches is judged again."""

    hidden: Hidden
    assessor: CaseAssessor
    doubts: dict[Pair, Doubt | None] = field(default_factory=dict)
    number: int = 0

    @classmethod
    def first(cls, hidden: Hidden) -> State:
        """The case as it is told at first."""
        state = cls(hidden, CaseAssessor(hidden.case, BASE, today=TODAY, inference="direct"))
        for person in hidden.case.persons:
            for charge in BASE.charges.values():
                if state.assessor.projector.conduct_of(person, charge.opened_by):
                    state.judge(person, charge)
        return state

    def judge(self, person: Person, charge: Offence) -> None:
        """Find again what is open of one charge on one person."""
        self.doubts[person.id, charge.id] = None
        ((_, facts, was_law),) = self.assessor.projected(person, [charge])
        if was_law and self.assessor.quick.verdict(charge, facts) in ("undetermined", "established"):
            finding = self.assessor.judge.finding(charge, facts, joint=False)
            self.doubts[person.id, charge.id] = Doubts(self.assessor).about(finding, charge, facts)

    def answered(self, place: str, name: str) -> State:
        """The case with one more answer from the truth."""
        told = {f"{place}.{name}": self.hidden.truth.value(place, name)}
        case = with_facts(self.assessor.case, BASE, told)
        state = State(
            self.hidden, self.assessor.again(case, frozenset({name})), dict(self.doubts), self.number + 1
        )
        for person, charge in self.doubts:
            if place not in case.person_of or place == person:
                offence = BASE.charges[charge]
                if name in BASE.asked_by(offence):
                    state.judge(case.person_of[person], offence)
        return state

    def open(self) -> list[Doubt]:
        """What is open, in the order of persons and charges."""
        return [doubt for doubt in self.doubts.values() if doubt is not None]

    def questions(self) -> list[Asking]:
        """Every question that could still change something."""
        return asked_for(BASE, self.open())

    def place_of(self, asking: Asking) -> int:
        """The first of the persons, in the order of the case, whom a question concerns."""
        persons = [person.id for person in self.assessor.case.persons]
        return min(persons.index(doubt.person) for doubt in asking.uses)


def ours(state: State) -> Asking:
    """The engine's choice."""
    first = first_of(state.assessor, state.open())
    assert first is not None  # noqa: S101 - told to the type checker: it is asked only while something is open
    return first


def by_vocabulary(state: State) -> Asking:
    """Person after person, the open facts in the order of the vocabulary."""
    return min(state.questions(), key=lambda each: (state.place_of(each), ORDER[each.name], each.place))


def by_rule(state: State) -> Asking:
    """Person after person, charge after charge, the open facts in the order of the rule file."""

    def place(asking: Asking) -> tuple[object, ...]:
        lines = min(_line(doubt.finding.charge_id, asking.name) for doubt in asking.uses)
        return (state.place_of(asking), lines, ORDER[asking.name], asking.place)

    return min(state.questions(), key=place)


def by_chance(state: State) -> Asking:
    """Any open fact."""
    questions = sorted(state.questions(), key=lambda asking: (asking.place, asking.name))
    return Random(f"{state.hidden.name} {state.number}").choice(questions)


@cache
def _lines(charge: str) -> dict[str, int]:
    plan = planner_of(BASE).plan(BASE.charges[charge], LawState(TODAY, TODAY))
    roots = [element.node for element in plan.elements] + [tier.node for tier in plan.tiers if tier.node]
    names = dict.fromkeys(name for root in roots for node in root.walk() for name in node.asked)
    return {name: place for place, name in enumerate(names)}


def _line(charge: str, name: str) -> tuple[int, int]:
    lines = _lines(charge)
    return list(BASE.charges).index(charge), lines.get(name, len(lines))


def interview(hidden: Hidden, choose: Choose) -> tuple[list[Question], Case]:
    """What a way of choosing asks, one after the other until nothing is left to ask, and the case then."""
    state = State.first(hidden)
    asked: list[Question] = []
    while state.questions():
        asking = choose(state)
        if (asking.place, asking.name) in asked:
            raise SystemExit(f"{hidden.name}：重复提问 {asking.place}.{asking.name}")
        asked.append((asking.place, asking.name))
        state = state.answered(asking.place, asking.name)
    return asked, state.assessor.case


def few(hidden: Hidden, interviews: Iterable[list[Question]]) -> int:
    """How few answers settle a case, found by leaving out of what was asked all that is not needed.

    No way of asking can know beforehand which those are; it may be fewer still, no more are needed.
    """
    return min(len(_needed(hidden, asked)) for asked in interviews)


def _needed(hidden: Hidden, asked: list[Question]) -> list[Question]:
    needed = asked
    for each in asked:
        without = [other for other in needed if other != each]
        told = {f"{place}.{name}": hidden.truth.value(place, name) for place, name in without}
        if not State.first(replace(hidden, case=with_facts(hidden.case, BASE, told))).questions():
            needed = without
    return needed


def count_listed(hidden: Hidden, *, while_open: bool) -> int:
    """How many lines of a fixed list are gone through until nothing is left to ask.

    The list holds every fact not yet known that the charges opened may look at, person after person, in the order of
    the vocabulary. `while_open`: a line is passed over once all charges that it belongs to are settled.
    """
    state = State.first(hidden)
    lines, given, gone = _checklist(state), set[Question](), 0
    waiting = list(lines)
    while questions := {(asking.place, asking.name) for asking in state.questions()}:
        while not questions & given:
            line = waiting.pop(0) if waiting else min(questions)
            settled = not any(state.doubts.get(pair) for pair in lines.get(line, ()))
            if not while_open or not settled or line in questions:
                given.add(line)
                gone += 1
        state = state.answered(*min(questions & given))
    return gone


def _checklist(state: State) -> dict[Question, set[Pair]]:
    places, lines = Places(state.assessor.projector), dict[Question, set[Pair]]()
    for person in state.assessor.case.persons:
        mine: dict[Question, set[Pair]] = {}
        for charge, facts, _ in state.assessor.projections(person):
            for name in _of_charge(state, charge, facts):
                for want in places.of(facts, name):
                    mine.setdefault((want.group or want.place, name), set()).add((person.id, charge.id))
        for line in sorted(mine, key=lambda line: (ORDER[line[1]], line[0])):
            lines.setdefault(line, set()).update(mine[line])
    return lines


def _of_charge(state: State, charge: Offence, facts: Projection) -> Iterable[str]:
    """The facts not yet known that the elements and tiers of a charge look at, under each law that may apply."""
    roots = []
    for plan, _ in state.assessor.quick.decided(charge, facts):
        roots += [element.node for element in plan.elements]
        roots += [tier.node for tier in plan.tiers if tier.node]
    names = {name for root in roots for node in root.walk() for name in node.asked}
    derived = {name for name in names if (d := BASE.facts[name].derived) and d.kind == "share"}
    return [name for name in names - derived if not known(facts.value(name))]


WAYS: dict[str, Choose] = {
    "本系统": ours,
    "未决事实，依规则文件的次序": by_rule,
    "未决事实，依词汇的次序": by_vocabulary,
    "未决事实，随机": by_chance,
}


def needed(make: Make, seed: int) -> dict[str, int]:
    """How many questions each way needs in one case."""
    hidden, found = make(seed), dict[str, int]()
    for way, choose in WAYS.items():
        asked, case = interview(hidden, choose)
        found[way] = len(asked)
        if way == "本系统" and engine.assess(case, BASE, inference="direct", today=TODAY).questions:
            raise SystemExit(f"{hidden.name}：问完以后整案研判仍有问题")
    found["固定清单，已有定论的罪名不再问"] = count_listed(hidden, while_open=True)
    found["固定清单"] = count_listed(hidden, while_open=False)
    return found


def compare(sort: str, make: Make, cases: int) -> None:
    """Print how many questions each way needs; the cases are shared among all processors."""
    with ProcessPoolExecutor() as workers:
        rows = list(workers.map(needed, [make] * cases, range(cases)))
    found = {way: [row[way] for row in rows] for way in rows[0]}
    print(f"\n| {sort}，{cases} 件 | 平均问数 | 中位数 | 本系统少问 |\n|---|---:|---:|---:|")
    total = sum(found["本系统"])
    for way, numbers in found.items():
        less = "" if way == "本系统" else f"{1 - total / sum(numbers):.0%}"
        print(f"| {way} | {mean(numbers):.1f} | {median(numbers):.0f} | {less} |")


def fewest(hidden: Hidden) -> tuple[int, int, int]:
    """How many questions are ours, how many come in the order of the rule file, and how few answers would have done."""
    first, second = (interview(hidden, choose)[0] for choose in (ours, by_rule))
    return len(first), len(second), few(hidden, (first, second))


def bound(sort: str, make: Make, cases: int) -> None:
    """Print how many questions there are to save: what somebody would ask who knew every answer beforehand."""
    with ProcessPoolExecutor() as workers:
        rows = list(workers.map(fewest, map(make, range(cases))))
    asked, in_order, least = (mean(row[place] for row in rows) for place in range(3))
    print(
        f"\n{sort}，前 {cases} 件：本系统平均问 {asked:.1f}，依规则文件的次序 {in_order:.1f}；"
        f"事先知道全部答案的人也要问 {least:.1f}（比后者少 {1 - least / in_order:.0%}）"
    )


def clock(sort: str, cases: list[Hidden]) -> None:
    """Print how long choosing one question takes, beside assessing the case: the shortest of some rounds for each."""
    choosing, assessing = [], []
    for hidden in cases:
        chosen, assessed = [], []
        for _ in range(ROUNDS):
            assessor = CaseAssessor(hidden.case, BASE, today=TODAY, inference="direct")
            start = process_time()
            persons = tuple(assessor.person(person) for person in hidden.case.persons)
            between = process_time()
            next_question(assessor, persons)
            chosen.append(process_time() - between)
            assessed.append(between - start)
        choosing.append(min(chosen))
        assessing.append(min(assessed))
    share = median(one / other for one, other in zip(choosing, assessing, strict=True))
    print(
        f"| {sort} | {share:.2f} | {median(choosing) * 1000:.0f} | {max(choosing) * 1000:.0f} |"
        f" {median(assessing) * 1000:.0f} |"
    )


def main(cases: int) -> None:
    """Compare on some hidden cases of each sort (none: not at all), then measure on cases of ten persons."""
    sorts = {"诈骗链条上的案件": chain, "任意的随机案件": uniform}
    for sort, make in sorts.items() if cases else ():
        compare(sort, make, cases)
        bound(sort, make, min(cases, LEAST))
    print(
        "\n| 十人案件（处理器时间） | 选一问与研判之比 | 选一问中位数（毫秒） | 最长（毫秒） | 研判（毫秒） |"
    )
    print("|---|---:|---:|---:|---:|")
    for sort, make in sorts.items():
        clock(sort, [make(10_000 + seed, 10) for seed in range(TEN)])


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else CASES)
