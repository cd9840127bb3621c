"""Merging: what joins, what stays apart, who counts, and what order must not change."""

from __future__ import annotations

import msgspec
import pytest
from builders import NAYRAB, RAS_AL_AYN, claim, killed, mention, place
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.merge import merge
from trucewatch.model import (
    HUMAN_ONLY_GRADES,
    Actor,
    Attribution,
    Judgement,
    PatrolReport,
    Relation,
    Span,
    TallyReport,
    Watch,
)


def only(rows):
    assert len(rows) == 1, rows
    return rows[0]


def judged(kind, *subjects):
    return Judgement(
        id="j1", kind=kind, subjects=subjects, by="a reader", at="2020-03-20", reason="read it"
    )


def test_one_happening_in_two_reports_is_one_incident_with_two_voices(watch):
    found = merge([claim("a", by="wire"), claim("b", by="observer")], watch, {})
    incident = only(found.incidents)
    assert incident.claims == ("a", "b")
    assert incident.occurrence == "corroborated"
    assert {voice.group for voice in incident.voices} == {"wire", "observer"}
    assert incident.log[0].reasons


def test_outlets_of_one_independence_group_are_one_voice(watch):
    incident = only(merge([claim("a", by="wire"), claim("b", by="mirror")], watch, {}).incidents)
    assert incident.occurrence == "single_source"


def test_two_outlets_that_quote_one_ministry_are_one_voice(watch):
    said = Attribution(form="said", source="north-mod", source_text="the ministry")
    claims = [claim("a", by="wire", attribution=said), claim("b", by="observer", attribution=said)]
    incident = only(merge(claims, watch, {}).incidents)
    assert incident.occurrence == "single_source"
    assert only(incident.voices).side == "north"


@pytest.mark.parametrize(
    "name",
    [
        "the Defence Ministry of Northland",
        "Northland's Defense Minister",
        "the Ministry of Defence of Northland",
        "Northern Defense Ministry spokesman",
    ],
)
def test_a_ministry_is_one_voice_in_whatever_order_and_spelling(watch, name):
    ministry = msgspec.structs.replace(watch.sources[0], aliases=("Northern Defence Ministry",))
    north = Actor(id="NL", name="Northland", type="state", side="north", demonyms=("Northern",))
    south = Actor(id="SL", name="Southland", type="state", side="south", demonyms=("Southern",))
    watch = msgspec.structs.replace(
        watch, sources=(ministry, *watch.sources[1:]), actors=(north, south)
    )
    told = claim("a", by="wire", attribution=Attribution(form="said", source_text=name))
    incident = only(merge([told], watch, {}).incidents)
    assert only(incident.voices).group == "north-mod"
    both = Attribution(form="said", source_text="the Southern and Northern Defense Ministry")
    incident = only(merge([claim("a", attribution=both)], watch, {}).incidents)
    assert only(incident.voices).group != "north-mod"


def echo(name, start, **fields):
    """Return what the same text says next, without a day or place of its own."""
    fields = {"modality": "denied", "day": None, "spot": None, **fields}
    return claim(name, by="wire", sentence=Span(start, start + 20), **fields)


def test_what_a_text_says_next_of_the_same_act_is_of_the_same_happening(watch):
    told = claim("a", by="wire")
    assert only(merge([told, echo("b", 21)], watch, {}).incidents).occurrence == "contested"
    for other in (
        echo("b", 2_000),
        echo("b", 21, act="protest"),
        echo("b", 21, day="2020-03-14"),
        echo("b", 21, spot=RAS_AL_AYN),
        echo("b", 21, modality="asserted"),
        echo("b", 21, item="sha256:other"),
    ):
        assert len(merge([told, other], watch, {}).incidents) == 2, other


def test_the_area_of_one_text_is_not_the_area_of_another(watch):
    def nameless(name, by, text):
        area = msgspec.structs.replace(place(), text=text, chosen=None, geometry=None)
        return claim(name, by=by, place=area)

    named = [nameless("a", "wire", "Tell Hamlet"), nameless("b", "observer", "Tell Hamlet")]
    assert len(merge(named, watch, {}).incidents) == 1
    nowhere = [nameless("a", "wire", "the area"), nameless("b", "observer", "the area")]
    assert len(merge(nowhere, watch, {}).incidents) == 2


