"""A small hand-made record: four reports, their claims and everything that rests on them.

The reports are invented. Spans are looked up by their words, so that no offset is typed by hand.
"""

from __future__ import annotations

import hashlib
from typing import Any

from trucewatch.model import (
    Actor,
    Answerable,
    Assessment,
    Attribution,
    Candidate,
    Claim,
    Correction,
    Deadline,
    Document,
    FieldAgreement,
    FieldValue,
    Figure,
    FigureRange,
    Finding,
    GeometryCheck,
    Group,
    Incident,
    Issue,
    Item,
    LabelUse,
    Lead,
    Mention,
    Merged,
    MergeStep,
    Passage,
    PatrolReport,
    PatrolRun,
    Place,
    Publication,
    Record,
    Restriction,
    ScopeTest,
    Side,
    Sighting,
    Source,
    Span,
    Tally,
    TallyReport,
    TimeRef,
    Voice,
    Watch,
    Weapon,
    When,
    Where,
)
from trucewatch.model.agreements import (
    Agreement,
    AgreementText,
    Ambiguity,
    GeometryNote,
    Line,
    Party,
    Provision,
    Zone,
)

RULE = "lowest, most often named, highest"
COMMENTER = "Qasioun_Eagle77"
COMMENT = "My cousin counted thirty dead in Kafr Batin, trust me."
PRIVATE = "Salim Darwish"

MINISTRY = """Bulletin of the coordination centre, 16 March

On 15 March the first joint patrol was shortened because of provocations by militants using \
civilians as human shields. Terrorists shelled Miznaz on Sunday evening; two servicemen were killed.

Over the past day 6 shelling cases were recorded, all of them by armed groups.
"""
OBSERVATORY = """Two dead in Miznaz, first patrol ends early

A shell hit a house in Miznaz on Sunday evening. At least five civilians were killed, among them a \
shepherd, Salim Darwish, and dozens were wounded. Regime forces fired from the direction of \
Kafr Nabl, the Observatory said.

The first patrol on the M4 turned back near Nayrab after people sat down on the road. Two tanks \
stood 3 km south of Nayrab on Monday. الجيش قال إن الطريق مغلق.

Over the past day the Observatory recorded 14 explosions.
"""
AGENCY = """Army denies shelling of Miznaz

A military source denied that any shell was fired at Miznaz on Sunday. The secure corridor covers \
750 square kilometres, the source said.
"""
RELIEF = f"""Relief Desk, update 12

On 17 March an aid convoy of six trucks was turned back at the Atimah crossing. A bomb went off \
near Ras al-Ayn on 16 March, according to hospital staff; three people were reportedly killed.

Comments

{COMMENTER}

{COMMENT}
"""


def sha(kind: str, text: str) -> str:
    """Return a stable id."""
    return f"{kind}{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def at(text: str, words: str, nth: int = 1) -> Span:
    """Return the span of the nth occurrence of some words."""
    start = -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def item_id(text: str) -> str:
    """Return the id of an item by its text."""
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def document(
    text: str, source: str, published: str, title: str, *, last: str = "", **more: Any
) -> Document:
    """Return a document with a headline, a body up to `last`, and comments after it."""
    head = text.index("\n\n")
    end = text.index(last) if last else len(text.rstrip())
    passages = [
        Passage(kind="headline", start=0, end=head),
        Passage(kind="article_body", start=head + 2, end=end),
    ]
    if last:
        comment = at(text, COMMENT)
        nick = at(text, COMMENTER)
        passages += [
            Passage(kind="boilerplate", start=end, end=nick.start),
            Passage(kind="thread_author", start=nick.start, end=nick.end),
            Passage(
                kind="thread_comment",
                start=comment.start,
                end=comment.end,
                author_label="reader 1",
            ),
        ]
    return Document(
        item=Item(
            id=item_id(text),
            text=text,
            media_type="text/plain",
            source=source,
            published_at=published,
            language="en",
            title=title,
            url=f"https://{source}.example/{published[:10]}",
        ),
        passages=tuple(passages),
        **more,
    )


