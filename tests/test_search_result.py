"""The whole answer to a query: how many, the counts to narrow by, the order, and what a hit tells."""

from collections import Counter
from datetime import date

import pytest
from search_index import whole_index

import kb
import search
from search import FACETS, Filters
from search.filters import filters
from search.result import SORTS

BASE = kb.load()
QUERIES = ["诈骗", "情节严重", "帮信 情节严重", "掩隐", "法释2019年15号", "“以共同犯罪论处”"]
ALL = 10_000


@pytest.fixture
def index() -> search.Index:
    return whole_index()


def traits(hit: search.Hit) -> dict[str, tuple[str, ...]]:
    return {
        "document": (hit.document,),
        "kind": (hit.kind,),
        "issuer": hit.issuers,
        "year": (str(hit.promulgated.year),) if hit.promulgated else (),
        "charge": hit.charges,
        "status": (hit.status,),
    }


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("every", [False, True])
def test_the_counts_are_those_of_all_hits(index: search.Index, query: str, every: bool) -> None:
    found = index.search(query, where=Filters(include_expired=every), limit=ALL)
    assert found.total == len(found.hits)
    for facet in FACETS:
        counts = Counter(value for hit in found.hits for value in traits(hit)[facet])
        assert {count.value: count.count for count in found.facets[facet]} == counts


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("facet", FACETS)
def test_a_filter_keeps_what_was_counted(index: search.Index, query: str, facet: search.Facet) -> None:
    for count in index.search(query).facets[facet][:3]:
        narrowed = index.search(query, where=Filters().narrowed(facet, count.value), limit=ALL)
        assert all(count.value in traits(hit)[facet] for hit in narrowed.hits)
        merged = facet in {"document", "kind"}  # 点名要修正案的，修正案也在其中
        assert narrowed.total == len(narrowed.hits) >= count.count
        assert merged or narrowed.total == count.count


def test_the_counts_of_a_facet_show_what_else_could_be_chosen(index: search.Index) -> None:
    every = index.search("情节严重").facets["year"]
    narrowed = index.search("情节严重", where=Filters(year=("2019",))).facets
    assert narrowed["year"] == every
    assert sum(count.count for count in narrowed["status"]) == {c.value: c.count for c in every}["2019"]


def test_no_limit_changes_the_counts(index: search.Index) -> None:
    few, many = index.search("诈骗", limit=1), index.search("诈骗", limit=ALL)
    assert (few.total, few.facets) == (many.total, many.facets)
    assert few.hits == many.hits[:1]


@pytest.mark.parametrize("sort", SORTS)
def test_an_order_keeps_the_hits(index: search.Index, sort: search.Sort) -> None:
    by_relevance = index.search("掩饰、隐瞒", limit=ALL).hits
    ordered = index.search("掩饰、隐瞒", sort=sort, limit=ALL).hits
    assert {hit.citation for hit in ordered} == {hit.citation for hit in by_relevance}


def test_sorted_by_rank_and_by_date(index: search.Index) -> None:
    ranks = list(kb.statute_file.RANKS.values())
    by_rank = [ranks.index(hit.rank) for hit in index.search("诈骗", sort="rank", limit=ALL).hits]
    assert by_rank == sorted(by_rank)
    days = [hit.effective or date.min for hit in index.search("诈骗", sort="date", limit=ALL).hits]
    assert days == sorted(days, reverse=True)


def test_this_days_law_only(index: search.Index) -> None:
    """A provision that the query names is shown in any case, unless only what is in force is asked for."""
    query = "法释〔2015〕11号第三条"
    assert index.search(query).hits[0].status == "已失效"
    found = index.search(query, where=Filters(status=("现行有效",)), limit=ALL)
    assert {hit.status for hit in found.hits} <= {"现行有效"}
    on = index.search(query, as_of=date(2018, 1, 1), where=Filters(status=("现行有效",)))
    assert on.hits[0].citation == "fashi_2015_11:3"


def test_a_hit_tells_where_it_stands(index: search.Index) -> None:
    (hit,) = index.search("法释〔2025〕13号第五条", limit=1).hits
    assert (hit.rank, hit.number, hit.issuers[0]) == ("司法解释", "法释〔2025〕13号", "最高人民法院")
    assert hit.effective == date(2025, 8, 26)
    assert "concealing_criminal_proceeds" in hit.charges
    assert hit.path[0] == hit.document_title
    article = index.search("刑法266条", limit=1).hits[0]
    assert article.path[1:] == article.headings != ()
    assert "fraud" in article.charges


def test_a_hit_names_only_charges_that_rest_on_its_article(index: search.Index) -> None:
    hits = index.search("信用卡诈骗", limit=50).hits
    assert all(charge in BASE.charges for hit in hits for charge in hit.charges)
    assert any("credit_card_fraud" in hit.charges for hit in hits)


def test_nothing_is_counted_for_a_query_that_says_nothing(index: search.Index) -> None:
    found = index.search("")
    assert (found.hits, found.total) == ((), 0)
    assert all(found.facets[facet] == () for facet in FACETS)


def test_filters_are_read_as_they_are_shown_and_every_wrong_one_is_told() -> None:
    read = filters(
        BASE, {"kind": ["司法解释"], "document": ["法发2016年32号"], "year": ["2016年"], "charge": ["帮信"]}
    )
    assert read == Filters(
        kind=("judicial_interpretation",),
        document=("fafa_2016_32",),
        year=("2016",),
        charge=("aiding_network_crime",),
    )
    with pytest.raises(ValueError, match=r"效力级别「诏书」不对 → 可用：(?s:.*)公布年份「1」不对"):
        filters(BASE, {"kind": ["诏书"], "year": ["1"]})


@pytest.mark.parametrize("facet", FACETS)
def test_an_unknown_value_finds_nothing(index: search.Index, facet: search.Facet) -> None:
    assert index.search("诈骗", where=Filters().narrowed(facet, "没有的")).total == 0
