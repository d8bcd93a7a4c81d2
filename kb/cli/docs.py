"""`kb docs`: the pages of docs/ that are generated from declarations."""

import sys
from dataclasses import fields
from pathlib import Path

import click

from kb.kinds.describe import kinds_page
from kb.settings import ROOT, Settings


def settings_page() -> str:
    """The whole of docs/settings.md."""
    rows = []
    for f in fields(Settings):
        default = str(f.default).replace(str(ROOT), ".")
        rows.append(f"| `{f.metadata['variable']}` | {f'`{default}`' if default else ''} | {f.metadata['help']} |")
    head = (
        "# Settings\n\nGenerated from `kb/settings.py` by `python -m kb docs`; a test keeps it fresh. Every setting is an environment "
        "variable; `run.py --help` and `python -m kb COMMAND --help` name the few that are options too.\n\n"
        "| variable | default | what |\n|--|--|--|\n"
    )
    return head + "\n".join(rows) + "\n"


PAGES = {"kinds.md": kinds_page, "settings.md": settings_page}


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; fail if a page is not fresh.")
def docs(check: bool) -> None:
    """Write docs/kinds.md and docs/settings.md."""
    old = [name for name, make in PAGES.items() if read(ROOT / "docs" / name) != make()]
    for name in old:
        click.echo(f"docs/{name} {'is not fresh' if check else 'written'}")
        if not check:
            (ROOT / "docs" / name).write_text(PAGES[name](), encoding="utf-8")
    sys.exit(1 if check and old else 0)


def read(path: Path) -> str:
    """The text of a file, or "" if there is none."""
    return path.read_text(encoding="utf-8") if path.exists() else ""
