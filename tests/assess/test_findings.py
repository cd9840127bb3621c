"""Findings per provision and day: statuses, coverage, who answers, and what silence is worth."""

import msgspec
import pytest
from assess.assess_builders import (
    AGREEMENTS,
    MOSCOW,
    SOCHI18,
    SOCHI19,
    assessed,
    claim,
    document,
    finding,
    incident,
    sighting,
    when,
)

from trucewatch.assess import RULE
from trucewatch.model import Span

DAYS = 27  # 5 to 31 March 2020


def shelled(source="northern-observatory", **more):
    told = claim("shelling", source, "2020-03-17", "al-Bara", time="2020-03-17")
    return told, incident("shelling", "2020-03-17", "al-Bara", [told], **more)


def test_every_provision_has_one_finding_per_day():
    result = assessed([])
    cells = [(row.agreement, row.provision, row.day) for row in result.findings]
    assert len(cells) == len(set(cells)) == DAYS * sum(len(row.provisions) for row in AGREEMENTS)
    assert all(row.reason and row.rule.startswith(f"{RULE} ") for row in result.findings)


def test_days_without_reports_are_no_information_never_green():
    result = assessed([])
    for day in range(6, 32):
        row = finding(result, MOSCOW, "P1", f"2020-03-{day:02d}")
        assert (row.status, row.coverage) == ("no_information", "none")
    assert finding(result, MOSCOW, "P1", "2020-03-05").status == "not_in_force"
    assert "no_violation_reported" not in {row.status for row in result.findings}


def test_quiet_with_reports_is_no_violation_reported_and_names_who_reported():
    one = claim("aid_delivery", "relief-desk", "2020-03-17", "Ariha", time="2020-03-17")
    row = finding(assessed([one]), MOSCOW, "P1", "2020-03-17")
    assert (row.status, row.coverage) == ("no_violation_reported", "one_side_only")
    assert row.basis == (one.id,)
    assert "humanitarian" in row.reason
    other = claim("aid_delivery", "ru-mod", "2020-03-17", "Ariha", time="2020-03-17")
    third = claim("displacement", "tr-mod", "2020-03-17", "Ariha", time="2020-03-17")
    row = finding(assessed([one, other, third]), MOSCOW, "P1", "2020-03-17")
    assert (row.status, row.coverage) == ("no_violation_reported", "two_sides")


def test_reports_from_elsewhere_cover_nothing():
    told = claim("shelling", "ru-mod", "2020-03-17", "Damascus", time="2020-03-17")
    row = finding(assessed([told]), MOSCOW, "P1", "2020-03-17")
    assert (row.status, row.coverage) == ("no_information", "none")


def test_an_unplaced_claim_covers_what_its_report_is_about():
    about = claim("displacement", "ru-mod", "2020-03-17", "Ariha", time="2020-03-17", item="x")
    unplaced = claim("tally", "ru-mod", "2020-03-17", item="x")
    lost = claim("tally", "tr-mod", "2020-03-17", item="y")
    row = finding(assessed([about, unplaced, lost]), MOSCOW, "P1", "2020-03-17")
    assert row.coverage == "one_side_only"
    assert set(row.basis) == {about.id, unplaced.id}


def test_a_claim_about_months_covers_its_last_day_only():
    told = claim("damage", "ru-mod", "2020-03-20", "Ariha", time="2020-03-10")
    assert told.time is not None
    told = msgspec.structs.replace(told, time=msgspec.structs.replace(told.time, end=None))
    result = assessed([msgspec.structs.replace(told)])
    covered = [
        row.day for row in result.findings if row.provision == "P1" and row.coverage != "none"
    ]
    assert covered == ["2020-03-20"]


def test_a_report_of_a_breach_gives_status_basis_and_who_answers():
    told, row = shelled(doers=["SYR-ARMY"])
    found = finding(assessed([told], incidents=[row]), MOSCOW, "P1", "2020-03-17")
    assert (found.status, found.coverage, found.basis) == ("reported", "one_side_only", (row.id,))
    answers = {one.party: (one.basis, one.note) for one in found.answerable}
    assert answers["SYR-GOV"][0] == "assumed"
    assert answers["RUS"] == ("assumed", "answers for SYR-GOV, not in the text")
    assert "A1" in found.ambiguities


