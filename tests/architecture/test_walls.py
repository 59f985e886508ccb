"""What import contracts cannot see: relations by string, reverse accessors, the clock, writes from pages."""

import re

import pytest
from django.apps import apps
from django.db import connection, models
from django.urls import URLPattern, URLResolver, get_resolver

from alongside.kernel.acts import REGISTRY

from .source import LINES, PACKAGE, calls, files, imported, line_of, short, tree

DOMAIN = files("domain")
PAGES = files("web")
ROOM_FILES = {"terms", "rules", "models", "access", "queries", "commands"}


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("alongside.domain.")]


def room(model: type[models.Model]) -> str:
    return model.__module__.split(".")[2]


def test_a_relation_points_to_the_same_room_or_a_lower_line():
    upward = [
        f"{model.__name__}.{field.name}"
        for model in own_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model in own_models()
        if room(field.related_model) != room(model) and line_of(room(field.related_model)) >= line_of(room(model))
    ]

    assert upward == []


def test_no_room_is_reached_backwards_from_a_lower_one():
    visible = [
        f"{model.__name__}.{field.name}"
        for model in own_models()
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if field.is_relation and field.related_model in own_models() and room(field.related_model) != room(model)
        if not field.remote_field.hidden
    ]

    assert visible == []


def test_a_room_has_at_most_its_six_files():
    extra = [
        short(path)
        for rooms in LINES
        for name in rooms
        for path in (PACKAGE / "domain" / name).glob("*")
        if path.is_dir()
        and path.name not in {*ROOM_FILES, "migrations", "__pycache__"}
        or path.suffix == ".py"
        and path.stem not in {*ROOM_FILES, "__init__", "apps"}
    ]

    assert extra == []


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("the clock", r"(^|\.)(timezone\.now|datetime\.now|datetime\.utcnow|date\.today|time\.time)$"),
        ("models by name", r"(^|\.)get_model$"),
        ("signals", r"\.(connect|send)$|^receiver$"),
    ],
    ids=["clock", "models_by_name", "signals"],
)
def test_the_domain_does_without(what, pattern):
    uses = [
        f"{short(path)}:{call.lineno} {name}"
        for path in DOMAIN
        for call, name in calls(path)
        if re.search(pattern, name)
    ]

    assert uses == [], f"the domain asks for {what}"


def test_the_domain_knows_no_http():
    uses = [
        f"{short(path)} {name}"
        for path in DOMAIN
        for name in imported(path)
        if re.match(r"django\.(http|shortcuts|urls|views|template)|httpx|requests|urllib\.request|socket", name)
    ]

    assert uses == []


def test_rules_are_pure():
    impure = [
        f"{short(path)} {name}"
        for path in DOMAIN
        if path.name == "rules.py" or path.parent.name == "rules"
        for name in imported(path)
        if re.match(
            r"django\.(db|core\.cache)|django\.conf\.settings|alongside\.domain\.\w+\.(models|queries|commands|access)",
            name,
        )
    ]

    assert impure == []


def test_pages_ask_queries_and_call_acts_only():
    touched = [
        f"{short(path)}:{call.lineno} {name}"
        for path in (*PAGES, *files("api"))
        for call, name in calls(path)
        if ".objects" in name or name.endswith(("._default_manager", ".bulk_create", ".save_base"))
    ]

    assert touched == []


def test_every_write_in_a_room_is_in_its_commands():
    writes = [
        f"{short(path)}:{call.lineno} {name}"
        for path in DOMAIN
        if not (path.stem == "commands" or path.parent.name == "commands")
        for call, name in calls(path)
        if re.search(r"objects\.(\w+\.)*(create|bulk_create|update|get_or_create|update_or_create|delete)$", name)
    ]

    assert writes == []


def test_an_act_is_named_after_its_room_and_itself():
    misnamed = [
        name
        for name, act in REGISTRY.items()
        if act.__module__.startswith("alongside.domain.") and name != f"{act.__module__.split('.')[2]}.{act.__name__}"
    ]

    assert misnamed == []


def test_a_refusal_is_coded_after_its_room():
    wrong = []
    for path in (*DOMAIN, *files("kernel"), *files("exchange"), *files("web")):
        for call, name in calls(path):
            if name.split(".")[-1] != "Refused":
                continue
            code = call.args[0]
            if not hasattr(code, "value") or not re.fullmatch(r"[a-z_]+\.[a-z_0-9]+", str(code.value)):
                continue  # a code handed through; the place that made it is looked at
            if "domain" in path.parts and code.value.split(".")[0] != path.relative_to(PACKAGE / "domain").parts[0]:
                wrong.append(f"{short(path)}:{call.lineno} {code.value}")

    assert wrong == []


def patterns(resolver: URLResolver, before: str = "") -> list[tuple[str, URLPattern]]:
    found = []
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        found += patterns(pattern, route) if isinstance(pattern, URLResolver) else [(route, pattern)]
    return found


def test_every_page_says_who_it_is_for():
    silent = [route for route, pattern in patterns(get_resolver()) if not hasattr(pattern.callback, "who")]

    assert silent == []


def test_an_address_agrees_with_its_folder():
    astray = []
    for route, pattern in patterns(get_resolver()):
        module = pattern.callback.__module__
        if not module.startswith("alongside.web."):
            continue
        folder = module.split(".")[2]
        if folder != "home" and route.split("/")[0] != folder or pattern.name != pattern.callback.__name__:
            astray.append(f"/{route} → {module}.{pattern.callback.__name__} as {pattern.name}")

    assert astray == []


def test_names_say_what_they_mean():
    vague = re.compile(
        r"(^|_)(manager|handler|service|processor|util|utils|misc|helper|helpers)(_|$)|[a-z]_?[23]$", re.I
    )
    allowed = {
        "AccountManager",
        "manager",
    }  # Django's own word for what finds accounts; the programme manager, a person
    found = []
    for path in (*DOMAIN, *PAGES, *files("kernel"), *files("exchange"), *files("ui"), *files("site")):
        if vague.search(path.stem):
            found.append(short(path))
        for node in tree(path).body:
            name = getattr(node, "name", "")
            if name and name.strip("_") not in allowed and vague.search(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name)):
                found.append(f"{short(path)}: {name}")

    assert found == []


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite orders text by code point everywhere")
def test_every_path_is_ordered_by_code_point():
    paths = {
        (model._meta.db_table, field.column)
        for model in own_models()
        for field in model._meta.concrete_fields
        if field.column.endswith("path") and isinstance(field, models.CharField)
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name, column_name FROM information_schema.columns WHERE collation_name = 'C'")
        ordered = set(cursor.fetchall())

    assert paths and paths <= ordered
