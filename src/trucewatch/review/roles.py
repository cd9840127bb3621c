"""Who may do what: roles, from reading to running the place, and what each route asks for."""

from __future__ import annotations

from typing import Final, Literal, get_args

Role = Literal["viewer", "coder", "reviewer", "publisher", "admin"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
"""Each may do what those before it may do."""

Need = Literal["anyone", "viewer", "coder", "reviewer", "publisher", "admin"]
"""What a route asks for; `anyone` needs no session (sign-in, styles)."""

SCOPES: Final = ("read", "write")
"""What a program's token may be issued for; `write` never exceeds the role of its person."""


def may(role: Role | None, need: Need) -> bool:
    """Say whether a role meets a need; without a session only what anyone may do."""
    if need == "anyone":
        return True
    return role is not None and ROLES.index(role) >= ROLES.index(need)
