"""Whole readings: sentences of many theatres and what the codebook makes of them."""

import pytest
from extract.reading import claims, document, lexicon, only, read, words

from trucewatch.extract.read import read_claims
from trucewatch.model import Passage

ACTS = [
    ("Separatists shelled the village of Pisky with mortars on Sunday.", "shelling"),
    ("Six Grad rockets landed in Mariupol at dawn.", "shelling"),
    ("Azerbaijani forces fired 20 mortar rounds at Martakert.", "shelling"),
    ("Artillery fire hit a clinic in Taiz.", "shelling"),
    ("A ballistic missile struck a fuel depot near Marib.", "missile_strike"),
    ("Coalition warplanes bombed a wedding in Saada.", "air_strike"),
    ("Air strikes on Khartoum killed ten people.", "air_strike"),
    ("A drone hit a checkpoint outside Shusha.", "drone_strike"),
    ("A roadside bomb struck an army convoy near Marjayoun.", "ied"),
    ("A tractor drove over a mine near Fizuli.", "ied"),
    ("Two car bombs exploded in Beirut.", "ied"),
    ("Guerrillas planted explosives under a bridge on the coastal highway.", "ied"),
    ("Snipers shot at civilians crossing the bridge in Sarajevo.", "small_arms_fire"),
    ("Gunmen opened fire on a bus near El Paraiso.", "small_arms_fire"),
    ("Soldiers opened fire on a bus near El Paraiso.", "attack"),
    ("An explosion shook the port of Hodeidah.", "explosion"),
    ("Gunmen attacked a police station in Nyala.", "attack"),
    ("Clashes broke out between the army and rebels in Kadugli.", "armed_clash"),
    ("Bosnian Serb troops captured the town of Kupres.", "ground_advance"),
    ("Gunmen kidnapped two nurses in Zalingei.", "abduction"),
    ("Unknown men assassinated a judge in San Salvador.", "killing"),
    ("Police arrested four men in Donetsk.", "arrest"),
    ("The army deployed 300 soldiers to Abyei.", "troop_movement"),
    ("Monitors saw three tanks near Svitlodarsk.", "sighting"),
    ("The militia dug trenches along the ridge.", "fortification"),
    ("Rebel forces withdrew from Debaltseve on Wednesday.", "withdrawal"),
    ("The front recruited children in the camps.", "recruitment"),
    ("Israeli jets flew over Tyre on Monday.", "overflight"),
    ("The militia controls the crossing at Kessab.", "control"),
    ("UN troops conducted a patrol along the line on Tuesday.", "patrol"),
    ("The mission recorded 45 ceasefire violations on Friday.", "tally"),
    ("Fighters turned back an aid convoy at a checkpoint.", "access_restriction"),
    ("Armed men denied the monitors access to the village.", "access_restriction"),
    ("Villagers blocked the road with burning tyres.", "road_block"),
    ("Hundreds of people protested in Aden on Friday.", "protest"),
    ("About 3,000 people fled the town of El Geneina.", "displacement"),
    ("The agency delivered food parcels to 400 families in Stepanakert.", "aid_delivery"),
    ("The two sides exchanged prisoners near Horlivka.", "prisoner_exchange"),
    ("The group threatened to shell the airport of Aden.", "shelling"),
    ("Militants threatened journalists in Derna.", "threat"),
    ("The two sides agreed a ceasefire on Thursday.", "ceasefire_act"),
    ("The truce came into force at midnight.", "ceasefire_act"),
    ("Delegations of both sides held talks in Geneva.", "talks"),
    ("Shelling damaged 12 houses in Kramatorsk.", "shelling"),
    ("At least 41 people have been killed since spring.", "toll"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "act"), ACTS)
def test_acts(text, act):
    assert act in [claim.act for claim in claims(text)]


