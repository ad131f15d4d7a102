"""What the app does with a case apart from drawing it: text, answers, tables, files on disk."""

import datetime
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import engine
import kb
from engine import parse_case
from engine.assessment import PersonFindings
from engine.case import state
from engine.case_findings import Exit, FraudTypeFinding, Ground, OtherCharge, PlaceFinding
from engine.disposition import Disposition
from engine.dispute_findings import DisputeFinding, Source, ViewFinding
from engine.element_findings import ElementFinding, ExceptionFinding
from engine.evidence_findings import EvidenceFinding, Flaw, Proofs, Support, Wanted
from engine.examples import examples
from engine.findings import Finding, TierFinding, Verdict
from engine.sanction import read_sanction
from engine.values import Interval
from ui.answers import Answer, read_answer, read_number, states_of, write_answer
from ui.asked import Asked, Holder, holders, places, stated_of
from ui.asked_beside import GATHERED, MENDED
from ui.case_text import Draft, blank, comments_of, read_draft
from ui.chain_html import helpers_dot
from ui.dispute_html import dispute_html
from ui.ending_html import ending_html
from ui.evidence_html import piece_html, summary
from ui.finding_html import disposition_html, finding_html
from ui.fraud_type_html import fraud_type_html
from ui.jurisdiction_html import place_html
from ui.law_text import citation_html, wording
from ui.tables import Names, NewRows, apply, rows_of, unfinished

BASE = kb.load()


def test_what_helps_to_answer_a_fact_names_its_buttons_as_they_are() -> None:
    for name, fact in BASE.facts.items():
        buttons = {*states_of(fact).values(), *fact.choices.values()}
        assert set(re.findall(r"[选填]“([是否]|查.|不?认定|未.)”", fact.help or "")) <= buttons, name


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


def test_entries_without_ids_get_ids_that_no_other_has() -> None:
    draft = read_draft(
        "persons: [{name: 甲}, {id: p1, name: 乙}, {name: 丙}]\nconduct: [{who: [p1], kind: x}]\n"
    )
    assert [person["id"] for person in draft.entries("persons")] == ["p2", "p1", "p3"]
    assert Names(draft, BASE).acts == {"c1": "行为 c1"}


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
        ("5000-1万元", Answer("yes", low=5_000, high=10_000), "5000至10000"),
        ("3元至5万元", Answer("yes", low=3, high=50_000), "3至50000"),
        ("3千", Answer("yes", 3_000), "3000"),
        ("1.2亿元以上", Answer("yes", low=120_000_000), "120000000以上"),
        ("", Answer(), ""),
    ],
)
def test_an_amount_is_read_as_officers_type_it(typed: str, answer: Answer, said: str) -> None:
    fact = BASE.facts["illegal_income"]
    assert read_number(typed, fact) == answer
    assert read_answer(write_answer(answer, fact)) == answer
    assert answer.said == said


@pytest.mark.parametrize("typed", ["很多", "-3", "5万至3万", "3人", "inf", "nan"])
def test_an_amount_that_cannot_be_read_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        read_number(typed, BASE.facts["illegal_income"])


@pytest.mark.parametrize("typed", ["3至5万", "3-5万元", "三至五万", "1到3千"])
def test_a_range_whose_lower_bound_may_be_two_numbers_is_asked_back(typed: str) -> None:
    with pytest.raises(ValueError, match=r"看不出前一个数是多少；写成 .[万千]至"):
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
    assert "made_restitution" not in asked  # said of the person


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


AROUND = """format: 1
title: 证据与地点
fraud_types: [posing_as_police_or_courts]
persons:
  - {id: jia, name: 甲, facts: {knew_fraud: {value: true, disputed: true, evidence: [e1, 转账记录], note: 见卷二}}}
conduct:
  - {id: c1, who: [jia], kind: defrauding, from: 2024-01-01, facts: {fraud_amount: {at_least: 5000, evidence: [e1]}}}
evidence:
  - {id: e1, label: 甲的手机聊天记录, kind: chat_records, gathered_on: "2024-03-02", facts: {gathered_online: false}}
  - {id: c1, label: 与行为同号的证据, kind: account_flow, note: 复印件}
places:
  - {id: jia, name: 甲市乙区, facts: {call_made_here: true}}
"""


