"""The same case said otherwise gets the same answer; more against a person never helps; less known never becomes a no.

Each relation is held on the published cases and on random ones in which people serve each other and charges meet.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from functools import cache
from random import Random
from typing import Any

import pytest
from strategies import BASE, EXCUSES, random_network
from variations import (
    Tree,
    beside,
    in_halves,
    named_like_acts,
    noted,
    published,
    raisable,
    raised,
    renamed,
    shuffled,
    stated,
    twice_and_at_once,
    without,
)

import engine
from engine.assess import CaseAssessor
from engine.assessment import Assessment, PersonFindings
from engine.case import Case
from engine.disposition import Disposition
from engine.exits import ending_of
from engine.findings import Finding
from engine.outcome import ORDER
from kb.load import build

pytestmark = pytest.mark.slow

RANDOM_CASES = 150
CASES: dict[str, Tree] = {
    **published(),
    **{f"random-{seed}": random_network(Random(seed)) for seed in range(RANDOM_CASES)},
}
WITH_CONDUCT = [name for name, tree in CASES.items() if tree["conduct"]]
Told = dict[str, Any]


def whole(tree: Tree) -> Assessment:
    """The whole answer on a case."""
    return engine.assess(build(Case, tree), BASE, inference="direct", today=tree["decision_date"])


def told(found: Assessment) -> Told:
    """The whole answer, without what merely follows the order of the file."""
    said: Told = json.loads(json.dumps(found.to_json(), ensure_ascii=False, default=str))
    return in_any_order(said)


def in_any_order(said: Told) -> Told:
    """An answer with what stands in the order of the file sorted, or by id; without the receipt, which sums the file."""
    del said["receipt"]
    for person in said["persons"]:
        for finding in (*person["findings"], *person["sanctions"]):
            finding["conduct"].sort()
            for amount in finding["amounts"]:
                amount["items"].sort(key=str)
        for share in person["shares"]:
            share["items"].sort(key=str)
        person["shares"].sort(key=str)
    for link in said["chain"]["links"]:
        link["persons"].sort()
        link["answers"].sort(key=str)
        link["acts"].sort()
    for edge in said["chain"]["edges"]:
        edge["acts"].sort()
    for lead in said["chain"]["leads"]:
        lead["ask"].sort()
    said["chain"]["leads"].sort(key=str)
    asked = said.pop("questions")
    return {
        **said,
        "persons": {person["id"]: person for person in said["persons"]},
        "evidence": {piece["id"]: piece for piece in said["evidence"]},
        "places": {place["id"]: place for place in said["jurisdiction"].pop("places")},
        "asked": sorted((each["target"], each["fact"], sorted(each["settles"])) for each in asked),
    }


@cache
def told_of(name: str) -> Told:
    return told(whole(CASES[name]))


def judged(tree: Tree) -> dict[str, PersonFindings]:
    """The charges on each person and what follows from them together."""
    assessor = CaseAssessor(build(Case, tree), BASE, today=tree["decision_date"], inference="direct")
    return {person.id: assessor.disposed(person) for person in assessor.case.persons}


@cache
def judged_of(name: str) -> dict[str, PersonFindings]:
    return judged(CASES[name])


def answers(found: dict[str, PersonFindings]) -> dict[str, Any]:
    """What is held against each person: by charge, and together. Which element a charge fails may be shown by any act."""
    return {
        name: {
            "charges": {finding.charge_id: _held(finding) for finding in person.findings},
            "together": (*_together(person.disposition), ending_of(person.findings, person.disposition)),
        }
        for name, person in found.items()
    }


def _held(finding: Finding) -> tuple[object, ...]:
    elements = {element.id: element.verdict for element in finding.elements}
    shown = elements if finding.verdict != "not_established" else None
    tier = finding.tier and (finding.tier.id, finding.tier.open_above)
    return (
        finding.verdict,
        tier,
        finding.role,
        finding.form,
        shown,
        [each.id for each in finding.circumstances],
    )


def _together(met: Disposition) -> tuple[object, ...]:
    absorbed = {(each.charge, each.into, each.rule) for each in met.absorbed}
    return {*met.charges}, absorbed, {each.charges for each in met.plural}, {*met.pending}


def some(name: str, places: Sequence[Any]) -> list[Any]:
    """A few places of a published case, one of a random case."""
    return Random(name).sample(places, min(len(places), 1 if name.startswith("random") else 3))


# -- said in another way --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CASES)
def test_the_order_of_everything_in_the_file_does_not_matter(name: str) -> None:
    assert told(whole(shuffled(Random(name), CASES[name]))) == told_of(name)


@pytest.mark.parametrize("name", CASES)
def test_what_things_are_called_does_not_matter(name: str) -> None:
    """Under names of which the last comes first: nothing rests on how ids sort."""
    other, meant = renamed(CASES[name], lambda part, number, many: f"<{part}{many - number:03}>")
    words = json.dumps(whole(other).to_json(), ensure_ascii=False, default=str)
    for word in sorted(meant, key=len, reverse=True):
        words = words.replace(word, json.dumps(meant[word], ensure_ascii=False)[1:-1])
    assert in_any_order(json.loads(words)) == told_of(name)


@pytest.mark.parametrize("name", CASES)
def test_a_person_or_group_may_be_named_like_an_act(name: str) -> None:
    assert answers(judged(named_like_acts(CASES[name]))) == answers(judged_of(name))


@pytest.mark.parametrize("name", CASES)
def test_words_about_evidence_remarks_and_places_change_no_answer(name: str) -> None:
    assert answers(judged(noted(CASES[name]))) == answers(judged_of(name))


@pytest.mark.parametrize("name", CASES)
def test_who_has_nothing_to_do_with_it_changes_nothing_for_the_others(name: str) -> None:
    after = judged(beside(Random(name), CASES[name]))
    assert {person: after[person].to_json() for person in judged_of(name)} == {
        person: found.to_json() for person, found in judged_of(name).items()
    }


# -- one act as two, two acts as one ---------------------------------------------------------------------

BY_TIMES = frozenset(
    charge.id
    for charge in BASE.charges.values()
    if any(fact.derived and fact.derived.kind == "act_count" for fact in BASE.asked_by(charge).values())
)
"""Charges that ask how often (多次、二年内三次): every act that is entered is one time, so two halves are two times.

