"""`python -m kb COMMAND`."""

import click

from kb.cli.check import check


@click.group()
def main() -> None:
    """海外知识产权纠纷应对知识库: the command line."""


main.add_command(check)

if __name__ == "__main__":
    main()
