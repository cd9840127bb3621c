"""The standing merge: whatever comes and goes, it stands as a full merge of what is there."""

from __future__ import annotations

import msgspec
from builders import ARIHA, NAYRAB, RAS_AL_AYN, claim, killed, mention, place
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.merge import Workbench, merge
from trucewatch.merge import index as index_module
from trucewatch.model import Judgement, Relation, Side, Source, Span, TallyReport, Watch

SIDES = (Side(id="north", name="N", opposed_to=("south",)), Side(id="south", name="S"))
OUTLETS = ("wire", "mirror", "observer", "north-mod", "south-mod")
WATCH = Watch(
    id="w",
    title="W",
    theatre=(35.5, 34.3, 42.4, 37.4),
    timezone="UTC",
    sides=SIDES,
    sources=tuple(
        Source(id=name, name=name, kind="outlet", side="north", independence_group=name)
        for name in OUTLETS
    ),
)
AREA = place(ARIHA, relation="in_area", uncertainty_m=40_000.0)
ROAD = msgspec.structs.replace(
    place(ARIHA),
    text="M4",
    chosen="line:m4",
    geometry={
        "type": "LineString",
        "coordinates": [[36.80, 35.86], [36.60, 35.81], [36.16, 35.78]],
    },
    uncertainty_m=30_000.0,
)
PLACES = {
    "ariha": place(ARIHA),
    "near ariha": place(ARIHA, relation="near", uncertainty_m=5_000.0),
    "nayrab": place(NAYRAB),
    "ras": place(RAS_AL_AYN),
    "area": AREA,
    "road": ROAD,
    "unknown": msgspec.structs.replace(place(), text="Hamlet", chosen=None, geometry=None),
    "none": None,
}
SOLDIERS, REBELS = mention("soldiers", "ARMY", "north"), mention("rebels", "GROUP", "south")


def told(number, row):
    """Return one claim of a small world in which much nearly fits."""
    by, act, day, where, mode, doer, dead, item, relation = row
    return claim(
        f"c{number:02}",
        by=by,
        act=act,
        day=f"2020-03-{day:02}" if day else None,
        spot=None,
        modality=mode,
        place=PLACES[where],
        perpetrators=(doer,) if doer else (),
        figures=(killed(dead, dead, dead),) if dead else (),
        item=f"sha256:{by}{item}",
        relates_to=(Relation(claim=f"c{relation:02}", relation="denies"),) if relation else (),
        tally=TallyReport(count_basis="incident"),
    )


ROWS = st.lists(
    st.tuples(
        st.sampled_from(OUTLETS),
        st.sampled_from(["shelling", "attack", "ied", "patrol", "sighting", "tally", "protest"]),
        st.sampled_from([0, 1, 1, 2]),
        st.sampled_from(sorted(PLACES)),
        st.sampled_from(["asserted", "asserted", "denied", "planned"]),
        st.sampled_from([None, SOLDIERS, REBELS]),
        st.sampled_from([0, 0, 2, 9]),
        st.integers(0, 2),
        st.sampled_from([0, 0, 0, 1, 2, 3]),
    ),
    max_size=16,
)
LINKS = st.lists(
    st.tuples(
        st.sampled_from(["must_link", "cannot_link", "reject"]),
        st.lists(st.integers(0, 15), min_size=1, max_size=3, unique=True),
    ),
    max_size=4,
)


def judgements_of(links):
    return [
        Judgement(
            id=f"j{age}",
            kind=kind,
            subjects=tuple(f"c{number:02}" for number in numbers),
            by="a reader",
            at=f"2020-04-{age + 1:02}",
            reason="read it",
        )
        for age, (kind, numbers) in enumerate(links)
    ]


def standing(workbench):
    return {row.id: row for row in workbench.merged().groupings}


