"""What every answer carries and every request must meet, whatever page it is for.

Nothing comes from elsewhere (content security policy), no other site can act in a user's name
(Sec-Fetch-Site, Origin), and only the names that the server answers to are served: a page that
makes its own name point at this machine (DNS rebinding) gets nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}


class Guard:
    """Refuses foreign hosts and foreign writes, and adds the headers of `HEADERS`."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str], *, secure: bool) -> None:
        self.app = app
        self.hosts = hosts
        self.secure = secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request (ASGI)."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
                if self.secure:
                    headers.setdefault("Strict-Transport-Security", "max-age=31536000")
            await send(message)

        refused = self._refused(scope["method"], Headers(scope=scope))
        if refused is not None:
            await PlainTextResponse(refused, status_code=403)(scope, receive, sent)
            return
        await self.app(scope, receive, sent)

    def _refused(self, method: str, headers: Headers) -> str | None:
        """Return why a request is refused, None where it is not."""
        host = _name(headers.get("host", ""))
        if host not in self.hosts:
            return f"This server does not answer to the name {host!r}.\n"
        if method in SAFE or headers.get("authorization", "").lower().startswith("bearer "):
            # A token is never sent by a browser by itself.
            return None
        site = headers.get("sec-fetch-site")
        if site is not None:
            return None if site == "same-origin" else "A request of another site is not served.\n"
        origin = headers.get("origin")
        if origin is None or urlsplit(origin).netloc != headers.get("host"):
            return "The request does not say that it comes from this site (Origin).\n"
        return None


def _name(host: str) -> str:
    """Return the name of a Host header without its port, in lower case."""
    if host.startswith("["):
        return host.partition("]")[0].removeprefix("[").lower()
    return host.rpartition(":")[0].lower() if ":" in host else host.lower()
