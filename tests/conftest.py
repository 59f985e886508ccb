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


# Tests that drive a server process of their own: they open a database without asking pytest for one.
DRIVES_A_SERVER = ("tests/reliability/", "tests/site/", "tests/journeys/")


def pytest_addoption(parser):
    parser.addoption(
        "--of-database", action="store_true", help="only tests that open a database; the others answer alike on each"
    )


def pytest_collection_modifyitems(config, items):
    # The longest first, so that none of them is left to one worker alone at the end.
    items.sort(key=lambda each: not each.nodeid.startswith("tests/reliability/"))
    if not config.getoption("--of-database"):
        return
    opens = [each for each in items if _opens_a_database(each)]
    config.hook.pytest_deselected(items=[each for each in items if each not in set(opens)])
    items[:] = opens


def _opens_a_database(test):
    """Whether a test asks the database something that no other asks; what a browser shows comes from the same pages."""
    return not (test.get_closest_marker("once") or test.get_closest_marker("browser")) and (
        test.get_closest_marker("django_db") is not None
        or {"db", "transactional_db", "live_server"} & set(getattr(test, "fixturenames", ()))
        or test.nodeid.startswith(DRIVES_A_SERVER)
    )