def claim(
    name: str,
    text: str,
    source: str,
    published: str,
    sentence: str,
    trigger: str,
    act: Any,
    **more: Any,
) -> Claim:
    """Return a claim; `sentence` and `trigger` are words of the text."""
    more.setdefault("attribution", Attribution(form="outlet"))
    more.setdefault("modality", "asserted")
    found = at(text, sentence)
    start = text.index(trigger, found.start)
    return Claim(
        id=sha("c1-", name),
        item=item_id(text),
        published_by=source,
        published_at=published,
        passage=1,
        sentence=found,
        trigger=Span(start, start + len(trigger)),
        act=act,
        rule="sample",
        extractor="sample 1",
        score=0.9,
        **more,
    )


def place(
    text: str,
    words: str,
    lat: float | None = None,
    lon: float | None = None,
    *,
    nth: int = 1,
    **more: Any,
) -> Place:
    """Return a place; with coordinates it is resolved."""
    more.setdefault("relation", "at")
    if lat is None or lon is None:
        return Place(text=words, span=at(text, words, nth), **more)
    more.setdefault("precision", "exact")
    more.setdefault("uncertainty_m", 500.0)
    id_ = f"sy-{words.lower()}"
    return Place(
        text=words,
        span=at(text, words, nth),
        chosen=id_,
        candidates=(Candidate(id=id_, name=words, lat=lat, lon=lon, score=0.9, why=("sample",)),),
        geometry={"type": "Point", "coordinates": [lon, lat]},
        **more,
    )


def day(text: str, words: str, iso: str) -> TimeRef:
    """Return a time of one day."""
    return TimeRef(text=words, span=at(text, words), start=iso, end=iso, precision="day")


def who(text: str, words: str, actor: str | None, side: str | None, nth: int = 1) -> Mention:
    """Return somebody in a role."""
    return Mention(text=words, span=at(text, words, nth), actor=actor, side=side)


def where(
    name: str | None, lat: float | None = None, lon: float | None = None, **more: Any
) -> Where:
    """Return a place of an incident."""
    more.setdefault("precision", "exact" if lat is not None else "unknown")
    more.setdefault("uncertainty_m", 500.0 if lat is not None else None)
    more.setdefault("place", None)
    more.setdefault(
        "geometry", {"type": "Point", "coordinates": [lon, lat]} if lat is not None else None
    )
    return Where(name=name, lat=lat, lon=lon, **more)


def on(iso: str | None, basis: str = "stated") -> When:
    """Return one day."""
    return When(start=iso, end=iso, precision="day" if iso else None, basis=basis)


