"""One thread writes; any number of threads wait for their commit.

Callers that wait at the same time share a commit: one sync of the disk acknowledges them all, and
none of them is acknowledged before it. Inside the commit each call is a savepoint of its own, so a
call that is refused undoes nothing but itself. Other processes wait at `BEGIN IMMEDIATE`.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from types import TracebackType
from typing import Final, Self

import apsw

from trucewatch.errors import LedgerError
from trucewatch.ledger.events import Kind
from trucewatch.ledger.store import Ledger

Row = tuple[Kind, str, object, str]
"""(kind, stream, value, idempotency key), as `Ledger.append_all` takes them."""
SHARED: Final = 200
"""Calls that may share a commit."""
WAITING: Final = 2_000
"""Calls that may wait; who comes later waits to be let in, so memory stays bounded."""
_OF_THE_DISK: Final = (apsw.FullError, apsw.IOError)


class Writer:
    """The one writer of a process; use it as a context manager, or call `close`.

    Args:
        ledger: an open ledger that nobody else uses until the writer is closed.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._calls: queue.Queue[_Call | None] = queue.Queue(WAITING)
        self._closing = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="ledger writer", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Write what waits, then stop; safe to call twice. The ledger stays open."""
        with self._closing:
            if not self._closed:
                self._closed = True
                self._calls.put(None)
        self._thread.join()

    def submit(self, rows: Sequence[Row]) -> Future[list[int | None]]:
        """Queue rows that belong together; the result comes when they are on the disk.

        Raises:
            LedgerError: the writer is closed. What goes wrong later is raised by the future.
        """
        call = _Call(rows)
        with self._closing:
            if self._closed:
                raise LedgerError("the writer is closed", fix="Nothing of this was recorded.")
            self._calls.put(call)
        return call.future

    def append(self, kind: Kind, stream: str, value: object, *, key: str) -> int | None:
        """Append one event and wait for its commit; see `Ledger.append`."""
        return self.submit([(kind, stream, value, key)]).result()[0]

    def append_all(self, rows: Sequence[Row]) -> list[int | None]:
        """Append rows that belong together and wait for their commit."""
        return self.submit(rows).result()

    def _run(self) -> None:
        while (call := self._calls.get()) is not None:
            shared = [call]
            while len(shared) < SHARED and not self._calls.empty():
                more = self._calls.get()
                if more is None:
                    self._calls.put(None)  # close once these are written
                    break
                shared.append(more)
            self._commit([one for one in shared if one.future.set_running_or_notify_cancel()])

    def _commit(self, shared: Sequence[_Call]) -> None:
        try:
            with self._ledger.writing():
                for call in shared:
                    self._append(call)
        except Exception as error:  # noqa: BLE001  (it belongs to those who wait)
            for call in shared:
                call.future.set_exception(error)
            return
        for call in shared:
            if call.refused is not None:
                call.future.set_exception(call.refused)
            else:
                call.future.set_result(call.seqs)

    def _append(self, call: _Call) -> None:
        try:
            with self._ledger.db:
                call.seqs = [self._ledger.append_within(*row) for row in call.rows]
        except _OF_THE_DISK:
            raise
        except Exception as error:  # noqa: BLE001  (the same)
            call.refused = error


class _Call:
    """What one caller waits for."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        self.future: Future[list[int | None]] = Future()
        self.seqs: list[int | None] = []
        self.refused: Exception | None = None