def test_evidence_places_and_types_survive_reading_and_writing() -> None:
    draft = read_draft(AROUND)
    written = draft.text()
    assert engine.parse_case(written, BASE).model_dump() == engine.parse_case(AROUND, BASE).model_dump()
    assert read_draft(written).text() == written
    assert draft.entry("evidence", "e1")["gathered_on"] == datetime.date(2024, 3, 2)
    assert "evidence: [e1, 转账记录]" in written
    parts = [
        line for line in written.splitlines() if line.startswith(("persons", "conduct", "evid", "place"))
    ]
    assert parts == ["persons:", "conduct:", "evidence:", "places:"]


def test_a_case_without_evidence_does_not_speak_of_it() -> None:
    assert not {"evidence:", "places:", "fraud_types:"} & set(blank().text().split())
    draft = read_draft("format: 1\npersons: [{id: p, name: 甲}]\n")
    assert "evidence" not in draft.text()


def test_an_answer_that_is_changed_keeps_every_piece_it_stands_on() -> None:
    draft = read_draft(AROUND)
    fact, facts = BASE.facts["knew_fraud"], draft.entry("persons", "jia")["facts"]
    answer = read_answer(facts["knew_fraud"])
    assert answer == Answer("disputed", True, evidence="e1、转账记录", note="见卷二")
    facts["knew_fraud"] = write_answer(replace(answer, state="yes"), fact)
    said = engine.parse_case(draft.text(), BASE).persons[0].facts["knew_fraud"]
    assert said == {"value": True, "evidence": "e1、转账记录", "note": "见卷二"}
    before = state({"value": True, "evidence": ["e1", "转账记录"]}, fact)
    assert state(said, fact) == before


def test_evidence_and_places_are_typed_into_tables_of_their_own() -> None:
    draft = two_people()
    kind = BASE.vocabulary.evidence["chat_records"].label
    row = {"名称": "甲的手机聊天记录", "种类": kind, "取得日期": "2024-03-02"}
    edited(draft, "evidence", added_rows=[row, {"名称": "流水"}])
    edited(draft, "places", added_rows=[{"名称": "甲市乙区", "备注": "窝点"}, {"备注": "不知在哪"}])
    assert draft.entries("evidence")[0] == {
        "id": "e1",
        "label": "甲的手机聊天记录",
        "kind": "chat_records",
        "gathered_on": datetime.date(2024, 3, 2),
    }
    assert draft.entries("places")[0] == {"id": "d1", "name": "甲市乙区", "note": "窝点"}
    assert unfinished(draft) == ["“证据”表第 2 行还没有填“种类”", "“地点”表第 2 行还没有填“名称”"]
    shown = rows_of(draft, "evidence", Names(draft, BASE))[0]
    assert shown == {**row, "取得日期": datetime.date(2024, 3, 2), "备注": None}


def test_the_facts_of_a_piece_stay_when_its_row_is_changed() -> None:
    draft = read_draft(AROUND)
    edited(draft, "evidence", edited_rows={"0": {"名称": "聊天记录", "取得日期": None}})
    assert draft.entry("evidence", "e1") == {
        "id": "e1",
        "label": "聊天记录",
        "kind": "chat_records",
        "facts": {"gathered_online": False},
    }


def test_a_deleted_piece_is_still_named_by_what_stood_on_it() -> None:
    draft = read_draft(AROUND)
    edited(draft, "evidence", deleted_rows=[0])
    case = engine.parse_case(draft.text(), BASE)
    assert case.persons[0].facts["knew_fraud"]["evidence"] == "甲的手机聊天记录、转账记录"
    assert case.conduct[0].facts["fraud_amount"]["evidence"] == "甲的手机聊天记录"


