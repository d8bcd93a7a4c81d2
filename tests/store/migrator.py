"""A process that starts on a store as a node does, and prints which store it found."""

import sys

from kb.store import Store

if __name__ == "__main__":
    with Store(sys.argv[1]) as store:
        store.migrate()
        print(store.identity())
