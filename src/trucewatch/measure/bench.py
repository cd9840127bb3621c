"""`trucewatch bench NAME`: seconds and peak memory of the flow's steps over the example watch.

Machines differ and are noisy: every step is also given as a share of the run, and the runs'
minimum, median and maximum are all printed. Nothing in the tests depends on these figures.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from trucewatch import config, gather, pipeline, publish
from trucewatch import report as report_room
from trucewatch.errors import UsageError
from trucewatch.intake.folder import inputs_of
from trucewatch.ledger import Ledger, verify
from trucewatch.measure.assessing import SIZES as ASSESS_SIZES
from trucewatch.measure.assessing import bench as assess_bench
from trucewatch.measure.intake import bench as intake_bench
from trucewatch.measure.ledger import SIZES
from trucewatch.measure.ledger import bench as ledger_bench
from trucewatch.measure.memory import peak_mib
from trucewatch.measure.merging import SIZES as MERGE_SIZES
from trucewatch.measure.merging import bench as merge_bench
from trucewatch.measure.placing import bench as places_bench
from trucewatch.measure.reading import bench as read_bench
from trucewatch.measure.web import SIZES as WEB_SIZES
from trucewatch.measure.web import bench as web_bench
from trucewatch.measure.web_map import SIZES as MAP_SIZES
from trucewatch.measure.web_map import bench as map_bench

RUNS = 3


def run(name: str, sizes: Sequence[int] = (), data: Path | None = None) -> dict[str, Any]:
    """Run one benchmark by name and return its figures.

    `sizes` are for those that grow, `data` is a folder of text for reading.

    Raises:
        UsageError: there is no such benchmark; the message lists those there are.
    """
    if name not in BENCHES:
        raise UsageError(f"there is no benchmark {name!r}", fix=f"Names: {', '.join(BENCHES)}.")
    if name == "read":
        return read_bench(data)
    if name == "intake":
        return intake_bench(sizes[0] if sizes else 0)
    if name in KEEPING:
        kept, usual = KEEPING[name]
        return kept(sizes or usual, data)
    if name in GROWING:
        grown, usual = GROWING[name]
        return grown(sizes or usual)
    return BENCHES[name]()


def _spread(seconds: list[float]) -> dict[str, float]:
    return {
        "min_s": round(min(seconds), 3),
        "median_s": round(statistics.median(seconds), 3),
        "max_s": round(max(seconds), 3),
    }


def _demo() -> dict[str, Any]:
    """Time each step of the main job, in one process, from empty folder to report."""
    steps: dict[str, list[float]] = {}
    size = 0
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as folder:
            size = _main_job(Path(folder), steps)
    total = sum(statistics.median(values) for values in steps.values())
    rows = {
        name: {**_spread(values), "share": round(statistics.median(values) / total, 3)}
        for name, values in steps.items()
    }
    return {
        "steps": rows,
        "total_median_s": round(total, 2),
        "peak_mib": peak_mib(),
        "report_bytes": size,
    }


def _main_job(folder: Path, steps: dict[str, list[float]]) -> int:
    def timed(name: str, work: Callable[[], Any]) -> Any:
        start = time.perf_counter()
        result = work()
        steps.setdefault(name, []).append(time.perf_counter() - start)
        return result

    source = config.example("idlib-2020")
    tools = timed("tables, atlas, lexicon", lambda: pipeline.tools_for(source))
    inputs = list(inputs_of([source / config.REPORTS]))
    with Ledger(folder / config.LEDGER) as ledger:
        timed(
            "intake, places, claims",
            lambda: list(pipeline.add(ledger, inputs, tools)),
        )
        timed("merge", lambda: pipeline.merge(ledger, tools))
        days = gather.period(tools.watched, ledger)
        timed("assess", lambda: pipeline.assess(ledger, tools, from_day=days[0], to_day=days[1]))
        record = gather.record(ledger, tools.watched, tools.agreements)
        data: bytes = timed("publish, report", lambda: _report(record, days))
        faults = timed("verify the ledger", lambda: verify(ledger))
        assert not faults
    return len(data)


def _report(record: Any, days: tuple[str, str]) -> bytes:
    built = report_room.build(
        publish.public(record), from_day=days[0], to_day=days[1], cutoff=record.watch.cutoff
    )
    return report_room.render(built, "html")


def _help() -> dict[str, Any]:
    """Measure the CPU time of `trucewatch --help` as a whole process."""
    seconds = []
    for _ in range(RUNS + 2):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, "-m", "trucewatch", "--help"], check=True, stdout=subprocess.DEVNULL
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return {"cpu": _spread(seconds)}


GROWING: dict[str, tuple[Callable[[Sequence[int]], dict[str, Any]], Sequence[int]]] = {
    "ledger": (ledger_bench, SIZES),
    "assess": (assess_bench, ASSESS_SIZES),
    "merge": (merge_bench, MERGE_SIZES),
}
"""Those that are measured at several sizes, with the sizes that they have unless told."""
KEEPING: dict[str, tuple[Callable[[Sequence[int], Path | None], dict[str, Any]], Sequence[int]]] = {
    "web": (web_bench, WEB_SIZES),
    "map": (map_bench, MAP_SIZES),
}
"""Those of them that can keep what they measure in a folder for the next run."""
BENCHES: dict[str, Callable[[], dict[str, Any]]] = {
    "demo": _demo,
    "read": read_bench,
    "help": _help,
    "intake": intake_bench,
    "ledger": ledger_bench,
    "assess": assess_bench,
    "merge": merge_bench,
    "places": places_bench,
    "web": web_bench,
    "map": map_bench,
}
