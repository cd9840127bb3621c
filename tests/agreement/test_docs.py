"""docs/agreements.md describes what the loader reads, type by type and key by key."""

from pathlib import Path

from trucewatch.agreement import provision_types
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
