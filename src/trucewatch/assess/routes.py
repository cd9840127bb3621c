"""Patrols on their route: whether a patrol is on it, and how much of it was driven."""

from __future__ import annotations

from trucewatch import geo
from trucewatch.assess.frame import Case, names_in
from trucewatch.assess.ground import Spot
from trucewatch.assess.subjects import Subject
from trucewatch.model import Claim, GeoJSON, Line

_LEAST = 0.01
"""A place this near the start of the route says where the patrol set out, not how far it got."""


def on_route(case: Case, subject: Subject) -> bool | None:
    """Say whether a patrol is on the provision's route; None where nothing tells.

    A place on the route decides; else the names of the route or of its ends in the words that
    describe the patrol, unless they are said of a place outside the agreement's ground: roads of
    the same name run elsewhere.
    """
    route = case.provision.route
    if route is None:
        return None
    here = case.ground.on_route(subject.spot, route) if subject.spot else None
    if here:
        return True
    run = subject.patrol
    routes = (run.planned_route, run.driven_route) if run else ()
    words = " · ".join(
        [text for text in (*routes, subject.place_name) if text]
        + [claim_words(case, claim) for claim in subject.claims]
    )
    named = names_in(words, route_names(case)) is not None
    if here is None:
        return True if named else None
    return named and subject.spot is not None and _in_theatre(case, subject.spot)


def _in_theatre(case: Case, at: Spot) -> bool:
    zones = {id_ for row in case.agreement.provisions for id_ in row.zones}
    return any(row.answer != "outside" for row in case.ground.positions(at, sorted(zones)))


def claim_words(case: Case, claim: Claim) -> str:
    """Return the words in which a claim describes a patrol."""
    route = claim.patrol.route_text if claim.patrol else None
    places = [row.place.text for row in claim.other_places]
    own = claim.place.text if claim.place else ""
    return " · ".join([own, route or "", *places, case.sentence(claim)])


def route_names(case: Case) -> tuple[str, ...]:
    """Return the names under which reports may call the route, its ends included."""
    route = case.provision.route
    line, zone = case.agreement.line(route), case.agreement.zone(route)
    if line is None:
        return zone.names if zone else ()
    ends = [row for row in case.agreement.places if row.id in (line.from_place, line.to_place)]
    return (*line.names, *(name for row in ends for name in row.names))


def claim_on_route(case: Case, claim: Claim) -> bool | None:
    """Say whether a claim is about the route: its place lies on it, or it tells of a patrol."""
    route = case.provision.route
    at = case.spot_of(claim)
    if at is not None and route is not None:
        answer = case.ground.on_route(at, route)
        if answer is not None:
            return answer
    if claim.act == "patrol" and names_in(claim_words(case, claim), route_names(case)):
        return True
    return None


def share_driven(
    case: Case, subject: Subject, *, by_places: bool = True
) -> tuple[float, float] | None:
    """Return the least and greatest share of the route that a patrol is told to have reached.

    From distances that claims state ("after five kilometres") and, of one cut short, from places on
    the route where they say it turned. None where no claim says how far it got.
    """
    line = case.agreement.line(case.provision.route)
    if line is None or line.geometry is None:
        return None
    length = geo.length_km(line.geometry)
    start = next((row.names for row in case.agreement.places if row.id == line.from_place), ())
    shares = []
    for claim in subject.claims:
        if claim.modality != "asserted" or claim.act != "patrol":
            continue
        shares += [
            figure.best / length
            for figure in claim.figures
            if figure.kind == "distance_km" and figure.best is not None and figure.best <= length
        ]
        if not by_places:
            continue
        places = [claim.place, *(row.place for row in claim.other_places if row.role != "origin")]
        shares += [
            _share_at(case, line, place.geometry, length)
            for place in places
            if place is not None
            and place.geometry is not None
            and place.relation != "along"
            and not names_in(place.text, start)  # where it set out is not how far it got
        ]
    told = [share for share in shares if share >= _LEAST]
    return (min(told), max(told)) if told else None


def _share_at(case: Case, line: Line, place: GeoJSON, length: float) -> float:
    """Return how much of a line, drawn `from` its one end `to` the other, a place is along."""
    assert line.geometry is not None
    at = spot_point(place)
    if not case.ground.on_route(at, line.id):
        return 0.0
    part = geo.line_part(line.geometry, _first(line.geometry), at.geometry)
    return geo.length_km(part) / length if part["type"] != "Point" else 0.0


def spot_point(place: GeoJSON) -> Spot:
    """Return the point that stands for a place."""
    lat, lon = geo.representative(place)
    return Spot("the place", geo.point(lat, lon), broad=False)


def _first(line: GeoJSON) -> GeoJSON:
    rows = line["coordinates"] if line["type"] == "LineString" else line["coordinates"][0]
    return {"type": "Point", "coordinates": rows[0]}


def in_words(share: tuple[float, float]) -> str:
    """Return a share of the route as printed."""
    low, high = (f"{value:.0%}" for value in share)
    return f"about {low} of the route" if low == high else f"{low} to {high} of the route"
