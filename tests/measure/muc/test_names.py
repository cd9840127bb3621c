"""Names, titles and roles of people in a phrase and around it."""

from __future__ import annotations

import pytest

from trucewatch.measure.muc.names import has_name, person
from trucewatch.model import Span


def read(text: str, words: str) -> tuple[str, str, str]:
    at = text.index(words)
    found = person(text, words, Span(at, at + len(words)))
    return found.name, found.description, found.kind


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("killed judge Lena Holst.", "judge Lena Holst",
         ("LENA HOLST", "JUDGE", "LEGAL OR JUDICIAL")),
        ("killed Lena Holst, the mayor of Torvik, and", "Lena Holst",
         ("LENA HOLST", "MAYOR OF TORVIK", "GOVERNMENT OFFICIAL")),
        ("Lena Holst, a lawyer, was shot", "lawyer", ("LENA HOLST", "LAWYER", "LEGAL OR JUDICIAL")),
        ("their colleague Lena Holst died", "colleague", ("LENA HOLST", "COLLEAGUE", "CIVILIAN")),
        ("six old shepherds of the valley", "old shepherds of the valley",
         ("", "OLD SHEPHERDS", "CIVILIAN")),
        ("former mayor Holst fled", "former mayor Holst",
         ("HOLST", "FORMER MAYOR", "FORMER GOVERNMENT OFFICIAL")),
        ("the woman Lena Holst", "woman Lena Holst", ("LENA HOLST", "", "CIVILIAN")),
    ],
)  # fmt: skip
def test_people(text: str, words: str, expected: tuple[str, str, str]) -> None:
    assert read(text, words) == expected


def test_the_fullest_form_of_a_name_is_given() -> None:
    text = "Holst was shot. Judge Lena Maria Holst had been warned."
    assert read(text, "Holst")[:2] == ("LENA MARIA HOLST", "JUDGE")


def test_nationality_is_kept_apart() -> None:
    text = "killed U.S. citizen Lena Holst"
    assert person(text, "U.S. citizen Lena Holst", Span(7, 30)).nation == "UNITED STATES"


def test_what_is_no_name() -> None:
    assert not has_name("")
    assert not has_name("shepherds")
    assert not has_name("Salvadoran")
    assert has_name("judge Holst")
