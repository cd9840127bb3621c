"""Fit the chances of claims (`extract/score.py`) to our gold: `python scripts/fit_score.py`.

Only development halves are read. Prints how well the weights do on reports that they were not
fitted to (five parts, whole reports together), then writes `extract/data/score.toml`.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from trucewatch import config, pipeline
from trucewatch.extract.score import signs
from trucewatch.measure import example, field

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "src" / "trucewatch" / "extract" / "data" / "score.toml"
RARE = 8
"""Signs that fewer claims show get no weight."""
PENALTY = 10.0
PARTS = 5
HEAD = """\
# Weights of a logistic model: the chance that an annotator has a claim too (score.py).
# Written by scripts/fit_score.py from the development halves of our gold; not by hand.

"""


def claims() -> Iterator[tuple[str, frozenset[str], bool]]:
    """Yield, of each claim in a development report, the report, its signs, and if gold has it."""
    tools = pipeline.tools_for(config.example(example.WATCH))
    of_watch = example.read_all(ROOT / "tests" / "corpus" / "example", tools)
    of_field = field.read_all(ROOT / "tests" / "corpus" / "field", "dev")
    for read in (of_watch, of_field):
        for stem, report in read.gold.reports.items():
            if report.split == "dev":
                right = read.right(stem)
                found = signs(read.claims[stem], read.documents[stem].item.text)
                yield from ((stem, told, n in right) for n, told in enumerate(found))


def fitted(table: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return the weights (the last is the bias) of a ridge logistic regression, by Newton."""
    weights = np.zeros(table.shape[1])
    ridge = np.eye(len(weights)) * PENALTY
    ridge[-1, -1] = 0.0
    for _ in range(30):
        chance = 1.0 / (1.0 + np.exp(-table @ weights))
        slope = table.T @ (chance - right) + ridge @ weights
        bend = (table * (chance * (1.0 - chance))[:, None]).T @ table + ridge
        weights -= np.linalg.solve(bend, slope)
    return weights


def main() -> None:
    """Fit, print what the fit is worth on parts left out, and write the table."""
    rows = list(claims())
    counts = Counter(sign for _, told, _ in rows for sign in told)
    names = sorted(name for name, n in counts.items() if RARE <= n <= len(rows) - RARE)
    table = np.array([[float(name in told) for name in names] + [1.0] for _, told, _ in rows])
    right = np.array([float(held) for _, _, held in rows])
    part = {stem: n % PARTS for n, stem in enumerate(sorted({stem for stem, _, _ in rows}))}
    parts = np.array([part[stem] for stem, _, _ in rows])
    chance = np.zeros(len(rows))
    for n in range(PARTS):
        weights = fitted(table[parts != n], right[parts != n])
        chance[parts == n] = 1.0 / (1.0 + np.exp(-table[parts == n] @ weights))
    base = right.mean() * (1.0 - right.mean())
    error = float(np.mean((chance - right) ** 2))
    sys.stdout.write(f"{len(rows)} claims, {right.mean():.3f} right; ")
    sys.stdout.write(f"Brier {error:.4f} on parts left out, {base:.4f} without signs\n")
    weights = fitted(table, right)
    lines = [f'"{name}" = {weight:.2f}' for name, weight in zip(names, weights, strict=False)]
    body = f"bias = {weights[-1]:.2f}\n\n[weights]\n" + "\n".join(lines) + "\n"
    TABLE.write_text(HEAD + body, encoding="utf-8")


if __name__ == "__main__":
    main()
