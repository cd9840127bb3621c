"""Small hand-made values for the assessment tests: one line per happening."""

from __future__ import annotations

import itertools
from pathlib import Path

from builders import NOWHERE

import trucewatch
from trucewatch import agreement, config
from trucewatch.assess import assess
from trucewatch.model import (
    Attribution,
    Claim,
    Document,
    FieldAgreement,
    FieldValue,
    Figure,
    Incident,
    Item,
    Mention,
    Merged,
    Passage,
    PatrolReport,
    PatrolRun,
    Place,
    Restriction,
    Sighting,
    Span,
    TimeRef,
    Voice,
    Weapon,
    When,
    Where,
)

EXAMPLE = Path(trucewatch.__file__).parent / "examples" / "idlib_2020"
WATCH = config.load_watch(EXAMPLE)
AGREEMENTS = agreement.load_folder(EXAMPLE / "agreements", strict=True)
MOSCOW, SOCHI18, SOCHI19 = "sy-idlib-moscow-2020", "sy-idlib-sochi-2018", "sy-ne-sochi-2019"

ZERO = Span(0, 0)
TOWNS = {  # lat, lon
    "Ariha": (35.81374, 36.60964),
    "Nayrab": (35.86955, 36.71867),
    "al-Bara": (35.68599, 36.54239),
    "Fatira": (35.61, 36.4856),
    "Jisr al-Shughur": (35.81426, 36.32062),
    "Muhambal": (35.78735, 36.4721),
    "Saraqib": (35.86447, 36.80591),
    "Ras al-Ayn": (36.85034, 40.07055),
    "Darbasiyah": (37.0734, 40.6515),
    "Damascus": (33.5102, 36.29128),
    "Hayyan": (36.32417, 37.05886),
    "Dayr Sunbul": (35.69787, 36.60343),
}
_numbers = itertools.count(1)


def where(town, uncertainty_m=1000.0, precision="exact"):
    if town is None:
        return NOWHERE
    lat, lon = TOWNS[town]
    return Where(
        name=town,
        place=town,
        geometry={"type": "Point", "coordinates": [lon, lat]},
        lat=lat,
        lon=lon,
        uncertainty_m=uncertainty_m,
        precision=precision,
    )


def place(town):
    lat, lon = TOWNS[town]
    return Place(
        text=town,
        span=ZERO,
        relation="at",
        chosen=town,
        geometry={"type": "Point", "coordinates": [lon, lat]},
        uncertainty_m=1000.0,
        precision="exact",
    )


def when(start, end=None, precision="day", basis="stated"):
    return When(start=start, end=end or start, precision=precision, basis=basis)


def claim(
    act,
    source,
    published,
    town=None,
    *,
    id_=None,
    time=None,
    modality="asserted",
    item=None,
    sentence=ZERO,
    weapons=(),
    figures=(),
    patrol=None,
    people=(),
    doers=(),
    precision="day",
):
    return Claim(
        id=id_ or f"c1-{next(_numbers):016d}",
        item=item or f"item-{source}-{published}",
        published_by=source,
        published_at=published,
        passage=0,
        sentence=sentence,
        trigger=ZERO,
        act=act,
        modality=modality,
        attribution=Attribution(form="outlet"),
        perpetrators=tuple(Mention(text=one, span=ZERO, actor=one) for one in doers),
        participants=tuple(Mention(text=one, span=ZERO, actor=one) for one in people),
        place=place(town) if town else None,
        time=TimeRef(text="", span=ZERO, start=time, end=time, precision=precision)
        if time
        else None,
        weapons=tuple(Weapon(text=text, span=ZERO, class_=kind) for text, kind in weapons),
        figures=figures,
        patrol=patrol,
    )


def area(value, kind="area_km2", start=0, end=0):
    return Figure(
        kind=kind,
        group=None,
        low=value,
        best=value,
        high=value,
        qualifier="exact",
        count_basis=kind,
        text=str(value),
        span=Span(start, end),
    )


