"""Read TOML tables key by key, keeping every problem instead of stopping at the first."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Problems:
    """All that is wrong with one file, in the order in which it was found."""

    rows: list[str] = field(default_factory=list)

    def add(self, key: str, found: str, *, fix: str) -> None:
        """Keep a problem: the key path, what was found against what was expected, and the fix."""
        row = f"{key}: {found}; {fix}" if key else f"{found}; {fix}"
        if row not in self.rows:
            self.rows.append(row)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return ` (did you mean "x"?)` for a close known word, else nothing."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f' (did you mean "{close[0]}"?)' if close else ""


def listed(words: Iterable[str]) -> str:
    """Return words as a readable list, `nothing` for none."""
    return ", ".join(f'"{word}"' for word in words) or "nothing"


def kind_of(value: object) -> str:
    """Say in a reader's words what a TOML value is."""
    names = {bool: "true or false", str: "text", int: "a number", float: "a number"}
    names |= {list: "a list", dict: "a table", dt.date: "a date", dt.datetime: "a date and time"}
    return names.get(type(value), type(value).__name__)


class Table:
    """One TOML table: each getter checks a key and remembers that it is known.

    A getter that meets a wrong value keeps the problem and returns the default, so that reading
    goes on; the caller must not use the result when `problems` has rows.
    """

    def __init__(self, problems: Problems, path: str, data: object) -> None:
        self.problems = problems
        self.path = path
        self.data: dict[str, Any] = data if isinstance(data, dict) else {}
        self._known: set[str] = set()
        label = self.data.get("id")
        self._label = f" ({label})" if isinstance(label, str) and path != "agreement" else ""
        if not isinstance(data, dict):
            self.wrong("", f"expected a table, found {kind_of(data)}", fix="write it as [table]")

    def key(self, name: str) -> str:
        """Return the full path of a key, with the id of its table."""
        return ".".join(part for part in (self.path, name) if part) + self._label

    def wrong(self, name: str, found: str, *, fix: str) -> None:
        """Keep a problem with one key."""
        self.problems.add(self.key(name), found, fix=fix)

    def has(self, name: str) -> bool:
        """Say whether the key is present, and count it as known."""
        self._known.add(name)
        return name in self.data

    def value(self, name: str, kinds: tuple[type, ...], expected: str, *, required: bool) -> Any:
        """Return the raw value of one of the types, or None."""
        if not self.has(name):
            if required:
                self.wrong(name, f"missing, expected {expected}", fix="add it")
            return None
        value = self.data[name]
        if type(value) in kinds:
            return value
        self.wrong(name, f"expected {expected}, found {kind_of(value)}", fix="change the value")
        return None

    def text(self, name: str, *, required: bool = False, default: str = "") -> str:
        """Return a text that is not empty, or the default."""
        value = self.value(name, (str,), "a text", required=required)
        if value is not None and not value.strip():
            self.wrong(name, "the text is empty", fix="fill it in or remove the key")
        return value if value and value.strip() else default

    def texts(self, name: str, *, required: bool = False) -> tuple[str, ...]:
        """Return a list of texts; a single text counts as a list of one."""
        value = self.value(name, (list, str), "a text or a list of texts", required=required)
        rows = [value] if isinstance(value, str) else value or []
        if any(not isinstance(row, str) or not row.strip() for row in rows):
            self.wrong(name, "expected texts only", fix='write ["one", "two"]')
            return ()
        if required and value is not None and not rows:
            self.wrong(name, "the list is empty", fix="name at least one")
        return tuple(rows)

    def choice(
        self, name: str, options: Collection[str], default: str, *, required: bool = False
    ) -> str:
        """Return one of the options, or the default."""
        value = self.text(name, required=required, default=default)
        if value in options:
            return value
        self.wrong(
            name,
            f'"{value}" is not known here{nearest(value, options)}',
            fix=f"expected one of {listed(options)}",
        )
        return default

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return true or false."""
        value = self.value(name, (bool,), "true or false", required=False)
        return default if value is None else bool(value)

    def number(self, name: str, *, required: bool = False, below: float = 0) -> float | None:
        """Return a finite number above `below`, or None."""
        value = self.value(name, (int, float), "a number", required=required)
        if value is not None and not below < value < float("inf"):
            self.wrong(name, f"{value} is out of range", fix=f"write a number above {below:g}")
            return None
        return None if value is None else float(value)

    def day(self, name: str, *, required: bool = False) -> str | None:
        """Return a date as ISO 8601."""
        value = self.value(name, (dt.date,), "a date (2020-03-05, no quotes)", required=required)
        return value.isoformat() if value else None

    def moment(self, name: str, *, required: bool = False) -> str | None:
        """Return a date, or a date and time with offset, as ISO 8601."""
        expected = "a date or a date and time with offset (2020-03-06T00:01:00+02:00, no quotes)"
        value = self.value(name, (dt.date, dt.datetime), expected, required=required)
        if isinstance(value, dt.datetime) and value.tzinfo is None:
            self.wrong(
                name,
                "the time has no offset",
                fix="add it, e.g. +02:00; where the text names no time zone, choose the local one "
                'and declare an [[ambiguity]] with kind = "time"',
            )
            return None
        return value.isoformat() if value else None

    def moments(self, name: str) -> tuple[str, ...]:
        """Return a list of moments as ISO 8601, none where one of them is wrong."""
        rows = self.value(name, (list,), "a list of dates", required=True) or []
        parts = [Table(self.problems, self.path, {**self.data, name: row}) for row in rows]
        found = [moment for part in parts if (moment := part.moment(name)) is not None]
        if not rows:
            self.wrong(name, "the list is empty", fix="write one date per reading of the text")
        return tuple(found) if len(found) == len(rows) else ()

    def ids(self, name: str, known: Collection[str], what: str) -> tuple[str, ...]:
        """Return ids that exist, from a text or a list of texts."""
        rows = self.texts(name)
        if self.data.get(name) == []:
            self.wrong(name, "the list is empty", fix=f"name at least one {what}")
        for row in rows:
            self.known(name, row, known, what)
        return tuple(row for row in rows if row in known)

    def id(self, name: str, known: Collection[str], what: str) -> str | None:
        """Return one id that exists, or None."""
        row = self.text(name)
        return row if row and self.known(name, row, known, what) else None

    def known(self, name: str, row: str, known: Collection[str], what: str) -> bool:
        """Say whether an id exists; keep a problem if not."""
        if row in known:
            return True
        vocabulary = what in ("act", "type of provision", "kind of incident")  # nothing to declare
        fix = f"{'use' if vocabulary else 'declare it, or use'} one of {listed(sorted(known))}"
        self.wrong(name, f'no {what} is called "{row}"{nearest(row, known)}', fix=fix)
        return False

    def rows(self, name: str) -> list[Table]:
        """Return the tables of an array of tables."""
        value = self.value(name, (list,), f"a list of [[{name}]] tables", required=False) or []
        inner = ".".join(part for part in (self.path, name) if part)
        return [Table(self.problems, f"{inner}[{n}]", row) for n, row in enumerate(value)]

    def finish(self, hints: dict[str, str] | None = None) -> None:
        """Keep a problem for each key that no getter asked for."""
        for name in self.data:
            if name in self._known:
                continue
            if hints and name in hints:
                self.wrong(name, "the key is not known", fix=hints[name])
                continue
            self.wrong(
                name,
                f"the key is not known{nearest(name, self._known)}",
                fix=f"known here: {', '.join(sorted(self._known))}",
            )


def as_day(moment: str) -> dt.date:
    """Return the day of an ISO moment as written (in its own offset)."""
    return dt.date.fromisoformat(moment[:10])


def is_after(one: str, other: str) -> bool:
    """Say whether one moment lies surely after the other; a bare date means its whole day."""
    if len(one) > 10 and len(other) > 10:
        return dt.datetime.fromisoformat(one) > dt.datetime.fromisoformat(other)
    return as_day(one) > as_day(other)
