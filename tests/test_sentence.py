"""What moves a sentence: bands read from the guideline, what comes first, what is not repeated, what lies below."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal
from typing import Any

import pytest

import engine
import kb
from engine.findings import Finding
from engine.penalty import read_penalty
from engine.report_range import weighed_words
from engine.sentence import (
    DISCRETION,
    FIRST_WITHOUT_BAND,
    NO_GUIDELINE,
    SEVERAL_FIRST,
    SentenceRange,
    SentenceReader,
    Weighed,
)
from engine.share import Share, read_share, together
from kb.rules import Circumstance, Weighing

BASE = kb.load()
TELECOM = {"knew_fraud": True, "telecom_fraud": True, "fraud_amount": 60_000}


def found(
    person: dict[str, Any],
    acts: list[dict[str, Any]] | None = None,
    charge: str = "fraud",
    day: str = "2024-01-01",
    decided: str = "2024-06-01",
    **parts: Any,
) -> Finding:
    """What is found of a charge: a telecom fraud of sixty thousand, unless other acts are given."""
    conduct = acts or [{"kind": "defrauding", "facts": TELECOM}]
    whole = [{"id": f"c{number}", "who": ["p"], "from": day} | act for number, act in enumerate(conduct)]
    tree = {"format": 1, "decision_date": decided, "conduct": whole}
    tree |= {"persons": [{"id": "p", "name": "甲", "facts": person}]} | parts
    case = engine.parse_case(json.dumps(tree), BASE)
    finding = engine.assess(case, BASE, inference="direct").persons[0].finding(charge)
    assert finding is not None
    return finding


def ranged(person: dict[str, Any], **more: Any) -> SentenceRange:
    sentence = found(person, **more).sentence
    assert sentence is not None
    return sentence


def weighed(sentence: SentenceRange, name: str) -> Weighed:
    return next(each for each in sentence.weighed if each.id == name)


def names(sentence: SentenceRange) -> set[str]:
    return {each.id for each in sentence.weighed}


def measures(sentence: SentenceRange) -> set[str]:
    return {each.id for each in sentence.measures}


# -- the words of the guideline ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, share, words",
    [
        ("可以减少基准刑的40%以下", Share(False, 0, 40, False), "减少基准刑的40%以下"),
        (
            "犯罪较轻的，可以减少基准刑的40%以上或者依法免除处罚",
            Share(False, 40, 100, True),
            "减少基准刑的40%以上，或者依法免除处罚",
        ),
        ("减少基准刑的20％-50%", Share(False, 20, 50, False), "减少基准刑的20%—50%"),
        (
            "应当增加基准刑的10%-40%，一般不少于3个月",
            Share(True, 10, 40, False, 3),
            "增加基准刑的10%—40%，一般不少于3个月",
        ),
        ("可以增加基准刑的20%以下", Share(True, 0, 20, False), "增加基准刑的20%以下"),
    ],
)
def test_a_share_is_read_from_the_words_and_said_again(text: str, share: Share, words: str) -> None:
    assert read_share(text) == share
    assert share.words == words


def test_words_without_a_share_are_refused() -> None:
    with pytest.raises(ValueError, match="读不出调节比例"):
        read_share("可以从轻处罚")


def test_every_band_moves_the_way_that_the_law_says() -> None:
    for rule in BASE.of_kind(Weighing):
        for band in rule.bands:
            up = isinstance(rule, Circumstance) and rule.effect == "heavier"
            assert read_share(band.quote).up is up, rule.id


def test_every_start_lies_within_the_range_of_its_tier() -> None:
    starts = 0
    for charge in BASE.charges.values():
        for tier in charge.tiers:
            if tier.start is not None:
                starts += 1
                start, whole = read_penalty(tier.start.quote), read_penalty(tier.penalty.quote)
                assert start.max_months <= whole.max_months, (charge.id, tier.id)
                assert start.min_months >= min(whole.min_months, 1), (charge.id, tier.id)
    assert starts > 30


def test_side_by_side_the_shares_add_up_and_never_leave_less_than_nothing() -> None:
    lighter, heavier = read_share("减少基准刑的30%-60%"), read_share("增加基准刑的10%-40%")
    moved = together((lighter, heavier))
    assert (moved.low, moved.high) == (Decimal(50), Decimal(110))
    assert together((lighter, lighter)).low == 0


# -- bands ---------------------------------------------------------------------------------------------


def test_a_band_stands_beside_what_the_law_says() -> None:
    merit = weighed(ranged({"rendered_merit": True}), "merit")
    assert (merit.words, merit.band) == ("可以从轻或者减轻处罚", "fafa_2021_21:3.9.1.1")
    assert merit.share is not None
    assert merit.share.words == "减少基准刑的20%以下"


@pytest.mark.parametrize("light, high, exempt", [(None, 40, None), (False, 40, None), (True, 100, "可以")])
def test_a_further_band_needs_its_own_fact(light: bool | None, high: int, exempt: str | None) -> None:
    sentence = ranged({"surrendered": True, "rather_light_crime": light})
    share = weighed(sentence, "surrender").share
    assert share is not None
    assert (share.high, sentence.exempt) == (high, exempt)


def test_a_recidivist_gets_at_least_three_months_more_as_a_rule() -> None:
    facts = dict.fromkeys(
        ("prior_term_served", "reoffended_within_five_years", "both_crimes_intentional"), True
    )
    facts |= {"fixed_term_expected": True, "prior_crime_under_eighteen": False}
    sentence = ranged(facts | {"has_prior_conviction": True, "prior_conviction_excluded": False})
    recidivist = weighed(sentence, "recidivist")
    assert recidivist.words == "应当从重处罚"
    assert recidivist.share is not None
    assert recidivist.share.words.endswith("一般不少于3个月")
    assert weighed(sentence, "prior_conviction").within == "累犯"
    assert "no_suspension" in measures(sentence)


def test_the_age_decides_which_band_of_minors() -> None:
    sixteen = ranged({"age_at_act": 17})
    assert weighed(sixteen, "minority_from_sixteen").share == read_share("减少基准刑的10%-50%")
    assert weighed(sixteen, "minority").within == "犯罪时已满十六周岁不满十八周岁"
    assert "minority_under_sixteen" not in names(sixteen)


def test_an_age_that_is_only_known_to_be_below_eighteen_still_counts() -> None:
    sentence = ranged({"age_at_act": {"at_least": 15, "at_most": 17}})
    assert names(sentence) & {"minority", "minority_from_sixteen", "minority_under_sixteen"} == {"minority"}
    assert weighed(sentence, "minority").shall
    assert any("犯罪时不满十八周岁" in note and "没有规定比例" in note for note in sentence.notes)


def test_what_nobody_has_looked_at_is_not_shown() -> None:
    open_facts = dict.fromkeys(("rendered_merit", "surrendered", "confessed", "made_restitution"))
    assert names(ranged(open_facts)) == names(ranged({}))


# -- first, then the others ----------------------------------------------------------------------------


def test_an_accessory_is_weighed_first_and_the_others_on_what_is_left() -> None:
    no_light_one = {"rendered_merit": True, "rather_light_crime": False}
    alone = ranged(no_light_one).left
    both = ranged(no_light_one | {"played_minor_role": True}).left
    assert alone is not None
    assert both is not None
    assert (alone.low, alone.high) == (Decimal(80), Decimal(100))
    assert (both.low, both.high) == (Decimal(40), Decimal(80))
    assert both.words == "基准刑的40%—80%"


def test_whether_the_crime_is_a_light_one_is_not_taken_for_no() -> None:
    open_ = ranged({"surrendered": True})
    surrender = weighed(open_, "surrender")
    assert (surrender.share, surrender.maybe) == (
        read_share("减少基准刑的40%以下"),
        read_share("减少基准刑的40%以上或者依法免除处罚"),
    )
    assert surrender.unless == BASE.facts["rather_light_crime"].label
    assert open_.left is not None
    assert (open_.left.low, open_.left.high) == (Decimal(0), Decimal(100))
    told = ranged({"surrendered": True, "rather_light_crime": False})
    assert weighed(told, "surrender").maybe is None
    assert told.left is not None
    assert told.left.low == Decimal(60)


def test_nothing_is_added_up_beside_what_comes_first_and_has_no_band() -> None:
    sentence = ranged({"was_coerced": True, "rendered_merit": True})
    assert sentence.left is None
    assert FIRST_WITHOUT_BAND in sentence.notes


def test_no_measure_reaches_back_before_it_was_law() -> None:
    # 受贿罪的新法较轻，适用新法；从业禁止自 2015-11-01 起才有
    bribes = {
        "state_functionary": True,
        "used_position": True,
        "received_property": True,
        "sought_benefit_for_giver": True,
        "bribe_amount": 2_000_000,
        "bribe_huge": True,
        "bribe_large": True,
        "bribe_especially_huge": False,
        "bribe_especially_grave_loss": False,
        "bribe_other_especially_serious": False,
        "demanded_property": False,
        "used_professional_convenience": True,
    }
    told = {
        day: found(bribes, acts=[{"kind": "taking_bribes_in_office"}], charge="accepting_bribes", day=day)
        for day in ("2009-10-01", "2016-05-01")
    }
    assert told["2009-10-01"].law.statute_day == datetime.date(2024, 6, 1)
    shown = {day: {m.id for m in f.sentence.measures} if f.sentence else set() for day, f in told.items()}
    assert "professional_ban" not in shown["2009-10-01"]
    assert "professional_ban" in shown["2016-05-01"]


def test_several_that_come_first_are_not_taken_together() -> None:
    sentence = ranged({"age_at_act": 17, "played_minor_role": True})
    assert sentence.left is None
    assert SEVERAL_FIRST in sentence.notes


def test_what_has_no_band_is_named_and_gets_none() -> None:
    sentence = ranged({"limited_capacity": True, "rendered_merit": True})
    assert weighed(sentence, "diminished_capacity").share is None
    assert any("尚未完全丧失辨认或者控制自己行为能力" in note for note in sentence.notes)
    assert DISCRETION in sentence.notes


def test_a_charge_that_is_only_attempted_is_weighed_as_an_attempt() -> None:
    target = {"fraud_amount": 0, "fraud_attempted": True, "attempted_amount": 30_000}
    clear = dict.fromkeys(
        (
            "fraud_amount_unverifiable",
            "other_serious_fraud",
            "near_huge_amount",
            "near_especially_huge_amount",
            "joined_overseas_gang",
        ),
        False,
    )
    finding = found(clear, acts=[{"kind": "defrauding", "facts": TELECOM | target}])
    assert finding.form == "未遂"
    assert finding.sentence is not None
    attempt = weighed(finding.sentence, "attempt")
    assert (attempt.first, attempt.share) == (True, read_share("减少基准刑的50%以下"))
    assert finding.sentence.lower is not None


# -- what is not repeated --------------------------------------------------------------------------------


def test_a_plea_takes_in_surrender_and_restitution_but_not_merit() -> None:
    facts = {
        "accepted_punishment": True,
        "surrendered": True,
        "made_restitution": True,
        "rendered_merit": True,
        "rather_light_crime": False,
    }
    sentence = ranged(facts)
    within = {each.id for each in sentence.weighed if each.within}
    assert within == {"plea", "surrender", "restitution"}
    assert weighed(sentence, "plea_with_ground").share == read_share("减少基准刑的60%以下")
    assert sentence.left is not None
    assert (sentence.left.low, sentence.left.high) == (Decimal(20), Decimal(100))


def test_a_plea_alone_keeps_to_thirty_percent() -> None:
    sentence = ranged({"accepted_punishment": True, "confessed": True, "behaved_well_in_custody": True})
    assert "plea_with_ground" not in names(sentence)
    assert sentence.left is not None
    assert sentence.left.low == Decimal(70)


def test_surrender_takes_in_confession_and_confession_the_plea_in_court() -> None:
    both = ranged({"surrendered": True, "confessed": True, "pleaded_guilty_in_court": True})
    assert {each.id for each in both.weighed if each.within} == {"confession", "courtroom_plea"}
    confessed = ranged({"confessed": True, "pleaded_guilty_in_court": True})
    assert weighed(confessed, "courtroom_plea").within == "坦白"


def test_compensation_and_forgiveness_together_are_one() -> None:
    both = ranged({"compensated_victim": True, "forgiven_by_victim": True})
    assert both.left is not None
    assert both.left.low == Decimal(60)
    alone = ranged({"compensated_victim": True, "forgiven_by_victim": None})
    assert alone.left is not None
    assert alone.left.low == Decimal(70)


def test_what_lifted_the_tier_does_not_weigh_again() -> None:
    posed = TELECOM | {"posed_as_officials": True, "fraud_attempted": False}
    judged = {"near_huge_amount": True}
    near = found(judged, acts=[{"kind": "defrauding", "facts": posed | {"fraud_amount": 29_000}}])
    far = found(judged, acts=[{"kind": "defrauding", "facts": posed}])
    assert near.tier is not None
    assert near.tier.id == "huge"
    assert near.sentence is not None
    assert far.sentence is not None
    assert "heavier_telecom_fraud" not in names(near.sentence)
    assert "heavier_telecom_fraud" in names(far.sentence)


# -- below the range -------------------------------------------------------------------------------------

OLD = {"local_huge_standard": 50_000}
"""Before the opinion of 2016 a province's own standard counts."""


