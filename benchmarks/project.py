"""The project as it is: how long the second start of `run.py` takes, a rebuild of its library, and a sync with nothing to do."""

import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks import calculators
from benchmarks.calculators import Timed
from benchmarks.corpus import CONTENT, ROOT
from benchmarks.measured import Took, percentile
from kb.library import Library

STARTS = 5


@dataclass(frozen=True)
class Project:
    """Seconds: of the first start (everything is made), of later starts, and of commands."""

    entries: int
    first_start: float
    second_start: float
    rebuild: Took
    sync: Took
    calculators: tuple[Timed, ...]


def measure(folder: Path, say: Callable[[str], None]) -> Project:
    """All measurements, in an instance of its own below `folder`."""
    env = {**os.environ, "KB_INSTANCE": str(folder / "instance"), "KB_CONTENT": str(CONTENT)}
    first = _start(env)
    again = percentile([_start(env) for _ in range(STARTS)], 0.5)
    say("started run.py")
    output, rebuilt = _command("rebuild", env)
    entries = int(match[1]) if (match := re.search(r"(\d+) entries", output)) else 0
    _, synced = _command("sync", env)
    timed = tuple(calculators.measure(Library(folder / "instance" / "library")))
    say("calculated")
    return Project(entries, first, again, rebuilt, synced, timed)


def _start(env: Mapping[str, str]) -> float:
    """Seconds from the call of `run.py` until it says where it serves."""
    began = time.perf_counter()
    command = [sys.executable, "run.py", "--port", "0"]
    with subprocess.Popen(
        command, env=env, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        for line in process.stdout or ():
            if "http://" in line:
                break
        spent = time.perf_counter() - began
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    return spent


def _command(name: str, env: Mapping[str, str]) -> tuple[str, Took]:
    """What `python -m kb NAME` prints, and what it takes, the start of Python included."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "kb", name],
        env=env,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return done.stdout, Took(cpu, time.perf_counter() - began)
