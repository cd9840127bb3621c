"""The report as PDF: printed by the browser of this machine, or refused by name where none is."""

from __future__ import annotations

import io
import unicodedata

import pytest
from browsers import NEEDED
from report.record_sample import sample_report

from trucewatch import report
from trucewatch.cli import printing
from trucewatch.errors import UsageError


@pytest.fixture(scope="module")
def page():
    return report.printable(report.render(sample_report(), "html"))


def test_without_a_browser_it_says_what_to_do(page, monkeypatch):
    monkeypatch.setattr(printing.shutil, "which", lambda _: None)
    with pytest.raises(UsageError, match="--format html"):
        printing.printed(page, day="2020-03-31")


@pytest.mark.parametrize("shell", ["exit 3", "echo 'no room left' >&2"])
def test_a_browser_that_prints_nothing_is_named(page, monkeypatch, tmp_path, shell):
    program = tmp_path / "chromium"
    program.write_text(f"#!/bin/sh\n{shell}\n")
    program.chmod(0o755)
    monkeypatch.setattr(printing.shutil, "which", lambda _: str(program))
    with pytest.raises(UsageError, match="did not print"):
        printing.printed(page, day="2020-03-31")


@pytest.fixture(scope="module")
def data(page):
    return printing.printed(page, day="2020-03-31")


class TestPrinted:
    """By a real browser."""

    pytestmark = NEEDED

    def test_the_same_report_gives_the_same_bytes(self, page, data):
        assert printing.printed(page, day="2020-03-31") == data

    def test_every_link_leads_somewhere_and_pages_are_numbered(self, data):
        from pypdf import PdfReader

        found = PdfReader(io.BytesIO(data))
        notes = [one.get_object() for row in found.pages for one in row.get("/Annots", [])]
        inside = {str(one["/Dest"]).lstrip("/") for one in notes if "/Dest" in one}
        places = {name.lstrip("/") for name in found.named_destinations}
        assert inside - places == set()
        assert any(name.startswith("e") for name in inside)
        last = len(found.pages)
        assert f"{last} / {last}" in found.pages[-1].extract_text()
        assert found.trailer["/Root"]["/MarkInfo"]["/Marked"]
        assert found.metadata["/CreationDate"] == "D:20200331000000+00'00'"

    def test_sentences_stand_in_it_in_their_own_script(self, data):
        from pypdf import PdfReader

        text = "".join(row.extract_text() for row in PdfReader(io.BytesIO(data)).pages)
        assert "3 km south of Nayrab" in " ".join(text.split())
        # Shaped: the letters stand in their joined forms, which fold to those of the source.
        joined = "\ufed7\ufe8e\u0644"
        assert joined in text
        assert unicodedata.normalize("NFKC", joined) == "قال"

    def test_a_page_that_is_no_report_is_refused(self):
        with pytest.raises(UsageError, match="could not open"):
            printing.printed(b"<!doctype html><title>Nothing</title>", day="2020-03-31")