@pytest.mark.parametrize(
    "day, decided, text",
    [
        ("2011-04-30", "2011-04-30", "法定最低刑以下"),
        ("2011-04-30", "2012-06-01", "法定最低刑以下"),
        ("2011-05-01", "2012-06-01", "数额较大：三年以下有期徒刑、拘役或者管制，并处或者单处罚金"),
    ],
)
def test_what_lies_below_follows_the_law_of_the_act(day: str, decided: str, text: str) -> None:
    sentence = ranged({"surrendered": True}, day=day, decided=decided, facts=OLD)
    assert sentence.lower is not None
    assert (sentence.lower.text, sentence.lower.shall) == (text, False)
    assert sentence.lower.cite == "criminal_law:63.1"


def test_below_the_lowest_tier_there_is_no_range() -> None:
    small = [{"kind": "defrauding", "facts": TELECOM | {"fraud_amount": 5_000}}]
    sentence = ranged({"was_coerced": True, "played_minor_role": False}, acts=small)
    assert sentence.lower is not None
    assert (sentence.lower.text, sentence.lower.shall) == ("法定最低刑以下", True)


def test_what_only_makes_the_sentence_lighter_opens_nothing_below() -> None:
    assert ranged({"confessed": True}).lower is None


def test_an_abandoned_crime_without_damage_is_exempt_and_needs_no_band() -> None:
    sentence = ranged({"crime_abandoned": True, "crime_did_damage": False})
    assert sentence.exempt == "应当"
    assert not any("没有造成损害" in note for note in sentence.notes)
    assert ranged({"crime_abandoned": True, "crime_did_damage": None}).exempt is None


