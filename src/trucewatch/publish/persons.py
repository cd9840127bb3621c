"""Private persons' names: found by how texts introduce people, and masked.

Conservative on both sides: a name is masked only where the text presents its bearer as a private
person (an age, a trade, kinship, "named", "identified as"), and then everywhere in that text. Who
speaks or acts in an office stays. Latin script; other scripts have no capitals to go by, so there
only the names are masked that a Latin text of the record has shown to be private.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources

from trucewatch.publish.edits import Edit

MASK = "[name withheld]"
_PLACE_WORDS = frozenset({"in", "at", "near", "of", "from", "to", "towards", "around", "outside"})
_CAPITAL = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĬİĶĹĽŁŃŇŌŐŒŔŘŚŞŠŤŪŮŰŹŻŽ"
_PARTICLE = "(?:[Aa]l|[Ee]l|[Aa]n|[Aa]r|[Aa]s|[Aa]sh|[Aa]t|[Aa]z)"
_WORD = rf"(?:{_PARTICLE}[-‐ ]|[Aa]bu |[Uu]mm |[Bb]in |[Ii]bn |[Bb]int |Abd |Abd[ae]l[- ])?[{_CAPITAL}][\w'’ʿʾ]+(?:-[\w'’ʿʾ]+)*"  # noqa: E501, RUF001
NAME = rf"(?P<name>{_WORD}(?:[ \u00a0](?:(?:bin|ibn|bint|de|van|von) )?{_WORD}){{1,3}})"


@cache
def words() -> dict[str, frozenset[str]]:
    """Return the word lists."""
    data = resources.files("trucewatch.publish").joinpath("persons.toml")
    return {name: frozenset(row) for name, row in tomllib.loads(data.read_text("utf-8")).items()}


@cache
def patterns() -> tuple[re.Pattern[str], ...]:
    """Return the ways in which a text presents a private person."""
    trade = "|".join(sorted(map(re.escape, words()["private"]), key=len, reverse=True))
    described = rf"(?:\d{{1,3}}[- ]years?[- ]old|aged \d|(?:\w+[- ]){{0,3}}(?:{trade})\b)"
    return (
        # named X Y, identified as X Y
        re.compile(rf"\b(?:named|called|identified (?:\w+ )?as|by the name of)\s+{NAME}"),
        # X Y, 34, / X Y (34)
        re.compile(rf"{NAME},?\s+\(?\d{{1,2}}[),]"),
        # X Y, a 34-year-old farmer / X Y, a mother of three
        re.compile(rf"{NAME},\s+(?:an?|the|his|her|their|another)\s+{described}"),
        # a shepherd, X Y / farmer X Y / the resident X Y
        re.compile(rf"\b(?:{trade}),?\s+(?:(?:named|called)\s+)?{NAME}", re.ASCII),
        # X Y, aged 34
        re.compile(rf"{NAME},?\s+aged\s+\d"),
    )


def names_in(text: str, known: frozenset[str]) -> Iterator[str]:
    """Yield the names of private persons that a text presents.

    `known` are names of actors, sources and places in lower case: none of them is a person.
    """
    for pattern in patterns():
        for match in pattern.finditer(text):
            name = _trimmed(match["name"])
            before = text[max(0, match.start("name") - 60) : match.start("name")]
            if len(name.split()) < 2 or known & {name.casefold(), name.split(" ", 1)[1].casefold()}:
                continue
            if _about_thing(text[max(0, match.start() - 40) : match.start()], match.group()):
                continue
            if not _in_office(before, text[match.end("name") : match.end("name") + 60]):
                yield name


def _trimmed(name: str) -> str:
    """Drop words at the ends that carry a capital for another reason."""
    parts = name.split()
    while parts and parts[0] in words()["never"]:
        parts.pop(0)
    while parts and parts[-1] in words()["never"]:
        parts.pop()
    return " ".join(parts)


def _last_words(text: str, count: int) -> list[str]:
    return [word.casefold() for word in re.findall(r"[\w-]+", text)[-count:]]


def _about_thing(before: str, match: str) -> bool:
    """Say whether "named" or "called" is about a village, a group or another thing."""
    if not re.match(r"(?:named|called|identified|by the name)", match):
        return False
    return bool(words()["things"] & set(_last_words(before, 3)))


def _in_office(before: str, after: str) -> bool:
    """Say whether the bearer of a name is presented as the holder of an office."""
    title = set(_last_words(before, 2)) & words()["office"]
    follows = re.match(r",\s+(?:the|a|an)\s+((?:[\w-]+\s+){0,3}[\w-]+)", after)
    later = set(_last_words(follows.group(1), 4)) & words()["office"] if follows else set()
    return bool(title or later)


def mask_edits(text: str, names: Iterable[str]) -> list[Edit]:
    """Return the edits that mask names in a text, and their last word where it stands alone.

    A last word counts as the person only without another capital beside it and not after a
    preposition of place, so that a hill or village of the same name keeps its own.
    """
    edits: list[Edit] = []
    for name in sorted(set(names), key=len, reverse=True):
        whole = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
        edits += [Edit(*match.span(), MASK) for match in whole.finditer(text)]
        core = re.sub(rf"^{_PARTICLE}[-‐ ]", "", name.split()[-1])  # noqa: RUF001
        if len(core) > 3:
            alone = re.compile(rf"(?<![\w-])(?:{_PARTICLE}[-‐ ])?{re.escape(core)}(?![\w-])")  # noqa: RUF001
            edits += [
                Edit(*match.span(), MASK)
                for match in alone.finditer(text)
                if _alone(text[: match.start()], text[match.end() :])
            ]
    return edits


def _alone(before: str, after: str) -> bool:
    """Say whether a word between two stretches of text can be a person's last name."""
    if re.match(rf"\s[{_CAPITAL}]", after):
        return False
    word = re.search(r"([\w'’-]+)\s$", before)  # noqa: RUF001
    if word is None:
        return True
    return word[1].casefold() not in _PLACE_WORDS and not re.match(f"[{_CAPITAL}]", word[1])


def masked(text: str, names: Iterable[str]) -> str:
    """Return a text with whole names masked (for words outside their report)."""
    for name in sorted(set(names), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", MASK, text)
    return text
