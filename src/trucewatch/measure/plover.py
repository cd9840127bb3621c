"""`trucewatch eval plover`: events of single sentences, against the PLOVER gold records.

The records are `plover_gsr.json` of the Open Event Data Alliance (version 0.5b1, CC BY-SA 4.0):
sentences with one event each, its actors, and mostly politics (trade pacts, demands, sanctions)
that no act of ours codes. They are measured with, never tuned on beyond the `dev` half, and no
part of them comes with this project. Our acts become PLOVER events by the table of acts.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path
from typing import Any, Final, Literal

from msgspec import Struct, convert

from trucewatch import pipeline
from trucewatch.errors import TrucewatchError
from trucewatch.measure import plover_actors
from trucewatch.measure.scores import Tally, digest
from trucewatch.model import Claim, Document, Item, Passage, Span
from trucewatch.model.vocabulary import FAMILIES

FILE: Final = "plover_gsr.json"
CORE: Final = frozenset({"ASSAULT", "PROTEST", "THREATEN", "RETREAT", "MOBILIZE"})
"""The events that this project is about: force, protest, threats, withdrawals, deployments."""

_MERGED: Final = {("FIGHT", ""): "ASSAULT", ("COERCE", "destroy"): "ASSAULT"}
"""Events, and modes of events, of version 0.5 that the later PLOVER, which the table of acts
follows, counts as others (its conversion table CAMEO2PLOVER of 2021: codes 19 and 1712)."""
_COOPERATIVE: Final = frozenset(
    {"talks", "aid_delivery", "ceasefire_act", "withdrawal", "prisoner_exchange", "troop_movement",
     "patrol"}
)  # fmt: skip
_COERCIVE: Final = frozenset({*FAMILIES["hostile"], "road_block", "access_restriction", "protest"})
_PLANNED: Final = "AGREE"
"""The event of cooperation announced, and of a truce agreed on."""
_BY_RULE: Final = {
    "displacement.expel": "ASSAULT", "displacement.driven_out": "ASSAULT",
    **dict.fromkeys(plover_actors.SURRENDER, "RETREAT"),
}  # fmt: skip
"""Rules whose happening the later PLOVER counts elsewhere than their act: 0874 surrender, 201
mass expulsion."""
_DRIVEN: Final = frozenset({"displacement.driven_out"})
"""Rules of expulsion where somebody did it, of rescue where not."""
_ELLIPSIS: Final = re.compile(r"\s*\.{2,3}\s*")

Half = Literal["dev", "test"]


class Actor(Struct, frozen=True, rename="camel"):
    """An actor of a record, in words of its sentence (".." where words are left out)."""

    actor_text: str


class Record(Struct, frozen=True):
    """One sentence with its event. The file writes "no target" as null or as an empty string."""

    id: str
    event: str
    text: str
    mode: str = ""
    source: tuple[Actor, ...] | str | None = None
    target: tuple[Actor, ...] | str | None = None

    @property
    def code(self) -> str:
        """The event in the PLOVER that the table of acts follows."""
        merged = _MERGED.get((self.event, ""), self.event)
        return _MERGED.get((self.event, self.mode), merged)

    @property
    def half(self) -> Half:
        """The half of the gold, by a hash of the sentence."""
        first = hashlib.sha256(self.text.encode()).digest()[-1]
        return "test" if first % 2 else "dev"


def score(folder: Path) -> dict[str, Any]:
    """Measure both halves: `act` and `source_act_target`, over three cuts of the records.

    `all` is every record; `coded` those whose event some act of ours stands for; `core` those of
    force, protest, threats, withdrawals and deployments. An act is right when a claim of the
    sentence has the event; recall is the share of sentences, precision that of the events coded.
    For `source_act_target` one claim must have the event and an actor in each role that the record
    fills; an actor is right when its words overlap those of the record.
    """
    path = folder / FILE
    records = load(path)
    tools = pipeline.tools_for(None)
    codes = events()
    read = [(row, pipeline.read(document(row), tools).claims) for row in records]
    figures: dict[str, Any] = {"digest": digest([path])}
    for half in ("dev", "test"):
        rows = [pair for pair in read if pair[0].half == half]
        cuts = {
            "all": rows,
            "coded": [pair for pair in rows if pair[0].code in {*codes.values(), _PLANNED}],
            "core": [pair for pair in rows if pair[0].code in CORE],
        }
        figures[half] = {
            f"{name} {cut}": tally.row()
            for cut, pairs in cuts.items()
            for name, tally in tallied(pairs, codes).items()
        } | {f"act {name}": tally.row() for name, tally in _by_event(rows, codes).items()}
    return figures


def load(path: Path) -> tuple[Record, ...]:
    """Read the records; the first entry of the file only describes it.

    Raises:
        TrucewatchError: the folder has no such file.
    """
    if not path.is_file():
        raise TrucewatchError(
            f"{path.parent} has no {path.name}",
            fix="Give the folder that holds the PLOVER gold records.",
        )
    rows = json.loads(path.read_text(encoding="utf-8"))
    return convert([row for row in rows if "text" in row], tuple[Record, ...])


def events() -> dict[str, str]:
    """Return the PLOVER event of each act that has one."""
    text = resources.files("trucewatch.model").joinpath("acts.toml").read_text(encoding="utf-8")
    return {act: row["plover"][0] for act, row in tomllib.loads(text).items() if row["plover"][0]}


def document(record: Record) -> Document:
    """Return a record's sentence as a report of one passage."""
    text = record.text
    ident = "sha256:" + hashlib.sha256(text.encode()).hexdigest()
    return Document(
        item=Item(id=ident, text=text, media_type="text/plain"),
        passages=(Passage(kind="article_body", start=0, end=len(text)),),
    )


