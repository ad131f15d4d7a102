# ruff: noqa: INP001, T201 - a script that is run where it lies and speaks by printing
"""The search against SQLite FTS5 and tantivy on the same passages: building, and the time of a query, in one run.

`python benchmarks/searching.py` takes the base as it is, `… searching.py 8` the base repeated eight times.
Times are of the processor, since a busy machine makes the clock say little; the clock stands beside them.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
import time
from importlib.resources import files
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

import tantivy

import kb
from search import store
from search.passages import Passages
from search.quality.fts5 import Peer
from search.quality.judged import judged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from search.passages import Passage
    from search.quality.judged import Judged

    Ask = Callable[[Judged], object]

ROUNDS = 3
NAMES = re.compile(r"^(?:short|aliases|number): .*\n", re.MULTILINE)
ENOUGH = 200


def repeated(times: int, folder: Path) -> kb.KnowledgeBase:
    """The base with every document so many times, the copies under other names."""
    source, root = Path(str(files("kb"))), folder / "kb"
    root.mkdir()
    for name in ("rules", "vocabulary", "statutes"):
        shutil.copytree(source / name, root / name)
    shutil.copy(source / "glossary.yaml", root)
    for file in sorted((source / "statutes").glob("*.yaml")):
        text = NAMES.sub("", file.read_text(encoding="utf-8"))
        for n in range(2, times + 1):
            copy = text.replace(f"id: {file.stem}\n", f"id: {file.stem}_copy{n}\n", 1)
            copy = copy.replace("\ntitle: ", f"\ntitle: 副本{n}", 1)
            (root / "statutes" / f"{file.stem}_copy{n}.yaml").write_text(copy, encoding="utf-8")
    return kb.load_from(root)


class Tantivy:
    """Tantivy over pairs of characters, as FTS5 has them."""

    def __init__(self, peer: Peer, passages: Iterable[Passage]) -> None:
        self.cut = peer.cut
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("text", tokenizer_name="whitespace")
        builder.add_unsigned_field("n", stored=True)
        self.schema = builder.build()
        self.index = tantivy.Index(self.schema)
        writer = self.index.writer(64_000_000, 1)
        for n, passage in enumerate(passages):
            text = " ".join(piece for line in peer.lines(passage) for piece in peer.cut(line))
            writer.add_document(tantivy.Document(text=text, n=n))
        writer.commit()
        self.index.reload()

    def search(self, query: Judged) -> object:
        """The numbers of the passages found."""
        pieces = dict.fromkeys(self.cut(query.ask))
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self.schema, "text", piece)) for piece in pieces
        ]
        searcher = self.index.searcher()
        hits = searcher.search(tantivy.Query.boolean_query(terms), ENOUGH).hits
        return [searcher.doc(address)["n"] for _, address in hits]


def engines(base: kb.KnowledgeBase, folder: Path) -> dict[str, tuple[float, Ask]]:
    """Name → the time of building, and how to ask."""
    passages = list(Passages(base))
    built: dict[str, tuple[float, Ask]] = {}

    def timed(name: str, build: Callable[[], Ask]) -> None:
        start = time.process_time()
        ask = build()
        built[name] = (time.process_time() - start, ask)

    def ours() -> Ask:
        index = store.open_index(base, folder / "cache")
        return lambda query: index.search(query.ask, as_of=query.as_of, limit=10)

    timed("罪链（含片段、标记）", ours)
    timed("FTS5，二字组", lambda: Peer(base, "pairs", passages).search)
    timed("FTS5，jieba", lambda: Peer(base, "jieba", passages).search)
    pairs = Peer(base, "pairs", ())
    timed("tantivy，二字组（只排序）", lambda: Tantivy(pairs, passages).search)
    return built


def main() -> None:
    """Print a table for the base, repeated or not."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    with tempfile.TemporaryDirectory() as folder:
        base = kb.load() if times == 1 else repeated(times, Path(folder))
        wordings = sum(len(document.wordings) for document in base.statutes.values())
        held = engines(base, Path(folder))
        took: dict[str, list[float]] = {name: [] for name in held}
        clocks: dict[str, list[float]] = {name: [] for name in held}
        queries = judged()
        for _, ask in held.values():
            ask(queries[0])  # 第一次查询建立各自的表
        for _ in range(ROUNDS):
            for query in queries:
                for name, (_, ask) in held.items():
                    clock, processor = time.perf_counter(), time.thread_time()
                    ask(query)
                    took[name].append((time.thread_time() - processor) * 1000)
                    clocks[name].append((time.perf_counter() - clock) * 1000)
        print(f"{wordings} 个条款文本，{len(queries)} 个检索词，各 {ROUNDS} 次")
        first = median(next(iter(took.values())))
        print("| 检索 | 建索引（秒） | 中位数之比 | 中位数（毫秒） | p95（毫秒） | p95，钟面（毫秒） |")
        print("|---|---:|---:|---:|---:|---:|")
        for name, (building, _) in held.items():
            middle, last, clock = median(took[name]), late(took[name]), late(clocks[name])
            print(
                f"| {name} | {building:.1f} | {middle / first:.2f} | {middle:.1f} | {last:.1f} | {clock:.1f} |"
            )


def late(times: list[float]) -> float:
    """The 95th percentile."""
    return quantiles(times, n=20)[-1]


if __name__ == "__main__":
    main()
