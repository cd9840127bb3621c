"""When it happened: which of a sentence's times is the happening's own."""

from extract.reading import claims, only


def started(claim):
    return claim.time.start[:10] if claim.time and claim.time.start else None


def test_a_date_in_a_clause_about_a_noun_is_not_the_happening_s():
    claim = only("The bridge that was built in 2009 was shelled on Monday.", published="2015-02-10")
    assert started(claim) == "2015-02-09"


def test_what_was_planned_for_a_day_keeps_it():
    claim = only("The joint patrol planned for 12 February was cancelled.", published="2015-02-10")
    assert started(claim) == "2015-02-12"


def test_the_same_day_is_the_happening_s_though_somebody_claims_it():
    (_, claim) = claims(
        "Rebels shelled a school on 5 February. On the same day the ministry claimed that "
        "gunmen ambushed a convoy.",
        published="2015-02-10",
    )
    assert started(claim) == "2015-02-05"


def test_a_truce_does_not_begin_when_it_was_agreed():
    *_, claim = claims(
        "The ceasefire that was proposed on 5 February entered into force at 00:01.",
        published="2015-02-06T12:00:00",
    )
    assert claim.time.start == "2015-02-06T00:01"


def test_when_somebody_spoke_is_not_when_it_happened():
    claim = only("Gunmen have stopped a water convoy, the town's water board said on Tuesday.")
    assert claim.time is None


def test_what_is_counted_dates_from_what_began():
    *_, claim = claims("The fighting that began in May 2014 has cost at least 900 civilian lives.")
    assert (claim.act, started(claim)) == ("toll", "2014-05-01")


def test_a_coming_day_is_not_that_of_what_happened():
    told = claims("Rebels shelled Tarna; the airport will open again tomorrow.", ["Tarna"])
    assert [claim.time for claim in told if claim.act == "shelling"] == [None]


def test_the_next_move_is_of_the_same_day():
    told = claims(
        "On 8 February army units withdrew from Tarna. Families returned to Sirkul.",
        ["Tarna", "Sirkul"],
    )
    assert [started(claim) for claim in told] == ["2015-02-08", "2015-02-08"]


def test_a_long_period_is_its_own_alone():
    told = claims(
        "From 1 to 9 February rebels shelled Tarna. Gunmen attacked a bus near Sirkul.",
        ["Tarna", "Sirkul"],
    )
    assert [claim.time is None for claim in told] == [False, True]


def test_since_then_counts_from_the_day_told_before():
    text = "The truce took effect on 7 February. Since then rebels have shelled Tarna four times."
    told = [claim for claim in claims(text, ["Tarna"]) if claim.act == "shelling"]
    assert [(claim.time.text, started(claim)) for claim in told] == [("Since then", "2015-02-07")]


def test_the_present_tense_with_a_day_tells_what_is_to_come():
    text = "Rebels shelled Tarna. A rebel envoy arrives on Friday for talks with the government."
    (claim,) = [claim for claim in claims(text, published="2015-02-10") if claim.act == "talks"]
    assert (claim.modality, started(claim)) == ("planned", "2015-02-13")


def test_two_verbs_under_one_had_share_their_time():
    text = (
        "The army said rebels had entered Tarna at 9:30 a.m. on Monday and attacked its soldiers."
    )
    told = [claim for claim in claims(text, ["Tarna"]) if claim.act == "attack"]
    assert [started(claim) for claim in told] == ["2015-02-09"]
