"""How well the search engine ranks documents that nobody here wrote: one run over judged questions.

    python benchmarks/retrieval.py --corpus C.jsonl.gz --queries Q.jsonl --out RUN.tsv [--limit 2000]

The corpus holds one JSON object a line, {id, title, text}; the queries {id, text}. The documents go through the
project's own analyzer, fields, index and ranking; the first 100 per query are written as query id, document id, rank
and score, separated by tabs. `--limit` takes so many documents only (a quick look, not a measurement).
"""

import argparse
import gzip
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kb.library.index import Index, IndexDocument
from kb.library.query import parse
from kb.library.thesaurus import Thesaurus

TERMS = Path(__file__).resolve().parents[1] / "content" / "terms.tsv"
DEPTH = 100


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The JSON objects of a file, packed with gzip or not."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def percentile(sorted_values: list[float], share: float) -> float:
    return sorted_values[min(len(sorted_values) - 1, int(len(sorted_values) * share))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--limit", type=int, help="take only so many documents")
    parser.add_argument("--index", type=Path, help="keep the index here, and use it again if it is there")
    parser.add_argument("--thesaurus", type=Path, default=TERMS, help="default: content/terms.tsv")
    args = parser.parse_args()
    thesaurus = Thesaurus.read(args.thesaurus.read_text(encoding="utf-8")) if args.thesaurus.is_file() else None
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.index or Path(temporary)
        index = Index.open(folder) if any(folder.glob("*.toc")) else build(folder, args.corpus, args.limit)
        ask(index, args.queries, args.out, thesaurus)
        index.close()


def build(folder: Path, corpus: Path, limit: int | None) -> Index:
    """The index of the corpus, in one commit."""
    index = Index.create(folder)
    began = time.process_time()
    index.apply(
        IndexDocument(str(row["id"]), number, title=row.get("title", ""), body=row["text"])
        for number, row in enumerate(islice(lines(corpus), limit), 1)
    )
    spent = time.process_time() - began
    count = index.doc_count()
    size = sum(file.stat().st_size for file in folder.iterdir())
    print(
        f"{count} documents indexed in {spent:.1f} CPU s ({spent / count * 1e3:.2f} ms a document), {size / 1e6:.1f} MB"
    )
    return index


def ask(index: Index, queries: Path, out: Path, thesaurus: Thesaurus | None) -> None:
    """Asks every question and writes the run."""
    times = []
    with out.open("w", encoding="utf-8") as run:
        for row in lines(queries):
            began = time.thread_time()
            hits = index.find(parse(row["text"], thesaurus), limit=DEPTH)
            times.append((time.thread_time() - began) * 1e3)
            for rank, (id_, score) in enumerate(hits.ids, 1):
                run.write(f"{row['id']}\t{id_}\t{rank}\t{score:.6f}\n")
    times.sort()
    print(
        f"{len(times)} queries: p50 {percentile(times, 0.5):.1f} ms, p95 {percentile(times, 0.95):.1f} ms (CPU, cold)"
    )


if __name__ == "__main__":
    main()