CLAIMS = {
    "mod-patrol": claim(
        "mod-patrol", MINISTRY, "ministry", "2020-03-16T11:00:00+02:00",
        "On 15 March the first joint patrol was shortened because of provocations by militants "
        "using civilians as human shields.",
        "patrol", "patrol",
        time=day(MINISTRY, "15 March", "2020-03-15"),
        patrol=PatrolReport(
            outcome="shortened", outcome_span=at(MINISTRY, "shortened"),
            cause_text="provocations by militants using civilians as human shields",
            cause_span=at(
                MINISTRY, "provocations by militants using civilians as human shields"
            ),
        ),
        labels=(
            LabelUse(
                text="militants", span=at(MINISTRY, "militants"), neutral="armed group members"
            ),
        ),
    ),
    "mod-shelling": claim(
        "mod-shelling", MINISTRY, "ministry", "2020-03-16T11:00:00+02:00",
        "Terrorists shelled Miznaz on Sunday evening; two servicemen were killed.",
        "shelled", "shelling",
        perpetrators=(who(MINISTRY, "Terrorists", None, "opposition"),),
        place=place(MINISTRY, "Miznaz", 36.03, 36.91),
        time=day(MINISTRY, "Sunday evening", "2020-03-15"),
        figures=(
            Figure(
                kind="killed", low=2, best=2, high=2, qualifier="exact", count_basis="persons",
                group=Group(text="servicemen", span=at(MINISTRY, "servicemen"), side="government"),
                text="two", span=at(MINISTRY, "two"),
            ),
        ),
    ),
    "mod-tally": claim(
        "mod-tally", MINISTRY, "ministry", "2020-03-16T11:00:00+02:00",
        "Over the past day 6 shelling cases were recorded, all of them by armed groups.",
        "recorded", "tally",
        tally=TallyReport(count_basis="shelling_case", reported_by="ministry"),
    ),
    "obs-shelling": claim(
        "obs-shelling", OBSERVATORY, "observatory", "2020-03-16",
        "A shell hit a house in Miznaz on Sunday evening.", "hit", "shelling",
        perpetrators=(who(OBSERVATORY, "Regime forces", "ARMY", "government"),),
        targets=(who(OBSERVATORY, "house", None, None),),
        place=place(OBSERVATORY, "Miznaz", 36.03, 36.91, nth=2),
        other_places=(),
        time=day(OBSERVATORY, "Sunday evening", "2020-03-15"),
        weapons=(Weapon(text="shell", span=at(OBSERVATORY, "shell"), class_="artillery"),),
        figures=(
            Figure(
                kind="killed", low=5, best=5, high=None, qualifier="at_least",
                count_basis="persons", text="At least five", span=at(OBSERVATORY, "At least five"),
                group=Group(text="civilians", span=at(OBSERVATORY, "civilians"), side="civilian"),
            ),
            Figure(
                kind="wounded", low=None, best=None, high=None, qualifier="vague",
                count_basis="persons", text="dozens", span=at(OBSERVATORY, "dozens"), group=None,
            ),
        ),
        labels=(
            LabelUse(
                text="Regime forces", span=at(OBSERVATORY, "Regime forces"),
                neutral="government forces",
            ),
        ),
    ),
    "obs-patrol": claim(
        "obs-patrol", OBSERVATORY, "observatory", "2020-03-16",
        "The first patrol on the M4 turned back near Nayrab after people sat down on the road.",
        "patrol", "patrol",
        place=place(OBSERVATORY, "near Nayrab", 35.88, 36.72, relation="near", precision="near"),
        patrol=PatrolReport(
            route_text="the M4", route_span=at(OBSERVATORY, "the M4"), outcome="blocked",
            outcome_span=at(OBSERVATORY, "turned back"),
            cause_text="people sat down on the road",
            cause_span=at(OBSERVATORY, "people sat down on the road"),
        ),
    ),
    "obs-tanks": claim(
        "obs-tanks", OBSERVATORY, "observatory", "2020-03-16",
        "Two tanks stood 3 km south of Nayrab on Monday.", "stood", "sighting",
        place=place(
            OBSERVATORY, "3 km south of Nayrab", 35.853, 36.72, relation="sector",
            precision="near", uncertainty_m=1500.0,
        ),
        time=day(OBSERVATORY, "Monday", "2020-03-16"),
        weapons=(Weapon(text="tanks", span=at(OBSERVATORY, "tanks"), class_="tank"),),
    ),
    "obs-tally": claim(
        "obs-tally", OBSERVATORY, "observatory", "2020-03-16",
        "Over the past day the Observatory recorded 14 explosions.", "recorded", "tally",
        tally=TallyReport(count_basis="explosion", reported_by="observatory"),
    ),
    "agency-denial": claim(
        "agency-denial", AGENCY, "agency", "2020-03-16T20:00:00+02:00",
        "A military source denied that any shell was fired at Miznaz on Sunday.",
        "fired", "shelling", modality="denied",
        attribution=Attribution(
            form="said",
            source_text="A military source",
            source_span=at(AGENCY, "A military source"),
            cue_text="denied", cue_span=at(AGENCY, "denied"),
        ),
        place=place(AGENCY, "Miznaz", 36.03, 36.91, nth=2),
        time=day(AGENCY, "Sunday", "2020-03-15"),
    ),
    "agency-area": claim(
        "agency-area", AGENCY, "agency", "2020-03-16T20:00:00+02:00",
        "The secure corridor covers 750 square kilometres, the source said.",
        "covers", "control",
        figures=(
            Figure(
                kind="area_km2", group=None, low=750, best=750, high=750, qualifier="exact",
                count_basis="km2", text="750", span=at(AGENCY, "750"),
            ),
        ),
    ),
    "relief-convoy": claim(
        "relief-convoy", RELIEF, "relief", "2020-03-18",
        "On 17 March an aid convoy of six trucks was turned back at the Atimah crossing.",
        "turned back", "access_restriction",
        place=place(RELIEF, "Atimah crossing"),
        time=day(RELIEF, "17 March", "2020-03-17"),
    ),
    "relief-bomb": claim(
        "relief-bomb", RELIEF, "relief", "2020-03-18",
        "A bomb went off near Ras al-Ayn on 16 March, according to hospital staff; three people "
        "were reportedly killed.",
        "went off", "ied",
        attribution=Attribution(
            form="said", source_text="hospital staff", source_span=at(RELIEF, "hospital staff"),
            cue_text="according to", cue_span=at(RELIEF, "according to"),
        ),
        place=place(
            RELIEF, "near Ras al-Ayn", 36.85, 40.07, relation="near", precision="near",
            uncertainty_m=5000.0,
        ),
        time=day(RELIEF, "16 March", "2020-03-16"),
        figures=(
            Figure(
                kind="killed", group=None, low=3, best=3, high=3, qualifier="exact",
                count_basis="persons", text="three", span=at(RELIEF, "three"),
            ),
        ),
    ),
}  # fmt: skip