def test_a_contested_perpetrator_makes_the_answer_contested():
    told, row = shelled(doers=["SYR-ARMY", "TIP"], attribution="contested")
    found = finding(assessed([told], incidents=[row]), MOSCOW, "P1", "2020-03-17")
    assert {one.basis for one in found.answerable} == {"contested"}
    assert "attribution" in found.contested


def test_nobody_named_means_nobody_answers():
    told, row = shelled()
    found = finding(assessed([told], incidents=[row]), MOSCOW, "P1", "2020-03-17")
    assert found.answerable == ()


def test_the_best_established_happening_makes_the_day():
    told, low = shelled()
    more, high = shelled(source="zawiya-now", occurrence="corroborated")
    found = finding(assessed([told, more], incidents=[low, high]), MOSCOW, "P1", "2020-03-17")
    assert found.status == "corroborated"
    assert set(found.basis) == {low.id, high.id}
    assert "1 reported" in found.reason


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"doers": ["HTS"]}, "spoiler"),
        ({"doers": ["SYR-ARMY"], "targets": ["HTS"]}, "exemption_claimed"),
    ],
)
def test_flagged_happenings_are_shown_and_not_counted(more, status):
    told, row = shelled(**more)
    alone = finding(assessed([told], incidents=[row]), MOSCOW, "P1", "2020-03-17")
    assert (alone.status, alone.basis) == (status, (row.id,))
    other_told, other = shelled(doers=["SYR-ARMY"])
    both = finding(assessed([told, other_told], incidents=[row, other]), MOSCOW, "P1", "2020-03-17")
    assert (both.status, both.basis) == ("reported", (other.id,))
    assert "Beside this" in both.reason


def test_a_boundary_case_is_flagged_not_counted():
    told = claim("shelling", "northern-observatory", "2020-03-06", "Fatira", time="2020-03-06")
    at = when("2020-03-06T00:20:00+02:00", precision="minute")
    row = incident("shelling", at, "Fatira", [told])
    found = finding(assessed([told], incidents=[row]), MOSCOW, "P1", "2020-03-06")
    assert found.status == "boundary_case"
    assert found.ambiguities[0] == "A1"


def test_hostilities_that_cannot_be_placed_are_no_silence():
    lost = claim("shelling", "northern-observatory", "2020-03-17", time="2020-03-17")
    seen = claim("talks", "northern-observatory", "2020-03-17", "al-Bara", time="2020-03-17")
    row = incident("shelling", "2020-03-17", None, [lost])
    found = finding(assessed([lost, seen], incidents=[row]), MOSCOW, "P1", "2020-03-17")
    assert found.status == "not_assessable"
    assert found.basis == (row.id,)


def test_what_may_have_been_on_a_day_leaves_it_open():
    told = claim("shelling", "northern-observatory", "2020-03-23", "al-Bara", time="2020-03-21")
    row = incident("shelling", when("2020-03-21", "2020-03-22"), "al-Bara", [told])
    all_days = assessed([told], incidents=[row])
    assert finding(all_days, MOSCOW, "P1", "2020-03-22").status == "reported"
    first = finding(all_days, MOSCOW, "P1", "2020-03-21")
    assert (first.status, first.basis) == ("not_assessable", (row.id,))


def test_only_denied_is_no_violation():
    told = claim(
        "shelling", "orontes-agency", "2020-03-17", "al-Bara", time="2020-03-17", modality="denied"
    )
    row = incident("shelling", "2020-03-17", "al-Bara", [told], occurrence="contested")
    found = finding(assessed([told], incidents=[row]), MOSCOW, "P1", "2020-03-17")
    assert found.status == "no_violation_reported"
    assert "1 happening not assessable" in found.reason


