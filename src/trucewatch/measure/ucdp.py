"""Placing against UCDP GED Syria: the data set's place names, and where it puts its events.

Every event of precision 1 (an exact location) is written as the sentence that its coders read in
their sources would give, "Shelling hit NAME, DISTRICT, GOVERNORATE.", located with the bundled
Syrian pack, and its distance from UCDP's coordinate measured. UCDP names places in Latin letters
only. For Arabic the same sentence is made of the Arabic name that the settlement at UCDP's
coordinate (within 1 km) has in the pack: that tells whether Arabic names are told apart, not
whether UCDP's spellings are known.

Data: UCDP Georeferenced Event Dataset (CC BY 4.0), Sundberg and Melander 2013,
`events/ucdp_ged_syria_2016_2019.csv.gz` below the data folder. Measuring only.
"""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from pyproj import Geod

from trucewatch import geo
from trucewatch.errors import UsageError
from trucewatch.measure.places import THEATRES, share
from trucewatch.model import Document, Item, Passage, Place, Watch
from trucewatch.places import Atlas, atlas_for, locate
from trucewatch.places.pack import Row, bundled

FILE = "events/ucdp_ged_syria_2016_2019.csv.gz"
SAME_M = 1000.0
"""A settlement this close to UCDP's coordinate is the place that it means."""
WITHIN_KM = (1, 5, 25)


class Spot(NamedTuple):
    """A place as UCDP names it, with its coordinate."""

    name: str
    district: str
    governorate: str
    lat: float
    lon: float


def score(data: Path) -> dict[str, Any]:
    """Return the shares of precision-1 events within 1, 5 and 25 km, by script.

    Raises:
        UsageError: the file is not below `data`.
    """
    events = Counter(_spots(data / FILE))
    watch = Watch(
        id="sy", title="Syria", theatre=THEATRES["sy"], timezone="UTC", gazetteers=("sy",)
    )
    atlas = atlas_for(watch)
    latin = {spot: _away(atlas, _sentence(*spot[:3]), spot) for spot in events}
    arabic = {
        spot: _away(atlas, text, spot)
        for spot, text in zip(events, _arabic(list(events)), strict=True)
        if text
    }
    return {
        "pack": "sy",
        "latin": _shares(events, latin),
        "latin, each place once": _shares(dict.fromkeys(events, 1), latin),
        "arabic": _shares(events, arabic),
        "arabic, each place once": _shares(dict.fromkeys(events, 1), arabic),
    }


def _spots(path: Path) -> Iterator[Spot]:
    if not path.is_file():
        raise UsageError(
            f"{path} is missing", fix="Give the folder that holds events/ of the UCDP data."
        )
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if float(row["where_prec"] or 0) == 1 and row["where_coordinates"]:
                name, district, governorate = (
                    " ".join(row[key].split()) for key in ("where_coordinates", "adm_2", "adm_1")
                )
                at = float(row["latitude"]), float(row["longitude"])
                yield Spot(name, district, governorate, *at)


def _sentence(name: str, district: str, governorate: str) -> str:
    within = ", ".join(filter(None, (district, governorate)))
    return f"Shelling hit {name}, {within}." if within else f"Shelling hit {name}."


def _arabic(spots: list[Spot]) -> Iterator[str]:
    """Give the Arabic sentence for each place, or nothing where no Arabic name is known."""
    pack = bundled("sy")
    assert pack is not None
    rows = [pack.row(number) for number in range(len(pack))]
    towns = [row for row in rows if row.kind == "locality" and _name(row)]
    lats, lons = np.array([row.lat for row in towns]), np.array([row.lon for row in towns])
    geod = Geod(ellps="WGS84")
    for spot in spots:
        here = np.full(len(towns), spot.lon), np.full(len(towns), spot.lat)
        away = geod.inv(*here, lons, lats)[2]
        nearest = int(np.argmin(away))
        if away[nearest] > SAME_M:
            yield ""
            continue
        row = towns[nearest]
        number = pack.numbers.get(row.region or "")
        province = _name(pack.row(number)) if number is not None else ""
        province = province.removeprefix("محافظة").strip()
        within = f" في محافظة {province}" if province else ""
        yield f"قصف مدفعي على بلدة {_name(row)}{within}."


def _name(row: Row) -> str:
    # Some rows have Latin letters under the Arabic tag.
    names = [one for one in row.names if one.language == "ara" and not one.text.isascii()]
    names = [name for name in names if "\u0600" <= name.text[-1] <= "\u06ff"]
    best = sorted(names, key=lambda name: not name.preferred)
    return best[0].text if best else ""


def _away(atlas: Atlas, text: str, spot: Spot) -> float | None:
    place = _place(atlas, text)
    if place is None or place.geometry is None:
        return None
    return geo.points_distance_m((spot.lat, spot.lon), geo.representative(place.geometry))


def _place(atlas: Atlas, text: str) -> Place | None:
    """Return the first place of a sentence: what the others follow only says where it lies."""
    document = Document(
        item=Item(id="ucdp", text=text, media_type="text/plain"),
        passages=(Passage(kind="article_body", start=0, end=len(text)),),
    )
    mentions = locate(document, atlas).mentions
    return mentions[0].place if mentions else None


def _shares(events: Mapping[Spot, int], away: Mapping[Spot, float | None]) -> dict[str, float]:
    total = sum(events[spot] for spot in away)
    figures: dict[str, float] = {"n": total}
    for limit in WITHIN_KM:
        hits = sum(events[s] for s, m in away.items() if m is not None and m <= limit * 1000)
        figures[f"within_{limit}_km"] = share(hits, total)
    figures["abstained"] = share(sum(events[s] for s, m in away.items() if m is None), total)
    return figures
