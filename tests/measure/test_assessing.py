"""The benchmark of the assessment: every kind of answer comes up, and each run is the same."""

from trucewatch.measure.assessing import _record, bench


def test_a_small_run_gives_all_figures():
    figures = bench((400,))
    assert figures["agreements"] == 6
    assert figures["provisions"] >= 40
    (row,) = figures["sizes"].values()
    assert row["findings"] == figures["provisions"] * 365
    assert row["answers"] >= 6 * 400  # each happening is held against each agreement


def test_the_record_is_the_same_in_every_run():
    assert _record(200) == _record(200)
    merged, claims = _record(2_000)
    assert len(claims) == len(merged.groupings) == 2_000
    assert merged.patrols
    assert merged.sightings
    assert merged.restrictions
