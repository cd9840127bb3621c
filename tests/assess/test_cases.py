"""The table of cases (cases.toml): each is read, held against the shipped agreements, and compared.

The table is meant to be read by people who know the agreements; this file only carries it out.
"""

import itertools
import re
import tomllib
from pathlib import Path

import pytest

from trucewatch import agreement, geo
from trucewatch.assess import assess
from trucewatch.model import (
    HUMAN_ONLY_STATUSES,
    Actor,
    Attribution,
    Claim,
    Document,
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
    Side,
    Sighting,
    Source,
    Span,
    TimeRef,
    Voice,
    Watch,
    Weapon,
    When,
    Where,
)

TABLE = tomllib.loads(Path(__file__).with_name("cases.toml").read_text(encoding="utf-8"))
CASES = TABLE["case"]
AGREEMENTS = {id_: agreement.load(agreement.shipped_file(id_)) for id_ in agreement.shipped_ids()}
SEEN = ("sighting", "fortification", "troop_movement")
WATCH = Watch(
    id="cases",
    title="Cases",
    theatre=(20.0, 5.0, 50.0, 50.0),
    timezone="UTC",
    sides=(
        Side(id="one", name="One", opposed_to=("two",)),
        Side(id="two", name="Two", opposed_to=("one",)),
    ),
    sources=tuple(
        Source(id=id_, name=id_, kind=kind, side=side, independence_group=id_)
        for id_, kind, side in (
            ("one-press", "ministry", "one"),
            ("two-press", "ministry", "two"),
            ("wire", "wire", "independent"),
            ("mission", "monitor", "monitor"),
        )
    ),
    actors=tuple(
        Actor(
            id=id_,
            name=id_,
            type=row.get("type", "armed_forces"),
            side=row["side"],
            parties=tuple(row.get("parties", ())),
        )
        for id_, row in TABLE["actors"].items()
    ),
)


def span_in(text, words):
    at = text.index(words)
    return Span(at, at + len(words))


def place_of(row):
    """Return (name, geometry, uncertainty, precision) of a happening's place, or None."""
    name = row.get("at")
    if name is None:
        return None
    if name in TABLE["areas"]:
        return name, geo.circle(*TABLE["areas"][name]), None, row.get("precision", "admin")
    lat, lon = TABLE["places"][name]
    return name, geo.point(lat, lon), row.get("unsure", 1000.0), row.get("precision", "exact")


def claim_of(row, number):
    act, when = row["act"], row.get("on")
    says = row.get("says", "A sentence.")
    placed = place_of(row)
    precision = "minute" if when and len(when) > 10 else "day"
    people = tuple(
        Mention(text=one, span=Span(0, 0), actor=one if one in TABLE["actors"] else None)
        for one in row.get("by", ())
    )
    doing = act in ("control", "patrol", "withdrawal", "prisoner_exchange", *SEEN)
    return Claim(
        id=f"c1-{number:04d}",
        item=f"item-{number:04d}",
        published_by=row.get("source", "one-press"),
        published_at=row.get("told", (when or "")[:10] or None),
        passage=0,
        sentence=Span(0, len(says)),
        trigger=Span(0, 0),
        act=act,
        modality=row.get("modality", "asserted"),
        attribution=Attribution(form="outlet"),
        perpetrators=() if doing else people,
        participants=people if doing else (),
        targets=tuple(
            Mention(text=one, span=Span(0, 0), actor=one) for one in row.get("against", ())
        ),
        place=Place(
            text=placed[0],
            span=Span(0, 0),
            relation="at",
            geometry=placed[1],
            uncertainty_m=placed[2],
            precision=placed[3],
        )
        if placed
        else None,
        time=TimeRef(
            text="", span=Span(0, 0), start=when, end=row.get("to", when), precision=precision
        )
        if when
        else None,
        weapons=tuple(
            Weapon(text=one[0], span=Span(0, 0), class_=one[1], calibre_mm=one[2] or None)
            for one in row.get("weapons", ())
        ),
        figures=tuple(
            Figure(
                kind=kind,
                group=None,
                low=low,
                best=low,
                high=high,
                qualifier="exact",
                count_basis=kind,
                text=text,
                span=Span(0, 0),
            )
            for kind, low, high, text in row.get("figures", ())
        ),
        patrol=PatrolReport(outcome=row.get("outcome")) if act == "patrol" else None,
    )


