"""Names to places to ground: the places room.

`atlas_for` makes the atlas of a watch, `default_atlas` the one without a watch; `locate` finds the
place expressions of a document, resolves them with reasons and gives each a geometry;
`locate_entry` places a table's row or a form's answers.
"""

from trucewatch.places.atlas import Atlas, atlas_for, default_atlas
from trucewatch.places.build import build
from trucewatch.places.locate import Located, Toponym, locate, toponyms
from trucewatch.places.records import EntryPlaces, locate_entry

__all__ = [
    "Atlas",
    "EntryPlaces",
    "Located",
    "Toponym",
    "atlas_for",
    "build",
    "default_atlas",
    "locate",
    "locate_entry",
    "toponyms",
]
