"""Put a trained pipeline into the distribution, with the tokenizer it was trained for."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import spacy

from tokens import adapt

TARGET = Path(__file__).parents[1] / "trucewatch-en" / "src" / "trucewatch_en" / "model"


def package(model: Path, target: Path = TARGET) -> int:
    """Replace the pipeline in ``target`` by the one in ``model``; return its size in bytes."""
    nlp = adapt(spacy.load(model))
    nlp.meta.update(name="trucewatch", version="0.1.0", license="CC BY-SA 4.0")
    if target.exists():
        shutil.rmtree(target)
    nlp.to_disk(target)
    return sum(file.stat().st_size for file in target.rglob("*") if file.is_file())


def main() -> None:
    """Read the option and package."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("model", type=Path, help="trained pipeline, e.g. WORK/model/model-best")
    given = options.parse_args()
    print(f"{package(given.model)} bytes in {TARGET}")


if __name__ == "__main__":
    main()
