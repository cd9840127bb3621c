"""The page as it is printed."""

from report.record_sample import sample_report

from trucewatch import report


def test_what_is_printed_runs_nothing_and_folds_nothing():
    text = report.printable(report.render(sample_report(), "html")).decode()
    assert "<script" not in text
    assert "script-src" not in text
    assert text.count("Content-Security-Policy") == 1
    assert "'none'; style-src 'sha256-" in text
    assert "#incidents, #evidence, #scope { display: block !important; }" in text