def ids(*names: str) -> tuple[str, ...]:
    """Return claim ids by their short names."""
    return tuple(CLAIMS[name].id for name in names)


SHELLING = sha("i1-", "shelling")
BOMB = sha("i1-", "bomb")
UNPLACED = sha("i1-", "control")
THREAT = sha("i1-", "threat")
PATROL = sha("p1-", "patrol")
PLANNED = sha("p1-", "planned")
TANKS = sha("s1-", "tanks")
CONVOY = sha("r1-", "convoy")


def voice(group: str, side: str, *names: str, stance: Any = "asserts") -> Voice:
    """Return one independent voice."""
    return Voice(group=group, side=side, claims=ids(*names), stance=stance)


def incident(id_: str, act: Any, members: tuple[str, ...], **more: Any) -> Incident:
    """Return an incident with quiet defaults."""
    more.setdefault("attribution", "none")
    for name in ("figures", "perpetrators", "targets", "fields", "log"):
        more.setdefault(name, ())
    told = Voice(group=id_, side=None, claims=members, stance="asserts")
    more.setdefault("voices", (told,))
    more.setdefault("occurrence", "single_source")
    return Incident(id=id_, act=act, claims=members, **more)


def killed(
    group: str,
    low: float,
    best: float | None,
    high: float | None,
    *names: str,
    words: tuple[str, ...],
    side: str | None = None,
) -> FigureRange:
    """Return a range of people killed."""
    return FigureRange(
        kind="killed", group=group, side=side, count_basis="persons", low=low, best=best,
        high=high, words=words, claims=ids(*names), rule=RULE,
    )  # fmt: skip


