"""Agreements: TOML in, parties, geometry, provisions, deadlines and ambiguities out."""

from trucewatch.agreement.loading import SCHEMA, load, load_folder
from trucewatch.agreement.provisions import provision_types
from trucewatch.agreement.terms import deadlines

__all__ = ["SCHEMA", "deadlines", "load", "load_folder", "provision_types"]
