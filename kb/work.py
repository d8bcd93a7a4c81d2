"""`kb work`: the one background process of a node. It syncs the library with the store, again and again.

The lease `work` lets exactly one node do what must be done once for all (mail, reminders, retention come with the parts
that need them); syncing is every node's own.
"""

import logging
import os
import threading
from datetime import UTC, datetime

from kb.errors import Unavailable
from kb.library.build import current_folder, format_name
from kb.settings import Settings
from kb.store import Store
from kb.sync import sync

log = logging.getLogger("kb.work")


def work(settings: Settings, stop: threading.Event, parent: int | None = None) -> None:
    """Sync every `sync_seconds` until `stop` is set, or the process `parent` that started us is gone.

    A store that does not answer is waited for, with a line in the log.
    """
    store = Store(settings.store_url)
    silent, held = False, -1
    while not stop.wait(settings.sync_seconds) and parent in (None, os.getppid()):
        try:
            if store.number() == held and current_folder(settings.library_folder, format_name()):
                continue
            done = sync(store, settings.library_folder)
        except Unavailable:
            if not silent:
                log.warning("the store does not answer, or another process syncs; trying again")
            silent = True
            continue
        silent, held = False, done.number
        if done.added or done.changed or done.removed or done.refused:
            log.info("synced to %s at %s: %s", done.number, datetime.now(UTC).isoformat(timespec="seconds"), done)
    store.close()
