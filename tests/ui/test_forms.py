"""A form is sent once, keeps what was typed, and says what to do."""

from uuid import UUID

import pytest
from django.template import Context, Template

from alongside.kernel.errors import Refused
from alongside.ui import forms as ask

TYPED = {"held_on": "2026-04-14", "agreed": "na", "words": "She greeted the mother"}


class Visit(ask.PageForm):
    held_on = ask.day("When was the visit?", named="the date of the visit", help_text="The day you met.")
    agreed = ask.yes_no("Did the client agree?", named="what the client answered", not_applicable=True)
    words = ask.words("What went well?", named="at least one strength", long=True)


def drawn(form: ask.PageForm, source: str) -> str:
    return Template("{% load ui %}" + source).render(Context({"form": form}))


def test_the_act_id_is_carried_once_and_kept_while_the_form_is_corrected() -> None:
    fresh = Visit()
    page = drawn(fresh, "{% field form.held_on %}{% field form.words %}")
    assert page.count('name="act_id"') == 1
    assert fresh.act_id.version == 7
    sent_again = Visit({"act_id": str(fresh.act_id)})
    assert sent_again.act_id == fresh.act_id
    assert f'value="{fresh.act_id}"' in drawn(sent_again, "{% field form.held_on %}")


@pytest.mark.parametrize("sent", ["", "not-an-id"])
def test_a_form_without_a_sound_act_id_gets_one_and_keeps_it(sent: str) -> None:
    form = Visit({"act_id": sent})
    assert isinstance(form.act_id, UUID)
    assert form.act_id == form.act_id


def test_values_are_what_the_act_takes() -> None:
    form = Visit(TYPED | {"act_id": "x"})
    assert form.is_valid()
    assert set(form.values()) == {"held_on", "agreed", "words"}
    assert form.values()["agreed"] == "na"


@pytest.mark.parametrize(("chosen", "value"), [("yes", True), ("no", False), ("na", "na")])
def test_yes_and_no_are_true_and_false(chosen: str, value: object) -> None:
    form = Visit(TYPED | {"agreed": chosen})
    assert form.is_valid()
    assert form.values()["agreed"] is value or form.values()["agreed"] == "na" == value


def test_false_that_was_kept_is_shown_as_no() -> None:
    page = drawn(Visit(initial={"agreed": False}), "{% field form.agreed %}")
    assert page.index('value="no"') < page.index("checked") < page.index('value="na"')


def test_errors_say_what_to_do() -> None:
    form = Visit({"held_on": "2026-02-31"})
    assert form.errors["held_on"] == ["Enter the date of the visit as a day that exists, such as 14 April 2026."]
    assert form.errors["words"] == ["Enter at least one strength."]
    assert form.errors["agreed"] == ["Choose what the client answered."]


def test_a_refusal_stands_at_the_field_it_names_and_what_was_typed_stays() -> None:
    form = Visit(TYPED)
    assert form.is_valid()
    with form.showing_refusals():
        raise Refused("encounters.elsewhere", "Asha was elsewhere. Choose another day.", field="held_on")
    assert form.errors["held_on"] == ["Asha was elsewhere. Choose another day."]
    page = drawn(form, "{% refusals form %}{% field form.held_on %}{% field form.words %}")
    assert 'href="#id_held_on"' in page
    assert 'value="2026-04-14"' in page and "She greeted the mother" in page


@pytest.mark.parametrize("facts", [{}, {"field": "no_such_field"}])
def test_a_refusal_of_no_field_stands_above_the_form(facts: dict) -> None:
    form = Visit(TYPED)
    assert form.is_valid()
    with form.showing_refusals():
        raise Refused("encounters.closed", "This visit is closed.", **facts)
    assert form.non_field_errors() == ["This visit is closed."]
    assert "This visit is closed." in drawn(form, "{% refusals form %}")


def test_another_error_is_not_swallowed() -> None:
    form = Visit(TYPED)
    form.is_valid()
    with pytest.raises(ZeroDivisionError), form.showing_refusals():
        raise ZeroDivisionError


def test_hint_and_error_are_tied_to_the_box() -> None:
    page = drawn(Visit({}), "{% field form.held_on %}")
    assert 'aria-describedby="id_held_on-hint id_held_on-error"' in page
    assert 'id="id_held_on-hint"' in page and 'id="id_held_on-error"' in page
    assert 'aria-invalid="true"' in page


def test_choices_are_one_question_with_a_legend() -> None:
    page = drawn(Visit({}), "{% refusals form %}{% field form.agreed %}")
    assert "<legend>Did the client agree?" in page
    assert 'href="#id_agreed_0"' in page and 'id="id_agreed_0"' in page


def test_suggestions_are_a_list_of_the_page_and_are_escaped() -> None:
    class Where(ask.PageForm):
        place = ask.words("Where?", named="the facility", widget=ask.Suggest(lambda: ['Lusanga "HC" <b>']))

    page = drawn(Where(), "{% field form.place %}")
    assert 'list="id_place-list"' in page and 'id="id_place-list"' in page
    assert "<b>" not in page
