"""GeoNames dumps: kinds, chain, names in letters that are read, and dumps that are none."""

import pytest

from trucewatch.errors import UsageError
from trucewatch.places.sources.geonames import places


def line(ident, name, kind="PPL", *, lat="15.35", lon="44.2", admin=("", ""), names="", people="0"):
    feature = "A" if kind.startswith(("ADM", "PCL")) else kind[0]
    fields = [ident, name, name, names, lat, lon, feature, kind, "YE", "", *admin, "", "", people]
    return "\t".join([*fields, "", "", "Asia/Aden", "2026-11-01"])


def dump(tmp_path, *lines):
    path = tmp_path / "YE.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_the_administrative_chain_is_followed(tmp_path):
    path = dump(
        tmp_path,
        line("1", "Lahij", "ADM1", admin=("24", "")),
        line("2", "Tuban", "ADM2", admin=("24", "2405")),
        line("3", "Al Hawtah", admin=("24", "2405"), people="23375"),
    )
    region, county, town = places(path)
    assert (region.kind, county.kind, town.kind) == ("region", "county", "locality")
    assert (town.region, town.county) == ("gn:1", "gn:2")
    assert (county.region, county.county) == ("gn:1", "gn:2")
    assert (town.population, town.source) == (23375, "geonames")


def test_codes_transliterations_and_unread_letters_are_no_names(tmp_path):
    path = dump(tmp_path, line("3", "Mocha", names="MOK,mwkha,Мокка,المخا,モカ,Al Mukha"))
    (town,) = places(path)
    assert {one.text for one in town.names} == {"Мокка", "المخا", "Al Mukha"}


def test_what_is_gone_or_no_place_is_left_out(tmp_path):
    path = dump(
        tmp_path, line("1", "Old", "PPLH"), line("2", "Ruin", "PPLQ"), line("3", "S", "STM")
    )
    assert list(places(path)) == []


def test_alternate_names_carry_their_language(tmp_path):
    table = tmp_path / "alternateNames.txt"
    table.write_text(
        "1\t3\tar\tالمخا\t1\t\t\t\n2\t3\ten\tMokha\t\t\t\t\n3\t3\tlink\thttps://x\t\t\t\t\n"
        "4\t3\ten\tOldname\t\t\t\t1\n",
        encoding="utf-8",
    )
    (town,) = places(dump(tmp_path, line("3", "Mocha", names="Nonsense")), table)
    assert {(one.language, one.text, one.preferred) for one in town.names} == {
        ("ara", "المخا", True),
        ("eng", "Mokha", False),
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [("1\tAba\n", "2 columns"), (line("1", "Aba", lat="115"), "line 1"), ("\xff\x00", "columns")],
)
def test_a_file_that_is_no_dump_is_refused(tmp_path, text, words):
    with pytest.raises(UsageError, match=words):
        list(places(dump(tmp_path, text)))


def test_swapped_coordinates_are_told(tmp_path):
    path = dump(tmp_path, line("1", "Aba", lat="131.5", lon="44"))
    with pytest.raises(UsageError) as caught:
        list(places(path))
    assert "swapped" in caught.value.fix
