"""What a charge lacks: every set is written into the case and assessed again, with and without each of its facts."""

from __future__ import annotations

import copy
import datetime
import itertools
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from strategies import BASE, random_case

import engine
from engine.assess import CaseAssessor
from engine.case import Case
from engine.case import state as read
from engine.case_change import with_facts
from engine.conditions import truth_of
from engine.facts import Projection
from engine.findings import Finding
from engine.plan import Node
from engine.report import report
from engine.report_shortfall import shortfall_lines
from engine.shortfall import Lack, LackSet, Shortfall
from engine.ways import Change, Need, Ways, cheapest, weight
from kb.load import build
from ui.shortfall_html import shortfall_html

TODAY = datetime.date(2026, 3, 1)
RANDOM_CASES = 200


def settings(lacks: LackSet) -> dict[str, Any]:
    """A set as it is written on the command line: PERSON.FACT → value."""
    return {
        f"{target}.{each.fact}": _exact(each.value) for each in lacks if each.fact for target in each.targets
    }


def _exact(value: Any) -> Any:
    if isinstance(value, dict):
        return {bound: Decimal(str(number)) for bound, number in value.items()}
    return value


def supposed(case: Case, lacks: LackSet) -> Case:
    """The case with a set written into it, by the machinery of what-if."""
    for each in lacks:
        if each.fact is None:
            (new,) = each.targets
            act = case.conduct_of[new.removesuffix("+")].model_copy(update={"id": new, "kind": each.value})
            fields = {field.alias or name: getattr(case, name) for name, field in Case.model_fields.items()}
            case = Case.model_validate({**fields, "conduct": (*case.conduct, act)})
    holders = {*case.person_of, *case.group_of, *case.conduct_of, "case"}
    wanted = {key: value for key, value in settings(lacks).items() if key.rpartition(".")[0] in holders}
    return with_facts(case, BASE, wanted)


def verdict(case: Case, person: str, charge: str) -> str:
    found = CaseAssessor(case, BASE, today=TODAY, inference="direct").finding(
        case.person_of[person], BASE.charges[charge]
    )
    assert found is not None
    return found.verdict


def lacking(case: Case) -> Iterator[tuple[str, Finding]]:
    """Every finding of a case that tells what it lacks, as it was judged at first."""
    assessor = CaseAssessor(case, BASE, today=TODAY, inference="direct")
    for person in case.persons:
        for charge, _, _ in assessor.projections(person):
            found = assessor.finding(person, charge)
            if found is not None and found.shortfall is not None:
                yield person.id, found


def assert_exact(case: Case, person: str, finding: Finding, counted: Counter[str]) -> None:
    """Each set makes the charge stand, none of its facts can be spared, and no finding is overruled in silence."""
    found = finding.shortfall
    assert found is not None
    counted["findings"] += 1
    counted["blocked"] += bool(found.blocked)
    assert bool(found.blocked) is not bool(found.missing or found.contrary), (person, finding.charge_id)
    for sort, sets in (("missing", found.missing), ("contrary", found.contrary)):
        for lacks in sets:
            counted[sort] += 1
            told = (person, finding.charge_id, settings(lacks))
            assert {each.state for each in lacks} - {"missing"} == ({sort} - {"missing"}), told
            assert verdict(supposed(case, lacks), person, finding.charge_id) == "established", told
            for fewer in (*without_one_fact(lacks), *without_one_act(lacks, case)):
                assert verdict(supposed(case, fewer), person, finding.charge_id) != "established", (
                    told,
                    fewer,
                )
            if sort == "missing":
                assert [*overruled(case, lacks)] == []


def without_one_fact(lacks: LackSet) -> Iterator[LackSet]:
    """The set without each of its facts."""
    for each in lacks:
        yield tuple(other for other in lacks if other is not each)


def without_one_act(lacks: LackSet, case: Case) -> Iterator[LackSet]:
    """The set with a fact shown of one act less, where it is shown of several."""
    for each in lacks:
        for act in each.targets if len(each.targets) > 1 else ():
            if act in case.conduct_of:
                fewer = replace(each, targets=tuple(target for target in each.targets if target != act))
                yield tuple(fewer if other is each else other for other in lacks)


