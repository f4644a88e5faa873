"""Ways to find a procedure, side by side: `python -m benchmarks.search`.

SQLite FTS5, TF-IDF over words and over characters, BM25 and the project's search answer the same
held-out queries (`tests/evaluation/search.jsonl`) over the same texts, in one run: accuracy by
kind, time a query, time to build; then how the time grows with 1, 4 and 16 times as many entries.
All but the project's own see folded text: names, everyday names, words of papers and results.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import sqlite3
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from bot.knowledge.current import knowledge
from bot.registry.cached import load_or_build
from bot.registry.compact import Compact
from bot.registry.corpus import Entry, entries_of
from bot.registry.everyday import read_everyday
from bot.registry.search import Search
from bot.registry.words import folded
from bot.settings import ROOT

QUERIES = ROOT / "tests" / "evaluation" / "search.jsonl"
Finder = Callable[[str], Sequence[int]]
_SHOWN = 5


def text_of(entry: Entry) -> str:
    return " ".join(folded(" ".join((*entry.titles, *entry.phrases)))) + " " + entry.words


def fts5(texts: list[str]) -> Finder:
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE t USING fts5(words)")
    base.executemany("INSERT INTO t(rowid, words) VALUES (?, ?)", enumerate(texts))

    def find(text: str) -> Sequence[int]:
        asked = " OR ".join(f'"{word}"' for word in dict.fromkeys(folded(text)))
        query = f"SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank LIMIT {_SHOWN}"
        return [row[0] for row in base.execute(query, (asked,))]

    return find


def tf_idf(texts: list[str], analyzer: str, ngrams: tuple[int, int]) -> Finder:
    vectors = TfidfVectorizer(analyzer=analyzer, ngram_range=ngrams, sublinear_tf=True, min_df=1)
    matrix = vectors.fit_transform(texts).T.tocsr()

    def find(text: str) -> Sequence[int]:
        scores = (vectors.transform([" ".join(folded(text))]) @ matrix).toarray()[0]
        best: Sequence[int] = np.argsort(-scores, kind="stable")[:_SHOWN].tolist()
        return best

    return find


def bm25(texts: list[str], k: float = 1.2, b: float = 0.75) -> Finder:
    counter = CountVectorizer(token_pattern=r"\S+")
    counts = counter.fit_transform(texts).astype(np.float32)
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    seen = np.asarray((counts > 0).sum(axis=0)).ravel()
    rarity = np.log(1 + (len(texts) - seen + 0.5) / (seen + 0.5))
    pairs = counts.tocoo()
    damped = k * (1 - b + b * lengths[pairs.row] / lengths.mean())
    weights = rarity[pairs.col] * pairs.data * (k + 1) / (pairs.data + damped)
    matrix = sp.csr_matrix((weights, (pairs.col, pairs.row)), shape=counts.T.shape)

    def find(text: str) -> Sequence[int]:
        scores = (counter.transform([" ".join(folded(text))]) @ matrix).toarray()[0]
        best: Sequence[int] = np.argsort(-scores, kind="stable")[:_SHOWN].tolist()
        return best

    return find


def own(entries: list[Entry]) -> Finder:
    search = Search(entries)
    places = {entry.code: at for at, entry in enumerate(entries)}
    by_same = {code: at for at, entry in enumerate(entries) for code in entry.same}

    def find(text: str) -> Sequence[int]:
        hits = search.find(text, _SHOWN)
        return [places.get(hit.code, by_same.get(hit.code, -1)) for hit in hits]

    return find


def ways(entries: list[Entry]) -> dict[str, Callable[[], Finder]]:
    texts = [text_of(entry) for entry in entries]
    return {
        "SQLite FTS5": lambda: fts5(texts),
        "TF-IDF words 1-2": lambda: tf_idf(texts, "word", (1, 2)),
        "TF-IDF characters 2-4": lambda: tf_idf(texts, "char_wb", (2, 4)),
        "BM25": lambda: bm25(texts),
        "this project": lambda: own(entries),
    }


def never() -> Search:
    raise AssertionError("the kept search was not read")


def resident() -> float:
    """MB of this process in memory now; `ru_maxrss` would remember the process it came from."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def read_and_ask(folder: Path, queries: list[str]) -> tuple[float, float]:
    """Reads the search kept in `folder`, asks it: seconds to read, MB it then takes."""
    before = resident()
    began = time.perf_counter()
    search = load_or_build(folder, "benchmark", never)
    took = time.perf_counter() - began
    for query in queries:
        search.find(query, _SHOWN)
    return took, resident() - before


def kept(entries: list[Entry], queries: list[str]) -> tuple[float, float]:
    """As `read_and_ask`, in a process of its own, as the assistant does at each start."""
    with (
        tempfile.TemporaryDirectory() as folder,
        multiprocessing.get_context("spawn").Pool(1) as pool,
    ):
        load_or_build(Path(folder), "benchmark", lambda: Search(entries))
        return pool.apply(read_and_ask, (Path(folder), queries))


def timed(find: Finder, queries: list[str]) -> tuple[float, float]:
    took = []
    for query in queries:
        began = time.perf_counter()
        find(query)
        took.append((time.perf_counter() - began) * 1000)
    took.sort()
    return took[len(took) // 2], took[int(len(took) * 0.95)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-growth", action="store_true", help="accuracy only")
    growth = not parser.parse_args().no_growth
    entries = entries_of(knowledge(), Compact.read().listings(), read_everyday())
    rows = [json.loads(line) for line in QUERIES.read_text(encoding="utf-8").splitlines()]
    kinds = sorted({row["kind"] for row in rows})
    print(f"{len(entries)} entries, {len(rows)} queries; top-1 / top-5 in percent\n")
    print(
        f"{'':22}{'all':>13}" + "".join(f"{kind:>15}" for kind in kinds) + "   p50/p95 ms  build s"
    )
    for name, make in ways(entries).items():
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        began = time.perf_counter()
        find = make()
        built = time.perf_counter() - began
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        hits: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
        for row in rows:
            gold = set(row["gold"])
            right = [
                at >= 0 and bool(gold & {*entries[at].same, *entries[at].replaces})
                for at in find(row["text"])
            ]
            for kind in ("all", row["kind"]):
                hits[kind].append((any(right[:1]), any(right)))
        cells = []
        for kind in ("all", *kinds):
            first, any_ = (
                sum(column) / len(hits[kind]) for column in zip(*hits[kind], strict=True)
            )
            cells.append(f"{100 * first:.1f} / {100 * any_:.1f}")
        p50, p95 = timed(find, [row["text"] for row in rows])
        row_ = f"{name:22}{cells[0]:>13}" + "".join(f"{cell:>15}" for cell in cells[1:])
        print(f"{row_}   {p50:4.1f}/{p95:5.1f}  {built:6.1f}  (+{grown:.0f} MB)", flush=True)
    took, grown = kept(entries, [row["text"] for row in rows])
    print(f"\nread from its file: {took:.1f} s, and with all queries +{grown:.0f} MB")
    if growth:
        print("\np50 ms a query as the entries grow")
        some = [row["text"] for row in rows[:100]]
        for times in (1, 4, 16):
            for name, make in ways(entries * times).items():
                print(f"{times:3}×  {name:22}{timed(make(), some)[0]:7.1f}", flush=True)


if __name__ == "__main__":
    main()
