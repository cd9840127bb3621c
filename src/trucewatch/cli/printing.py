"""Print a page to PDF with the Chromium of this machine: no dependency of ours can shape as well.

The browser gets a folder of its own, a page without scripts, and no name that it could resolve.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from trucewatch.errors import UsageError

BROWSERS: Final = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
)
"""What Chromium is called; the first that is installed prints."""
LONGEST: Final = 900
"""Seconds: a report of a thousand pages takes about one minute."""
_FLAGS: Final = (
    "--headless",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
)
_DATES: Final = re.compile(rb"(?<=Date \(D:)\d{14}(?=\+00'00'\))")
_PLACE: Final = b"/summary"
"""A place that links of every report lead to: a browser that could not read the page has none."""


def printed(page: bytes, *, day: str) -> bytes:
    """Return a page as PDF: tagged, with its links and page numbers.

    Args:
        page: HTML that asks for nothing (`report.printable`).
        day: what the file is dated by instead of the moment of printing, so that the same report
            gives the same bytes with the same browser and fonts.

    Raises:
        UsageError: there is no Chromium, or it does not print; the message says what to do.
    """
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        raise UsageError(
            "a PDF is printed by Chromium, and none is installed",
            fix="Install Chromium or Chrome, or take --format html and print it from a browser.",
        )
    with tempfile.TemporaryDirectory(prefix="trucewatch-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source, target = folder / "report.html", folder / "report.pdf"
        source.write_bytes(page)
        command = [program, *_FLAGS, f"--user-data-dir={folder / 'profile'}"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            # Chromium does not start for root with its sandbox; nothing runs in the page.
            command.append("--no-sandbox")
        command += [f"--print-to-pdf={target}", source.as_uri()]
        try:
            done = subprocess.run(command, capture_output=True, timeout=LONGEST, check=False)  # noqa: S603
        except (OSError, subprocess.TimeoutExpired) as error:
            raise _failed(program, str(error)) from error
        if not target.is_file():
            raise _failed(program, done.stderr.decode("utf-8", "replace"))
        data = target.read_bytes()
    if _PLACE not in data:
        raise _failed(program, "it could not open the page")
    return _DATES.sub(f"{day.replace('-', '')}000000".encode(), data)


def _failed(program: str, why: str) -> UsageError:
    last = (why.strip().splitlines() or ["it says nothing"])[-1]
    return UsageError(
        f"{program} did not print the report: {last[:300]}",
        fix="Take --format html and print it from a browser (one installed as a snap cannot read "
        "the folder for temporary files).",
    )
