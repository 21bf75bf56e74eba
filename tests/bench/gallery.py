"""Searching 1e3 to 1e6 templates: exact by numpy, by the gallery's L1 head, and by an index (usearch, HNSW).

    python -m tests.bench.gallery [--sizes 1000 10000 100000 1000000] [--probes 200] [--most-indexed N]

Templates are embeddings of the bundled strangers; beyond their number, mixtures of two strangers' embeddings, ten to a
person, as far from each other as two pictures of one stranger are. A probe is one more picture of an enrolled person.
Prints for each size milliseconds a search of one probe (fastest, p50, p95), megabytes, seconds to build, and recall@1:
how often the index names the template that the exact search does.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from faceid_app.identity.backbones import SHIPPED_MODELS, find_backbone
from faceid_app.identity.template_search import ExactSearch
from faceid_app.paths import Paths

PICTURES = 10
HEAD_LIMIT = 20_000
"""Beyond so many templates the head's projections, 2,048 numbers each, are measured no more."""
CONNECTIVITY, EXPANSION_ADD, EXPANSION_SEARCH = 16, 128, 64


def people_like(strangers: NDArray[np.float32], count: int, *, spread: float, seed: int) -> NDArray[np.float32]:
    """(count, d) embeddings of count / PICTURES people, ten in a row each."""
    generator = np.random.default_rng(seed)
    people = -(-count // PICTURES)
    first, second = generator.integers(0, len(strangers), (2, people))
    share = generator.uniform(0.3, 0.7, (people, 1)).astype(np.float32)
    centres = _unit(share * strangers[first] + (1 - share) * strangers[second])
    rows = np.repeat(centres, PICTURES, axis=0)[:count]
    noise = generator.standard_normal(rows.shape).astype(np.float32) * np.float32(spread / np.sqrt(rows.shape[1]))
    return _unit(rows + noise)


def spread_of(embeddings: NDArray[np.float32], person: NDArray[np.int32]) -> float:
    """The noise around a person's centre at which two pictures of them have the median mated cosine."""
    order = np.argsort(person, kind="stable")
    one, other = order[:-1][np.diff(person[order]) == 0], order[1:][np.diff(person[order]) == 0]
    cosine = float(np.median((embeddings[one] * embeddings[other]).sum(axis=1)))
    return float(np.sqrt(1 / cosine - 1))


def times_of(search: Callable[[NDArray[np.float32]], object], probes: NDArray[np.float32]) -> str:
    """Milliseconds a probe, one after another."""
    search(probes[:1])
    taken = []
    for row in range(len(probes)):
        began = time.perf_counter()
        search(probes[row : row + 1])
        taken.append((time.perf_counter() - began) * 1e3)
    p50, p95 = np.percentile(taken, [50, 95])
    return f"fastest {min(taken):8.3f} ms  p50 {p50:8.3f} ms  p95 {p95:8.3f} ms"


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--probes", type=int, default=200)
    parser.add_argument("--most-indexed", type=int, default=10**7, help="No index is built of more templates.")
    chosen = parser.parse_args()
    from usearch.index import Index

    backbone = find_backbone(Paths.default(), shipped=SHIPPED_MODELS)
    bank, head = backbone.strangers(), backbone.universal_head()
    assert bank is not None
    assert head is not None
    spread = spread_of(bank.embeddings, bank.person)
    print(f"{backbone.name}, {backbone.dimension} numbers; noise {spread:.2f}; {os.cpu_count()} CPUs; "
          f"load {os.getloadavg()[0]:.1f}; n = {chosen.probes} probes")  # fmt: skip
    for size in chosen.sizes:
        everything = people_like(bank.embeddings, size + chosen.probes * PICTURES, spread=spread, seed=1)
        # Of the last people the first nine pictures are enrolled, and the tenth searches.
        rows = np.arange(len(everything))
        probing = np.flatnonzero((rows >= size) & (rows % PICTURES == PICTURES - 1))[: chosen.probes]
        templates = np.delete(everything, probing, axis=0)[-size:]
        probes = everything[probing]
        search = ExactSearch(templates, np.arange(len(templates), dtype=np.int32))
        exact = search.nearest(probes, 1)[0][:, 0]
        taken = times_of(lambda row, search=search: search.nearest(row, 1), probes)  # type: ignore[misc]
        megabytes = templates.nbytes / 2**20
        print(f"{len(templates):>9,}  exact, cosine   {taken}  {megabytes:8.1f} MB")
        if size <= HEAD_LIMIT:
            projected = head.project(templates)
            taken = times_of(
                lambda row, projected=projected: head.cross_logits(head.project(row), projected),  # type: ignore[misc]
                probes[:50],
            )
            megabytes = projected.nbytes / 2**20
            print(f"{'':9}  exact, L1 head  {taken}  {megabytes:8.1f} MB")
        if size > chosen.most_indexed:
            continue
        index = Index(
            ndim=backbone.dimension, metric="cos", dtype="f32", connectivity=CONNECTIVITY,
            expansion_add=EXPANSION_ADD, expansion_search=EXPANSION_SEARCH,
        )  # fmt: skip
        began = time.perf_counter()
        index.add(np.arange(len(templates)), templates, threads=os.cpu_count() or 1)
        built = time.perf_counter() - began
        found = np.asarray(index.search(probes, 1).keys).reshape(-1)
        taken = times_of(lambda row, index=index: index.search(row, 1), probes)  # type: ignore[misc]
        right = int((found == exact).sum())
        print(f"{'':9}  index, HNSW     {taken}  {index.memory_usage / 2**20:8.1f} MB  "
              f"built in {built:.1f} s  recall@1 {right} of {len(probes)}")  # fmt: skip


if __name__ == "__main__":
    main()