def test_a_cleared_kind_of_person_is_a_natural_person_again() -> None:
    draft = two_people()
    edited(draft, "persons", edited_rows={"1": {"类型": None}})
    assert engine.parse_case(draft.text(), BASE).persons[1].kind == "natural"


def asked_of(text: str) -> Asked:
    return Asked(engine.parse_case(text, BASE), BASE)


def test_evidence_and_places_are_told_apart_from_what_bears_their_id() -> None:
    found = holders(read_draft(AROUND), BASE)
    assert len({holder.key for holder in found}) == len(found)
    assert [h.name for h in found if h.scope in {"evidence", "place"}] == [
        "证据　甲的手机聊天记录",
        "证据　与行为同号的证据",
        "地点　甲市乙区",
    ]
    asked = asked_of(AROUND)
    for holder in found:
        stated = stated_of(read_draft(AROUND), holder)
        assert set(stated) <= {name for names in asked.sections(holder).values() for name in names}


def test_a_checklist_asks_only_once_it_is_known_to_be_for_the_piece() -> None:
    gate, point = "frozen", "freezing_approved"
    piece = Holder("evidence", "e1", "")
    before = asked_of(AROUND).sections(piece)
    assert gate in before[GATHERED]
    assert point not in {name for names in before.values() for name in names}
    after = asked_of(AROUND.replace("gathered_online: false", "frozen: true")).sections(piece)
    assert gate in after[GATHERED]
    assert point in {name for names in after.values() for name in names}


def test_whether_a_defect_was_mended_is_asked_once_there_is_one() -> None:
    piece = Holder("evidence", "e1", "")
    assert MENDED not in asked_of(AROUND).sections(piece)
    unsigned = "record_made: true, record_signed_by_investigators: false"
    flawed = asked_of(AROUND.replace("gathered_online: false", unsigned))
    assert flawed.sections(piece)[MENDED] == ["defect_cured"]


def test_a_place_is_asked_what_connects_it_and_the_case_what_joins_it() -> None:
    asked = asked_of(AROUND)
    place = asked.sections(Holder("place", "jia", ""))
    assert {"property_lost_here", "call_made_here"} <= {name for names in place.values() for name in names}
    assert "property_lost_here" in asked.beside.links("jia")
    assert "telecom_fraud_case" in asked.sections(Holder("case", "case", "全案"))["管辖"]
    without = AROUND[: AROUND.index("places:")]
    assert "管辖" not in asked_of(without).sections(Holder("case", "case", "全案"))


BAD = "<script>alert(1)</script>"
TODAY = (datetime.date(2025, 1, 1),)


def calm(shown: str) -> str:
    """HTML in which nothing hostile has survived as markup."""
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown
    return shown


def person_with(**more: object) -> PersonFindings:
    return PersonFindings("p", "甲", **{"findings": (), "disposition": Disposition(), **more})  # type: ignore[arg-type]


def test_the_ending_tells_the_ways_out_with_their_provisions_and_what_follows() -> None:
    way = Exit(
        "minor",
        "not_a_crime",
        f"情节显著轻微{BAD}",
        (f"某罪{BAD}",),
        ("criminal_law:13",),
        ("criminal_procedure_law:16",),
        unverified=True,
    )
    finding = Finding("某罪", "x", "criminal_law:266", "刑法第二百六十六条", "not_established")
    shown = calm(
        ending_html(person_with(findings=(finding,), exits=(way,), ending="not_a_crime"), BASE, TODAY)
    )
    assert "归结：所评罪名均不构成" in shown
    assert "不以犯罪论处：情节显著轻微" in shown
    assert "刑法第十三条" in shown
    assert "程序" in shown
    assert "刑事诉讼法第十六条" in shown
    assert "未核对" in shown


