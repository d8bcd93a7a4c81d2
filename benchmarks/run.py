"""One run: the parts that were asked for, at each size, and the tables as they come."""

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks import pages, project, report, searching, site
from benchmarks.corpus import Doc, documents, fingerprint
from benchmarks.options import options


def main() -> None:
    """Run with the options of the command line."""
    asked = options()
    with tempfile.TemporaryDirectory() as temporary:
        text = run(
            sizes=[2000] if asked.quick else [int(size) for size in asked.sizes.split(",")],
            corpus=asked.corpus,
            parts=asked.parts.split(","),
            questions=60 if asked.quick else 200,
            folder=(asked.folder or Path(temporary)).resolve(),
            reuse=asked.folder is not None,
        )
    if asked.out:
        asked.out.write_text(text, encoding="utf-8")


def run(
    *, sizes: Sequence[int], corpus: Path | None, parts: Sequence[str], questions: int, folder: Path, reuse: bool
) -> str:
    """Measures, prints each table when it is ready, and gives back the whole text."""
    told: list[str] = []

    def tell(text: str) -> None:
        told.append(text)
        print(text, flush=True)

    tell(f"{report.machine()}\n")
    found = commits = loads = own = None
    for size in sizes:
        docs = documents(size, corpus)
        characters = sum(len(doc.text) for doc in docs) / len(docs)
        source = corpus.name if corpus else "generated"
        tell(f"{len(docs):,} documents ({source}, {fingerprint(docs)}), {characters:.0f} characters each.\n")
        if "search" in parts:
            found = searching.measure(docs, folder / f"engines-{size}", questions, _progress())
            tell(report.searching(found))
        if "pages" in parts:
            instance = folder / f"site-{size}-{fingerprint(docs)}"
            built = _built(docs, instance, reuse=reuse)
            commits = site.commits(docs, instance)
            tell(report.site(len(docs), built, commits))
            loads = pages.measure(docs, instance, instance / "bench.db", questions * 2, _progress())
            tell(report.pages(len(docs), loads))
    if "project" in parts:
        own = project.measure(folder / "project", _progress())
        tell(report.project(own))
    tell(f"### Floors, at {sizes[-1]:,} documents\n\n{report.floor_table(report.floors(found, commits, loads, own))}")
    tell(f"{report.machine()}\n")
    return "\n".join(told)


def _built(docs: Sequence[Doc], instance: Path, *, reuse: bool) -> site.Built:
    """The site and Datasette's database, built now or by an earlier run in the same folder."""
    note = instance / "built.json"
    built = site.kept(note) if reuse else None
    if built is None:
        built = site.build(docs, instance, _progress())
        site.datasette_database(docs, instance / "bench.db")
        site.keep(built, note)
    return built


def _progress() -> Callable[[str], None]:
    began = time.monotonic()

    def say(what: str) -> None:
        print(f"  {time.monotonic() - began:6.0f} s  {what}", file=sys.stderr, flush=True)

    return say


if __name__ == "__main__":
    main()
