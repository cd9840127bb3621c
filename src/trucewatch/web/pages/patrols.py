"""Patrols planned and driven: outcome and cause are contested apart."""

from __future__ import annotations

from collections import Counter

from starlette.responses import Response

from trucewatch.model import PatrolRun
from trucewatch.report.context import contested
from trucewatch.web.asking import Asking
from trucewatch.web.looking import looking


def patrols(asked: Asking) -> Response:
    """List the patrols of a period."""
    look = looking(asked)
    rows = look.of(PatrolRun)
    return look.page(
        "patrols.html.j2",
        here="/patrols",
        rows=rows,
        outcomes=Counter(row.outcome for row in rows).most_common(),
        contested=contested,
    )
