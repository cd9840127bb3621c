"""Edits are laid over claims, obey the span rule, and need somebody else's eyes."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.errors import UsageError
from trucewatch.model import (
    Attribution,
    Candidate,
    Claim,
    Figure,
    Judgement,
    Mention,
    Place,
    Span,
)
from trucewatch.review.edits import Edit, apply, edited

TEXT = "Shells hit Sarmin on Friday. Two farmers and a boy died, the council said."


def span(words):
    start = TEXT.index(words)
    return Span(start, start + len(words))


def claim():
    return Claim(
        id="c1-a",
        item="sha256:x",
        published_by="wire",
        published_at="2020-03-20",
        passage=0,
        sentence=Span(0, 28),
        trigger=span("hit"),
        act="attack",
        modality="asserted",
        attribution=Attribution(form="outlet"),
        targets=(Mention(text="Sarmin", span=span("Sarmin")),),
        place=Place(
            text="Sarmin",
            span=span("Sarmin"),
            relation="at",
            candidates=(
                Candidate(id="wof:1", name="Sarmin", lat=35.9, lon=36.7, score=0.6),
                Candidate(id="wof:2", name="Sarmin", lat=36.2, lon=37.1, score=0.5),
            ),
        ),
        figures=(
            Figure(
                kind="killed",
                group=None,
                low=2,
                best=2,
                high=2,
                qualifier="exact",
                count_basis="persons",
                text="Two",
                span=span("Two"),
            ),
        ),
    )


def test_each_field_can_be_changed():
    one = apply(claim(), Edit(field="act", value="shelling"), TEXT)
    assert one.act == "shelling"
    assert apply(claim(), Edit(field="modality", value="denied"), TEXT).modality == "denied"
    one = apply(claim(), Edit(field="targets", index=0, remove=True), TEXT)
    assert one.targets == ()
    one = apply(claim(), Edit(field="targets", span=span("farmers")), TEXT)
    assert [row.text for row in one.targets] == ["Sarmin", "farmers"]
    one = apply(claim(), Edit(field="time", span=span("Friday"), value="2020-03-20"), TEXT)
    assert (one.time.text, one.time.start, one.time.precision) == ("Friday", "2020-03-20", "day")
    whole = span("Two farmers and a boy")
    one = apply(claim(), Edit(field="figures", index=0, span=whole, low=3, best=3, high=3), TEXT)
    assert (one.figures[0].best, one.figures[0].kind) == (3, "killed")


def test_a_place_is_chosen_among_its_candidates_or_picked_on_the_map():
    one = apply(claim(), Edit(field="place", value="wof:2"), TEXT)
    assert one.place.chosen == "wof:2"
    assert one.place.geometry["coordinates"] == [37.1, 36.2]
    one = apply(claim(), Edit(field="place", lat=35.5, lon=36.5, uncertainty_m=900), TEXT)
    assert (one.place.chosen, one.place.uncertainty_m) == ("picked", 900)


@pytest.mark.parametrize(
    "edit",
    [
        Edit(field="act", value="massacre"),
        Edit(field="modality"),
        Edit(field="targets", span=Span(5_000, 5_010)),
        Edit(field="targets"),
        Edit(field="targets", remove=True),
        Edit(field="targets", index=7, span=Span(0, 6)),
        Edit(field="targets", index=-1, remove=True),
        Edit(field="place", value="wof:9"),
        Edit(field="place", lat=95.0, lon=0.0),
        Edit(field="time", span=Span(0, 6), value="Friday"),
        Edit(field="figures", span=Span(29, 32), low=3, best=2, high=4, kind="killed"),
        Edit(field="figures", span=Span(29, 32), low=-1, kind="killed"),
        Edit(field="figures", span=Span(29, 32), low=1),
    ],
)
def test_edits_that_do_not_fit_are_refused(edit):
    with pytest.raises(UsageError, match="does not fit"):
        apply(claim(), edit, TEXT)


def judgement(edit, ident="j1-1", withdrawn=False):
    return Judgement(
        id=ident,
        kind="edit",
        subjects=("c1-a",),
        by="ana",
        at="2020-03-21",
        reason="read again",
        value=msgspec.json.encode(edit).decode(),
        withdrawn=withdrawn,
    )


def test_what_was_read_stays_and_a_withdrawn_edit_brings_it_back():
    rows = [judgement(Edit(field="act", value="shelling"))]
    (one,) = edited([claim()], rows, {"sha256:x": TEXT})
    assert (one.act, one.edits, one.id) == ("shelling", ("j1-1",), "c1-a")
    (one,) = edited([claim()], [judgement(Edit(field="act"), withdrawn=True)], {})
    assert one == claim()


def test_an_edit_of_an_erased_text_changes_nothing():
    rows = [judgement(Edit(field="targets", span=span("farmers")))]
    assert edited([claim()], rows, {"sha256:x": ""}) == (claim(),)


@given(st.integers(-5, 200), st.integers(-5, 200), st.sampled_from(["targets", "place", "time"]))
def test_no_edit_ever_yields_words_that_are_not_in_the_text(start, end, field):
    try:
        one = apply(claim(), Edit(field=field, span=Span(start, end)), TEXT)
    except (UsageError, ValueError):
        return
    rows = {"targets": one.targets, "place": (one.place,), "time": (one.time,)}[field]
    for row in rows:
        assert row.text == TEXT[row.span.start : row.span.end] != ""
