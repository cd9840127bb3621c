"""The shipped agreements in a watch: by reference, copied, and settled."""

import pytest

from trucewatch import agreement, config
from trucewatch.errors import AgreementError

MOSCOW = "sy-idlib-moscow-2020"


def refer(folder, id_=MOSCOW, more=""):
    path = folder / "agreements" / f"{id_}.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f'schema = "trucewatch.agreement/1"\nshipped = "{id_}"\n{more}', "utf-8")
    return path


def test_a_reference_stands_for_the_shipped_agreement(tmp_path):
    assert agreement.load(refer(tmp_path)) == agreement.load(agreement.shipped_file(MOSCOW))


@pytest.mark.parametrize(
    ("id_", "more", "words"),
    [
        ("sy-idlib-moskow-2020", "", ["no shipped agreement", 'did you mean "sy-idlib-moscow']),
        (MOSCOW, "timezone = 'UTC'", ["says more", "agreement copy"]),
    ],
)
def test_a_wrong_reference_says_what_to_do(tmp_path, id_, more, words):
    with pytest.raises(AgreementError) as caught:
        agreement.load(refer(tmp_path, id_, more))
    for word in words:
        assert word in caught.value.message


def test_a_watch_is_settled_with_text_and_geometry(tmp_path):
    path = refer(tmp_path)
    agreement.settle(tmp_path)
    assert "[[provision]]" in path.read_text("utf-8")
    assert (tmp_path / "geo" / "m4_segment.geojson").is_file()
    (loaded,) = agreement.load_folder(tmp_path / "agreements", strict=True)
    assert loaded.id == MOSCOW
    agreement.settle(tmp_path)  # a second time changes nothing


def test_a_copy_never_overwrites_what_was_edited(tmp_path):
    agreement.copy(MOSCOW, tmp_path)
    path = tmp_path / "agreements" / f"{MOSCOW}.toml"
    path.write_text(path.read_text("utf-8") + "# ours\n", "utf-8")
    (tmp_path / "geo" / "m4_segment.geojson").unlink()
    with pytest.raises(AgreementError, match="exists and differs"):
        agreement.copy(MOSCOW, tmp_path)
    assert not (tmp_path / "geo" / "m4_segment.geojson").exists()  # nothing half copied
    with pytest.raises(AgreementError, match="no shipped agreement"):
        agreement.copy("nowhere-1999", tmp_path)


def test_the_example_holds_references_only():
    for path in (config.example("idlib-2020") / "agreements").glob("*.toml"):
        assert f'shipped = "{path.stem}"' in path.read_text("utf-8")


def test_everything_that_ships_is_described_for_a_reader():
    for id_ in agreement.shipped_ids():
        loaded = agreement.load(agreement.shipped_file(id_))
        text = agreement.described(loaded)
        for row in (*loaded.parties, *loaded.lines, *loaded.zones, *loaded.provisions):
            assert f"  {row.id} " in text, row.id
        for row in loaded.ambiguities:
            assert row.effect.split()[0] in text
        assert "assessed by a person" in text or all(
            row.assess == "auto" for row in loaded.provisions
        )
        long = [line for line in text.splitlines() if len(line) > 100]
        assert all(line.startswith("text: http") for line in long)
        assert "None" not in text
        assert "{" not in text


def test_half_widths_gates_and_amendments_are_printed():
    minsk = agreement.described(agreement.load(agreement.shipped_file("ua-minsk2-2015")))
    assert "25 km or more from its line: UKR from line-defacto, CADLR from line-20140919" in minsk
    assert "only once: no verified violation days 7; where each area" in minsk
    karabakh = agreement.described(agreement.load(agreement.shipped_file("nk-trilateral-2020")))
    assert "due was 2020-11-15, became 2020-11-25" in karabakh
