"""A server of victims: for every path on standard input, a process that writes until it is killed.

It forks after importing, so that a victim costs milliseconds. Every acknowledged append is noted
in `acknowledged` beside the ledger, after the ledger has said that it is recorded.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from builders import claim, document

from trucewatch.ledger import Ledger
from trucewatch.ledger.store import reading_key
from trucewatch.model import Reading

BATCH = 3


def write_for_ever(folder: Path) -> None:
    notes = os.open(folder / "acknowledged", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    with Ledger(folder / "ledger.db") as ledger:
        ledger.db.execute("PRAGMA wal_autocheckpoint = 20")
        number = 0
        while True:
            rows = []
            for _ in range(BATCH):
                one = document(source=f"s{number}")
                item = one.item.id
                read = Reading(claims=(claim(f"c{number}", item=item),))
                rows.append(("document.added", item, one, f"document.added:{item}"))
                rows.append(("claims.read", f"claims:{item}", read, reading_key(item, "1")))
                number += 1
            ledger.append_all(rows)
            os.write(notes, b"%d\n" % number)


def main() -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            write_for_ever(Path(line.strip()))
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        os.waitpid(child, 0)
        sys.stdout.write("gone\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
