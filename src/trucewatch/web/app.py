"""The server: every request goes through the guard, then to a route of the table, or nowhere."""

from __future__ import annotations

import gc
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from trucewatch.errors import TrucewatchError, UsageError
from trucewatch.web.asking import Asking, asking
from trucewatch.web.desk import Desk
from trucewatch.web.rendering import page
from trucewatch.web.routes import ROUTES, Served
from trucewatch.web.security import Guard

PROGRAMS = ("/api/", "/ogc")
"""What programs ask for: trouble is told as JSON."""
BODY = 64 * 1024
"""Bytes of a decision that a program sends."""
COLLECTED = (20_000, 20, 20)
"""Objects made before the young ones are looked through, and how often the older ones are."""
TURN = 0.001
"""Seconds after which a thread that works hands over to one that waits."""
THREADS = 4
"""Answers of a kind that are worked out at the same time; each thread has a connection, and more
threads would only take turns more often."""
LONG = ("/report", "/export", "/happenings.", "/queue", "/corrections", *PROGRAMS)
"""What may take seconds on a large record: it has threads of its own, and the pages others."""
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def app_for(
    folder: Path, *, local: bool, hosts: frozenset[str] = LOOPBACK, secure: bool = False
) -> Starlette:
    """Build the server of a watch.

    Args:
        folder: the watch folder.
        local: one person on loopback, who needs no account; else people sign in.
        hosts: the names that the server answers to.
        secure: it is reached over https only.

    Raises:
        WatchError: a table of the watch is wrong.
        LedgerError: the ledger cannot be opened.
    """
    desk = Desk(folder, local=local)
    short, long = CapacityLimiter(THREADS), CapacityLimiter(THREADS)
    app = Starlette(
        routes=[
            Route(
                one.path,
                _endpoint(one, desk, long if one.path.startswith(LONG) else short),
                methods=[one.method],
                name=_name(one),
            )
            for one in ROUTES
        ],
        middleware=[Middleware(Guard, hosts=hosts, secure=secure)],
        lifespan=_settled,
    )
    app.state.desk = desk
    return app


@asynccontextmanager
async def _settled(_app: Starlette) -> AsyncIterator[None]:
    """While serving, see to it that short requests need not wait for long work beside them.

    Tables, templates and gazetteer are a hundred thousand objects: looking through them for garbage
    would hold up every request for some tens of milliseconds, again and again. A merge or a report
    that is worked out in another thread hands over after a millisecond.
    """
    usual, turn = gc.get_threshold(), sys.getswitchinterval()
    sys.setswitchinterval(TURN)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTED)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
        sys.setswitchinterval(turn)


def _name(one: Served) -> str:
    return f"{one.method} {one.path}"


def _endpoint(
    one: Served, desk: Desk, threads: CapacityLimiter
) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        if request.method == "POST":
            # Read here: bodies are read asynchronously, answers are made in threads.
            if request.url.path.startswith(PROGRAMS):
                request.state.body = await _body(request)
            else:
                request.state.form = await request.form(max_files=0, max_fields=1_000)
        return await run_sync(_answer, one, desk, request, limiter=threads)

    return endpoint


async def _body(request: Request) -> bytes:
    """Read a small body; one that is larger is cut off, and then cannot be read as JSON."""
    found = bytearray()
    async for part in request.stream():
        found += part
        if len(found) > BODY:
            break
    return bytes(found[:BODY])


def _answer(one: Served, desk: Desk, request: Request) -> Response:
    asked = asking(request, desk)
    if not asked.may(one.need):
        return _denied(asked)
    try:
        return one.answer(asked)
    except TrucewatchError as error:
        if request.url.path.startswith(PROGRAMS):
            return JSONResponse({"error": error.message, "fix": error.fix}, status_code=400)
        return page(asked, "error.html.j2", status=400, error=error)


def _denied(asked: Asking) -> Response:
    """Send people to sign in; tell programs, forms and the wrong role no."""
    request, signed_in = asked.request, asked.person is not None
    programs = request.url.path.startswith(PROGRAMS)
    if not signed_in and not programs and request.method == "GET":
        return RedirectResponse(f"/sign-in?to={request.url.path}", status_code=303)
    status = 403 if signed_in else 401
    headers = {} if signed_in else {"WWW-Authenticate": "Bearer"}
    if signed_in:
        error = UsageError(
            "this needs another role",
            fix="Ask an admin for the role, or for a token of the right scope.",
        )
    else:
        error = UsageError(
            "this needs a session or token",
            fix="Sign in, or send a token (`trucewatch user token`).",
        )
    if programs:
        told = {"error": error.message, "fix": error.fix}
        return JSONResponse(told, status_code=status, headers=headers)
    return page(asked, "error.html.j2", status=status, error=error)
