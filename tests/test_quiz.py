"""Banks made from the rules: every answer proved, no two alike, no giveaway, kept and read back, stale when the law is."""

import datetime
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
from typer.testing import CliRunner

import kb
from quiz import (
    Bank,
    BankError,
    Builder,
    Item,
    Order,
    OrderError,
    Question,
    Rechecker,
    Stale,
    read_bank,
    read_order,
    write_bank,
)
from quiz.exports import exam_of
from quiz.likeness import Seen, alike, shingles
from quiz.prove import Prover, Refused
from quiz.recheck import EDITED
from quiz.sentences import phrases
from zuilian import app

DAY = datetime.date(2026, 6, 1)
CHARGES = ("aiding_network_crime", "extortion")
BASE = kb.load()
FIVE_TIMES = re.compile(r"支付结算金额 \S+，(?:未)?达到100万元")


@pytest.fixture(scope="module")
def bank() -> Bank:
    order = Order(count=36, as_of=DAY, seed=7, charges=CHARGES, title="试卷")
    return Builder(BASE, order).bank()


def test_a_bank_has_as_many_items_as_ordered_of_every_kind(bank: Bank) -> None:
    kinds = Counter(item.kind for item in bank.items)
    assert sum(kinds.values()) == 36
    assert set(kinds) == {"single", "multiple", "true_false", "blank", "case"}


def test_every_answer_is_proved_again_by_both_evaluators(bank: Bank) -> None:
    prover = Prover(BASE)
    assert {item.id: list(prover.faults(item)) for item in bank.items if list(prover.faults(item))} == {}


def test_every_single_choice_has_one_key_and_every_multiple_choice_several(bank: Bank) -> None:
    for item in bank.items:
        for question in item.questions:
            if question.kind == "single":
                assert len(question.key) == 1
            if question.kind == "multiple":
                assert 2 <= len(question.key) < len(question.options)


def test_every_option_says_why_with_a_provision_that_resolves(bank: Bank) -> None:
    for item in bank.items:
        for question in item.questions:
            for option in question.options:
                assert option.why.endswith("。")
                assert option.cites
            assert all(BASE.statutes.versions(cite) for cite in question.cites)
        assert set(item.provisions) == set(item.cites)


def test_no_two_items_are_alike(bank: Bank) -> None:
    seen = Seen()
    assert all(seen.take(item) for item in bank.items)
    assert not seen.take(bank.items[0])
    assert alike(shingles(bank.items[0]), shingles(bank.items[0])) == 1


def test_the_same_story_in_other_words_between_is_the_same_item(bank: Bank) -> None:
    item = next(item for item in bank.items if item.kind == "single" and item.topic != "time")
    seen = Seen()
    assert seen.take(item)
    told = re.sub(r"经查，|案发后查明，|经侦查，|现有证据表明，|据在案证据，", "查，", item.stem)
    again = item.model_copy(update={"stem": f"公安机关查明：{told}全案没有其他影响定罪量刑的事实。"})
    assert not seen.take(again)
    others = (other for other in bank.items if other.kind == "single" and other.charges == item.charges)
    assert any(seen.take(other) for other in others if other.id != item.id)


def test_stems_read_as_sentences(bank: Bank) -> None:
    for item in bank.items:
        assert item.stem[-1] in "。：）”"
        assert not any(
            sign in item.stem for sign in ("{", "}", "？", "。。", "；。", "，。", "：。", "None", "True")
        )
        assert "是否" not in item.stem.replace("是否构成犯罪", "").replace("是否达到犯罪", "").replace(
            "是否实施", ""
        )


def test_the_same_order_gives_the_same_bank() -> None:
    order = Order(count=6, as_of=DAY, seed=3, charges=CHARGES[:1], kinds=("single",))
    first, second = Builder(BASE, order).bank(), Builder(BASE, order).bank()
    assert [item.id for item in first.items] == [item.id for item in second.items]