def overruled(case: Case, lacks: LackSet) -> Iterator[str]:
    """What facts that are said to be unknown would overrule of what the same holder, or an act of his, states."""
    holders: dict[str, Any] = {**case.person_of, **case.group_of, **case.conduct_of, "case": case}
    for key, value in settings(lacks).items():
        target, _, name = key.rpartition(".")
        fact = BASE.facts[name]
        acts = [act for act in case.conduct if target in act.who and name not in holders[target].facts]
        for holder in (holders.get(target), *acts):
            if holder is not None and not fact.numeric and name in holder.facts:
                stated = read(holder.facts[name], fact).value
                if stated is not None and stated != value:
                    yield key


@pytest.mark.parametrize("name", [*engine.examples()])
def test_what_an_example_lacks_makes_its_charges_stand_and_nothing_less_does(name: str) -> None:
    case = engine.read_case(engine.examples()[name], BASE)
    for person, finding in lacking(case):
        assert_exact(case, person, finding, Counter())


@pytest.mark.slow
def test_what_random_cases_lack_makes_their_charges_stand_and_nothing_less_does() -> None:
    random, counted = Random(20260901), Counter[str]()
    charges = [*BASE.charges.values()]
    for number in range(RANDOM_CASES):
        charge = charges[number % len(charges)] if number % 4 else None
        case = build(Case, random_case(random, charge))
        for person, finding in lacking(case):
            assert_exact(case, person, finding, counted)
    assert counted["findings"] > RANDOM_CASES
    assert counted["missing"] > RANDOM_CASES / 2
    assert counted["contrary"] > RANDOM_CASES


@pytest.mark.parametrize("name", [*engine.examples()][:6])
def test_a_single_fact_that_turns_a_verdict_is_a_set_of_one(name: str) -> None:
    """No set is larger than it need be: what the search over single facts finds, this one finds."""
    case = engine.read_case(engine.examples()[name], BASE)
    turned = {
        (flip.person, flip.charge)
        for flip in engine.flips(case, BASE, today=TODAY)
        if flip.verdict_after == "established"
    }
    for person, finding in lacking(case):
        found = finding.shortfall
        assert found is not None
        if (person, BASE.charges[finding.charge_id].label) in turned:
            assert min(len(lacks) for lacks in (*found.missing, *found.contrary)) == 1


# ── one person, a few acts ──────────────────────────────────────────────────────────────────────────────

CARDS: dict[str, Any] = {"kind": "supplying_accounts", "from": "2025-09-01", "serves": ["up"]}
UPSTREAM = {"id": "up", "facts": {"telecom_fraud": True, "upstream_crime_confirmed": True}}
AIDING = "aiding_network_crime"


def judged(acts: list[dict[str, Any]], person: dict[str, Any] | None = None, **parts: Any) -> Case:
    conduct = [{"id": f"c{number}", "who": ["p"]} | act for number, act in enumerate(acts, 1)]
    tree = {"format": 1, "decision_date": "2026-01-10", "groups": [UPSTREAM], "conduct": conduct}
    tree |= {"persons": [{"id": "p", "name": "甲", "facts": person or {}}]} | parts
    return engine.parse_case(json.dumps(tree), BASE)


def shortfall(case: Case, charge: str) -> Shortfall:
    found = next(finding.shortfall for _, finding in lacking(case) if finding.charge_id == charge)
    assert found is not None
    assert_exact(case, "p", next(f for _, f in lacking(case) if f.charge_id == charge), Counter())
    return found


def names(lacks: LackSet) -> list[str | None]:
    return [each.fact for each in lacks]


OWN = {"own_accounts_supplied": 3, "supplied_others_accounts": False}


def test_a_missing_fact_says_what_it_has_to_be_by_which_provision_and_what_proves_it() -> None:
    case = judged([CARDS | {"facts": OWN}], {"knew_network_crime": True})
    (inflow,) = next(each for each in shortfall(case, AIDING).missing if names(each) == ["account_inflow"])
    assert (inflow.value, inflow.needed) == ({"at_least": 300_000}, "达到30万元")
    assert (inflow.state, inflow.known) == ("missing", "未查")
    assert (inflow.part, inflow.part_label, inflow.targets) == ("gravity", "情节严重", ("p",))
    assert inflow.labels[0].startswith("法发〔2025〕12号")
    assert inflow.unverified  # 第6条只取得转述
    assert "账户流水（只计流入）" in inflow.evidence
    assert "银行账户交易明细" in inflow.wanted


