"""Archives too large for one input: pieces that are the file, and damage that costs one piece."""

from __future__ import annotations

import gzip
import zipfile

import pytest
from hostile import NEWS, record
from hypothesis import assume, given
from hypothesis import strategies as st

from trucewatch.errors import IntakeError
from trucewatch.intake import folder, large, read_documents
from trucewatch.intake.folder import inputs_of

RECORDS = [
    record(f"https://wire.example/{number}", f"{NEWS} Post {number} saw it.".encode(), "text/plain")
    for number in range(40)
]


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    monkeypatch.setattr(large, "MAX_BYTES", 4_000)
    monkeypatch.setattr(folder, "MAX_BYTES", 4_000)
    monkeypatch.setattr(large, "_PIECE", 2_000)


def texts(path):
    found = []
    for one in inputs_of([path]):
        data, known = one.load()
        found += read_documents(data, name=one.name, known=known)
    return found


@pytest.mark.parametrize("packed", [False, True])
def test_pieces_are_the_file_and_every_page_is_read_once(tmp_path, packed):
    path = tmp_path / "capture.warc"
    path.write_bytes(b"".join(gzip.compress(one) if packed else one for one in RECORDS))
    cut = list(large.pieces(path))
    assert len(cut) > 2
    assert b"".join(large.load(path, one) for one in cut) == path.read_bytes()
    found = texts(path)
    pages = [one for one in found if one.parts is None]
    assert [one.document.item.url for one in pages] == [
        f"https://wire.example/{number}" for number in range(40)
    ]
    box = next(one for one in found if one.parts)
    assert large.digest_of(path) in box.document.item.custody[-1].note


def test_archives_in_a_wacz_are_cut_where_they_stand(tmp_path):
    path = tmp_path / "capture.wacz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("datapackage.json", "{}", zipfile.ZIP_DEFLATED)
        archive.writestr("archive/data.warc.gz", b"".join(map(gzip.compress, RECORDS)))
    pages = [one for one in texts(path) if one.parts is None]
    assert len(pages) == 40


@pytest.mark.parametrize("packed", [False, True])
def test_damage_costs_what_lies_beyond_it_and_is_named(tmp_path, packed):
    path = tmp_path / "capture.warc"
    parts = [gzip.compress(one) if packed else one for one in RECORDS]
    path.write_bytes(b"".join(parts[:30]) + b"no record at all" * 99 + b"".join(parts[30:]))
    *good, bad = inputs_of([path])
    pages = 0
    for one in good:
        data, known = one.load()
        pages += sum(row.parts is None for row in read_documents(data, name=one.name, known=known))
    assert pages == 30
    with pytest.raises(IntakeError, match="bytes were not read") as refusal:
        bad.load()
    assert "warcio recompress" in refusal.value.fix


def test_a_record_that_unpacks_like_a_bomb_ends_the_reading(tmp_path, monkeypatch):
    monkeypatch.setattr(large, "MAX_UNPACKED", 1_000_000)
    path = tmp_path / "capture.warc.gz"
    bomb = gzip.compress(b"WARC/1.0\r\n" + b"\0" * 9_000_000, 9)
    path.write_bytes(gzip.compress(RECORDS[0]) + bomb)
    _, fault = large.pieces(path)
    assert "bomb" in fault.fault


def test_a_large_file_that_is_no_archive_is_still_refused(tmp_path):
    path = tmp_path / "note.txt"
    path.write_text(NEWS * 99)
    (only,) = inputs_of([path])
    with pytest.raises(IntakeError, match="limit"):
        only.load()


@given(st.binary(max_size=300), st.integers(0, 3))
def test_any_bytes_are_cut_to_their_end(tmp_path_factory, data, before):
    path = tmp_path_factory.mktemp("cut") / "a.warc"
    path.write_bytes(b"".join(RECORDS[:before]) + data)
    assume(not path.read_bytes().startswith(b"PK"))  # of a ZIP file only its archives are cut
    at = 0
    for piece in large.pieces(path):
        assert piece.start == at < piece.end
        at = piece.end
    assert path.read_bytes()[at:].strip(b"\r\n") == b""