def test_a_bank_is_read_back_as_it_was_written(bank: Bank, tmp_path: Path) -> None:
    path = tmp_path / "bank.yaml"
    title = "是否“对”；#1: 100%\x7f\u2028"
    write_bank(bank.model_copy(update={"title": title}), path)
    read = read_bank(path)
    assert read.title == title
    again = tmp_path / "again.yaml"
    write_bank(read, again)
    assert path.read_text(encoding="utf-8") == again.read_text(encoding="utf-8")
    assert read.items[0].questions[0].key == bank.items[0].questions[0].key
    prover = Prover(BASE)
    assert list(prover.faults(read.items[0])) == []


@pytest.mark.parametrize(
    "text,words",
    [
        ("", "文件是空的"),
        ("- 1", "不是键值结构"),
        ("format: 1\ntitle: 试\nbse: x", "bse"),
        (
            (
                "format: 1\ntitle: 试\nbase: x\nas_of: 2026-01-01\nseed: 1\nitems: [{id: q1, kind: single, topic: charge, "
                "stem: 题, questions: [], difficulty: {level: easy, elements: 1, distance: 1}, on: 2026-01-01, case: {}}]"
            ),
            "没有问题（questions）",
        ),
        (
            (
                "format: 1\ntitle: 试\nbase: x\nas_of: 2026-01-01\nseed: 1\nitems: [{id: q1, kind: single, topic: x, "
                "stem: 题, questions: [], difficulty: {level: easy, elements: 1, distance: 1}, on: 2026-01-01, case: {}}]"
            ),
            "应为下列之一：charge",
        ),
    ],
)
def test_a_bad_bank_says_what_is_wrong(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BankError, match=words):
        read_bank(path)


def test_facts_that_make_no_sense_together_are_not_told_together() -> None:
    order = Order(count=14, as_of=DAY, seed=6, charges=("kidnapping_for_ransom", "abuse_of_power"))
    book = phrases("facts")
    for item in Builder(BASE, order).bank().items:
        for person, act in zip(item.case["persons"], item.case["conduct"], strict=True):
            stated = {n for n, value in {**person["facts"], **act["facts"]}.items() if value is not False}
            for name in stated:
                assert not stated & set(book.get(name, {}).get("against", ()))
                assert act["kind"] not in book.get(name, {}).get("unfit", ())


def test_the_phrase_book_knows_every_act_and_speaks_of_no_other_fact() -> None:
    opening = {kind for charge in BASE.charges.values() for kind in charge.opened_by}
    assert opening <= set(phrases("conduct")) <= set(BASE.conduct_kinds)
    assert set(phrases("facts")) <= set(BASE.facts)
    entries = list(phrases("facts").values())
    named = {name for entry in entries for key in ("implied_by", "against") for name in entry.get(key, ())}
    assert named <= set(BASE.facts)
    kinds = {
        kind for entry in entries for key in ("kinds", "unfit", "evident") for kind in entry.get(key, ())
    }
    assert kinds <= set(BASE.conduct_kinds)
    chain = phrases("words")["chain"]
    assert {*chain["shared"], *chain["apart"]} <= set(BASE.facts)
    assert set(chain["charges"]) <= set(BASE.charges)
    assert {*chain["kinds"], *phrases("words")["adults"]} <= set(BASE.conduct_kinds)
    confused = {name for group in phrases("words")["confused"] for name in group}
    assert confused | {name for rule in BASE.distinctions for name in rule.charges} == set(BASE.charges)


# -- refusals -------------------------------------------------------------------------------------------


def test_a_wrong_key_is_refused(bank: Bank) -> None:
    item = next(item for item in bank.items if item.kind == "single")
    question = item.questions[0]
    options = tuple(option.model_copy(update={"right": not option.right}) for option in question.options)
    wrong = item.model_copy(update={"questions": (question.model_copy(update={"options": options}),)})
    with pytest.raises(Refused, match="推理器的结论相反"):
        Prover(BASE).proved(wrong)


def test_an_open_answer_is_refused(bank: Bank) -> None:
    item = next(i for i in bank.items if i.kind == "true_false" and i.questions[0].options[0].right)
    unknown = [{**entry, "facts": dict.fromkeys(entry.get("facts", {}))} for entry in item.case["persons"]]
    with pytest.raises(Refused, match="待查"):
        Prover(BASE).proved(item.model_copy(update={"case": {**item.case, "persons": unknown}}))