def test_what_the_case_has_already_is_not_wanted() -> None:
    case = judged(
        [CARDS | {"facts": OWN}],
        {"knew_network_crime": True},
        evidence=[{"id": "e1", "label": "流水", "kind": "account_flow"}],
    )
    lacks = shortfall(case, AIDING).missing[0]
    assert lacks[0].wanted
    assert "银行账户交易明细" not in lacks[0].wanted


def test_what_is_not_known_and_what_is_known_to_be_otherwise_are_kept_apart() -> None:
    facts = OWN | {"account_inflow": {"at_least": 100_000}, "illegal_income": 800}
    found = shortfall(judged([CARDS | {"facts": facts}], {"knew_network_crime": True}), AIDING)
    assert all(each.state == "missing" for lacks in found.missing for each in lacks)
    inflow = next(each for lacks in found.missing for each in lacks if each.fact == "account_inflow")
    assert inflow.known == "现知10万元以上"
    income = next(each for lacks in found.contrary for each in lacks if each.fact == "illegal_income")
    assert (income.state, income.known, income.value) == ("contrary", "现为800元", {"at_least": 10_000})


def test_a_disputed_fact_and_one_on_excluded_evidence_are_missing_and_say_why() -> None:
    facts = OWN | {"account_inflow": 400_000}
    disputed = judged([CARDS | {"facts": facts}], {"knew_network_crime": {"value": True, "disputed": True}})
    ((knew,), *_) = shortfall(disputed, AIDING).missing
    assert (knew.fact, knew.state, knew.known) == ("knew_network_crime", "missing", "有争议，按未查处理")
    excluded = judged(
        [CARDS | {"facts": facts}],
        {"knew_network_crime": {"value": True, "evidence": "e1"}},
        evidence=[
            {
                "id": "e1",
                "label": "供述",
                "kind": "suspect_statement",
                "facts": {"obtained_by_confinement": True},
            }
        ],
    )
    ((knew,), *_) = shortfall(excluded, AIDING).missing
    assert "不得作为定案的根据" in knew.known


def test_a_charge_ruled_out_by_an_exception_lacks_that_it_falls() -> None:
    facts = OWN | {"account_inflow": 400_000}
    case = judged([CARDS | {"facts": facts}], {"knew_network_crime": True, "obviously_minor": True})
    found = shortfall(case, AIDING)
    assert found.missing == ()
    ((minor,),) = found.contrary
    assert (minor.fact, minor.value, minor.state, minor.judged) == (
        "obviously_minor",
        False,
        "contrary",
        True,
    )
    assert (minor.needed, minor.known) == ("由人判断不成立", "已判断成立")
    assert "显著轻微" in minor.part_label


def test_a_standard_of_the_province_that_is_not_known_is_reached_at_its_highest_or_found_to_be_lower() -> (
    None
):
    act = {"kind": "defrauding", "from": "2009-05-01", "facts": {"fraud_amount": 6_000}}
    known = {"deceived_victims": True, "knew_fraud": True, "intended_unlawful_possession": True}
    found = shortfall(judged([act], known), "fraud")
    standard = next(each for lacks in found.missing for each in lacks if each.fact == "local_large_standard")
    assert (standard.value, standard.targets) == ({"at_most": 6_000}, ("case",))
    assert standard.needed == "不超过6000元"
    assert standard.wanted == ()  # 本地标准不靠案件证据证明
    amount = next(each for lacks in found.contrary for each in lacks if each.fact == "fraud_amount")
    assert amount.value == {"at_least": 10_000}
    assert "按可能的最高" in amount.needed


def test_an_act_that_says_otherwise_is_left_as_it_is() -> None:
    """One act was done unknowingly, of the other that is not known: only the other can fill the gap."""
    first = CARDS | {
        "facts": {"own_accounts_supplied": 3, "account_inflow": 400_000, "knew_network_crime": False}
    }
    second = CARDS | {"facts": {"own_accounts_supplied": 3, "account_inflow": 400_000}}
    found = shortfall(judged([first, second]), AIDING)
    knew = next(each for lacks in found.missing for each in lacks if each.fact == "knew_network_crime")
    assert knew.targets == ("c2",)
    assert (knew.needed, knew.state) == ("查明属实（行为 c2）", "missing")


