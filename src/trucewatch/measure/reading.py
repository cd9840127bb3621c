"""`trucewatch bench read`: how fast texts become claims, on one core.

Seconds are CPU seconds of this process, so that what else the machine does counts as little as can
be; the least of several runs is given, and the whole spread beside it. `candidates` are the
sentences of the example reports that the prefilter lets through and nothing else: each is tagged,
parsed and read. `ordinary` is text that is about anything (`--data`): most sentences are only
looked at. `parsed_share` are the sentences that the prefilter lets through, `telling_share` those
of which a claim comes: no filter could let through fewer. `with_places` is the whole way from a
document to its claims, its places found first where a sentence may tell of something.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec.structs import replace

from trucewatch import config, extract, intake, pipeline, places
from trucewatch.errors import UsageError
from trucewatch.extract import analysis
from trucewatch.extract.sentences import split
from trucewatch.intake.folder import inputs_of
from trucewatch.measure.conllu import texts
from trucewatch.measure.memory import peak_mib
from trucewatch.model import Passage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from trucewatch.model import Claim, Document, PlaceMention, Span

RUNS = 5
GROWTH = (1, 4, 16)
_PARAGRAPH, _REPORT = 6, 36
_FIRST = (
    "from trucewatch import extract, intake; "
    "text = b'Rebels shelled the airport of Goma on Tuesday, killing two.'; "
    "document = intake.read_document(text, name='first.txt'); "
    "assert extract.read_claims(document, (), extract.lexicon_for(None)).claims"
)


class _Text(NamedTuple):
    """A document with its places and sentences, and which of those are parsed."""

    document: Document
    places: tuple[PlaceMention, ...]
    sentences: tuple[Span, ...]
    parsed: int


def bench(data: Path | None = None) -> dict[str, Any]:
    """Measure reading; `data` is a folder of ordinary text: `*.txt` or `*.conllu.gz`.

    Raises:
        UsageError: there is no text in the folder.
        ModelMissingError: the language model is not installed.
    """
    tools = pipeline.tools_for(config.example("idlib-2020"))
    reports = _example(tools)
    candidates = _candidates(reports, tools)
    figures: dict[str, Any] = {
        "start_up": _start_up(),
        "example_reports": _pace(_read_in(reports, tools), tools),
        "candidates": _pace(_read_in(candidates, tools), tools),
        "parsing_alone": _parsing(_read_in(candidates, tools)),
    }
    figures["held_back"] = _looking(_read_in(reports, tools), tools)
    for name, documents in _ordinary(data).items():
        figures[f"ordinary: {name}"] = _pace(_read_in(documents, tools), tools)
    figures["length"] = _lengths(candidates, tools)
    figures["peak_mib"] = peak_mib()
    return figures


def _start_up() -> dict[str, float]:
    """Measure a whole process from nothing to its first claim."""
    cpu, wall = [], []
    for _ in range(RUNS):
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run([sys.executable, "-c", _FIRST], check=True)  # noqa: S603
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        wall.append(time.perf_counter() - began)
        cpu.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return {"cpu_s": round(min(cpu), 2), "wall_s": round(min(wall), 2)}


def _example(tools: pipeline.Tools) -> list[Document]:
    folder = config.example("idlib-2020") / config.REPORTS
    return [
        taken.document for one in inputs_of([folder]) for taken in pipeline.documents_of(one, tools)
    ]


def _document(text: str, name: str) -> Document:
    return intake.read_document(text.encode(), name=name, published="2020-03-20")


def _article(text: str, name: str) -> Document:
    """Return a text as one article: what repeats in it is no reader thread."""
    whole = Passage(kind="article_body", start=0, end=len(text))
    return replace(_document(text, name), passages=(whole,))


def _candidates(reports: Iterable[Document], tools: pipeline.Tools) -> list[Document]:
    """Return reports of nothing but sentences worth parsing, in paragraphs."""
    wanted = []
    for report in reports:
        text = report.item.text
        for passage in report.passages:
            spans = split(text, passage.start, passage.end)
            looks = tools.lexicon.prefilter.looks(text, spans)
            wanted += [
                " ".join(span.of(text).split())
                for span, look in zip(spans, looks, strict=True)
                if look.promising and text[span.end - 1] == "."
            ]
    paragraphs = [" ".join(wanted[n : n + _PARAGRAPH]) for n in range(0, len(wanted), _PARAGRAPH)]
    each = _REPORT // _PARAGRAPH
    return [
        _article("\n\n".join(paragraphs[n : n + each]), f"candidates-{n}.txt")
        for n in range(0, len(paragraphs), each)
    ]


def _ordinary(data: Path | None) -> dict[str, list[Document]]:
    if data is None:
        return {}
    found: dict[str, list[Document]] = {}
    for path in sorted(data.rglob("*")):
        if path.suffix == ".txt":
            text = path.read_text(encoding="utf-8", errors="replace")
            found.setdefault(path.parent.name, []).append(_document(text, path.name))
        elif path.name.endswith("-test.conllu.gz"):
            for name, text in texts(path).items():
                group = "pud-news" if path.name.startswith("pud") and name[:1] == "n" else ""
                group = "gum-news" if "_news_" in name else group or path.name.partition(".")[0]
                found.setdefault(group, []).append(_document(text, f"{name}.txt"))
    if not found:
        raise UsageError(f"{data} has no text", fix="Name a folder with .txt or .conllu.gz files.")
    return found


def _read_in(documents: Iterable[Document], tools: pipeline.Tools) -> list[_Text]:
    found = []
    for document in documents:
        text = document.item.text
        spans = tuple(s for p in document.passages for s in split(text, p.start, p.end))
        parsed = sum(look.promising for look in tools.lexicon.prefilter.looks(text, spans))
        mentions = places.locate(document, tools.atlas).mentions
        found.append(_Text(document, mentions, spans, parsed))
    return found


def _least(work: Callable[[], object]) -> tuple[float, float]:
    """Return the least and the most CPU seconds of a piece of work, after one run for warmth."""
    work()
    seconds = []
    for _ in range(RUNS):
        began = time.process_time()
        work()
        seconds.append(time.process_time() - began)
    return min(seconds), max(seconds)


def _pace(given: Sequence[_Text], tools: pipeline.Tools) -> dict[str, float]:
    def claims() -> list[Claim]:
        return [
            claim
            for one in given
            for claim in extract.read_claims(one.document, one.places, tools.lexicon).claims
        ]

    def whole() -> None:
        for one in given:
            pipeline.read(one.document, tools)

    sentences = sum(len(one.sentences) for one in given)
    words = sum(len(one.document.item.text.split()) for one in given)
    least, most = _least(claims)
    with_places, _ = _least(whole)
    found = claims()
    telling = len({(claim.item, claim.sentence) for claim in found})
    return {
        "documents": len(given),
        "sentences": sentences,
        "words": words,
        "parsed_share": round(sum(one.parsed for one in given) / sentences, 3),
        "telling_share": round(telling / sentences, 3),
        "claims": len(found),
        "sentences_per_s": round(sentences / least),
        "slowest_run": round(sentences / most),
        "words_per_s": round(words / least),
        "with_places": round(sentences / with_places),
    }


def _parsing(given: Sequence[_Text]) -> dict[str, float]:
    """Measure the parser by itself: the floor under whatever is done with its trees."""
    least, most = _least(
        lambda: [analysis.analyse(one.document.item.text, one.sentences) for one in given]
    )
    sentences = sum(len(one.sentences) for one in given)
    return {"sentences_per_s": round(sentences / least), "slowest_run": round(sentences / most)}


def _looking(given: Sequence[_Text], tools: pipeline.Tools) -> dict[str, float]:
    """Measure what it costs to find sentences and look at their words, and to parse none."""

    def looked() -> None:
        for one in given:
            text = one.document.item.text
            for passage in one.document.passages:
                tools.lexicon.prefilter.looks(text, split(text, passage.start, passage.end))

    least, most = _least(looked)
    sentences = sum(len(one.sentences) for one in given)
    return {"sentences_per_s": round(sentences / least), "slowest_run": round(sentences / most)}


def _lengths(candidates: Sequence[Document], tools: pipeline.Tools) -> dict[str, float]:
    """Return CPU seconds per million characters of one text as it grows."""
    text = "\n\n".join(one.item.text for one in candidates)
    found: dict[str, float] = {}
    for times in GROWTH:
        (one,) = _read_in([_article("\n\n".join([text] * times), f"{times}.txt")], tools)
        began = time.process_time()
        extract.read_claims(one.document, one.places, tools.lexicon)
        seconds = time.process_time() - began
        characters = len(one.document.item.text)
        found[f"{times}x_characters"] = characters
        found[f"{times}x_s_per_million"] = round(seconds / characters * 1e6, 1)
    return found
