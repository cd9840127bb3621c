"""Who wrote a report, where its head says so: what they say is the outlet's own word.

"Daily report of the Verification Mission", "VMIS weekly note, 3 May 2019" (CODEBOOK,
"Attribution": `outlet` is also a party's own bulletin and a monitor's own report).
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from trucewatch.extract.tables import load_data
from trucewatch.extract.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE = re.compile(r"[^\n]{1,200}")
_LINES = 3
"""How many lines at the top of a text can be its head."""
_DATED = re.compile(
    r"\b(?:(?:19|20)\d\d|daily|weekly|monthly|no\.? ?\d+|24 hours)\b", re.IGNORECASE
)
_RUN = re.compile(r"\b[A-Z][a-z]+(?:\s+[A-Z][a-z]+)+")
_WATCHER = re.compile(
    r"\b[Tt]he (?P<name>[A-Z]{3,})\s+(?:saw|heard|observed|noted|recorded|spotted|registered)\b"
)
_SHORT = r"(?:\s+\((?P<short>[A-Z][A-Z-]+)\))?"


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    """Return the shapes of a head: the paper of somebody, somebody's paper."""
    data = load_data("reports.toml")
    kinds = f"(?i:{'|'.join(data['papers'])})"
    periods = rf"(?:(?i:{'|'.join(data['periods'])})\s+)"
    ends = r"\s*(?:[,(]|$|(?:on|for|of|at|as|no)\b)"
    # "Rebels report 30 raids": without a word like "daily" it may be a verb.
    paper = rf"(?:{periods}+{kinds}(?={ends}|\s*\d)|{kinds}(?={ends}))"
    return (
        re.compile(
            rf"\b{kinds}\s+(?:of|by|from)\s+(?:the\s+)?"
            rf"(?P<name>[A-Z][^\n,:;(\d\u2013\u2014]{{1,80}}?){_SHORT}\s*(?:[,:;(\d\u2013\u2014]|$)"
        ),
        re.compile(
            rf"(?:The\s+)?(?P<name>[A-Z][^\n,:;(\u2013\u2014]{{1,60}}?){_SHORT}(?:['\u2019]s)?"
            rf"(?:\s*[:,\u2013\u2014-])?\s+{paper}"
        ),
        re.compile(rf"{periods}+{kinds}\b"),
    )


def authors(text: str) -> frozenset[str]:
    """Return the folded names by which a report speaks of those who wrote it, if its head tells.

    A head has a date, a number or a period: "Rebels report 30 raids" is none.
    """
    lines = tuple(_head(text))
    # "Verification Mission in Northland" over "Daily report of 3 May".
    pairs = (f"{above} {below}" for above, below in pairwise(lines) if _opens(below))
    for line in (*lines, *pairs):
        for form in _forms()[:2] if _DATED.search(line) else ():
            if match := form.search(line):
                return frozenset(_called(match["name"].strip(), match["short"]))
    bare = any(_opens(line) and _DATED.search(line) for line in lines)
    return frozenset(_watching(text)) if bare else frozenset()


def _opens(line: str) -> bool:
    """Say whether a line begins with the kind of paper ("Daily report 54/2021")."""
    return _forms()[2].match(line) is not None


def _watching(text: str) -> Iterator[str]:
    """Yield the names of the mission whose own report a text without a name is.

    The initials that see, hear and record in it time and again are those of who wrote it.
    """
    for name, times in Counter(match["name"] for match in _WATCHER.finditer(text)).items():
        if times > 1:
            yield fold(name)
            yield from load_data("reports.toml")["missions"]


def _head(text: str) -> Iterator[str]:
    """Yield the lines at the top that close without a full stop."""
    for n, match in enumerate(_LINE.finditer(text, 0, 1000)):
        if n == _LINES or match.group().rstrip().endswith((".", "!", "?")):
            return
        yield match.group().strip()


def _called(name: str, short: str | None) -> Iterator[str]:
    """Yield a name, its short forms, and "mission" and the like for those who watch."""
    yield fold(name)
    initials = "".join(word[0] for word in name.split() if word[0].isupper())
    if len(initials) > 1:
        yield fold(initials)
    for run in _RUN.findall(name):  # "OSCE Special Monitoring Mission to X": the SMM
        yield fold("".join(word[0] for word in run.split()))
    if short is not None:
        yield fold(short)
    missions = frozenset(load_data("reports.toml")["missions"])
    if name.isupper() or not missions.isdisjoint(fold(name).split()):
        yield from missions


def wrote(names: frozenset[str], source: str) -> bool:
    """Say whether a phrase names one of the authors ("the Mission", "VMIS monitors")."""
    if not names:
        return False
    words = fold(source).removeprefix("the ").split()
    if any(" ".join(words[:n]) in names for n in range(1, len(words) + 1)):
        return True
    return len(words) > 1 and any(set(words) <= set(name.split()) for name in names)
