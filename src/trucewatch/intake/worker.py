"""A process that parses pages under limits, and the handle that keeps it busy.

Parsers meet bytes of people who want them to fail (FACTS: depth, memory, time). The worker has
its own memory and processor limits; a page that kills it costs one restart.
"""

from __future__ import annotations

import atexit
import os
import select
import struct
import subprocess
import sys
import time
from typing import Final

import msgspec

from trucewatch.intake.page import Page

_HEADER: Final = struct.Struct("!Q")
_MEMORY: Final = 2 * 1024**3
_CPU_SECONDS: Final = 20
_WALL_SECONDS: Final = 60.0
# The first answer also pays for imports, on a machine that may be busy.


class ParserFailedError(Exception):
    """The worker died, ran out of a limit, or could not parse the page."""


class Worker:
    """One parser process, started at the first page and used for all that follow."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = os.getpid()

    def parse(self, source: str) -> Page:
        """Return the parts of a page.

        Raises:
            ParserFailedError: it could not be parsed within the limits.
        """
        process = self._running()
        payload = source.encode("utf-8", errors="replace")
        assert process.stdin is not None
        try:
            process.stdin.write(_HEADER.pack(len(payload)) + payload)
            process.stdin.flush()
            deadline = time.monotonic() + _WALL_SECONDS
            (size,) = _HEADER.unpack(self._read(process, _HEADER.size, deadline))
            answer = self._read(process, size, deadline)
        except (OSError, ParserFailedError) as error:
            self.close()
            raise ParserFailedError(str(error) or "the parser stopped") from error
        page = msgspec.json.decode(answer, type=Page | None)
        if page is None:
            raise ParserFailedError("the page could not be parsed")
        return page

    def close(self) -> None:
        """End the process, if this process started it."""
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue
        process.wait()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._owner != os.getpid():
            # After a fork the pipes belong to the parent.
            self._process, self._owner = None, os.getpid()
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(  # our own module, no shell
                [sys.executable, "-m", "trucewatch.intake.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={
                    "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
                    "PATH": os.environ.get("PATH", ""),
                    "OPENBLAS_NUM_THREADS": "1",
                    "PYTHONUTF8": "1",
                },
            )
        return self._process

    @staticmethod
    def _read(process: subprocess.Popen[bytes], size: int, deadline: float) -> bytes:
        assert process.stdout is not None
        found = bytearray()
        descriptor = process.stdout.fileno()
        while len(found) < size:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([descriptor], [], [], left)[0]:
                raise ParserFailedError(f"no answer within {_WALL_SECONDS:.0f} seconds")
            chunk = os.read(descriptor, min(1 << 20, size - len(found)))
            if not chunk:
                raise ParserFailedError("the parser ran out of memory or time")
            found += chunk
        return bytes(found)


WORKER: Final = Worker()
atexit.register(WORKER.close)


def _limit() -> None:
    import resource

    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used) + _CPU_SECONDS, hard))


def main() -> None:
    """Answer pages on standard input until it ends."""
    import resource

    from trucewatch.intake.page import parse

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    source, answers = sys.stdin.buffer, sys.stdout.buffer
    # Nothing that a library prints may reach the pipe.
    sys.stdout = sys.stderr
    while header := source.read(_HEADER.size):
        (size,) = _HEADER.unpack(header)
        text = source.read(size).decode("utf-8")
        _limit()
        page: Page | None
        try:
            page = parse(text)
        except Exception:  # noqa: BLE001 # whatever a parser throws at hostile input is one answer
            page = None
        payload = msgspec.json.encode(page)
        answers.write(_HEADER.pack(len(payload)) + payload)
        answers.flush()


if __name__ == "__main__":
    main()