Nothing else is left out. Sums are divided, everything else holds of both halves alike, and their days lie under one law and
within one window: where they cannot, both halves have all the days of the act.
"""


def undivided(found: dict[str, PersonFindings]) -> dict[str, Any]:
    """The answers for each person, but for the charges that count acts and what meets them."""
    said: dict[str, Any] = {}
    for name, answer in answers(found).items():
        counted = BY_TIMES & answer["charges"].keys()
        charges = {charge: held for charge, held in answer["charges"].items() if charge not in counted}
        said[name] = {"charges": charges} if counted else answer
    return said


@pytest.mark.parametrize("name", WITH_CONDUCT)
def test_one_act_entered_in_two_halves_is_the_same_act(name: str) -> None:
    for number in some(name, range(len(CASES[name]["conduct"]))):
        assert undivided(judged(in_halves(CASES[name], number))) == undivided(judged_of(name)), number


@pytest.mark.parametrize("name", WITH_CONDUCT)
def test_two_like_acts_entered_as_one_are_the_same_acts(name: str) -> None:
    random = Random(name)
    both, once = twice_and_at_once(random, CASES[name], random.randrange(len(CASES[name]["conduct"])))
    assert undivided(judged(once)) == undivided(judged(both))


# -- more against a person -------------------------------------------------------------------------------

HARSHNESS = {
    "not_a_crime": 0,
    "not_pursued": 1,
    "insufficient_evidence": 1,
    "open": 2,  # 待查与从宽出口之间分不出轻重
    "conditional": 2,
    "may_not_prosecute": 2,
    "prosecute": 3,
}


def heaviest(found: PersonFindings) -> Any:
    """The top of the heaviest range that remains when the charges have met; of equal tops a person chooses."""
    standing = (f for f in found.findings if f.charge in found.disposition.charges)
    return max((finding.tier.penalty.top for finding in standing if finding.tier), default=())


def milder(before: dict[str, PersonFindings], after: dict[str, PersonFindings]) -> list[str]:
    """Everything in which an answer is milder than another."""
    found = []
    for name, was in before.items():
        now = after[name]
        apart = {
            finding.charge_id for finding in now.disposition.rejudged
        }  # 重合的行为另以重罪论处，余下的行为另行认定
        for old in was.findings:
            new = now.finding(old.charge_id)
            assert new is not None
            if ORDER[new.verdict] < ORDER[old.verdict]:
                found.append(f"{name} {old.charge}：{old.verdict} → {new.verdict}")
            elif old.verdict == "established" and old.charge_id not in apart and _weight(new) < _weight(old):
                found.append(f"{name} {old.charge}：{_weight(old)} → {_weight(new)}")
        if heaviest(now) < heaviest(was):
            found.append(f"{name}：{was.disposition.charges} → {now.disposition.charges}")
        if HARSHNESS[_ending(now)] < HARSHNESS[_ending(was)] and not _gives_way_to_a_way_out(now):
            found.append(f"{name}：{_ending(was)} → {_ending(now)}")
    return found


def _gives_way_to_a_way_out(found: PersonFindings) -> bool:
    """Whether a charge gave way to one that shows a way out of its own: see the case that is expected to fail."""
    winners = {absorbed.into for absorbed in found.disposition.absorbed}
    shown = (finding.exceptions for finding in found.findings if finding.charge in winners)
    return any(exception.verdict == "met" for exceptions in shown for exception in exceptions)


def _weight(finding: Finding) -> Any:
    return finding.tier.penalty.weight if finding.tier else ()


def _ending(found: PersonFindings) -> str:
    return ending_of(found.findings, found.disposition)


@pytest.mark.parametrize("name", CASES)
def test_more_of_what_speaks_against_a_person_never_helps(name: str) -> None:
    for place in some(name, raisable(CASES[name])):
        assert not milder(judged_of(name), judged(raised(Random(name), CASES[name], place))), place


@pytest.mark.parametrize("name", CASES)
def test_more_loss_and_gain_never_help(name: str) -> None:
    places = [place for place in raisable(CASES[name]) if BASE.facts[place[2]].type == "money"]
    if places:
        assert not milder(judged_of(name), judged(raised(Random(name), CASES[name], *places)))


def test_more_loss_does_not_open_a_way_out_for_another_charge() -> None:
    """An official's name used to swindle a near relative: his forgiveness may excuse the fraud, not the impersonation."""
    act = {"id": "c", "who": ["p"], "kind": "defrauding", "from": date(2023, 6, 1), "to": date(2023, 6, 2)}
    said = {"posed_as_officials": True, "swindled_under_false_office": True, "deceived_victims": True}
    suspect = {"intended_unlawful_possession": True, "defrauded_close_relative": True, "fraud_amount": 0}
    tree = {
        "format": 1,
        "decision_date": date(2024, 6, 1),
        "persons": [{"id": "p", "name": "甲", "born": date(1990, 1, 1), "facts": suspect}],
        "conduct": [{**act, "facts": said}],
    }
    before = _ending(judged(tree)["p"])
    suspect["fraud_amount"] = 50_000
    assert _ending(judged(tree)["p"]) == before


