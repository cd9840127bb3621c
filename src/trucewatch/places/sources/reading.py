"""What the readers of gazetteer tables share: opening, columns, positions, letters."""

from __future__ import annotations

import csv
import gzip
import json
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

from trucewatch.errors import UsageError

LANGUAGES = frozenset(
    ("ara", "aze", "deu", "eng", "fra", "hye", "kat", "kur", "rus", "spa", "tur", "ukr", "und")
)
"""Languages whose names are kept: those of reports and of the theatres, and unknown ones."""
SCRIPTS = frozenset(("LATIN", "ARABIC", "CYRILLIC", "ARMENIAN", "GEORGIAN"))
"""Letters that names are recognised in."""
LEAST_POPULATION = 10
"""Smaller figures in the sources are flags, not counts."""


def lines_of(path: Path) -> TextIO:
    """Open a table as text, unpacked where its name ends in .gz.

    Raises:
        UsageError: it cannot be opened.
    """
    try:
        if path.suffix == ".gz":
            return gzip.open(path, "rt", encoding="utf-8-sig", newline="")
        return path.open(encoding="utf-8-sig", newline="")
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read ({error.strerror})", fix="Check the spelling of the path."
        ) from error


def rows_of(path: Path, needed: Sequence[str], fix: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Give the rows of a table with a header, with their line numbers, all fields as text.

    Tab-separated where the name says .tsv, comma-separated otherwise.

    Raises:
        UsageError: a needed column is missing, or the file is no such table.
    """
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    tabs = ".tsv" in path.suffixes
    with lines_of(path) as lines:
        reader = csv.DictReader(
            lines,
            delimiter="\t" if tabs else ",",
            quoting=csv.QUOTE_NONE if tabs else csv.QUOTE_MINIMAL,
        )
        try:
            missing = [name for name in needed if name not in (reader.fieldnames or ())]
            if missing:
                raise UsageError(f"{path}: columns missing: {', '.join(missing)}", fix=fix)
            for row in reader:
                if next(iter(row.values())) != reader.fieldnames[0]:  # type: ignore[index]
                    yield (
                        reader.line_num,
                        {name: (value or "").strip() for name, value in row.items() if name},
                    )
        except (csv.Error, UnicodeDecodeError, EOFError, gzip.BadGzipFile) as error:
            raise UsageError(f"{path}: not a readable table ({error})", fix=fix) from error


def position(path: Path, line: int, lat: str, lon: str) -> tuple[float, float]:
    """Return a position in degrees.

    Raises:
        UsageError: it is no number or off the globe; the message names file and line.
    """
    try:
        found = float(lat), float(lon)
    except ValueError:
        found = float("nan"), float("nan")
    if not (-90 <= found[0] <= 90 and -180 <= found[1] <= 180):
        swapped = -90 <= found[1] <= 90 and -180 <= found[0] <= 180
        raise UsageError(
            f"{path}: line {line}: latitude {lat!r}, longitude {lon!r} is no place on the globe",
            fix="The two are swapped: exchange the columns."
            if swapped
            else "Give degrees: latitude -90..90, longitude -180..180.",
        )
    return found


def population(text: str) -> int | None:
    """Return a count of inhabitants, or None where the field holds none."""
    try:
        count = int(float(text or 0))
    except ValueError:
        return None
    return count if count >= LEAST_POPULATION else None


def script(name: str) -> str:
    """Return the script of a name's first letter, as Unicode calls it; empty without letters."""
    for char in name:
        if char.isalpha():
            return unicodedata.name(char, "").split(" ", 1)[0]
    return ""


def features(path: Path) -> list[dict[str, Any]]:
    """Return the features of a GeoJSON file, unpacked where its name ends in .gz.

    Raises:
        UsageError: it is no feature collection.
    """
    try:
        with lines_of(path) as text:
            found: list[dict[str, Any]] = json.load(text)["features"]
    except (ValueError, KeyError, TypeError, EOFError) as error:
        raise UsageError(
            f"{path}: expected a GeoJSON feature collection", fix="Check the export."
        ) from error
    return found
