"""Undertakings to agree or set up something: shown by talks and announcements that name it."""

from __future__ import annotations

import datetime as dt

from trucewatch.assess.coverage import Cover
from trucewatch.assess.days import moment
from trucewatch.assess.frame import Case, Held, Verdict, names_in
from trucewatch.assess.subjects import Subject
from trucewatch.assess.types.duty import duty_day, shown, table
from trucewatch.assess.types.prohibition import in_zones
from trucewatch.model import Claim, ScopeTest

_ACTS = frozenset({"talks", "ceasefire_act"})


class Undertaking:
    """The parties undertake to settle or establish something; talks that name it show how far."""

    def hold(self, case: Case, subject: Subject) -> ScopeTest | None:
        """Hold talks and announcements that name the zone, line or body against the provision.

        Talks alone are steps. Where a sentence of the claim's paragraph that names the zone says
        that it is settled, without hedging, that is a claim that the duty is done.
        """
        signed = moment(case.agreement.signed, case.zone, end=True)
        if subject.act not in _ACTS or (subject.when and subject.when.end <= signed):
            return None  # the signature itself settles nothing that it leaves to later
        named = [words for claim in subject.claims for words in _naming(case, claim)]
        if not named:
            return None
        cues = table()
        settled = any(
            names_in(words, cues.agreed.words) and not names_in(words, cues.hedged.words)
            for words in named
        )
        return shown(case, subject, "claimed_implemented" if settled else "under_way")

    def about(self, case: Case, claim: Claim) -> bool | None:
        """Say whether a claim is such talk, or its place is not outside the zone."""
        if claim.act in _ACTS and _naming(case, claim):
            return True
        return in_zones(case, claim) if case.provision.zones else None

    def day(self, case: Case, day: dt.date, tests: Held, cover: Cover) -> Verdict:
        """Return the day's verdict."""
        return duty_day(case, day, tests, cover)


def _naming(case: Case, claim: Claim) -> tuple[str, ...]:
    """Return the sentences of a claim's paragraph that name what is to be settled."""
    names = _names(case)
    return tuple(words for words in case.paragraph(claim) if names_in(words, names))


def _names(case: Case) -> tuple[str, ...]:
    zones = [case.agreement.zone(id_) for id_ in case.provision.zones]
    lines = [case.agreement.line(id_) for id_ in case.provision.lines]
    body = case.provision.terms.get("body")
    found = [name for row in (*zones, *lines) if row is not None for name in row.names]
    return (*found, *([body] if isinstance(body, str) else []))
