"""The watch that the server works on: its tables, its ledger for reading and for writing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from trucewatch import config, gather, pipeline
from trucewatch.ledger import Ledger, Reads
from trucewatch.ledger.accounts import Accounts
from trucewatch.merge import Standing
from trucewatch.model import Judgement
from trucewatch.web.versions import Versions
from trucewatch.web.waiting import Waiting

LOCAL = "local"
"""The one person on a machine without accounts: has every role, and is no second reader."""


class Desk:
    """An open watch. Reads go over one connection per thread, writes over one lock.

    Args:
        folder: the watch folder.
        local: one person on loopback; nobody signs in.
    """

    def __init__(self, folder: Path, *, local: bool) -> None:
        self.folder = folder
        self.local = local
        self.tools = pipeline.tools_for(folder)
        self.accounts = Accounts(folder / config.ACCOUNTS)
        self._path = folder / config.LEDGER
        self.versions = Versions()
        self.waiting = Waiting()
        self._threads = threading.local()
        self._opened: list[Ledger] = []
        self._writing = threading.Lock()
        self._turn = threading.Lock()
        self._following = self._wanted = False
        self._standing = Standing()
        with Ledger(self._path):
            # Made or migrated here, so that every other connection may only read.
            pass

    @property
    def known(self) -> Reads:
        """The record as it is known now."""
        found: Ledger | None = getattr(self._threads, "ledger", None)
        if found is None:
            found = self._threads.ledger = Ledger(self._path, reading=True)
            self._opened.append(found)
        return found

    def as_of(self, seq: int | None) -> Reads:
        """Return the record as known at a seq; None for now: then it stays so for this request.

        Raises:
            LedgerError: there is no such event.
        """
        known = self.known
        now = self.versions.now(known)
        return known.as_of(now if seq is None else seq)

    @contextmanager
    def writing(self, by: str) -> Iterator[Ledger]:
        """Hold the ledger for writing, in the name of a person."""
        with self._writing, Ledger(self._path, actor=by) as ledger:
            yield ledger

    def judge(self, made: Judgement) -> None:
        """Record a decision, and let incidents and findings follow it."""
        key = f"judgement.made:{made.id}:{made.withdrawn}"
        with self.writing(made.by) as ledger:
            ledger.append("judgement.made", f"judgement:{made.id}", made, key=key)
        self.follow()

    def follow(self) -> None:
        """Merge and assess in the background; what changes while it runs is followed after it."""
        with self._turn:
            self._wanted = True
            if self._following:
                return
            self._following = True
        threading.Thread(target=self._follow, name="follow", daemon=True).start()

    def _follow(self) -> None:
        try:
            while self._taken():
                # Not under the lock of writing: people go on deciding while this runs, each
                # event is a transaction of its own, and what came meanwhile is followed next.
                with Ledger(self._path, actor="trucewatch") as ledger:
                    pipeline.merge(ledger, self.tools, standing=self._standing)
                    from_day, to_day = gather.period(self.tools.watched, ledger)
                    pipeline.assess(ledger, self.tools, from_day=from_day, to_day=to_day)
        except BaseException:
            self._following = False
            raise

    def _taken(self) -> bool:
        """Take the next turn of following, or end it where nobody wants one."""
        with self._turn:
            self._following, self._wanted = self._wanted, False
            return self._following

    @property
    def following(self) -> bool:
        """Whether incidents and findings are being brought up to date right now."""
        return self._following

    def close(self) -> None:
        """Close every connection."""
        self.accounts.close()
        for ledger in self._opened:
            ledger.close()
