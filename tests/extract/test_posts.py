"""Posts of lines: what stands at the head of a line, and what it holds for."""

import pytest
from extract.reading import claims, document, lexicon, mentions, words
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.extract.posts import units
from trucewatch.extract.sentences import in_lines, split
from trucewatch.model import Span

FILLER = """bread at the corner shop again, my aunt went twice and came home with nothing
no light since noon
queues everywhere today"""


def parted(text, names=()):
    """Return (words, place, time) of each unit of a post."""
    span = Span(0, len(text))
    found = units(text, 0, span, split(text, 0, len(text)), mentions(text, names), lexicon())
    return [
        (
            unit.span.of(text),
            unit.place.of(text) if unit.place else None,
            unit.time.of(text) if unit.time else None,
        )
        for unit in found
    ]


def post(*lines):
    return "\n".join([*lines, FILLER])


@pytest.mark.parametrize(
    ("line", "place", "time"),
    [
        ("06:40 shelling again", None, "06:40"),
        ("Orlivka: shelling again", "Orlivka", None),
        ("orlivka - shelling again", "orlivka", None),
        ("- Kessab front: shelling again", "Kessab front", None),
        ("Tamra front, shelling again", "Tamra front", None),
        ("09:15 west market: shelling again", "west market", "09:15"),
        ("0715 shelling again", None, "0715"),
        ("sat - shelling again", None, "sat"),
        ("Kilo 9, Orlivka: shelling again", "Kilo 9, Orlivka", None),
    ],
)
def test_the_head_of_a_line_is_read_off(line, place, time):
    assert parted(post(line))[0] == ("shelling again", place, time)


@pytest.mark.parametrize(
    "line", ["update: shelling again", "Bodies - some found", "It began at 06:40", "2 hurt: shells"]
)
def test_other_words_before_a_colon_are_no_place(line):
    assert parted(post(line))[0][1] is None


def test_a_head_holds_to_the_end_of_its_line():
    found = parted(post("06:40 Orlivka: shelling. 2 hurt. Tamra: quiet", "next line here"))
    assert found[:4] == [
        ("shelling.", "Orlivka", "06:40"),
        ("2 hurt.", "Orlivka", "06:40"),
        ("quiet", "Tamra", "06:40"),
        ("next line here", None, None),
    ]


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        (
            "shelling of Orlivka, drones over Tamra",
            ["shelling of Orlivka", "drones over Tamra"],
        ),
        ("mortars + Grads on Orlivka", ["mortars + Grads on Orlivka"]),
        ("shells on Orlivka, 2 hurt, medic dead", ["shells on Orlivka, 2 hurt, medic dead"]),
        ("shells on Orlivka, school hit", ["shells on Orlivka, school hit"]),
        ("army says shelling of Orlivka, clashes in Tamra",) * 1
        + (["army says shelling of Orlivka, clashes in Tamra"],),
    ],
)
def test_a_line_parts_where_both_sides_tell_something(line, parts):
    assert [found[0] for found in parted(post(line))][: len(parts)] == parts


def test_prose_is_left_alone():
    text = "Orlivka: shells fell on the market. Two people died.\n\nTroops left Tamra, shells fell."
    assert not in_lines(text, 0, len(text))
    assert [found[1] for found in parted(text)] == [None, None, None]


def test_claims_have_place_and_time_from_the_head_of_their_line():
    told, *_ = claims(post("06:40 Orlivka: shelling again"), published="2015-02-10")
    assert (told.act, told.place.text, told.place.relation) == ("shelling", "Orlivka", "at")
    assert told.time.start == "2015-02-10T06:40"


def test_a_sentence_of_a_claim_is_the_whole_line_even_where_it_was_taken_apart():
    text = post("Orlivka: shelling again, drones over Tamra")
    first, second = claims(text, ("Tamra",))
    assert first.sentence.of(text) == second.sentence.of(text)
    assert second.sentence.of(text).startswith("Orlivka:")


def test_harm_stays_with_its_own_line():
    shelled, toll = claims(post("Orlivka: Grads at noon", "Tamra: 14 dead now"))
    assert (shelled.act, shelled.figures) == ("shelling", ())
    assert (toll.act, toll.place.text, toll.figures[0].best) == ("toll", "Tamra", 14)


def test_lines_do_not_date_each_other():
    text = post("talks tomorrow in Tamra", "13:35 bursts near Orlivka")
    assert [claim.time.start for claim in claims(text, ("Tamra",), published="2015-02-10")] == [
        "2015-02-11",
        "2015-02-10T13:35",
    ]


