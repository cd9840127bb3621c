"""`trucewatch bench intake`: documents per processor second by format, and memory over an archive.

The same reports in every format, made here. Beside each figure stand the byte floor (the file read
and hashed, which no reader can do without) and, for pages, trafilatura alone with our options.
Processor seconds are those of this process and of the worker.
"""

from __future__ import annotations

import gzip
import hashlib
import html
import io
import itertools
import json
import os
import resource
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from trucewatch import config
from trucewatch.errors import UsageError
from trucewatch.intake import read_documents
from trucewatch.intake.folder import inputs_of
from trucewatch.intake.worker import WORKER
from trucewatch.measure.memory import peak_mib

_ROUNDS: Final = 3
_ITEMS: Final = 240
_PROCESS: Final = Path("/proc")
_W: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def bench(mebibytes: int = 0) -> dict[str, Any]:
    """Return the figures of each format; and of a WARC file of `mebibytes`, if that is not 0.

    Raises:
        UsageError: the processor time of a worker cannot be told on this system.
    """
    if not (_PROCESS / "self" / "stat").exists():
        raise UsageError("this measure reads the worker's times from /proc", fix="Run it on Linux.")
    texts = _texts()
    figures: dict[str, Any] = {
        name: _format(files, name) for name, files in _formats(texts).items()
    }
    figures["trafilatura alone, on html"] = _alone(texts)
    if mebibytes:
        figures["archive"] = _archive(texts, mebibytes)
    return figures


def _texts() -> list[str]:
    """Return the plain reports of the example watch, numbered so that no two are the same."""
    folder = config.example("idlib-2020") / config.REPORTS
    plain = [path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))]
    return [f"{plain[at % len(plain)].rstrip()}\n\nNote {at}.\n" for at in range(_ITEMS)]


def _formats(texts: list[str]) -> dict[str, list[tuple[str, bytes]]]:
    """Return the files of each format: (name, bytes)."""
    pages = [_page(text) for text in texts]
    rows = "".join(f'Camera {at},"3 km SW of post {at}",Heard,{at}\n' for at in range(5_000))
    posts = [
        {"id": at, "type": "message", "date_unixtime": "1584255600", "text": text}
        for at, text in enumerate(texts)
    ]
    chat = json.dumps({"type": "public_channel", "messages": posts}, ensure_ascii=False)
    entries = "".join(
        f"<item><title>Report {at}</title><description>{html.escape(_page(text))}</description>"
        "</item>"
        for at, text in enumerate(texts)
    )
    return {
        "text": [(f"{at}.txt", text.encode()) for at, text in enumerate(texts)],
        "html": [(f"{at}.html", page.encode()) for at, page in enumerate(pages)],
        "feed": [("feed.xml", f"<rss><channel>{entries}</channel></rss>".encode())],
        "telegram": [("result.json", chat.encode())],
        "table": [("table.csv", f"Position,Event location,Means,No.\n{rows}".encode())],
        "mail": [
            (
                f"{at}.eml",
                f"MIME-Version: 1.0\nMessage-ID: <{at}@a.example>\n\n{text}".encode(),
            )
            for at, text in enumerate(texts)
        ],
        "docx": [(f"{at}.docx", _word(text)) for at, text in enumerate(texts)],
        "warc": [
            (
                "capture.warc.gz",
                b"".join(gzip.compress(_record(at, page)) for at, page in enumerate(pages)),
            )
        ],
    }


def _page(text: str) -> str:
    title, *paragraphs = [html.escape(row) for row in text.split("\n\n") if row.strip()]
    body = "".join(f"<p>{row}</p>" for row in paragraphs)
    menu = "".join(f'<li><a href="/{at}">Section {at}</a></li>' for at in range(30))
    return (
        f"<!doctype html><html><head><title>{title}</title></head><body><nav><ul>{menu}</ul></nav>"
        f"<article><h1>{title}</h1>{body}</article><footer>All rights reserved.</footer></body>"
        "</html>"
    )


def _word(text: str) -> bytes:
    rows = "".join(
        f"<w:p><w:r><w:t>{html.escape(row)}</w:t></w:r></w:p>" for row in text.split("\n\n")
    )
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml", f"<w:document {_W}><w:body>{rows}</w:body></w:document>"
        )
    return found.getvalue()


