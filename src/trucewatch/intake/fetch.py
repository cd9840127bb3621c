"""Fetch one page, when the user has switched fetching on: never inwards, never without an end.

An address in a report may be written by someone who wants the desk's own network read
(server-side request forgery; OWASP SSRF prevention sheet). So the name is resolved once, every
address it has must be public, the connection goes to exactly that address, and each redirect is
checked again. No proxies, cookies, credentials or compressed answers.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final, NamedTuple
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from trucewatch.errors import IntakeError
from trucewatch.intake.decode import MAX_BYTES, too_large

SCHEMES: Final = ("http://", "https://")
PORTS: Final = {"http": 80, "https": 443}
REDIRECTS: Final = 5
SECONDS: Final = 60.0
"""For the whole of one page, redirects included."""
_EACH: Final = 15.0
_CHUNK: Final = 1 << 16
_MOVED: Final = (301, 302, 303, 307, 308)
_HEADERS: Final = {
    "User-Agent": "trucewatch",
    "Accept": "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.5",
    # A compressed answer could be small on the wire and endless in memory.
    "Accept-Encoding": "identity",
    "Connection": "close",
}

Resolve = Callable[[str, int], list[str]]
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Fetched(NamedTuple):
    """The bytes of a page, and the address they came from after all redirects."""

    data: bytes
    url: str


def addresses(host: str, port: int) -> list[str]:
    """Ask the system's resolver once; the IP addresses of `host`, in its order."""
    rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in rows))


def is_public(address: Address) -> bool:
    """Say whether an address is one of the open internet, also where it wraps another."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inner is not None and not is_public(inner):
            return False
        # 64:ff9b::/96 (RFC 6052) carries an IPv4 address in its last four bytes.
        if address in ipaddress.ip_network("64:ff9b::/96"):
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return address.is_global and not address.is_multicast


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches pages; `resolve` and `allowed` are replaced in tests, by nothing else.

    `ports` are the ports that may be asked; services of other kinds listen on the rest.
    """

    resolve: Resolve = addresses
    allowed: Callable[[Address], bool] = is_public
    ports: frozenset[int] = frozenset(PORTS.values())
    seconds: float = SECONDS

    def __call__(self, url: str) -> Fetched:
        """Return what stands at `url`.

        Raises:
            IntakeError: the address is not allowed, does not answer, or answers too much.
        """
        deadline = time.monotonic() + self.seconds
        at = url
        for _ in range(REDIRECTS + 1):
            parts = _checked(at, self.ports)
            answer = self._get(parts, deadline)
            if isinstance(answer, bytes):
                return Fetched(answer, at)
            after = urljoin(at, answer)
            if at.startswith("https:") and not after.startswith("https:"):
                raise _refused(url, f"it redirects from https to {after}")
            at = after
        raise _refused(url, f"it redirects more than {REDIRECTS} times")

    def _get(self, parts: SplitResult, deadline: float) -> bytes | str:
        """Return the body, or the address that a redirect names."""
        host, port = str(parts.hostname), parts.port or PORTS[parts.scheme]
        url = parts.geturl()
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            with (
                self._connected(url, parts.scheme, host, port, deadline) as plug,
                _ended(plug, deadline),
            ):
                line = http.client.HTTPConnection(host, port)
                line.sock = plug
                line.request("GET", quote(path, safe="%/:=&?~#+!$,;'@()*[]"), headers=_HEADERS)
                found = _answer(line.getresponse(), url)
                # Hung up on, a page without a stated length looks whole.
                _left(deadline)
                return found
        except (OSError, http.client.HTTPException, ValueError) as error:
            told = "it took too long" if time.monotonic() >= deadline else str(error)
            raise _refused(url, told or type(error).__name__) from error

    def _connected(
        self, url: str, scheme: str, host: str, port: int, deadline: float
    ) -> socket.socket:
        """Connect to the first public address; one that is not public refuses them all."""
        try:
            found = self.resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise _refused(url, f"the name {host} cannot be resolved") from error
        for text in found:
            if not self.allowed(ipaddress.ip_address(text.partition("%")[0])):
                raise _refused(url, f"{host} leads to {text}, which is no public address")
        last: OSError | None = None
        for text in found:
            plug = None
            try:
                plug = socket.create_connection((text, port), timeout=_left(deadline))
                if scheme == "https":
                    plug = ssl.create_default_context().wrap_socket(plug, server_hostname=host)
            except OSError as error:
                last = error
                if plug is not None:
                    plug.close()
            else:
                return plug
        raise _refused(url, str(last) if last else f"{host} has no address") from last


@contextmanager
def _ended(plug: socket.socket, deadline: float) -> Iterator[None]:
    """Hang up at the deadline, also on a server that drips one byte at a time."""

    def hang_up() -> None:
        with suppress(OSError):
            plug.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(_left(deadline), hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _checked(url: str, ports: frozenset[int]) -> SplitResult:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise _refused(url, f"the address is malformed ({error})") from error
    if parts.scheme not in PORTS or not parts.hostname:
        raise _refused(url, "only http and https addresses with a host are fetched")
    if parts.username is not None or parts.password is not None:
        raise _refused(url, "the address carries a user name or password")
    if (port or PORTS[parts.scheme]) not in ports:
        raise _refused(url, f"port {port} is not one of {', '.join(map(str, sorted(ports)))}")
    if any(ord(char) < 0x21 or ord(char) == 0x7F for char in url):
        raise _refused(url, "the address holds spaces or control characters")
    return parts


def _answer(answer: http.client.HTTPResponse, url: str) -> bytes | str:
    """Return the body, or the address that a redirect names."""
    if answer.status in _MOVED and answer.getheader("Location"):
        return str(answer.getheader("Location"))
    if answer.status != http.client.OK:
        raise _refused(url, f"the server answered {answer.status} {answer.reason}")
    coded = answer.getheader("Content-Encoding", "identity")
    if coded.lower() not in ("identity", ""):
        raise _refused(url, f"the server insists on {coded} compression")
    told = answer.getheader("Content-Length", "")
    if told.isdigit() and int(told) > MAX_BYTES:
        raise too_large(url, int(told))
    found = bytearray()
    while chunk := answer.read1(_CHUNK):
        found += chunk
        if len(found) > MAX_BYTES:
            raise too_large(url, len(found))
    if told.isdigit() and len(found) < int(told):
        raise _refused(url, f"the answer broke off after {len(found)} of {told} bytes")
    return bytes(found)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("it took too long")
    return min(left, _EACH)


def _refused(url: str, why: str) -> IntakeError:
    return IntakeError(
        f"{url} was not fetched: {why}",
        fix="open it in a browser, save the page, and add the file with its url in reports.toml",
    )
