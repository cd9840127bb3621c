"""Which files of a watched folder have stopped growing and are to be read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from trucewatch.intake.folder import Input


class Settling:
    """Remembers each file's size and time of change from one look at the folder to the next.

    A file is ready when two looks in a row find it the same, so that nothing is read while it is
    still being copied; it is ready again when it changes later.
    """

    def __init__(self) -> None:
        self._seen: dict[Path, tuple[int, int]] = {}
        self._done: dict[Path, tuple[int, int]] = {}

    def ready(self, inputs: Iterable[Input]) -> list[Input]:
        """Return the inputs that have settled since the last look and were not read yet."""
        found: list[Input] = []
        seen: dict[Path, tuple[int, int]] = {}
        for one in inputs:
            if one.path is None:
                continue
            try:
                state = one.path.stat()
            except OSError:
                # It went away between the listing and now; or it comes back.
                continue
            shape = (state.st_size, state.st_mtime_ns)
            seen[one.path] = shape
            if self._seen.get(one.path) == shape and self._done.get(one.path) != shape:
                found.append(one)
        self._seen = seen
        return found

    def done(self, one: Input) -> None:
        """Note that an input was taken in as the last look found it."""
        if one.path is not None and one.path in self._seen:
            self._done[one.path] = self._seen[one.path]

    @property
    def waiting(self) -> int:
        """How many files the last look found that are not taken in yet."""
        return sum(self._done.get(path) != shape for path, shape in self._seen.items())
