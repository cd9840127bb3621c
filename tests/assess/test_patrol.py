"""Patrols: planned against driven, outcome and cause decided apart."""

import msgspec
import pytest
from assess.assess_builders import (
    MOSCOW,
    SOCHI19,
    area,
    assessed,
    claim,
    drove,
    finding,
    only_test,
    run,
    when,
)

from trucewatch.model import HUMAN_ONLY_STATUSES


def on(day, claims, patrols, provision="P3"):
    return finding(assessed(claims, patrols=patrols), MOSCOW, provision, day)


def test_the_first_patrol_is_partly_implemented_with_its_cause_contested():
    told = [
        drove("ru-mod", "2020-03-15", "shortened"),
        drove("levant-mirror", "2020-03-15", "shortened"),
        drove("kuzey-post", "2020-03-15", "held", "Saraqib"),
    ]
    patrol = run(
        "2020-03-15", "shortened", told, causes=("provocations planned by gangs", "burning tyres")
    )
    found = on("2020-03-15", told, [patrol])
    assert (found.status, found.coverage) == ("partly_implemented", "two_sides")
    assert "cause" in found.contested
    assert "outcome" not in found.contested
    assert {one.party for one in found.answerable} == {"TUR", "RUS"}
    assert "“burning tyres”; “provocations planned by gangs”" in found.reason


def test_quotation_marks_and_longer_wording_are_no_other_cause():
    told = [
        drove("ru-mod", "2020-03-15", "shortened"),
        drove("meridian-wire", "2020-03-15", "shortened"),
    ]
    causes = ('"provocations" by militants', "“provocations” by militants with civilians")
    found = on("2020-03-15", told, [run("2020-03-15", "shortened", told, causes=causes)])
    assert "cause" not in found.contested
    assert "The reason given" in found.reason


def test_to_be_blocked_is_a_reason_of_its_own():
    told = [
        drove("ru-mod", "2020-03-15", "shortened"),
        drove("levant-mirror", "2020-03-15", "blocked", people=["TUR"], doers=["residents"]),
    ]
    patrol = run("2020-03-15", "contested", told, causes=("provocations by militants",))
    found = on("2020-03-15", told, [patrol])
    assert (found.status, found.contested) == ("partly_implemented", ("cause",))
    assert "“blocked by residents”" in found.reason


def test_the_23rd_is_contested():
    told = [drove("tr-mod", "2020-03-23", "completed"), drove("ru-mod", "2020-03-23", "shortened")]
    found = on("2020-03-23", told, [run("2020-03-23", "contested", told)])
    assert found.status == "contested"
    assert "completed, shortened" in found.reason


def test_blocked_and_cut_short_are_one_story():
    told = [
        drove("levant-mirror", "2020-03-15", "blocked"),
        drove("ru-mod", "2020-03-15", "shortened"),
    ]
    found = on("2020-03-15", told, [run("2020-03-15", "contested", told)])
    assert found.status == "partly_implemented"
    assert "outcome" not in found.contested


def test_a_patrol_on_the_road_is_known_by_its_name_though_its_place_is_vague():
    told = drove("ru-mod", "2020-03-15", "shortened")
    vague = run("2020-03-15", "shortened", [told], town="Fatira", route="the M4")
    assert on("2020-03-15", [told], [vague]).status == "partly_implemented"
    far = run("2020-03-15", "shortened", [told], town="Darbasiyah", route="the M4")
    assert only_test(assessed([told], patrols=[far]), far, MOSCOW).answer == "out_of_scope"


def test_an_attack_does_not_say_how_a_patrol_ended():
    told = [drove("tr-mod", "2020-03-23", "completed"), drove("ru-mod", "2020-03-23", "attacked")]
    found = on("2020-03-23", told, [run("2020-03-23", "completed", told)])
    assert found.status == "claimed_implemented"


def test_participants_may_be_named_by_demonym():
    told = drove("ru-mod", "2020-03-23", "completed")
    patrol = run("2020-03-23", "completed", [told], participants=("Russian", "Turkish"))
    assert on("2020-03-23", [told], [patrol]).status == "claimed_implemented"


def test_two_accounts_that_merging_kept_apart_still_contest_the_day():
    one, two = (
        drove("tr-mod", "2020-03-23", "completed"),
        drove("ru-mod", "2020-03-23", "shortened"),
    )
    patrols = [run("2020-03-23", "completed", [one]), run("2020-03-23", "shortened", [two])]
    found = on("2020-03-23", [one, two], patrols)
    assert found.status == "contested"
    assert len(found.basis) == 2


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("completed", "claimed_implemented"),
        ("held", "under_way"),
        ("shortened", "partly_implemented"),
        ("blocked", "partly_implemented"),
        ("attacked", "partly_implemented"),
        ("cancelled", "suspended"),
    ],
)
def test_each_outcome_gives_its_status(outcome, expected):
    told = drove("tr-mod", "2020-03-23", outcome)
    found = on("2020-03-23", [told], [run("2020-03-23", outcome, [told])])
    assert found.status == expected
    assert found.status not in HUMAN_ONLY_STATUSES


