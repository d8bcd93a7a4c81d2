"""A closed-loop HTTP client in a process of its own: N connections, each sends its next request when the last was answered.

python -m benchmarks.client PORT CONNECTIONS [--gzip] < PATHS       prints one JSON line
"""

import http.client
import itertools
import json
import sys
import threading
import time
from collections import Counter

from benchmarks.measured import percentile


def run(port: int, connections: int, paths: list[str], *, gzip: bool) -> dict[str, object]:
    """Every path once, shared out between the connections: times in ms, answers by status, bytes."""
    turn = itertools.count()
    times: list[float] = []
    statuses: Counter[int] = Counter()
    sizes: list[int] = []
    headers = {"Accept-Encoding": "gzip"} if gzip else {}

    def work() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while (number := next(turn)) < len(paths):
            began = time.perf_counter()
            try:
                connection.request("GET", paths[number], headers=headers)
                answer = connection.getresponse()
                body = answer.read()
            except (http.client.HTTPException, OSError):
                # gunicorn may end an idle connection just as we use it: asked again on a new one, and counted.
                connection.close()
                statuses[0] += 1
                continue
            times.append((time.perf_counter() - began) * 1e3)
            statuses[answer.status] += 1
            sizes.append(len(body))

    threads = [threading.Thread(target=work) for _ in range(connections)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wall = time.perf_counter() - began
    return {
        "requests": len(times), "wall": wall, "p50": percentile(times, 0.5), "p95": percentile(times, 0.95),
        "statuses": dict(statuses), "bytes": percentile(sizes, 0.5),
    }  # fmt: skip


if __name__ == "__main__":
    asked = sys.stdin.read().split("\n")
    result = run(int(sys.argv[1]), int(sys.argv[2]), [path for path in asked if path], gzip="--gzip" in sys.argv)
    print(json.dumps(result))
