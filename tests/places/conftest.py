import pytest

from trucewatch.model import Document, Item, Passage, Watch
from trucewatch.places import Atlas, Located, atlas_for, default_atlas, locate

THEATRE = (35.5, 34.3, 42.4, 37.4)


@pytest.fixture(scope="session")
def syria() -> Atlas:
    watch = Watch(
        id="sy", title="Syria", theatre=THEATRE, timezone="Asia/Damascus", gazetteers=("sy",)
    )
    return atlas_for(watch)


def _document(text: str, kind: str = "article_body") -> Document:
    return Document(
        item=Item(id="x", text=text, media_type="text/plain"),
        passages=(Passage(kind=kind, start=0, end=len(text)),),
    )


@pytest.fixture(scope="session")
def document():
    """Make a document of one passage from a text."""
    return _document


@pytest.fixture(scope="session")
def in_syria(syria):
    """Locate a text with the Syrian atlas."""

    def run(text: str) -> Located:
        return locate(_document(text), syria)

    return run


@pytest.fixture(scope="session")
def anywhere():
    """Locate a text without a watch."""

    def run(text: str) -> Located:
        return locate(_document(text), default_atlas())

    return run
