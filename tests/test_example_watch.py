"""What the example watch has to show: the answers an analyst would look for first."""

from __future__ import annotations

import pytest

from trucewatch import config, gather, pipeline
from trucewatch.intake.folder import inputs_of
from trucewatch.ledger import Ledger

MOSCOW, NORTH_EAST = "sy-idlib-moscow-2020", "sy-ne-sochi-2019"


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    source = config.example("idlib-2020")
    tools = pipeline.tools_for(source)
    with Ledger(tmp_path_factory.mktemp("example") / "ledger.db") as ledger:
        for _ in pipeline.add(ledger, inputs_of([source / config.REPORTS]), tools):
            pass
        pipeline.merge(ledger, tools)
        days = gather.period(tools.watched, ledger)
        pipeline.assess(ledger, tools, from_day=days[0], to_day=days[1])
        return gather.record(ledger, tools.watched, tools.agreements)


def finding(record, provision, day, agreement=MOSCOW):
    return next(
        row
        for row in record.assessment.findings
        if (row.agreement, row.provision, row.day) == (agreement, provision, day)
    )


def answers(record, subject, agreement):
    tests = record.assessment.tests
    return {row.answer for row in tests if (row.subject, row.agreement) == (subject, agreement)}


def incident(record, act, words):
    """Return the incident of an act with these words in its place."""
    return next(
        row
        for row in record.merged.incidents
        if row.act == act and words in (row.where.name or "") and row.told
    )


def test_the_bomb_at_ras_al_ayn_is_for_the_memorandum_of_2019(record):
    bomb = next(
        row
        for row in record.merged.incidents
        if row.act == "ied"
        and any(group.claims for group in row.voices)
        and row.where.lat is not None
        and row.where.lon > 39
    )
    assert {voice.group for voice in bomb.voices} >= {"steppe-sentinel"}
    assert answers(record, bomb.id, MOSCOW) == {"out_of_scope"}
    assert answers(record, bomb.id, NORTH_EAST) - {"out_of_scope"}
    killed = sorted(row.best for row in bomb.figures if row.kind == "killed" and row.best)
    assert len(killed) >= 2, "two groups, two accounts"


def test_a_threat_to_journalists_meets_no_operative_provision(record):
    threats = [row for row in record.merged.incidents if row.act == "threat"]
    found = [answers(record, row.id, MOSCOW) for row in threats]
    assert {"no_operative_provision"} in found


def test_the_first_patrol_is_partly_implemented_with_its_cause_contested(record):
    first = finding(record, "P3", "2020-03-15")
    assert first.status == "partly_implemented"
    assert "cause" in first.contested


def test_the_second_patrol_is_contested(record):
    assert finding(record, "P3", "2020-03-23").status == "contested"


def test_armed_groups_in_the_corridor_are_no_breach_of_the_moscow_protocol(record):
    for row in (*record.merged.sightings, *record.merged.incidents):
        acts = {"control", "withdrawal", "sighting"}
        if getattr(row, "act", "sighting") in acts:
            assert not answers(record, row.id, MOSCOW) & {"reported", "corroborated", "contested"}


def test_twenty_minutes_after_entry_into_force_is_a_boundary_case(record):
    shelling = incident(record, "shelling", "Fatira")
    assert shelling.when.start.startswith("2020-03-06T00:20")
    assert answers(record, shelling.id, MOSCOW) == {"boundary_case"}


@pytest.mark.parametrize("day", ["10", "11", "21", "28", "29"])
def test_days_without_reports_are_no_information_or_hold_what_later_reports_tell(record, day):
    status = finding(record, "P1", f"2020-03-{day}").status
    assert status != "no_violation_reported"
    if day != "21":  # soldiers shot over that weekend are told of later
        assert status == "no_information"


def test_750_km2_is_held_against_the_corridor(record):
    checks = [row for row in record.assessment.checks if row.stated == 750]
    assert checks
    for row in checks:
        assert row.feature == "m4-corridor"
        assert row.verdict == "agrees"
        assert 700 < row.computed < 760


def test_no_claim_comes_from_a_comment_and_the_embedded_article_is_a_lead(record):
    by_item = {document.item.id: document for document in record.documents}
    for claim in record.claims:
        passage = by_item[claim.item].passages[claim.passage]
        assert passage.kind in ("headline", "article_body", "caption")
        assert passage.start <= claim.sentence[0] < passage.end
    assert sum(len(document.leads) for document in record.documents) == 1
    comments = sum(
        passage.kind == "thread_comment"
        for document in record.documents
        for passage in document.passages
    )
    assert comments > 50


def test_a_copy_counts_once(record):
    patrol = max(record.merged.patrols, key=lambda row: len(row.claims))
    sources = {claim.id: claim.published_by for claim in record.claims}
    outlets = {sources[claim] for claim in patrol.claims}
    assert {"meridian-wire", "levant-mirror"} <= outlets
    assert "levant-mirror" not in {voice.group for voice in patrol.voices}


def test_both_guarantors_count_the_same_day_side_by_side(record):
    sides = {}
    for tally in record.merged.tallies:
        sides.setdefault((tally.period.end or "")[:10], set()).add(tally.side)
    assert any({"government", "opposition"} <= found for found in sides.values())
