"""The only SQL: an append-only event log, proofs over it, projections that replay reproduces."""

from trucewatch.ledger.events import Event
from trucewatch.ledger.reads import Reads
from trucewatch.ledger.replayed import Fault
from trucewatch.ledger.store import Ledger
from trucewatch.ledger.verify import verify
from trucewatch.ledger.writer import Writer

__all__ = ["Event", "Fault", "Ledger", "Reads", "Writer", "verify"]
