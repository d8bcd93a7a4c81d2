"""What was measured as Markdown tables, the ratios beside the absolute figures, and which floors hold."""

import os
import platform
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import tantivy

from benchmarks.calculators import FLOOR_MS
from benchmarks.measured import Spread, Took
from benchmarks.pages import THREADS, WORKERS, Pages
from benchmarks.project import Project
from benchmarks.searching import Row, Searching
from benchmarks.site import Built, Committed

ENGINES = ("ours", "FTS5", "tantivy")
FULL_SIZE = 20_000


@dataclass(frozen=True)
class Floor:
    """A limit and what was measured; `at_most` tells on which side of the limit it has to lie."""

    what: str
    limit: float
    measured: float
    unit: str
    at_most: bool = True

    @property
    def holds(self) -> bool:
        """Whether it was kept."""
        return self.measured <= self.limit if self.at_most else self.measured >= self.limit


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def machine() -> str:
    """What it ran on."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return (
        f"{date.today()}, {os.cpu_count()} processors ({names[0] if names else platform.machine()}), {platform.platform()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, tantivy {tantivy.__version__}; load {load}"
    )


def searching(found: Searching) -> str:
    """Build, update and searches at one size."""
    built = [
        ["build, CPU s (ms a document)", *(f"{found.build[e].cpu:.1f} ({found.build[e].cpu / found.size * 1e3:.2f})" for e in ENGINES)],
        ["build, wall s", *(f"{found.build[e].wall:.1f}" for e in ENGINES)],
        ["size, KB a document", *(f"{found.bytes_[e] / found.size / 1e3:.1f}" for e in ENGINES)],
        ["one document to visible, CPU ms p50 / p95", *(_pair(found.update[e].cpu50, found.update[e].cpu95) for e in ENGINES)],
        ["one document to visible, wall ms p50 / p95", *(_pair(found.update[e].wall50, found.update[e].wall95) for e in ENGINES)],
    ]  # fmt: skip
    rows = [line for row in found.rows for line in _row(row)]
    cut = found.segmenting.cpu
    return (
        f"### {found.size:,} documents: index\n\n"
        f"{table(['', *ENGINES], built)}\nFTS5 and tantivy were given the terms ready cut, which took {cut:.1f} CPU s more.\n\n"
        f"### {found.size:,} documents: searches, ms p50 / p95\n\n"
        + table(
            [
                "questions",
                "",
                *(f"{e}, CPU" for e in ENGINES),
                "ours : FTS5",
                *(f"{e}, wall" for e in ENGINES),
                "same totals",
            ],
            rows,
        )
    )


def _row(row: Row) -> list[list[str]]:
    lines = []
    for name, times in (("first", row.first), ("again", row.again)):
        ours, fts = times["ours"], times["FTS5"]
        lines.append(
            [f"{row.name} ({row.asked})" if name == "first" else "", name, *(_pair(times[e].cpu50, times[e].cpu95) for e in ENGINES),
             f"**{_ratio(ours.cpu50, fts.cpu50)} / {_ratio(ours.cpu95, fts.cpu95)}**",
             *(_pair(times[e].wall50, times[e].wall95) for e in ENGINES), _same(row) if name == "first" else ""]
        )  # fmt: skip
    return lines


def _same(row: Row) -> str:
    if row.name.endswith("most words"):
        return "by design not"
    return ", ".join(f"{row.equal[e]}/{row.asked}" for e in ENGINES[1:])


def site(size: int, built: Built, commits: Committed) -> str:
    """The whole library: build and commit."""
    rows = [
        ["publish all texts in the store", _took(built.publish)],
        [
            "build the library (index, rows, HTML)",
            f"{_took(built.rebuild)}; {built.rebuild.cpu / built.entries * 1e3:.1f} CPU ms an entry",
        ],
        [
            "index / kb.db, KB an entry",
            f"{built.index_bytes / built.entries / 1e3:.1f} / {built.rows_bytes / built.entries / 1e3:.1f}",
        ],
        ["one entry, commit to found by an open library", _spread(commits.whole)],
        ["of which the sync", _spread(commits.sync)],
        ["of which the first search after it", _spread(commits.sight)],
        ["the first suggestion while typing after it", _spread(commits.typing)],
    ]
    return f"### {size:,} documents and the project's own entries: the whole library\n\n" + table(
        ["", "measured"], rows
    )


def pages(size: int, found: Pages) -> str:
    """Pages of both servers, with ratios."""
    rows = []
    for name, load in found.runs.items():
        wall, memory, bytes_ = f"{load.p50:.1f} / {load.p95:.1f}", f"{load.pss_mb:.0f}", f"{load.kilobytes:.0f}"
        rows.append([name, f"{load.cpu_ms:.2f}", f"{load.per_second:.0f}", wall, memory, bytes_, str(load.requests)])
    head = ["", "CPU ms a page", "pages/s", "wall ms p50 / p95", "PSS MB", "KB a page", "pages"]
    ratios = "; ".join(f"{name} **{value:.1f}x**" for name, value in page_ratios(found).items())
    return (
        f"### {size:,} documents: whole pages, ours (gunicorn, {WORKERS} x {THREADS}) and Datasette (1 process)\n\n"
        f"{table(head, rows)}\nBy processor time a page: {ratios}.\n"
    )


def page_ratios(found: Pages) -> dict[str, float]:
    """How many times less processor time a page takes than what it is compared with."""

    def ratio(of: str, to: str) -> float:
        return found.runs[of].cpu_ms / (found.runs[to].cpu_ms or 1e-9)

    return {
        "search page, Datasette : ours cold": ratio("Datasette, search page", "ours, search page, cold"),
        "country page, Datasette : ours cold": ratio("Datasette, country page", "ours, country page, cold"),
        "search page, cold : hot": ratio("ours, search page, cold", "ours, search page, hot"),
        "the same for browsers that take gzip": ratio("ours, search page, cold, gzip", "ours, search page, hot, gzip"),
        "country page, cold : hot": ratio("ours, country page, cold", "ours, country page, hot"),
    }


def project(found: Project) -> str:
    """The project's own content."""
    rows = [
        ["first start of `run.py`, wall s", f"{found.first_start:.1f}"],
        ["second start, wall s (median)", f"{found.second_start:.2f}"],
        ["`kb rebuild`", _took(found.rebuild)],
        ["`kb sync`, nothing to do", _took(found.sync)],
        *([f"{t.what}, CPU ms p50 / p95", _pair(t.p50, t.p95)] for t in found.calculators),
    ]
    return f"### The project's own content, {found.entries} entries\n\n" + table(["", "measured"], rows)


