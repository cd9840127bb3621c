"""Take the pictures of the workbench in docs/pictures/ from the example watch.

Needs Chromium and the development environment; the example is read, merged and assessed in a
temporary folder, served on loopback, and looked at in light, dark, Arabic, and on a phone.
"""

from __future__ import annotations

import re
import shutil
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any, Final

from trucewatch import config, gather, pipeline
from trucewatch.cli.watches import make
from trucewatch.intake.folder import inputs_of
from trucewatch.ledger import Ledger
from trucewatch.web import app

PICTURES: Final = Path(__file__).parent.parent / "docs/pictures"
DAY: Final = "2020-03-18"
DESK: Final = {"width": 1280, "height": 900}
PHONE: Final = {"width": 390, "height": 844}
FLAGS: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]
SETTLED: Final = 4.0
"""Seconds for the map to draw without a graphics card."""


def main() -> None:
    """Write every picture."""
    import uvicorn
    from playwright.sync_api import sync_playwright

    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "watch"
        _filled(folder)
        built = app.app_for(folder, local=True)
        with socket.create_server(("127.0.0.1", 0)) as listening:
            server = uvicorn.Server(uvicorn.Config(built, log_level="error"))
            thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
            thread.start()
            try:
                with sync_playwright() as running:
                    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
                    browser = running.chromium.launch(executable_path=chromium, args=FLAGS)
                    _taken(browser, f"http://127.0.0.1:{listening.getsockname()[1]}")
                    browser.close()
            finally:
                server.should_exit = True
                thread.join()


def _filled(folder: Path) -> None:
    make(folder, "idlib-2020")
    tools = pipeline.tools_for(folder)
    with Ledger(folder / config.LEDGER) as ledger:
        list(pipeline.add(ledger, inputs_of([folder / config.REPORTS]), tools))
        pipeline.merge(ledger, tools)
        first, last = gather.period(tools.watched, ledger)
        pipeline.assess(ledger, tools, from_day=first, to_day=last)


def _taken(browser: Any, address: str) -> None:
    pages = _pages(browser, address)
    looks: list[tuple[str, str, dict[str, Any]]] = [
        ("light", "en", {"viewport": DESK}),
        ("dark", "en", {"viewport": DESK, "color_scheme": "dark"}),
        ("phone", "en", {"viewport": PHONE, "device_scale_factor": 2, "is_mobile": True}),
        ("arabic", "ar", {"viewport": DESK}),
    ]
    for look, language, options in looks:
        context = browser.new_context(**options)
        context.add_cookies([{"name": "trucewatch-language", "value": language, "url": address}])
        page = context.new_page()
        for name, path in pages.items():
            page.goto(address + path)
            time.sleep(SETTLED if page.locator("canvas, #map").count() else 0.3)
            page.screenshot(path=PICTURES / f"{name}-{look}.png", scale="css")
            sys.stdout.write(f"{name}-{look}.png\n")
        context.close()


def _pages(browser: Any, address: str) -> dict[str, str]:
    """Return the main pages by name; the happening is first that sources contest."""
    page = browser.new_page()
    page.goto(f"{address}/happenings?grade=contested")
    happening = re.search(r"/happening/[\w-]+", page.content())
    assert happening is not None
    page.goto(address + happening[0])
    document = re.search(r'/document/[^"#]+', page.content())
    assert document is not None
    page.close()
    return {
        "day": f"/day/{DAY}",
        "happening": happening[0],
        "document": document[0].replace("&amp;", "&"),
        "queue": "/queue",
        "agreements": "/agreements",
    }


if __name__ == "__main__":
    main()
