"""A request as pages see it: who asks, in which language, with which role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from starlette.requests import Request

from trucewatch.ledger.accounts import Person
from trucewatch.review.roles import Need, may
from trucewatch.web.desk import LOCAL, Desk
from trucewatch.web.messages import Messages, chosen

COOKIE: Final = "__Host-trucewatch"
LANGUAGE: Final = "trucewatch-language"
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks for what. `person` is None without a session."""

    request: Request
    desk: Desk
    person: Person | None
    say: Messages
    scopes: tuple[str, ...] | None = None

    def may(self, need: Need) -> bool:
        """Say whether whoever asks may do what needs this role (a token: within its scopes)."""
        if not may(self.person.role if self.person else None, need):  # type: ignore[arg-type]
            return False
        if self.scopes is None or need == "anyone":
            return True
        wanted = "read" if self.request.method in SAFE else "write"
        return wanted in self.scopes

    @property
    def name(self) -> str:
        """The name that a decision is recorded under."""
        assert self.person is not None, "routes that record something ask for a role"
        return self.person.name

    @property
    def partial(self) -> bool:
        """Whether htmx asks for a part of the page; its address is the page's own."""
        return self.request.headers.get("hx-request") == "true"


def asking(request: Request, desk: Desk) -> Asking:
    """Find out who asks: the session's person, a token's, or the one person on loopback."""
    say = chosen(request.cookies.get(LANGUAGE), request.headers.get("accept-language"))
    bearer = request.headers.get("authorization", "")
    if bearer.lower().startswith("bearer "):
        access = desk.accounts.token(bearer[7:].strip())
        if access is None:
            return Asking(request, desk, None, say)
        return Asking(request, desk, access.person, say, access.scopes)
    if desk.local:
        return Asking(request, desk, Person(LOCAL, "admin"), say)
    token = request.cookies.get(COOKIE)
    return Asking(request, desk, desk.accounts.session(token) if token else None, say)
