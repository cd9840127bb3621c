"""Scope answers: every reason why a bad event breaches nothing, and the ones that do."""

import msgspec
import pytest
from assess.assess_builders import (
    MOSCOW,
    SOCHI18,
    SOCHI19,
    ZERO,
    answers_on,
    assessed,
    claim,
    incident,
    only_test,
    sighting,
    when,
    where,
)

from trucewatch.model import Mention


def shelled(town="al-Bara", day="2020-03-17", **more):
    told = claim("shelling", "northern-observatory", "2020-03-17", town, time="2020-03-17")
    return told, incident("shelling", day, town, [told], **more)


def answer(subject, told, agreement=MOSCOW, kind="incidents"):
    return only_test(assessed([told], **{kind: [subject]}), subject, agreement)


@pytest.mark.parametrize(
    ("occurrence", "expected"),
    [
        ("single_source", "reported"),
        ("corroborated", "corroborated"),
        ("cross_side", "corroborated"),
        ("contested", "contested"),
    ],
)
def test_a_prohibited_act_in_the_zone_takes_the_grade_of_the_incident(occurrence, expected):
    told, row = shelled(occurrence=occurrence)
    test = answer(row, told)
    assert (test.provision, test.answer) == ("P1", expected)
    assert any(name == "distance to contact-line" for name, _ in test.measures)


def test_a_discounted_report_is_not_assessable():
    told, row = shelled(occurrence="discounted")
    assert answer(row, told).answer == "not_assessable"


def test_the_bomb_at_ras_al_ayn_is_out_of_scope_for_moscow_and_held_against_2019():
    told = claim("ied", "steppe-sentinel", "2020-03-19", "Ras al-Ayn", time="2020-03-18")
    near = where("Ras al-Ayn", uncertainty_m=5000.0, precision="near")
    bomb = incident("ied", "2020-03-18", None, [told], place_=near)
    result = assessed([told], incidents=[bomb])
    moscow = only_test(result, bomb, MOSCOW)
    assert (moscow.answer, moscow.provision) == ("out_of_scope", None)
    assert "idlib-dea" in moscow.reason
    assert float(dict(moscow.measures)["distance to idlib-dea"].split()[0]) > 200
    later = only_test(result, bomb, SOCHI19)
    assert (later.provision, later.answer) == ("P3", "not_assessable")
    assert "peace-spring" in later.reason


def test_a_border_town_is_not_half_outside_its_zone():
    """The circle about Ras al-Ayn reaches into Turkey, which no Syrian place name means."""
    told = claim("control", "steppe-sentinel", "2020-03-19", "Ras al-Ayn", time="2020-03-18")
    near = where("Ras al-Ayn", uncertainty_m=8000.0, precision="near")
    row = incident("control", "2020-03-18", None, [told], place_=near)
    assert answer(row, told, SOCHI19).answer == "not_assessable"


def test_a_threat_against_journalists_meets_no_operative_provision():
    told = claim("threat", "northern-observatory", "2020-03-20", "Nayrab", time="2020-03-19")
    row = incident("threat", "2020-03-19", "Nayrab", [told], doers=["HTS"])
    for agreement in (MOSCOW, SOCHI18):
        test = answer(row, told, agreement)
        assert (test.answer, test.provision) == ("no_operative_provision", None)


def test_presence_in_the_corridor_is_no_breach_of_moscow():
    told = claim("sighting", "steppe-sentinel", "2020-03-12", "Ariha", time="2020-03-12")
    row = sighting([told], "2020-03-12", "Ariha", ["HTS"])
    test = answer(row, told, kind="sightings")
    assert (test.answer, test.provision) == ("no_operative_provision", None)
    assert test.ambiguities == ("A3",)
    assert "memorandum of 2018" in test.reason


def test_presence_in_the_demilitarized_zone_is_held_against_2018():
    told = claim("sighting", "steppe-sentinel", "2020-03-12", "Jisr al-Shughur", time="2020-03-12")
    row = sighting([told], "2020-03-12", "Jisr al-Shughur", ["TIP"])
    test = answer(row, told, SOCHI18, "sightings")
    assert (test.provision, test.answer) == ("P5", "reported")
    assert "A2" in test.ambiguities


def test_no_sign_of_withdrawal_says_that_they_are_there():
    told = claim(
        "withdrawal",
        "steppe-sentinel",
        "2020-03-12",
        "Jisr al-Shughur",
        modality="absent",
        people=["HTS"],
    )
    row = incident("withdrawal", "2020-03-12", "Jisr al-Shughur", [told], occurrence="contested")
    assert answer(row, told, SOCHI18).answer == "reported"
    assert answer(row, told, MOSCOW).answer == "no_operative_provision"


