"""Who may work on a watch: people, their sessions and their tokens, beside the record.

Accounts are no part of the record: they are kept in a file of their own (`accounts.db`), so that a
published ledger names decisions and never holds a password. Tokens are kept as hashes only.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import apsw
from msgspec import Struct

from trucewatch.errors import UsageError

SESSION_HOURS: Final = 12
IDLE_MINUTES: Final = 60
FAILURES: Final = 5
"""Wrong passwords for one name before it has to wait."""
FROM_ADDRESS: Final = 50
"""Wrong passwords from one address, behind which a whole office may sit, before it has to wait."""
WAIT_MINUTES: Final = 10

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS person (
    name TEXT PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 64),
    role TEXT NOT NULL,
    password TEXT NOT NULL,
    disabled INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
    created TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS session (
    token TEXT PRIMARY KEY CHECK (length(token) = 64),
    person TEXT NOT NULL REFERENCES person (name),
    started TEXT NOT NULL,
    seen TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS token (
    token TEXT PRIMARY KEY CHECK (length(token) = 64),
    person TEXT NOT NULL REFERENCES person (name),
    label TEXT NOT NULL,
    scopes TEXT NOT NULL,
    expires TEXT NOT NULL,
    UNIQUE (person, label)
) STRICT;
CREATE TABLE IF NOT EXISTS failure (subject TEXT NOT NULL, at TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS failure_subject ON failure (subject, at);
"""


class Person(Struct, frozen=True):
    """Somebody who may work on the watch; `role` is one of `trucewatch.review.roles`."""

    name: str
    role: str
    disabled: bool = False


class Access(Struct, frozen=True):
    """A request's right: who asks, and with a token only what its scopes allow."""

    person: Person
    scopes: tuple[str, ...] | None = None


class Session(Struct, frozen=True):
    """Somebody who is signed in: since when, and when they last asked for something."""

    person: str
    started: str
    seen: str


class Token(Struct, frozen=True):
    """A program's right to ask in somebody's name; the token itself is nowhere kept."""

    person: str
    label: str
    scopes: tuple[str, ...]
    expires: str


