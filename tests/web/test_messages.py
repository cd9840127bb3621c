"""Catalogues: every word of the interface and every code, in every language and plural form."""

from __future__ import annotations

from typing import get_args

import pytest

from trucewatch.model.incidents import FieldState
from trucewatch.model.vocabulary import FlagKind
from trucewatch.report.words import act_names, tables
from trucewatch.web.messages import DEFAULT, LANGUAGES, PLURALS, Messages, catalogue
from trucewatch.web.query import KINDS

SHOWN = (
    "status",
    "coverage",
    "occurrence",
    "attribution",
    "modality",
    "form",
    "outcome",
    "restriction",
    "unit",
    "kind",
    "family",
    "precision",
)
"""Tables of the report whose codes pages show."""
CODES = frozenset(
    {f"{table}.{code}" for table in SHOWN for code in tables()[table]}
    | {f"act.{act}" for act in act_names()}
    | {f"grouping.{kind}" for kind in KINDS.values()}
    | {f"state.{state}" for state in get_args(FieldState)}
    | {f"flag.{kind}" for kind in get_args(FlagKind)}
)
FORMS = {"zero", "one", "two", "few", "many", "other"}
OTHERS = tuple(one for one in LANGUAGES if one != DEFAULT)


def counted(keys):
    """Return the stems of counted messages."""
    stems = {}
    for key in keys:
        stem, _, form = key.rpartition(".")
        if form in FORMS:
            stems.setdefault(stem, set()).add(form)
    return {stem for stem, forms in stems.items() if {"one", "other"} <= forms}


def forms_of(language):
    return {PLURALS[language](n) for n in range(1_000)}


@pytest.mark.parametrize("language", OTHERS)
def test_no_language_lacks_a_word(language):
    english, own = catalogue(DEFAULT), catalogue(language)
    stems = counted(english)
    wanted = {key for key in english if key.rpartition(".")[0] not in stems} | CODES
    wanted |= {f"{stem}.{form}" for stem in stems for form in forms_of(language)}
    assert sorted(wanted - set(own)) == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_language_has_a_word_that_nothing_shows(language):
    english = catalogue(DEFAULT)
    stems = counted(english)
    spare = {
        key
        for key in catalogue(language)
        if key not in english and key not in CODES and key.rpartition(".")[0] not in stems
        if key.partition(".")[0] not in ("fieldname", "provision_type")
    }
    assert sorted(spare) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_empty_or_left_in_english(language):
    english = catalogue(DEFAULT)
    for key, text in catalogue(language).items():
        # What stands between words carries its own spaces.
        assert text.strip() == text != "" or key.startswith("join."), key
        if language != DEFAULT and len(text.split()) > 3:
            assert text != english.get(key), key


@pytest.mark.parametrize(
    ("language", "n", "words"),
    [
        ("en", 1, "1 claim"),
        ("en", 0, "0 claims"),
        ("fr", 0, "0 affirmation"),
        ("ru", 1, "1 утверждение"),
        ("ru", 3, "3 утверждения"),
        ("ru", 11, "11 утверждений"),
        ("ru", 21, "21 утверждение"),
        ("tr", 5, "5 iddia"),
        ("ar", 2, "ادعاءان"),
        ("ar", 7, "7 ادعاءات"),
        ("ar", 11, "11 ادعاءً"),
        ("ar", 100, "100 ادعاء"),
    ],
)
def test_counted_words_take_the_form_of_their_number(language, n, words):
    assert Messages(language)("see.claims", n=n) == words


def test_words_of_the_record_are_set_apart_from_a_text_of_another_direction():
    assert Messages("en")("agreements.signed", day="2020-03-05").endswith(" 2020-03-05")
    assert Messages("ar")("agreements.signed", day="2020-03-05").endswith(" \u20682020-03-05\u2069")
    assert Messages("en")("queue.by", name="سمير").endswith("\u2068سمير\u2069")
    assert Messages("ar")("foot.seq", seq=122).count("\u2068") == 0
