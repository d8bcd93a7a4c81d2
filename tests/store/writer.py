"""A process that publishes pairs until it is killed; prints the number of each pair once it is kept."""

import itertools
import sys

from acts import BY

from kb.store import Store


def main(url: str, name: str) -> None:
    """Publishes for ever."""
    with Store(url) as store:
        for turn in itertools.count():
            key = f"law/us/{name}-{turn}"
            with store.batch() as batch:
                batch.publish(key, key * 200, **BY)
                batch.mark(key, name)
                last = batch.publish(f"{key}.en", key * 200, **BY)
            print(last.number, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