def test_the_ending_says_when_only_bare_charges_are_left() -> None:
    bare = Finding(f"某罪{BAD}", "x", "criminal_law:266", "", "undetermined", supported=False)
    shown = calm(ending_html(person_with(findings=(bare,), ending="open"), BASE, TODAY))
    assert "仅剩尚无事实指向的罪名未排除" in shown
    assert "逐一查否后，归结为：所评罪名均不构成" in shown
    way = ExceptionFinding("conditional", "附条件不起诉", "conditional", "met", (), ())
    stands = Finding("另罪", "y", "criminal_law:266", "", "established", exceptions=(way,))
    beside = person_with(findings=(stands, bare), ending="open", disposition=Disposition(charges=("另罪",)))
    assert "归结为：涉嫌犯罪，可以附条件不起诉" in calm(ending_html(beside, BASE, TODAY))
    told = replace(bare, supported=True)
    assert "仅剩" not in ending_html(person_with(findings=(bare, told), ending="open"), BASE, TODAY)


def test_a_charge_that_stands_with_a_way_out_says_so_where_it_is_disposed_of() -> None:
    standing = person_with(disposition=Disposition(("某罪",)), ending="may_not_prosecute")
    assert "但另有出口：涉嫌犯罪，可以不起诉或者免予刑事处罚" in disposition_html(standing, BASE, TODAY)
    assert "另有出口" not in disposition_html(replace(standing, ending="prosecute"), BASE, TODAY)


def sanction(verdict: Verdict, **more: object) -> Finding:
    penalty = read_sanction(
        "处违法所得一倍以上十倍以下罚款，没有违法所得或者违法所得不足二万元的，处二十万元以下罚款"
    )
    tier = TierFinding("base", "罚款", "anti_telecom_fraud_law:44", penalty, (), open_above=("情节严重",))
    element = ElementFinding("x", f"要件{BAD}", "met", (), (), ())
    return Finding(
        f"出租账户{BAD}",
        "x",
        "anti_telecom_fraud_law:44",
        "",
        verdict,
        elements=(element,),
        tier=tier,
        gain=Interval.exactly(Decimal(9_000)),
        **more,  # type: ignore[arg-type]
    )


def test_a_sanction_that_stands_is_open_with_its_fine_and_a_likely_one_is_folded() -> None:
    shown = calm(ending_html(person_with(sanctions=(sanction("established"),), handover=(BAD,)), BASE, TODAY))
    assert '<details class="zl-fold" open><summary><span class="zl-badge zl-established">✔ 成立' in shown
    assert "违法所得不足2万元：罚款20万元以下" in shown
    assert "可能更重" in shown
    assert "行刑衔接" in shown
    assert "反电信网络诈骗法第四十四条" in shown
    likely = ending_html(person_with(sanctions=(sanction("undetermined"),)), BASE, TODAY)
    assert '<details class="zl-fold"><summary><span class="zl-badge zl-undetermined">？ 待查' in likely
    assert "罚则（如成立）" in likely
    bare = ending_html(person_with(sanctions=(sanction("established", supported=False),)), BASE, TODAY)
    assert '<details class="zl-fold"><summary><span class="zl-badge zl-established">✔ 成立' in bare
    assert "仅从行为种类看，尚无事实指向" in bare
    none = (sanction("undetermined", supported=False), sanction("not_established"))
    assert ending_html(person_with(sanctions=none), BASE, TODAY) == ""


def test_an_element_tells_what_it_stands_on_and_what_could_be_gathered() -> None:
    proofs = Proofs(
        (
            Support("f", f"明知{BAD}", (f"聊天记录{BAD}（不得作为定案的根据）", "供述"), "excluded"),
            Support("g", "数额", ("流水", "账册"), "review"),
        ),
        (
            Wanted("a", f"流水{BAD}", f"去向{BAD}", f"向银行调取{BAD}", held=False),
            Wanted("b", "已有的", "", "", held=True),
        ),
    )
    element = ElementFinding("x", "明知", "met", (), (), (), proofs=proofs)
    finding = Finding("某罪", "x", "criminal_law:266", "", "established", elements=(element,))
    shown = calm(finding_html(finding, BASE, TODAY))
    assert "⚠ 所凭证据中有不得作为定案根据的" in shown
    assert "（不得作为定案的根据）、供述" in shown
    assert "其中有的有须在审查时查明之处" in shown
    assert "可取证 1 项" in shown
    assert "怎样取：向银行调取" in shown
    assert "已有的" not in shown


