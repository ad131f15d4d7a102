"""What people type leads to the provision, as it stood on the day."""

import re
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from search_index import whole_index

import kb
import search
from search.analyzer import Words
from search.fold import folded
from search.layout import dictionary_of
from search.snippet import Marker
from search.words import PRACTICE, thesaurus

BASE = kb.load()


@pytest.fixture
def index() -> search.Index:
    return whole_index()


def citations(hits: list[search.Hit]) -> list[str]:
    return [hit.citation for hit in hits]


@pytest.mark.parametrize(
    "query, citation",
    [
        ("刑法287条之二", "criminal_law:287-2"),
        ("287之二", "criminal_law:287-2"),
        ("criminal_law:287-2.1", "criminal_law:287-2.1"),
        ("法释2019年15号12条", "fashi_2019_15:12"),
        ("法释〔2019〕15号第十二条第一款第（二）项", "fashi_2019_15:12.1.2"),
        ("帮信解释12条的规定", "fashi_2019_15:12"),
        ("帮信", "criminal_law:287-2"),
        ("帮信罪", "criminal_law:287-2"),
        ("掩隐", "criminal_law:312"),
        ("电诈", "criminal_law:266"),
        ("掩饰、隐瞒犯罪所得、犯罪所得收益罪", "criminal_law:312"),
    ],
)
def test_what_the_query_names_comes_first(index: search.Index, query: str, citation: str) -> None:
    first = index.find(query)[0]
    assert (first.citation, first.why, first.score) == (citation, "citation", 1.0)


def test_after_the_named_provision_come_those_that_name_it(index: search.Index) -> None:
    assert {"fashi_2019_15", "fafa_2021_22"} <= {hit.document for hit in index.find("刑法287条之二")}


def test_a_document_shows_its_articles_in_order(index: search.Index) -> None:
    assert citations(index.find("法释2019年15号", limit=3)) == [
        "fashi_2019_15:1",
        "fashi_2019_15:2",
        "fashi_2019_15:3",
    ]


def test_a_document_beside_words_is_where_they_are_looked_for(index: search.Index) -> None:
    hits = index.find("电诈意见二 明知")
    assert hits
    assert {hit.document for hit in hits} == {"fafa_2021_22"}


def test_a_provision_beside_words_belongs_to_what_is_looked_for(index: search.Index) -> None:
    assert "fashi_2019_15:12" in {
        citation[:16] for citation in citations(index.find("刑法287条之二 情节严重")[:3])
    }


@pytest.mark.parametrize(
    "query, citation",
    [
        ("刷脸", "duanka_minutes_2022:5"),
        ("猫池", "fafa_2021_22:1.1.5"),
        ("GOIP", "fafa_2021_22:1.1.5"),
        ("黑吃黑", "fashi_2025_13:8"),
        ("掐卡", "fashi_2025_13:8"),
        ("U商", "fafa_2021_22:11.1.2"),
        ("四件套", "duanka_minutes_2022:3"),
        ("跑分二十万", "fashi_2019_15:12.1"),
        ("话务员参与多久算多少钱", "fafa_2016_32:4.2"),
        ("两卡 情节严重", "fafa_2025_12:6"),
        ("骗老年人的钱从重", "fafa_2016_32:2.2.1.6"),
    ],
)
def test_an_officers_own_words_lead_to_the_provision(index: search.Index, query: str, citation: str) -> None:
    assert any(hit.citation.startswith(citation) for hit in index.find(query)[:5])


@pytest.mark.parametrize(
    "query",
    [
        "支付结算金额二十万元以上",
        "“支付结算金额20万元以上”",
        '"支付结算金额 200000 元"',
        "「结算金额２０万元」",
        "支付结算*20万元",
    ],
)
def test_numbers_are_found_however_they_are_written(index: search.Index, query: str) -> None:
    assert index.find(query)[0].citation == "fashi_2019_15:12.1.2"


def test_a_quoted_number_is_found_whole(index: search.Index) -> None:
    """五万元 does not stand in 二十五万元."""
    hits = index.find("“五万元以上”")
    assert hits
    assert all(re.search(r"(?<![十百千\d])[五5]万元以上", hit.text) for hit in hits)


