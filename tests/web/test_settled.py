"""While serving, garbage and turns are set up for short requests; afterwards all is as it was."""

from __future__ import annotations

import gc
import sys

import pytest
from starlette.testclient import TestClient
from web.conftest import BASE

from trucewatch.web import app


@pytest.fixture
def turn():
    """Other tests leave servers running in this process: begin as if there were none."""
    was = sys.getswitchinterval()
    sys.setswitchinterval(0.004)
    gc.unfreeze()
    yield
    sys.setswitchinterval(was)


@pytest.mark.usefixtures("turn")
def test_what_is_set_while_serving_is_set_back(folder):
    built = app.app_for(folder, local=True)
    gc.set_threshold(700, 10, 10)
    before = gc.get_threshold(), gc.get_freeze_count(), sys.getswitchinterval()
    with TestClient(built, base_url=BASE) as client:
        assert client.get("/help").status_code == 200
        assert gc.get_threshold() == app.COLLECTED
        assert gc.get_freeze_count() > before[1]
        assert sys.getswitchinterval() < before[2]
    assert (gc.get_threshold(), gc.get_freeze_count(), sys.getswitchinterval()) == before
    built.state.desk.close()