def where_of(row):
    placed = place_of(row)
    if placed is None:
        return Where(
            name=None,
            place=None,
            geometry=None,
            lat=None,
            lon=None,
            uncertainty_m=None,
            precision="unknown",
        )
    lat, lon = geo.representative(placed[1])
    return Where(
        name=placed[0],
        place=placed[0],
        geometry=placed[1],
        lat=lat,
        lon=lon,
        uncertainty_m=placed[2],
        precision=placed[3],
    )


def grouping_of(row, number, claim):
    """Return the name of the merge's list and the grouping that a happening becomes."""
    when, by = row.get("on"), tuple(row.get("by", ()))
    shared = {
        "claims": (claim.id,),
        "when": When(
            start=when or claim.published_at,
            end=row.get("to", when) or claim.published_at,
            precision="minute" if when and len(when) > 10 else "day",
            basis="stated" if when else "published",
        ),
        "where": where_of(row),
        "occurrence": row.get("grade", "single_source"),
        "voices": (Voice(group="g", side=None, claims=(claim.id,), stance="asserts"),),
    }
    if row["act"] == "patrol":
        outcome = row.get("outcome", "held")
        return "patrols", PatrolRun(
            id=f"p1-{number:04d}",
            participants=by,
            planned_route=row.get("route"),
            driven_route=None,
            outcomes=(FieldValue(value=outcome, claims=(claim.id,)),),
            causes=tuple(FieldValue(value=one, claims=(claim.id,)) for one in row.get("why", ())),
            outcome=outcome,
            fields=(),
            log=(),
            **shared,
        )
    if row["act"] == "access_restriction":
        return "restrictions", Restriction(
            id=f"r1-{number:04d}",
            kind=row["kind"],
            by=by,
            against=tuple(row.get("against", ())),
            **shared,
        )
    if row["act"] in SEEN:
        return "sightings", Sighting(
            id=f"s1-{number:04d}", seen=(), weapon_classes=(), actors=by, absent=False, **shared
        )
    return "incidents", Incident(
        id=f"i1-{number:04d}",
        act=row["act"],
        figures=(),
        perpetrators=by,
        targets=tuple(row.get("against", ())),
        attribution="one_side_only",
        fields=(),
        log=(),
        planned=claim.modality in ("planned", "threatened", "hypothetical"),
        **shared,
    )


def expanded(case):
    """Yield each happening of a case, one per day where it says `days = ["from", "to"]`."""
    for row in case.get("told", ()):
        if "days" not in row:
            yield row
            continue
        first, last = (int(day[-2:]) for day in row["days"])
        for day in range(first, last + 1):
            yield {**row, "on": f"{row['days'][0][:8]}{day:02d}"}


def carried_out(case):
    claims, documents, groups, ids = [], [], {}, []
    for number, row in enumerate(expanded(case)):
        claim = claim_of(row, number)
        claims.append(claim)
        says = row.get("says", "A sentence.")
        item = Item(id=claim.item, text=says, media_type="text/plain")
        passage = Passage(kind="article_body", start=0, end=len(says))
        documents.append(Document(item=item, passages=(passage,)))
        if row.get("alone"):  # a claim that no grouping holds
            ids.append(claim.id)
            continue
        name, group = grouping_of(row, number, claim)
        groups.setdefault(name, []).append(group)
        ids.append(group.id)
    wanted = case["agreement"]
    days = [one["day"] for one in case.get("findings", ())] or ["2020-01-01"]
    found = assess(
        Merged(**{name: tuple(rows) for name, rows in groups.items()}),
        claims,
        [AGREEMENTS[id_] for id_ in ([wanted] if isinstance(wanted, str) else wanted)],
        WATCH,
        from_day=min(days),
        to_day=max(days),
        documents=documents,
    )
    return found, ids