def test_acts_that_are_not_known_to_count_are_made_to_count_before_their_sums_are_asked() -> None:
    """Each act moved too little; together they reach the standard once it is known that he knew."""
    half = OWN | {"own_accounts_supplied": 2, "account_inflow": 200_000}
    acts = [
        CARDS | {"facts": half | {"abnormal_price_or_manner": True}},
        CARDS | {"facts": half},
    ]
    found = shortfall(judged(acts), AIDING)
    assert ["knew_network_crime"] in [names(lacks) for lacks in found.missing]


def test_where_no_fact_would_do_an_act_has_to_be_entered_as_another_kind_of_conduct() -> None:
    """In 2000 concealing was 窝藏、转移、收购、代为销售: passing checks for a transfer was none of these."""
    act = {"kind": "verifying_for_transfer", "from": "2000-12-09"}
    found = shortfall(judged([act], {"knew_proceeds": True}), "concealing_criminal_proceeds")
    entered, *facts = found.missing[0]
    assert (entered.fact, entered.value, entered.targets) == (None, "moving_funds", ("c1+",))
    assert entered.known == "没有登记此类行为"
    assert {"upstream_crime_confirmed", "handled_proceeds"} <= {each.fact for each in facts}


def test_what_keeps_another_act_from_counting_is_said() -> None:
    """The older of two acts began before the charge was law: it has to be split before anything else helps."""
    acts = [
        {"kind": "assisting_system_crimes", "from": "1999-12-24", "to": "2019-11-01"},
        {"kind": "assisting_system_crimes", "from": "2010-08-30", "to": "2020-10-16"},
    ]
    person = {"violated_state_rules_on_systems": True, "knew_others_control_systems": False}
    found = shortfall(judged(acts, person), "controlling_systems")
    assert found.blocked
    assert "跨越本罪施行日" in found.blocked[0]


@pytest.mark.parametrize(
    "act, parts, words",
    [
        ({"from": None}, {}, "行为日期未填"),
        ({}, {"persons": [{"id": "p", "name": "某公司", "kind": "unit"}]}, "没有单位犯罪的规定"),
        ({"from": "1996-05-01"}, {}, "未收录"),
    ],
)
def test_what_no_fact_can_mend_is_said_instead(
    act: dict[str, Any], parts: dict[str, Any], words: str
) -> None:
    given = {
        "kind": "defrauding",
        "from": "2024-05-01",
        "facts": {"fraud_amount": 100, "deceived_victims": True},
    }
    tree = {key: value for key, value in (given | act).items() if value is not None}
    found = shortfall(judged([tree], **parts), "fraud")
    assert (found.missing, found.contrary) == ((), ())
    assert any(words in reason for reason in found.blocked)


def test_an_act_across_the_sixteenth_birthday_has_to_be_split_first() -> None:
    persons = [{"id": "p", "name": "甲", "born": "2008-06-01", "facts": {"knew_network_crime": True}}]
    act = CARDS | {"from": "2024-05-01", "to": "2024-07-01", "facts": {"own_accounts_supplied": 3}}
    found = shortfall(judged([act], persons=persons), AIDING)
    assert any("十六周岁" in reason for reason in found.blocked)


def test_nothing_is_looked_for_until_somebody_looks() -> None:
    case = judged([CARDS | {"facts": {"own_accounts_supplied": 3}}], {"knew_network_crime": True})
    found = engine.assess(case, BASE, inference="direct", today=TODAY).persons[0].finding(AIDING)
    assert found is not None
    assert "shortfall" not in vars(found)
    assert found.shortfall is found.shortfall


def test_a_charge_that_stands_or_that_no_fact_speaks_for_tells_nothing() -> None:
    case = judged([CARDS], {"knew_network_crime": True})
    for finding in engine.assess(case, BASE, inference="direct", today=TODAY).persons[0].findings:
        told = finding.verdict in ("undetermined", "not_established") and finding.supported
        assert (finding.shortfall is not None) is told
        assert (finding.to_json()["shortfall"] is not None) is told