def test_two_options_alike_are_refused(bank: Bank) -> None:
    item = next(item for item in bank.items if item.kind == "single")
    question = item.questions[0]
    wrong = next(option for option in question.options if not option.right)
    doubled = question.model_copy(update={"options": (*question.options, wrong)})
    with pytest.raises(Refused, match="两个相同的选项"):
        Prover(BASE).proved(item.model_copy(update={"questions": (doubled,)}))


HARD_TO_ASK = ("trafficking_card_information", "kidnapping_for_ransom", "harboring_criminals")


@pytest.fixture(scope="module")
def hard() -> Bank:
    """Items on charges whose every way hangs on a disputed point, on an exclusion, or on what only a person can say."""
    order = Order(count=24, as_of=DAY, seed=2, charges=HARD_TO_ASK, kinds=("single", "true_false"))
    return Builder(BASE, order).bank()


def test_charges_that_are_hard_to_ask_have_items_too(hard: Bank) -> None:
    assert {charge for item in hard.items for charge in item.charges} == set(HARD_TO_ASK)


def test_what_hangs_on_views_is_asked_only_where_they_all_end_in_no_charge(hard: Bank) -> None:
    on_cards = [item for item in hard.items if item.charges == ("trafficking_card_information",)]
    claims = [
        (option.claim.says, option.right)
        for item in on_cards
        for question in item.questions
        for option in question.options
        if option.claim.charge == "trafficking_card_information"
    ]
    assert claims
    assert any("'others_card_information': True" in str(item.case) for item in on_cards)
    assert not {("charged", True), ("tier", True), ("established", True)} & set(claims)


def test_that_something_is_left_out_by_a_person_is_given_in_the_stem(hard: Bank) -> None:
    items = [i for i in hard.items if i.charges == ("harboring_criminals",) and i.topic == "charge"]
    said = "对照法释〔2021〕16号，没有不属于窝藏、包庇的情形"
    assert items
    assert all(said in item.given and said in item.stem for item in items)


