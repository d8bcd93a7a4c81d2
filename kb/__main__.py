"""`python -m kb COMMAND`."""

import sys

import click

from kb.cli.check import check
from kb.cli.docs import docs
from kb.cli.library import export, import_, rebuild_, stats, sync_, work_
from kb.cli.user import user
from kb.errors import KBError
from kb.texts import sentence


@click.group()
def commands() -> None:
    """海外知识产权纠纷应对知识库 · Overseas IP Dispute Response Knowledge Base: the command line."""


for command in (check, docs, import_, export, rebuild_, sync_, work_, stats, user):
    commands.add_command(command)


def main() -> None:
    """Run a command; an error of ours is a sentence, never a stack trace."""
    try:
        commands()
    except KBError as error:
        click.echo(f"{sentence('zh', error)} / {sentence('en', error)}\n{error}", err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
