from __future__ import annotations

import pytest

from trucewatch.intake import read_document
from trucewatch.intake.metadata import Dated, choose_date, file_date, full_date, language_of


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Press release, 6 March 2020", "2020-03-06"),
        ("March 6th, 2020, 17:00", "2020-03-06"),
        ("Steppe Sentinel, 12.03.2020", "2020-03-12"),
        ("2020-03-12", "2020-03-12"),
        ("26 марта 2020 г.", "2020-03-26"),
        ("الأحد ٢٢ آذار ٢٠٢٠", "2020-03-22"),
        ("15 Mart 2020", "2020-03-15"),
        ("25/03/2020", "2020-03-25"),
        ("03/04/2020", None),
        ("31 February 2020", None),
        ("no date 2020", None),
    ],
)
def test_full_dates(text, day):
    found = full_date(text)
    assert (found and found[0]) == day


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2020-03-15_wire_patrol.txt", "2020-03-15"),
        ("reports/20200315.html", "2020-03-15"),
        ("2019-01-01/note.txt", None),
        ("patrol-2020.txt", None),
        ("2020-13-45.txt", None),
    ],
)
def test_file_names(name, day):
    found = file_date(name)
    assert (found and found.value) == day


def test_a_day_of_difference_is_no_disagreement():
    stated = [Dated("2020-03-15T23:30:00+00:00", "the page"), Dated("2020-03-16", "the name")]
    assert choose_date(stated) == ("2020-03-15T23:30:00+00:00", [])


def test_disagreement_names_both_places():
    value, (issue,) = choose_date(
        [Dated("2020-03-15", "the page"), Dated("2020-03-18", "the name")]
    )
    assert value == "2020-03-15"
    assert issue.code == "date_disagrees"
    assert "the page" in issue.message
    assert "the name" in issue.message


def test_no_date_is_an_issue():
    assert [issue.code for issue in read_document(b"A note.", name="n.txt").issues] == [
        "date_missing"
    ]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Two soldiers were wounded on Monday when shells hit their position near the town.", "en"),
        (
            "Sınır hattına düşen iki havan mermisi nedeniyle bir asker yaralandı ve yol kapandı.",
            "tr",
        ),
        ("Deux casques bleus ont été blessés mardi par l'explosion d'une mine près de Ber.", "fr"),
        ("قال مصدر محلي إن قذيفتين سقطتا مساء الأحد", "ar"),
        ("Обстрел окраины посёлка начался утром", "ru"),
        ("Обстріл околиці селища почався вранці, її мешканці є в укриттях", "uk"),
        ("Short one", None),
        ("12:30 — 14", None),
    ],
)
def test_language(text, language):
    assert language_of(text) == language


def test_front_matter_and_headings_of_markdown():
    text = (
        "---\ntitle: Corridor note\ndate: 2020-03-08\nlang: en\n---\n\n# The corridor\n\n"
        "The strip runs along the road for some sixty kilometres, the protocol says.\n\n"
        "> A quoted line of the protocol stays in the article.\n\n## Next\n\nNothing is planned.\n"
        "\n## Comments\n\nolive_tree\n\nI don't believe a word!\n"
    )
    document = read_document(text.encode(), name="note.md")
    assert document.item.text == text
    assert document.item.title == "Corridor note"
    assert document.item.published_at == "2020-03-08"
    found = [(row.kind, row.span.of(text)) for row in document.passages]
    assert [kind for kind, _ in found] == [
        "boilerplate",
        "headline",
        "article_body",
        "headline",
        "article_body",
        "boilerplate",
        "thread_author",
        "thread_comment",
    ]
    assert found[1][1] == "The corridor"
    assert "> A quoted line" in found[2][1]


def test_custody_only_with_a_time():
    known = read_document(b"A note.", name="n.txt", captured_at="2020-03-15T18:00:00+00:00")
    assert [(step.action, step.at) for step in known.item.custody] == [
        ("received", "2020-03-15T18:00:00+00:00")
    ]
    assert read_document(b"A note.", name="n.txt").item.custody == ()


def test_a_format_of_ones_own_is_chosen_by_its_content():
    from trucewatch.intake import READERS, Draft
    from trucewatch.model import Passage

    class Cable:
        name = "cable"

        def sniff(self, data, _name):
            return float(data.startswith(b"ZCZC"))

        def read(self, data, _hints):
            text = data.decode()
            return Draft(text, "text/x-cable", (Passage(kind="article_body", start=5, end=9),))

    formats = (*READERS, Cable())
    assert read_document(b"ZCZC NOTE", name="x", formats=formats).item.media_type == "text/x-cable"
    assert read_document(b"A note.", name="x", formats=formats).item.media_type == "text/plain"