NOTHING = [
    "Tomato prices hit a record in the Aden market this week.",
    "The striker attacked early and hit the post twice before half-time.",
    "United's defence was under attack for most of the match.",
    "He died of a heart attack at his home.",
    "Talks of a merger broke down over the shell company.",
    "Teachers went on strike for higher pay.",
    "Shares in the bank were hit by a wave of selling.",
    "The minister said that peace needs patience.",
    "The film captured the hearts of the audience.",
    "The fire brigade put out a blaze in a warehouse.",
    "Parliament killed the bill in a late vote.",
    "A war of words broke out between the two newspapers.",
    "The patrol boat was painted white.",
    "Doctors are fighting the virus with what they have.",
    "The museum was built in 1911 and has two gardens.",
    "We fear new attacks and call on all sides to prevent any clash.",
    "The right to respond to any attack is in the charter.",
    "The company launched a new line of trucks in Khartoum.",
    "Snow is expected above 1,400 metres.",
    "The singer shot to fame with her second album.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_no_happening_is_a_clean_result(text):
    reading = read(text)
    assert [(claim.act, claim.rule) for claim in reading.claims] == []
    assert reading.issues == ()


MODALITIES = [
    ("No one was killed in the shelling of Pisky.", "asserted"),
    ("Monitors did not observe any withdrawal of heavy weapons.", "absent"),
    ("There were no signs of a withdrawal from the zone.", "absent"),
    ("The army denied shelling the village.", "denied"),
    ("Rebels denied that they had attacked the convoy.", "denied"),
    ("The monitors were denied access to the depot.", "asserted"),
    ("The army will withdraw from the town on Monday.", "planned"),
    ("The group threatened to attack the airport.", "threatened"),
    ("Rebels may attack the town, an analyst said.", "hypothetical"),
    ("The joint patrol was cancelled because of fog.", "asserted"),
    ("A joint patrol will be held on Monday.", "planned"),
]


@pytest.mark.parametrize(("text", "modality"), MODALITIES)
def test_modality(text, modality):
    assert only(text).modality == modality


def test_one_happening_told_in_two_sentences_is_one_claim():
    text = (
        "According to army sources, a bomb hit a convoy of Egyptian-led forces near the town of "
        "Rafah. Three militants and two Egyptian soldiers were reportedly killed."
    )
    claim = only(text, ["the town of Rafah"])
    assert claim.act == "ied"
    assert claim.place.text == "near the town of Rafah"
    assert words(claim.targets)[0] == "convoy of Egyptian-led forces"
    assert [(f.best, f.group.text) for f in claim.figures] == [
        (3, "militants"), (2, "Egyptian soldiers"),
    ]  # fmt: skip
    assert {f.attribution.form for f in claim.figures} == {"reportedly"}
    said = claim.attribution
    assert (said.form, said.source_text, said.cue_text) == ("said", "army sources", "According to")
    assert [link.text for link in said.hedges] == ["reportedly"]


def test_the_headline_is_folded_into_the_text():
    claim = only(
        "A car bomb killed six soldiers at a checkpoint in Nyala on Monday, the governor said.",
        ["Nyala"], headline="Car bomb kills six soldiers in Nyala",
    )  # fmt: skip
    assert claim.passage == 1
    assert claim.attribution.source_text == "governor"
    assert [(f.kind, f.best) for f in claim.figures] == [("killed", 6)]


def test_two_happenings_in_one_sentence_are_two():
    text = "Rebels shelled the town of Kadugli, and gunmen kidnapped a doctor in Talodi."
    found = claims(text, ["Kadugli", "Talodi"])
    assert [(c.act, c.place.text) for c in found] == [
        ("shelling", "Kadugli"), ("abduction", "Talodi"),
    ]  # fmt: skip


def test_a_denial_with_its_accusation_makes_two_claims():
    text = "Ukraine said separatists shelled Avdiivka. The separatists denied the claim."
    asserted, denied = claims(text, ["Avdiivka"])
    assert (asserted.modality, denied.modality) == ("asserted", "denied")
    assert denied.act == "shelling"
    assert denied.attribution.source_text == "separatists"
    assert [(r.relation, r.claim) for r in denied.relates_to] == [("denies", asserted.id)]


def test_a_truce_named_to_fix_a_time_is_no_claim():
    assert claims("Since the truce took hold, life in Taiz has been calm.") == ()


def test_another_language_is_an_issue():
    made = document("Des tirs ont touché la ville.", language="fr")
    reading = read_claims(made, (), lexicon())
    assert reading.claims == ()
    assert [issue.code for issue in reading.issues] == ["language_unsupported"]


def test_comments_never_make_claims():
    made = document("Rebels shelled the town of Kadugli.")
    for kind in ("thread_comment", "quoted_document", "boilerplate", "thread_author"):
        whole = Passage(kind=kind, start=0, end=len(made.item.text))
        silent = type(made)(item=made.item, passages=(whole,))
        assert read_claims(silent, (), lexicon()).claims == ()


@pytest.mark.parametrize(
    "text",
    ["", "\n\n \t\n", "....", "\u0000\u0000", "!!! ??? \u202e", "a" * 5000, "(" * 400],
)  # fmt: skip
def test_hostile_text_is_survived(text):
    assert read(text).claims == ()


def test_every_field_is_in_the_text():
    text = (
        "Houthi forces fired two ballistic missiles at Marib on Tuesday night, killing at least "
        "nine people, the governor's office said. A day later the army said it struck a depot."
    )
    for claim in claims(text, ["Marib"]):
        fields = [*claim.perpetrators, *claim.targets, *claim.participants, *claim.weapons]
        fields += [*claim.figures, *(f for f in (claim.place, claim.time) if f is not None)]
        for field in fields:
            assert field.span.of(text) == field.text


def test_ids_are_stable_and_distinct():
    text = "Rebels shelled Kadugli. Gunmen kidnapped a doctor in Talodi."
    one, two = claims(text), claims(text)
    assert [c.id for c in one] == [c.id for c in two]
    assert len({c.id for c in one}) == len(one) == 2


def test_animals_are_never_counted_among_people():
    claim = only("Shells fell on a farm near Taiz; 30 sheep were killed and a shepherd wounded.")
    assert {(row.kind, row.text) for row in claim.figures} == {
        ("other", "30"),
        ("wounded", "a shepherd"),
    }


def test_the_total_of_a_headline_is_not_counted_beside_its_parts():
    body = (
        "According to local sources, an improvised explosive device hit a convoy of Saudi-led "
        "forces near the town of Harad. Three militants and two Saudi soldiers were killed."
    )
    (claim,) = read_claims(
        document(body, headline="Five killed as bomb hits convoy near Harad"), (), lexicon()
    ).claims
    assert [(row.kind, row.text) for row in claim.figures if row.kind == "killed"] == [
        ("killed", "Three"),
        ("killed", "two"),
    ]
    bare = body.partition(" Three")[0]
    (claim,) = read_claims(
        document(bare, headline="Five killed as bomb hits convoy near Harad"), (), lexicon()
    ).claims
    assert ("killed", "Five") in [(row.kind, row.text) for row in claim.figures]


def test_coming_under_attack_moves_nobody():
    claim = only("A UN convoy came under attack near Bentiu on Friday.", ["Bentiu"])
    assert (claim.act, words(claim.targets)) == ("attack", ["UN convoy"])
