"""Plain ZIP archives: each file an item, and archives built to break the reader."""

from __future__ import annotations

import io
import zipfile

import pytest
from hostile import outcome

from trucewatch.intake import read_documents

LOCKED = b"PK\x01\x02\x14\x03\x14\x00\x01"  # a directory entry that says encrypted
PROSE = b"Shells hit Sarmin on Sunday, the council said."


def archive(files, *, how=zipfile.ZIP_DEFLATED):
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", how) as into:
        for name, data in files:
            into.writestr(name, data)
    return found.getvalue()


def read(data):
    return list(read_documents(data, name="reports.zip"))


def messages(taken):
    return " ".join(issue.message for issue in taken.document.issues)


def test_every_file_is_read_by_its_own_format():
    table = b"Position,Event location,Observation,No.\nSarmin,2km N,Shot,3\n"
    *items, box = read(
        archive([
            ("a/", b""), ("a/one.txt", PROSE), ("two.csv", table), ("__MACOSX/a/._one.txt", b"x"),
            ("picture.png", b"\x89PNG\r\n\x1a\nxx"), ("empty.txt", b" "),
        ])
    )  # fmt: skip
    assert [one.name for one in items] == [
        "reports.zip#a/one.txt",
        "reports.zip#two.csv#row 2",
        "reports.zip#two.csv",
    ]
    assert items[0].data == PROSE
    assert "file 'a/one.txt' of reports.zip" in items[0].document.item.custody[-1].note
    assert box.document.item.media_type == "application/zip"
    assert "picture.png could not be read" in messages(box)
    assert "'empty.txt' is empty" in messages(box)


def test_archives_in_archives_up_to_a_depth():
    data = archive([("in.zip", archive([("one.txt", PROSE)]))])
    assert any(one.data == PROSE for one in read(data))
    for _ in range(5):
        data = archive([("in.zip", data)])
    assert "nested too deep" in " ".join(map(messages, read(data)))


def test_names_that_lead_out_lead_nowhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    first, _ = read(archive([("../../etc/x\x07.txt", PROSE)]))
    assert first.data == PROSE
    assert "\x07" not in first.name
    assert list(tmp_path.iterdir()) == []


def test_one_name_for_two_files_is_told():
    with pytest.warns(UserWarning, match="Duplicate"):
        data = archive([("a.txt", b"one is lost here"), ("a.txt", PROSE)])
    first, box = read(data)
    assert first.data == PROSE
    assert "2 files are called 'a.txt'" in messages(box)


def test_a_bomb_among_reports_is_named_and_the_rest_is_read():
    bomb = b"\0" * 40_000_000
    first, box = read(archive([("bomb", bomb), ("one.txt", PROSE)]))
    assert first.data == PROSE
    assert "like a bomb" in messages(box)
    (box,) = read(archive([(f"bomb{n}", bomb) for n in range(8)] + [("one.txt", PROSE)]))
    assert "the rest of the archive was left" in messages(box)


@pytest.mark.parametrize(
    "data",
    [
        archive([]),
        archive([("mimetype", b"application/epub+zip"), ("a.xhtml", b"<p>x")]),
        archive([("META-INF/MANIFEST.MF", b"x")]),
        archive([("one.txt", PROSE)])[:-10],
        archive([("one.txt", PROSE * 50)])[:60] + b"\0" * 200,
        archive([(f"{n}.txt", b"x y z %d" % n) for n in range(10_050)]),
        archive([("one.txt", PROSE)]).replace(LOCKED[:-1] + b"\0", LOCKED),
    ],
)  # fmt: skip
def test_hostile_archives(data):
    assert outcome(data, "x.zip") in ("items", "refused")
