"""What the app does with a case apart from drawing it: text, answers, tables, files on disk."""

import datetime
import stat
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import engine
import kb
from engine.examples import examples
from ui import store
from ui.answers import Answer, read_answer, read_number, write_answer
from ui.asked import Asked, Holder, places
from ui.case_text import Draft, blank, comments_of, read_draft
from ui.law_text import citation_html, wording
from ui.tables import Names, NewRows, apply, unfinished

BASE = kb.load()


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "user_data_path", lambda _name: tmp_path)


@pytest.mark.parametrize("name", list(examples()))
def test_an_example_means_the_same_after_the_app_has_written_it(name: str) -> None:
    original = examples()[name].read_text(encoding="utf-8")
    written = read_draft(original).text()
    assert engine.parse_case(written, BASE).model_dump() == engine.parse_case(original, BASE).model_dump()
    assert read_draft(written).text() == written


def test_comments_are_kept_with_what_they_stood_beside() -> None:
    draft = read_draft('# 首行\nformat: 1\ntitle: "a # b"  # 行内\npersons: [{id: p, name: 甲}]\n')
    assert draft.comments == ("首行", '行内 〔title: "a # b"〕')
    assert read_draft(draft.text()).comments == draft.comments


def test_a_sign_within_quotes_is_no_comment() -> None:
    assert comments_of("a: '井#号 # 不是'\nb: c#d\n") == ()


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_survives_writing_and_reading(text: str) -> None:
    draft = Draft({"format": 1, "title": text, "groups": [], "persons": [], "conduct": []})
    assert read_draft(draft.text()).data["title"] == text


@pytest.mark.parametrize(
    "typed, answer, said",
    [
        ("20万", Answer("yes", 200_000), "200000"),
        ("3,500.5元", Answer("yes", Decimal("3500.5")), "3500.5"),
        ("3万以上", Answer("yes", low=30_000), "30000以上"),
        ("5万以下", Answer("yes", high=50_000), "50000以下"),
        ("3万至5万", Answer("yes", low=30_000, high=50_000), "30000至50000"),
        ("", Answer(), ""),
    ],
)
def test_an_amount_is_read_as_officers_type_it(typed: str, answer: Answer, said: str) -> None:
    fact = BASE.facts["illegal_income"]
    assert read_number(typed, fact) == answer
    assert read_answer(write_answer(answer, fact)) == answer
    assert answer.said == said


@pytest.mark.parametrize("typed", ["很多", "-3", "5万至3万", "3人"])
def test_an_amount_that_cannot_be_read_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        read_number(typed, BASE.facts["illegal_income"])


def test_half_a_card_is_refused() -> None:
    with pytest.raises(ValueError, match="整数"):
        read_number("2.5", BASE.facts["accounts_supplied"])


def test_a_dispute_and_its_evidence_are_written_and_read() -> None:
    fact = BASE.facts["knew_fraud"]
    raw = write_answer(Answer("disputed", True, evidence="供述反复"), fact)
    assert raw == {"value": True, "disputed": True, "evidence": "供述反复"}
    assert read_answer(raw) == Answer("disputed", True, evidence="供述反复")


def test_not_looked_into_is_written_as_nothing_at_all() -> None:
    assert write_answer(Answer(), BASE.facts["knew_fraud"]) is None


def edited(draft: Draft, part: str, new: NewRows | None = None, **edits: object) -> None:
    apply(draft, part, edits, Names(draft, BASE), new or NewRows())


def two_people() -> Draft:
    draft = blank()
    edited(draft, "persons", added_rows=[{"姓名": "甲"}, {"姓名": "乙", "类型": "单位"}])
    edited(draft, "groups", added_rows=[{"团伙名称": "团伙一"}])
    kind = BASE.conduct_kinds["moving_funds"].label
    row = {
        "行为人": ["甲", "乙"],
        "行为种类": kind,
        "帮助了谁": ["团伙一"],
        "起": "2021-01-02",
        "地点": "境内",
    }
    edited(draft, "conduct", added_rows=[row])
    return draft


def test_rows_typed_into_the_tables_become_a_case() -> None:
    case = engine.parse_case(two_people().text(), BASE)
    assert [(person.name, person.kind) for person in case.persons] == [("甲", "natural"), ("乙", "unit")]
    (act,) = case.conduct
    assert (act.who, act.kind, act.serves) == (("p1", "p2"), "moving_funds", ("g1",))
    assert act.start == datetime.date(2021, 1, 2)


def test_renaming_a_person_keeps_their_facts_and_acts() -> None:
    draft = two_people()
    draft.entry("persons", "p1")["facts"] = {"knew_fraud": True}
    edited(draft, "persons", edited_rows={"0": {"姓名": "甲某"}})
    assert draft.entry("persons", "p1") == {"id": "p1", "name": "甲某", "facts": {"knew_fraud": True}}
    assert draft.entries("conduct")[0]["who"] == ["p1", "p2"]


def test_deleting_a_person_takes_them_out_of_their_acts() -> None:
    draft = two_people()
    edited(draft, "persons", deleted_rows=[0])
    assert [person["id"] for person in draft.entries("persons")] == ["p2"]
    assert draft.entries("conduct")[0]["who"] == ["p2"]


