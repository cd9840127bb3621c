"""The only SQL: an append-only event log, proofs over it, projections that replay reproduces."""

from trucewatch.ledger.events import Event
from trucewatch.ledger.reads import Reads
from trucewatch.ledger.replayed import Fault
from trucewatch.ledger.store import Ledger
from trucewatch.ledger.verify import verify

__all__ = ["Event", "Fault", "Ledger", "Reads", "verify"]