@given(rows=ROWS, links=LINKS, draw=st.randoms(use_true_random=False), common=st.integers(1, 4))
def test_what_comes_and_goes_leaves_what_a_full_merge_gives(rows, links, draw, common):
    keep, index_module.COMMON = index_module.COMMON, common
    try:
        claims = {row.id: row for row in (told(n, row) for n, row in enumerate(rows))}
        copied = {row.item: [("sha256:wire0", (Span(0, 20),))] for row in claims.values()}
        copied.pop("sha256:wire0", None)
        judged = judgements_of(links)
        first = {name for name in claims if draw.random() < 0.5}
        workbench = Workbench(WATCH, [claims[name] for name in first], copied)
        here = set(first)
        known = standing(workbench)
        for name in draw.sample(sorted(claims), len(claims)):
            if name in here:
                done = workbench.update(removed=[name])
                here.remove(name)
            else:
                done = workbench.update([claims[name]])
                here.add(name)
            known = {ident: row for ident, row in known.items() if ident not in done.gone}
            known |= {row.id: row for row in done.proposed}
            assert workbench.merged() == merge([claims[one] for one in here], WATCH, copied)
            assert known == standing(workbench), "an update says what has changed, all of it"
        workbench.update(claims.values(), judgements=judged, copied={})
        assert workbench.merged() == merge(list(claims.values()), WATCH, {}, judged)
        workbench.update(judgements=())
        assert workbench.merged() == merge(list(claims.values()), WATCH, {})
    finally:
        index_module.COMMON = keep


def test_one_report_leaves_what_it_does_not_touch_alone():
    near = [claim("a", by="wire"), claim("b", by="observer")]
    far = [claim("x", by="wire", item="sha256:x", spot=RAS_AL_AYN)]
    workbench = Workbench(WATCH, [*near, *far])
    done = workbench.update([claim("c", by="mirror")])
    assert [row.claims for row in done.proposed] == [("a", "b", "c")]
    assert len(done.gone) == 1
    done = workbench.update(removed=["c"])
    assert [row.claims for row in done.proposed] == [("a", "b")]


def decided(kind, at, *subjects):
    return Judgement(
        id=f"j-{kind}-{at}", kind=kind, subjects=subjects, by="a reader", at=at, reason="read it"
    )


def test_links_and_bars_of_people_survive_reports_that_come_later():
    near = [claim("a", by="wire"), claim("b", by="observer")]
    apart = decided("cannot_link", "2020-04-01", "a", "b")
    workbench = Workbench(WATCH, near, judgements=[apart])
    workbench.update([claim("c", by="mirror")])
    assert all({"a", "b"} - set(row.claims) for row in workbench.merged().incidents)
    far = claim("x", by="wire", item="sha256:x", spot=RAS_AL_AYN)
    workbench.update([far], judgements=[decided("must_link", "2020-04-02", "a", "x")])
    workbench.update([claim("d", by="north-mod")])
    assert any({"a", "x"} <= set(row.claims) for row in workbench.merged().incidents)


def test_the_newest_decision_on_a_matter_wins():
    near = [claim("a", by="wire"), claim("b", by="observer")]
    must, cannot = (
        lambda at: decided("must_link", at, "a", "b"),
        lambda at: decided("cannot_link", at, "a", "b"),
    )
    later = merge(near, WATCH, {}, [must("2020-04-02"), cannot("2020-04-01")])
    assert len(later.incidents) == 1
    later = merge(near, WATCH, {}, [must("2020-04-01"), cannot("2020-04-02")])
    assert len(later.incidents) == 2
    through = [
        decided("must_link", "2020-04-01", "a", "c"),
        decided("must_link", "2020-04-02", "b", "c"),
    ]
    near.append(claim("c", by="mirror"))
    found = merge(near, WATCH, {}, [*through, cannot("2020-04-03")])
    assert {row.claims for row in found.incidents} == {("a",), ("b", "c")}


def test_a_withdrawn_link_is_gone():
    far = [claim("a", by="wire"), claim("b", by="observer", spot=RAS_AL_AYN)]
    link = decided("must_link", "2020-04-01", "a", "b")
    workbench = Workbench(WATCH, far, judgements=[link])
    assert len(workbench.merged().incidents) == 1
    done = workbench.update(judgements=[msgspec.structs.replace(link, withdrawn=True)])
    assert len(workbench.merged().incidents) == 2
    assert len(done.proposed) == 2
    assert len(done.gone) == 1
