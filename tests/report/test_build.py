import msgspec
import pytest
from report.record_sample import MERGED, SHELLING, sample, sample_report

from trucewatch import report
from trucewatch.errors import UsageError
from trucewatch.model import CODES, FigureRange, Issue
from trucewatch.report.model import SituationReport


@pytest.fixture(scope="module")
def built():
    return sample_report()


def with_incident(**changes):
    first, *rest = MERGED.incidents
    merged = msgspec.structs.replace(
        MERGED, incidents=(msgspec.structs.replace(first, **changes), *rest)
    )
    return msgspec.structs.replace(sample(), merged=merged)


def row(rows, name):
    return next(one for one in rows if one.name == name)


def test_counts_keep_their_unit_and_planned_things_are_not_hostilities(built):
    summary = {one.name: one for one in built.summary}
    assert summary["Hostilities"].current == 2
    assert summary["Hostilities"].unit == "incidents proposed"
    assert summary["Patrols that set out or were due"].current == 1
    assert sum(one.incidents for one in built.hostilities) == 2


def test_a_period_nobody_reported_on_is_unknown_and_not_zero(built):
    assert {one.previous for one in built.summary} == {None}
    later = sample_report(from_day="2020-03-18", to_day="2020-03-20")
    summary = {one.name: one for one in later.summary}
    assert (summary["Hostilities"].current, summary["Hostilities"].previous) == (0, 2)
    assert summary["Hostilities"].change == "2 fewer"


def test_days_without_reports_and_silent_sides_are_told(built):
    assert row(built.unseen, "Days without any report").items == ("15 March 2020", "17 March 2020")
    assert row(built.unseen, "Sides not heard").count == 3
    assert row(built.unseen, "Happenings without a place").count == 4
    assert row(built.unseen, "Reader comments set aside").count == 1
    assert row(built.unseen, "Leads").count == 1
    assert row(built.unseen, "Reports published after the cut-off").items == ("Update 12",)


def test_a_report_without_any_document_says_so():
    record = msgspec.structs.replace(sample(), documents=(), claims=())
    quiet = sample_report(
        msgspec.structs.replace(record, merged=type(MERGED)(), assessment=type(record.assessment)())
    )
    assert "nothing can be said" in quiet.lead[0]
    assert report.render(quiet, "html")
    assert report.render(quiet, "md")


def test_harm_is_a_range_and_an_unstated_number_is_no_zero(built):
    totals = {(one.kind, one.category): one for one in built.harm_totals}
    civilians = totals["killed", "civilians"].range
    assert (civilians.low, civilians.best, civilians.high) == (5, 5, None)
    wounded = totals["wounded", "not told apart"]
    assert wounded.range.low is None
    assert wounded.range.text == "number not stated"
    assert wounded.unstated == 1


def test_groups_that_may_overlap_are_not_added():
    def killed(group, number):
        return FigureRange(
            kind="killed", group=group, side="civilian", count_basis="persons", low=number,
            best=number, high=number, words=(str(number),), claims=(), rule="r",
        )  # fmt: skip

    told = sample_report(with_incident(figures=(killed("civilians", 7), killed("children", 3))))
    total = next(one for one in told.harm_totals if one.category == "civilians")
    assert (total.range.low, total.range.best, total.range.high) == (7, None, 10)


def test_every_link_of_the_report_leads_to_something(built):
    anchors = {one.anchor for one in built.evidence}
    incident = next(one for one in built.incidents if one.id == SHELLING)
    assert {one.evidence.anchor for one in incident.claims} <= anchors
    assert {one.anchor for one in incident.harm[0].evidence} <= anchors


def test_segments_are_the_passage_and_mark_the_sentence(built):
    for one in built.evidence:
        marked = "".join(piece.text for piece in one.segments if piece.sentence)
        assert marked == one.sentence
    fields = {name for piece in built.evidence[0].segments for name in piece.fields}
    assert {"act", "place", "time", "weapon", "figure", "whom", "by"} <= fields


def test_our_voice_uses_neutral_names_and_quotes_the_rest(built):
    incident = next(one for one in built.incidents if one.id == SHELLING)
    assert incident.perpetrators == ("Government forces", "“Terrorists”")
    assert "Terrorist" not in " ".join(one.headline for one in built.incidents)
    assert ("Regime forces", "government forces") in built.evidence[0].labels


def test_outcome_and_cause_are_contested_apart(built):
    patrol = built.patrols[0]
    assert patrol.outcome == "shortened"
    assert not patrol.outcome_contested
    assert patrol.cause_contested
    assert len(patrol.causes) == 2


def test_tallies_stand_side_by_side_in_their_own_units(built):
    (day,) = built.tallies
    assert {side: [(one.count.text, one.unit) for one in rows] for side, rows in day.sides} == {
        "Government and its allies": [("6", "shelling cases")],
        "Opposition groups": [("14", "explosions")],
    }


def test_sightings_are_held_against_lines_and_zones(built):
    seen = built.sightings[0]
    positions = {one.feature: one for one in seen.positions}
    assert positions["Security corridor"].text == "inside"
    assert positions["M4 road"].distance_km == pytest.approx(0.38, abs=0.1)
    assert seen.margin_km == 1.5


