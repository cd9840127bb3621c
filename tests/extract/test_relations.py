"""Links between claims of one text."""

from extract.reading import claims


def kinds(found):
    return [(n, r.relation) for n, claim in enumerate(found) for r in claim.relates_to]


def test_an_answer_is_caused_by_what_it_answers():
    text = "Rebels shelled a base at dawn. The army responded with artillery."
    found = claims(text)
    assert kinds(found) == [(1, "caused_by")]
    assert found[1].relates_to[0].claim == found[0].id


def test_a_second_source_restates_with_its_own_count():
    text = (
        "A bomb hit a market, police said. The bomb killed six people, police said. "
        "The hospital put the toll at nine."
    )
    found = claims(text)
    assert [c.attribution.source_text for c in found] == ["police", "hospital"]
    assert kinds(found) == [(1, "restates")]


def test_a_cut_patrol_is_caused_by_the_road_block_beside_it():
    text = "Villagers blocked the road and cut short the first joint patrol."
    found = claims(text)
    assert {c.act for c in found} == {"road_block", "patrol"}
    assert [r for _, r in kinds(found)] == ["caused_by"]


def test_who_is_charged_and_did_not_fire_denies_it():
    found = claims("The army shelled Pisky, rebels said. The army said it had not fired.")
    assert [c.modality for c in found] == ["asserted", "denied"]
    assert kinds(found) == [(1, "denies")]


def test_without_a_charge_not_to_have_fired_is_no_denial():
    assert [c.modality for c in claims("The army said it had not fired.")] == ["absent"]


def test_any_strike_may_be_denied():
    found = claims("Rebels said that the army bombed Aden. The army denied any air strike.")
    assert [c.modality for c in found] == ["asserted", "denied"]


def test_the_convoy_that_returned_is_the_patrol_of_its_sentence():
    text = "Boys threw stones at the joint patrol near Aden, and the convoy returned to its base."
    assert [c.act for c in claims(text)] == ["attack", "patrol"]


def test_a_denial_answers_the_charge_against_the_denier_and_not_what_was_told_last():
    text = (
        "The governor accused the Free Front of shelling the clinic. Clashes broke out in Dilo. "
        "A spokesman for the Free Front rejected the accusation."
    )
    charge, clash, denial = claims(text, ["Dilo"])
    assert (clash.act, denial.act) == ("armed_clash", "shelling")
    assert [(r.claim, r.relation) for r in denial.relates_to] == [(charge.id, "denies")]
    assert [m.text for m in denial.perpetrators] == ["Free Front"]