# -- less known ------------------------------------------------------------------------------------------


def surer(before: dict[str, PersonFindings], after: dict[str, PersonFindings], fact: str) -> list[str]:
    """Everything of which more is known although less was said."""
    found = []
    for name, was in before.items():
        for old in was.findings:
            new = after[name].finding(old.charge_id)
            assert new is not None
            turned = {(was, now) for was, now in WRONG if (old.verdict, new.verdict) == (was, now)}
            if turned and not (old.verdict == "not_established" and excused(fact)):
                found.append(f"{name} {old.charge}：{old.verdict} → {new.verdict}")
            if old.verdict == "not_established" and old.conduct != new.conduct:
                continue  # 各项行为各缺一个要件的，所示的是其中一项；少知道一点，所示的可以是另一项
            verdicts = {element.id: element.verdict for element in old.elements}
            found += [
                f"{name} {old.charge} {element.label}：{verdicts.get(element.id)} → {element.verdict}"
                for element in new.elements
                if element.verdict not in ("unknown", verdicts.get(element.id))
            ]
    return found


WRONG = (
    ("undetermined", "not_established"),
    ("undetermined", "established"),
    ("established", "not_established"),
    ("not_established", "established"),
)
"""What must not become of a verdict where a fact is not known any more."""


def excused(fact: str) -> bool:
    """Whether a fact in favour is one that an exception waits for: an exception speaks only when it is shown."""
    return fact in EXCUSES and BASE.facts[fact].direction != "against"


@pytest.mark.parametrize("name", CASES)
def test_a_fact_no_longer_known_settles_nothing(name: str) -> None:
    for place in some(name, stated(CASES[name])):
        after = judged(without(CASES[name], place))
        assert not surer(judged_of(name), after, place[2]), place