def voices(claims):
    return tuple(
        Voice(
            group=str(row.published_by),
            side=None,
            claims=(row.id,),
            stance="denies" if row.modality in ("denied", "absent") else "asserts",
        )
        for row in claims
    )


def incident(
    act,
    day,
    town,
    claims,
    *,
    doers=(),
    targets=(),
    occurrence="single_source",
    attribution="one_side_only",
    precision="day",
    place_=None,
    contested=(),
    id_=None,
):
    return Incident(
        id=id_ or f"i1-{next(_numbers):016d}",
        act=act,
        claims=tuple(row.id for row in claims),
        when=day if isinstance(day, When) else when(day, precision=precision),
        where=place_ or where(town),
        figures=(),
        perpetrators=tuple(doers),
        targets=tuple(targets),
        occurrence=occurrence,
        attribution=attribution,
        fields=tuple(FieldAgreement(field=one, state="contested") for one in contested),
        voices=voices(claims),
        log=(),
        planned=all(row.modality in ("planned", "threatened", "hypothetical") for row in claims),
    )


def run(day, outcome, claims, *, town="Nayrab", causes=(), participants=("TUR", "RUS"), **more):
    told = sorted({one.patrol.outcome for one in claims if one.patrol and one.patrol.outcome})
    return PatrolRun(
        id=more.get("id_") or f"p1-{next(_numbers):016d}",
        claims=tuple(row.id for row in claims),
        when=when(day),
        where=more.get("place_") or where(town),
        participants=participants,
        planned_route=None,
        driven_route=more.get("route"),
        outcomes=tuple(FieldValue(value=one, claims=()) for one in told),
        causes=tuple(FieldValue(value=one, claims=(f"c{n}",)) for n, one in enumerate(causes)),
        outcome=outcome,
        occurrence="single_source",
        fields=(FieldAgreement(field="cause", state="contested"),) if len(causes) > 1 else (),
        voices=voices(claims),
        log=(),
    )


def drove(source, day, outcome, town="Nayrab", **more):
    return claim(
        "patrol", source, day, town, time=day, patrol=PatrolReport(outcome=outcome), **more
    )


def sighting(act_claims, day, town, actors, weapon_classes=(), *, absent=False):
    return Sighting(
        id=f"s1-{next(_numbers):016d}",
        claims=tuple(row.id for row in act_claims),
        when=when(day),
        where=where(town),
        seen=(),
        weapon_classes=tuple(weapon_classes),
        actors=tuple(actors),
        absent=absent,
        occurrence="single_source",
        voices=voices(act_claims),
    )


def restriction(claims, day, town, kind, by, against):
    return Restriction(
        id=f"r1-{next(_numbers):016d}",
        claims=tuple(row.id for row in claims),
        when=when(day),
        where=where(town),
        kind=kind,
        by=by,
        against=against,
        occurrence="single_source",
        voices=voices(claims),
    )


def document(item, text):
    return Document(
        item=Item(id=item, text=text, media_type="text/plain"),
        passages=(Passage(kind="article_body", start=0, end=len(text)),),
    )


def assessed(
    claims,
    *,
    from_day="2020-03-05",
    to_day="2020-03-31",
    documents=(),
    judgements=(),
    agreements=AGREEMENTS,
    watch=WATCH,
    **groups,
):
    merged = Merged(**{key: tuple(rows) for key, rows in groups.items()})
    return assess(
        merged,
        claims,
        agreements,
        watch,
        from_day=from_day,
        to_day=to_day,
        documents=documents,
        judgements=judgements,
    )


def finding(assessment, agreement_id, provision, day):
    rows = [
        row
        for row in assessment.findings
        if (row.agreement, row.provision, row.day) == (agreement_id, provision, day)
    ]
    assert len(rows) == 1
    return rows[0]


def answers_on(assessment, subject, agreement_id):
    return [
        row
        for row in assessment.tests
        if row.subject == subject.id and row.agreement == agreement_id
    ]


def only_test(assessment, subject, agreement_id):
    (row,) = answers_on(assessment, subject, agreement_id)
    return row
