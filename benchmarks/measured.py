"""Times and memory: of a call, of a process and its children, and how they are summed up."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from os import sysconf
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
TICK = sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Spread:
    """Median and 95th percentile, in milliseconds, of processor time and of wall clock."""

    cpu50: float
    cpu95: float
    wall50: float
    wall95: float
    count: int


@dataclass(frozen=True)
class Took:
    """Seconds of processor time (all threads of this process) and of wall clock."""

    cpu: float
    wall: float


def took(call: Callable[[], T]) -> tuple[T, Took]:
    """What a call gives back, and what it took."""
    cpu, wall = time.process_time(), time.perf_counter()
    value = call()
    return value, Took(time.process_time() - cpu, time.perf_counter() - wall)


def percentile(values: Iterable[float], share: float) -> float:
    """The value below which this share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def spread(times: Sequence[Took]) -> Spread:
    """The spread of single calls."""
    cpu, wall = [t.cpu * 1e3 for t in times], [t.wall * 1e3 for t in times]
    return Spread(
        percentile(cpu, 0.5), percentile(cpu, 0.95), percentile(wall, 0.5), percentile(wall, 0.95), len(times)
    )


def in_thread(call: Callable[[], T]) -> tuple[T, Took]:
    """What a call gives back, and what it took in this thread alone (finer than the process's clock)."""
    cpu, wall = time.thread_time(), time.perf_counter()
    value = call()
    return value, Took(time.thread_time() - cpu, time.perf_counter() - wall)


def family(pid: int) -> list[int]:
    """A process and its children that are alive."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    return [pid, *map(int, children.read_text().split())] if children.exists() else [pid]


def cpu_of(pid: int) -> float:
    """Seconds of processor time that a process and its living children have used."""
    ticks = 0
    for each in family(pid):
        fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / TICK


def memory_of(pid: int) -> float:
    """Megabytes (proportional set size: shared pages are divided) of a process and its children."""
    kb = 0
    for each in family(pid):
        lines = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
        kb += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kb / 1024
