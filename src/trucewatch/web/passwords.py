"""Passwords: argon2id with the library's parameters for interactive use (RFC 9106)."""

from __future__ import annotations

from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from trucewatch.errors import UsageError

SHORTEST: Final = 12
LONGEST: Final = 256


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobody() -> str:
    """A hash to check against where there is no such user, so that both take as long."""
    return _hasher().hash("nobody has this password")


def hashed(password: str) -> str:
    """Return the argon2id hash of a new password.

    Raises:
        UsageError: it is too short or too long (OWASP ASVS 5, 6.2).
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise UsageError(
            f"a password has {SHORTEST} to {LONGEST} characters",
            fix="Take four or five words that do not belong together.",
        )
    return _hasher().hash(password)


def right(known: str | None, password: str) -> bool:
    """Say whether it is the password of this hash; takes as long where the user is unknown."""
    if len(password) > LONGEST:
        return False
    try:
        _hasher().verify(known or _nobody(), password)
    except (Argon2Error, InvalidHashError):
        return False
    return known is not None
