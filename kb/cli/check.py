"""`kb check`: what is wrong with the files of an edition, before anybody else sees it."""

import sys
from datetime import date
from pathlib import Path

import click

from kb.edition import Edition
from kb.editor import inspect


@click.command()
@click.option(
    "--content",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path("content"),
    help="Folder of the edition.",
)
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), default=None, help="Check as of this date.")
@click.option("--strict", is_flag=True, help="Warnings (what time brings) are errors too.")
@click.option("--fix", is_flag=True, help="Write every file in its canonical form.")
@click.argument("only", nargs=-1)
def check(content: Path, today: object, strict: bool, fix: bool, only: tuple[str, ...]) -> None:
    """Report every problem by file, field and reason; ONLY limits the report to keys that begin so (law/us ...)."""
    day = date.fromisoformat(f"{today:%Y-%m-%d}") if today else date.today()
    problems, rewritten = inspect(Edition(content), day, fix=fix)
    shown = [p for p in problems if not only or p.file.startswith(only)]
    for problem in shown:
        click.echo(("! " if problem.level == "error" else "~ ") + str(problem))
    errors = [p for p in shown if strict or p.level == "error"]
    warned = len(shown) - len(errors)
    click.echo(f"{len(errors)} errors, {warned} warnings" + (f", {rewritten} files rewritten" if fix else ""))
    sys.exit(1 if errors else 0)
