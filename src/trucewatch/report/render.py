"""Lay a situation report out: one self-contained HTML page, Markdown, or JSON."""

from __future__ import annotations

import re
from typing import Any, Final

import msgspec

from trucewatch.errors import UsageError
from trucewatch.report.model import SituationReport
from trucewatch.report.words import plain

FORMATS: Final = ("html", "md", "json")
SPECIAL: Final = re.compile(r"([\\`*_\[\]<>|#~])")


def render(report: SituationReport, format: str) -> bytes:  # noqa: A002  (the contract's word)
    """Return a report as "html", "md" or "json" (schema trucewatch.report/1), in UTF-8.

    Raises:
        UsageError: the format is not one of `FORMATS`.
    """
    if format == "html":
        from trucewatch.report.page import page

        return page(report).encode()
    if format == "md":
        return markdown(report).encode()
    if format == "json":
        return msgspec.json.format(msgspec.json.encode(report), indent=1) + b"\n"
    raise UsageError(
        f"There is no report format {format!r}.", fix=f"Choose one of: {', '.join(FORMATS)}."
    )


def escaped(value: Any) -> Any:
    """Escape a value for Markdown: no markup, no HTML, no line break of its own."""
    from markupsafe import Markup

    if isinstance(value, Markup):
        return value
    text = re.sub(r"\s+", " ", plain(value)).replace("&", "&amp;")
    return Markup(SPECIAL.sub(r"\\\1", text).replace("\\<", "&lt;").replace("\\>", "&gt;"))  # noqa: S704


def markdown(report: SituationReport) -> str:
    """Return the report as Markdown; evidence stands at the end as numbered footnotes."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    from trucewatch.report.words import day_text, runs, tables

    environment = Environment(
        loader=PackageLoader("trucewatch.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=escaped,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(day=day_text, runs=runs)
    text = environment.get_template("report.md.j2").render(report=report, words=tables())
    return tidied(text)


def tidied(text: str) -> str:
    """Put the empty lines where Markdown needs them: before lists and tables, none inside."""
    text = re.sub(r"[ \t]+\n", "\n", text)
    text = re.sub(r"\n+(?= *- )", "\n", text)
    text = re.sub(r"(?<=\n)(?! *- )([^\n]+)\n(?=- )", r"\1\n\n", text)
    text = re.sub(r"(?<=\n)(?!\|)([^\n]+)\n(?=\| )", r"\1\n\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
