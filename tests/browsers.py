"""A real browser for tests, a server on loopback for it to look at, and what it may not do.

A window notes every console message and every request that leaves for somewhere else; `done`
asserts that there were none.
"""

from __future__ import annotations

import shutil
import socket
import threading
import time
from contextlib import contextmanager
from importlib.resources import files

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SOFTWARE_GL = ("--use-angle=swiftshader", "--enable-unsafe-swiftshader")
NEEDED = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]
"""The marks of a module that opens a browser."""


@contextmanager
def playwright():
    """Run Playwright; skips where it is not installed."""
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as running:
        yield running


@contextmanager
def chromium(running, *flags):
    """Open Chromium with a software renderer, or with these flags instead of one."""
    opened = running.chromium.launch(
        executable_path=CHROMIUM, args=[*FLAGS, *(flags or SOFTWARE_GL)]
    )
    yield opened
    opened.close()


@contextmanager
def on_loopback(built):
    """Serve an app on a free port of this machine; gives its address."""
    import uvicorn

    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(built, log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    for _ in range(200):
        if server.started:
            break
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
    listening.close()


class Window:
    """A browser of one's own that may ask `address` only, and should complain about nothing."""

    def __init__(self, browser, address, **options):
        self.address = address
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.asked, self.elsewhere, self.trouble = [], [], []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))
        self.context.on("request", self._asked)

    def _console(self, message):
        # The software renderer of this machine speaks of its own speed; no page causes that.
        if "GL Driver Message" not in message.text:
            self.trouble.append(f"{message.text} {message.location.get('url', '')}")

    def _asked(self, request):
        self.asked.append(request.url)
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.elsewhere.append(request.url)

    def go(self, path=""):
        """Open an address of the server."""
        self.page.goto(self.address + path)

    def until(self, condition, tries=200):
        """Wait until a condition of the page holds."""
        # The policy forbids eval inside the page, so waiting for a function cannot be used.
        for _ in range(tries):
            if self.page.evaluate(condition):
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(condition)

    def axe(self):
        """Return what axe finds on the page, with every folded part open."""
        self.page.evaluate(
            "document.querySelectorAll('details').forEach((one) => { one.open = true })"
        )
        self.page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8"))
        return self.page.evaluate(
            "axe.run(document, { resultTypes: ['violations'] }).then((result) => result.violations"
            ".map((one) => [one.id, one.nodes.slice(0, 3).map((node) => node.html.slice(0, 200))]))"
        )

    def over(self):
        """Return by how many pixels the page runs over its window sideways."""
        return self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )

    def done(self):
        """Close it, and assert that it asked nobody else and complained about nothing."""
        self.context.close()
        assert self.elsewhere == []
        assert self.trouble == []
