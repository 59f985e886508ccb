"""Pages are shown with static files under their plain names, whether or not they were collected."""

import pytest
from django.test import override_settings


@pytest.fixture(autouse=True, scope="package")
def plain_static():
    with override_settings(
        STORAGES={"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    ):
        yield
