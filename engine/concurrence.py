"""What follows when findings meet on one person: absorbed, the heavier one, or several crimes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import combinations

from kb import KnowledgeBase
from kb.condition import Cite
from kb.rules import ANY_OTHER
from kb.rules import Concurrence as Rule

from .disposition import Absorbed, Cumulated, Disposition, Step
from .findings import Finding, LawChoice
from .plan import STATUTE_KINDS, applies
from .rule_reader import is_law
from .together import together

Stands = Callable[[str, str], bool]
"""Whether a charge (by id) is made out by one act (by id), together with no other but the same done again."""
Targets = Callable[[str], frozenset[str]]
"""What an act is tied to: the gang it belongs to and those it serves."""
Rejudge = Callable[[str, frozenset[str]], Finding]
"""The finding on a charge (by id) that rests on some acts (by id) alone."""

UNTIED = "两项行为各自为谁、为何实施没有写明（serves）：确系各自独立实施的，应当数罪并罚"
ONE_ACT = "同一行为触犯两罪，没有择一或者并罚的规定，一般择一重罪处断（想象竞合），须由办案人判断"
LINKED = "一项行为是另一项的手段或者后续（牵连），没有择一或者并罚的规定，一般择一重罪处断，须由办案人判断"
TIE = "两罪可适用的法定刑幅度相当，何者较重有争议，须由办案人判断"
APART = "各自成立，没有择一的规定，数罪并罚（刑法第六十九条）；其实是同一件事分填为两项行为的，择一重处断"
PLURAL = "criminal_law:69.1"
"""数罪并罚（刑法第六十九条第一款）。"""


@dataclass(frozen=True)
class Acts:
    """What is known of single acts, to tell one crime seen twice from two crimes."""

    stands: Stands
    targets: Targets
    rejudge: Rejudge

    def beside(self, loser: Finding, winner: Finding) -> Finding | None:
        """What is left of a charge that gives way: the acts done for others than those of the charge that stands."""
        ties = frozenset(winner.conduct).union(*(self.targets(act) for act in winner.conduct))
        own = [act for act in loser.conduct if act not in winner.conduct and self.targets(act)]
        left = frozenset(act for act in own if not self.targets(act) & ties)
        rest = self.rejudge(loser.charge_id, left) if left else None
        return rest if rest is not None and rest.verdict == "established" else None

    def same(self, one: Finding, other: Finding) -> bool:
        """Whether two findings rest on an act that they share, or it cannot be told that they do not."""
        first, second = self._resting(one, other)
        return not first or not second or bool(first & second)

    def apart(self, one: Finding, other: Finding) -> bool | None:
        """Whether two findings rest on different acts for different people; None where that is not stated."""
        if self.same(one, other):
            return False
        first, second = self._resting(one, other)
        ties = [frozenset(tie for act in acts for tie in self.targets(act)) for acts in (first, second)]
        if (ties[0] | first) & (ties[1] | second):
            return False
        return True if all(ties) else None

    def linked(self, one: Finding, other: Finding) -> bool:
        """Whether an act of one finding was done for an act of the other (手段、后续)."""
        first, second = self._resting(one, other)
        return any(self.targets(act) & second for act in first) or any(
            self.targets(act) & first for act in second
        )

    def _resting(self, one: Finding, other: Finding) -> tuple[set[str], set[str]]:
        """The acts of two findings; where they share some, those alone that make out each charge."""
        first, second = set(one.conduct), set(other.conduct)
        if first & second:
            first = {act for act in first if self.stands(one.charge_id, act)}
            second = {act for act in second if self.stands(other.charge_id, act)}
        return first, second


def dispose(findings: tuple[Finding, ...], kb: KnowledgeBase, acts: Acts | None = None) -> Disposition:
    """Apply the rules of concurrence to the charges that stand, the most special rule first."""
    meeting = _Meeting(
        kb, acts, {finding.charge_id: finding for finding in findings if finding.verdict == "established"}
    )
    for rule in kb.concurrences:
        meeting.apply(rule)
    meeting.rest()
    pending = tuple(finding.charge for finding in findings if finding.verdict == "undetermined")
    charges = tuple(finding.charge for finding in meeting.standing.values())
    return Disposition(
        charges,
        tuple(meeting.absorbed),
        pending,
        tuple(meeting.steps),
        tuple(meeting.plural),
        tuple(meeting.rejudged),
        together(tuple(meeting.standing.values()), kb) if meeting.plural else None,
    )


@dataclass
class _Meeting:
    """The charges that stand on one person while the rules are applied to them, two by two."""

    kb: KnowledgeBase
    acts: Acts | None
    standing: dict[str, Finding]
    absorbed: list[Absorbed] = field(default_factory=list)
    plural: list[Cumulated] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    settled: set[frozenset[str]] = field(default_factory=set)
    rejudged: list[Finding] = field(default_factory=list)

    def apply(self, rule: Rule) -> None:
        """Apply one rule to the pair that it names, or to its charge with each other one.

        Where one of the two has to be chosen, it is with what the same act makes out; where both stand, with all.
        """
        first, second = rule.between
        if second != ANY_OTHER:
            self._meet(rule, first, second)
            return
        for other in [name for name in self.standing if name != first]:
            one = self.standing.get(first)
            wanted = rule.effect == "cumulative" or (
                one is not None and self._same(one, self.standing[other])
            )
            if wanted:
                self._meet(rule, first, other)

    def _meet(self, rule: Rule, first: str, second: str) -> None:
        """Apply a rule to two charges, where both stand, no rule has settled them and it is law for them."""
        one, other = self.standing.get(first), self.standing.get(second)
        if one is None or other is None or frozenset((first, second)) in self.settled:
            return
        cites = _carried(rule, self.kb, one, other)
        if rule.cite and not cites:
            return
        if rule.effect == "cumulative":
            self._add_up(rule, one, other, cites)
        else:
            self._choose(rule, one, other, cites)

    def _add_up(self, rule: Rule, one: Finding, other: Finding, cites: tuple[str, ...]) -> None:
        """数罪并罚 where a text orders it; one and the same act is not punished twice by it."""
        if self._same(one, other) and not rule.same_conduct:
            return
        self.settled.add(frozenset((one.charge_id, other.charge_id)))
        self.plural.append(Cumulated((one.charge, other.charge), cites, rule.id))
        text = f"{rule.label}：{one.charge}与{other.charge}数罪并罚"
        self.steps.append(Step("cumulative", (one.charge, other.charge), text, cites, rule.id))

    def _choose(self, rule: Rule, one: Finding, other: Finding, cites: tuple[str, ...]) -> None:
        """从一重, or one charge absorbed in the other."""
        apart = self._apart(rule, one, other)
        if apart:
            return
        loser, winner, note = _resolve(rule, one, other)
        if rule.effect != "joined" and self._partly(rule, loser, winner):
            return
        note = "；".join(part for part in (note, UNTIED if apart is None else None) if part) or None
        self.absorbed.append(Absorbed(loser.charge, winner.charge, cites, rule.id, note))
        self.steps.append(_step(rule, loser, winner, cites, note))
        del self.standing[loser.charge_id]

    def _partly(self, rule: Rule, loser: Finding, winner: Finding) -> bool:
        """Whether the charge that gives way stands beside the other on acts of its own, done for others."""
        rest = self.acts.beside(loser, winner) if self.acts else None
        if rest is None:
            return False
        self.standing[rest.charge_id] = rest
        self.rejudged.append(rest)
        self.settled.add(frozenset((rest.charge_id, winner.charge_id)))
        self.plural.append(Cumulated((rest.charge, winner.charge), (PLURAL,), rule.id))
        own = "、".join(rest.conduct)
        text = f"{rule.label}：重合的行为以{winner.charge}论处；{rest.charge}在其余行为（{own}）上另行成立，数罪并罚"
        self.steps.append(Step("partly", (rest.charge, winner.charge), text, (PLURAL,), rule.id))
        return True

    def _apart(self, rule: Rule, one: Finding, other: Finding) -> bool | None:
        """Whether the charges rest on different acts, so that a choice between them is none; acts of one are never."""
        if rule.effect == "joined":
            return False
        shared = bool(set(one.conduct) & set(other.conduct))
        if not shared and (self.acts is None or rule.effect == "absorbed"):
            return True
        return self.acts.apart(one, other) if self.acts else False

    def _same(self, one: Finding, other: Finding) -> bool:
        return self.acts.same(one, other) if self.acts else bool(set(one.conduct) & set(other.conduct))

    def rest(self) -> None:
        """The pairs that no rule speaks of: several crimes, unless one act makes out both or serves the other."""
        for one, other in combinations(self.standing.values(), 2):
            if frozenset((one.charge_id, other.charge_id)) in self.settled:
                continue
            if self._same(one, other):
                self.steps.append(_open_step("one_act", one, other, ONE_ACT))
            elif self.acts and self.acts.linked(one, other):
                self.steps.append(_open_step("linked", one, other, LINKED))
            else:
                self.plural.append(Cumulated((one.charge, other.charge), (PLURAL,), None))
                text = f"{one.charge}与{other.charge}：{APART}"
                self.steps.append(Step("apart", (one.charge, other.charge), text, (PLURAL,)))


def _resolve(rule: Rule, one: Finding, other: Finding) -> tuple[Finding, Finding, str | None]:
    """Who gives way to whom, and a note where that is open to argument."""
    note = rule.note if _unsettled(rule, one, other) else None
    if rule.effect == "absorbed":
        winner, loser = (one, other) if one.charge_id == rule.into else (other, one)
        return loser, winner, note
    first, second = _top(one), _top(other)
    if first != second:
        winner, loser = (one, other) if first > second else (other, one)
        return loser, winner, note
    preferred = rule.into or (other.charge_id if ANY_OTHER in rule.between else rule.between[0])
    winner, loser = (one, other) if one.charge_id == preferred else (other, one)
    if rule.effect == "joined":
        return loser, winner, None
    return loser, winner, f"{TIE}。{rule.note}" if rule.note else TIE


def _unsettled(rule: Rule, *findings: Finding) -> bool:
    """Whether no text says which stands: a disputed rule, but where a charge is found on the clause that settles it."""
    return rule.disputed and not any(rule.settled_by in finding.because for finding in findings)


def _top(finding: Finding) -> tuple[object, ...]:
    return finding.tier.penalty.top if finding.tier else ()


def _carried(rule: Rule, kb: KnowledgeBase, *findings: Finding) -> tuple[str, ...]:
    """The clauses of a rule that are law for these findings: on their statute's day, or on their interpretation's."""
    days = [finding.law.interpretation_day for finding in findings]
    if not all(day is None or applies(rule, day) for day in days):
        return ()
    return tuple(cite.at for cite in rule.cite if all(_is_law(cite, kb, finding.law) for finding in findings))


def _is_law(cite: Cite, kb: KnowledgeBase, law: LawChoice) -> bool:
    statutory = kb.statutes.document(cite.at).kind in STATUTE_KINDS
    day = law.statute_day if statutory else law.interpretation_day
    return day is None or is_law(kb, cite.at, day, cite.quote)


def _step(rule: Rule, loser: Finding, winner: Finding, cites: tuple[str, ...], note: str | None) -> Step:
    """The step that leaves one of two charges, with the ranges where the heavier one was looked for."""
    compared = rule.effect == "heavier"
    words = "以重罪论处" if compared else "不另定罪"
    spread = f"（{_range(loser)} 对 {_range(winner)}）" if compared else ""
    text = f"{rule.label}：{loser.charge}与{winner.charge}择{winner.charge}{words}{spread}"
    return Step(
        rule.effect,
        (loser.charge, winner.charge),
        f"{text}；{note}" if note else text,
        cites,
        rule.id,
        _ranges(loser, winner) if compared else (),
        _heavier(loser, winner) if compared else None,
        note is not None,
    )


def _open_step(kind: str, one: Finding, other: Finding, words: str) -> Step:
    """Two charges for which no text says what follows: the ranges compared, and left to a person."""
    heavier = _heavier(one, other)
    which = f"按法定刑以{heavier}为重" if heavier else "两罪可适用的法定刑幅度相当"
    text = f"{one.charge}与{other.charge}：{words}。{which}（{_range(one)} 对 {_range(other)}）"
    return Step(kind, (one.charge, other.charge), text, (), None, _ranges(one, other), heavier, disputed=True)


def _ranges(*findings: Finding) -> tuple[tuple[str, str], ...]:
    return tuple((finding.charge, _range(finding)) for finding in findings)


def _heavier(one: Finding, other: Finding) -> str | None:
    """Which of two is the heavier by the top of its range; none where they are equal or one has none."""
    first, second = _top(one), _top(other)
    if not first or not second or first == second:
        return None
    return one.charge if first > second else other.charge


def _range(finding: Finding) -> str:
    return finding.tier.penalty.text if finding.tier else "幅度未定"