def view(name: str, verdict: str, *, adopted: bool, met: bool | None = True) -> ViewFinding:
    sources = (
        Source("刑法第三百一十二条", "法律", f"原文{BAD}", "criminal_law:312", unverified=False),
        Source(f"某法院{BAD}（2024）", "观点", None, None, unverified=True),
    )
    ask = () if met is not None else ("knew_fraud",)
    return ViewFinding("v", f"{name}{BAD}", sources, met, ask, "某罪", verdict, None, adopted)


def test_a_dispute_shows_every_view_with_its_sources_and_the_answer_under_it() -> None:
    views = (
        view("甲说", "established", adopted=True),
        view("乙说", "not_established", adopted=False, met=None),
    )
    dispute = DisputeFinding("d", f"争点{BAD}", f"如何认定{BAD}？", True, ("某罪",), views, f"说明{BAD}")
    shown = calm(dispute_html(dispute, BASE, TODAY))
    assert "⚖ 争议" in shown
    assert "本案的结论不同" in shown
    assert "某罪成立　<b>（与所示结论相同）" in shown
    assert shown.count("与所示结论相同") == 1
    assert f"所需事实待查：{BASE.facts['knew_fraud'].label}" in shown
    assert "〔法律〕" in shown
    assert "掩饰、隐瞒" in shown
    assert "未核对" in shown
    agreed = replace(dispute, views=(views[0], views[0]), arises=None)
    assert "结论都相同" in dispute_html(agreed, BASE, TODAY)
    assert "是否涉及这一争议，待查" in dispute_html(agreed, BASE, TODAY)


def test_a_piece_of_evidence_says_what_is_wrong_and_what_to_do() -> None:
    flaw = Flaw(f"核对表{BAD}", "a", f"没有签名{BAD}", "defect", f"补签{BAD}", ("fashi_2021_1:113.1.2",))
    waiting = replace(flaw, id="b", label="是否封存", ask=("medium_sealed",))
    gate = replace(flaw, id="applies", because=(), ask=("gathered_online",))
    piece = EvidenceFinding(
        "e", f"记录{BAD}", "聊天记录", "电子数据", "defect", (flaw,), (waiting, gate), ("核对表",)
    )
    shown = calm(piece_html(piece, BASE, *TODAY, *TODAY))
    assert "⚠ 有瑕疵，须补正或者作出合理解释" in shown
    assert "怎么办</b>：补签" in shown
    assert "法释〔2021〕1号第一百一十三条" in shown
    assert "尚未核对：1 点，另有 1 张核对表用不用得上待查" in shown
    assert BASE.facts["medium_sealed"].question in shown
    assert summary([piece, piece]) == "共 2 份：2 份有瑕疵，须补正或者作出合理解释。"


def test_a_place_says_which_organ_may_take_the_case_and_what_is_still_open() -> None:
    ground = Ground(
        "g",
        f"犯罪地{BAD}",
        "files",
        "公安机关",
        True,
        ("criminal_procedure_law:25",),
        (f"拨打地{BAD}",),
        (),
        (),
    )
    waiting = replace(
        ground, met=None, label="居住地", ask=("suspect_lives_here",), charges=(f"诈骗罪{BAD}",)
    )
    shown = calm(place_html(PlaceFinding("d", f"甲市{BAD}", (ground, waiting)), BASE, TODAY))
    assert "✔ 有连接点 1 个" in shown
    assert "公安机关可以立案侦查" in shown
    assert "因为：拨打地" in shown
    assert "刑事诉讼法第二十五条" in shown
    assert "？ 居住地，限于诈骗罪" in shown
    assert "连接点尚待查" in place_html(PlaceFinding("d", "乙", (waiting,)), BASE, TODAY)
    assert "未见连接点" in place_html(PlaceFinding("d", "乙", ()), BASE, TODAY)