LINES = [
    (provision.citation, line)
    for document in BASE.statutes.values()
    if document.id not in BASE.statutes.merged
    for provision in document.provisions(date.today())
    if provision.level != "part"
    for line in provision.own.split("\n")
    if line
]


@given(st.sampled_from(LINES), st.data())
@settings(max_examples=200)
def test_a_phrase_copied_from_a_provision_finds_it(line: tuple[str, str], data: st.DataObject) -> None:
    citation, text = line
    start = data.draw(st.integers(0, len(text) - 1))
    phrase = text[start : start + data.draw(st.integers(2, 40))]
    for cut in '“”‘’"':  # what would end the quotation
        phrase = phrase.partition(cut)[0]
    said = folded(phrase)
    assume(
        len(said) >= 3 and _holds(text, phrase)
    )  # shorter ones stand everywhere; a number may be cut through
    found = whole_index().find(f"“{phrase}”", limit=300)
    article = citation.partition(".")[0]
    assert any(hit.citation.startswith(article) and _holds(hit.text, phrase) for hit in found)
    assert all(_holds(hit.text, phrase) or hit.unverified for hit in found)  # 转述也查得到，原文里没有


def _holds(text: str, phrase: str) -> bool:
    """Unit by unit, so that 五万 does not stand in 二十五万."""
    held, wanted = folded(text), folded(phrase)
    return any(held[at : at + len(wanted)] == wanted for at in range(len(held)))


def test_a_phrase_does_not_run_from_item_to_item(index: search.Index) -> None:
    assert index.find("“提供帮助的支付结算金额”") == []


def test_words_beside_a_phrase_only_rank(index: search.Index) -> None:
    phrase = "“情节显著轻微危害不大”"
    assert set(citations(index.find(phrase))) == set(citations(index.find(f"{phrase} 帮信")))


def test_a_wildcard_spans_a_few_words_within_a_line(index: search.Index) -> None:
    hits = index.find("非法获取*个人信息")
    assert {"fafa_2016_32:3.2.1", "fafa_2016_32:4.3.1.2"} <= set(citations(hits))
    assert all(re.search("非法获取.{0,20}个人信息", hit.text) for hit in hits)
    assert index.find("为三个以上*支付结算金额") == []


def test_a_question_mark_at_the_end_asks(index: search.Index) -> None:
    assert citations(index.find("帮信罪怎么判?")) == citations(index.find("帮信罪怎么判"))


@pytest.mark.parametrize(
    "day, word",
    [
        (date(2000, 1, 1), "赃物"),
        (date(2008, 1, 1), "情节严重的，处三年以上七年以下"),
        (date(2020, 1, 1), "单位犯前款罪"),
    ],
)
def test_the_text_is_that_of_the_day(index: search.Index, day: date, word: str) -> None:
    first = index.find("刑法312条", as_of=day)[0]
    assert word in first.text
    assert first.status == "现行有效"


def test_only_what_is_in_force_is_searched(index: search.Index) -> None:
    for day in (date(2000, 1, 1), date(2018, 1, 1), date(2022, 1, 1), date(2026, 1, 1)):
        hits = index.find("掩饰、隐瞒犯罪所得 情节严重", as_of=day, limit=50)
        assert hits
        assert {hit.status for hit in hits} == {"现行有效"}


def test_expired_wordings_come_when_they_are_asked_for(index: search.Index) -> None:
    assert not any("的赃物而予以窝藏" in hit.text for hit in index.find("犯罪所得的赃物而予以窝藏"))
    old = index.find("“犯罪所得的赃物而予以窝藏”", include_expired=True)[0]
    assert (old.citation, old.status) == ("criminal_law:312", "已被修改")
    repealed = index.find("掩饰、隐瞒 十次以上", include_expired=True)
    assert "已失效" in {hit.status for hit in repealed}


def test_a_named_provision_shows_every_wording_when_all_are_asked_for(index: search.Index) -> None:
    hits = [hit for hit in index.find("刑法312条", include_expired=True) if hit.why == "citation"]
    assert [hit.status for hit in hits] == ["现行有效", "已被修改", "已被修改"]


