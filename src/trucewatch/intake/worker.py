"""A process that parses inputs under limits, and the handle that keeps it busy.

Parsers meet bytes of people who want them to fail (FACTS: depth, memory, time). The worker has
its own memory and processor limits and no network code; an input that kills it costs one restart.
"""

from __future__ import annotations

import atexit
import importlib
import os
import select
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any, Final, TypeVar

import msgspec

from trucewatch.errors import IntakeError

T = TypeVar("T")

TASKS: Final[dict[str, str]] = {
    "html": "trucewatch.intake.page:parse",
    "feed": "trucewatch.intake.feed:unpack",
    "telegram": "trucewatch.intake.telegram:unpack",
    "table": "trucewatch.intake.table:unpack",
    "xlsx": "trucewatch.intake.xlsx:unpack",
    "docx": "trucewatch.intake.docx:unpack",
    "pdf": "trucewatch.intake.pdf:unpack",
    "mail": "trucewatch.intake.mail:unpack",
    "thread": "trucewatch.intake.threads:unpack",
    "warc": "trucewatch.intake.warc:unpack",
    "form": "trucewatch.intake.forms:unpack",
    "auto-archiver": "trucewatch.intake.auto_archiver:unpack",
    "zip": "trucewatch.intake.zipped:unpack",
}
"""Task -> the function that the worker calls with the bytes; nothing else can be asked of it."""

_HEADER: Final = struct.Struct("!HQ")
_ANSWER: Final = struct.Struct("!cQ")
_MEMORY: Final = 2 * 1024**3
_CPU_SECONDS: Final = 10
_LARGE: Final = 8 * 1024 * 1024
_PER_MIB: Final = 0.75
"""Seconds for every MiB beyond `_LARGE`: an honest export of many years takes its time."""
_WALL_SECONDS: Final = 60.0
# The first answer also pays for imports, on a machine that may be busy.


class ParserFailedError(Exception):
    """The worker died, ran out of a limit, or could not parse the input."""


class Worker:
    """One parser process, started at the first input and used for all that follow."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = os.getpid()

    def call(self, task: str, payload: bytes, answer: type[T]) -> T:
        """Return what the function of `task` makes of `payload`.

        Raises:
            ParserFailedError: it could not be parsed within the limits.
            IntakeError: the parser knows what is wrong with the input.
        """
        process = self._running()
        name = task.encode()
        assert process.stdin is not None
        try:
            process.stdin.write(_HEADER.pack(len(name), len(payload)) + name)
            process.stdin.write(payload)
            process.stdin.flush()
            deadline = time.monotonic() + _WALL_SECONDS
            kind, size = _ANSWER.unpack(self._read(process, _ANSWER.size, deadline))
            found = self._read(process, size, deadline)
        except (OSError, ParserFailedError) as error:
            self.close()
            raise ParserFailedError(str(error) or "the parser stopped") from error
        if kind == b"+":
            return msgspec.msgpack.decode(found, type=answer)
        message, fix = msgspec.msgpack.decode(found, type=tuple[str, str])
        if kind == b"-":
            raise IntakeError(message, fix=fix)
        raise ParserFailedError(message)

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


def _limit(size: int) -> None:
    import resource

    seconds = _CPU_SECONDS + int(max(0, size - _LARGE) / 1024**2 * _PER_MIB)
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used) + seconds, hard))


def _function(task: str) -> Callable[[bytes], Any]:
    module, _, function = TASKS[task].partition(":")
    found: Callable[[bytes], Any] = getattr(importlib.import_module(module), function)
    return found


def _answered(task: str, payload: bytes) -> tuple[bytes, bytes]:
    """Return the kind of the answer and the answer: made, refused with advice, or failed."""
    try:
        return b"+", msgspec.msgpack.encode(_function(task)(payload))
    except IntakeError as error:
        return b"-", msgspec.msgpack.encode((error.message, error.fix))
    except MemoryError:
        return b"!", msgspec.msgpack.encode(("the parser ran out of memory", ""))
    except Exception as error:  # noqa: BLE001 # what a parser throws at hostile input is an answer
        told = f"the parser gave up ({type(error).__name__})"
        return b"!", msgspec.msgpack.encode((told, ""))


def main() -> None:
    """Answer inputs on standard input until it ends."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    # A parser that writes files by mistake gets none.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    source, answers = sys.stdin.buffer, sys.stdout.buffer
    # Nothing that a library prints may reach the pipe.
    sys.stdout = sys.stderr
    while header := source.read(_HEADER.size):
        name, size = _HEADER.unpack(header)
        task = source.read(name).decode()
        payload = source.read(size)
        _limit(size)
        kind, answer = _answered(task, payload)
        answers.write(_ANSWER.pack(kind, len(answer)) + answer)
        answers.flush()


if __name__ == "__main__":
    main()