# -- the day ---------------------------------------------------------------------------------------------


def test_before_the_guideline_the_law_stands_alone() -> None:
    facts = {
        "surrendered": True,
        "rather_light_crime": True,
        "made_restitution": True,
        "has_prior_conviction": True,
    }
    facts |= {"prior_conviction_excluded": False, "played_minor_role": True}
    before = ranged(facts, day="2021-06-30", decided="2021-06-30")
    after = ranged(facts, day="2021-06-30", decided="2021-07-01")
    assert all(each.share is None for each in before.weighed)
    assert (before.start, before.left) == (None, None)
    assert NO_GUIDELINE in before.notes
    assert before.exempt == "可以"  # 刑法第六十七条第一款
    assert names(after) - names(before) == {"restitution", "prior_conviction"}
    assert weighed(after, "surrender").share is not None
    assert after.start is not None
    assert (after.start.min_months, after.start.max_months) == (36, 48)


def test_only_the_second_guideline_has_a_start_for_illegal_business() -> None:
    acts = [{"kind": "operating_payment_business", "facts": {"paid_by_sham_transactions": True}}]
    facts = {"violated_state_regulations": True, "illegal_operation_amount": 5_000_000}
    later = ranged(facts, acts=acts, charge="illegal_business", decided="2024-07-01")
    sooner = ranged(facts, acts=acts, charge="illegal_business", decided="2024-06-30")
    assert later.start is not None
    assert later.start.max_months == 24
    assert sooner.start is None


