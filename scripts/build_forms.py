"""Write the XLSForms of docs/forms/ from src/trucewatch/intake/forms.toml.

Run it after changing a question; tests/intake/test_forms.py holds them equal.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl

from trucewatch.intake.forms import MARK, table

FORMS = Path(__file__).parent.parent / "docs/forms"
SURVEY = ("type", "name", "label", "hint", "required", "calculation")


def sheets(name: str) -> dict[str, list[tuple[Any, ...]]]:
    """Return the sheets of a form's workbook as rows."""
    form = table()[name]
    survey: list[tuple[Any, ...]] = [SURVEY, ("calculate", MARK, None, None, None, f"'{name}'")]
    lists = []
    for row in form["question"]:
        required = "yes" if row.get("required") else None
        survey.append((row["type"], row["name"], row["label"], row.get("hint"), required, None))
        if row["type"].startswith("select_one "):
            lists.append(row["type"].partition(" ")[2])
    choices: list[tuple[Any, ...]] = [("list_name", "name", "label")]
    for one in lists:
        choices += [(one, value, label) for value, label in table()["choices"][one].items()]
    settings = [("form_title", "form_id"), (form["title"], f"trucewatch_{name}")]
    return {"survey": survey, "choices": choices, "settings": settings}


def main() -> None:
    """Write one workbook per form."""
    FORMS.mkdir(parents=True, exist_ok=True)
    for name in table():
        if name == "choices":
            continue
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets(name).items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        book.save(FORMS / f"{name}.xlsx")
        print(FORMS / f"{name}.xlsx")


if __name__ == "__main__":
    main()