@pytest.mark.parametrize(
    ("line", "form", "source"),
    [
        ("clinic driver: 12 dead in Orlivka", "said", "clinic driver"),
        ("Orlivka: 12 dead per ministry", "said", "ministry"),
        ("Orlivka: 12 dead acc. to medics", "said", "medics"),
        ("Orlivka: 12 dead (ICRC)", "said", "ICRC"),
        ("Orlivka: 12 dead they say", "reportedly", None),
        ("Orlivka: 12 dead", "outlet", None),
    ],
)
def test_who_is_quoted_stands_at_either_end_of_a_line(line, form, source):
    said = claims(post(line))[0].attribution
    assert (said.form, said.source_text) == (form, source)


def test_a_short_denial_is_one():
    told = claims(post("Rebels deny shelling of Orlivka"))[0]
    assert (told.modality, told.attribution.source_text) == ("denied", "Rebels")


def test_a_name_after_a_preposition_is_a_place_and_no_target():
    told = claims(post("3 mortar rounds on Hays, no casualties"))[0]
    assert (told.act, told.place.text, told.targets) == ("shelling", "Hays", ())
    assert {figure.best for figure in told.figures} == {0.0, 3.0}


def test_one_victim_needs_no_article_in_a_post():
    told = claims(post("shells on Orlivka, medic dead"))[0]
    assert [(f.kind, f.text, f.best) for f in told.figures] == [("killed", "medic", 1.0)]


def test_an_age_is_no_count():
    told = claims(post("shells on Orlivka, 1 woman (34) dead"))[0]
    assert [figure.text for figure in told.figures] == ["1"]


def test_only_what_stands_before_a_question_mark_is_in_doubt():
    told = claims(post("shells on Orlivka, 40 dead??"))[0]
    assert told.modality == "asserted"


def test_a_post_about_peace_tells_nothing():
    text = "Wed 3 May\nmarket - full again\nbuses to the hills packed\nfestival: 2 stages, 40 bands"
    assert claims(text) == ()


@given(st.text(alphabet=st.sampled_from("aZ0 :-,.+?\n()/~é🙏"), max_size=120))
def test_units_lie_in_the_text_in_order_and_apart(text):
    span = Span(0, len(text))
    sentences = split(text, 0, len(text))
    end = 0
    for unit in units(text, 0, span, sentences, (), lexicon()):
        assert end <= unit.span.start <= unit.span.end <= len(text)
        assert unit.whole.covers(unit.span)
        end = unit.span.end


def test_a_document_of_one_line_is_read():
    assert words(claims("Houthi drone shot down over Hays", ("Hays",))[0].targets)
    assert document("x").item.text == "x"


def test_a_closing_source_speaks_for_its_line():
    told = claims(post("Orlivka: Grads at 00:04. Tamra: rockets. both per army"))
    assert [claim.attribution.source_text for claim in told] == ["army", "army"]


def test_parts_of_a_line_share_its_time():
    told = claims(post("shelling of Orlivka at 07:10, drones over Tamra"), ("Orlivka", "Tamra"))
    assert [claim.time.text for claim in told] == ["07:10", "07:10"]


@pytest.mark.parametrize(
    ("line", "place", "relation"),
    [
        ("checkpoints on the coast road same day", "coast road", "along"),
        ("shelling on the market side", "market side", "unresolved"),
        ("2 hits behind the school, mortars", "behind the school", "near"),
        ("mortar rounds E of Qanaq", "E of Qanaq", "sector"),
        ("shelling nr Qanaq", "nr Qanaq", "near"),
        ("three blasts Qanaq", "Qanaq", "at"),
        ("barrel bombs on qanaq airport", "qanaq airport", "at"),
    ],
)
def test_places_are_taken_from_the_words_of_a_line(line, place, relation):
    told = claims(post(line))[0]
    assert (told.place.text, told.place.relation) == (place, relation)


@pytest.mark.parametrize(
    "line",
    [
        "7/ Orlivka: shelling again",
        "3/12 Orlivka: shelling again",
        "\U0001f534 Orlivka: shelling again",
        "\u26a1\ufe0fBREAKING: Orlivka - shelling again",
        "UPDATE: Orlivka: shelling again",
    ],
)
def test_marks_before_a_line_are_no_part_of_its_place(line):
    assert parted(post(line))[0][:2] == ("shelling again", "Orlivka")


def test_who_is_armed_is_no_place_of_a_post():
    text = post("Walikale: Wazalendo attack on M23 position repelled")
    (claim,) = [c for c in claims(text, ["Walikale"]) if c.act == "attack"]
    assert claim.place.text == "Walikale"
    assert [one.text for one in claim.perpetrators] == ["Wazalendo"]


def test_troops_killed_without_a_word_behind_are_the_dead():
    text = post("govt spokesman denies any Rwandan troops killed")
    (claim,) = claims(text)
    assert claim.modality == "denied"
    assert [one.text for one in claim.targets] == ["Rwandan troops"]
    assert not claim.perpetrators
