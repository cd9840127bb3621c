"""Rows and submissions as claims: every field from its column, its words at its span."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.extract import lexicon_for, read_entry
from trucewatch.extract.record_times import read_when
from trucewatch.extract.tables import load_data
from trucewatch.intake.forms import table
from trucewatch.model import ACTS, Document, Entry, Item, Passage, Place, Span

LEXICON = lexicon_for(None)


def entry_of(layout="violations", published="2020-03-16", **cells):
    """Return a document of "column: value" lines, as intake makes it."""
    text, spans = "", {}
    for column, value in cells.items():
        text += ("\n" if text else "") + f"{column}: "
        spans[column] = Span(len(text), len(text) + len(value))
        text += value
    return Document(
        item=Item(id="sha256:00", text=text, media_type="text/csv", published_at=published),
        passages=(Passage(kind="article_body", start=0, end=len(text)),),
        entry=Entry(layout=layout, cells=spans),
    )


def read(layout="violations", place=None, **cells):
    document = entry_of(layout, **cells)
    return document, read_entry(document, place, (), LEXICON)


def claim(layout="violations", **cells):
    _, reading = read(layout, **cells)
    (only,) = reading.claims
    return only


def test_a_row_is_one_claim_with_every_field():
    document, reading = read(
        observation="Explosion", description="Undetermined", count="12", weapon="Mortar 120mm",
        when="14-Mar, 21:35",
    )  # fmt: skip
    (found,) = reading.claims
    text = document.item.text
    assert (found.act, found.modality, found.attribution.form) == ("shelling", "asserted", "outlet")
    assert found.trigger.of(text) == "Explosion"
    assert found.sentence == Span(0, len(text))
    (figure,) = found.figures
    assert (figure.kind, figure.best, figure.count_basis) == ("munitions", 12, "explosion")
    assert figure.group.text == figure.group.span.of(text) == "Explosion"
    (weapon,) = found.weapons
    assert (weapon.text, weapon.class_, weapon.calibre_mm) == ("Mortar", "mortar", 120)
    assert (found.time.text, found.time.start) == ("14-Mar, 21:35", "2020-03-14T21:35")
    assert reading.issues == ()


@pytest.mark.parametrize(
    ("cells", "act"),
    [
        ({"observation": "Burst", "weapon": "HMG"}, "small_arms_fire"),
        ({"observation": "Burst", "weapon": "IFV (BMP-2) cannon (30mm)"}, "small_arms_fire"),
        ({"observation": "Projectile", "description": "In flight E to W"}, "attack"),
        ({"observation": "Explosion"}, "explosion"),
        ({"observation": "Explosion", "description": "outgoing mortar round"}, "shelling"),
        ({"observation": "Взрыв"}, "explosion"),
        ({"observation": "انفجار"}, "explosion"),
        ({"observation": "Overflight", "description": "mini-UAV"}, "overflight"),
        ({"observation": "Denial of access"}, "access_restriction"),
        ({"observation": "Tank", "weapon": "T-72"}, "sighting"),
        ({"observation": "Trench extension"}, "fortification"),
        ({"observation": "N/K", "description": "Sniper fire"}, "small_arms_fire"),
        ({"observation": "Air strike"}, "air_strike"),
    ],
)
def test_acts_of_what_monitors_log(cells, act):
    assert claim(**cells).act == act


def test_an_entry_that_says_nothing_has_no_claim_and_an_issue():
    document, reading = read(observation="Mystery", count="4")
    assert reading.claims == ()
    (issue,) = reading.issues
    assert (issue.code, issue.item) == ("claim_unreadable", document.item.id)


@pytest.mark.parametrize(
    ("count", "low", "best", "high", "qualifier"),
    [
        ("12", 12, 12, 12, "exact"),
        ("3-5", 3, None, 5, "range"),
        (">30", 30, 30, None, "more_than"),
        ("≥ 30", 30, 30, None, "at_least"),
        ("at least 20", 20, 20, None, "at_least"),
        ("<5", None, None, 5, "less_than"),
        ("about 10", None, 10, None, "about"),
        ("multiple", None, None, None, "vague"),
    ],
)
def test_counts(count, low, best, high, qualifier):
    (figure,) = claim(observation="Shot", count=count).figures
    assert (figure.low, figure.best, figure.high) == (low, best, high)
    assert (figure.qualifier, figure.text) == (qualifier, count)


def test_no_count_is_no_figure_and_none_counted_is_absent():
    assert claim(observation="Shot").figures == ()
    assert claim(observation="Shot", count="0").modality == "absent"
    assert claim(observation="No explosions").modality == "absent"
    # Heard and not seen is heard.
    assert claim(observation="Explosion", description="not seen").modality == "asserted"


def test_restrictions_say_of_what_kind():
    found = claim(observation="Delay", description="made to wait at a checkpoint")
    assert (found.act, found.restriction) == ("access_restriction", "delay")


def test_what_somebody_told_is_no_report_of_the_monitor():
    told = claim(observation="Shot", means="Reported").attribution
    assert (told.form, told.cue_text) == ("reportedly", "Reported")


@pytest.mark.parametrize(
    ("cell", "weapons"),
    [
        ("122 mm", [("122 mm", "unspecified", 122.0)]),
        ("Mortar (82mm)", [("Mortar", "mortar", 82.0)]),
        ("HMG", [("HMG", "machine_gun", None)]),
        ("Small arms and HMG (12.7mm)", [("Small arms", "small_arms", None),
                                         ("HMG", "machine_gun", 12.7)]),
        ("Sa", []),
    ],
)  # fmt: skip
def test_weapons(cell, weapons):
    found = claim(observation="Shot", weapon=cell).weapons
    assert [(one.text, one.class_, one.calibre_mm) for one in found] == weapons


def test_a_patrol_with_outcome_cause_and_route():
    found = claim(
        "patrol", date="2020-03-15", started="10:00:00.000+02:00", ended="12:30:00.000+02:00",
        force="Turkish army and Russian military police", planned="A to B", driven="A to C",
        outcome="cut short", cause="residents blocked the road", vehicles="12",
    )  # fmt: skip
    assert (found.act, found.patrol.outcome) == ("patrol", "shortened")
    assert found.patrol.route_text == "A to C"
    assert found.patrol.cause_text == "residents blocked the road"
    assert [one.text for one in found.participants] == [
        "Turkish army",
        "Russian military police",
    ]
    assert (found.time.start, found.time.end) == (
        "2020-03-15T10:00+02:00",
        "2020-03-15T12:30+02:00",
    )
    assert [(one.kind, one.best) for one in found.figures] == [("vehicles", 12)]


def test_forms_and_the_table_of_their_words_agree():
    data = load_data("records.toml")
    assert set(table()["choices"]["outcome"].items()) == {
        (code, label) for label, code in data["outcomes"].items()
    }
    for label in table()["choices"]["kind"].values():
        assert claim("sighting", observation=label).rule == "record.term"
    assert claim("sighting", observation="weapon or vehicle",
                 absent=table()["choices"]["absent"]["absent"]).modality == "absent"  # fmt: skip
    told = table()["choices"]["basis"]["told"]
    assert claim("sighting", observation="explosion", basis=told).attribution.form == "reportedly"
    assert set(data["acts"]) <= set(ACTS)
    assert set(data["order"]["acts"]) <= set(ACTS)


@pytest.mark.parametrize(
    ("cell", "start", "end"),
    [
        ("14-Mar, 21:35", "2020-03-14T21:35+02:00", "2020-03-14T21:35+02:00"),
        ("14-Mar-20 2135 hrs", "2020-03-14T21:35+02:00", "2020-03-14T21:35+02:00"),
        ("Mar 14, 2020 21:35", "2020-03-14T21:35+02:00", "2020-03-14T21:35+02:00"),
        ("14.03., 21:35", "2020-03-14T21:35+02:00", "2020-03-14T21:35+02:00"),
        ("14/03/2020", "2020-03-14", "2020-03-14"),
        ("03/14/2020", "2020-03-14", "2020-03-14"),
        ("2020-03-14T21:35:10Z", "2020-03-14T21:35+00:00", "2020-03-14T21:35+00:00"),
        ("21:35, 14 March", "2020-03-14T21:35+02:00", "2020-03-14T21:35+02:00"),
        ("14-Mar 23:50-00:20", "2020-03-14T23:50+02:00", "2020-03-15T00:20+02:00"),
        ("31-Dec", "2019-12-31", "2019-12-31"),
    ],
)
def test_days_and_hours(cell, start, end):
    when = read_when(cell, {"when": Span(0, len(cell))}, "2020-03-16", "Asia/Damascus")
    assert (when.ref.start, when.ref.end) == (start, end)
    assert when.ref.text == when.ref.span.of(cell)


@pytest.mark.parametrize(
    ("cell", "published"),
    [
        ("04/03/2020", "2020-03-16"),
        ("14-Mar", None),
        ("31-Feb", "2020-03-16"),
        ("soon", "2020-03-16"),
        ("29-Feb", "2021-03-16"),
    ],
)
def test_days_that_cannot_be_told_are_issues(cell, published):
    when = read_when(cell, {"when": Span(0, len(cell))}, published, None)
    assert when.ref is None
    assert when.unreadable
    _, reading = read(observation="Shot", when=cell, published=published)
    assert reading.claims[0].time is None
    assert [issue.code for issue in reading.issues] == ["date_unreadable"]


def test_an_hour_of_its_own_column_far_from_the_day():
    found = claim(date="2020-03-14", observation="Shot", count="1", time="21:35")
    assert (found.time.text, found.time.start) == ("21:35", "2020-03-14T21:35")


def test_ids_are_stable_and_places_are_handed_on():
    place = Place(text="Shot", span=Span(13, 17), relation="at")
    document = entry_of(observation="Shot")
    one = read_entry(document, place, (), LEXICON).claims[0]
    again = read_entry(document, place, (), LEXICON).claims[0]
    assert one == again
    assert one.place == place


def test_prose_is_not_read_here():
    document = msgspec.structs.replace(entry_of(observation="Shot"), entry=None)
    assert read_entry(document, None, (), LEXICON).claims == ()


columns = st.sampled_from(
    ["observation", "description", "count", "weapon", "when", "date", "time", "means", "force",
     "started", "ended", "basis", "absent", "outcome", "vehicles", "counted"]
)  # fmt: skip
values = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["Explosion", "12-99999999", "122mm", "31.12.", "99:99", "2020-02-30", "no"]),
).map(lambda value: " ".join(value.split()))


@given(st.dictionaries(columns, values.filter(bool), max_size=8), st.sampled_from(
    ["violations", "patrol", "sighting"]))  # fmt: skip
def test_whatever_cells_hold_every_word_stands_at_its_span(cells, layout):
    document, reading = read(layout, **cells)
    for one in reading.claims:
        told = [one.time, *one.weapons, *one.figures, *one.perpetrators, *one.participants]
        for part in told:
            if part is not None:
                assert part.span.of(document.item.text) == part.text
    assert "claim_rejected" not in {issue.code for issue in reading.issues}
