"""Names, titles and roles of people in a phrase and around it."""

from __future__ import annotations

import pytest

from trucewatch.measure.muc.names import has_name, listed, named_in, person
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "They shot three reporters: Ana Ruiz, a photographer, Luis Vega, 34, and Marta Solis.",
            ["Ana Ruiz", "Luis Vega", "Marta Solis"],
        ),
        ("They seized three reporters, Ana Ruiz and Luis Vega.", ["Ana Ruiz", "Luis Vega"]),
        ("They seized three reporters, Ana Ruiz said.", []),
        ("They seized three reporters, police said, and Ana Ruiz fled.", []),
        ("They seized three reporters.", []),
    ],
)
def test_a_plural_is_spelled_out_in_names(text: str, expected: list[str]) -> None:
    start = text.index("three reporters")
    found = listed(text, Span(start, start + len("three reporters")))
    assert [span.of(text) for span in found] == expected


def test_who_is_named_in_full_or_with_a_title() -> None:
    text = "Judge Ana Ruiz told captain Vega of the Fall in Medellin."
    found = named_in(text, Span(0, len(text)))
    assert [span.of(text) for span in found] == ["Judge Ana Ruiz", "Vega"]
