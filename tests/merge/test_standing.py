"""A merge that is kept: whatever it was given before, it gives what a merge from nothing gives."""

from __future__ import annotations

import msgspec
import pytest
from builders import RAS_AL_AYN, claim, mention
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.merge import Standing, Workbench, merge
from trucewatch.model import Judgement, Side, Source, Span, Watch

WATCH = Watch(
    id="w",
    title="W",
    theatre=(35.5, 34.3, 42.4, 37.4),
    timezone="UTC",
    sides=(Side(id="north", name="N", opposed_to=("south",)), Side(id="south", name="S")),
    sources=tuple(
        Source(id=name, name=name, kind="outlet", side="north", independence_group=name)
        for name in ("wire", "mirror", "observer")
    ),
)
CLAIMS = tuple(
    claim(
        f"c{number:02}",
        by=("wire", "mirror", "observer")[number // 2 % 3],
        item=f"sha256:{number // 2}",
        act=("shelling", "attack", "patrol", "sighting")[number % 4],
        day=(None, "2020-03-17", "2020-03-17", "2020-03-18")[number % 4],
        spot=RAS_AL_AYN if number % 5 == 0 else None,
        perpetrators=(mention("troops", "ARMY", "north"),) if number % 2 else (),
        modality="denied" if number % 7 == 0 else "asserted",
    )
    for number in range(16)
)
STEPS = st.lists(
    st.tuples(
        st.sets(st.integers(0, 15), max_size=16),
        st.lists(
            st.tuples(
                st.sampled_from(["must_link", "cannot_link", "reject"]),
                st.sets(st.integers(0, 15), min_size=1, max_size=3),
                st.booleans(),
            ),
            max_size=3,
        ),
        st.sets(st.integers(0, 7), max_size=3),
        st.sampled_from([None, None, "edited"]),
    ),
    min_size=1,
    max_size=5,
)


def decided(links):
    return [
        Judgement(
            id=f"j{number}",
            kind=kind,
            subjects=tuple(CLAIMS[one].id for one in sorted(rows)),
            by="a reader",
            at=f"2020-04-{number + 1:02}",
            reason="read it",
            withdrawn=withdrawn,
        )
        for number, (kind, rows, withdrawn) in enumerate(links)
    ]


@given(steps=STEPS, draw=st.randoms(use_true_random=False))
def test_it_gives_what_a_merge_from_nothing_gives_in_any_order(steps, draw):
    standing = Standing()
    for told, links, copies, edited in steps:
        rows = [CLAIMS[one] for one in told]
        draw.shuffle(rows)
        if edited and rows:
            rows[0] = msgspec.structs.replace(rows[0], modality="planned", edits=("j9",))
        copied = {f"sha256:{one}": [("sha256:0", (Span(0, 20),))] for one in copies if one}
        now = (rows, WATCH, copied, decided(links))
        assert standing.merge(*now) == merge(*now)


def test_another_watch_begins_anew():
    standing = Standing()
    near = [claim("a", by="wire"), claim("b", by="mirror")]
    assert standing.merge(near, WATCH, {}).incidents[0].occurrence == "corroborated"
    source = msgspec.structs.replace(WATCH.sources[1], independence_group="wire")
    other = msgspec.structs.replace(WATCH, sources=(WATCH.sources[0], source))
    assert standing.merge(near, other, {}).incidents[0].occurrence == "single_source"


def test_only_what_changed_is_looked_at_again(monkeypatch):
    standing = Standing()
    standing.merge(CLAIMS[:-1], WATCH, {})
    updates = []
    monkeypatch.setattr(Workbench, "update", lambda _, *rows, **__: updates.append(rows))
    with pytest.raises(AttributeError):
        standing.merge(CLAIMS, WATCH, {})
    assert updates == [([CLAIMS[-1]], set())]
    monkeypatch.undo()
    assert standing.merge(CLAIMS, WATCH, {}) == merge(CLAIMS, WATCH, {}), "it starts again"