def test_tanks_of_a_guarantor_are_none_of_the_conflicting_parties():
    weapons = [("tanks", "tank")]
    for actor, expected in (("SYR-ARMY", "reported"), ("TUR-AF", "no_operative_provision")):
        told = claim(
            "sighting",
            "steppe-sentinel",
            "2020-03-12",
            "Jisr al-Shughur",
            time="2020-03-12",
            weapons=weapons,
        )
        row = sighting([told], "2020-03-12", "Jisr al-Shughur", [actor], ["tank"])
        assert answer(row, told, SOCHI18, "sightings").answer == expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2020-03-06T00:20:00+02:00", "boundary_case"),
        ("2020-03-05T23:30:00+02:00", "boundary_case"),
        ("2020-03-06T03:00:00+02:00", "reported"),
        ("2020-03-05T22:30:00+02:00", "not_in_force"),
        ("2020-03-05T21:20:00+00:00", "boundary_case"),
    ],
)
def test_the_hour_around_entry_into_force_is_a_boundary(moment, expected):
    told, row = shelled("Fatira", when(moment, precision="minute"))
    test = answer(row, told)
    assert (test.answer, test.provision) == (expected, "P1")
    if expected == "boundary_case":
        assert test.ambiguities == ("A1",)
        assert any("entry into force" in name for name, _ in test.measures)


def test_minutes_after_entry_into_force_are_printed():
    told, row = shelled("Fatira", when("2020-03-06T00:20:00+02:00", precision="minute"))
    assert ("minutes after entry into force", "19") in answer(row, told).measures


def test_a_day_is_not_a_boundary_for_its_first_minutes():
    told, row = shelled("Fatira", "2020-03-06")
    assert answer(row, told).answer == "reported"


def test_an_undated_report_that_may_lie_before_the_start_is_a_boundary():
    told, row = shelled("Fatira", when("2020-03-04", "2020-03-07", basis="published"))
    assert answer(row, told).answer == "boundary_case"


def test_what_lies_before_the_signature_is_out_of_scope():
    told, row = shelled(day="2020-02-27")
    test = answer(row, told)
    assert (test.answer, test.provision) == ("out_of_scope", None)
    assert "signed" in test.reason


def test_a_place_on_the_edge_is_a_boundary_with_its_share():
    told = claim("shelling", "ru-mod", "2020-03-17", "Hayyan", time="2020-03-17")
    edge = where("Hayyan", uncertainty_m=8000.0, precision="near")
    row = incident("shelling", "2020-03-17", None, [told], place_=edge)
    test = answer(row, told)
    assert test.answer == "boundary_case"
    (share,) = [value for name, value in test.measures if name.startswith("share")]
    assert 10 < int(share.rstrip("%")) < 90
    assert "A5" in test.ambiguities


def test_a_place_far_away_is_out_of_scope():
    told, row = shelled("Damascus")
    assert answer(row, told).answer == "out_of_scope"


def test_without_place_or_time_nothing_is_assessable():
    told, row = shelled(None)
    assert answer(row, told).answer == "not_assessable"
    undated = when(None)
    told = claim("shelling", "ru-mod", None, "al-Bara")
    row = incident("shelling", undated, "al-Bara", [told])
    assert answer(row, told).answer == "not_assessable"


def test_a_target_among_the_listed_groups_claims_an_exemption():
    told, row = shelled(doers=["SYR-ARMY"], targets=["HTS"])
    test = answer(row, told)
    assert (test.answer, test.ambiguities) == ("exemption_claimed", ("A2",))


def test_a_clash_with_a_listed_group_claims_the_same():
    told = claim("armed_clash", "northern-observatory", "2020-03-17", "Fatira", time="2020-03-17")
    row = incident("armed_clash", "2020-03-17", "Fatira", [told], doers=["SYR-ARMY", "TIP"])
    assert answer(row, told).answer == "exemption_claimed"
    told = msgspec.structs.replace(
        told, participants=tuple(Mention(text=one, span=ZERO, actor=one) for one in ("SNA", "HTS"))
    )
    row = incident("armed_clash", "2020-03-17", "Fatira", [told])
    assert answer(row, told).answer == "exemption_claimed"


def test_an_excluded_perpetrator_is_a_spoiler():
    told, row = shelled(doers=["HTS"], targets=["SYR-ARMY"])
    test = answer(row, told)
    assert (test.answer, test.provision) == ("spoiler", "P1")


def test_an_unknown_perpetrator_is_no_spoiler():
    told, row = shelled(doers=["UNKNOWN-ARMED"])
    assert answer(row, told).answer == "reported"


@pytest.mark.parametrize("modality", ["planned", "threatened", "hypothetical"])
def test_what_has_not_happened_breaches_nothing(modality):
    told = claim("shelling", "tr-mod", "2020-03-17", "al-Bara", modality=modality)
    row = incident("shelling", "2020-03-17", "al-Bara", [told])
    assert answer(row, told).answer == "no_operative_provision"


def test_a_denial_alone_is_no_violation():
    told = claim("shelling", "orontes-agency", "2020-03-17", "al-Bara", modality="denied")
    row = incident("shelling", "2020-03-17", "al-Bara", [told], occurrence="contested")
    assert answer(row, told).answer == "not_assessable"


def test_harm_without_a_happening_is_not_assessable():
    told = claim("toll", "meridian-wire", "2020-03-18", "al-Bara", time="2020-03-17")
    result = assessed([told])
    (test,) = [row for row in result.tests if row.agreement == MOSCOW]
    assert (test.subject, test.subject_kind, test.answer) == (told.id, "claim", "not_assessable")


def test_every_happening_is_held_against_every_agreement():
    told, row = shelled()
    result = assessed([told], incidents=[row])
    assert {one.agreement for one in result.tests} == {MOSCOW, SOCHI18, SOCHI19}
    assert all(one.reason for one in result.tests)
    assert answers_on(result, row, SOCHI18)[0].answer == "no_operative_provision"
