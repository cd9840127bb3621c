"""The situation report of a period: looked at before anybody publishes it."""

from __future__ import annotations

import re
from typing import Final

from starlette.responses import Response

from trucewatch import report as report_room
from trucewatch.errors import UsageError
from trucewatch.report import FORMATS, SituationReport
from trucewatch.web.asking import Asking
from trucewatch.web.looking import Look, looking
from trucewatch.web.pages.data import attached, public

MEDIA: Final = {
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
}
_OWN_POLICY: Final = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')


def preview(asked: Asking) -> Response:
    """Show the head of the report, what it leaves out, and where the whole of it is."""
    look = looking(asked)
    return look.page("report.html.j2", here="/report", report=_built(look), formats=FORMATS)


def whole(asked: Asking) -> Response:
    """Return the report of the public edition; the page can be looked at under its own policy.

    Raises:
        UsageError: there is no such format.
    """
    name = asked.request.path_params["format"]
    if name not in FORMATS:
        raise UsageError(f"there is no report format {name!r}", fix=f"{', '.join(FORMATS)}.")
    look = looking(asked)
    days = look.query.from_day, look.query.to_day
    data = look.kept(lambda: report_room.render(_built(look), name), "rendered", name, *days)
    if name != "html":
        return attached(data, MEDIA[name], f"report-{days[0]}-to-{days[1]}.{name}")
    found = _OWN_POLICY.search(data[:20_000].decode("utf-8", "ignore"))
    assert found is not None, "a report names its policy"
    policy = f"{found.group(1).replace('&#39;', chr(39))}; frame-ancestors 'none'"
    return Response(data, media_type=MEDIA[name], headers={"Content-Security-Policy": policy})


def _built(look: Look) -> SituationReport:
    first, last = look.query.from_day, look.query.to_day
    cutoff = look.asked.desk.tools.watched.cutoff
    return look.kept(
        lambda: report_room.build(public(look), from_day=first, to_day=last, cutoff=cutoff),
        "report",
        first,
        last,
    )
