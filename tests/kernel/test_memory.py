"""No garbage is looked for while very many objects are made, and it is again afterwards, whatever happened."""

import gc

import pytest

from alongside.kernel.memory import uncollected


def test_the_collector_rests_and_goes_on():
    with uncollected():
        assert not gc.isenabled()
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_goes_on_after_an_error_too():
    with pytest.raises(ZeroDivisionError), uncollected():
        1 / 0  # noqa: B018
    assert gc.isenabled()
