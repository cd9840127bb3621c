"""Put a trained pipeline into the distribution, with the tokenizer it was trained for."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import spacy
from tokens import adapt

import trucewatch_en

TARGET = Path(__file__).parents[1] / "trucewatch-en" / "src" / "trucewatch_en"


def package(work: Path, target: Path = TARGET) -> int:
    """Replace model and word list in ``target`` by those of ``work``; return the size in bytes."""
    nlp = adapt(spacy.load(work / "model" / "model-best"))
    nlp.meta.update(name="trucewatch", version=trucewatch_en.__version__, license="CC BY-SA 4.0")
    nlp.config["paths"].update(train=None, dev=None)
    model = target / "model"
    if model.exists():
        shutil.rmtree(model)
    nlp.to_disk(model)
    shutil.copyfile(work / "case.txt", target / "case.txt")
    return sum(file.stat().st_size for file in target.rglob("*") if file.is_file())


def main() -> None:
    """Read the option and package."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--work", type=Path, required=True, help="scratch folder of train.py")
    given = options.parse_args()
    print(f"{package(given.work)} bytes in {TARGET}")


if __name__ == "__main__":
    main()
