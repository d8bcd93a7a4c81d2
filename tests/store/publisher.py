"""A process that publishes from several threads and rolls some of it back; prints what was kept, as JSON.

`python publisher.py URL NAME THREADS ROUNDS`; each round is one transaction of two publications, every third
one is abandoned in the middle.
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor

from acts import BY

from kb.store import Store


class AbandonError(Exception):
    """Raised in the middle of a batch."""


def publish(store: Store, name: str, rounds: int) -> list[tuple[int, str]]:
    """The acknowledged numbers with their keys."""
    acknowledged = []
    for turn in range(rounds):
        try:
            with store.batch() as batch:
                changes = [batch.publish(f"law/us/{name}-{turn}-{part}", name, **BY) for part in range(2)]
                if turn % 3 == 2:
                    raise AbandonError
        except AbandonError:
            continue
        acknowledged += [(change.number, change.key) for change in changes]
    return acknowledged


def main(url: str, name: str, threads: str, rounds: str) -> None:
    """Runs the threads on one store and prints all that they were told."""
    with Store(url) as store, ThreadPoolExecutor(int(threads)) as pool:
        jobs = [pool.submit(publish, store, f"{name}-{number}", int(rounds)) for number in range(int(threads))]
        print(json.dumps([pair for job in jobs for pair in job.result()]))


if __name__ == "__main__":
    main(*sys.argv[1:])
