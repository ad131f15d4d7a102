"""Ten thousand random queries: none raises, none hangs, and whatever comes back is law."""

import random
import time

import pytest
from search_index import whole_index

import kb
from search import Index, Suggester

SEED, MANY = 20261129, 10_000
LONG = 5_000
SLOW = 60.0  # seconds of the processor for one query: it hangs; how fast it is, benchmarks/ shows
SIGNS = "“”\"'「」『』*?？!！-+~^:()[]{}<>&|\\/%$#@，。；、《》（）〔〕\n\t\0  "
LETTERS = (
    "一二三十百千万亿〇两0123456789.第条之款项号刑法释发诈骗卡信İ😀👨‍👩‍👧🏳️‍🌈𠮷ﷺé\u200b\u202e\ufeff\ud7ff賬騙"
)
PIECES = (
    *(
        "AND",
        "OR",
        "NOT",
        "NEAR/3",
        "帮信",
        "跑分",
        "情节严重",
        "刑法",
        "法释〔",
        "287",
        "words:",
        "charge:fraud",
        "criminal_law:",
    ),
    *(
        "<script>alert(1)</script>",
        "<img src=x onerror=1>",
        "&lt;",
        "</mark>",
        "«",
        "»",
        "%s",
        "{0}",
        "../../etc",
        "\\x00",
    ),
    *(
        "'; DROP TABLE passage; --",
        '" OR 1=1 --',
        "SELECT * FROM",
        "UNION ALL",
        "bangxin",
        "zhapian",
        "[[[",
        "(((",
        "***",
        "?*?",
    ),
)


def texts() -> list[str]:
    """Lines of the law, to be cut out of: queries that nearly make sense."""
    return [
        line
        for document in kb.load().statutes.values()
        for provision in document.wordings[::20]
        for line in provision.text.split("\n")
        if line
    ]


def queries(count: int) -> list[str]:
    """Random queries, always the same ones: most short, one in a hundred very long."""
    chance = random.Random(SEED)
    lines = texts()

    def piece() -> str:
        match chance.randrange(6):
            case 0:
                return chance.choice(SIGNS)
            case 1:
                return chance.choice(PIECES)
            case 2:
                line = chance.choice(lines)
                start = chance.randrange(len(line))
                return line[start : start + chance.randrange(1, 12)]
            case 3:
                return chr(chance.choice((chance.randrange(0xD800), chance.randrange(0xE000, 0x110000))))
            case _:
                return chance.choice(LETTERS)

    def query() -> str:
        length = LONG if chance.random() < 0.01 else min(60, 1 + int(chance.expovariate(0.35)))
        made = ""
        while len(made) < length:
            made += piece() * (chance.randrange(1, 200) if length == LONG else 1)
        return made[:length]

    return [query() for _ in range(count)]


@pytest.fixture(scope="module")
def suggester() -> Suggester:
    return Suggester(kb.load())


@pytest.fixture(scope="module")
def index() -> Index:
    return whole_index()


def test_ten_thousand_random_queries(index: Index, suggester: Suggester) -> None:
    slowest, culprit = 0.0, ""
    for n, query in enumerate(queries(MANY)):
        start = time.thread_time()
        found = index.search(query, limit=3)
        took = time.thread_time() - start
        if took > slowest:
            slowest, culprit = took, query
        assert len(found.hits) <= min(3, found.total)
        for hit in found.hits:
            assert 0 < hit.score <= 1
            plain = hit.snippet.replace("«", "").replace("»", "").strip("…")
            assert plain in hit.text.replace("\n", " ")
        if n % 50 == 0:
            suggester.suggest(query)
    assert slowest < SLOW, culprit[:200]
