"""Perpetrator slots: individuals told from organisations, and how sure the text is of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trucewatch.measure.muc import domain
from trucewatch.measure.muc.dispatches import Dispatch, sentence_of
from trucewatch.measure.muc.incidents import Incident
from trucewatch.measure.muc.templates import Fill

_BRACKET = re.compile(r"\s*[\[(][^\])]*[\])]?")
_AROUND = 300


def perpetrators_of(dispatch: Dispatch, incident: Incident) -> dict[int, tuple[Fill, ...]]:
    """Return slots 8 to 11."""
    rules = domain.table()["perpetrators"]
    individuals: list[str] = []
    organisations: dict[str, str] = {}
    for mention in incident.perpetrators:
        plain = " ".join(_BRACKET.sub("", mention.text).split())
        organisation = organisation_in(mention.text)
        body = " ".join(domain.phrase(plain).lower)
        if organisation is not None:
            organisations.setdefault(organisation, _confidence(dispatch, incident))
        elif body in rules["bodies"]:
            organisations.setdefault(plain.upper(), _confidence(dispatch, incident))
        rest = _individual(plain, organisation)
        if rest and body not in rules["bodies"] and rest not in individuals:
            individuals.append(rest)
    for name in _claimants(dispatch, incident):
        organisations[name] = "CLAIMED OR ADMITTED"
    words = " ".join([*individuals, *organisations])
    known = bool(organisations) and any(organisation_in(name) for name in organisations)
    category = ""
    if known or domain.mentions_any(words, rules["irregular"]):
        category = "TERRORIST ACT"
    elif domain.mentions_any(words, rules["state"]):
        category = "STATE-SPONSORED VIOLENCE"
    return {
        8: (Fill((category,)),) if category else (),
        9: tuple(Fill((one,)) for one in individuals),
        10: tuple(Fill((name,)) for name in organisations),
        11: tuple(Fill((sure,), (name,)) for name, sure in organisations.items()),
    }


def organisation_in(text: str) -> str | None:
    """Return the known organisation that a phrase names, in upper case."""
    flat = " ".join(text.lower().split())
    for row in domain.table()["organisation"]:
        for name in row["names"]:
            if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", flat):
                return str(name).upper()
    return None


def _individual(plain: str, organisation: str | None) -> str:
    """Return what a phrase says of the people, without the organisation they belong to."""
    found = domain.phrase(plain)
    if not found.core:
        return ""
    if organisation is None:
        return " ".join(plain[found.start : found.end].split()).upper()
    if organisation_in(plain[found.start : found.end]) and not domain.is_person_noun(plain):
        return ""
    return " ".join(plain[found.start : found.end].split()).upper()


def _claimants(dispatch: Dispatch, incident: Incident) -> list[str]:
    """Return organisations that take responsibility near the incident."""
    text = dispatch.text
    found = []
    for cue in domain.table()["perpetrators"]["claiming"]:
        for match in re.finditer(re.escape(cue).replace("\\ ", r"\s+"), text, re.IGNORECASE):
            window = text[max(0, match.start() - _AROUND) : match.start()]
            sentence = re.split(r"(?<=[.!?])\s{2,}", window)[-1]
            if organisation := organisation_in(sentence):
                found.append(organisation)
    return found[:1] if len(incident.claims) else []


def _confidence(dispatch: Dispatch, incident: Incident) -> str:
    rules = domain.table()["perpetrators"]
    sentences = " ".join(sentence_of(dispatch, claim.sentence) for claim in incident.claims if claim.perpetrators)
    if any(claim.attribution.form == "admission" for claim in incident.claims):
        return "CLAIMED OR ADMITTED"
    if not domain.mentions_any(sentences, rules["suspicion"]):
        return "REPORTED AS FACT"
    sources: Sequence[str] = [claim.attribution.source_text or "" for claim in incident.claims]
    if any(domain.mentions_any(source, rules["authorities"]) for source in sources):
        return "SUSPECTED OR ACCUSED BY AUTHORITIES"
    return "SUSPECTED OR ACCUSED"
