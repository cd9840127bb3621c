"""What became of an input that wants the reader to fail."""

from __future__ import annotations

from trucewatch.errors import IntakeError
from trucewatch.intake import read_documents
from trucewatch.model import CODES


def outcome(data, name):
    """Return "items", or "refused" where the refusal names the input and says what to do."""
    try:
        found = list(read_documents(data, name=name))
    except IntakeError as error:
        return "refused" if name in error.message and error.fix else "refused without a word"
    assert found
    for taken in found:
        document = taken.document
        size = len(document.item.text)
        for passage in document.passages:
            assert 0 <= passage.start < passage.end <= size
        for issue in document.issues:
            assert issue.code in CODES
            assert issue.item == document.item.id
    return "items"
