"""The only SQL: an append-only event log with projections that replay must reproduce."""

from trucewatch.ledger.events import Event
from trucewatch.ledger.store import Ledger
from trucewatch.ledger.verify import Fault, verify

__all__ = ["Event", "Fault", "Ledger", "verify"]
