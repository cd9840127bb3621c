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
