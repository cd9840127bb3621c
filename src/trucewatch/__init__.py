"""Ceasefire monitoring: reports from all sides in, claims with spans and sources out."""

__version__ = "0.1.0"