MERGED = Merged(
    incidents=(
        incident(
            SHELLING,
            "shelling",
            ids("mod-shelling", "obs-shelling", "agency-denial"),
            when=on("2020-03-15"),
            where=where("Miznaz", 36.03, 36.91),
            figures=(
                killed(
                    "civilians",
                    5,
                    5,
                    None,
                    "obs-shelling",
                    words=("At least five",),
                    side="civilian",
                ),
                killed("servicemen", 2, 2, 2, "mod-shelling", words=("two",), side="government"),
                FigureRange(
                    kind="wounded",
                    group="all",
                    side=None,
                    count_basis="persons",
                    low=None,
                    best=None,
                    high=None,
                    words=("dozens",),
                    claims=ids("obs-shelling"),
                    rule=RULE,
                ),
            ),
            perpetrators=("ARMY", "Terrorists"),
            targets=("house",),
            occurrence="contested",
            attribution="contested",
            fields=(
                FieldAgreement(
                    field="perpetrators",
                    state="contested",
                    values=(
                        FieldValue(value="ARMY", claims=ids("obs-shelling")),
                        FieldValue(value="Terrorists", claims=ids("mod-shelling")),
                    ),
                ),
                FieldAgreement(field="killed", state="contested"),
            ),
            voices=(
                voice("ministry", "government", "mod-shelling"),
                voice("observatory", "opposition", "obs-shelling"),
                voice("state", "government", "agency-denial", stance="denies"),
            ),
            log=(
                MergeStep(
                    claim=CLAIMS["obs-shelling"].id,
                    to=CLAIMS["mod-shelling"].id,
                    score=0.91,
                    reasons=("same place", "same evening"),
                ),
            ),
        ),
        incident(
            BOMB,
            "ied",
            ids("relief-bomb"),
            when=on("2020-03-16"),
            where=where("near Ras al-Ayn", 36.85, 40.07, precision="near", uncertainty_m=5000.0),
            figures=(killed("all", 3, 3, 3, "relief-bomb", words=("three",)),),
        ),
        incident(
            UNPLACED,
            "control",
            ids("agency-area"),
            when=on("2020-03-16", "published"),
            where=where(None),
        ),
        incident(
            THREAT,
            "threat",
            (),
            when=on(None),
            where=where(None),
            planned=True,
        ),
    ),
    patrols=(
        PatrolRun(
            id=PATROL,
            claims=ids("mod-patrol", "obs-patrol"),
            when=on("2020-03-15"),
            where=where(
                "M4 between Tarnabah and Nayrab",
                35.86,
                36.76,
                geometry={
                    "type": "LineString",
                    "coordinates": [[36.80, 35.85], [36.76, 35.862], [36.72, 35.87]],
                },
                precision="part",
                uncertainty_m=2000.0,
            ),
            participants=("GUARANTOR-A", "GUARANTOR-B"),
            planned_route=None,
            driven_route="the M4",
            outcomes=(
                FieldValue(value="blocked", claims=ids("obs-patrol")),
                FieldValue(value="shortened", claims=ids("mod-patrol")),
            ),
            causes=(
                FieldValue(value="people sat down on the road", claims=ids("obs-patrol")),
                FieldValue(
                    value="provocations by militants using civilians as human shields",
                    claims=ids("mod-patrol"),
                ),
            ),
            outcome="shortened",
            occurrence="cross_side",
            fields=(FieldAgreement(field="cause", state="contested"),),
            voices=(
                voice("ministry", "government", "mod-patrol"),
                voice("observatory", "opposition", "obs-patrol"),
            ),
            log=(),
        ),
        PatrolRun(
            id=PLANNED,
            claims=(),
            when=on("2020-03-17"),
            where=where(None),
            participants=("GUARANTOR-A",),
            planned_route="Tarnabah to Nayrab",
            driven_route=None,
            outcomes=(),
            causes=(),
            outcome="planned",
            occurrence="single_source",
            fields=(),
            voices=(),
            log=(),
        ),
    ),
    sightings=(
        Sighting(
            id=TANKS,
            claims=ids("obs-tanks"),
            when=on("2020-03-16"),
            where=where(
                "3 km south of Nayrab", 35.853, 36.72, precision="near", uncertainty_m=1500.0
            ),
            seen=("tanks",),
            weapon_classes=("tank",),
            actors=(),
            absent=False,
            occurrence="single_source",
            voices=(voice("observatory", "opposition", "obs-tanks"),),
        ),
    ),
    restrictions=(
        Restriction(
            id=CONVOY,
            claims=ids("relief-convoy"),
            when=on("2020-03-17"),
            where=where("Atimah crossing"),
            kind="denial",
            by=(),
            against=("aid convoy",),
            occurrence="single_source",
            voices=(voice("relief", "humanitarian", "relief-convoy"),),
        ),
    ),
    tallies=(
        Tally(
            id=sha("t1-", "ministry"),
            claim=CLAIMS["mod-tally"].id,
            reported_by="ministry",
            side="government",
            accused=("armed groups",),
            period=on("2020-03-16", "published"),
            area=None,
            low=6,
            best=6,
            high=6,
            words="6 shelling cases",
            count_basis="shelling_case",
        ),
        Tally(
            id=sha("t1-", "observatory"),
            claim=CLAIMS["obs-tally"].id,
            reported_by="observatory",
            side="opposition",
            accused=(),
            period=on("2020-03-16", "published"),
            area=None,
            low=14,
            best=14,
            high=14,
            words="14 explosions",
            count_basis="explosion",
        ),
    ),
)

