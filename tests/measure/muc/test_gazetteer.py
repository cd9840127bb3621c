"""The lists of places, and where a text has their names."""

from __future__ import annotations

from trucewatch.measure.muc.dispatches import Desk
from trucewatch.measure.muc.gazetteer import Chain, chain_of, mentions


def test_lists_are_read(desk: Desk) -> None:
    lists = desk.gazetteer
    assert lists.nations == {"CHILE", "PERU", "UNITED STATES"}
    assert lists.proper("usa") == "UNITED STATES"
    assert lists.proper("Old  Torvik") == "TORVIK"
    assert lists.chains["LILLE NES"] == [
        Chain("PERU", (("HALDEN", "DEPARTMENT"), ("LILLE NES", "TOWN"))),
        Chain("CHILE", (("LILLE NES", "CITY"),)),
    ]


def test_a_name_means_the_place_in_the_country_of_the_text(desk: Desk) -> None:
    assert chain_of("Lille Nes", desk.gazetteer, "CHILE") == Chain(
        "CHILE", (("LILLE NES", "CITY"),)
    )
    assert chain_of("Peru", desk.gazetteer, None) == Chain("PERU")
    assert chain_of("Nowhere", desk.gazetteer, "PERU") is None


def test_names_are_places_after_a_preposition_a_comma_or_before_their_kind(desk: Desk) -> None:
    text = "Men of Lille Nes, Halden, met General Torvik in Old Torvik. Halden department voted."
    found = mentions(text, desk.gazetteer)
    assert [(m.lead, m.place.text) for m in found] == [
        ("of", "Lille Nes"), ("of", "Halden"), ("in", "Old Torvik"), ("", "Halden"),
    ]  # fmt: skip
    assert all(m.place.span.of(text) == m.place.text for m in found)
