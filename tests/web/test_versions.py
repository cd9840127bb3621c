"""A day has a new version when something touches it, and only then."""

from __future__ import annotations

import pytest
from builders import claim, document, incident

from trucewatch.ledger import Ledger
from trucewatch.ledger.redaction import redact
from trucewatch.model import Merged, Reading
from trucewatch.web.versions import Versions

DAY, OTHER = ("2020-03-05", "2020-03-05"), ("2020-03-09", "2020-03-09")


def merged(ledger, *spans):
    rows = tuple(incident(f"i1-{one}-{two}", one, two) for one, two in spans)
    ledger.append("merge.proposed", "merge", Merged(incidents=rows), key=f"m{ledger.seq}")


@pytest.fixture
def ledger(tmp_path):
    with Ledger(tmp_path / "ledger.db") as made:
        merged(made, DAY)
        yield made


def test_what_comes_in_elsewhere_leaves_a_day_as_it_was(ledger):
    versions = Versions()
    before = versions.days(versions.now(ledger), *DAY)
    month = versions.month(versions.now(ledger), "2020-03")
    merged(ledger, DAY, OTHER)
    now = versions.now(ledger)
    assert now == ledger.seq
    assert versions.days(now, *DAY) == before
    assert versions.days(now, *OTHER) != before
    assert versions.days(now, "2020-03-01", "2020-03-31") != before
    assert versions.month(now, "2020-03") != month
    assert versions.month(now, "2020-04") == month


def test_what_goes_from_a_day_touches_it(ledger):
    versions = Versions()
    before = versions.days(versions.now(ledger), *DAY)
    merged(ledger, OTHER)
    assert versions.days(versions.now(ledger), *DAY) != before


def test_every_day_of_a_happening_is_touched_and_a_long_one_touches_all(ledger):
    versions = Versions()
    at = versions.now(ledger)
    days = [("2020-03-11", "2020-03-11"), ("2019-01-01", "2019-01-01")]
    before = [versions.days(at, *day) for day in days]
    merged(ledger, DAY, ("2020-03-10", "2020-03-12"))
    at = versions.now(ledger)
    first = [versions.days(at, *day) for day in days]
    assert first[0] != before[0]
    assert first[1] == before[1]
    long = versions.long(at)
    merged(ledger, DAY, ("2020-01-01", "2020-12-31"))
    at = versions.now(ledger)
    assert versions.days(at, *days[1]) != before[1]
    assert versions.long(at) != long


def test_a_state_before_the_last_change_is_one_of_its_own(ledger):
    versions = Versions()
    then = versions.now(ledger)
    merged(ledger, OTHER)
    now = versions.now(ledger)
    assert versions.days(then, *DAY) != versions.days(now, *DAY)
    assert versions.days(then, *DAY) != versions.days(then - 1, *DAY)


def test_erasing_is_felt_on_every_day_and_at_every_seq(tmp_path):
    with Ledger(tmp_path / "ledger.db") as ledger:
        one = document()
        ledger.append("document.added", one.item.id, one, key="d")
        reading = Reading(claims=(claim("a"),))
        ledger.append("claims.read", f"claims:{one.item.id}", reading, key="r")
        versions = Versions()
        then = versions.now(ledger)
        kept = [versions.days(then, *DAY), versions.whole(then), versions.month(then, "1999-01")]
        redact(ledger, 1, "a name")
        now = versions.now(ledger)
        for at in (then, now):
            assert versions.days(at, *DAY) not in kept
            assert versions.whole(at) not in kept
            assert versions.month(at, "1999-01") not in kept