CORRIDOR = {
    "type": "Polygon",
    "coordinates": [[[36.3, 35.78], [36.85, 35.82], [36.83, 35.93], [36.28, 35.89], [36.3, 35.78]]],
}
AGREEMENT = Agreement(
    id="sample-protocol",
    title="Sample protocol on the road",
    short_title="Sample protocol",
    signed="2020-03-05",
    timezone="Asia/Damascus",
    class_="cessation_of_hostilities",
    texts=(AgreementText(url="https://texts.example/protocol", publisher="Text archive"),),
    parties=(
        Party(id="GA", name="First guarantor", role="signatory_guarantor"),
        Party(id="GB", name="Second guarantor", role="signatory_guarantor"),
        Party(
            id="ARMY",
            name="Government forces",
            role="non_signatory_represented",
            represented_by="GB",
            representation_basis="assumed",
        ),
    ),
    lines=(
        Line(
            id="m4",
            name="M4 road",
            geometry={
                "type": "LineString",
                "coordinates": [[36.82, 35.87], [36.72, 35.87], [36.5, 35.85], [36.3, 35.83]],
            },
            geometry_note=GeometryNote(authority="none agreed", quality="sketch"),
        ),
        Line(
            id="contact-line",
            name="Line of contact",
            geometry={"type": "LineString", "coordinates": [[36.95, 36.15], [36.88, 35.8]]},
            geometry_note=GeometryNote(
                authority="none agreed", quality="hand_drawn", as_of="2020-03-05"
            ),
        ),
    ),
    zones=(
        Zone(
            id="corridor",
            name="Security corridor",
            derive="buffer",
            of=("m4",),
            geometry=CORRIDOR,
            geometry_note=GeometryNote(authority="text of the protocol", quality="derived"),
        ),
    ),
    provisions=(
        Provision(
            id="P1",
            type="cessation_of_hostilities",
            article="1",
            summary="Cease all military actions along the line of contact",
            obligated=("GA", "GB", "ARMY"),
            lines=("contact-line",),
            from_="2020-03-06T00:01:00+02:00",
        ),
        Provision(
            id="P3",
            type="patrol",
            article="3",
            summary="Joint patrols along the road begin on 15 March",
            obligated=("GA", "GB"),
            route="m4",
            starts="2020-03-15",
        ),
    ),
    ambiguities=(
        Ambiguity(
            id="A1",
            note="The text names no time zone.",
            effect="Incidents within the hour are boundary cases.",
            kind="time",
            provisions=("P1",),
        ),
    ),
)


def finding(provision: str, on_day: str, status: Any, coverage: Any, **more: Any) -> Finding:
    """Return a finding with quiet defaults."""
    for name in ("basis", "answerable"):
        more.setdefault(name, ())
    more.setdefault("reason", "No report of this day tells of it.")
    return Finding(
        id=sha("f1-", f"{provision}{on_day}"),
        agreement="sample-protocol",
        provision=provision,
        day=on_day,
        status=status,
        coverage=coverage,
        rule="sample 1",
        **more,
    )


ASSESSMENT = Assessment(
    findings=(
        finding(
            "P1",
            "2020-03-15",
            "contested",
            "two_sides",
            basis=(SHELLING,),
            answerable=(
                Answerable(party="ARMY", basis="contested", note="who fired is contested"),
            ),
            reason="One side states shelling at Miznaz, the other denies it.",
            ambiguities=("A1",),
        ),
        finding("P1", "2020-03-16", "no_information", "none"),
        finding("P1", "2020-03-17", "no_violation_reported", "one_side_only"),
        finding(
            "P3",
            "2020-03-15",
            "partly_implemented",
            "two_sides",
            basis=(PATROL,),
            contested=("cause",),
            answerable=(Answerable(party="GA", basis="stated"),),
            reason="The patrol took place and did not reach the end of the route.",
        ),
        finding("P3", "2020-03-16", "no_information", "none"),
    ),
    tests=(
        ScopeTest(
            subject=SHELLING,
            subject_kind="incident",
            agreement="sample-protocol",
            provision="P1",
            answer="contested",
            reason="Shelling near the line of contact, stated and denied.",
            measures=(("distance to contact-line", "0.2 km"),),
        ),
        ScopeTest(
            subject=BOMB,
            subject_kind="incident",
            agreement="sample-protocol",
            provision=None,
            answer="out_of_scope",
            reason="290 km east of every zone of this agreement.",
        ),
        ScopeTest(
            subject=TANKS,
            subject_kind="sighting",
            agreement="sample-protocol",
            provision=None,
            answer="no_operative_provision",
            reason="The protocol does not forbid tanks in the corridor.",
        ),
    ),
    checks=(
        GeometryCheck(
            claim=CLAIMS["agency-area"].id,
            figure=0,
            agreement="sample-protocol",
            feature="corridor",
            stated=750,
            computed=598.4,
            unit="km²",
            verdict="differs",
            reason="The derived corridor is a fifth smaller than stated.",
        ),
    ),
    deadlines=(
        Deadline(
            agreement="sample-protocol",
            provision="P3",
            due=("2020-03-15",),
            reason="fixed by the text",
        ),
    ),
)

