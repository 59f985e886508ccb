"""A thing moves by the steps of its machine and by no other."""

import pytest
from django.db.models import TextChoices

from alongside.kernel.acts import REGISTRY
from alongside.kernel.errors import Refused
from alongside.kernel.states import MACHINES, Machine, Move


class Door(TextChoices):
    SHUT = "shut", "Shut"
    OPEN = "open", "Open"
    BRICKED_UP = "bricked_up", "Bricked up"


DOOR = Machine(
    "tests.door",
    "This door",
    Door,
    [
        Move("tests.open", ("shut",), "open", "Open", "anybody"),
        Move("tests.give_up", ("open", "shut"), "bricked_up", "Brick up", "the mason"),
        Move("tests.push", ("open",), "shut", "Push", "anybody"),
        Move("tests.push", ("open",), "bricked_up", "Push hard", "the mason"),
    ],
)


def test_a_step_leads_to_its_state():
    assert DOOR.start == "shut"
    assert DOOR.step("shut", "tests.open") == "open"
    assert DOOR.step("open", "tests.push", "shut") == "shut"


def test_a_step_that_is_not_open_is_refused_with_what_is():
    with pytest.raises(Refused) as refused:
        DOOR.step("open", "tests.open")

    assert refused.value.code == "states.not_from_here"
    assert "“Open”" in str(refused.value.message) and "Brick up, Push, Push hard" in str(refused.value.message)


def test_an_end_says_that_it_is_one():
    with pytest.raises(Refused) as refused:
        DOOR.step("bricked_up", "tests.open")

    assert "ends it" in str(refused.value.message)


def test_one_act_with_two_ends_must_say_which():
    with pytest.raises(ValueError, match="bricked_up, shut"):
        DOOR.step("open", "tests.push")
    assert DOOR.may_step("open", "tests.push") and not DOOR.may_step("shut", "tests.push")


def test_a_machine_knows_its_own_states_only():
    with pytest.raises(ValueError, match="melted"):
        Machine("tests.melting", "This door", Door, [Move("tests.melt", ("shut",), "melted", "Melt", "the sun")])


OURS = {name: machine for name, machine in MACHINES.items() if not name.startswith("tests.")}


@pytest.mark.parametrize("name", OURS)
def test_every_step_of_the_house_is_an_act_of_its_room(name):
    unknown = {move.act for move in OURS[name].moves} - set(REGISTRY)
    elsewhere = {move.act for move in OURS[name].moves if move.act.split(".")[0] != name.split(".")[0]}

    assert unknown == set() and elsewhere == set()


@pytest.mark.parametrize("name", OURS)
def test_every_state_of_the_house_can_be_reached(name):
    machine = OURS[name]
    reached = {machine.start}
    while further := {m.target for m in machine.moves if reached.intersection(m.sources)} - reached:
        reached |= further

    assert reached == set(machine.states.values)
