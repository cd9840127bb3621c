"""What holds for any set of happenings."""

import random

from assess.assess_builders import (
    AGREEMENTS,
    TOWNS,
    WATCH,
    assessed,
    claim,
    drove,
    incident,
    restriction,
    run,
    sighting,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from trucewatch.model import ACTS, HUMAN_ONLY_STATUSES

DAYS = [f"2020-03-{day:02d}" for day in range(3, 32)]
ACTORS = ["SYR-ARMY", "HTS", "TUR", "RUS", "SDF", "UNKNOWN-ARMED", "someone"]
MODALITIES = ["asserted", "denied", "planned", "threatened", "absent", "hypothetical"]


@st.composite
def happenings(draw):
    claims, groups = [], {"incidents": [], "patrols": [], "sightings": [], "restrictions": []}
    for number in range(draw(st.integers(0, 6))):
        day, town = draw(st.sampled_from(DAYS)), draw(st.sampled_from([*TOWNS, None]))
        source = draw(st.sampled_from([row.id for row in WATCH.sources]))
        told = claim(
            draw(st.sampled_from(ACTS)),
            source,
            day,
            town,
            id_=f"c{number}",
            time=draw(st.sampled_from([day, None])),
            modality=draw(st.sampled_from(MODALITIES)),
            weapons=[("tanks", "tank")],
        )
        kind = draw(st.sampled_from(["incident", "patrol", "sighting", "restriction", "none"]))
        actors = draw(st.lists(st.sampled_from(ACTORS), max_size=2))
        if kind == "incident":
            row = incident(
                told.act,
                day,
                town,
                [told],
                doers=actors,
                id_=f"i{number}",
                targets=draw(st.lists(st.sampled_from(ACTORS), max_size=1)),
                occurrence=draw(st.sampled_from(["single_source", "contested", "cross_side"])),
            )
            groups["incidents"].append(row)
        elif kind == "patrol":
            outcome = draw(st.sampled_from(["completed", "shortened", "cancelled", "held"]))
            told = drove(source, day, outcome, town, id_=f"c{number}")
            groups["patrols"].append(run(day, outcome, [told], town=town, id_=f"p{number}"))
        elif kind == "sighting":
            groups["sightings"].append(sighting([told], day, town, actors, ["tank"]))
        elif kind == "restriction":
            groups["restrictions"].append(restriction([told], day, town, "denial", (), ()))
        claims.append(told)
    return claims, groups


@given(happenings(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_findings_hold_for_any_set(found, shuffle: random.Random):
    claims, groups = found
    first = assessed(claims, from_day="2020-03-03", **groups)
    cells = [(row.agreement, row.provision, row.day) for row in first.findings]
    assert (
        len(cells) == len(set(cells)) == len(DAYS) * sum(len(row.provisions) for row in AGREEMENTS)
    )
    for row in first.findings:
        assert row.status not in HUMAN_ONLY_STATUSES
        assert row.decided_by is None
        assert row.reason.strip()
        assert row.status != "no_violation_reported" or row.coverage != "none"
    subjects = {row.id for rows in groups.values() for row in rows}
    assert subjects <= {row.subject for row in first.tests}
    mixed = {key: shuffle.sample(rows, len(rows)) for key, rows in groups.items()}
    again = assessed(shuffle.sample(claims, len(claims)), from_day="2020-03-03", **mixed)
    assert again == first