# -- stale items ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> kb.KnowledgeBase:
    """A scratch copy of the base with one threshold moved, in the text and in the rule: 二十万元 to 二十五万元."""
    root = tmp_path_factory.mktemp("base") / "kb"
    shutil.copytree(Path(str(BASE.root)), root, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    _replace(
        root / "statutes" / "fashi_2019_15.yaml", "支付结算金额二十万元以上", "支付结算金额二十五万元以上"
    )
    rule = next((root / "rules" / "charges").rglob("0287-2_*network_crime.yaml"))
    text = rule.read_text(encoding="utf-8").replace(
        "settlement_amount, at_least: 200_000", "settlement_amount, at_least: 250_000"
    )
    assert "250_000" in text
    rule.write_text(text.replace("支付结算金额二十万元以上", "支付结算金额二十五万元以上"), encoding="utf-8")
    return kb.load_from(root)


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_an_unchanged_base_makes_nothing_stale(bank: Bank) -> None:
    assert list(Rechecker(BASE, bank).stale()) == []


def _edited(bank: Bank, item: Item, tmp_path: Path) -> list[Stale]:
    """What a recheck on the same base finds in a bank one item of which was edited, written and read back."""
    path = tmp_path / "edited.yaml"
    items = tuple(item if held.id == item.id else held for held in bank.items)
    write_bank(bank.model_copy(update={"items": items}), path)
    return list(Rechecker(BASE, read_bank(path)).stale())


def _with_option(item: Item, **change: object) -> Item:
    question = item.questions[0]
    first, *rest = question.options
    options = (first.model_copy(update=change), *rest)
    return item.model_copy(update={"questions": (question.model_copy(update={"options": options}),)})


def test_an_edited_key_is_found_on_the_same_base(bank: Bank, tmp_path: Path) -> None:
    item = next(item for item in bank.items if item.kind == "true_false")
    flipped = _with_option(item, right=not item.questions[0].options[0].right)
    (found,) = _edited(bank, flipped, tmp_path)
    assert found.item.id == item.id
    assert found.why[0] == EDITED
    assert "推理器的结论相反" in found.why[1]


def test_an_edited_claim_is_found_on_the_same_base(bank: Bank, tmp_path: Path) -> None:
    item = next(item for item in bank.items if item.kind == "single")
    other = item.questions[0].options[0].claim.model_copy(update={"says": "not_in_force"})
    (found,) = _edited(bank, _with_option(item, claim=other), tmp_path)
    assert (found.item.id, found.why[0]) == (item.id, EDITED)


def test_an_edited_blank_is_found_on_the_same_base(bank: Bank, tmp_path: Path) -> None:
    item = next(item for item in bank.items if item.kind == "blank")
    question = item.questions[0].model_copy(update={"answers": ("七百七十七",)})
    (found,) = _edited(bank, item.model_copy(update={"questions": (question,)}), tmp_path)
    assert "不是证明过的数" in found.why[1]


def test_an_edited_case_that_still_proves_is_told_and_kept_on_request(bank: Bank, tmp_path: Path) -> None:
    item = next(item for item in bank.items if item.kind == "true_false")
    persons = [{**person, "name": "柳某"} for person in item.case["persons"]]
    found = _edited(bank, item.model_copy(update={"case": {**item.case, "persons": persons}}), tmp_path)
    assert [entry.why for entry in found] == [(EDITED,)]
    checker = Rechecker(BASE, read_bank(tmp_path / "edited.yaml"))
    renewed, lost = checker.renewed(found)
    assert lost == []
    assert "柳某" in str(next(held.case for held in renewed.items if held.id == item.id))
    assert list(Rechecker(BASE, renewed).stale()) == []


def test_an_item_that_was_made_up_is_told_and_cannot_be_made_anew(bank: Bank, tmp_path: Path) -> None:
    strange = bank.items[0].model_copy(update={"case": {"conduct": ["没有"]}})
    assert exam_of(bank.model_copy(update={"items": (strange,)}), BASE).entries[0].texts
    odd = bank.items[0].model_copy(update={"case": "没有", "recipe": {}})
    write_bank(bank.model_copy(update={"items": (odd, *bank.items[1:])}), tmp_path / "odd.yaml")
    checker = Rechecker(BASE, read_bank(tmp_path / "odd.yaml"))
    (stale,) = checker.stale()
    assert any("读不懂，不能复核" in why for why in stale.why)
    renewed, lost = checker.renewed([stale])
    assert [item.id for item in lost] == [odd.id]
    assert len(renewed.items) == len(bank.items) - 1


def test_words_may_be_edited_freely(bank: Bank, tmp_path: Path) -> None:
    item = bank.items[0]
    assert _edited(bank, item.model_copy(update={"stem": item.stem + "（改）"}), tmp_path) == []


def test_a_moved_threshold_makes_exactly_those_items_stale_that_depend_on_it(
    bank: Bank, moved: kb.KnowledgeBase
) -> None:
    stale = {entry.item.id for entry in Rechecker(moved, bank).stale()}
    depends = {item.id for item in bank.items if _depends(item)}
    assert stale == depends
    assert 0 < len(stale) < len(bank.items)


def _depends(item: Item) -> bool:
    """Whether an item speaks of the provision that was moved, of one above it, or of five times its number."""
    text = str(item)
    moved = ("fashi_2019_15:12.1.2", "'fashi_2019_15:12.1'", "'fashi_2019_15:12'")
    return any(word in text for word in moved) or bool(FIVE_TIMES.search(text))


def test_stale_items_are_made_anew(bank: Bank, moved: kb.KnowledgeBase) -> None:
    checker = Rechecker(moved, bank)
    stale = list(checker.stale())[:3]
    renewed, lost = checker.renewed(stale)
    assert len(renewed.items) + len(lost) == len(bank.items)
    assert renewed.base == moved.digest
    prover = Prover(moved)
    fresh = {item.id for item in renewed.items} - {item.id for item in bank.items}
    assert fresh
    assert all(list(prover.faults(item)) == [] for item in renewed.items if item.id in fresh)


# -- orders and commands --------------------------------------------------------------------------------


def test_an_order_names_charges_as_people_do() -> None:
    order = read_order(BASE, count=5, as_of=DAY, charges=["帮信", "诈骗罪"], distinctions=["crossing"])
    assert order.charges[:2] == ("aiding_network_crime", "fraud")
    assert len(order.charges) > 3


def test_items_are_made_on_one_provision() -> None:
    order = read_order(BASE, count=6, as_of=DAY, provision="法释2019年15号12条1款", kinds=["single", "blank"])
    items = Builder(BASE, order).bank().items
    assert items
    assert all(any(f"{c}.".startswith("fashi_2019_15:12.1.") for c in item.cites) for item in items)
    assert {charge for item in items for charge in item.charges} == {"aiding_network_crime"}


def test_a_bad_order_names_every_mistake() -> None:
    with pytest.raises(OrderError) as error:
        read_order(
            BASE,
            count=5,
            as_of=DAY,
            charges=["没有的罪"],
            kinds=["oral"],
            document="没有的文件",
            provision="刑法九百条",
        )
    assert all(word in str(error.value) for word in ("没有的罪", "oral", "没有的文件", "第九百条"))


def test_the_commands(bank: Bank, tmp_path: Path) -> None:
    path = tmp_path / "bank.yaml"
    write_bank(bank, path)
    run = CliRunner()
    shown = run.invoke(app, ["quiz", "show", str(path), "1"])
    assert shown.exit_code == 0
    assert "【答案】" in shown.output
    assert "【答案】" not in run.invoke(app, ["quiz", "show", str(path), "--paper"]).output
    strange = run.invoke(app, ["quiz", "show", str(path), "1", "99"])
    assert (strange.exit_code, "题库里没有 99" in strange.output) == (2, True)
    assert run.invoke(app, ["quiz", "recheck", str(path)]).exit_code == 0
    planned = run.invoke(app, ["quiz", "blueprint", str(path)])
    assert "帮助信息网络犯罪活动罪" in planned.output
    missing = run.invoke(app, ["quiz", "show", str(tmp_path / "none.yaml")])
    assert missing.exit_code == 2
    assert "找不到题库文件" in missing.output
    answers = tmp_path / "answers.csv"
    answers.write_text("姓名,题号\n", encoding="utf-8")
    nowhere = str(tmp_path / "none" / "out.yaml")
    for command in (
        ["quiz", "build", "--out", nowhere],
        ["quiz", "results", str(path), str(answers), "--out", nowhere],
        ["quiz", "export", str(path), "--out", f"{nowhere}.csv"],
    ):
        refused = run.invoke(app, command)
        assert refused.exit_code == 2
        assert "none" in refused.output
        assert "→" in refused.output


# -- no giveaway ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def singles() -> list[Question]:
    """Many single choices over all charges: what holds of them on the whole is no accident."""
    order = Order(count=60, as_of=DAY, seed=5, kinds=("single",))
    bank = Builder(BASE, order).bank()
    return [question for item in bank.items for question in item.questions]


def test_the_key_stands_anywhere(singles: list[Question]) -> None:
    places = Counter(question.key for question in singles)
    assert set(places) == {"A", "B", "C", "D"}
    assert max(places.values()) < len(singles) * 0.45


def test_the_key_is_not_the_longest_option(singles: list[Question]) -> None:
    longest = 0
    for question in singles:
        lengths = sorted(len(option.text) for option in question.options)
        key = next(len(option.text) for option in question.options if option.right)
        longest += key == lengths[-1] > lengths[-2]
    assert longest < len(singles) * 0.4


def test_true_and_false_are_even() -> None:
    order = Order(count=30, as_of=DAY, seed=4, charges=CHARGES, kinds=("true_false",))
    items = Builder(BASE, order).bank().items
    right = sum(item.questions[0].options[0].right for item in items)
    assert len(items) * 0.25 < right < len(items) * 0.75
