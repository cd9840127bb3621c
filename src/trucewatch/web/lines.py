"""One happening as a line of the list."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from trucewatch.model import FigureRange, Incident, PatrolRun, Restriction, Sighting, Tally, When
from trucewatch.web.messages import Messages
from trucewatch.web.query import KINDS, Happening
from trucewatch.web.rendering import bdi


def line(say: Messages, row: Happening, then: str) -> Markup:
    """Return a happening as a row of the list's table.

    Written here and not by a template: a page has fifty of them, and they are most of its cost.
    Every word goes through `escape` or `bdi`.

    Args:
        say: the words of the language.
        row: the happening.
        then: what a link carries to stay in an earlier version of the record; else empty.
    """
    if isinstance(row, Tally):
        title, when, place = say.code("grouping", "tally"), row.period, row.area
        unit = escape(say.code("unit", row.count_basis))
        figures = f'<q>{bdi(row.words or "")}</q> <span class="note">{unit}</span>'
        tags = grade = kind = ""
    else:
        incident = row if isinstance(row, Incident) else None
        title = (
            say.code("act", incident.act) if incident else say.code("grouping", KINDS[type(row)])
        )
        when, place = row.when, row.where.name
        figures = _figures(say, incident.figures) if incident else ""
        tags = "".join(f' <span class="tag">{escape(tag)}</span>' for tag in _tags(say, row))
        grade = _grade(say, row.occurrence)
        kind = ' class="contested"' if row.occurrence == "contested" else ""
    ident = escape(row.id)
    where = bdi(place) if place else _silent(say)
    return Markup(  # noqa: S704  (escaped above)
        f'<tr{kind} data-id="{ident}"><td>{_days(say, when)}</td><th scope="row">'
        f'<a href="/happening/{ident}{escape(then)}">{escape(title)}</a>{tags}{grade}</th>'
        f"<td>{where}</td><td>{figures}</td></tr>\n"
    )


def _grade(say: Messages, code: str) -> str:
    shape, words = escape(say.shape("occurrence", code)), escape(say.code("occurrence", code))
    return (
        '<br><span class="note"><span class="status"><span class="shape" aria-hidden="true">'
        f"{shape}</span> {words}</span></span>"
    )


def _tags(say: Messages, row: Happening) -> Iterable[str]:
    if isinstance(row, Incident):
        if row.planned:
            yield say("day.planned")
        elif not row.told:
            yield say("see.untold")
    elif isinstance(row, PatrolRun):
        yield say.code("outcome", row.outcome)
    elif isinstance(row, Sighting):
        if row.absent:
            yield say("see.absent")
    elif isinstance(row, Restriction):
        yield say.code("restriction", row.kind)


def _days(say: Messages, when: When) -> str:
    """Return the days of a happening: one, from and to, or open to one side."""
    first, last = (when.start or "")[:10], (when.end or "")[:10]
    if not first and not last:
        return _silent(say)
    begin, end = (f"<time>{escape(day)}</time>" for day in (first, last))
    words = begin if first else f"≤ {end}"
    if first and last and first != last:
        words = f"{begin} – {end}"  # noqa: RUF001  (a range of days)
    told = f'<span class="days" dir="ltr">{words}</span>'
    if when.basis == "published":
        told += f' <span class="note">{escape(say("see.published"))}</span>'
    return told


def _figures(say: Messages, rows: Iterable[FigureRange]) -> str:
    """Return the figures of an incident as ranges."""
    told = ""
    for row in rows:
        group = row.group if row.group and row.group != "all" else ""
        note = f' <span class="note">{bdi(group)}</span>' if group else ""
        kind = escape(say.code("kind", row.kind))
        told += f'<span class="chip">{kind} <b class="figure">{_range(say, row)}</b>{note}</span> '
    return told


def _range(say: Messages, row: FigureRange) -> str:
    """Return the bounds of a figure; where there are none, the words as printed."""
    if row.low is None and row.best is None and row.high is None:
        return f'<span class="unknown">{bdi(say("join.parts").join(row.words))}</span>'
    if row.high is None:
        words = f"≥ {int(row.low if row.low is not None else row.best or 0)}"
    elif row.low is None:
        words = f"≤ {int(row.high)}"
    elif row.low == row.high:
        words = f"{int(row.low)}"
    else:
        words = f"{int(row.low)}–{int(row.high)}"  # noqa: RUF001  (a range of numbers)
    return f'<bdi dir="ltr">{words}</bdi>'


def _silent(say: Messages) -> str:
    return f'<span class="unknown">{escape(say("field.silent"))}</span>'
