"""The verifier that needs nothing but Python: a file to copy, not a module to import."""
