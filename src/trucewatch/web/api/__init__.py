"""The JSON API (`/api/v1`), its OpenAPI document, and OGC API Features (`/ogc`) for QGIS and GDAL.

`table.API` is the one table: routes, roles, parameters and shapes; the document is made from it.
"""