@pytest.mark.parametrize(
    "query, day, status",
    [
        ("法释〔2015〕11号第三条", None, "已失效"),
        ("刑法287条之二", date(2010, 1, 1), "尚未施行"),
        ("刑法312条", date(1990, 1, 1), "尚未施行"),
    ],
)
def test_a_named_provision_that_is_not_in_force_says_so(
    index: search.Index, query: str, day: date | None, status: str
) -> None:
    assert index.find(query, as_of=day)[0].status == status


def test_in_force_goes_before_expired(index: search.Index) -> None:
    statuses = [hit.status for hit in index.find("掩饰、隐瞒犯罪所得的数额累计计算", include_expired=True)]
    assert statuses[0] == "现行有效"


def test_a_kind_of_document_can_be_asked_for(index: search.Index) -> None:
    for query in ("帮信", "情节严重", "刑法287条之二"):
        hits = index.search(query, where=search.Filters(kind=("judicial_interpretation",))).hits
        assert {BASE.statutes[hit.document].kind for hit in hits} == {"judicial_interpretation"}


@pytest.mark.parametrize(
    "query", ["情节严重", "诈骗", "帮信", "掩隐罪 情节严重", "共同犯罪", "刑法287条之二"]
)
def test_an_article_is_one_hit(index: search.Index, query: str) -> None:
    hits = index.find(query, limit=50)
    in_parts = {name for name, document in BASE.statutes.items() if document.layout == "parts_sections"}
    articles = [
        (hit.document, *hit.citation.partition(":")[2].split(".")[: 2 if hit.document in in_parts else 1])
        for hit in hits
    ]
    assert len(articles) == len(set(articles)) > 1
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


@pytest.mark.parametrize("query", ["刑法120条之一", "刑法第一百二十条之一", "第120条之1"])
def test_of_a_provision_that_is_not_held_those_that_name_it_are_shown(
    index: search.Index, query: str
) -> None:
    hits = index.find(query)
    assert hits
    assert all(re.search("一百二十条之一|120条之一", hit.text) for hit in hits[:4])


@pytest.mark.parametrize("query", ["法释〔1990〕99号", "法释1990年99号 诈骗", "公通字[1999]3号第二条"])
def test_of_a_document_that_is_not_held_nothing_is_made_up(index: search.Index, query: str) -> None:
    assert index.find(query) == []


def test_many_items_that_fit_alike_are_one_paragraph(index: search.Index) -> None:
    hits = {hit.citation: hit.also for hit in index.find("帮信 情节严重")}
    assert hits["fashi_2019_15:12.1"] == ()
    assert "criminal_law:17" in citations(index.find("未成年人"))


def test_two_that_fit_alike_are_named_together(index: search.Index) -> None:
    hits = {hit.citation: hit.also for hit in index.find("诈骗")}
    assert hits["fafa_2016_32:2.4.1.2"] == ("fafa_2016_32:2.4.2",)


def test_no_mark_runs_across_words(index: search.Index) -> None:
    hit = index.find("“从犯罪嫌疑人、被告人着手实施” 从犯")[0]
    assert "«从犯罪嫌疑人、被告人着手实施»" in hit.snippet
    text = "从犯罪嫌疑人着手时起算；起次要作用的，是从犯。"
    assert (
        Marker(Words(dictionary_of(BASE))).snippet(text, ("从犯",))
        == "从犯罪嫌疑人着手时起算；起次要作用的，是«从犯»。"
    )


def test_an_item_comes_with_the_sentence_it_hangs_on(index: search.Index) -> None:
    hit = index.find("支付结算金额二十万元")[0]
    assert hit.label == "法释〔2019〕15号第十二条第一款第（二）项"
    assert hit.lead.endswith("规定的“情节严重”：")
    assert hit.snippet == "«支付结算金额二十万»元以上的；"


@pytest.mark.parametrize(
    "query", ["帮信 情节严重", "卖卡后又刷脸转账", "电诈 从重处罚", "“配合关系”", "POS机套现"]
)
def test_a_snippet_is_the_text_with_marks(index: search.Index, query: str) -> None:
    hits = index.find(query)
    assert any("«" in hit.snippet for hit in hits)
    for hit in hits:
        plain = hit.snippet.replace("«", "").replace("»", "").strip("…")
        assert plain in hit.text.replace("\n", " ")


