"""Situation reports: `build` selects, counts and words; `render` lays the result out."""

from __future__ import annotations

from trucewatch.report.build import build
from trucewatch.report.model import SituationReport
from trucewatch.report.printable import printable
from trucewatch.report.render import FORMATS, render

__all__ = ["FORMATS", "SituationReport", "build", "printable", "render"]
