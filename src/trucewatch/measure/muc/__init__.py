"""MUC-4: templates of our own from the task's dispatches, scored as in 1992.

`templates` and `official` read keys, answers and score reports; `scorer` (with `grades`, `dates`,
`locations`) holds answers against keys; `entities` is the entity measure of a later benchmark.
`dispatches` reads messages with our reader; `incidents`, `targets`, `relevance` and `writer` make
templates of its claims.
"""

from trucewatch.measure.muc.evaluation import score

__all__ = ["score"]