def test_what_no_agreement_covers_is_told_from_what_cannot_be_told(built):
    standings = {one.ref.label: one.standing for one in built.scope}
    assert standings == {"I3": "outside", "S1": "outside"}
    record = sample()
    open_ = tuple(
        msgspec.structs.replace(one, answer="boundary_case")
        if one.answer == "out_of_scope"
        else one
        for one in record.assessment.tests
    )
    assessment = msgspec.structs.replace(record.assessment, tests=open_)
    again = sample_report(msgspec.structs.replace(record, assessment=assessment))
    assert {one.ref.label: one.standing for one in again.scope} == {"I3": "open", "S1": "outside"}


def test_an_undated_happening_counts_on_the_day_it_was_first_reported():
    loose = with_incident(
        when=msgspec.structs.replace(
            MERGED.incidents[0].when, start="2020-03-13", end="2020-03-16", basis="published"
        )
    )
    incident = next(one for one in sample_report(loose).incidents if one.id == SHELLING)
    assert incident.day == "2020-03-16"
    assert incident.when.endswith("(from the date of publication)")


def test_reasons_name_lines_and_zones_instead_of_ids(built):
    answer = next(one for one in built.incidents if one.id == SHELLING).answers[0]
    assert answer.measures == ("distance to Line of contact: 0.2 km",)


def test_the_map_leaves_out_what_is_too_vague_and_counts_it():
    vague = with_incident(
        where=msgspec.structs.replace(
            MERGED.incidents[0].where, precision="admin", uncertainty_m=30_000.0
        )
    )
    drawn = sample_report(vague).map
    assert drawn.located == sample_report().map.located - 1
    assert any("wide area" in note for note in drawn.notes)


def test_the_day_is_local_to_the_watch():
    late = with_incident(
        when=msgspec.structs.replace(
            MERGED.incidents[0].when,
            start="2020-03-15T23:30:00+00:00",
            end="2020-03-15T23:30:00+00:00",
        )
    )
    incident = next(one for one in sample_report(late).incidents if one.id == SHELLING)
    assert incident.day == "2020-03-16"
    assert incident.when == "16 March 2020, 01:30"


def test_the_report_survives_its_own_schema(built):
    again = msgspec.json.decode(report.render(built, "json"), type=SituationReport)
    assert again.schema == "trucewatch.report/1"
    assert again.evidence == built.evidence


@pytest.mark.parametrize(
    "period",
    [
        {"from_day": "2020-03-17", "to_day": "2020-03-15"},
        {"from_day": "15 March"},
        {"to_day": "2020-02-31"},
        {"cutoff": "25:00"},
        {"cutoff": "evening"},
    ],
)
def test_a_period_that_is_none_is_a_usage_error(period):
    with pytest.raises(UsageError):
        sample_report(**period)


def test_no_violation_reported_without_any_report_is_no_information():
    record = sample()
    findings = tuple(
        msgspec.structs.replace(one, coverage="none")
        if one.status == "no_violation_reported"
        else one
        for one in record.assessment.findings
    )
    assessment = msgspec.structs.replace(record.assessment, findings=findings)
    told = sample_report(msgspec.structs.replace(record, assessment=assessment))
    statuses = [day.status for day in told.agreements[0].provisions[0].days]
    assert statuses == ["contested", "no_information", "no_information"]


def test_harm_over_the_period_leads_to_its_incidents(built):
    killed = {one.category: one for one in built.harm_totals if one.kind == "killed"}
    assert [one.label for one in killed["civilians"].incidents] == ["I1"]
    assert [one.label for one in killed["not told apart"].incidents] == ["I3"]


def test_reports_of_the_period_are_told_from_all_in_the_record(built):
    sides = {one.name: (one.documents, one.in_record) for one in built.header.sides}
    assert sides == {
        "Government and its allies": (2, 2),
        "Opposition groups": (1, 1),
        "Humanitarian bodies": (0, 1),
    }
    assert (built.header.documents, built.header.in_record) == (3, 4)
    assert sample_report(to_day="2020-03-15").header.period == "15 March 2020"


def test_a_measured_figure_without_a_claim_still_leads_to_its_sentence():
    record = sample()
    item = record.documents[2].item.id
    check = msgspec.structs.replace(record.assessment.checks[0], claim=item, figure=-1)
    assessment = msgspec.structs.replace(record.assessment, checks=(check,))
    told = sample_report(msgspec.structs.replace(record, assessment=assessment))
    evidence = next(one for one in told.evidence if one.claim == item)
    assert told.checks[0].evidence.anchor == evidence.anchor
    assert evidence.sentence == "The secure corridor covers 750 square kilometres, the source said."
    assert [piece.text for piece in evidence.segments if piece.fields] == ["750"]


def test_no_issue_is_dropped():
    record = sample()
    issues = tuple(Issue(code=code, message=f"about {code}") for code in sorted(CODES))
    told = sample_report(msgspec.structs.replace(record, issues=issues))
    shown = " ".join(text for one in told.unseen for text in one.items)
    for code in CODES:
        # Figures checked against the geometry have a section of their own; a safety notice is
        # for the desk alone, and the public edition has none.
        assert (f"about {code}" in shown) == (code not in {"figure_check", "safety_notice"}), code