@pytest.mark.parametrize("case", CASES, ids=[row["name"] for row in CASES])
def test_case(case):
    found, ids = carried_out(case)
    for wanted in case.get("answers", ()):
        _answered(case, wanted, found, ids)
    for wanted in case.get("findings", ()):
        _found(case, wanted, found)
    assert case.get("answers") or case.get("findings"), "a case expects something"
    assert not {row.status for row in found.findings} & HUMAN_ONLY_STATUSES


def _answered(case, wanted, found, ids):
    subject = ids[wanted.get("of", 0)]
    of = wanted.get("agreement", case["agreement"])
    tests = [row for row in found.tests if row.subject == subject and row.agreement == of]
    provision = wanted.get("provision")
    chosen = [row for row in tests if row.provision == provision]
    assert chosen, f"{provision}: {[(row.provision, row.answer, row.reason) for row in tests]}"
    (test,) = chosen
    assert test.answer == wanted["is"], test.reason
    told = " ".join([test.reason, *(f"{name}: {value}" for name, value in test.measures)])
    for words in wanted.get("says", ()):
        assert words in told
    if "share" in wanted:
        low, high = wanted["share"]
        assert test.share is not None
        assert low <= test.share <= high, test.share
    if "standing" in wanted:
        assert test.standing == wanted["standing"], (test.standing, told)
    assert set(wanted.get("open", ())) <= set(test.ambiguities), test.ambiguities


def _found(case, wanted, found):
    of = wanted.get("agreement", case["agreement"])
    (finding,) = [
        row
        for row in found.findings
        if (row.agreement, row.provision, row.day) == (of, wanted["provision"], wanted["day"])
    ]
    assert finding.status == wanted["is"], f"{finding.coverage}: {finding.reason}"
    assert finding.reason
    for words in wanted.get("says", ()):
        assert words in finding.reason
    assert finding.coverage == wanted.get("coverage", finding.coverage)
    assert set(wanted.get("open", ())) <= set(finding.ambiguities)
    if "answers_for" in wanted:
        assert [row.party for row in finding.answerable] == wanted["answers_for"]


def test_there_are_at_least_sixty_cases_of_all_six_agreements_and_every_type():
    assert len(CASES) >= 60
    assert len({row["name"] for row in CASES}) == len(CASES)
    named = {
        id_
        for row in CASES
        for id_ in ([row["agreement"]] if isinstance(row["agreement"], str) else row["agreement"])
    }
    assert named == set(AGREEMENTS)
    held = {
        AGREEMENTS[one.get("agreement", row["agreement"])].provision(one["provision"]).type
        for row in CASES
        for one in (*row.get("answers", ()), *row.get("findings", ()))
        if one.get("provision")
    }
    assert held == set(agreement.provision_types().types)


def test_every_case_says_what_it_rests_on():
    for row in CASES:
        assert row["rests_on"].split(":")[0] in ("public fact", "edge case"), row["name"]


def test_counts_never_cross_units_or_reports():
    """Two reports of 1,000 soldiers are not 2,000, nor do vehicles count as soldiers."""
    row = {"act": "sighting", "at": "Stepanakert", "on": "2020-12-01", "by": ["RUS-PK"]}
    told = [
        {**row, "figures": [["persons", 1000.0, 1000.0, "1,000"]]},
        {**row, "figures": [["persons", 1000.0, 1000.0, "1,000"]], "source": "two-press"},
        {**row, "figures": [["vehicles", 370.0, 370.0, "370"]]},
    ]
    found, _ = carried_out({"agreement": "nk-trilateral-2020", "told": told})
    assert not [one for one in found.tests if one.answer in ("reported", "boundary_case")]


def test_reasons_print_no_bare_truth_values():
    for case in itertools.islice(CASES, 30):
        found, _ = carried_out(case)
        for row in (*found.tests, *found.findings):
            assert not re.search(r"\b(True|False)\b|\bNone\b(?! of)", row.reason)
