"""`kb import`, `export`, `rebuild`, `sync`, `work`, `stats`: truth in and out, and the copy made from it."""

import json
import logging
import signal
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from kb.edition import Edition
from kb.editor import Exchanged, export_files, import_files
from kb.library import Library
from kb.settings import Settings
from kb.store import Store
from kb.sync import Synced, rebuild, sync
from kb.work import work

Progress = Callable[[int, int], None]


def bar(what: str) -> tuple[Progress, Callable[[], None]]:
    """A progress bar: what to call with (done, total), and what to call at the end."""
    shown: tqdm[Any] = tqdm(desc=what, unit="", leave=False, file=sys.stderr, disable=None, delay=0.3)

    def move(done: int, total: int) -> None:
        shown.total = total
        shown.update(done - shown.n)

    return move, shown.close


def prepare_store(settings: Settings) -> Store:
    """The store, with its folder and tables made."""
    settings.instance.mkdir(parents=True, exist_ok=True)
    store = Store(settings.store_url)
    store.migrate()
    return store


def bring_in(settings: Settings, store: Store) -> Exchanged:
    """Import what changed in the content folder, with a progress bar."""
    move, end = bar("import")
    try:
        return import_files(Edition(settings.content), store, datetime.now(UTC), move)
    finally:
        end()


def bring_up(settings: Settings, store: Store) -> Synced:
    """Sync the library as each start does, with a progress bar."""
    move, end = bar("library")
    try:
        return sync(store, settings.library_folder, move, repair=True)
    finally:
        end()


def report(done: Exchanged) -> None:
    """Say what an exchange did, and list what needs a person."""
    for problem in done.problems:
        click.echo(f"! {problem}", err=True)
    for key in done.conflicts:
        click.echo(
            f"! {key}: 文件与库中文本都已改动，库中版本继续有效 / file and store both changed; the store's version serves",
            err=True,
        )
    counts = {k: len(v) for k, v in vars(done).items() if v}
    click.echo(", ".join(f"{n} {name}" for name, n in counts.items()) or "nothing changed")


@click.command("import")
@click.option("--content", type=click.Path(path_type=Path, exists=True, file_okay=False), help="Folder of the edition.")
def import_(content: Path | None) -> None:
    """Bring what changed in the content folder into the store."""
    settings = Settings.from_env(content=content)
    with prepare_store(settings) as store:
        done = bring_in(settings, store)
    report(done)
    sys.exit(1 if done.problems or done.conflicts else 0)


@click.command()
@click.option("--content", type=click.Path(path_type=Path, file_okay=False), help="Folder of the edition.")
def export(content: Path | None) -> None:
    """Write what was published in the store into the content folder."""
    settings = Settings.from_env(content=content)
    with prepare_store(settings) as store:
        done = export_files(Edition(settings.content), store)
    report(done)
    sys.exit(1 if done.conflicts else 0)


@click.command("rebuild")
def rebuild_() -> None:
    """Build this node's library anew from the store, beside the one that serves, then switch."""
    settings = Settings.from_env()
    move, end = bar("rebuild")
    with prepare_store(settings) as store:
        done = rebuild(store, settings.library_folder, move)
    end()
    click.echo(f"library rebuilt: {done.added} entries, number {done.number}, {len(done.refused)} refused")


@click.command("sync")
def sync_() -> None:
    """Bring this node's library up to the store, once."""
    settings = Settings.from_env()
    with prepare_store(settings) as store:
        done = bring_up(settings, store)
    click.echo(
        f"number {done.number}: {done.added} added, {done.changed} changed, {done.removed} removed, {len(done.refused)} refused"
    )


@click.command("work")
@click.option("--parent", type=int, help="Stop when this process, which started us, is gone.")
def work_(parent: int | None) -> None:
    """Run the background process of this node until it is told to stop."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    logging.getLogger("kb").setLevel(logging.INFO)
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    settings = Settings.from_env()
    prepare_store(settings).close()
    work(settings, stop, parent)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def stats(as_json: bool) -> None:
    """Count the entries of this node's library by kind and jurisdiction."""
    settings = Settings.from_env()
    counts = Library(settings.library_folder).stats()
    if as_json:
        click.echo(json.dumps(counts, ensure_ascii=False))
        return
    for name, table in counts.items():
        click.echo(f"{name}: {table if isinstance(table, int) else ', '.join(f'{k} {n}' for k, n in table.items())}")