def test_what_is_not_confirmed_says_so(index: search.Index) -> None:
    hit = next(hit for hit in index.find("两卡 情节严重 三十万元") if hit.citation == "fafa_2025_12:6")
    assert hit.unverified
    assert hit.text.endswith("［未核对］")


def test_a_hit_knows_the_rules_that_rest_on_it(index: search.Index) -> None:
    assert "aiding_network_crime" in index.find("法释2019年15号12条")[0].rules


@pytest.mark.parametrize(
    "query", ["", "   ", "\n\t", "，。！？", "“”", "“", '""', "***", "?", "()", "😀", "\0", "zzzz", "囧囧"]
)
def test_a_query_that_says_nothing_finds_nothing(index: search.Index, query: str) -> None:
    assert index.find(query) == []


SIGNS = "“”\"'「」『』*?？!！-+~^:()[]{}<>&|\\/%$#@，。；、《》（）〔〕\n\t\0 "
LETTERS = "一二三十百千万亿〇两0123456789.第条之款项号刑法释发İ😀𠮷ﷺ"
WORDS = ["AND", "OR", "NOT", "帮信", "跑分", "情节严重", "刑法", "法释", "287", "<script>", "'; DROP TABLE"]
PIECES = st.sampled_from([*SIGNS, *LETTERS, *WORDS])


@given(st.text(max_size=80) | st.lists(PIECES, max_size=40).map("".join), st.booleans())
@settings(max_examples=300)
def test_no_query_however_odd_fails(query: str, every: bool) -> None:
    hits = whole_index().find(query, include_expired=every)
    assert len(hits) <= 10
    assert all(0 < hit.score <= 1 for hit in hits)


@pytest.mark.parametrize(
    "query", ["诈骗" * 2500, "“" * 5000, "一" * 5000, "万" * 5000, "9" * 5000, "第" * 5000, "a*" * 2500]
)
def test_a_very_long_query_is_answered(index: search.Index, query: str) -> None:
    assert len(index.find(query)) <= 10


@pytest.mark.parametrize("limit", [-1, 0, 1, 3, 50])
def test_no_more_hits_than_asked_for(index: search.Index, limit: int) -> None:
    assert len(index.find("诈骗", limit=limit)) <= max(limit, 0)


def test_many_threads_may_ask_at_once(index: search.Index) -> None:
    """A Whoosh searcher shared without a lock mixes up what two threads read."""
    queries = ["帮信 情节严重", "“情节显著轻微”", "刷脸", "刑法312条", "诈骗*处罚"] * 6
    alone = [index.find(query) for query in queries]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(index.find, queries)) == alone
    finally:
        sys.setswitchinterval(interval)


def test_every_word_of_the_law_in_the_thesaurus_stands_in_the_law() -> None:
    texts = [
        "".join(folded(p.text + (p.paraphrase or "")))
        for held in BASE.statutes.values()
        for p in held.wordings
    ]
    missing = [
        f"{entry.file}:{entry.line}: 「{word}」"
        for entry in thesaurus().thesaurus
        for word in entry.law
        if not any("".join(folded(word)) in text for text in texts)
    ]
    assert missing == []


def test_the_thesaurus_leads_to_provisions_that_exist() -> None:
    for entry in thesaurus().thesaurus:
        assert all(BASE.statutes.versions(citation) for citation in entry.see)


def test_a_source_in_the_thesaurus_uses_the_word() -> None:
    for entry in thesaurus().thesaurus:
        if entry.source != PRACTICE:
            text = BASE.statutes.provision(entry.source).text
            assert any(word in text for word in entry.say), f"{entry.file}:{entry.line}"


def test_no_word_is_explained_twice() -> None:
    said = [folded(word) for entry in thesaurus().thesaurus for word in entry.say]
    assert {word for word in said if said.count(word) > 1} == set()


def test_only_amendments_are_left_to_where_their_words_now_stand(index: search.Index) -> None:
    """A law that was revised as a whole is no amendment of itself."""
    merged = BASE.statutes.merged
    assert {"criminal_law_amendment_02", "criminal_law_amendment_09", "fashi_2018_19"} <= merged
    assert not {"public_security_penalties_law", "anti_money_laundering_law", "cybersecurity_law"} & merged
    hits = index.find("“客户尽职调查”", limit=20)
    assert "anti_money_laundering_law" in {hit.document for hit in hits}
