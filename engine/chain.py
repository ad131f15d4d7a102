"""The chain: which links the facts show, who answers for each and for what, and where to look for the rest (打不全)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from kb.vocabulary import Link

from .assessment import PersonFindings
from .case import Case, Conduct
from .chain_findings import Answering, Chain, ChainEdge, ChainLink, Lead
from .findings import VERDICTS
from .projector import Projector
from .values import Value

ORGANIZING = "organizing"


def chain_of(projector: Projector, persons: tuple[PersonFindings, ...]) -> Chain:
    """Every link of the chain in its order, how acts tie one to another, and a lead for each that nobody answers for."""
    finder = _Finder(projector)
    answered = _answered(projector.case, persons)
    links = tuple(finder.link(name, link, answered) for name, link in projector.kb.chain.items())
    shown = {link.id for link in links if link.seen}
    leads = tuple(lead for link in links for lead in finder.leads(link)) if shown else ()
    return Chain(links, tuple(finder.edges()), leads)


class _Finder:
    """Looks at the acts and signs of one case, link by link."""

    def __init__(self, projector: Projector) -> None:
        self.projector, self.case, self.kb = projector, projector.case, projector.kb
        self.link_of = {act.id: self.kb.conduct_kinds[act.kind].link for act in self.case.conduct}

    def acts(self, name: str) -> list[Conduct]:
        return [act for act in self.case.conduct if self.link_of[act.id] == name]

    def link(self, name: str, link: Link, answered: dict[str, list[Answering]]) -> ChainLink:
        """One link: seen in conduct or signs, charged where some person's finding rests on it."""
        acts = self.acts(name)
        answers = tuple(dict.fromkeys(answer for act in acts for answer in answered.get(act.id, ())))
        return ChainLink(
            name,
            link.label,
            bool(acts) or any(self._shown(sign) for sign in link.signs),
            bool(answers),
            tuple(dict.fromkeys(answer.person for answer in answers)),
            link.gather,
            answers,
            tuple(act.id for act in acts),
        )

    def _said(self, sign: str) -> Iterator[tuple[str, Value]]:
        """Where a sign is stated, and what is known by that."""
        groups = ((group.label or group.id, group) for group in self.case.groups)
        for label, holder in (("全案", self.case), *groups):
            statement = self.projector.stated(holder, sign, self.kb.facts[sign])
            if statement is not None:
                yield label, statement.value

    def _shown(self, sign: str) -> bool:
        return any(value is True for _, value in self._said(sign))

    def leads(self, link: ChainLink) -> Iterator[Lead]:
        """What to follow where a link stands empty, or some who acted in it are not there to answer."""
        for act in self.acts(link.id):
            yield from self._missing(link, act)
        signs = self.kb.chain[link.id].signs
        if not link.acts:
            for sign in signs:
                fact = self.kb.facts[sign]
                said = list(self._said(sign))
                holders = [label for label, value in said if value is True]
                if holders:
                    why = f"{'、'.join(holders)}：{fact.label}，没有登记行为人"
                    yield Lead(link.id, link.label, "sign", why, (), link.gather)
                elif not any(value is False for _, value in said):
                    yield Lead(link.id, link.label, "not_asked", f"未查：{fact.question}", (), link.gather)

    def _missing(self, link: ChainLink, act: Conduct) -> Iterator[Lead]:
        kind = self.kb.conduct_kinds[act.kind].label
        what = f"行为「{act.id}」（{kind}）"
        if not act.who:
            yield Lead(
                link.id, link.label, "unknown_actor", f"{what}：行为人未查明", self._near(act), link.gather
            )
        away = [self.case.person_of[who].name for who in act.who if self.case.person_of[who].at_large]
        if away:
            why = f"{what}：{'、'.join(away)}未到案"
            yield Lead(link.id, link.label, "at_large", why, self._near(act), link.gather)

    def _near(self, act: Conduct) -> tuple[str, ...]:
        """Who is there and acted in the same gang, for the same one, or for or with the act: those to ask."""
        ties = {act.id, act.group, *act.serves} - {None}
        near = [
            who
            for other in self.case.conduct
            if other is not act and ties & {other.id, other.group, *other.serves}
            for who in other.who
            if not self.case.person_of[who].at_large
        ]
        return tuple(self.case.person_of[who].name for who in dict.fromkeys(near))

    def edges(self) -> Iterator[ChainEdge]:
        """Every pair of links of which an act of the first serves or leads acts of the second, with those acts."""
        found: dict[tuple[str, str], list[str]] = {}
        for act in self.case.conduct:
            start = self.link_of[act.id]
            for end in sorted(self._reached(act)):
                if start and end and start != end:
                    found.setdefault((start, end), []).append(act.id)
        order = [*self.kb.chain]
        for start, end in sorted(found, key=lambda pair: (order.index(pair[0]), order.index(pair[1]))):
            yield ChainEdge(start, end, tuple(found[start, end]))

    def _reached(self, act: Conduct) -> set[str]:
        """The links of the acts that an act serves, of those of whom it serves, and of those in the gang that it organises."""
        leads = self.link_of[act.id] == ORGANIZING and act.group is not None
        ties = (*act.serves, str(act.group)) if leads else act.serves
        reached = (entry for tie in ties for entry in self._by_tie.get(tie, {}).items())
        return {link for link, acts in reached if acts != {act.id}}

    @cached_property
    def _by_tie(self) -> dict[str, dict[str, set[str]]]:
        """For what an act may be done (an act, a gang, a person): the links of its acts, each with these acts."""
        found: dict[str, dict[str, set[str]]] = {}
        for act in self.case.conduct:
            for tie in (act.id, act.group, *act.who):
                if tie is not None:
                    found.setdefault(tie, {}).setdefault(self.link_of[act.id] or "", set()).add(act.id)
        return found


def _answered(case: Case, persons: tuple[PersonFindings, ...]) -> dict[str, list[Answering]]:
    """For each act, the persons in custody whose findings rest on it, and the charges."""
    found: dict[str, list[Answering]] = {}
    for person in persons:
        if case.person_of[person.id].at_large:
            continue
        standing = set(person.disposition.charges)
        for finding in person.findings:
            if finding.live and (finding.supported or finding.charge in standing):
                given_way = finding.verdict == "established" and finding.charge not in standing
                if not given_way:
                    answer = Answering(person.name, finding.charge, VERDICTS[finding.verdict])
                    for act in finding.conduct:
                        found.setdefault(act, []).append(answer)
    return found
