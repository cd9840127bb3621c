"""What each row of the hostile table costs: seconds of a processor and memory, each by itself."""

from __future__ import annotations

import json
import os
import resource
import time

from hostile import CASES

from trucewatch.errors import IntakeError
from trucewatch.intake import read_documents
from trucewatch.intake.worker import WORKER

SECONDS = 10.0
MEBIBYTES = 1024


def cost(case, canary):
    """Read one row in a forked process and return its (seconds, MiB), worker included."""
    data = case.make(canary)
    ours, theirs = os.pipe()
    if not (child := os.fork()):
        # A fork begins with what its parent holds, which is no cost of the row.
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        began = time.process_time()
        try:
            ended = len([one.name for one in read_documents(data, name=case.name)])
        except IntakeError:
            ended = 0
        own = time.process_time() - began
        WORKER.close()
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        told = (
            own + used[1].ru_utime + used[1].ru_stime,
            (sum(one.ru_maxrss for one in used) - before) / 1024,
            ended,
        )
        os.write(theirs, json.dumps(told).encode())
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours, "rb") as answer:
        told = answer.read()
    _, status = os.waitpid(child, 0)
    assert status == 0, f"{case.format}: {case.what} killed the reader"
    return tuple(json.loads(told))


def test_every_row_stays_within_its_seconds_and_memory(tmp_path):
    canary = tmp_path / "canary.txt"
    canary.write_text("outside")
    WORKER.close()
    found = {f"{case.format}: {case.what}": cost(case, canary) for case in CASES}
    slowest = max(found, key=lambda name: found[name][0])
    largest = max(found, key=lambda name: found[name][1])
    print(  # noqa: T201 # the counts are what the long run is for
        f"\n{len(found)} hostile inputs: {sum(row[2] > 0 for row in found.values())} read, "
        f"{sum(row[2] == 0 for row in found.values())} refused; slowest {slowest!r} "
        f"{found[slowest][0]:.1f} s, largest {largest!r} {found[largest][1]:.0f} MiB"
    )
    for name, row in sorted(found.items(), key=lambda one: -one[1][0])[:8]:
        print(f"  {row[0]:5.1f} s {row[1]:5.0f} MiB  {name}")  # noqa: T201
    assert not {name: row for name, row in found.items() if row[0] > SECONDS}
    assert not {name: row for name, row in found.items() if row[1] > MEBIBYTES}