def test_a_measure_follows_the_law_that_is_applied() -> None:
    facts = {"used_professional_convenience": True}
    for day, shown in (("2015-10-31", False), ("2015-11-01", True)):
        sentence = ranged(facts, day=day, decided="2016-06-01", facts=OLD)
        assert ("professional_ban" in measures(sentence)) is shown


def test_a_measure_that_another_takes_in_is_not_listed_twice() -> None:
    pair, gains = {"recovery_of_gains", "restitution_to_victims"}, {"has_illegal_gains": True}
    moved = [{"kind": "moving_funds", "facts": {"handled_proceeds": True, "knew_proceeds": True}}]
    assert measures(ranged(gains)) & pair == {"restitution_to_victims"}
    concealed = ranged(gains, acts=moved, charge="concealing_criminal_proceeds")
    assert measures(concealed) & pair == {"recovery_of_gains"}


def test_law_that_differs_only_in_what_moves_a_sentence_is_no_other_law() -> None:
    stolen = {"taken_without_disposal": True, "intended_unlawful_possession": True, "stolen_amount": 30_000}
    finding = found({}, acts=[{"kind": "stealing", "facts": stolen}], charge="theft", day="2018-01-01")
    assert finding.law.alternatives == ()
    assert finding.law.why == "行为时与处理时适用的规定相同"