def test_the_order_of_acts_does_not_matter_and_the_same_case_gives_the_same_sets() -> None:
    random = Random(20260902)
    for _ in range(30):
        tree = random_case(random)
        shuffled = copy.deepcopy(tree)
        for part in ("persons", "conduct"):
            random.shuffle(shuffled[part])
        first, second = (
            {(person, finding.charge_id): finding.shortfall for person, finding in lacking(build(Case, each))}
            for each in (tree, shuffled)
        )
        assert first == second


# ── the search over a tree ──────────────────────────────────────────────────────────────────────────────

FACTS = ("telecom_fraud", "knew_fraud", "deceived_victims", "handled_proceeds", "knew_proceeds")


def test_the_cheapest_sets_are_those_that_trying_everything_finds() -> None:
    random, compared = Random(20260903), 0
    for _ in range(300):
        wanted = {name: random.random() < 0.7 for name in FACTS}
        node, values = (
            _tree(random, 3, wanted),
            {name: random.choice((None, None, True, False)) for name in FACTS},
        )
        facts, truths = _facts(values), dict[str, bool | None]()
        if truth_of(node, facts, truths) is True:
            continue
        compared += 1
        ways = Ways(BASE, facts, truths, "x").of(node, met=True)
        paid = [cost for cost, each in cheapest([ways], _cost) if _met(node, values, each)]
        assert paid == sorted(paid)
        tried = [
            weight(changes, _cost)
            for size in range(1, len(FACTS) + 1)
            for chosen in itertools.combinations(FACTS, size)
            if _met(node, values, changes := _changes({name: wanted[name] for name in chosen}, values))
        ]
        assert paid[:1] == sorted(tried)[:1]
    assert compared > 100


def _tree(random: Random, depth: int, wanted: dict[str, bool], *, upright: bool = True) -> Node:
    """A condition in which each fact speaks one way only, however many times it is negated."""
    name = f"n{random.random()}"
    op = random.choice(("all", "any", "not")) if depth else "test"
    if op == "test":
        fact = random.choice(FACTS)
        test = Node(name, "test", fact=fact)
        return test if wanted[fact] is upright else Node(f"{name}!", "not", children=(test,))
    if op == "not":
        return Node(name, op, children=(_tree(random, depth - 1, wanted, upright=not upright),))
    below = [_tree(random, depth - 1, wanted, upright=upright) for _ in range(random.randint(2, 3))]
    return Node(name, op, children=tuple(below))


def _facts(values: dict[str, bool | None]) -> Projection:
    person = judged([CARDS]).persons[0]
    return Projection(person, (), values, {}, frozenset(BASE.conduct_kinds), TODAY, TODAY)


def _changes(answers: dict[str, bool], values: dict[str, bool | None]) -> dict[str, Change]:
    return {
        name: Change(Need((answer,)), values[name])
        for name, answer in answers.items()
        if values[name] is not answer
    }


def _met(node: Node, values: dict[str, bool | None], changes: Any) -> bool:
    turned = {name: change.need.value for name, change in changes.items()}
    return bool(changes) and truth_of(node, _facts(values | turned), {}) is True


def _cost(_: str, change: Change) -> int:
    return 101 if change.contrary else 1


def test_a_fact_that_several_parts_share_is_paid_once() -> None:
    shared, one, other = (Change(Need((True,)), None) for _ in range(3))
    families = [[{"a": one}, {"s": shared}], [{"b": other}, {"s": shared}]]
    costs = [(cost, sorted(each)) for cost, each in cheapest(families, _cost)]
    assert costs[0] == (1, ["s"])
    assert (2, ["a", "b"]) in costs


@pytest.mark.parametrize(
    "comparison, bounds, met, needs",
    [
        ("at_least", ("20",), True, [("20", None)]),
        ("at_least", ("20",), False, [("0", "19")]),
        ("above", ("20",), True, [("21", None)]),
        ("above", ("20",), False, [("0", "20")]),
        ("below", ("20",), True, [("0", "19")]),
        ("below", ("20",), False, [("20", None)]),
        ("below", ("0",), True, []),
        ("within", ("3", "5"), True, [("3", "5")]),
        ("within", ("3", "5"), False, [("0", "2"), ("6", None)]),
    ],
)
def test_what_a_number_has_to_be(
    comparison: str, bounds: tuple[str, ...], met: bool, needs: list[tuple[str, str | None]]
) -> None:
    limits = tuple(Decimal(bound) for bound in bounds)
    node = Node("n", "test", fact="theft_times", comparison=comparison, bounds=limits)
    ways = Ways(BASE, _facts({}), {"n": None}, "x").of(node, met=met)
    found = [way["theft_times"].need for way in ways]
    assert [(need.low, need.high) for need in found] == [
        (Decimal(low), None if high is None else Decimal(high)) for low, high in needs
    ]