def _record(number: int, page: str) -> bytes:
    body = page.encode()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s" % (
        len(body),
        body,
    )
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\n"
        f"WARC-Target-URI: https://wire.example/{number}\r\nWARC-Date: 2020-03-16T10:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{number:032x}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def _format(files: list[tuple[str, bytes]], name: str) -> dict[str, float]:
    """Read all files of a format several times, warm, and return the best round."""
    best, items = float("inf"), 0
    for _ in range(_ROUNDS + 1):  # the first starts the worker and loads its parsers
        began = _cpu()
        items = sum(
            taken.parts is None
            for called, data in files
            for taken in read_documents(data, name=called)
        )
        best = min(best, _cpu() - began)
    size = sum(len(data) for _, data in files)
    floor = _best(lambda: [hashlib.sha256(data).digest() for _, data in files])
    assert items, f"nothing was read from {name}"
    return {
        "documents": items,
        "documents_per_cpu_s": round(items / best),
        "mib_per_cpu_s": round(size / 2**20 / best, 2),
        "byte_floor_documents_per_cpu_s": round(items / floor),
    }


def _alone(texts: list[str]) -> dict[str, float]:
    import trafilatura

    pages = [_page(text) for text in texts]
    seconds = _best(
        lambda: [
            trafilatura.extract(page, favor_precision=True, include_comments=False)
            for page in pages
        ]
    )
    return {"documents": len(pages), "documents_per_cpu_s": round(len(pages) / seconds)}


def _best(work: Callable[[], object]) -> float:
    found = []
    for _ in range(_ROUNDS):
        began = time.process_time()
        work()
        found.append(time.process_time() - began)
    return max(min(found), 1e-9)


def _archive(texts: list[str], mebibytes: int) -> dict[str, float]:
    """Read a WARC file of a size page by page, and watch the memory of both processes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "capture.warc"
        _write(path, texts, mebibytes * 2**20)
        WORKER.close()
        before, began, count, quarter, peak = _cpu(), time.monotonic(), 0, 0.0, 0.0
        inputs = list(inputs_of([path]))
        cutting = _cpu() - before
        for at, one in enumerate(inputs):
            data, known = one.load()
            for taken in read_documents(data, name=one.name, known=known):
                count += taken.parts is None
            peak = max(peak, _resident())
            if at == len(inputs) // 4:
                quarter = peak
        spent = _cpu() - before
        return {
            "mib": round(path.stat().st_size / 2**20),
            "pieces": len(inputs),
            "pages": count,
            "cutting_cpu_s": round(cutting, 1),
            "cpu_s": round(spent, 1),
            "wall_s": round(time.monotonic() - began, 1),
            "pages_per_cpu_s": round(count / spent),
            "mib_resident_after_a_quarter": round(quarter),
            "mib_resident_at_most": round(peak),
            "mib_of_this_process_at_most": peak_mib(),
        }


def _write(path: Path, texts: list[str], size: int) -> None:
    """Write pages with pictures between them, as captures have, until the size is reached."""
    picture = bytes(range(256)) * 4_096
    shown = b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n%s" % (
        len(picture),
        picture,
    )
    with path.open("wb") as file:
        for number in itertools.count():
            page = _page(f"{texts[number % len(texts)]}\n\nCopy {number}.")
            file.write(_record(number, page))
            if number % 4 == 0:
                file.write(
                    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://wire.example/p\r\n"
                    b"Content-Type: application/http; msgtype=response\r\n"
                    b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (len(shown), shown)
                )
            if file.tell() >= size:
                return


def _worker() -> int | None:
    process = WORKER._process  # noqa: SLF001 # the measure looks at the process, nobody else does
    return process.pid if process is not None and process.poll() is None else None


def _cpu() -> float:
    """Return the processor seconds of this process, of its live worker and of ended children."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    total = time.process_time() + ended.ru_utime + ended.ru_stime
    if (worker := _worker()) is not None:
        fields = (_PROCESS / str(worker) / "stat").read_text("utf-8").rpartition(")")[2].split()
        total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


def _resident() -> float:
    """Return the MiB that this process and its worker hold now."""
    told = 0.0
    for process in ("self", _worker()):
        if process is not None:
            pages = (_PROCESS / str(process) / "statm").read_text("utf-8").split()[1]
            told += int(pages) * resource.getpagesize() / 2**20
    return told