# -- the rules -------------------------------------------------------------------------------------------


def test_a_fine_is_listed_for_every_kind_of_conduct_that_opens_its_charge() -> None:
    fines = [rule for rule in BASE.circumstances if rule.id.startswith("fine_for_")]
    assert fines
    for rule in fines:
        (line,) = rule.when.children
        assert line.conduct == BASE.charges[rule.charges[0]].opened_by


def test_a_circumstance_cites_something_or_has_a_band() -> None:
    for rule in BASE.circumstances:
        cited = any(below.cite for below in rule.when.walk())
        assert cited or rule.bands, rule.id


def test_what_is_not_checked_behind_a_range_is_told() -> None:
    def told(**facts: bool) -> str:
        return "".join(weighed_words(each, BASE) for each in ranged(facts).weighed)

    assert "法发〔2021〕22号第十六条第三款［未核对］" in told(played_minor_role=True, is_student=True)
    assert "［未核对］" not in told(rendered_merit=True)


def test_json_gives_percents_and_months() -> None:
    data = ranged({"surrendered": True, "played_minor_role": True}).to_json()
    assert data["start"]["min_months"] == 36
    assert {"low", "high", "text"} == set(data["left"])
    shares = {each["id"]: each["share"] for each in data["weighed"]}
    assert shares["surrender"]["high"] == 40
    assert json.dumps(data, ensure_ascii=False)


def test_the_guideline_is_that_of_the_day_of_decision() -> None:
    reader = SentenceReader(BASE, datetime.date(2021, 6, 30))
    assert reader.basis("restitution") == ()
    later = SentenceReader(BASE, datetime.date(2021, 7, 1))
    assert later.basis("restitution") == ("fafa_2021_21:3.10",)
    assert later.basis("reconciliation") == ("fafa_2021_21:3.12",)
