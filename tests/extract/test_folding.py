"""One claim per happening per source."""

from extract.reading import claims, only


def test_harm_in_the_next_sentence_joins_its_happening():
    claim = only("A car bomb exploded near a school. Two guards were killed and five wounded.")
    assert [(f.kind, f.best) for f in claim.figures] == [("killed", 2), ("wounded", 5)]


def test_the_attack_points_back():
    text = "Gunmen attacked a convoy at dawn. The attack left three drivers dead."
    claim = only(text)
    assert [(f.kind, f.best) for f in claim.figures] == [("killed", 3)]


def test_places_with_verbs_of_their_own_part():
    text = "Rebels shelled the town of Pisky. Rebels shelled the village of Zolote."
    assert len(claims(text, ["Pisky", "Zolote"])) == 2


def test_another_day_is_another_happening():
    text = "Rebels shelled Pisky on Monday. Rebels shelled Pisky on Saturday."
    assert len(claims(text, ["Pisky"])) == 2


def test_a_cumulative_toll_is_no_harm_of_the_last_attack():
    text = "A mine killed a farmer on Monday. The toll since spring rose to 41."
    first, *_ = claims(text)
    assert [(f.kind, f.best) for f in first.figures] == [("killed", 1), ("munitions", 1)]


def test_parts_of_joined_figures_still_point_at_their_wholes():
    text = "A bomb went off at a market. Nine people were killed, including four children."
    claim = only(text)
    whole = next(n for n, f in enumerate(claim.figures) if f.best == 9)
    part = next(f for f in claim.figures if f.best == 4)
    assert part.part_of == whole


def test_a_count_of_engagements_is_not_the_one_of_the_headline():
    text = "The command says that 64 combat engagements took place along the front."
    found = claims(text, ["Hays"], headline="Our men repel an assault near Hays")
    counted = found[-1]
    assert len(found) == 2
    assert (counted.place, [f.best for f in counted.figures]) == (None, [64])


def test_nobody_hurt_does_not_restate_a_headline_that_counts_losses():
    text = "A shell landed in a field near Hays. There were no casualties."
    found = claims(text, ["Hays"], headline="Enemy lost 20 men")
    assert not any({0, 20} <= {f.best for f in claim.figures} for claim in found)


def test_what_stands_behind_the_semicolon_of_a_headline_is_another_happening():
    text = "Fighters overran a post near Hays, killing two soldiers. Jets bombed the fighters."
    found = claims(text, ["Hays"], headline="Two soldiers killed near Hays; jets bomb fighters")
    assert [one.act for one in found] == ["ground_advance", "air_strike"]
    assert [f.best for f in found[0].figures] == [2]
    assert found[1].figures == ()


def test_reinforcements_that_retake_a_position_are_one_happening():
    claim = only("Reinforcements retook the position two hours later.")
    assert (claim.act, claim.perpetrators[0].text) == ("ground_advance", "Reinforcements")


def test_aircraft_brought_down_are_no_means_and_no_part_of_other_fire():
    text = (
        "Gunners shot down two drones over Kary, one of them a Bayraktar. Rebels fired mortars at "
        "the town."
    )
    downed, shelled = claims(text, ["Kary"])
    assert (downed.act, [w.text for w in downed.weapons]) == ("attack", [])
    assert (shelled.act, [w.text for w in shelled.weapons]) == ("shelling", ["mortars"])


def test_blame_for_something_spelled_out_speaks_of_that():
    text = "Rebels shelled Bor. The governor blames the army for keeping aid workers away."
    assert [claim.act for claim in claims(text, ["Bor"])] == ["shelling", "access_restriction"]


def test_fighting_only_named_as_what_people_fled_is_no_happening():
    text = "One hundred families in flight from the fighting found shelter in Kary. No rebel came."
    assert [claim.act for claim in claims(text, ["Kary"])] == ["displacement"]
