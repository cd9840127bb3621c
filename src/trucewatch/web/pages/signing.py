"""Signing in and out, and the language of the interface."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.responses import RedirectResponse, Response

from trucewatch.web import passwords
from trucewatch.web.asking import COOKIE, LANGUAGE, Asking
from trucewatch.web.messages import LANGUAGES
from trucewatch.web.rendering import page


def form(asked: Asking) -> Response:
    """Show the form to sign in."""
    if asked.person is not None:
        return RedirectResponse("/", status_code=303)
    return page(asked, "sign_in.html.j2", to=inside(asked.request.query_params.get("to")))


def sign_in(asked: Asking) -> Response:
    """Start a session; says no more than that name and password do not fit together."""
    given = asked.request.state.form
    name, password = str(given.get("name", ""))[:64], str(given.get("password", ""))
    to = inside(str(given.get("to", "")))
    accounts = asked.desk.accounts
    address = asked.request.client.host if asked.request.client else "unknown"
    if accounts.must_wait(name, address):
        return page(asked, "sign_in.html.j2", status=429, to=to, trouble="sign_in.wait")
    if not passwords.right(accounts.password_of(name), password):
        accounts.failed(name, address)
        return page(asked, "sign_in.html.j2", status=403, to=to, trouble="sign_in.wrong")
    answer = RedirectResponse(to, status_code=303)
    answer.set_cookie(
        COOKIE, accounts.start(name), secure=True, httponly=True, samesite="lax", path="/"
    )
    return answer


def sign_out(asked: Asking) -> Response:
    """End the session, here and on the server."""
    token = asked.request.cookies.get(COOKIE)
    if token:
        asked.desk.accounts.end(token)
    answer = RedirectResponse("/sign-in", status_code=303)
    answer.delete_cookie(COOKIE, secure=True, httponly=True, samesite="lax", path="/")
    return answer


def language(asked: Asking) -> Response:
    """Remember the language of the interface in this browser."""
    given = asked.request.state.form
    wanted = str(given.get("language", ""))
    answer = RedirectResponse(inside(str(given.get("to", ""))), status_code=303)
    if wanted in LANGUAGES:
        answer.set_cookie(LANGUAGE, wanted, max_age=31_536_000, httponly=True, samesite="lax")
    return answer


def inside(to: str | None) -> str:
    """Return an address of this server only: nobody is sent elsewhere by a link."""
    parts = urlsplit(to or "/")
    if parts.scheme or parts.netloc or not parts.path.startswith("/") or "\\" in parts.path:
        return "/"
    if parts.path.startswith("//"):
        return "/"
    query = f"?{parts.query}" if parts.query else ""
    return parts.path + query + (f"#{parts.fragment}" if parts.fragment else "")