def test_an_office_holder_and_a_reporter_speak_for_their_house(watch):
    minister = Attribution(form="said", source_text="North-Mod minister")
    reporter = Attribution(form="said", source_text="Wire's Reporter")
    ministry = msgspec.structs.replace(watch.sources[0], aliases=("North-Mod ministry",))
    houses = msgspec.structs.replace(watch, sources=(ministry, *watch.sources[1:]))
    claims = [claim("a", by="wire", attribution=minister), claim("b", by="north-mod")]
    assert only(merge(claims, houses, {}).incidents).occurrence == "single_source"
    claims = [claim("a", by="wire"), claim("b", by="mirror", attribution=reporter)]
    assert only(merge(claims, houses, {}).incidents).occurrence == "single_source"


def test_two_sides_strikes_of_one_day_without_a_common_place_are_two(watch):
    north, south = ((mention(side, side.upper(), side),) for side in ("north", "south"))
    claims = [
        claim("a", by="north-mod", spot=None, perpetrators=north, weapons=()),
        claim("b", by="south-mod", perpetrators=south),
    ]
    assert len(merge(claims, watch, {}).incidents) == 2
    blamed = [
        claim("a", by="south-mod", perpetrators=north),
        claim("b", by="north-mod", perpetrators=south),
    ]
    assert only(merge(blamed, watch, {}).incidents).attribution == "contested"


def test_a_copied_sentence_counts_as_the_original(watch):
    copied = {"sha256:observer": [("sha256:wire", (Span(0, 20),))]}
    claims = [claim("a", by="wire"), claim("b", by="observer")]
    assert only(merge(claims, watch, copied).incidents).occurrence == "single_source"


def test_opposed_sides_that_agree_are_cross_side(watch):
    claims = [claim("a", by="north-mod"), claim("b", by="south-mod")]
    assert only(merge(claims, watch, {}).incidents).occurrence == "cross_side"


def test_a_denial_belongs_to_what_it_denies_and_contests_it(watch):
    denial = claim("b", by="north-mod", modality="denied")
    incident = only(merge([claim("a", by="wire"), denial], watch, {}).incidents)
    assert incident.occurrence == "contested"
    assert {voice.stance for voice in incident.voices} == {"asserts", "denies"}


def test_a_denial_of_one_text_joins_through_its_relation_even_without_a_place(watch):
    denial = claim(
        "b",
        modality="denied",
        spot=None,
        day=None,
        relates_to=(Relation(claim="a", relation="denies"),),
    )
    assert only(merge([claim("a"), denial], watch, {}).incidents).claims == ("a", "b")


@pytest.mark.parametrize(
    "other",
    [
        {"spot": RAS_AL_AYN},
        {"day": "2020-03-14"},
        {"act": "aid_delivery"},
    ],
)
def test_other_places_days_and_acts_stay_apart(watch, other):
    found = merge([claim("a", by="wire"), claim("b", by="observer", **other)], watch, {})
    assert len(found.incidents) == 2


def test_two_claims_of_one_text_are_two_happenings_unless_one_only_names_the_other(watch):
    one = claim("a", figures=(killed(2, 2, 2),))
    assert len(merge([one, claim("b", figures=(killed(3, 3, 3),))], watch, {}).incidents) == 2
    assert len(merge([one, claim("b")], watch, {}).incidents) == 1


def test_a_claim_that_fits_two_happenings_does_not_bridge_them(watch):
    claims = [
        claim("a", by="wire", spot=NAYRAB),
        claim("b", by="observer", spot=RAS_AL_AYN),
        claim("c", by="south-mod", spot=None, targets=(mention("convoy"),)),
    ]
    assert len(merge(claims, watch, {}).incidents) >= 2


def test_the_number_of_a_patrol_joins_an_undated_plan_and_parts_two_runs(watch):
    def told(name, by, ordinal, **fields):
        report = PatrolReport(ordinal=ordinal)
        return claim(name, by=by, act="patrol", patrol=report, **fields)

    claims = [
        told("a", "wire", 2, day="2020-03-23"),
        told("b", "observer", 2, day=None, spot=None, modality="planned"),
        told("c", "south-mod", 1, day="2020-03-23"),
    ]
    runs = {run.claims for run in merge(claims, watch, {}).patrols}
    assert runs == {("a", "b"), ("c",)}


def test_means_named_by_one_report_only_still_merges_and_gives_the_act(watch):
    found = merge([claim("a", act="attack"), claim("b", by="observer", act="ied")], watch, {})
    assert only(found.incidents).act == "ied"


