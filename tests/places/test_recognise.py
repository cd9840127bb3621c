# ruff: noqa: E501 - one case a line

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trucewatch.model import Passage
from trucewatch.places import locate


def names(located):
    return [one.place.text for one in located.mentions]


@pytest.mark.parametrize(
    "text",
    [
        "Now the man has said that it was a hit. He said so before. Has it ended? Mine did.",
        "Talks resume in March, in Turkish custody or not, he told Reuters in English.",
        "Damascus said it would respond. Ankara announced a plan. Moscow has denied it.",
        "Ankara-backed fighters and anti-Damascus groups met the Idlib Military Council.",
        "President Hassan spoke to Ali. Abu Omar al-Halabi and Fatah al-Sham signed it.",
        "Turkey and Russia agreed; Turkey's defence minister thanked Russia.",
        "A soldier carried an M4 carbine. The M4 rifle is old.",
        "The Saraqib Media Centre and the Hama Brigade issued a statement.",
        "On Monday in April, at Defence Ministry level, near Russian forces, nothing happened.",
        "The Islamic State of Iraq and the Levant wrote to the Department of the Treasury.",
        "He left for Monday talks. She asked for Ivanova. Zorin left Maria for good.",
        "THE QUICK MAN HAS SAID NOW THAT MINE WAS HIT",
        "MILITIAMEN AND SOLDIERS LEFT ZONGTA. KURTUL SPOKE OF CAMP LIFE.",
        "Abu Sayyafi spoke near Abu Qatadan, a commander.",
    ],
)
def test_what_is_no_place(in_syria, text):
    assert names(in_syria(text)) == []


def test_ordinary_english_yields_no_syrian_names(anywhere):
    text = (
        "The council said on Tuesday that the new bridge has cost more than planned. Dan Hall, "
        "who has run the site since March, said now was the time to stop. Jordan Bell and Amman "
        "Khan from the union agreed. Bara Smith said no. Man City won and Barcelona lost."
    )
    assert not any(
        one.place.chosen and "wof" in one.place.chosen for one in anywhere(text).mentions
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Families left Kismeyu for Jamamu on Friday.", ["Kismeyu", "Jamamu"]),
        ("A shell hit the Jabalqa refugee camp.", ["Jabalqa refugee camp"]),
        ("A lorry burned at Bab al-Hurra border crossing.", ["Bab al-Hurra border crossing"]),
        ("Rebels shelled two hamlets south of Abu Dhurayn.", ["south of Abu Dhurayn"]),
        ("A lorry burned at the Abu al-Qurun crossing.", ["Abu al-Qurun crossing"]),
        ("GUNMEN SHELLED THE ZONGTA CAMP ON MONDAY.", ["ZONGTA CAMP"]),
        ("Monitors reached the village of Verkhnia Dolyna.", ["Verkhnia Dolyna"]),
        ("Fighting near Stepne-Novoselivka went on.", ["near Stepne-Novoselivka"]),
        ("Gunmen attacked Um Baru district in Darfur.", ["Um Baru district"]),
        ("Shells hit Avdiivka and Marinka overnight.", ["Avdiivka and Marinka", "Avdiivka", "Marinka"]),
        ("The convoy withdrew from Shusha to Goris.", ["Shusha", "Goris"]),
        ("They crossed the Rovuna bridge.", ["Rovuna bridge"]),
    ],
)  # fmt: skip
def test_unknown_names_become_places_by_their_cues(anywhere, text, expected):
    found = anywhere(text)
    assert names(found) == expected
    unresolved = {issue.code for issue in found.issues}
    assert unresolved <= {"place_unresolved"}


def test_those_of_a_place_speak(in_syria):
    assert names(in_syria("Two residents of Nayrab said that shells fell.")) == ["Nayrab"]
    assert names(in_syria("Nayrab said that shells fell.")) == []


def test_an_unknown_name_does_not_drop_its_neighbours(in_syria):
    found = in_syria("Shells fell in Saraqib, Xanthoq and Ariha.")
    assert found.mentions[0].place.text == "Saraqib, Xanthoq and Ariha"
    assert [one.place.chosen is None for one in found.mentions[1:]] == [False, True, False]
    assert [issue.code for issue in found.issues] == ["place_unresolved"]


def test_arabic_and_cyrillic(in_syria):
    arabic = in_syria("سقطت قذائف على مدينة سراقب صباح اليوم، وسمع دوي انفجار قرب أريحا.")
    assert [(one.place.text, one.place.relation) for one in arabic.mentions] == [
        ("سراقب", "at"),
        ("قرب أريحا", "near"),
    ]
    cyrillic = in_syria("Патруль прошёл через Саракиб и остановился в провинции Идлиб.")
    assert [one.place.relation for one in cyrillic.mentions] == ["at", "in_area"]
    assert all(one.place.chosen for one in (*arabic.mentions, *cyrillic.mentions))


def test_comments_and_quoted_documents_are_not_read(document, syria):
    for kind in ("thread_comment", "quoted_document", "boilerplate", "thread_author"):
        assert locate(document("Shells fell on Saraqib.", kind), syria).mentions == ()


def test_spans_count_from_the_start_of_the_item(document, syria):
    text = "menu Saraqib menu\n\nShells fell near Ariha."
    whole = document(text)
    part = type(whole)(
        item=whole.item, passages=(Passage(kind="article_body", start=19, end=len(text)),)
    )
    (only,) = locate(part, syria).mentions
    assert only.place.span.of(text) == only.place.text == "near Ariha"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\n\t",
        "in " * 2000,
        "near Saraqib, " * 500,
        "A" * 50_000,
        "Al-" * 5000,
        "'" * 10_000,
        "between between between Saraqib and and",
        "\u202eSaraqib near\u202c \ufeff in Ariha \u0000",
        "In The Town Of The Town Of Of Of",
        "999999999999999999 km west of Saraqib",
        "Kafr " * 3000,
    ],
)
def test_hostile_text_neither_hangs_nor_raises(in_syria, text):
    for one in in_syria(text).mentions:
        assert one.place.span.of(text) == one.place.text


WORDS = ["in", "near", "the", "of", "Saraqib", "al-Bara", "M4", "and", ",", ".", "west", "km", "3",
         "between", "countryside", "Idlib", "province", "Xyz", "from", "to", "\n\n", "road", "-"]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=25))
def test_any_mixture_of_cue_words_gives_sound_spans(document, syria, words):
    text = " ".join(words)
    for one in locate(document(text), syria).mentions:
        assert one.place.span.of(text) == one.place.text
        assert all(one.place.span.covers(name) for name in one.names)
        assert (one.place.geometry is None) == (one.place.uncertainty_m is None)
