"""What several commands share: the watch option, opening a ledger, progress on terminals."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from trucewatch.errors import UsageError

if TYPE_CHECKING:
    from trucewatch.ledger import Ledger
    from trucewatch.pipeline import Tools

T = TypeVar("T")
Command = Callable[..., Any]

watch_option = click.option(
    "--watch",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    envvar="TRUCEWATCH_WATCH",
    show_default="this folder",
    help="The watch folder.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


def days_options(command: Command) -> Command:
    """Add --from and --to."""
    for name in ("to", "from"):
        command = click.option(
            f"--{name}",
            f"{name}_day",
            callback=_day,
            metavar="DAY",
            help=f"{name.title()} this day.",
        )(command)
    return command


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    del ctx
    if value is None:
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise click.BadParameter(
            f"{value!r} is no day; write it like 2020-03-15", param=param
        ) from error


def as_of_option(command: Command) -> Command:
    """Add --as-of."""
    return click.option(
        "--as-of",
        metavar="EVENT|TIME",
        callback=_as_of,
        help="As known then: an event number, a day (its end, UTC) or a time.",
    )(command)


def _as_of(ctx: click.Context, param: click.Parameter, value: str | None) -> int | str | None:
    del ctx, param
    return int(value) if value is not None and value.isdecimal() else value


def published_option(command: Command) -> Command:
    """Add --published with its check."""
    return click.option(
        "--published",
        metavar="DATE",
        callback=_moment,
        help="When it was published (2020-03-15, or with time and offset).",
    )(command)


def _moment(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    from datetime import datetime

    del ctx
    if value is None:
        return None
    try:
        datetime.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter(
            f"{value!r} is no date; write 2020-03-15 or 2020-03-15T18:00+03:00", param=param
        ) from error
    return value


@contextmanager
def opened(folder: Path) -> Iterator[tuple[Ledger, Tools]]:
    """Open a watch folder: its ledger and the tools built from its tables."""
    from trucewatch import config, pipeline
    from trucewatch.ledger import Ledger

    if not (folder / "watch.toml").is_file():
        raise UsageError(
            f"{folder.resolve()} is no watch folder (it has no watch.toml)",
            fix="Name one with --watch DIR, or make one with `trucewatch init DIR`.",
        )
    tools = pipeline.tools_for(folder)
    with Ledger(folder / config.LEDGER, actor=user()) as ledger:
        yield ledger, tools


def user() -> str:
    """Return the name that events are recorded under."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "local"


@contextmanager
def progress(rows: Iterable[T], *, label: str, length: int | None = None) -> Iterator[Iterable[T]]:
    """Show a progress bar on a terminal, nothing in a pipe."""
    if not sys.stderr.isatty():
        yield rows
        return
    with click.progressbar(rows, label=label, length=length, file=sys.stderr) as bar:
        yield bar


def plural(count: int, noun: str, many: str = "") -> str:
    """Return "1 claim", "2 claims"."""
    return f"{count} {noun if count == 1 else many or noun + 's'}"
