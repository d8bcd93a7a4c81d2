"""Whole pages: our site under gunicorn against Datasette, the same documents, the same questions, one after the other.

Cold: every address is asked once, so no kept page can answer (the posting lists of common words are kept all the same,
as in life). Hot: a hundred addresses again and again. Both servers answer the same client on loopback; processor time is
read from /proc for the server and its workers, so it does not depend on what else the machine or the client does.
"""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from benchmarks import questions
from benchmarks.corpus import CONTENT, ROOT, Doc
from benchmarks.engines import FACETS
from benchmarks.measured import cpu_of, memory_of
from benchmarks.site import TODAY
from kb.library.folding import fold
from kb.library.thesaurus import main_terms

CONNECTIONS = 8
WORKERS, THREADS = 2, 4
COUNTRY = "us"
HOT_ADDRESSES = 100
WARM = 60


@dataclass(frozen=True)
class Load:
    """What one run of the client saw, and what the server used for it."""

    requests: int
    per_second: float
    p50: float
    p95: float
    cpu_ms: float
    pss_mb: float
    kilobytes: float


@dataclass
class Pages:
    """All runs, by name."""

    runs: dict[str, Load]


def measure(docs: Sequence[Doc], instance: Path, database: Path, count: int, say: Callable[[str], None]) -> Pages:
    """Search page and country page, cold and hot, on our site; search page and filtered list on Datasette."""
    drawn = [q.text for q in questions.draw(docs, questions.run_of_characters, count * 2 + WARM, seed=50)]
    warm, cold, more = drawn[:WARM], drawn[WARM : WARM + count], drawn[WARM + count :]
    runs: dict[str, Load] = {}
    with serving(our_command, _our_environment(instance), "/readyz") as server:
        server.load([_search(q) for q in warm])
        runs["ours, search page, cold"] = server.load([_search(q) for q in cold])
        hot = [_search(q) for q in cold[:HOT_ADDRESSES]]
        server.load(hot * 10)
        runs["ours, search page, hot"] = server.load(hot * 40)
        runs["ours, search page, cold, gzip"] = server.load([_search(q) for q in more], gzip=True)
        runs["ours, search page, hot, gzip"] = server.load(hot * 10, gzip=True)
        server.load([f"/countries/{COUNTRY}?warm={n}" for n in range(8)])
        runs["ours, country page, cold"] = server.load([f"/countries/{COUNTRY}?n={n}" for n in range(count // 2)])
        server.load([f"/countries/{COUNTRY}"] * 40)
        runs["ours, country page, hot"] = server.load([f"/countries/{COUNTRY}"] * 4000)
    say("our pages measured")
    with serving(_datasette(database), dict(os.environ), "/-/versions.json") as server:
        server.load([_datasette_search(q) for q in warm[:20]])
        runs["Datasette, search page"] = server.load([_datasette_search(q) for q in cold])
        runs["Datasette, country page"] = server.load([_datasette_country()] * (count // 2))
    say("Datasette measured")
    return Pages(runs)


def _search(q: str) -> str:
    return "/search?" + urlencode({"q": q})


def _datasette_search(q: str) -> str:
    columns = [("_col", name) for name in ("id", "title", "text", *FACETS)]
    words = " ".join(dict.fromkeys(main_terms(fold(q))))
    return "/bench/docs?" + urlencode([("_search", words), ("_size", "20"), *[("_facet", f) for f in FACETS], *columns])


def _datasette_country() -> str:
    columns = [("_col", name) for name in ("id", "title", "kind", "year")]
    return f"/bench/docs?jurisdiction={quote(COUNTRY)}&" + urlencode(
        [("_size", "100"), ("_facet", "kind"), ("_facet", "year"), *columns]
    )


def our_command(port: int) -> list[str]:
    """The site under gunicorn as in production, without its access log."""
    return [
        sys.executable, "-m", "gunicorn", "--log-level", "error", "--workers", str(WORKERS), "--worker-class", "gthread",
        "--threads", str(THREADS), "--keep-alive", "30", "--bind", f"127.0.0.1:{port}", "kb.app:create_app()",
    ]  # fmt: skip


def _our_environment(instance: Path) -> dict[str, str]:
    return {**os.environ, "KB_INSTANCE": str(instance), "KB_CONTENT": str(CONTENT), "KB_TODAY": TODAY}


def _datasette(database: Path) -> Callable[[int], list[str]]:
    """Datasette, one process, without the suggestions of facets that our page does not have either."""
    settings = {
        "sql_time_limit_ms": "10000",
        "facet_time_limit_ms": "10000",
        "suggest_facets": "off",
        "max_returned_rows": "1000",
    }
    options = [part for name, value in settings.items() for part in ("--setting", name, value)]

    def command(port: int) -> list[str]:
        return [
            sys.executable,
            "-m",
            "datasette",
            "serve",
            str(database),
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
            *options,
        ]

    return command


class Server:
    """A server that answers, and what it uses."""

    def __init__(self, pid: int, port: int) -> None:
        self.pid, self.port = pid, port

    def load(self, paths: Sequence[str], *, gzip: bool = False) -> Load:
        """Asks for every path once, from a client in a process of its own."""
        command = [
            sys.executable,
            "-m",
            "benchmarks.client",
            str(self.port),
            str(CONNECTIONS),
            *(["--gzip"] if gzip else []),
        ]
        before = cpu_of(self.pid)
        answer = subprocess.run(command, input="\n".join(paths), capture_output=True, text=True, check=True, cwd=ROOT)
        used = cpu_of(self.pid) - before
        seen = json.loads(answer.stdout)
        wrong = {status: n for status, n in seen["statuses"].items() if status not in ("200", "0")}
        if wrong or seen["statuses"].get("0", 0) > len(paths) // 50:
            raise RuntimeError(f"answers by status: {seen['statuses']}")
        requests = seen["requests"]
        return Load(
            requests, requests / seen["wall"], seen["p50"], seen["p95"], used / requests * 1e3,
            memory_of(self.pid), seen["bytes"] / 1e3,
        )  # fmt: skip


@contextmanager
def serving(command: Callable[[int], list[str]], environment: dict[str, str], ready: str) -> Iterator[Server]:
    """A server on a free port, until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        command(port), env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    try:
        _wait(process, f"http://127.0.0.1:{port}{ready}")
        yield Server(process.pid, port)
    finally:
        process.terminate()
        process.wait(30)


def _wait(process: "subprocess.Popen[bytes]", url: str) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(process.stderr.read().decode() if process.stderr else "the server ended")
        try:
            with urllib.request.urlopen(url, timeout=60):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"{url} does not answer")