class Accounts:
    """The accounts of one watch; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        self._db = apsw.Connection(str(path))
        self._lock = threading.Lock()
        for setting in ("journal_mode = WAL", "foreign_keys = ON"):
            # Each by itself: what follows a row that nobody reads is never run.
            self._db.execute(f"PRAGMA {setting}").fetchall()
        self._db.set_busy_timeout(5_000)
        self._db.execute(_SCHEMA)
        path.chmod(0o600)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    # -- people ----------------------------------------------------------------------------

    def people(self) -> tuple[Person, ...]:
        """Return everybody, by name."""
        rows = self._rows("SELECT name, role, disabled FROM person ORDER BY name")
        return tuple(Person(name, role, bool(disabled)) for name, role, disabled in rows)

    def add(self, name: str, role: str, password: str) -> None:
        """Add a person; `password` is an argon2 hash, never the password.

        Raises:
            UsageError: the name is taken.
        """
        try:
            self._rows("INSERT INTO person VALUES (?, ?, ?, 0, ?)", name, role, password, _now())
        except apsw.ConstraintError as error:
            raise UsageError(
                f"there is a user {name!r} already", fix="Choose another name, or change the role."
            ) from error

    def change(
        self,
        name: str,
        *,
        role: str | None = None,
        password: str | None = None,
        disabled: bool | None = None,
    ) -> None:
        """Change a person; whatever changes, their sessions end and they sign in again.

        Raises:
            UsageError: there is nobody of that name.
        """
        self._there(name)
        with self._lock, self._db:
            self._db.execute(
                "UPDATE person SET role = coalesce(?, role), password = coalesce(?, password), "
                "disabled = coalesce(?, disabled) WHERE name = ?",
                (role, password, None if disabled is None else int(disabled), name),
            )
            self._db.execute("DELETE FROM session WHERE person = ?", (name,))
            if disabled:
                self._db.execute("DELETE FROM token WHERE person = ?", (name,))

    def password_of(self, name: str) -> str | None:
        """Return the password hash of somebody who may sign in."""
        rows = self._rows("SELECT password FROM person WHERE name = ? AND NOT disabled", name)
        return str(rows[0][0]) if rows else None

    # -- sessions --------------------------------------------------------------------------

    def start(self, name: str) -> str:
        """Start a session and return its token, which is nowhere kept in clear."""
        token = secrets.token_urlsafe(32)
        now = _now()
        self._rows("INSERT INTO session VALUES (?, ?, ?, ?)", _hashed(token), name, now, now)
        return token

    def session(self, token: str) -> Person | None:
        """Return whose session it is; None once it ended, idled or outlived its hours."""
        hashed, now = _hashed(token), datetime.now(UTC)
        oldest, idle = _limits(now)
        rows = self._rows(
            "SELECT name, role, started, seen FROM session JOIN person ON name = person "
            "WHERE token = ? AND NOT disabled",
            hashed,
        )
        if not rows:
            return None
        name, role, started, seen = rows[0]
        if started < oldest or seen < idle:
            self.end(token)
            return None
        # Written once a minute at most: reading a page is no write.
        if seen < _iso(now - timedelta(minutes=1)):
            self._rows("UPDATE session SET seen = ? WHERE token = ?", _iso(now), hashed)
        return Person(name, role)

    def end(self, token: str) -> None:
        """End a session at once."""
        self._rows("DELETE FROM session WHERE token = ?", _hashed(token))

    def end_all(self, name: str) -> None:
        """End every session of a person at once.

        Raises:
            UsageError: there is nobody of that name.
        """
        self._there(name)
        self._rows("DELETE FROM session WHERE person = ?", name)

    def sessions(self) -> tuple[Session, ...]:
        """Return who is signed in, by name and begin."""
        rows = self._rows(
            "SELECT person, started, seen FROM session JOIN person ON name = person "
            "WHERE started >= ? AND seen >= ? AND NOT disabled ORDER BY person, started",
            *_limits(datetime.now(UTC)),
        )
        return tuple(Session(*row) for row in rows)

    # -- tokens for programs ---------------------------------------------------------------

    def issue(self, name: str, label: str, scopes: tuple[str, ...], days: int) -> str:
        """Issue a token for a program; shown once.

        Raises:
            UsageError: this person has a token of that label.
        """
        token = f"tw_{secrets.token_urlsafe(32)}"
        expires = _iso(datetime.now(UTC) + timedelta(days=days))
        try:
            self._rows(
                "INSERT INTO token VALUES (?, ?, ?, ?, ?)",
                _hashed(token),
                name,
                label,
                " ".join(scopes),
                expires,
            )
        except apsw.ConstraintError as error:
            raise UsageError(
                f"{name!r} is unknown or has a token {label!r} already",
                fix="Revoke the old one, or choose another label.",
            ) from error
        return token

    def tokens(self) -> tuple[Token, ...]:
        """Return every token that still works, by person and label."""
        rows = self._rows(
            "SELECT person, label, scopes, expires FROM token WHERE expires > ? "
            "ORDER BY person, label",
            _now(),
        )
        return tuple(
            Token(person, label, tuple(scopes.split()), expires)
            for person, label, scopes, expires in rows
        )

    def revoke(self, name: str, label: str) -> None:
        """Revoke a token at once.

        Raises:
            UsageError: this person has no token of that label.
        """
        if not self._rows(
            "DELETE FROM token WHERE person = ? AND label = ? RETURNING label", name, label
        ):
            raise UsageError(
                f"{name!r} has no token {label!r}", fix="`trucewatch user tokens` lists them."
            )

    def token(self, token: str) -> Access | None:
        """Return what a token allows; None for an unknown, expired or revoked one."""
        rows = self._rows(
            "SELECT name, role, scopes FROM token JOIN person ON name = person "
            "WHERE token = ? AND expires > ? AND NOT disabled",
            _hashed(token),
            _now(),
        )
        if not rows:
            return None
        name, role, scopes = rows[0]
        return Access(Person(name, role), tuple(scopes.split()))

    # -- wrong passwords -------------------------------------------------------------------

    def failed(self, name: str, address: str) -> None:
        """Note a wrong password for a name and an address."""
        for subject in (f"name:{name}", f"address:{address}"):
            self._rows("INSERT INTO failure VALUES (?, ?)", subject, _now())

    def must_wait(self, name: str, address: str) -> bool:
        """Say whether the name or the address failed too often lately."""
        since = _iso(datetime.now(UTC) - timedelta(minutes=WAIT_MINUTES))
        self._rows("DELETE FROM failure WHERE at < ?", since)
        return any(
            self._rows("SELECT count(*) FROM failure WHERE subject = ?", subject)[0][0] >= most
            for subject, most in ((f"name:{name}", FAILURES), (f"address:{address}", FROM_ADDRESS))
        )

    def _there(self, name: str) -> None:
        if not any(row.name == name for row in self.people()):
            raise UsageError(f"there is no user {name!r}", fix="`trucewatch user list` names them.")

    def _rows(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        with self._lock:
            return list(self._db.execute(query, values))


def _limits(now: datetime) -> tuple[str, str]:
    """Return since when a session may have begun, and since when it has to be used."""
    oldest, idle = now - timedelta(hours=SESSION_HOURS), now - timedelta(minutes=IDLE_MINUTES)
    return _iso(oldest), _iso(idle)


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _now() -> str:
    return _iso(datetime.now(UTC))


def _iso(when: datetime) -> str:
    return when.isoformat(timespec="microseconds")
