"""Builders that several tests share: small, valid nouns with what matters set by the test."""

from __future__ import annotations

from trucewatch.model import (
    Attribution,
    Candidate,
    Claim,
    Document,
    Figure,
    Group,
    Incident,
    Item,
    Mention,
    Passage,
    Place,
    Span,
    TimeRef,
    When,
    Where,
)

ARIHA = ("wof:1", "Ariha", 35.8137, 36.6096)
NAYRAB = ("wof:2", "Nayrab", 35.8696, 36.7187)
RAS_AL_AYN = ("wof:3", "Ras al-Ayn", 36.8503, 40.0711)


def place(spot=ARIHA, *, relation="at", uncertainty_m=1000.0):
    ident, name, lat, lon = spot
    return Place(
        text=name,
        span=Span(0, len(name)),
        relation=relation,
        candidates=(Candidate(id=ident, name=name, lat=lat, lon=lon, score=1.0),),
        chosen=ident,
        geometry={"type": "Point", "coordinates": [lon, lat]},
        uncertainty_m=uncertainty_m,
        precision="exact",
    )


def killed(low, best, high, *, group="people", side=None, part_of=None, cumulative=False):
    return Figure(
        kind="killed",
        group=Group(text=group, span=Span(0, 1), side=side),
        low=low,
        best=best,
        high=high,
        qualifier="exact",
        count_basis="person",
        text=str(best or low or high or "dozens"),
        span=Span(0, 1),
        part_of=part_of,
        cumulative=cumulative,
    )


def claim(name, *, by="wire", act="shelling", day="2020-03-17", spot=ARIHA, **fields):
    """Return a claim with id `name`, published by `by` the day after `day`."""
    time = None
    if day is not None:
        time = TimeRef(text=day, span=Span(0, 1), start=day, end=day, precision="day")
    defaults = {
        "id": name,
        "item": f"sha256:{by}",
        "published_by": by,
        "published_at": "2020-03-18",
        "passage": 0,
        "sentence": Span(0, 20),
        "trigger": Span(0, 1),
        "act": act,
        "modality": "asserted",
        "attribution": Attribution(form="outlet"),
        "place": place(spot) if spot else None,
        "time": time,
    }
    return Claim(**{**defaults, **fields})


NOWHERE = Where(
    name=None, place=None, geometry=None, lat=None, lon=None, uncertainty_m=None,
    precision="unknown",
)  # fmt: skip


def incident(ident, start, end, *, where=NOWHERE, act="shelling", grade="single_source", **fields):
    """Make an incident of those days that nothing else is known of."""
    whole = {"perpetrators": (), "voices": ()} | fields
    return Incident(
        id=ident, act=act, claims=("c",),
        when=When(start=start, end=end, precision="day", basis="stated"), where=where,
        figures=(), targets=(), occurrence=grade, attribution="none", fields=(), log=(), **whole,
    )  # fmt: skip


def mention(text, actor=None, side=None):
    return Mention(text=text, span=Span(0, len(text)), actor=actor, side=side)


def document(text="Title\n\nBody text.", *, source="wire", kinds=("headline", "article_body")):
    item = Item(
        id=f"sha256:{source}",
        text=text,
        media_type="text/plain",
        source=source,
        published_at="2020-03-18",
        language="en",
    )
    parts = text.split("\n\n")
    passages, at = [], 0
    for kind, part in zip(kinds, parts, strict=False):
        passages.append(Passage(kind=kind, start=at, end=at + len(part)))
        at += len(part) + 2
    return Document(item=item, passages=tuple(passages))


def run(*args, stdin=None):
    """Run one command of the command line; an error of ours comes back as (1, its text)."""
    from click.testing import CliRunner

    from trucewatch import cli
    from trucewatch.errors import TrucewatchError

    result = CliRunner().invoke(cli.root, [str(arg) for arg in args], input=stdin)
    if isinstance(result.exception, TrucewatchError):
        return 1, str(result.exception)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output
