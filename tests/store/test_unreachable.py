"""A store that cannot be reached says `Unavailable`, never something else, and comes back by itself."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kb.errors import Unavailable
from kb.store import EVERYTHING, Store, inquiries

from .acts import AT, BY
from .cluster import Cluster
from .conftest import WITH_TABLES


def acted(store: Store) -> None:
    with store.act("cli", AT) as act:
        act.record("test", "thing")


def looked(store: Store) -> None:
    with store.look(AT) as act:
        inquiries.find(EVERYTHING, act, inquiries.Filter())


ACTS: dict[str, Callable[[Store], object]] = {
    "ping": lambda store: store.ping(),
    "identity": lambda store: store.identity(),
    "publish": lambda store: store.publish("guide/us", "one", **BY),
    "draft": lambda store: store.draft("guide/us", "one", **BY),
    "withdraw": lambda store: store.withdraw("guide/us", **BY),
    "erase": lambda store: store.erase("guide/us", **BY),
    "published": lambda store: store.published("guide/us"),
    "history": lambda store: store.history("guide/us"),
    "keys": lambda store: store.keys(),
    "published_after": lambda store: store.published_after(0),
    "number": lambda store: store.number(),
    "marks": lambda store: store.marks(),
    "mark": lambda store: store.mark("guide/us", "11"),
    "lease": lambda store: store.lease("work", "node", 60, AT),
    "release": lambda store: store.release("work", "node"),
    "act": acted,
    "look": looked,
}
every_act = pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())


def test_every_method_of_the_door_is_tried() -> None:
    public = {name for name in vars(Store) if not name.startswith("_")}
    assert public - {"migrate", "close", "batch"} == set(ACTS)


@every_act
def test_no_tables_yet(empty_url: str, act: Callable[[Store], object]) -> None:
    with Store(empty_url) as store, pytest.raises(Unavailable) as caught:
        act(store)
    assert caught.value.values["part"] == "store"


@every_act
def test_no_file(tmp_path: Path, act: Callable[[Store], object]) -> None:
    file = tmp_path / "none" / "store.db"
    with Store(f"sqlite:///{file}") as store, pytest.raises(Unavailable):
        act(store)
    assert not file.parent.exists()


def test_no_server() -> None:
    with Store("postgresql://kb@127.0.0.1:1/kb") as store:
        for act in (store.ping, store.migrate, store.number):
            with pytest.raises(Unavailable, match="unavailable"):
                act()


def test_not_a_database(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    file.write_bytes(b"no database at all" * 1000)
    with Store(f"sqlite:///{file}") as store:
        for act in (store.ping, store.migrate):
            with pytest.raises(Unavailable):
                act()
    assert file.read_bytes() == b"no database at all" * 1000


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with Store(f"sqlite:///{tmp_path}/file/store.db") as store, pytest.raises(Unavailable):
        store.migrate()


def test_migration_makes_file_and_folder_of_any_name(tmp_path: Path) -> None:
    with Store(f"sqlite:///{tmp_path}/资料 100%/a#b/store.db") as store:
        store.migrate()
        store.ping()
    assert (tmp_path / "资料 100%" / "a#b" / "store.db").is_file()


def test_a_deleted_file_is_noticed_though_connections_are_open(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    with Store(f"sqlite:///{file}") as store:
        store.migrate()
        store.publish("guide/us", "one", **BY)
        file.rename(tmp_path / "away.db")
        for act in (store.ping, store.keys):
            with pytest.raises(Unavailable):
                act()
        assert not file.exists()
        (tmp_path / "away.db").rename(file)
        assert store.number() == 1


def test_a_replaced_file_is_read_anew(tmp_path: Path) -> None:
    for name in ("store.db", "other.db"):
        with Store(f"sqlite:///{tmp_path / name}") as made:
            made.migrate()
            made.publish(f"guide/{name}", "one", **BY)
    with Store(f"sqlite:///{tmp_path / 'store.db'}") as store:
        assert set(store.keys()) == {"guide/store.db"}
        (tmp_path / "other.db").replace(tmp_path / "store.db")
        assert set(store.keys()) == {"guide/other.db"}


def test_a_server_that_comes_back_is_used_again(cluster: Cluster, postgresql_url: str) -> None:
    with Store(postgresql_url) as store:
        store.publish("guide/us", "one", **BY)
        cluster.stop()
        try:
            with pytest.raises(Unavailable):
                store.ping()
        finally:
            cluster.start()
        assert store.number() == 1


def test_a_restart_of_the_server_is_not_noticed(cluster: Cluster, postgresql_url: str) -> None:
    with Store(postgresql_url) as store:
        store.publish("guide/us", "one", **BY)
        cluster.stop()
        cluster.start()
        assert store.number() == 1


def test_a_connection_lost_in_a_batch(cluster: Cluster, postgresql_url: str) -> None:
    end = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{WITH_TABLES}'"

    def lost(store: Store) -> None:
        with store.batch() as batch:
            batch.publish("guide/us", "one", **BY)
            cluster.execute(end)
            batch.publish("guide/jp", "one", **BY)

    with Store(postgresql_url) as store:
        with pytest.raises(Unavailable):
            lost(store)
        assert store.number() == 0
        assert store.publish("guide/us", "one", **BY).number == 1


def test_a_writer_does_not_wait_for_ever(url: str) -> None:
    with Store(url) as store, Store(url, wait_seconds=0.05) as hurried, store.batch() as batch:
        batch.publish("guide/us", "one", **BY)
        with pytest.raises(Unavailable):
            hurried.publish("guide/jp", "one", **BY)
        assert hurried.number() == 0


def test_a_forked_process_opens_its_own_connection(store: Store) -> None:
    """Two processes that talk over one connection would read each other's answers."""

    def driver() -> object:
        with store._database.reading() as connection:
            return connection.connection.dbapi_connection

    inherited = driver()
    assert driver() is inherited
    child = os.fork()
    if not child:
        code = 1
        try:
            code = int(driver() is inherited or store.publish("guide/jp", "one", **BY).number != 1)
        finally:
            os._exit(code)
    assert os.waitpid(child, 0)[1] == 0
    assert driver() is inherited
    assert store.number() == 1


def test_a_database_that_cannot_hold_chinese_is_refused(cluster: Cluster) -> None:
    cluster.execute("CREATE DATABASE kb_ascii TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'")
    with Store(cluster.url("kb_ascii")) as store, pytest.raises(Unavailable) as caught:
        store.migrate()
    assert "UTF8" in caught.value.values["reason"]


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://kb@127.0.0.1/kb"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match="store"):
        Store(url)


def test_the_old_name_of_postgresql_is_understood(postgresql_url: str) -> None:
    with Store(postgresql_url.replace("postgresql://", "postgres://")) as store:
        store.ping()


def test_an_erased_text_is_gone_from_the_disk(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    phone = "13812345678"
    with Store(f"sqlite:///{file}") as store:
        store.migrate()
        store.publish("expert/a", f"{phone} short", **BY)
        store.publish("expert/a", f"{phone} long" * 2000, **BY)
        store.erase("expert/a", **BY)
        left = [path.name for path in tmp_path.iterdir() if phone.encode() in path.read_bytes()]
    assert left == []


def test_sqlite_keeps_what_it_acknowledged(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    with Store(f"sqlite:///{file}") as store:
        store.migrate()
        with closing(sqlite3.connect(file)) as connection:
            assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        with store._database.reading() as connection:
            found = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
                for name in ("synchronous", "foreign_keys", "busy_timeout")
            }
    assert found == {"synchronous": 2, "foreign_keys": 1, "busy_timeout": 15_000}
