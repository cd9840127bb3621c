"""While serving, garbage and turns are set up for short requests; afterwards all is as it was."""

from __future__ import annotations

import gc
import sys

from starlette.testclient import TestClient
from web.conftest import BASE

from trucewatch.web import app


def test_what_is_set_while_serving_is_set_back(folder):
    built = app.app_for(folder, local=True)
    before = gc.get_threshold(), gc.get_freeze_count(), sys.getswitchinterval()
    with TestClient(built, base_url=BASE) as client:
        assert client.get("/help").status_code == 200
        assert gc.get_threshold() == app.COLLECTED
        assert gc.get_freeze_count() > before[1]
        assert sys.getswitchinterval() < before[2]
    assert (gc.get_threshold(), gc.get_freeze_count(), sys.getswitchinterval()) == before
    built.state.desk.close()
