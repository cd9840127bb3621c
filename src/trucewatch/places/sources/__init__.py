"""Readers of public gazetteer tables, one file per format: each gives pack rows.

`wof` Who's On First, `geonames` GeoNames dumps, `cod` OCHA P-code tables, `own` one's own CSV.
"""
