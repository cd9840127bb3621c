"""Rows that name whole families of verbs: any verb of one reads the same in the same slot."""

import pytest
from extract.reading import claims, only

from trucewatch.extract.frames import load_frames
from trucewatch.extract.tables import data_files, load_data

WAR = " Rebels had laid mines."


def told(text, names=()):
    return [(c.act, c.modality) for c in claims(text + WAR, names) if c.act != "ied"]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Fighters rolled into Marawi unopposed at daybreak.", "ground_advance"),
        ("Militiamen barged into Marawi at daybreak.", "ground_advance"),
        ("Columns of the alliance had trickled out of Kunduz overnight.", "withdrawal"),
        ("Soldiers trudged out of Kunduz overnight.", "withdrawal"),
        ("Three mortar bombs crunched into a bus depot in Volno.", "shelling"),
        ("Two rockets spattered the yard of a school in Volno.", "shelling"),
        ("The lull fell apart on Sunday.", "ceasefire_act"),
        ("The standstill kicked in at noon.", "ceasefire_act"),
        (
            "A vehicle of the mission was flagged down at a checkpoint.",
            "access_restriction",
        ),
        ("Army bulldozers were throwing up a sand wall.", "fortification"),
        ("The fighting put 3,000 people to flight.", "displacement"),
    ],
)
def test_any_verb_of_a_family_reads_the_same(text, act):
    assert (act, "asserted") in told(text, ["Marawi", "Kunduz", "Volno"])


@pytest.mark.parametrize(
    "text",
    [
        "The delegation strolled into the hotel.",
        "Soldiers filed into the barracks after the parade.",
        "The drone landed on the runway.",
        "The prime minister walked out of the studio.",
    ],
)
def test_a_family_needs_who_or_what_a_row_asks_for(text):
    acts = {act for act, _ in told(text)}
    assert not acts & {"ground_advance", "withdrawal", "shelling", "attack"}


def test_every_family_that_a_row_names_exists_and_is_used():
    rows = load_frames().rows
    assert rows
    named = {
        verb.removeprefix("@").split()[0]
        for file in data_files("acts")
        for row in load_data(file)["frame"]
        for verb in row.get("verbs", ())
        if verb.startswith("@")
    }
    assert named == set(load_data("verb_families.toml"))


def test_a_charge_called_unreal_is_asserted_by_who_made_it_and_denied():
    text = "The claims of the rescue service about an air strike on a clinic do not fit the facts."
    assert len(claims(text)) == 1
    made, denied = claims(text.replace("fit the facts", "correspond to reality"))
    assert (made.modality, made.attribution.source_text) == ("asserted", "rescue service")
    assert (denied.modality, denied.relates_to[0].claim) == ("denied", made.id)


def test_who_brushes_a_charge_aside_denies_it():
    text = "The army said rebels shelled a clinic. The rebels brushed the charge aside."
    assert claims(text)[1].modality == "denied"
    assert only("A bomb killed a guard.").modality == "asserted"


def test_a_gerund_behind_an_article_and_a_noun_is_a_happening():
    text = "Agitators were behind the stone throwing, a witness said. The organisers denied it."
    blamed, denied = claims(text)
    assert (blamed.act, denied.modality) == ("attack", "denied")


def test_reports_of_dead_that_are_wrong_are_denied():
    text = "Rebels shelled Bor. First reports of seven dead, spread by local channels, are wrong."
    denied = claims(text, ["Bor"])[-1]
    assert (denied.act, denied.modality) == ("toll", "denied")
    assert [figure.best for figure in denied.figures] == [7]


def test_armies_strike_targets_and_sellers_hit_theirs():
    (claim,) = claims("The army struck more than 400 targets near Sarmin with shells.", ["Sarmin"])
    assert (claim.act, claim.figures[0].low) == ("shelling", 400)
    told = claims("Rebels shelled Sarmin. The company hit its sales target on Monday.")
    assert [one.act for one in told] == ["shelling"]


def test_munitions_come_over_a_border():
    (claim,) = claims("The military said that 25 projectiles crossed from Lebanon on Monday.")
    assert claim.attribution.source_text == "military"
    assert claim.act in ("attack", "shelling")


def test_ground_is_taken_in_the_middle_of_a_place():
    (claim,) = claims("The rebel spokesman claimed to have captured the centre of Jubah district.")
    assert (claim.act, claim.attribution.source_text) == ("ground_advance", "rebel spokesman")
