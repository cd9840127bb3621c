"""Agreements: TOML in, parties, geometry, provisions, deadlines and ambiguities out."""

from trucewatch.agreement.describe import described
from trucewatch.agreement.library import copy, settle, shipped_file, shipped_ids
from trucewatch.agreement.loading import SCHEMA, load, load_folder
from trucewatch.agreement.provisions import provision_types
from trucewatch.agreement.terms import deadlines

__all__ = [
    "SCHEMA",
    "copy",
    "deadlines",
    "described",
    "load",
    "load_folder",
    "provision_types",
    "settle",
    "shipped_file",
    "shipped_ids",
]
