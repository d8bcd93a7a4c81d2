"""Prepare and serve: database, content, library (with a progress bar), then the site. `python run.py --help`."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
from waitress import create_server

from kb.app import create_app
from kb.cli.library import bring_in, bring_up, prepare_store, report
from kb.errors import KBError
from kb.settings import Settings
from kb.texts import sentence


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on; 0 takes a free one.")
@click.option("--instance", type=click.Path(path_type=Path), help="Folder for everything the site writes.")
@click.option("--threads", default=8, show_default=True, help="Requests answered at once.")
def main(host: str, port: int, instance: Path | None, threads: int) -> None:
    """Prepare what is missing, say where the site is, and serve it until Ctrl-C."""
    began = time.monotonic()
    try:
        settings = Settings.from_env(instance=instance)
        prepare(settings)
        app = create_app(settings)
        server = create_server(app, host=host, port=port, threads=threads)
    except KBError as error:
        sys.exit(f"{sentence('zh', error)} / {sentence('en', error)}\n{error}")
    except OSError as error:
        sys.exit(f"无法监听 {host}:{port} / cannot listen on {host}:{port}: {error}")
    worker = start_worker(settings)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # so that `finally` runs and the worker ends with us
    click.echo(
        f"就绪 / ready after {time.monotonic() - began:.1f} s: http://{host}:{server.effective_port}/",
        err=False,
    )
    sys.stdout.flush()
    try:
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        server.close()
        worker.terminate()
        worker.wait(10)


def prepare(settings: Settings) -> None:
    """Database, content and library, each brought up to date; a broken file is reported and does not stop the start."""
    with prepare_store(settings) as store:
        report(bring_in(settings, store))
        done = bring_up(settings, store)
    verb = "built" if done.rebuilt else "checked"
    click.echo(
        f"library {verb}: number {done.number}, {done.added} added, {done.changed} changed, {done.removed} removed"
    )
    for key in done.refused:
        click.echo(f"! {key}: 不符合其种类，沿用旧版 / does not fit its kind, the last good version serves", err=True)


def start_worker(settings: Settings) -> "subprocess.Popen[bytes]":
    """The background process of this node, as a child that ends with us."""
    env = {**os.environ, "KB_INSTANCE": str(settings.instance), "KB_CONTENT": str(settings.content)}
    return subprocess.Popen(
        [sys.executable, "-m", "kb", "work", "--parent", str(os.getpid())], env=env, cwd=Path(__file__).parent
    )


if __name__ == "__main__":
    main()
