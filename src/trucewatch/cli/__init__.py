"""The command line: one file per command group, imported only when it is called.

Exit status: 0 done, 1 done with errors in some inputs (each named), 2 usage.
"""

from __future__ import annotations

import importlib
import sys
from typing import Final

import click

from trucewatch import __version__
from trucewatch.errors import TrucewatchError, UsageError, WatchError

COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "demo": ("watches", "Read the bundled Idlib watch and write its situation report."),
    "init": ("watches", "Make a new watch folder."),
    "add": ("inputs", "Take reports into the ledger of a watch."),
    "watch-folder": ("watching", "Keep taking in the reports that appear in a folder."),
    "read": ("inputs", "Show what would be read in one file; writes nothing."),
    "merge": ("work", "Propose incidents from all claims."),
    "assess": ("work", "Propose a finding per provision and day."),
    "review": ("reviewing", "Record a person's decision, with name and reason."),
    "report": ("reports", "Write the situation report."),
    "serve": ("serving", "Open the workbench in the browser."),
    "user": ("serving", "People who may use the workbench."),
    "export": ("exports", "Write the public record for other tools, with its proof."),
    "verify": ("record", "Check the whole record: hashes, tree, checkpoints, replay, evidence."),
    "checkpoint": ("record", "Sign what the record holds."),
    "proof": ("exports", "Write a proof of the figures that needs no trucewatch to check."),
    "redact": ("record", "Erase a text for good, and say that it was erased."),
    "backup": ("record", "Copy ledger and evidence, verified."),
    "restore": ("record", "Put a verified backup in place."),
    "agreement": ("agreements", "Check, show, list and copy agreements."),
    "gazetteer": ("gazetteers", "Build packs of place names; import lines and zones."),
    "eval": ("measuring", "Measure accuracy on a gold set."),
    "bench": ("measuring", "Measure speed."),
}
"""Command name -> (module of this package, one line of help): `--help` imports none of them."""


class Commands(click.Group):
    """The command group; a command's module is imported when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of the work."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"trucewatch.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(
            module, "eval_" if cmd_name == "eval" else cmd_name.replace("-", "_")
        )
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table, importing nothing."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Suggest the nearest command where the name is unknown."""
        name = args[0] if args else ""
        if name and not name.startswith("-") and name not in COMMANDS:
            from difflib import get_close_matches

            near = get_close_matches(name, COMMANDS, n=1)
            hint = f" Did you mean `trucewatch {near[0]}`?" if near else ""
            ctx.fail(f"There is no command {name!r}.{hint} `trucewatch --help` lists them all.")
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="trucewatch")
def root() -> None:
    """Monitor a ceasefire: reports from all sides in, a situation report out.

    Start with `trucewatch demo`, or with `trucewatch init DIR` for a watch of your own.
    Nothing leaves this machine: no command contacts the network.
    """


def main() -> None:
    """Run the command line; every error of ours is printed with what to do next."""
    try:
        root(prog_name="trucewatch")
    except TrucewatchError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(2 if isinstance(error, UsageError | WatchError) else 1)
    except BrokenPipeError:  # the reader of a pipe went away: nothing is wrong here
        sys.stderr.close()
        sys.exit(0)