def test_figures_are_ranges_with_words_and_no_best_where_voices_tie(watch):
    claims = [
        claim("a", by="wire", figures=(killed(3, 3, 3),)),
        claim("b", by="observer", figures=(killed(5, 5, 5),)),
    ]
    figure = only(only(merge(claims, watch, {}).incidents).figures)
    assert (figure.low, figure.best, figure.high) == (3, None, 5)
    assert figure.words == ("3", "5")


def test_best_is_what_most_voices_give_and_a_floor_leaves_the_top_open(watch):
    atleast = msgspec.structs.replace(killed(5, 5, None), qualifier="at_least")
    claims = [
        claim("a", by="wire", figures=(killed(3, 3, 3),)),
        claim("b", by="observer", figures=(killed(3, 3, 3),)),
        claim("c", by="south-mod", figures=(atleast,)),
    ]
    figure = only(only(merge(claims, watch, {}).incidents).figures)
    assert (figure.low, figure.best, figure.high) == (3, 3, None)


def test_parts_and_cumulative_tolls_are_never_new_harm(watch):
    part = claim("a", figures=(killed(6, 6, 6), killed(2, 2, 2, group="medics", part_of=0)))
    recap = claim("b", by="observer", figures=(killed(225, 225, 225, cumulative=True),))
    incident = only(merge([part, recap], watch, {}).incidents)
    assert incident.claims == ("a",)
    assert only(incident.figures).high == 6


def test_tolls_are_no_incidents_and_plans_stay_apart_from_happenings(watch):
    toll = claim("a", act="toll")
    plan = claim("b", by="observer", modality="planned")
    found = merge([toll, plan, claim("c")], watch, {})
    assert [row.planned for row in found.incidents] == [True, False] or [
        row.planned for row in found.incidents
    ] == [False, True]


def test_patrol_outcome_and_cause_are_contested_apart(watch):
    def told(name, by, **patrol):
        return claim(name, by=by, act="patrol", patrol=PatrolReport(**patrol))

    claims = [
        told("a", "north-mod", outcome="shortened", cause_text="provocations"),
        told("b", "south-mod", outcome="shortened", cause_text="a sit-in"),
        told("c", "wire", outcome="held"),
    ]
    patrol = only(merge(claims, watch, {}).patrols)
    assert patrol.outcome == "shortened"
    assert next(row for row in patrol.fields if row.field == "cause").state == "contested"


def test_completed_against_shortened_is_contested_and_a_plan_joins_its_run(watch):
    claims = [
        claim("a", by="north-mod", act="patrol", patrol=PatrolReport(outcome="completed")),
        claim("b", by="south-mod", act="patrol", patrol=PatrolReport(outcome="shortened")),
        claim(
            "c",
            by="wire",
            act="patrol",
            modality="planned",
            patrol=PatrolReport(route_text="the whole M4"),
        ),
    ]
    patrol = only(merge(claims, watch, {}).patrols)
    assert patrol.outcome == "contested"
    assert patrol.planned_route == "the whole M4"


def test_tallies_of_opposed_sides_for_one_day_face_each_other(watch):
    told = TallyReport(count_basis="shelling_case")
    claims = [
        claim("a", by="north-mod", act="tally", tally=told),
        claim("b", by="south-mod", act="tally", tally=told),
    ]
    one, other = merge(claims, watch, {}).tallies
    assert one.counter_tallies == (other.id,)
    assert not merge(claims, watch, {}).incidents


def test_people_win_over_the_score_both_ways(watch):
    near = [claim("a", by="wire"), claim("b", by="observer")]
    far = [claim("a", by="wire"), claim("b", by="observer", spot=RAS_AL_AYN)]
    assert len(merge(near, watch, {}, [judged("cannot_link", "a", "b")]).incidents) == 2
    assert len(merge(far, watch, {}, [judged("must_link", "a", "b")]).incidents) == 1
    assert not merge([claim("a")], watch, {}, [judged("reject", "a")]).incidents


def test_one_side_alone_naming_the_doer_is_one_side_only(watch):
    doer = (mention("southern troops", "SOUTH", "south"),)
    claims = [claim("a", by="north-mod", perpetrators=doer), claim("b", by="wire")]
    assert only(merge(claims, watch, {}).incidents).attribution == "one_side_only"