def floors(found: Searching | None, commits: Committed | None, loads: Pages | None, own: Project | None) -> list[Floor]:
    """The floors that can be judged by what was measured (they are meant for 20,000 documents)."""
    rows = []
    if found:
        complete = next(row for row in found.rows if row.name == "complete")
        for name, times in (("first asked", complete.first), ("asked again", complete.again)):
            ours, fts = times["ours"], times["FTS5"]
            rows.append(Floor(f"complete search against FTS5, p50, {name}", 3, ours.cpu50 / fts.cpu50, "x"))
            rows.append(Floor(f"complete search against FTS5, p95, {name}", 6, ours.cpu95 / fts.cpu95, "x"))
        rows.append(Floor("index, KB a document", 6, found.bytes_["ours"] / found.size / 1e3, " KB"))
        rows.append(Floor("index build, CPU s", 150, found.build["ours"].cpu, " s"))
        rows.append(Floor("index alone: one document to visible, CPU p50", 50, found.update["ours"].cpu50, " ms"))
    if commits:
        rows.append(Floor("whole library: one entry, commit to visible, CPU p50", 50, commits.whole.cpu50, " ms"))
    if loads:
        ratios = list(page_ratios(loads).values())
        rows.append(Floor("search page, no cache, against Datasette, CPU", 1.5, ratios[0], "x", at_most=False))
        rows.append(Floor("search page, hot against uncached, CPU", 20, ratios[2], "x", at_most=False))
        most = max(load.pss_mb for name, load in loads.runs.items() if name.startswith("ours"))
        rows.append(Floor(f"memory of {WORKERS}x{THREADS} serving, PSS", 200, most, " MB"))
    if own:
        rows.append(Floor("second start of `run.py`, wall", 3, own.second_start, " s"))
        rows += [Floor(f"{t.what}, CPU p95", FLOOR_MS, t.p95, " ms") for t in own.calculators]
    return rows


def floor_table(rows: Sequence[Floor]) -> str:
    """Floors beside what was measured."""
    lines = []
    for f in rows:
        limit = f"{'at most' if f.at_most else 'at least'} {f.limit:g}{f.unit}"
        lines.append([f.what, limit, f"{f.measured:.2f}{f.unit}", "holds" if f.holds else "**missed**"])
    return table(["floor", "limit", "measured", ""], lines)


def _pair(p50: float, p95: float) -> str:
    return f"{_figure(p50)} / {_figure(p95)}"


def _figure(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


def _ratio(a: float, b: float) -> str:
    return f"{a / b:.1f}x" if b else "-"


def _took(value: Took) -> str:
    return f"{value.cpu:.2f} CPU s, {value.wall:.2f} wall s"


def _spread(value: Spread) -> str:
    return f"CPU {_pair(value.cpu50, value.cpu95)} ms, wall {_pair(value.wall50, value.wall95)} ms (p50 / p95)"