def test_actors_in_the_zone_leave_membership_contested():
    told = claim("sighting", "steppe-sentinel", "2020-03-12", "Jisr al-Shughur", time="2020-03-12")
    row = sighting([told], "2020-03-12", "Jisr al-Shughur", ["TIP"])
    found = finding(assessed([told], sightings=[row]), SOCHI18, "P5", "2020-03-12")
    assert (found.status, found.contested) == ("reported", ("membership",))
    assert [one.party for one in found.answerable] == ["TUR"]


def test_manual_provisions_say_that_a_person_decides():
    told = claim("ied", "steppe-sentinel", "2020-03-18", "Ras al-Ayn", time="2020-03-18")
    row = incident("ied", "2020-03-18", "Ras al-Ayn", [told])
    result = assessed([told], incidents=[row])
    found = finding(result, SOCHI19, "P3", "2020-03-18")
    assert found.status == "not_assessable"
    assert row.id in found.basis
    assert "reviewer" in found.reason
    assert finding(result, SOCHI19, "P3", "2020-03-20").status == "no_information"


TEXT = "The text prepared on the security corridor was signed and put into force."


def agreed(day="2020-03-13", text=TEXT, act="ceasefire_act", **more):
    item = f"i-{day}"
    told = claim(act, "tr-mod", day, time=day, item=item, sentence=Span(0, len(text)), **more)
    return told, incident(act, day, None, [told]), document(item, text)


def test_a_deadline_shows_both_dates_and_is_overdue_only_after_the_later():
    near = claim("aid_delivery", "relief-desk", "2020-03-13", "Ariha", time="2020-03-13")
    after = claim("aid_delivery", "relief-desk", "2020-03-14", "Ariha", time="2020-03-14")
    result = assessed([near, after])
    assert [row.due for row in result.deadlines if row.provision == "P2a"] == [
        ("2020-03-12", "2020-03-13")
    ]
    by_day = {day: finding(result, MOSCOW, "P2a", f"2020-03-{day}") for day in (12, 13, 14, 15)}
    assert by_day[12].status == by_day[13].status == "not_due"
    assert "2020-03-12 or 2020-03-13" in by_day[13].reason
    assert by_day[14].status == "overdue"
    assert by_day[15].status == "no_information"
    assert by_day[14].ambiguities == ("A4",)


def test_an_agreement_that_names_the_corridor_is_claimed_never_implemented():
    told, row, text = agreed()
    result = assessed([told], incidents=[row], documents=[text])
    assert finding(result, MOSCOW, "P2a", "2020-03-12").status == "not_due"
    for day in ("2020-03-13", "2020-03-14", "2020-03-31"):
        found = finding(result, MOSCOW, "P2a", day)
        assert (found.status, found.basis) == ("claimed_implemented", (row.id,))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They have largely agreed how the security corridor is to work.", "under_way"),
        ("The parameters of the security corridor will be agreed later.", "under_way"),
        ("Delegations spoke about the security corridor.", "under_way"),
        ("Delegations agreed on the price of wheat.", "not_due"),
    ],
)
def test_hedged_or_other_words_do_not_settle_it(text, expected):
    told, row, doc = agreed("2020-03-12", text, act="talks")
    result = assessed([told], incidents=[row], documents=[doc])
    assert finding(result, MOSCOW, "P2a", "2020-03-12").status == expected


def test_the_paragraph_of_the_talks_may_say_that_it_is_settled():
    text = f"The talks in Ankara have been completed. {TEXT}"
    told, row, doc = agreed("2020-03-13", text, act="talks")
    result = assessed([told], incidents=[row], documents=[doc])
    assert finding(result, MOSCOW, "P2a", "2020-03-13").status == "claimed_implemented"


def test_a_planned_agreement_is_announced():
    told, row, doc = agreed("2020-03-09", modality="planned")
    result = assessed([told], incidents=[row], documents=[doc])
    assert finding(result, MOSCOW, "P2a", "2020-03-09").status == "announced"
    assert finding(result, MOSCOW, "P2a", "2020-03-08").status == "not_due"


def test_the_signature_does_not_fulfil_what_it_promises():
    told, row, doc = agreed("2020-03-05")
    result = assessed([told], incidents=[row], documents=[doc])
    assert finding(result, MOSCOW, "P2a", "2020-03-06").status == "not_due"
