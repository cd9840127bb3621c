"""Words of the interface, one catalogue per language: `messages/<language>.toml`.

A key that a catalogue lacks is shown in English, and a test says which; counted words carry one
form per plural category of the language (Unicode CLDR).
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Final

from trucewatch.report.words import act_names, said, shape, tables

DEFAULT: Final = "en"
LANGUAGES: Final[Mapping[str, str]] = {
    "en": "English",
    "ar": "العربية",
    "ru": "Русский",
    "tr": "Türkçe",
    "fr": "Français",
}
RIGHT_TO_LEFT: Final = frozenset({"ar"})


def _one_other(n: int) -> str:
    return "one" if n == 1 else "other"


def _french(n: int) -> str:
    return "one" if n in (0, 1) else "other"


def _russian(n: int) -> str:
    if n % 10 == 1 and n % 100 != 11:
        return "one"
    return "few" if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else "many"


def _arabic(n: int) -> str:
    if n in (0, 1, 2):
        return ("zero", "one", "two")[n]
    rest = n % 100
    if 3 <= rest <= 10:
        return "few"
    return "many" if rest > 10 else "other"


PLURALS: Final[Mapping[str, Callable[[int], str]]] = {
    "en": _one_other,
    "tr": _one_other,
    "fr": _french,
    "ru": _russian,
    "ar": _arabic,
}


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Return the messages of a language by dotted key."""
    path = resources.files("trucewatch.web").joinpath(f"messages/{language}.toml")
    return dict(_flat(tomllib.loads(path.read_text("utf-8"))))


def _flat(table: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, Mapping):
            found += _flat(value, f"{prefix}{key}.")
        else:
            found.append((prefix + key, str(value)))
    return found


@dataclass(frozen=True, slots=True)
class Messages:
    """The words of one language; call it with a key."""

    language: str

    def __call__(self, key: str, **values: object) -> str:
        """Return a message, with `{name}` filled in; a counted one is chosen by `n`."""
        if not values:
            return _plain(self.language, key)
        own, english = catalogue(self.language), catalogue(DEFAULT)
        count = values.get("n")
        if isinstance(count, int):
            form = f"{key}.{PLURALS[self.language](count)}"
            text = own.get(form) or own.get(f"{key}.other") or own.get(key)
            if text is None:
                text = english.get(f"{key}.{_one_other(count)}") or english.get(key, key)
        else:
            text = own.get(key) or english.get(key, key)
        return text.format(**self._isolated(values))

    def _isolated(self, values: Mapping[str, object]) -> dict[str, object]:
        """Set words of the record apart where their direction, or that of the text, may differ.

        A day after Arabic letters would be shown from its end (Unicode UAX 9, rule W2).
        """
        apart = self.direction == "rtl"
        return {
            name: f"\u2068{value}\u2069"
            if isinstance(value, str) and (apart or not value.isascii())
            else value
            for name, value in values.items()
        }

    def code(self, table: str, code: str | None) -> str:
        """Return the words for a code of the record; in English those of the report."""
        return _coded(self.language, table, code)

    def shape(self, table: str, code: str) -> str:
        """Return the shape that stands beside the words of a code, as in the report."""
        return shape(table, code)

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`, for the page."""
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"


@lru_cache(maxsize=8_192)
def _plain(language: str, key: str) -> str:
    return catalogue(language).get(key) or catalogue(DEFAULT).get(key, key)


@lru_cache(maxsize=8_192)
def _coded(language: str, table: str, code: str | None) -> str:
    key = f"{table}.{code}"
    known = catalogue(language).get(key) or catalogue(DEFAULT).get(key)
    if known is not None:
        return known
    if table == "act":
        return act_names().get(code or "", (code or "").replace("_", " "))
    return said(table, code) if table in tables() else (code or "").replace("_", " ")


def chosen(asked: str | None, accepted: str | None) -> Messages:
    """Return the language that a person chose, else the first that the browser accepts."""
    if asked in LANGUAGES:
        return Messages(str(asked))
    for part in (accepted or "").split(","):
        language = part.partition(";")[0].strip().partition("-")[0].lower()
        if language in LANGUAGES:
            return Messages(language)
    return Messages(DEFAULT)
