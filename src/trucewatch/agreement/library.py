"""The agreements that trucewatch ships: found by id, and copied into a watch."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from typing import Any, Final

from trucewatch.errors import AgreementError

SHIPPED: Final = Path(__file__).parent / "shipped"
"""The one home of the shipped agreements, with their geometry in `geo/`."""


def shipped_ids() -> tuple[str, ...]:
    """Return the ids of the shipped agreements, in order."""
    return tuple(sorted(path.stem for path in SHIPPED.glob("*.toml")))


def shipped_file(id_: str) -> Path | None:
    """Return the file of a shipped agreement, or None."""
    return SHIPPED / f"{id_}.toml" if id_ in shipped_ids() else None


def copy(id_: str, watch: Path) -> tuple[Path, ...]:
    """Copy a shipped agreement and its geometry into a watch folder; return what was written.

    A file that only refers to the agreement is replaced.

    Raises:
        AgreementError: there is no such agreement, or the watch has a file of that name already
            that differs.
    """
    source = shipped_file(id_)
    if source is None:
        raise AgreementError(
            f"no shipped agreement is called {id_!r}", fix=f"There are {', '.join(shipped_ids())}."
        )
    wanted = [(source, watch / "agreements" / source.name)]
    wanted += [(SHIPPED / name, watch / name) for name in _geometry(_data(source))]
    for origin, target in wanted:
        if target.exists() and not _replaceable(target, origin, id_):
            raise AgreementError(
                f"{target} exists and differs from the shipped one",
                fix="Nothing was copied. Move it away, or edit it instead.",
            )
    for origin, target in wanted:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(origin, target)
    return tuple(target for _, target in wanted)


def settle(watch: Path) -> None:
    """Replace every reference to a shipped agreement in a watch folder by the agreement itself.

    So that a watch holds all that it was assessed by, whatever a later version ships.
    """
    for path in sorted((watch / "agreements").glob("*.toml")):
        id_ = _data(path).get("shipped")
        if isinstance(id_, str):
            copy(id_, watch)


def _replaceable(target: Path, origin: Path, id_: str) -> bool:
    if target.read_bytes() == origin.read_bytes():
        return True
    return target.suffix == ".toml" and _data(target).get("shipped") == id_


def _data(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}  # what is wrong with it is said when it is loaded


def _geometry(data: dict[str, Any]) -> list[str]:
    rows = [row for name in ("line", "zone") for row in data.get(name, [])]
    return sorted({row["geometry"] for row in rows if "geometry" in row})
