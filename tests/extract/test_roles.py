"""Who did it to whom: roles from the tree, spans by the codebook."""

import pytest
from extract.reading import claims, only, words

ROLES = [
    ("Rebels shelled the barracks with mortars.", ["Rebels"], ["barracks"]),
    ("The barracks was shelled by rebels.", ["rebels"], ["barracks"]),
    ("The barracks was shelled.", [], ["barracks"]),
    ("Gunmen of the militia attacked a school.", ["Gunmen of the militia"], ["school"]),
    ("An attack by insurgents on an army post killed two soldiers.", ["insurgents"],
     ["army post", "soldiers"]),
    ("Two soldiers were killed in an attack by insurgents.", ["insurgents"], ["soldiers"]),
    ("The army's shelling of a hospital wounded a nurse.", ["army"], ["hospital", "nurse"]),
    ("Government troops and militiamen attacked a convoy.", ["Government troops", "militiamen"],
     ["convoy"]),
    ("Rebels shelled the village of Pisky.", ["Rebels"], []),
    ("Gunmen carried out an attack on a checkpoint.", ["Gunmen"], ["checkpoint"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "doers", "targets"), ROLES)
def test_roles(text, doers, targets):
    claim = only(text, ["village of Pisky"])
    assert words(claim.perpetrators) == doers
    assert sorted(words(claim.targets)) == sorted(targets)


def test_articles_and_numbers_are_left_off_and_possessives_kept():
    claim = only("The three gunmen attacked the mayor's house.")
    assert words(claim.perpetrators) == ["gunmen"]
    assert words(claim.targets) == ["mayor's house"]


def test_both_sides_of_a_clash_are_doers():
    claim = only("Clashes between soldiers and rebels on the ridge left two shepherds dead.")
    assert words(claim.perpetrators) == ["soldiers", "rebels"]
    assert claim.participants == ()
    assert words(claim.targets) == ["shepherds"]


def test_who_kills_while_beating_off_an_attack_is_no_attacker():
    claim = only("Soldiers repelled an attack by rebels and killed 12 of them.")
    assert words(claim.perpetrators) == ["rebels"]


def test_a_platform_is_a_weapon_and_its_owner_the_doer():
    claim = only("A rebel tank shelled the hospital.")
    assert words(claim.perpetrators) == ["rebel"]
    assert "tank" in claim.weapons[0].text


def test_a_bare_drone_is_only_a_weapon():
    claim = only("A drone hit a checkpoint.")
    assert claim.perpetrators == ()
    assert words(claim.weapons) == ["drone"]


def test_a_pronoun_points_at_its_antecedent():
    text = "The militia broke its word again. On Monday it shelled the hospital."
    claim = only(text)
    (doer,) = claim.perpetrators
    assert (doer.text, doer.span) == ("militia", (4, 11))


def test_who_counts_breaches_takes_part_and_who_committed_them_is_the_doer():
    claim = only("The mission recorded 40 breaches of the truce: 30 by the army, ten by rebels.")
    assert words(claim.participants) == ["mission"]
    assert words(claim.perpetrators) == ["army", "rebels"]


def test_who_drives_people_out_is_the_doer():
    claim = only("Militiamen have driven people out of their homes in Pisky.", ["Pisky"])
    assert words(claim.perpetrators) == ["Militiamen"]
    assert claim.participants == ()


REPELLED = [
    ("Soldiers repelled an attack by rebels on a checkpoint.", ["checkpoint"], ["Soldiers"]),
    ("Soldiers repelled an attack by rebels.", ["Soldiers"], []),
]


@pytest.mark.parametrize(("text", "targets", "participants"), REPELLED)
def test_who_repels_an_attack_is_its_target_unless_another_is_named(text, targets, participants):
    claim = only(text)
    assert words(claim.targets) == targets
    assert words(claim.participants) == participants


def test_those_who_made_a_truce_take_part_in_it():
    claim = only("A truce brokered by Qatar and Egypt came into force on Monday.")
    assert words(claim.participants) == ["Qatar", "Egypt"]


def test_nobody_is_hit_by_no_casualties():
    claims_ = only("Rebels shelled the barracks. There were no casualties among the soldiers.")
    assert words(claims_.targets) == ["barracks"]


def test_only_states_take_part_by_an_adjective():
    claim = only("The second Turkish-Russian joint land patrol was held on Monday.")
    assert words(claim.participants) == ["Turkish", "Russian"]


def test_who_operates_a_drone_is_the_doer():
    claim = only("A drone operated by the Sudanese army struck a clinic in Nyala.", ["Nyala"])
    assert words(claim.perpetrators) == ["Sudanese army"]


def test_units_of_distance_are_no_targets():
    assert only("Shelling struck 3 km from the border.").targets == ()


def test_parts_of_those_harmed_are_not_named_again():
    claim = only("Four civilians, including two women, were killed in shelling.")
    assert words(claim.targets) == ["civilians"]


def test_neutralised_leaves_open_what_became_of_them():
    claim = only("Our artillery struck the hills; 21 rebels were neutralised.")
    assert [(f.kind, f.text) for f in claim.figures] == [("other", "21")]


def test_a_participle_behind_a_saying_tail_has_the_subject_of_what_is_said():
    text = "The militia broke the truce twice, the ministry said, firing mortars at the barracks."
    shelling = next(c for c in claims(text) if c.act == "shelling")
    assert words(shelling.perpetrators) == ["militia"]
    assert shelling.attribution.source_text == "ministry"


def test_those_used_as_shields_are_targets():
    claim = only("Militants used women and children as human shields.")
    assert words(claim.perpetrators) == ["Militants"]
    assert words(claim.targets) == ["women", "children"]


def test_where_mines_are_found_is_no_target_and_one_of_them_counts():
    claim = only("An improvised explosive device was found on the roadside.")
    assert claim.targets == ()
    assert [(f.kind, f.text, f.best) for f in claim.figures] == [
        ("munitions", "An improvised explosive device", 1)
    ]


def test_a_convoy_takes_part_in_its_movement():
    claim = only("A military convoy of at least 35 vehicles entered on Friday.")
    assert words(claim.participants) == ["military convoy of at least 35 vehicles"]


def test_a_building_kills_nobody():
    claim = only("Bombing hit the market, which killed six.")
    assert claim.perpetrators == ()


def test_they_in_a_clause_are_the_subject_of_the_sentence():
    text = "Residents fled. Soldiers searched the school, where they dismantled three mines."
    claim = next(c for c in claims(text) if c.act == "ied")
    assert words(claim.participants) == ["Soldiers"]


def test_mines_that_are_found_and_destroyed_are_no_targets():
    assert only("Thirty mines were found and destroyed.").targets == ()


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("Fighters abducted two vaccinators near Hudur and released them in May.", "vaccinators"),
        ("Gunmen stopped a nurse at a barrier and killed her.", "nurse"),
    ],
)
def test_what_the_first_verb_acted_on_is_the_object_of_the_next(text, whom):
    assert all([one.text for one in claim.targets] == [whom] for claim in claims(text))


def test_it_is_none_of_those_who_did_something_before():
    text = "Two fighters shelled the hill. A mine hit a car on the road, damaging it."
    assert "fighters" not in [one.text for one in claims(text)[-1].targets]
