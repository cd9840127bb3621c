"""Fetching: never inwards, never without an end, and only when it is switched on."""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from trucewatch.errors import IntakeError
from trucewatch.intake import fetch
from trucewatch.intake.fetch import Fetcher, is_public

INWARD = (
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:0001::",
    "2002:c0a8:0101::",
)


@pytest.mark.parametrize("address", INWARD)
def test_an_address_inside_is_refused_before_any_connection(address, monkeypatch):
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("connected"))
    inside = Fetcher(resolve=lambda *_: [address])
    with pytest.raises(IntakeError, match="no public address"):
        inside("http://report.example/page")


def test_one_inward_address_among_public_ones_refuses_the_name():
    mixed = Fetcher(resolve=lambda *_: ["93.184.216.34", "127.0.0.1"])
    with pytest.raises(IntakeError, match=r"127\.0\.0\.1"):
        mixed("http://report.example/page")


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::808:808"])
def test_addresses_of_the_open_internet_are_public(address):
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://report.example/",
        "gopher://report.example/",
        "http://",
        "http:///page",
        "http://user@report.example/",
        "http://user:word@report.example/",
        "http://report.example:22/",
        "http://report.example:99999/",
        "http://[::1/",
        "http://report.example/a b",
        "http://report.example/a\r\nHost: inside",
        "//report.example/page",
    ],
)
def test_addresses_of_other_kinds_are_refused(url):
    open_house = Fetcher(resolve=lambda *_: pytest.fail("resolved"))
    with pytest.raises(IntakeError, match="was not fetched"):
        open_house(url)


def test_numbers_that_spell_an_inward_address_are_refused():
    for host in ("2130706433", "0x7f000001", "127.1", "localhost", "[::ffff:7f00:1]"):
        with pytest.raises(IntakeError, match="was not fetched"):
            Fetcher()(f"http://{host}/")


class _Page(BaseHTTPRequestHandler):
    def log_message(self, *_):
        return

    def do_GET(self):
        getattr(self, f"_{self.path.split('/')[1]}")()

    def _send(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def _page(self):
        assert "Cookie" not in self.headers
        assert self.headers["Accept-Encoding"] == "identity"
        self._send(200, b"<p>Shells fell near the bridge.</p>")

    def _moved(self):
        self._send(302, Location="/page")

    def _inward(self):
        self._send(302, Location="http://metadata.example/latest")

    def _round(self):
        self._send(302, Location="/round")

    def _file(self):
        self._send(302, Location="file:///etc/passwd")

    def _gone(self):
        self._send(410)

    def _packed(self):
        self._send(200, b"\x1f\x8b", Content_Encoding="gzip")

    def _large(self):
        self._send(200, Content_Length=str(10**12))

    def _endless(self):
        self.send_response(200)
        self.end_headers()
        with open("/dev/zero", "rb") as zero:  # noqa: PTH123
            try:
                while True:
                    self.wfile.write(zero.read(1 << 20))
            except OSError:
                return

    def _short(self):
        self._send(200, b"half", Content_Length="1000")

    def _drip(self):
        self.send_response(200)
        self.end_headers()
        try:
            while True:
                self.wfile.write(b".")
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            return

    def _silent(self):
        # Headers that never end.
        try:
            while True:
                self.wfile.write(b"X")
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            return


@contextmanager
def house():
    """Serve the pages on loopback, under names that a fetcher for tests resolves."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Page)
    server.daemon_threads = True
    port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    names = {"report.example": "127.0.0.1", "metadata.example": "169.254.169.254"}
    try:
        yield (
            f"http://report.example:{port}",
            Fetcher(
                resolve=lambda host, _: [names[host]],
                allowed=lambda one: str(one) == "127.0.0.1",
                ports=frozenset({80, port}),
                seconds=1.0,
            ),
        )
    finally:
        server.shutdown()
        server.server_close()


def test_a_page_comes_as_its_bytes_and_a_redirect_says_where_from():
    with house() as (base, get):
        assert get(f"{base}/page").data == b"<p>Shells fell near the bridge.</p>"
        assert get(f"{base}/moved").url == f"{base}/page"


@pytest.mark.parametrize(
    ("page", "why"),
    [
        ("inward", "no public address"),
        ("round", "more than 5 times"),
        ("file", "only http and https"),
        ("gone", "410"),
        ("packed", "gzip"),
        ("large", "the limit is"),
        ("short", "broke off|IncompleteRead|incomplete"),
        ("drip", "too long"),
        ("silent", "too long"),
    ],
)
def test_answers_that_are_refused(page, why):
    with house() as (base, get), pytest.raises(IntakeError, match=why):
        get(f"{base}/{page}")


def test_an_endless_answer_ends_at_the_cap(monkeypatch):
    monkeypatch.setattr(fetch, "MAX_BYTES", 1 << 20)
    with house() as (base, get), pytest.raises(IntakeError, match="limit"):
        get(f"{base}/endless")


def test_https_is_never_left_for_http(monkeypatch):
    get = Fetcher(resolve=lambda *_: ["93.184.216.34"])
    monkeypatch.setattr(Fetcher, "_get", lambda *_: "http://report.example/page")
    with pytest.raises(IntakeError, match="from https"):
        get("https://report.example/page")


def test_proxies_of_the_environment_are_not_used(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    with house() as (base, get):
        assert get(f"{base}/page").data