def test_a_planned_patrol_is_announced_and_a_driven_one_outweighs_it():
    plan = claim(
        "patrol", "kuzey-post", "2020-03-22", "Nayrab", time="2020-03-23", modality="planned"
    )
    planned = run("2020-03-23", "planned", [plan])
    assert on("2020-03-23", [plan], [planned]).status == "announced"
    told = drove("ru-mod", "2020-03-23", "shortened")
    found = on("2020-03-23", [plan, told], [planned, run("2020-03-23", "shortened", [told])])
    assert found.status == "partly_implemented"


def test_to_patrol_one_day_announces_no_day():
    plan = claim("patrol", "kuzey-post", "2020-03-22", "Nayrab", modality="planned")
    some_day = msgspec.structs.replace(
        run("2020-03-22", "planned", [plan]), when=when("2020-03-22", basis="published")
    )
    assert on("2020-03-22", [plan], [some_day]).status != "announced"


def test_a_patrol_of_one_party_alone_is_not_the_joint_patrol():
    told = drove("ru-mod", "2020-03-23", "completed")
    patrol = run("2020-03-23", "completed", [told], participants=("RUS-MP",))
    found = on("2020-03-23", [told], [patrol])
    assert found.status == "partly_implemented"
    assert "TUR not named" in found.reason


def test_days_before_between_and_without_patrols():
    told = drove("ru-mod", "2020-03-15", "shortened")
    quiet = claim("road_block", "zawiya-now", "2020-03-18", "Nayrab", time="2020-03-18")
    result = assessed([told, quiet], patrols=[run("2020-03-15", "shortened", [told])])
    assert finding(result, MOSCOW, "P3", "2020-03-14").status == "not_due"
    between = finding(result, MOSCOW, "P3", "2020-03-18")
    assert (between.status, between.coverage) == ("under_way", "one_side_only")
    assert "15 March" in between.reason
    silent = finding(result, MOSCOW, "P3", "2020-03-19")
    assert (silent.status, silent.coverage) == ("no_information", "none")


def test_without_any_patrol_the_beginning_is_overdue_only_where_somebody_looked():
    quiet = claim("road_block", "zawiya-now", "2020-03-18", "Nayrab", time="2020-03-18")
    result = assessed([quiet])
    assert finding(result, MOSCOW, "P3", "2020-03-18").status == "overdue"
    assert finding(result, MOSCOW, "P3", "2020-03-19").status == "no_information"


def test_what_was_due_before_the_watch_is_not_called_overdue():
    quiet = claim("displacement", "euphrates-ledger", "2020-03-18", "Darbasiyah", time="2020-03-18")
    row = finding(assessed([quiet]), SOCHI19, "P5b", "2020-03-18")
    assert (row.status, row.coverage) == ("no_information", "one_side_only")
    assert "before this watch" in row.reason


def test_a_patrol_elsewhere_belongs_to_the_other_agreement():
    told = drove("euphrates-ledger", "2020-03-19", "completed", "Darbasiyah")
    patrol = run("2020-03-19", "completed", [told], town="Darbasiyah")
    result = assessed([told], patrols=[patrol])
    assert only_test(result, patrol, MOSCOW).answer == "out_of_scope"
    other = only_test(result, patrol, SOCHI19)
    assert (other.provision, other.answer) == ("P5b", "claimed_implemented")


def test_an_unplaced_patrol_is_known_by_the_name_of_its_road():
    told = drove("ru-mod", "2020-03-23", "shortened", None)
    named = run("2020-03-23", "shortened", [told], town=None, route="along the M4 highway")
    assert only_test(assessed([told], patrols=[named]), named, MOSCOW).provision == "P3"
    vague = run("2020-03-23", "shortened", [told], town=None)
    assert only_test(assessed([told], patrols=[vague]), vague, MOSCOW).answer == "not_assessable"


def test_the_share_of_the_route_is_measured():
    told = drove(
        "levant-mirror", "2020-03-15", "shortened", "Saraqib", figures=(area(5, "distance_km"),)
    )
    patrol = run("2020-03-15", "shortened", [told])
    test = only_test(assessed([told], patrols=[patrol]), patrol, MOSCOW)
    assert ("share of the route reached", "about 8% of the route") in test.measures
    told = drove("ru-mod", "2020-03-30", "shortened", "Ariha")
    patrol = run("2020-03-30", "shortened", [told], town="Ariha")
    (share,) = only_test(assessed([told], patrols=[patrol]), patrol, MOSCOW).measures
    assert 25 < int(share[1].split()[1].rstrip("%")) < 35


def test_a_patrol_that_is_only_denied_is_not_counted():
    told = claim("patrol", "ru-mod", "2020-03-23", "Nayrab", time="2020-03-23", modality="denied")
    patrol = run("2020-03-23", "held", [told])
    assert only_test(assessed([told], patrols=[patrol]), patrol, MOSCOW).answer == "not_assessable"
