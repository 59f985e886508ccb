"""The description that programs read says what is there, and whatever a program sends is answered."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from alongside.api.interface import WHO
from alongside.api.urls import ROOT, document
from alongside.site.wsgi import application

from .conftest import headers_of

PUBLIC = Client()
SCHEMA = schemathesis.openapi.from_wsgi(f"{ROOT}openapi.json", application)
FEW = settings(
    max_examples=20, deadline=None, database=None, derandomize=True, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@pytest.fixture
def program(mawari, monkeypatch):
    """Headers of a program that sees every step of a district, and is not told to wait."""
    monkeypatch.setattr("ninja.throttling.SimpleRateThrottle.allow_request", lambda *_given: True)
    # As Django's own test client does: the connection holds what the test made and stays open between requests.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield headers_of(mawari.coordinator)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.django_db
def test_the_description_is_public_and_names_every_operation():
    served = PUBLIC.get(f"{ROOT}openapi.json").json()

    named = {each["get"]["operationId"]: list(each) for each in served["paths"].values()}
    assert named == {name: ["get"] for name in WHO}


def test_every_field_of_every_answer_and_every_parameter_has_a_type():
    schemas = document()["components"]["schemas"]
    bare = [
        f"{name}.{field}"
        for name, schema in schemas.items()
        for field, value in schema["properties"].items()
        if not {"type", "$ref", "anyOf", "allOf"} & set(value)
    ]

    assert bare == []


@SCHEMA.parametrize()
@FEW
def test_whatever_is_sent_is_answered_as_described(case, program):
    answer = case.call(headers=program)

    assert answer.status_code in (200, 404, 405, 422)
    case.validate_response(answer, checks=[not_a_server_error, status_code_conformance, response_schema_conformance])
