"""What missions, ministries and wires write: clauses of one sentence told apart."""

import pytest
from extract.reading import claims, only, words


def test_what_a_denier_goes_on_to_say_is_asserted():
    text = "Ankara denied bombing the village, adding that two of its soldiers had been wounded."
    denied, told = claims(text)
    assert (denied.act, denied.modality, denied.figures) == ("air_strike", "denied", ())
    assert (told.act, told.modality, told.attribution.source_text) == ("toll", "asserted", "Ankara")


def test_wounded_are_not_laid_to_whom_the_same_sentence_accuses():
    text = (
        "The rebels' press office said nine people had been admitted to hospital with shrapnel "
        "wounds and accused the army of opening fire first."
    )
    toll, fire = claims(text)
    assert (toll.act, [f.best for f in toll.figures]) == ("toll", [9])
    assert (words(fire.perpetrators), fire.figures) == (["army"], ())


def test_dead_and_wounded_of_one_ambush_are_one_happening():
    claim = only(
        "A soldier was shot dead and two others were injured in an ambush near Taiz.", ["Taiz"]
    )
    assert [(f.kind, f.best) for f in claim.figures] == [("killed", 1), ("wounded", 2)]


@pytest.mark.parametrize("adjective", ["due", "scheduled", "expected"])
def test_what_is_due_to_happen_is_planned(adjective):
    (claim,) = claims(
        f"War news.\n\nTalks between the rebels and the army are {adjective} to resume in Geneva."
    )
    assert (claim.act, claim.modality) == ("talks", "planned")


def test_an_official_there_is_the_official():
    claim = only("Shells struck the port on Tuesday, a health official there said.")
    assert claim.attribution.source_text == "health official"


def test_what_observers_recorded_between_two_hours_is_of_those_hours():
    claim = only(
        "Between 1015 and 1140 hours observers recorded 22 artillery rounds impacting near Arnoun."
    )
    assert (claim.time.start, claim.time.end) == ("2015-02-10T10:15", "2015-02-10T11:40")


@pytest.mark.parametrize(
    ("words_", "day"),
    [("on Wednesday last week", "2015-02-04"), ("on Monday this week", "2015-02-09")],
)
def test_a_weekday_of_last_or_this_week(words_, day):
    claim = only(f"A driver was killed by shelling in Homs {words_}.", ["Homs"])
    assert (claim.time.text, claim.time.start[:10]) == (words_.removeprefix("on "), day)
    assert words(claim.targets) == ["driver"]


def test_the_number_to_have_died_is_of_those_who_did():
    claim = only("The killings bring to 52 the number of rebels to have died in Yemen this year.")
    assert (claim.act, claim.modality) == ("toll", "asserted")
