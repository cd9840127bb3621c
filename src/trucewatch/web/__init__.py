"""The workbench: pages, JSON API and OGC API Features over one watch.

`app.app_for` builds the server; `routes.ROUTES` is the one table of what is served, and which role
each route asks for. Nothing is served that is not in it.
"""
