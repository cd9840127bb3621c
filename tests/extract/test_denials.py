"""Denials: the act, place, time and doers of the charge that they mean."""

from __future__ import annotations

import pytest
from extract.reading import claims

WAR = "Fighting between the army and the rebels went on for a third day. "


def denied(text: str, places: tuple[str, ...] = ()) -> list:
    return [c for c in claims(WAR + text, list(places)) if c.modality == "denied"]


def names(people) -> list[str]:
    return [mention.text for mention in people]


THIS = [
    (
        ("The rebels accused the army of shelling a clinic in Derin on Monday. "
        "The army rejected the accusation."),
        "shelling", ["army"], ["clinic"],
    ),
    (
        "Kyiv said that Russia had sent a tank company to Derin. Russia has denied this.",
        "troop_movement", [], [],
    ),
    (
        "Eastern forces said they had seized positions near Derin. The government denied it.",
        "ground_advance", ["Eastern forces"], [],
    ),
    (
        "The police alleged that the militia had killed the teacher; the commander denied this.",
        "killing", ["militia"], ["teacher"],
    ),
    (
        "The mission said that the army shelled its base at Derin. The army denied the attack.",
        "shelling", ["army"], ["its base"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "act", "doers", "hit"), THIS)
def test_a_denial_takes_over_the_charge(text, act, doers, hit):
    (claim,) = denied(text, ("Derin",))
    assert claim.act == act
    assert names(claim.perpetrators) == doers
    assert names(claim.targets) == hit
    assert [link.relation for link in claim.relates_to] == ["denies"]


def test_the_doer_of_a_quiet_act_takes_part():
    (claim,) = denied(
        "Kyiv said Russia had sent tanks to Derin. Russia has denied this.", ("Derin",)
    )
    assert names(claim.participants) == ["Russia"]
    assert claim.place is not None
    assert claim.place.text == "Derin"


SPELLED = [
    ("It said jets bombed the outpost on Sunday. The government denies that jets were used.",
     "air_strike"),
    (("The army said that gunmen had seized an officer. The front denied that it was holding "
     "the officer."), "abduction"),
    (("The monitors said that a drone had flown over the valley. The eastern side denied having "
     "carried out any flight."), "overflight"),
    ("The governor's office denies that the airport has fallen.", "ground_advance"),
    ("The army denied that the airfield had been captured.", "ground_advance"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "act"), SPELLED)
def test_the_words_of_a_denial_name_what_it_means(text, act):
    (claim,) = denied(text)
    assert claim.act == act


def test_words_that_name_nothing_told_deny_nothing():
    assert denied("Jets bombed the outpost on Sunday. The minister denied that he was ill.") == []


def test_whose_part_is_denied():
    text = "Residents said that deserters had looted two villages near Derin. "
    (claim,) = denied(text + "Their commander denied any involvement of his men.", ("Derin",))
    assert names(claim.perpetrators) == ["his men"]


def test_a_denial_with_targets_of_its_own_keeps_its_act():
    text = (
        "Shells hit the market in Derin. A commander denied that his men had attacked the airport."
    )
    (claim,) = denied(text, ("Derin",))
    assert claim.act == "attack"


PAIRS = [
    ("The Navy rejects the rebel statement that the jetty has been captured.", "rebel"),
    ("Reports that our forces have entered the airport of Derin are not correct.", None),
    ("The army's allegation that rebels shelled the convoy is devoid of any foundation.", "army"),
]


@pytest.mark.parametrize(("text", "accuser"), PAIRS)
def test_a_denied_statement_makes_two_claims(text, accuser):
    charge, denial = claims(WAR + text, ["Derin"])[1:]
    assert (charge.modality, denial.modality) == ("asserted", "denied")
    assert charge.act == denial.act
    assert charge.attribution.source_text == accuser


OTHER_WAYS = [
    (
        "Uganda sent about 300 soldiers to Derin on Monday, residents said, which Kampala denies.",
        "troop_movement",
        "Kampala",
    ),
    (
        "Militias shot down two drones, their spokesman said, a claim that Baku dismissed.",
        "attack",
        "Baku",
    ),
    (
        (
            "The army said its troops had repelled an attack on a base near Derin. "
            "A rebel spokesman said no such attack had taken place."
        ),
        "attack",
        "rebel spokesman",
    ),
    (
        (
            "The army reported an assault on its barracks at Derin. "
            "Chiefs disputed that any such assault had taken place."
        ),
        "attack",
        "Chiefs",
    ),
    (
        (
            "The rebels said that the army had brought a company into Derin; "
            "a military spokesman said he knew of no such move."
        ),
        "troop_movement",
        "military spokesman",
    ),
    (
        (
            "Gunmen abducted 27 children at Derin. "
            "A militia commander said his men had nothing to do with it."
        ),
        "abduction",
        "militia commander",
    ),
    (
        "Residents said a sniper had killed a man in Derin. The police deny having snipers there.",
        "small_arms_fire",
        "police",
    ),
    (
        (
            "Officials said that gunships had fired on Derin. The ministry called the report a "
            "fabrication. It also denied that its troops had entered the village of Derin."
        ),
        "ground_advance",
        "ministry",
    ),
]


@pytest.mark.parametrize(("text", "act", "source"), OTHER_WAYS)
def test_other_ways_to_deny(text, act, source):
    claim = denied(text, ("Derin",))[-1]
    assert (claim.act, claim.attribution.form) == (act, "said")
    assert claim.attribution.source_text == source


def test_a_charge_called_untrue_is_not_admitted():
    text = "Claims by the adversary that our troops shelled the village of Derin are baseless."
    charge, denial = claims(WAR + text, ["Derin"])[1:]
    assert (charge.attribution.form, charge.attribution.source_text) == ("said", "adversary")
    assert (denial.modality, denial.attribution.form) == ("denied", "outlet")


def test_no_aircraft_over_the_place_denies_the_raid():
    text = (
        "Residents said warplanes bombed Derin. "
        "The army spokesman said that no army aircraft had been over Derin today."
    )
    (claim,) = denied(text, ("Derin",))
    assert (claim.act, names(claim.perpetrators)) == ("air_strike", ["army"])


def test_harm_outside_a_denial_is_no_part_of_it():
    text = "The police said the militia had killed six men near Derin; its commander denied this."
    told = claims(WAR + text, ["Derin"])[1:]
    assert [claim.modality for claim in told] == ["asserted", "denied"]
    assert not told[1].figures


LIES = [
    "Jets bombed Derin. The mayor says the crowd came on army trucks, which the army denies.",
    "Jets bombed Derin. The enemy's claim to have taken the heights is a lie.",
    "Jets bombed Derin, killing two women. The enemy denies its losses.",
]


@pytest.mark.parametrize("text", LIES)
def test_what_is_denied_is_not_the_nearest_happening(text):
    assert all(claim.act != "air_strike" for claim in denied(text, ("Derin",)))


def test_this_is_not_so():
    text = "Activists said soldiers shot ten villagers at Derin on Monday. This is not correct."
    (claim,) = denied(text, ("Derin",))
    assert (claim.attribution.form, claim.attribution.source_text) == ("outlet", None)
    assert names(claim.perpetrators) == ["soldiers"]


def test_whose_involvement_is_denied():
    text = "Two lorry bombs exploded in Derin. A rebel spokesman denied that his men were involved."
    (claim,) = denied(text, ("Derin",))
    assert (claim.act, names(claim.perpetrators)) == ("ied", ["his men"])
