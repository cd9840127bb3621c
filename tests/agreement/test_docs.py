"""docs/agreements.md describes what the loader reads, type by type and key by key."""

import json
from pathlib import Path

from trucewatch.agreement import load, provision_types, shipped_ids
from trucewatch.agreement.clauses import CEILINGS
from trucewatch.agreement.loading import AMBIGUITIES, ROLES

DOCS = (Path(__file__).parents[2] / "docs" / "agreements.md").read_text(encoding="utf-8")


def test_every_type_stands_in_the_table_with_its_keys():
    for name, kind in provision_types().types.items():
        (row,) = [line for line in DOCS.splitlines() if line.startswith(f"| `{name}`")]
        _, head, requires, optional, _ = row.split("|")
        assert kind.title in head
        for key in (key for part in kind.requires for key in part.split("|")):
            assert f"`{key}`" in requires, name
        for key in kind.optional:
            assert f"`{key}`" in optional, name


def test_every_key_role_and_kind_of_ambiguity_is_described():
    for word in (*provision_types().keys, *ROLES, *AMBIGUITIES):
        assert f"`{word}`" in DOCS or f"`{word} = " in DOCS, word


def test_every_word_that_counts_and_every_ceiling_is_described():
    for word in (*provision_types().vocabulary["counts"], *CEILINGS):
        assert word in DOCS, word


def test_every_shipped_agreement_has_its_row():
    for id_ in shipped_ids():
        assert f"| `{id_}` |" in DOCS, id_


def test_the_agreement_of_the_guide_is_in_order(tmp_path):
    """The blocks of the guide, put together, load: what a reader copies works."""
    guide = DOCS[DOCS.index("## Guide") : DOCS.index("## Principles")]
    lines = [line[4:] for line in guide.splitlines() if line.startswith("    ") or not line]
    text = "\n".join(lines)
    change = text[text.index("amended = [") :].strip()
    text = text[: text.index("amended = [")].replace(
        "within_days = 10 }", f"within_days = 10 }}\n{change}"
    )
    (tmp_path / "geo").mkdir()
    road = {"type": "LineString", "coordinates": [[35.5, 33.9], [35.6, 34.1]]}
    (tmp_path / "geo" / "harbour_road.geojson").write_text(json.dumps(road))
    path = tmp_path / "guide.toml"
    path.write_text(text, "utf-8")
    loaded = load(path, strict=True)
    assert [row.id for row in loaded.provisions] == ["P1", "P2"]
    assert loaded.provision("P2").on("2031-05-11").due.dates == ("2031-05-12", "2031-05-13")
    assert loaded.provision("P2").due.dates == ("2031-05-20",)
