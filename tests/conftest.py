"""What every test stands on."""

import os

os.environ.setdefault("ALONGSIDE_SECRET_KEY", "only-for-tests-" + "x" * 40)
os.environ.setdefault("ALONGSIDE_PLAIN_STATIC", "1")

import pytest  # noqa: E402
from django.conf import settings  # noqa: E402

# pytest-django reads the settings before this file where single test files are named: say it once more.
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"


@pytest.fixture(autouse=True)
def _a_fresh_process():
    """Each test is a process of its own as far as remembered rows go."""
    from alongside.domain.encounters.queries import device

    device.forget()
