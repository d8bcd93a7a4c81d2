"""What may happen once only happens once, on both databases, whoever is quicker."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from kb.store import Store, accounts

from .acts import AT

LATER = AT + timedelta(hours=1)


@pytest.fixture
def account(store: Store) -> int:
    with store.act("cli", AT) as act:
        return accounts.add(act, email="li@firm.cn", name="李明", language="zh")


def at_once(store: Store, what) -> list:
    """What 6 acts at the same time return."""

    def one(_: int):
        with store.act("reader", AT) as act:
            return what(act)

    with ThreadPoolExecutor(6) as pool:
        return list(pool.map(one, range(6)))


def test_a_time_step_is_used_once(store: Store, account: int):
    assert sorted(at_once(store, lambda act: accounts.use_step(act, account, 100))) == [False] * 5 + [True]
    with store.act("reader", AT) as act:
        assert not accounts.use_step(act, account, 99), "nor an earlier one after it"
        assert accounts.use_step(act, account, 101)


def test_a_token_and_a_code_are_used_once(store: Store, account: int):
    with store.act("reader", AT) as act:
        accounts.add_token(act, account, "t", "reset", LATER, {})
        accounts.set_codes(act, account, ["a", "b"])
    assert sum(at_once(store, lambda act: accounts.use_token(act, "t"))) == 1
    assert sum(at_once(store, lambda act: accounts.use_code(act, account, "a"))) == 1
    with store.look(AT) as act:
        assert accounts.codes_left(act, account) == 1


def test_tries_are_counted_by_span_and_bucket(store: Store):
    def tries(bucket: str, at=AT) -> bool:
        with store.act("reader", at) as act:
            return accounts.allowed(act, bucket, 2, 60)

    assert [tries("a") for _ in range(4)] == [True, True, False, False]
    assert tries("b")
    assert not tries("a", AT + timedelta(seconds=59))
    assert tries("a", AT + timedelta(seconds=60))
    assert sum(at_once(store, lambda act: accounts.allowed(act, "c", 2, 60))) == 2
    with store.act("reader", AT) as act:
        accounts.forget(act, "c")
    assert tries("c")


def test_a_session_and_a_token_end_by_themselves(store: Store, account: int):
    with store.act("reader", AT) as act:
        accounts.open_session(act, account, "s", strong=False, agent="", expires=LATER)
        accounts.add_token(act, account, "t", "reset", LATER, {})
        accounts.add_token(act, account, "u", "reset", LATER, {})
        assert accounts.token(act, "t") is None, "a newer one makes it void"
    for at, there in ((LATER - timedelta(seconds=1), True), (LATER, False)):
        with store.act("reader", at) as act:
            assert (accounts.session(act, "s") is not None) is there
            assert (accounts.token(act, "u") is not None) is there
    with store.act("system", LATER) as act:
        assert accounts.sweep(act) == 2


def test_holders_are_those_in_use(store: Store, account: int):
    with store.act("cli", AT) as act:
        assert accounts.grant(act, account, "handler", "office/pudong")
        assert not accounts.grant(act, account, "handler", "office/pudong")
        assert accounts.holders(act, "handler") == []
        accounts.change(act, account, state="active")
        assert [r["id"] for r in accounts.holders(act, "handler", "office/pudong")] == [account]
        assert accounts.holders(act, "handler", "office/xuhui") == []


def test_a_percent_sign_finds_a_percent_sign(store: Store, account: int):
    with store.look(AT) as act:
        assert len(accounts.everybody(act, "FIRM 李")) == 1
        assert accounts.everybody(act, "%") == []
        assert accounts.everybody(act, "_") == []