WATCH = Watch(
    id="sample",
    title="Sample watch, March 2020",
    theatre=(35.5, 34.3, 42.4, 37.4),
    timezone="Asia/Damascus",
    cutoff="18:00",
    publication=Publication(coarsen_m=0.0),
    sides=(
        Side(id="government", name="Government and its allies", opposed_to=("opposition",)),
        Side(id="opposition", name="Opposition groups", opposed_to=("government",)),
        Side(id="humanitarian", name="Humanitarian bodies"),
    ),
    sources=(
        Source(
            id="ministry", name="Ministry bulletin", kind="ministry", side="government",
            independence_group="ministry", reliability="C", side_note="A party to the conflict.",
        ),
        Source(
            id="observatory", name="Hill Observatory", kind="observatory", side="opposition",
            independence_group="observatory", reliability="B",
        ),
        Source(
            id="agency", name="State agency", kind="state_agency", side="government",
            independence_group="state", reliability="D",
        ),
        Source(
            id="relief", name="Relief Desk", kind="humanitarian", side="humanitarian",
            independence_group="relief", reliability="B",
        ),
    ),
    actors=(
        Actor(
            id="ARMY", name="Government forces", type="armed_forces", side="government",
            aliases={"en": ("regime forces",), "ar": ("الجيش",)},
        ),
        Actor(id="GUARANTOR-A", name="Forces of the first guarantor", type="armed_forces"),
        Actor(id="GUARANTOR-B", name="Forces of the second guarantor", type="armed_forces"),
    ),
)  # fmt: skip


def sample() -> Record:
    """Return the sample record."""
    documents = (
        document(MINISTRY, "ministry", "2020-03-16T11:00:00+02:00", "Bulletin, 16 March"),
        document(OBSERVATORY, "observatory", "2020-03-16", "Two dead in Miznaz"),
        document(AGENCY, "agency", "2020-03-16T20:00:00+02:00", "Army denies shelling"),
        document(
            RELIEF,
            "relief",
            "2020-03-18",
            "Update 12",
            last="Comments",
            leads=(
                Lead(
                    span=at(RELIEF, COMMENT),
                    title="Thirty dead in Kafr Batin",
                    cue_text="trust me",
                    note="quoted in a comment",
                ),
            ),
            issues=(
                Issue(
                    code="place_unresolved",
                    message="“Atimah crossing” is in no gazetteer of this watch.",
                    span=at(RELIEF, "Atimah crossing"),
                ),
            ),
        ),
    )
    return Record(
        watch=WATCH,
        agreements=(AGREEMENT,),
        documents=documents,
        claims=tuple(CLAIMS.values()),
        merged=MERGED,
        assessment=ASSESSMENT,
        corrections=(
            Correction(
                seq=41,
                at="2020-03-18T09:00:00+02:00",
                subject=SHELLING,
                note="The count of the Observatory was raised from four to five.",
            ),
        ),
        seq=42,
    )


def sample_report(record: Record | None = None, **more: Any) -> Any:
    """Return the situation report of the public edition of the sample's three days."""
    from trucewatch import publish, report

    period = {"from_day": "2020-03-15", "to_day": "2020-03-17", "cutoff": "18:00"} | more
    return report.build(publish.public(record or sample()), **period)
