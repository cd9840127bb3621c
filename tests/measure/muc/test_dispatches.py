"""Messages in capitals: case, dateline, places and claims."""

from __future__ import annotations

from datetime import date

from tests.measure.muc.conftest import RAID_TEXT

from trucewatch.measure.muc.dispatches import Desk, Dispatch, messages
from trucewatch.measure.muc.gazetteer import Chain


def test_messages_are_unpacked(data) -> None:
    assert [name for name, _ in messages(data / "dev.jsonl.gz")] == ["T-1", "T-2", "T-3", "T-4"]


def test_offsets_are_those_of_the_message(dispatches: dict[str, Dispatch]) -> None:
    raid = dispatches["T-1"]
    assert len(raid.text) == len(RAID_TEXT)
    assert raid.text.upper() == RAID_TEXT
    assert "Lena Holst was shot to death by three\ngunmen" in raid.text
    for claim in raid.reading.claims:
        assert all(mention.span.of(raid.text).split() == mention.text.split()
                   for mention in (*claim.targets, *claim.perpetrators))  # fmt: skip


def test_the_dateline_gives_day_and_country(dispatches: dict[str, Dispatch]) -> None:
    raid = dispatches["T-1"]
    assert raid.day == date(1987, 5, 5)
    assert raid.origin == Chain("PERU", (("TORVIK", "CITY"),))
    assert not any("Torvik" in mention.text for c in raid.reading.claims for mention in c.targets)


def test_texts_without_dateline_or_words_are_read(desk: Desk) -> None:
    for text in ("", "\n\n", "[TEXT]", "-- -- --", "31 FEB 87 -- NOTHING", "(" * 500):
        read = desk.read("T-9", text)
        assert read.day is None
        assert read.reading.claims == ()
