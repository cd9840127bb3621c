"""`trucewatch eval field`: reports of other theatres, read as they come, without a watch.

The folder holds `NAME.toml` with the annotations, `reports/NAME.txt` with the texts, and in
`second/NAME.toml` what a second annotator said of the same text without knowing the first's.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

from trucewatch import intake, pipeline
from trucewatch.errors import TrucewatchError
from trucewatch.measure.gold import GoldReport, Split, Style, load
from trucewatch.measure.reports import Read, agreement, figures
from trucewatch.measure.scores import digest
from trucewatch.model import Document


def score(folder: Path) -> dict[str, Any]:
    """Measure claims and passages: both halves, their styles, voices, and the annotators.

    Args:
        folder: the gold (tests/corpus/field).

    Returns:
        figures by name, and the digest of annotations and texts.
    """
    read = read_all(folder)
    gold = read.gold
    files = [*gold.files(), *sorted((folder / "reports").iterdir())]
    told: dict[str, Any] = {}
    for half in ("dev", "test"):
        stems = [stem for stem, row in gold.reports.items() if row.split == half]
        told[half] = figures(read, stems)
        for style in get_args(Style):
            alike = [stem for stem in stems if gold.reports[stem].style == style]
            if alike:
                told[f"{style}_{half}"] = figures(read, alike)
    told["by_voice"] = {}
    for voice in sorted({row.voice for row in gold.reports.values() if row.voice}):
        stems = [stem for stem, row in gold.reports.items() if row.voice == voice]
        told["by_voice"][voice] = figures(read, stems)["claims"]
    if (folder / "second").is_dir():
        second = load(folder / "second")
        files += second.files()
        told["annotators"] = agreement(gold.reports, second.reports, read.documents)
    return {"digest": digest(files)} | told


def read_all(folder: Path, split: Split | None = None) -> Read:
    """Read the reports of a half, or of both, as they come, without a watch.

    Raises:
        TrucewatchError: an annotated report is not there.
    """
    gold = load(folder)
    wanted = {k: row for k, row in gold.reports.items() if split in (None, row.split)}
    documents = {stem: _document(folder, row) for stem, row in wanted.items()}
    tools = pipeline.tools_for(None)
    claims = {stem: pipeline.read(one, tools).claims for stem, one in documents.items()}
    return Read(gold, documents, claims)


def _document(folder: Path, row: GoldReport) -> Document:
    path = folder / "reports" / row.report
    if not path.is_file():
        raise TrucewatchError(
            f"the gold annotates {row.report}, which is not there",
            fix=f"Put the text at {path}, or remove its annotations.",
        )
    return intake.read_document(path.read_bytes(), name=path.name, published=row.published)
