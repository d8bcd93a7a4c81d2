"""Rendered public pages, kept while nothing that they show has changed. They are the same for everyone."""

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass


@dataclass(frozen=True)
class Kept:
    """A rendered answer."""

    body: bytes
    mimetype: str
    etag: str


class PageCache:
    """The last answers by key; the key holds the library's version and the day, so nothing needs to be thrown away by hand."""

    def __init__(self, size: int = 512) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, ...], Kept] = OrderedDict()

    def get(self, key: tuple[str, ...]) -> Kept | None:
        """The answer, if it is kept."""
        with self._lock:
            kept = self._kept.get(key)
            if kept:
                self._kept.move_to_end(key)
            return kept

    def put(self, key: tuple[str, ...], body: bytes, mimetype: str) -> Kept:
        """Keep an answer; the oldest goes."""
        kept = Kept(body, mimetype, hashlib.sha256(body).hexdigest()[:20])
        with self._lock:
            self._kept[key] = kept
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return kept
