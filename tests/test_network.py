"""Nothing contacts the network by itself: one module can, and the user switches it on."""

from __future__ import annotations

import ast
from pathlib import Path

import trucewatch

SOURCE = Path(trucewatch.__file__).parent
NETWORK = {"socket", "ssl", "http", "urllib.request", "requests", "httpx", "ftplib", "smtplib"}
# The second asks its own server on loopback for pages, to time them.
MAY = {"intake/fetch.py", "measure/web.py"}


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)


def test_only_fetching_can_reach_the_network():
    reaching = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        for name in imported(path)
        if any(name == one or name.startswith(f"{one}.") for one in NETWORK)
    }
    assert reaching == MAY