def tallied(
    pairs: Sequence[tuple[Record, Sequence[Claim]]], codes: dict[str, str]
) -> dict[str, Tally]:
    """Count acts, and acts with their actors, over records and the claims read from them."""
    acts, triples = Tally(), Tally()
    for record, claims in pairs:
        coded = [(event_of(claim, codes), claim) for claim in claims]
        found = {event for event, _ in coded if event}
        acts.add(right=int(record.code in found), found=len(found), wanted=1)
        hit = any(event == record.code and _actors(record, claim) for event, claim in coded)
        triples.add(right=int(hit), found=len(found), wanted=1)
    return {"act": acts, "source_act_target": triples}


def event_of(claim: Claim, codes: dict[str, str]) -> str:
    """Return the PLOVER event of a claim ("" for none).

    What is threatened is a threat, and so is force, a blockade or a protest announced; help, talks
    or a truce announced is an agreement (030-039, "express intent to cooperate").
    """
    planned = claim.modality == "planned"
    if claim.modality == "threatened" or (planned and claim.act in _COERCIVE):
        return "THREATEN"
    if planned:
        return _PLANNED if claim.act in _COOPERATIVE else ""
    if claim.modality != "asserted":
        return ""
    if claim.act == "ceasefire_act" and ".agree" in claim.rule:
        return _PLANNED
    if claim.rule in _DRIVEN and not claim.perpetrators:
        return codes.get(claim.act, "")
    return _BY_RULE.get(claim.rule, codes.get(claim.act, ""))


def _by_event(
    pairs: Sequence[tuple[Record, Sequence[Claim]]], codes: dict[str, str]
) -> dict[str, Tally]:
    found: dict[str, Tally] = {}
    for event in sorted({record.code for record, _ in pairs} & {*codes.values(), _PLANNED}):
        found[event] = tallied([pair for pair in pairs if pair[0].code == event], codes)["act"]
    return found


def _actors(record: Record, claim: Claim) -> bool:
    phrases = plover_actors.Phrases(record.text, claim.sentence)
    by, to = plover_actors.doers(claim, phrases), plover_actors.done_to(record.text, claim, phrases)
    return _meet(record, record.source, by) and _meet(record, record.target, to)


def _meet(record: Record, actors: tuple[Actor, ...] | str | None, spans: list[Span]) -> bool:
    wanted = list(_places_of(record, actors))
    return not wanted or any(one.overlaps(span) for one in wanted for span in spans)


def _places_of(record: Record, actors: tuple[Actor, ...] | str | None) -> Iterator[Span]:
    for actor in actors or ():
        for words in _ELLIPSIS.split(actor.actor_text if isinstance(actor, Actor) else actor):
            at = record.text.find(words) if words else -1
            while at >= 0:
                yield Span(at, at + len(words))
                at = record.text.find(words, at + 1)
