"""Who did it to whom: roles from the tree, spans by the codebook."""

import pytest
from extract.reading import only, words

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


def test_a_clash_has_participants():
    claim = only("Clashes broke out between soldiers and rebels on the ridge.")
    assert claim.perpetrators == ()
    assert words(claim.participants) == ["soldiers", "rebels"]


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
