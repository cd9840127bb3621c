"""`trucewatch eval field`: reports of other theatres, read as they come, without a watch.

The folder holds `NAME.toml` with the annotations, `reports/NAME.txt` with the texts, and in
`second/NAME.toml` what a second annotator said of the same text without knowing the first's.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from trucewatch import intake, pipeline
from trucewatch.errors import TrucewatchError
from trucewatch.measure.gold import GoldReport, load
from trucewatch.measure.reports import agreement, figures
from trucewatch.measure.scores import digest
from trucewatch.model import Document


def score(folder: Path) -> dict[str, Any]:
    """Measure claims and passages: both halves, their plain reports, voices, and the annotators.

    Args:
        folder: the gold (tests/corpus/field).

    Returns:
        figures by name, and the digest of annotations and texts.
    """
    gold = load(folder)
    documents = {stem: _document(folder, row) for stem, row in gold.reports.items()}
    tools = pipeline.tools_for(None)
    readings = {stem: pipeline.read(one, tools).claims for stem, one in documents.items()}
    files = [*gold.files(), *sorted((folder / "reports").iterdir())]
    told: dict[str, Any] = {}
    for half in ("dev", "test"):
        stems = [stem for stem, row in gold.reports.items() if row.split == half]
        told[half] = figures(gold.reports, documents, readings, stems)
        plain = [stem for stem in stems if gold.reports[stem].style == "plain"]
        if plain:
            told[f"plain_{half}"] = figures(gold.reports, documents, readings, plain)
    told["by_voice"] = {}
    for voice in sorted({row.voice for row in gold.reports.values() if row.voice}):
        stems = [stem for stem, row in gold.reports.items() if row.voice == voice]
        told["by_voice"][voice] = figures(gold.reports, documents, readings, stems)["claims"]
    if (folder / "second").is_dir():
        second = load(folder / "second")
        files += second.files()
        told["annotators"] = agreement(gold.reports, second.reports, documents)
    return {"digest": digest(files)} | told


def _document(folder: Path, row: GoldReport) -> Document:
    path = folder / "reports" / row.report
    if not path.is_file():
        raise TrucewatchError(
            f"the gold annotates {row.report}, which is not there",
            fix=f"Put the text at {path}, or remove its annotations.",
        )
    return intake.read_document(path.read_bytes(), name=path.name, published=row.published)
