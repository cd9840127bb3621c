"""`trucewatch serve` and `trucewatch user`: the workbench, and who may use it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trucewatch import config
from trucewatch.cli.common import watch_option
from trucewatch.errors import UsageError
from trucewatch.review.roles import ROLES, SCOPES

if TYPE_CHECKING:
    from trucewatch.ledger.accounts import Accounts


@click.command()
@click.option("--port", type=click.IntRange(1, 65_535), default=8765, show_default=True)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen on; beyond this machine people must sign in.",
)
@click.option("--name", "names", multiple=True, help="A name that the server answers to.")
@click.option("--https", is_flag=True, help="It is reached over https only (a proxy in front).")
@watch_option
def serve(port: int, host: str, names: tuple[str, ...], *, https: bool, folder: Path) -> None:
    """Open the workbench on a watch; on this machine alone it needs no set-up.

    Without users (`trucewatch user add`) it serves one person on loopback. With users everybody
    signs in.
    """
    import uvicorn

    from trucewatch.web import app

    loopback = host in app.LOOPBACK
    accounts = _accounts(folder)
    local = not accounts.people()
    accounts.close()
    if local and not loopback:
        raise UsageError(
            f"{host} can be reached by others, and nobody has to sign in",
            fix="Add users first: `trucewatch user add NAME --role admin`.",
        )
    built = app.app_for(
        folder, local=local, hosts=frozenset({*app.LOOPBACK, host, *names}), secure=https
    )
    click.echo(f"http://{'127.0.0.1' if loopback else host}:{port}/  (stop with Ctrl-C)")
    uvicorn.run(built, host=host, port=port, log_level="warning", server_header=False)


@click.group()
def user() -> None:
    """People who may use the workbench."""


@user.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="coder", show_default=True)
@watch_option
def add(name: str, role: str, folder: Path) -> None:
    """Add NAME; asks for a password (or reads it from standard input)."""
    _accounts(folder).add(name, role, _password())
    click.echo(f"{name}: {role}")


@user.command("password")
@click.argument("name")
@watch_option
def password_(name: str, folder: Path) -> None:
    """Give NAME another password (asked for, or from standard input); their sessions end."""
    _accounts(folder).change(name, password=_password())
    click.echo(f"{name}: another password")


@user.command("list")
@watch_option
def list_(folder: Path) -> None:
    """List people and their roles."""
    for row in _accounts(folder).people():
        click.echo(f"{row.name}\t{row.role}{' (disabled)' if row.disabled else ''}")


@user.command("role")
@click.argument("name")
@click.argument("role", type=click.Choice(ROLES))
@watch_option
def role_(name: str, role: str, folder: Path) -> None:
    """Give NAME another ROLE; their sessions end."""
    _accounts(folder).change(name, role=role)
    click.echo(f"{name}: {role}")


@user.command("disable")
@click.argument("name")
@watch_option
def disable(name: str, folder: Path) -> None:
    """Shut NAME out at once: no session and no token works any more."""
    _accounts(folder).change(name, disabled=True)
    click.echo(f"{name}: disabled")


@user.command("token")
@click.argument("name")
@click.argument("label")
@click.option("--scope", "scopes", type=click.Choice(SCOPES), multiple=True)
@click.option("--days", type=click.IntRange(1, 365), default=90, show_default=True)
@watch_option
def token(name: str, label: str, scopes: tuple[str, ...], days: int, folder: Path) -> None:
    """Issue a token for a program, in the name of NAME; it is shown once."""
    click.echo(_accounts(folder).issue(name, label, scopes or ("read",), days))


@user.command("tokens")
@watch_option
def tokens(folder: Path) -> None:
    """List the tokens that work: person, label, scopes, and until when."""
    for row in _accounts(folder).tokens():
        click.echo(f"{row.person}\t{row.label}\t{' '.join(row.scopes)}\t{row.expires[:16]}Z")


@user.command("revoke")
@click.argument("name")
@click.argument("label")
@watch_option
def revoke(name: str, label: str, folder: Path) -> None:
    """Revoke the token LABEL of NAME: from the next request on it is worth nothing."""
    _accounts(folder).revoke(name, label)
    click.echo(f"{name}: {label} revoked")


@user.command("sessions")
@watch_option
def sessions(folder: Path) -> None:
    """List who is signed in: person, since when, and when last seen."""
    for row in _accounts(folder).sessions():
        click.echo(f"{row.person}\t{row.started[:16]}Z\t{row.seen[:16]}Z")


@user.command("sign-out")
@click.argument("name")
@watch_option
def sign_out(name: str, folder: Path) -> None:
    """End every session of NAME at once, who may sign in again; tokens go on working."""
    _accounts(folder).end_all(name)
    click.echo(f"{name}: signed out")


def _password() -> str:
    """Ask for a password, or read it from standard input; returns its hash."""
    from trucewatch.web.passwords import hashed

    return hashed(
        click.prompt("Password", hide_input=True, confirmation_prompt=True)
        if sys.stdin.isatty()
        else sys.stdin.readline().rstrip("\n")
    )


def _accounts(folder: Path) -> Accounts:
    from trucewatch.ledger.accounts import Accounts

    if not (folder / "watch.toml").is_file():
        raise UsageError(
            f"{folder.resolve()} is no watch folder (it has no watch.toml)",
            fix="Name one with --watch DIR.",
        )
    return Accounts(folder / config.ACCOUNTS)
