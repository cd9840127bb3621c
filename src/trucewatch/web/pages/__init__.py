"""The pages, one file per group; each function answers one route of `routes.ROUTES`."""
