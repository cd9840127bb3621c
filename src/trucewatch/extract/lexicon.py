"""All that reading needs to know, built once per watch: actors, labels, frames, word lists."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from trucewatch.extract.actors import Registry
from trucewatch.extract.figures import FigureReading, read_figures
from trucewatch.extract.frames import Frames, load_frames
from trucewatch.extract.labels import LabelTable
from trucewatch.extract.prefilter import Prefilter
from trucewatch.extract.times import TimeMention, find_times
from trucewatch.extract.weapons import find_weapons

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trucewatch.model import Span, TimeRef, Watch, Weapon


class Lexicon:
    """The recognisers of this room with the tables of one watch behind them.

    It holds no place names: those are the places room's.

    Args:
        watch: the watch whose actors and labels count; None reads with the bundled list of states.
        on: ISO 8601 day for the validity of actors' names; the watch's first day if None.
        truces: ISO 8601 days on which the watched truces came into force ("since the truce").
    """

    def __init__(
        self, watch: Watch | None, on: str | None = None, truces: Sequence[str] = ()
    ) -> None:
        self.truces = tuple(truces)
        self.watch = watch
        self.timezone: str | None = watch.timezone if watch is not None else None
        day = on or (watch.from_ if watch is not None else None)
        self.registry = Registry.from_watch(watch, day)
        self.labels = LabelTable.from_watch(watch)

    @cached_property
    def prefilter(self) -> Prefilter:
        """Tells which sentences are worth parsing."""
        return Prefilter(self.frames, self.registry)

    @cached_property
    def frames(self) -> Frames:
        """The acts with their triggers and roles (data/acts)."""
        return load_frames()

    def figures(
        self,
        text: str,
        span: Span | None = None,
        source: str | None = None,
        *,
        clipped: bool = False,
    ) -> tuple[FigureReading, ...]:
        """Return the figures of a stretch of text (see `trucewatch.extract.figures`)."""
        return read_figures(text, span, self.registry, source, clipped=clipped)

    def times(
        self,
        text: str,
        span: Span | None = None,
        published: str | None = None,
        context: TimeRef | None = None,
    ) -> tuple[TimeMention, ...]:
        """Return the times of a stretch of text (see `trucewatch.extract.times`)."""
        return find_times(text, span, published, self.timezone, context, self.truces)

    def weapons(self, text: str, span: Span | None = None) -> tuple[Weapon, ...]:
        """Return the weapons of a stretch of text (see `trucewatch.extract.weapons`)."""
        return find_weapons(text, span)


def lexicon_for(watch: Watch | None, on: str | None = None, truces: Sequence[str] = ()) -> Lexicon:
    """Return the lexicon of a watch, or of no watch."""
    return Lexicon(watch, on, truces)