def test_deleting_one_new_row_leaves_the_ids_of_the_others() -> None:
    new, rows = NewRows(), [{"姓名": "甲"}, {"姓名": "乙"}, {"姓名": "丙"}]
    first, second = blank(), blank()
    edited(first, "persons", new, added_rows=rows)
    edited(second, "persons", new, added_rows=[rows[0], rows[2]])
    assert {p["name"]: p["id"] for p in second.entries("persons")} == {"甲": "p1", "丙": "p3"}


def test_people_of_one_name_are_told_apart() -> None:
    draft = blank()
    edited(draft, "persons", added_rows=[{"姓名": "王某"}, {"姓名": "王某"}])
    assert Names(draft, BASE).people == {"p1": "王某（p1）", "p2": "王某（p2）"}


def test_what_the_tables_lack_is_said_in_their_own_words() -> None:
    assert "还没有人员" in unfinished(blank())[0]
    draft = two_people()
    edited(draft, "conduct", added_rows=[{"地点": "境内"}])
    assert unfinished(draft) == ["行为 c2 还没有选“行为人”", "行为 c2 还没有选“行为种类”"]


def test_an_answer_about_a_gang_is_kept_with_the_gang() -> None:
    fact = BASE.facts["fixed_organization"]
    assert places(two_people(), "p1", "fixed_organization", fact) == [Holder("group", "g1", "团伙一")]


def test_an_answer_goes_where_the_fact_was_left_open() -> None:
    draft = two_people()
    draft.entries("conduct")[0]["facts"] = {"telecom_fraud": None}
    (place,) = places(draft, "p1", "telecom_fraud", BASE.facts["telecom_fraud"])
    assert (place.scope, place.id) == ("conduct", "c1")


def test_only_what_the_opened_charges_use_is_asked() -> None:
    case = engine.parse_case(two_people().text(), BASE)
    sections = Asked(case, BASE).sections(Holder("conduct", "c1", ""))
    asked = {name for names in sections.values() for name in names}
    assert "settlement_amount" in asked
    assert "accounts_supplied" not in asked  # only supplying accounts can have it
    assert "surrendered" not in asked  # said of the person


def test_a_case_is_written_whole_and_for_its_owner_only() -> None:
    case_id = store.new_id()
    store.write(case_id, "title: 一\n", None)
    path = store.folder() / f"{case_id}.yaml"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [(entry.id, entry.title) for entry in store.saved()] == [(case_id, "一")]


def test_a_case_that_another_window_changed_is_not_overwritten() -> None:
    case_id = store.new_id()
    store.write(case_id, "title: 一\n", None)
    known = store.digest("title: 一\n")
    store.write(case_id, "title: 二\n", known)
    with pytest.raises(store.ChangedElsewhere):
        store.write(case_id, "title: 三\n", known)
    assert store.read(case_id) == "title: 二\n"


def test_a_failed_write_leaves_the_old_file(monkeypatch: pytest.MonkeyPatch) -> None:
    case_id = store.new_id()
    store.write(case_id, "title: 一\n", None)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError):
        store.write(case_id, "title: 二\n", None)
    assert store.read(case_id) == "title: 一\n"
    assert [path.name for path in store.folder().iterdir()] == [f"{case_id}.yaml"]


def test_a_removed_case_can_be_brought_back() -> None:
    case_id = store.new_id()
    store.write(case_id, "title: 一\n", None)
    store.remove(case_id)
    assert store.saved() == []
    store.restore(case_id)
    assert store.read(case_id) == "title: 一\n"


@pytest.mark.parametrize("name", ["../../etc/passwd", "x", ""])
def test_only_ids_of_cases_are_read(name: str) -> None:
    with pytest.raises(FileNotFoundError):
        store.read(name)


def test_a_citation_opens_to_the_wording_of_the_day_of_the_act() -> None:
    shown = citation_html(BASE, "criminal_law:312", (datetime.date(2000, 1, 1), datetime.date(2020, 1, 1)))
    current, others = shown.split("其他时期的文本")
    assert "明知是犯罪所得的赃物" in current
    assert "以其他方法掩饰、隐瞒" not in current
    assert "以其他方法掩饰、隐瞒" in others
    later = citation_html(BASE, "criminal_law:312", (datetime.date(2020, 1, 1),)).split("其他时期的文本")[0]
    assert "单位犯前款罪的" in later


def test_a_text_that_came_after_the_act_says_so() -> None:
    days = (datetime.date(2021, 1, 1), datetime.date(2025, 10, 1))
    assert "2021-01-01 行为时尚无此文本，这是处理时的文本" in citation_html(BASE, "fashi_2025_13:2", days)
    assert "2021-01-01 当日此文本不是有效文本" in citation_html(BASE, "fashi_2025_13:2", days[:1])


def test_an_unverified_provision_wears_its_badge_closed_and_open() -> None:
    head, text = citation_html(BASE, "fafa_2021_22:9", (datetime.date(2022, 1, 1),)).split("</summary>", 1)
    assert "未核对" in head
    assert "未核对" in text


def test_an_interpretation_is_shown_as_of_the_day_a_finding_applied_and_a_statute_is_not():
    act, decision = datetime.date(2005, 1, 1), datetime.date(2022, 1, 1)
    applied = (act, decision, decision)
    assert wording(BASE, "fashi_2015_11:1.1.1", applied)[0].in_force.covers(decision)
    assert wording(BASE, "criminal_law:312.1", applied)[0].in_force.covers(act)
