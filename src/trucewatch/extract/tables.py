"""The word lists of this room: TOML files in `extract/data`, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load_data(name: str) -> dict[str, Any]:
    """Return a data file of this room as plain tables; callers must not change what they get.

    Raises:
        FileNotFoundError: if the package holds no such file.
    """
    return tomllib.loads(files("trucewatch.extract").joinpath("data", name).read_text("utf-8"))


def data_files(folder: str) -> list[str]:
    """Return the names of the tables in a folder of this room's data, as `load_data` takes them."""
    found = files("trucewatch.extract").joinpath("data", folder).iterdir()
    return sorted(f"{folder}/{file.name}" for file in found if file.name.endswith(".toml"))


def plural_of(noun: str, irregular: dict[str, str]) -> str:
    """Return the plural of a lower-case English noun phrase, whose last word is inflected."""
    *front, last = noun.split(" ")
    if noun in irregular:
        return irregular[noun]
    if last in irregular:
        plural = irregular[last]
    elif last.endswith(("s", "x", "z", "ch", "sh")):
        plural = last + "es"
    elif last.endswith("y") and last[-2:-1] not in "aeiou":
        plural = last[:-1] + "ies"
    else:
        plural = last + "s"
    return " ".join((*front, plural))