def test_a_share_is_filled_up_by_any_of_its_parts() -> None:
    node = Node("n", "test", fact="amounts_share", comparison="at_least", bounds=(Decimal(1),))
    ways = Ways(BASE, _facts({}), {"n": None}, "x").of(node, met=True)
    assert {name: change.need.low for way in ways for name, change in way.items()} == {
        "settlement_amount": 200_000,
        "advertising_funds": 50_000,
        "illegal_income": 10_000,
    }


def test_what_nobody_can_show_has_no_way() -> None:
    reader = Ways(BASE, _facts({}), {"n": None}, "x")
    assert reader.of(Node("n", "open"), met=True) == []
    assert reader.of(Node("n", "conduct", kinds=frozenset({"defrauding"})), met=True) == []


# ── what is shown ───────────────────────────────────────────────────────────────────────────────────────

BAD = '<b onclick="x">'


def made(state: Any = "missing", **parts: Any) -> Lack:
    given: dict[str, Any] = {
        "fact": "x",
        "label": f"事实{BAD}",
        "question": "",
        "value": True,
        "needed": f"查明属实{BAD}",
        "state": state,
        "known": f"未查{BAD}",
        "part": "knowledge",
        "part_label": f"明知{BAD}",
        "cites": ("criminal_law:266",),
        "labels": (f"刑法{BAD}",),
        "unverified": True,
        "targets": ("p",),
        "evidence": (f"聊天记录{BAD}",),
    }
    return Lack(**(given | parts))


def finding(found: Shortfall) -> Finding:
    return Finding("某罪", "x", "criminal_law:266", "", "undetermined", lookup=lambda: found)


def test_the_report_tells_two_sets_and_how_many_more_there_are() -> None:
    found = Shortfall(missing=((made(),), (made(), made()), (made(),)), contrary=((made("contrary"),),))
    first, second, more = shortfall_lines(finding(found))
    assert "补证方案一（1 项）：" in first
    assert "—— 依据 刑法" in first
    assert "［未核对］" in first
    assert "—— 可取证：聊天记录" in first
    assert "补证方案二（2 项）" in second
    assert "另有 1 组同类方案、1 组须推翻现有认定的方案" in more


def test_the_report_says_where_a_finding_would_have_to_fall_or_what_comes_first() -> None:
    (line,) = shortfall_lines(finding(Shortfall(contrary=((made("contrary"),),))))
    assert "须推翻现有认定的方案一（1 项，均已查明相反）" in line
    assert "可取证" not in line
    (line,) = shortfall_lines(finding(Shortfall(blocked=("行为日期未填",))))
    assert "补证之前：行为日期未填" in line
    (line,) = shortfall_lines(finding(Shortfall(contrary=((made(), made(), made("contrary")),))))
    assert "至少 3 项与现有认定相反或者未查" in line
    assert [*shortfall_lines(Finding("某罪", "x", "criminal_law:266", "", "established"))] == []


def test_the_report_of_a_case_has_the_lines_below_the_elements() -> None:
    case = judged([CARDS | {"facts": {"own_accounts_supplied": 3}}], {"knew_network_crime": True})
    lines = [*report(engine.assess(case, BASE, inference="direct", today=TODAY), BASE)]
    place = next(number for number, line in enumerate(lines) if "补证方案一" in line)
    assert any("情节严重：待查" in line for line in lines[:place])


def test_the_page_keeps_the_sorts_apart_and_escapes_everything() -> None:
    shown = shortfall_html(
        finding(Shortfall(missing=((made(),),), contrary=((made("contrary"),),), blocked=(BAD,), more=7))
    )
    assert BAD not in shown
    assert "补证即可" in shown
    assert "须推翻现有认定" in shown
    assert "未核对" in shown
    assert "至多还有 7 种组合" in shown
    assert shortfall_html(finding(Shortfall())) == ""
    assert shortfall_html(Finding("某罪", "x", "criminal_law:266", "", "established")) == ""