CLAIMS = st.lists(
    st.builds(
        lambda by, act, day, spot, mode: (by, act, f"2020-03-{day:02}", spot, mode),
        st.sampled_from(["wire", "mirror", "observer", "north-mod", "south-mod"]),
        st.sampled_from(["shelling", "attack", "ied", "protest", "patrol", "sighting", "tally"]),
        st.integers(1, 4),
        st.sampled_from([None, NAYRAB, RAS_AL_AYN]),
        st.sampled_from(["asserted", "denied", "planned", "absent"]),
    ),
    max_size=12,
)


@given(rows=CLAIMS, seed=st.randoms(use_true_random=False))
def test_order_never_matters_nothing_is_lost_and_no_human_grade_is_set(rows, seed):
    watch = Watch(id="w", title="W", theatre=(0, 0, 1, 1), timezone="UTC")
    claims = [
        claim(
            f"c{number}",
            by=by,
            act=act,
            day=day,
            spot=spot,
            modality=mode,
            item=f"sha256:{number % 5}",
            tally=TallyReport(count_basis="incident"),
        )
        for number, (by, act, day, spot, mode) in enumerate(rows)
    ]
    found = merge(claims, watch, {})
    seed.shuffle(claims)
    assert merge(claims, watch, {}) == found
    groups = [*found.incidents, *found.patrols, *found.sightings, *found.restrictions]
    held = sorted([one for row in groups for one in row.claims] + [r.claim for r in found.tallies])
    assert held == sorted(row.id for row in claims)
    assert not {row.occurrence for row in groups} & HUMAN_ONLY_GRADES


def test_what_is_only_denied_or_not_seen_was_told_by_nobody(watch):
    absent = only(merge([claim("a", modality="absent")], watch, {}).incidents)
    assert not absent.told
    assert only(merge([claim("a")], watch, {}).incidents).told


def test_a_place_on_a_road_is_on_it_however_long_the_road_is(watch):
    line = {"type": "LineString", "coordinates": [[36.80, 35.86], [36.72, 35.87], [36.16, 35.78]]}
    road = msgspec.structs.replace(
        place(), text="M4", chosen="line:m4", geometry=line, uncertainty_m=30_000.0
    )
    claims = [
        claim("a", act="patrol", place=road, patrol=PatrolReport(outcome="held")),
        claim("b", by="observer", act="patrol", spot=NAYRAB, patrol=PatrolReport()),
    ]
    assert len(merge(claims, watch, {}).patrols) == 1


def timed(name, start, end, precision, **fields):
    from trucewatch.model import TimeRef

    at = TimeRef(text="then", span=Span(0, 4), start=start, end=end, precision=precision)
    return msgspec.structs.replace(claim(name, **fields), time=at)


def test_a_vaguer_report_does_not_widen_the_time_of_a_narrow_one(watch):
    minute = timed("a", "2020-03-17T00:20", "2020-03-17T00:20", "minute", by="wire")
    night = timed("b", "2020-03-17T00:00", "2020-03-17T06:00", "hour", by="observer")
    day = timed("c", "2020-03-17", "2020-03-17", "day", by="mirror")
    when = only(merge([minute, night, day], watch, {}).incidents).when
    assert (when.start, when.precision) == ("2020-03-17T00:20", "minute")


def test_times_that_exclude_each_other_leave_their_whole_range_in_days(watch):
    one = timed("a", "2020-03-17T00:20", "2020-03-17T00:20", "minute", by="wire")
    other = timed("b", "2020-03-17T09:00", "2020-03-17T09:00", "minute", by="observer")
    linked = judged("must_link", "a", "b")
    when = only(merge([one, other], watch, {}, [linked]).incidents).when
    assert (when.start, when.end, when.precision) == ("2020-03-17", "2020-03-17", "day")


def test_denying_a_part_contests_who_did_it_and_not_that_it_happened(watch):
    north = (mention("the north", "NORTH", "north"),)
    told = claim("a", by="wire", perpetrators=north)
    denied = claim("b", by="observer", modality="denied", perpetrators=north)
    part = msgspec.structs.replace(denied, denies_part=True)
    incident = only(merge([told, denied], watch, {}).incidents)
    assert (incident.occurrence, incident.attribution) == ("contested", "contested")
    incident = only(merge([told, part], watch, {}).incidents)
    assert (incident.occurrence, incident.attribution) == ("single_source", "contested")
    assert {voice.stance for voice in incident.voices} == {"asserts", "denies_part"}
