"""Small keys and answers of our own, in the form in which the task prints them."""

from __future__ import annotations

from trucewatch.measure.muc.slots import SLOTS
from trucewatch.measure.muc.templates import Template, read_templates


def sheet(message: str, number: str, **rows: list[str] | str) -> str:
    """Print a template; rows are named `s2` to `s24`, a hyphen stands where one is not given."""
    lines = [
        f"0.  MESSAGE: ID                     {message}",
        f"1.  MESSAGE: TEMPLATE               {number}",
    ]
    for slot in SLOTS:
        given = rows.get(f"s{slot.number}", "-")
        first, *rest = [given] if isinstance(given, str) else given
        lines.append(f"{slot.number}.".ljust(4) + f"{slot.printed:<32}{first}")
        lines += [" " * 36 + line for line in rest]
    return "\n".join(lines) + "\n"


def template(message: str, number: str, **rows: list[str] | str) -> Template:
    """Return a template made of printed rows."""
    return read_templates(sheet(message, number, **rows))[message][0]


RAID = {
    "s2": "04 MAY 87",
    "s3": "PERU: TORVIK (CITY)",
    "s4": "ATTACK",
    "s5": "ACCOMPLISHED",
    "s9": '"GUNMEN" / "THREE GUNMEN"',
    "s18": '"LENA HOLST"',
    "s19": ['"MILLER": "LENA HOLST"', '"SHEPHERDS"'],
    "s20": ['CIVILIAN: "LENA HOLST"', 'CIVILIAN: "SHEPHERDS"'],
    "s21": ['1: "LENA HOLST"', '2: "SHEPHERDS"'],
    "s23": ['DEATH: "LENA HOLST"', 'INJURY: "SHEPHERDS"'],
}
"""A key of ours: a miller killed and two shepherds wounded."""
