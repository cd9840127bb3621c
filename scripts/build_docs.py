"""Write the pages of docs/ that follow from the code: commands, vocabulary, issue codes.

Run it after changing a command, an act or an issue code; tests/test_docs.py holds them equal.
"""

from __future__ import annotations

import json
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import click

from trucewatch import cli
from trucewatch.model import CODES, FAMILIES, Claim

DOCS = Path(__file__).parent.parent / "docs"
PARTS = ("precision", "recall", "f1")
NOTE = "<!-- Written by scripts/build_docs.py: change the code, then run it. -->\n"


def commands() -> str:
    """Return the command reference: every command's own help."""
    parts = [
        "# Commands\n",
        NOTE,
        (
            "Exit status: 0 done, 1 done with errors in some inputs (each named), 2 usage. "
            "No command contacts the network, but for `add --fetch`.\n"
        ),
    ]
    both = cli.root.context_settings
    context = click.Context(cli.root, info_name="trucewatch", **both)
    for name in cli.COMMANDS:
        command = cli.root.get_command(context, name)
        assert command is not None
        sub = click.Context(command, info_name=f"trucewatch {name}", terminal_width=88, **both)
        parts.append(f"## trucewatch {name}\n\n```\n{command.get_help(sub)}\n```\n")
        for child in getattr(command, "commands", {}).values():
            below = click.Context(
                child, info_name=f"trucewatch {name} {child.name}", terminal_width=88, **both
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


FIELDS = (
    ("claims", "claims: act and sentence"),
    ("modality", "modality"),
    ("attribution_form", "attribution: form"),
    ("attribution_source", "attribution: source"),
    ("place", "place"),
    ("relation", "place: relation"),
    ("time", "time"),
    ("perpetrators", "perpetrators"),
    ("targets", "targets"),
    ("participants", "participants"),
    ("weapons", "weapons with class"),
    ("figures", "figures: kind, bounds, words"),
    ("patrol_outcome", "patrol: outcome"),
    ("patrol_cause", "patrol: cause"),
    ("passages", "passages"),
)
VOICES = ("analysis", "bulletin", "mission", "partisan", "post", "wire")
ADDED_UP = (
    ("incident_links", "links between claims of one happening"),
    ("occurrence_grades", "occurrence grade"),
    ("patrol_outcomes", "patrol outcome"),
    ("findings", "findings per provision and day"),
    ("scope_answers", "scope answers"),
)


def pinned(name: str) -> dict[str, Any]:
    """Return the figures that the gate pins for a gold set."""
    path = DOCS.parent / "tests" / "gate" / f"{name}.json"
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return {**found["counts"], **found["floors"], **found["ceilings"]}


def accuracy() -> str:
    """Return the accuracy page: prose by hand, every figure from the gate."""
    example, field, wordings, threads, places = (
        pinned(name) for name in ("example", "field", "wordings", "threads", "places")
    )

    def share(figures: dict[str, Any], key: str) -> str:
        return f"{figures[key]:.2f}".lstrip("0") if figures[key] < 1 else "1.0"

    def halves(figures: dict[str, Any], style: str = "") -> list[str]:
        """A table with one row for each field that the gold has."""
        return [
            "| field | dev P | R | F1 | n | test P | R | F1 | n |",
            "| --- | --: | --: | --: | --: | --: | --: | --: | --: |",
            *(
                f"| {words} | "
                + " | ".join(
                    " | ".join(share(figures, f"{style}{half}.{key}.{part}") for part in PARTS)
                    + f" | {figures[f'{style}{half}.{key}.n']}"
                    for half in ("dev", "test")
                )
                + " |"
                for key, words in FIELDS
                if f"{style}dev.{key}.n" in figures
            ),
        ]

    def sureness(figures: dict[str, Any], part: str) -> str:
        held = (figures[f"{part}.score.{key}"] for key in ("brier", "brier_without", "gap"))
        return " | ".join(f"{value:.3f}".lstrip("0") for value in held)

    voices = [
        f"| {voice} | "
        + " | ".join(share(field, f"by_voice.{voice}.{part}") for part in PARTS)
        + f" | {field[f'by_voice.{voice}.n']} |"
        for voice in VOICES
    ]

    def annotators(figures: dict[str, Any]) -> list[str]:
        return [
            f"| {words} | {share(figures, f'annotators.{key}.f1')} "
            f"| {figures[f'annotators.{key}.n']} |"
            for key, words in FIELDS
            if f"annotators.{key}.f1" in figures
        ]

    acts = sorted({key.split(".")[2] for key in wordings if key.startswith("dev.by_act.")})
    by_act = [
        f"| {act} | "
        + " | ".join(
            f"{share(wordings, key)} | {wordings[key.replace('recall', 'n')]}"
            if (key := f"{half}.by_act.{act}.recall") in wordings
            else "| "
            for half in ("dev", "test")
        )
        + " |"
        for act in acts
    ]
    sums = [
        f"| {words} | {' | '.join(share(example, f'{key}.{part}') for part in PARTS)} "
        f"| {example[f'{key}.n']} |"
        for key, words in ADDED_UP
    ]
    split = [
        f"| {words} | {share(threads, f'dev.{key}')} | {share(threads, f'test.{key}')} |"
        for key, words in (
            ("boundary_exact", "line between article and thread exactly right"),
            ("comment_precision", "comments, precision"),
            ("comment_recall", "comments, recall"),
            ("article_kept", "share of the article kept"),
            ("passages_exact", "all passages, F1"),
        )
    ]
    ground = [
        f"| {words} | {share(places, f'dev.{key}')} | {share(places, f'test.{key}')} |"
        for key, words in (
            ("precision", "place expressions, precision"),
            ("recall", "place expressions, recall"),
            ("relation", "relation"),
            ("within_1_km", "within 1 km"),
            ("within_5_km", "within 5 km"),
            ("within_25_km", "within 25 km"),
        )
    ]
    head, tail = (DOCS / "accuracy.in.md").read_text("utf-8").split("<!-- tables -->")
    tables = [
        "## The example watch\n",
        *halves(example),
        "\nWhat the claims add up to (both halves together):\n",
        "| what | P | R | F1 | n |\n| --- | --: | --: | --: | --: |",
        *sums,
        "\n## Reports of other theatres\n",
        *halves(field),
        "\nOf these the plain ones, as desks, missions and ministries write day by day:\n",
        *halves(field, "plain_"),
        "\nAnd the others, written to be hard:\n",
        *halves(field, "literary_"),
        "\nClaims by voice (both halves):\n",
        "| voice | P | R | F1 | n |\n| --- | --: | --: | --: | --: |",
        *voices,
        "\nTwo annotators of 50 of these reports, one scored by the other (the ceiling):\n",
        "| field | F1 | n |\n| --- | --: | --: |",
        *annotators(field),
        "\n## Each thing said in another way\n",
        *halves(wordings),
        "\nWhich acts are found, however they are said:\n",
        "| act | dev R | n | test R | n |\n| --- | --: | --: | --: | --: |",
        *by_act,
        "\nTwo annotators of 24 of these reports, one scored by the other:\n",
        "| field | F1 | n |\n| --- | --: | --: |",
        *annotators(wordings),
        "\n## How sure a claim is\n",
        (
            "Each claim carries the chance that an annotator has it too (`score`): a logistic\n"
            "model, fitted to the development halves by `scripts/fit_score.py`. `error` is the\n"
            "mean square of chance less outcome, beside that of one chance for all; `gap` is how\n"
            "far the mean chance lies from the share that is right.\n"
        ),
        "| reports | error | one chance for all | gap |\n| --- | --: | --: | --: |",
        *(
            f"| {words} | {sureness(figures, part)} |"
            for words, figures, part in (
                ("example, dev", example, "dev"),
                ("example, test", example, "test"),
                ("field, dev", field, "dev"),
                ("field, test: plain", field, "plain_test"),
                ("field, test: literary", field, "literary_test"),
            )
        ),
        "\n## Article and reader thread\n",
        (
            f"{threads['dev.documents']} + {threads['test.documents']} pages of our own, "
            f"{threads['dev.controls'] + threads['test.controls']} of them without a thread; false "
            f"threads: {threads['dev.false_threads'] + threads['test.false_threads']}.\n"
        ),
        "| what | dev | test |\n| --- | --: | --: |",
        *split,
        "\n## Places\n",
        f"{places['dev.expressions']} + {places['test.expressions']} expressions of our own.\n",
        "| what | dev | test |\n| --- | --: | --: |",
        *ground,
    ]
    return f"{head.rstrip()}\n\n{NOTE}\n{chr(10).join(tables)}\n{tail}"


def readme() -> str:
    """Return the README with its table of figures as pinned."""
    example = pinned("example")
    rows = [
        f"| {words} | {example[f'dev.{key}.f1']:.2f} | {example[f'test.{key}.f1']:.2f} |"
        for key, words in FIELDS
        if key in ("claims", "modality", "place", "time", "perpetrators", "figures")
    ]
    rows += [
        f"| {words} (both halves) | {example[f'{key}.f1']:.2f} | |"
        for key, words in ADDED_UP
        if key in ("incident_links", "findings", "scope_answers")
    ]
    table = "\n".join(["| F1 | tuned half | measured half |", "| --- | --: | --: |", *rows])
    text = (DOCS.parent / "README.md").read_text("utf-8")
    head, _, rest = text.partition("<!-- figures -->")
    return f"{head}<!-- figures -->\n{table}\n<!-- end -->{rest.partition('<!-- end -->')[2]}"


def routes() -> str:
    """Return every route of the workbench with the role that it asks for."""
    from trucewatch.review.roles import ROLES, may
    from trucewatch.web.routes import ROUTES

    parts = [
        "# Routes of the workbench\n",
        NOTE,
        (
            "✓: served to this role. Whoever is not signed in is sent to the sign-in page; "
            "programs get status 401, the wrong role 403. Nothing else is served.\n"
        ),
        f"| route | nobody | {' | '.join(ROLES)} |",
        f"| --- |{' :-: |' * (len(ROLES) + 1)}",
    ]
    for one in ROUTES:
        marks = ("✓" if may(role, one.need) else "" for role in (None, *ROLES))
        parts.append(f"| `{one.method} {one.path}` | {' | '.join(marks)} |")
    return "\n".join(parts) + "\n"


PAGES = {
    "../README.md": readme,
    "commands.md": commands,
    "routes.md": routes,
    "acts.md": vocabulary,
    "issues.md": issues,
    "codebook.md": codebook,
    "accuracy.md": accuracy,
}


def main() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
