"""Files, folders, globs and addresses as inputs, with what `reports.toml` knows of them."""

from __future__ import annotations

import glob
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

import msgspec

from trucewatch.errors import IntakeError, WatchError
from trucewatch.intake.decode import MAX_BYTES, too_large
from trucewatch.intake.fetch import SCHEMES, Fetched
from trucewatch.intake.known import Known
from trucewatch.intake.large import Piece, digest_of, is_archive, load, pieces
from trucewatch.model import ReportEntry

MANIFEST: Final = "reports.toml"
_SKIPPED: Final = frozenset({MANIFEST, "README.md"})


@dataclass(frozen=True, slots=True)
class Input:
    """One input to read, with what is known about it beside its bytes.

    Nothing is read before it is asked for, so that one unreadable input stops nothing else.
    `path` is None for what came by standard input or by address.
    """

    name: str
    known: Known
    load: Callable[[], tuple[bytes, Known]]
    """Return the bytes, and what is known with them in hand.

    Raises:
        IntakeError: they cannot be had; says why and what to do.
    """
    path: Path | None = None


def inputs_of(
    paths: Iterable[str | Path],
    *,
    known: Known | None = None,
    stdin: bytes = b"",
    fetch: Callable[[str], Fetched] | None = None,
) -> Iterator[Input]:
    """Yield every file of `paths`, each once: files, folders with all below them, globs.

    Inside folders hidden files, `README.md` and the manifest are skipped; a file that is named
    itself is always taken. Files of a folder come in the order of their paths. `known` wins over
    the manifest; `-` stands for `stdin`. Addresses are handed to `fetch` when they are read; where
    it is None, fetching is switched off and they are refused, each by name.

    Raises:
        WatchError: a manifest is wrong; it names file, key, expectation and fix.
    """
    known = known or Known()
    manifests: dict[Path, dict[str, ReportEntry]] = {}
    seen: set[str] = set()
    for given in map(str, paths):
        if given == "-":
            yield Input("standard input", known, lambda: (stdin, known))
        elif given.startswith(SCHEMES):
            if given not in seen:
                seen.add(given)
                at = replace(known, url=given)
                yield Input(given, at, partial(_fetched, given, at, fetch))
        else:
            for path in _files(given):
                if (real := str(path.resolve())) in seen:
                    continue
                seen.add(real)
                if path.parent not in manifests:
                    manifests[path.parent] = read_manifest(path.parent)
                told = _with_entry(known, manifests[path.parent].get(path.name))
                if is_archive(path):
                    yield from _pieces(path, told)
                else:
                    yield Input(str(path), told, partial(_loaded, path, told), path)


def _with_entry(known: Known, entry: ReportEntry | None) -> Known:
    if entry is None:
        return known
    return replace(
        known,
        source=known.source or entry.source,
        published=known.published or entry.published,
        url=entry.url,
        title=entry.title,
        language=entry.language,
    )


def _fetched(url: str, known: Known, fetch: Callable[[str], Fetched] | None) -> tuple[bytes, Known]:
    if fetch is None:
        raise IntakeError(
            f"fetching is switched off, so {url} was not read",
            fix="save the page to a file and add that; or allow it once with --fetch",
        )
    got = fetch(url)
    return got.data, replace(known, fetched_from=got.url)


def _loaded(path: Path, known: Known) -> tuple[bytes, Known]:
    return _load(path), known


def _pieces(path: Path, known: Known) -> Iterator[Input]:
    """Yield an archive too large for one input as many, each a range of its bytes."""
    whole = digest_of(path)
    for number, piece in enumerate(pieces(path), start=1):
        told = f"bytes {piece.start:,} to {piece.end:,} of {path.name} (sha256:{whole})"
        cut = replace(known, cut_from=told)
        yield Input(f"{path}#part {number}", cut, partial(_piece, path, piece, cut), path)


def _piece(path: Path, piece: Piece, known: Known) -> tuple[bytes, Known]:
    return load(path, piece), known


def _files(given: str) -> Iterator[Path]:
    path = Path(given)
    if path.is_dir():
        yield from _below(path)
    elif path.exists() or not glob.has_magic(given):
        yield path
    else:
        matches = sorted(Path(match) for match in glob.glob(given, recursive=True))  # noqa: PTH207
        if not matches:
            # Named, so that a mistyped glob is no silent nothing.
            yield path
        for match in matches:
            if match.is_dir():
                yield from _below(match)
            elif match.name not in _SKIPPED:
                yield match


def _below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith(".") for part in parts)
        if not hidden and path.name not in _SKIPPED and not path.is_dir():
            yield path


def _load(path: Path) -> bytes:
    if not path.exists():
        raise IntakeError(f"{path} does not exist", fix="check the spelling of the path")
    if not path.is_file():
        raise IntakeError(f"{path} is no regular file", fix="give a file or a folder")
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise too_large(str(path), size)
        return path.read_bytes()
    except OSError as error:
        raise IntakeError(
            f"{path} cannot be read: {error.strerror or error}", fix="check that you may read it"
        ) from error


def read_manifest(folder: Path) -> dict[str, ReportEntry]:
    """Return the lines of a folder's `reports.toml` by file name; empty where there is none.

    Raises:
        WatchError: it is no TOML, a key is unknown or of the wrong type, a file is named twice
            or is not there.
    """
    path = folder / MANIFEST
    if not path.is_file():
        return {}
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WatchError(f"{path}: not valid TOML: {error}", fix="correct that line") from error
    except OSError as error:
        raise WatchError(
            f"{path}: cannot be read: {error.strerror}", fix="check that you may read it"
        ) from error
    rows = raw.pop("report", [])
    if raw or not isinstance(rows, list):
        key = next(iter(raw), "report")
        raise WatchError(
            f"{path}: {key}: expected only [[report]] tables",
            fix='write one [[report]] table per file, with file = "name.txt"',
        )
    entries: dict[str, ReportEntry] = {}
    for number, row in enumerate(rows, start=1):
        entry = _entry(path, number, row)
        where = f"{path}: report {number}: file"
        if entry.file in entries:
            raise WatchError(
                f"{where}: {entry.file!r} stands there twice", fix="keep one of the two tables"
            )
        if not (folder / entry.file).is_file():
            raise WatchError(
                f"{where}: {entry.file!r} is not in {folder}",
                fix="correct the name, or remove the table",
            )
        entries[entry.file] = entry
    return entries


def _entry(path: Path, number: int, row: object) -> ReportEntry:
    if isinstance(row, dict):
        # TOML dates are dates already; the nouns keep ISO text.
        row = {
            key: value.isoformat() if hasattr(value, "isoformat") else value
            for key, value in row.items()
        }
    try:
        return msgspec.convert(row, ReportEntry)
    except msgspec.ValidationError as error:
        match = re.search(r"at `\$\.?([^`]*)`", str(error))
        unknown = re.search(r"unknown field `([^`]+)`", str(error))
        key = unknown.group(1) if unknown else (match.group(1) if match else "")
        known = ", ".join(ReportEntry.__struct_fields__)
        raise WatchError(
            f"{path}: report {number}{f': {key}' if key else ''}: {str(error).split(' - at')[0]}",
            fix=f"the keys are {known}; all are text, and file is required",
        ) from error
