"""Write the pages of docs/ that follow from the code: commands, vocabulary, issue codes.

Run it after changing a command, an act or an issue code; tests/test_docs.py holds them equal.
"""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path

import click

from trucewatch import cli
from trucewatch.model import CODES, FAMILIES, Claim

DOCS = Path(__file__).parent.parent / "docs"
NOTE = "<!-- Written by scripts/build_docs.py: change the code, then run it. -->\n"


def commands() -> str:
    """Return the command reference: every command's own help."""
    parts = [
        "# Commands\n",
        NOTE,
        (
            "Exit status: 0 done, 1 done with errors in some inputs (each named), 2 usage. "
            "No command contacts the network.\n"
        ),
    ]
    context = click.Context(cli.root, info_name="trucewatch")
    for name in cli.COMMANDS:
        command = cli.root.get_command(context, name)
        assert command is not None
        sub = click.Context(command, info_name=f"trucewatch {name}", terminal_width=88)
        parts.append(f"## trucewatch {name}\n\n```\n{command.get_help(sub)}\n```\n")
        for child in getattr(command, "commands", {}).values():
            below = click.Context(
                child, info_name=f"trucewatch {name} {child.name}", terminal_width=88
            )
            parts.append(
                f"### trucewatch {name} {child.name}\n\n```\n{child.get_help(below)}\n```\n"
            )
    return "\n".join(parts)


def vocabulary() -> str:
    """Return the acts with their codes in the codings that the field exchanges."""
    table = tomllib.loads(files("trucewatch.model").joinpath("acts.toml").read_text("utf-8"))
    parts = ["# Acts\n", NOTE]
    for family, acts in FAMILIES.items():
        parts.append(f"## {family}\n")
        parts.append("| act | in words | ACLED | PLOVER | UCDP |\n| --- | --- | --- | --- | --- |")
        for act in acts:
            row = table[act]
            acled = " / ".join(part for part in row["acled"] if part) or "no event"
            plover = " ".join(part for part in row["plover"] if part) or "no event"
            ucdp = row["ucdp"].replace("|", " or ") or "no event"
            parts.append(f"| `{act}` | {row['name']} | {acled} | {plover} | {ucdp} |")
        parts.append("")
    return "\n".join(parts)


def issues() -> str:
    """Return the issue codes."""
    rows = "\n".join(f"| `{code}` | {text} |" for code, text in sorted(CODES.items()))
    return (
        f"# Issue codes\n\n{NOTE}\nTrouble inside an input is no exception: it is a row beside the "
        "data, shown by `trucewatch read`, counted by `trucewatch add`, and listed in the report "
        "under *what we could not see*.\n\n| code | what it means |\n| --- | --- |\n"
        f"{rows}\n"
    )


def codebook() -> str:
    """Return the rules with what the program reads in their examples."""
    from trucewatch import intake, pipeline

    raw = tomllib.loads((DOCS / "codebook.toml").read_text("utf-8"))
    tools = pipeline.tools_for(None)
    parts = [
        "# Codebook\n",
        NOTE,
        (
            "How a text becomes claims. Below each rule stands what the program reads in a few "
            f"sentences of ours, published on {raw['published']}.\n"
        ),
    ]
    for rule in raw["rule"]:
        parts.append(f"## {rule['title']}\n\n{rule['text']}\n")
        for example in rule["examples"]:
            document = intake.read_document(
                example.encode(), name="example.txt", published=raw["published"], language="en"
            )
            claims = pipeline.read(document, tools).claims
            parts.append(f"> {example}\n")
            parts += [f"- {one_line(claim)}" for claim in claims] or ["- no claim"]
            parts.append("")
    return "\n".join(parts)


def one_line(claim: Claim) -> str:
    """Return the fields of a claim that are set, in one line."""
    figures = [
        f"{one.kind} {one.text}" + (f" of {one.group.text}" if one.group else "")
        for one in claim.figures
    ]
    told = {
        "by": [one.text for one in claim.perpetrators],
        "against": [one.text for one in claim.targets],
        "with": [one.text for one in claim.participants],
        "place": [f"{claim.place.text} ({claim.place.relation})"] if claim.place else [],
        "time": [f"{claim.time.text} ({claim.time.start})"] if claim.time else [],
        "weapon": [one.text for one in claim.weapons],
        "figures": figures,
        "source": [f"{claim.attribution.source_text or ''} ({claim.attribution.form})".strip()],
    }
    fields = "; ".join(f"{name}: {', '.join(values)}" for name, values in told.items() if values)
    return f"**{claim.act}** {claim.modality}; {fields}"


PAGES = {
    "commands.md": commands,
    "acts.md": vocabulary,
    "issues.md": issues,
    "codebook.md": codebook,
}


def main() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
