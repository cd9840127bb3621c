"""Columns say the same as the happenings that they are made from."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise

import msgspec
import pytest
from builders import NOWHERE, incident

from trucewatch import config
from trucewatch.ledger import Ledger
from trucewatch.model import Sighting, Tally, Voice, When
from trucewatch.report.mapdata import point_of, too_wide
from trucewatch.web.query import KINDS, Query, facets, fits, values_of
from trucewatch.web.shelves import DRAWN, FEW, LOCATED, counted, months, searched, shelved

ALL = Query(from_day="2020-01-01", to_day="2020-12-31")
SQUARE = {"type": "Polygon", "coordinates": [[[36, 35], [37, 35], [37, 36], [36, 36], [36, 35]]]}
ROAD = {"type": "LineString", "coordinates": [[36, 35], [37, 36]]}


def when(start, end=None, basis="stated"):
    return When(start=start, end=end, precision="day", basis=basis)


def placed(**values):
    return msgspec.structs.replace(NOWHERE, **values)


def voice(group, side, stance="asserts"):
    return Voice(group=group, side=side, claims=("c1",), stance=stance)


BARA = placed(name="al-Bara", lat=35.68, lon=36.53, uncertainty_m=500.0, precision="exact")
ROWS = (
    incident("i1-a", "2020-03-05", "2020-03-05", where=BARA, voices=(voice("x", "government"),)),
    incident(
        "i1-b", "2020-03-05T21:35", "2020-03-06", where=placed(geometry=SQUARE, precision="near")
    ),
    incident(
        "i1-c",
        "2020-03-07",
        None,
        where=placed(lat=35.0, lon=36.0, uncertainty_m=40_000.0, geometry=ROAD, precision="exact"),
        act="ied",
        grade="contested",
        voices=(voice("x", "government"), voice("y", "opposition", "denies")),
    ),
    incident(
        "i1-d", "2020-03-07", "2020-03-08", where=placed(lat=1.0, lon=2.0, precision="region")
    ),
    Sighting(
        id="s1-a",
        claims=("c3",),
        when=when(None, "2020-03-09", "published"),
        where=placed(name="Ariha — أريحا"),
        seen=("tanks",),
        weapon_classes=(),
        actors=(),
        absent=False,
        occurrence="corroborated",
        voices=(voice("z", None),),
    ),
    Tally(
        id="t1-a",
        claim="c9",
        reported_by="ru-mod",
        side="government",
        accused=(),
        period=when("2020-03-05", "2020-03-06"),
        area="Idlib",
        low=1,
        best=1,
        high=1,
        words="Seven shelling cases",
        count_basis="shelling_case",
    ),
)
ENCODED = [(row.id, type(row).__name__, msgspec.json.encode(row)) for row in ROWS]
QUERIES = [
    ALL,
    *(
        msgspec.structs.replace(ALL, from_day=day, to_day=day)
        for day in ("2020-03-05", "2020-03-07")
    ),
    msgspec.structs.replace(ALL, act=("ied",)),
    msgspec.structs.replace(ALL, kind=("tally", "sighting")),
    msgspec.structs.replace(ALL, grade=("contested", "corroborated")),
    msgspec.structs.replace(ALL, side=("government",), kind=("incident",)),
    msgspec.structs.replace(ALL, source=("y",)),
    msgspec.structs.replace(ALL, q="ARIHA"),
    msgspec.structs.replace(ALL, q="25th"),
    msgspec.structs.replace(ALL, q="seven"),
    msgspec.structs.replace(ALL, bbox=(36.0, 35.0, 37.0, 36.0)),
    msgspec.structs.replace(ALL, bbox=(-180.0, -90.0, 180.0, 90.0)),
    msgspec.structs.replace(ALL, q="nowhere to be found"),
]


def on_days(row, query):
    one = row.period if isinstance(row, Tally) else row.when
    start, end = one.start or one.end, one.end or one.start
    return end[:10] >= query.from_day and start[:10] <= query.to_day


@pytest.mark.parametrize("query", QUERIES)
def test_what_fits_and_what_is_counted_is_the_same_as_row_by_row(query):
    shelf, words = shelved(ENCODED), searched(ENCODED)
    rows = shelf.fitting(query, words).nonzero()[0]
    wanted = [row for row in ROWS if on_days(row, query) and fits(row, query)]
    assert [shelf.id(at) for at in rows] == [row.id for row in wanted]
    found = counted(shelf, shelf.found(query, words).nonzero()[0])
    plain = msgspec.structs.replace(query, kind=(), act=(), grade=(), side=(), source=())
    told = [(values_of(row), 1) for row in ROWS if on_days(row, plain) and fits(row, plain)]
    assert facets(((one.values(), n) for one, n in found.items()), query) == facets(told, query)


def test_marks_lie_where_the_happenings_are_drawn():
    shelf = shelved(ENCODED)
    for at, row in enumerate(ROWS):
        where = None if isinstance(row, Tally) else row.where
        point = None if where is None or too_wide(where) else point_of(where)
        assert bool(shelf.flags[at] & DRAWN) == (point is not None), row.id
        assert bool(shelf.flags[at] & LOCATED) == (where is not None and where.lat is not None)
        if point is not None:
            assert (shelf.lon[at], shelf.lat[at]) == pytest.approx(point)
        assert shelf.kind(at).kind == KINDS[type(row)]
        assert shelf.place(at) == ((where.name if where else None) or "")


def test_rows_without_days_lie_on_no_shelf():
    row = incident("i1-x", None, None)
    broken = incident("i1-y", "some day", None)
    rows = [(one.id, "Incident", msgspec.json.encode(one)) for one in (row, broken)]
    assert len(shelved(rows)) == 0
    assert searched(rows) == ()
    assert len(shelved([]).fitting(ALL)) == 0
    assert counted(shelved([]), shelved([]).told) == Counter()


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2020-01-31", "2020-03-01"),
        ("2019-12-01", "2020-12-31"),
        ("0001-01-05", "0001-03-01"),
        ("9999-11-01", "9999-12-31"),
    ],
)
def test_months_hold_every_day_on_which_something_may_have_begun(first, last):
    spans = list(months(first, last))
    assert spans[-1][1] >= last
    begin = date.fromisoformat(spans[0][0])
    assert begin == date.min or (date.fromisoformat(first) - begin).days >= FEW
    for (_, end), (after, _) in pairwise(spans):
        assert (date.fromisoformat(after) - date.fromisoformat(end)).days == 1


def test_a_long_period_shows_what_a_short_one_does(local, folder):
    short = local.get("/happenings.json?from=2020-03-10&to=2020-03-20").json()["happenings"]
    page = local.get("/happenings?from=2020-03-10&to=2020-03-20").text
    longer = local.get("/happenings?from=2019-12-01&to=2020-12-20").text
    assert short
    for row in short:
        assert f'data-id="{row["id"]}"' in page
        assert f'data-id="{row["id"]}"' in longer
    with Ledger(folder / config.LEDGER, reading=True) as ledger:
        count = len(ledger.happenings("2019-12-01", "2020-12-20"))
    assert f"{count} happenings" in longer
