"""Any sequence of acts, kept or abandoned, gives what a plain dictionary would give."""

import itertools
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.errors import Conflict, KBError, NotFound
from kb.store import Batch, State, Store, digest

from .acts import BY

KEYS = ("a", "b", "c")
TEXTS = ("", "one", "two", "三")
EXAMPLES = itertools.count()


@dataclass
class Row:
    """What the model remembers of a revision."""

    state: State
    text: str | None
    sha256: str
    number: int | None


@dataclass
class Model:
    """The store, as one would write it on paper."""

    number: int
    rows: dict[str, list[Row]] = field(default_factory=lambda: {key: [] for key in KEYS})
    numbered: list[tuple[str, Row]] = field(default_factory=list)

    def current(self, key: str) -> Row | None:
        last = [row for row in self.rows[key] if row.number]
        return last[-1] if last and last[-1].state is State.PUBLISHED else None

    def add(self, key: str, state: State, text: str | None, sha256: str) -> Row:
        row = Row(state, text, sha256, None)
        if state not in (State.DRAFT, State.IN_REVIEW):
            self.number += 1
            row.number = self.number
            self.numbered.append((key, row))
        self.rows[key].append(row)
        return row

    def publish(self, key: str, text: str, base: int | None) -> int | None:
        """`base` is an index into the rows of the key."""
        current = self.current(key)
        if current and current.text == text:
            return current.number
        if base is not None and (current is None or self.rows[key][base] is not current):
            raise Conflict
        return self.add(key, State.PUBLISHED, text, digest(text)).number

    def draft(self, key: str, text: str, in_review: bool) -> None:
        self.add(key, State.IN_REVIEW if in_review else State.DRAFT, text, digest(text))

    def withdraw(self, key: str) -> int | None:
        current = self.current(key)
        if not current:
            raise NotFound
        return self.add(key, State.WITHDRAWN, None, current.sha256).number

    def erase(self, key: str) -> int | None:
        if not self.rows[key]:
            raise NotFound
        sha256 = (self.current(key) or self.rows[key][-1]).sha256
        for row in self.rows[key]:
            row.text = None
        return self.add(key, State.ERASED, None, sha256).number


key, words = st.sampled_from(KEYS), st.sampled_from(TEXTS)
act = st.one_of(
    st.tuples(st.just("publish"), key, words, st.none() | st.integers(0, 5)),
    st.tuples(st.just("draft"), key, words, st.booleans()),
    st.tuples(st.just("withdraw"), key),
    st.tuples(st.just("erase"), key),
)
batches = st.lists(st.tuples(st.lists(act, max_size=6), st.booleans()), max_size=8)


class AbandonError(Exception):
    """Ends a batch in the middle."""


class Pair:
    """The store and its model, side by side, under keys that no other example uses."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.prefix = f"example-{next(EXAMPLES)}/"
        self.start = store.number()
        self.model = Model(self.start)
        self.ids: dict[str, list[int]] = {key: [] for key in KEYS}

    def run(self, acts: list[tuple[Any, ...]], abandon: bool) -> None:
        before = deepcopy((self.model, self.ids))
        try:
            with self.store.batch() as batch:
                for name, key, *rest in acts:
                    assert self.in_store(batch, name, key, rest) == self.in_model(name, key, rest)
                if abandon:
                    raise AbandonError
        except AbandonError:
            self.model, self.ids = before
        self.ids = {key: [r.id for r in self.store.history(self.prefix + key)] for key in KEYS}

    def base(self, key: str, index: int | None) -> int | None:
        """The index of a row known before this batch, or None."""
        return index % len(self.ids[key]) if index is not None and self.ids[key] else None

    def in_model(self, name: str, key: str, rest: list[Any]) -> Any:
        if name == "publish":
            rest = [rest[0], self.base(key, rest[1])]
        try:
            return getattr(self.model, name)(key, *rest)
        except KBError as error:
            return type(error)

    def in_store(self, batch: Batch, name: str, key: str, rest: list[Any]) -> Any:
        given_: dict[str, Any] = {}
        if name == "publish":
            index = self.base(key, rest[1])
            given_ = {"text": rest[0], "base": None if index is None else self.ids[key][index]}
        elif name == "draft":
            given_ = {"text": rest[0], "in_review": rest[1]}
        try:
            return getattr(getattr(batch, name)(self.prefix + key, **given_, **BY), "number", None)
        except KBError as error:
            return type(error)

    def agree(self) -> None:
        store, model = self.store, self.model
        assert store.number() == model.number
        for key in KEYS:
            history = store.history(self.prefix + key)
            assert [Row(r.state, r.text, r.sha256, r.number) for r in history] == model.rows[key]
            current, found = model.current(key), store.published(self.prefix + key)
            assert (found and found.number) == (current and current.number)
            assert store.keys().get(self.prefix + key) == (current and current.sha256)
        changes = store.published_after(self.start)
        assert [(c.number, c.key.removeprefix(self.prefix), c.text, c.sha256) for c in changes] == [
            (row.number, key, row.text, row.sha256) for key, row in model.numbered
        ]


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(batches)
def test_the_store_does_what_the_model_does(store: Store, sequence: list[tuple[list[Any], bool]]) -> None:
    pair = Pair(store)
    for acts, abandon in sequence:
        pair.run(acts, abandon)
        pair.agree()