def test_a_type_of_fraud_tells_how_it_runs_and_what_is_missing() -> None:
    other = OtherCharge(
        f"招摇撞骗罪{BAD}", "冒充的", False, ("甲种", "乙种", "丙种", "丁种"), ("criminal_law:279",)
    )
    kind = FraudTypeFinding(
        "t",
        f"冒充公检法{BAD}",
        (f"打电话{BAD}", "转账"),
        (f"一线{BAD}",),
        (other, replace(other, opened=True)),
        (f"通话记录{BAD}",),
        ("posed_as_officials",),
        f"来源{BAD}",
        unverified=True,
    )
    shown = calm(fraud_type_html(kind, BASE, TODAY))
    for words in (
        "通常怎样实施",
        "还没有登记的角色 1 项",
        "先查的事实 1 项",
        "还要看的罪名 2 个",
        "登记行为：甲种、乙种、丙种等 4 种",
        "本案已有行为涉及",
        "要找的证据（本案还没有登记的） 1 项",
        "刑法第二百七十九条",
        "未核对",
        BASE.facts["posed_as_officials"].question,
    ):
        assert words in shown


def test_a_way_out_that_is_pointed_to_is_named_with_what_it_waits_for() -> None:
    exception = ExceptionFinding("x", f"从宽{BAD}", "leniency", "unknown", (), ("knew_fraud",), likely=True)
    finding = Finding("某罪", "x", "criminal_law:266", "", "established", exceptions=(exception,))
    shown = calm(ending_html(person_with(findings=(finding,)), BASE, TODAY))
    assert "？ 可能的出口 1 项" in shown
    assert BASE.facts["knew_fraud"].label in shown
    quiet = replace(finding, exceptions=(replace(exception, likely=False),))
    assert "可能的出口" not in ending_html(person_with(findings=(quiet,)), BASE, TODAY)


def test_incidents_are_pasted_with_their_amounts_and_kept_with_their_evidence() -> None:
    draft = read_draft(
        "format: 1\ngroups: [{id: g, label: 团伙}]\npersons: [{id: a, name: 甲}, {id: b, name: 乙}]\n"
        "incidents:\n  - {id: i1, group: g, by: [a, b], facts: {fraud_amount: {at_least: 100, evidence: 流水}, calls_made: 3}}\n"
    )
    rows = rows_of(draft, "incidents", Names(draft, BASE))
    assert (rows[0]["团伙"], rows[0]["参与人"], rows[0]["诈骗数额（元）"]) == ("团伙", ["甲", "乙"], 100.0)
    pasted = {"团伙": "团伙", "起": "2024-01-02", "诈骗数额（元）": 30_000.5}
    edited(draft, "incidents", edited_rows={"0": {"诈骗数额（元）": 200}}, added_rows=[pasted])
    first, second = draft.entries("incidents")
    assert first["facts"] == {"fraud_amount": {"value": 200, "evidence": "流水"}, "calls_made": 3}
    assert second == {
        "id": "i2",
        "group": "g",
        "from": datetime.date(2024, 1, 2),
        "facts": {"fraud_amount": Decimal("30000.50")},
    }
    assert not parse_case(draft.text(), BASE).incidents[1].by
    edited(draft, "persons", deleted_rows=[1])
    assert draft.entries("incidents")[0]["by"] == ["a"]
    edited(draft, "groups", deleted_rows=[0])
    assert draft.entries("incidents") == []


def test_an_incident_says_what_it_lacks() -> None:
    draft = read_draft(
        "format: 1\npersons: [{id: a, name: 甲}]\nincidents: [{id: i1, facts: {}}, {id: i2, group: g}]\n"
    )
    assert unfinished(draft) == [
        "“逐起事实”表第 1 行还没有选“团伙”",
        "“逐起事实”表第 2 行还没有填“诈骗数额（元）”",
    ]


def test_the_picture_of_helpers_leaves_out_examples_and_keeps_names_whole() -> None:
    case = engine.read_case(examples()["09_overseas_gang"], kb.load())
    dot = helpers_dot(case, kb.load())
    assert "组织他人偷越国（边）\n境" in dot.replace("\\n", "\n")
    assert "话务、聊天" not in dot
