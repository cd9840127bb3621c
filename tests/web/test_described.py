"""The server is held to its OpenAPI document: made-up requests, fitting ones and others."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from web.conftest import BASE, SAME

from trucewatch.web.api.table import API

FEW = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
HEADERS = {"host": "127.0.0.1", **SAME}


@pytest.fixture(scope="module")
def document(local):
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", local.app, headers=HEADERS)


@pytest.mark.parametrize("one", API, ids=lambda one: f"{one.method} {one.path}")
def test_what_is_described_is_what_is_answered(document, one):
    @given(case=document[one.path][one.method].as_strategy())
    @FEW
    def held(case):
        case.call_and_validate(base_url=BASE, headers=HEADERS)

    held()
