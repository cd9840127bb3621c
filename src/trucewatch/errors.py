"""Every error that trucewatch raises on purpose.

::

    TrucewatchError            anything below; the command line prints it and exits 1
    ├── UsageError             the call cannot be carried out as asked (exit 2)
    ├── WatchError             a watch folder, table or setting is wrong
    │   └── AgreementError     an agreement file is wrong: names file, key, expectation, fix
    ├── IntakeError            an input could not be read at all
    ├── ModelMissingError      a language model that reading needs is not installed
    └── LedgerError            the ledger refused or could not keep its promise
        ├── LedgerBusyError    another process is writing
        └── LedgerDamagedError the stored record does not agree with itself

Trouble *inside* an input (an unreadable date, an unresolved place) is no exception: it is an
`Issue` row (see `trucewatch.model.Issue`) that stays beside the data it is about.
"""

from __future__ import annotations


class TrucewatchError(Exception):
    """Root of all errors raised on purpose.

    Args:
        message: what is wrong, in one sentence.
        fix: what the reader can do next, in one sentence; printed on its own line.
    """

    def __init__(self, message: str, *, fix: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix

    def __str__(self) -> str:
        return f"{self.message}\n  {self.fix}" if self.fix else self.message


class UsageError(TrucewatchError):
    """The call cannot be carried out as asked."""


class WatchError(TrucewatchError):
    """A watch folder, one of its tables, or a setting is wrong."""


class AgreementError(WatchError):
    """An agreement file is wrong; the message names file, key and what was expected."""


class IntakeError(TrucewatchError):
    """An input could not be read at all (too large, not text, unreadable)."""


class ModelMissingError(TrucewatchError):
    """The language model that reading needs is not installed."""


class LedgerError(TrucewatchError):
    """The ledger refused a write or a read."""


class LedgerBusyError(LedgerError):
    """Another process is writing to the same ledger."""


class LedgerDamagedError(LedgerError):
    """What is stored does not agree with itself; the message names the first bad row."""
