"""The published JSON Schema: up to date, what the loader reads, and what the shipped files are."""

import datetime as dt
import json
import tomllib
from pathlib import Path

import msgspec
import pytest

from trucewatch import agreement
from trucewatch.agreement import schema
from trucewatch.agreement.tables import Table

PAGE = Path(__file__).parents[2] / "docs" / "schema" / "agreement-1.json"
FILES = [agreement.shipped_file(id_) for id_ in agreement.shipped_ids()]


def plain(value):
    """Return what TOML holds as JSON has it: dates as texts."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def test_the_published_schema_is_up_to_date():
    assert json.loads(PAGE.read_text("utf-8")) == schema.published(), (
        "run: trucewatch agreement schema > docs/schema/agreement-1.json"
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_shipped_files_fit_the_tables_of_the_schema(path):
    data = plain(tomllib.loads(path.read_text("utf-8")))
    msgspec.convert(data["agreement"], schema.Head)
    for name, shape in schema.TABLES.items():
        msgspec.convert(data.get(name, []), list[shape])
    types = schema.published()["$defs"]
    for row in data["provision"]:
        wanted = types[f"provision-{row['type']}"]
        assert set(row) <= set(wanted["properties"]), row["id"]
        assert set(wanted["required"]) <= set(row), row["id"]
        for change in row.get("amended", ()):
            msgspec.convert(change, schema.ChangeRow)


def test_the_loader_reads_the_keys_that_the_schema_names(monkeypatch):
    read = {}
    finish = Table.finish

    def kept(self, hints=None):
        clause = self.path.count("[") > 1 or "." in self.path.rpartition("]")[2]
        if not clause:
            read.setdefault(self.path.split("[")[0], set()).update(self._known)
        finish(self, hints)

    monkeypatch.setattr(Table, "finish", kept)
    for path in FILES:
        agreement.load(path, strict=True)
    shapes = {"agreement": schema.Head, **schema.TABLES}
    for name, shape in shapes.items():
        fields = {field.encode_name for field in msgspec.structs.fields(shape)}
        # what is computed has no file, what has a file is not computed: both are read somewhere
        assert fields == read[name] | (fields & {"left_km", "right_km", "km", "end_cap"}), name
    provision = set().union(
        *(row["properties"] for key, row in schema.published()["$defs"].items() if "-" in key)
    )
    assert provision >= read["provision"]


def test_what_is_wrong_does_not_fit():
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"id": "A", "name": "Army", "role": "sponsor"}, schema.PartyRow)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"id": "z", "name": "Z", "kmm": 5}, schema.ZoneRow)
