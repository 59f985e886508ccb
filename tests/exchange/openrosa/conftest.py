import pytest

from alongside.domain.encounters.queries import device


@pytest.fixture(autouse=True)
def _nothing_remembered_of_another_test():
    """The server remembers checklists in its process; each test has a database of its own."""
    device.forget()
