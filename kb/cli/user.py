"""`kb user`: the first administrator, and help for accounts from the machine itself. No password is ever made here."""

import sys
from datetime import UTC, datetime

import click

from kb.accounts import ROLE_NAMES, Accounts
from kb.cli.library import prepare_store
from kb.errors import Invalid
from kb.permissions import Actor
from kb.settings import Settings

CLI = Actor("cli")
LOCAL = "http://127.0.0.1:8000"


def _accounts() -> tuple[Accounts, str]:
    settings = Settings.from_env()
    return Accounts(prepare_store(settings), settings), settings.base_url.rstrip("/") or LOCAL


@click.group()
def user() -> None:
    """Accounts: invite, list, disable, send a new link."""


@user.command()
@click.argument("email")
@click.option("--role", required=True, type=click.Choice(list(ROLE_NAMES)), help="What the account may do.")
@click.option(
    "--office", "at", default="", help="Where: office/… for officers, expert/… for an expert; none for others."
)
@click.option("--name", default="", help="The person's name.")
def add(email: str, role: str, at: str, name: str) -> None:
    """Invite somebody; prints the one-time link behind which they set their password."""
    accounts, base = _accounts()
    try:
        link = accounts.invite(CLI, email, name, role, at, base, datetime.now(UTC))
    except Invalid as error:
        sys.exit("\n".join(f"{p.field}: {p.zh} / {p.en}" for p in error.problems))
    click.echo(link or "这个账户已启用，角色已增加 / this account is in use already; the role was added")


@user.command("list")
@click.argument("words", default="")
def list_(words: str) -> None:
    """List accounts with their roles; WORDS narrow the list."""
    accounts, _ = _accounts()
    for person in accounts.people(CLI, datetime.now(UTC), words):
        roles = ", ".join(role + (f"@{at}" if at else "") for role, at in person.roles) or "-"
        click.echo(f"{person.id}\t{person.email}\t{person.state}\t{'2fa' if person.second else '-'}\t{roles}")


@user.command()
@click.argument("email")
def disable(email: str) -> None:
    """Disable an account and sign it out everywhere."""
    accounts, _ = _accounts()
    now = datetime.now(UTC)
    accounts.disable(CLI, accounts.person(CLI, email, now), now)
    click.echo("disabled")


@user.command()
@click.argument("email")
def enable(email: str) -> None:
    """Undo that."""
    accounts, _ = _accounts()
    now = datetime.now(UTC)
    accounts.enable(CLI, accounts.person(CLI, email, now), now)
    click.echo("enabled")


@user.command()
@click.argument("email")
@click.option(
    "--second", is_flag=True, help="Also remove the second factor, for who lost telephone and recovery codes."
)
def reset(email: str, second: bool) -> None:
    """Print (and mail) a one-time link for a new password."""
    accounts, base = _accounts()
    now = datetime.now(UTC)
    click.echo(accounts.reset(CLI, accounts.person(CLI, email, now), base, now, second_too=second))
