"""The reference page of the interface for programs, written from its OpenAPI description."""

from collections.abc import Iterator
from typing import Any

from alongside.api.interface import RATE
from alongside.api.urls import ROOT, document


def api() -> Iterator[str]:
    """Yield every operation with its parameters and the fields of its answer."""
    described = document()
    schemas = described["components"]["schemas"]
    yield described["info"]["description"] + "\n"
    yield f"The description in OpenAPI is served at `{ROOT}openapi.json`. One person's programs may ask {RATE.partition('/')[0]} times a minute.\n"
    for address, methods in sorted(described["paths"].items()):
        yield from _operation(address, methods["get"], schemas)
    yield "\n## What goes wrong\n"
    yield "Every answer other than 200 (and 304, nothing changed) has this shape. 401: no token in force. 403: not for this role. 404: not there, or not yours to see. 405: nothing can be written. 422: a parameter cannot be read. 429: wait `Retry-After` seconds.\n"
    yield from _fields("Fault", schemas)


def _operation(address: str, asked: dict, schemas: dict) -> Iterator[str]:
    yield f"\n## `GET {address}`\n"
    yield asked["description"] + "\n"
    if asked.get("parameters"):
        yield "| parameter | shape | what it does |"
        yield "| --- | --- | --- |"
        for each in asked["parameters"]:
            about = each.get("description") or ("Id, from the list." if each["in"] == "path" else "")
            yield f"| `{each['name']}` | {_shape(each['schema'])} | {about} |"
        yield ""
    answer = asked["responses"][200]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    for name in _reached(answer, schemas):
        yield from _fields(name, schemas)


def _reached(name: str, schemas: dict) -> list[str]:
    """Return a schema and those it is made of, the outermost first."""
    found = [name]
    for each in found:
        for field in schemas[each]["properties"].values():
            found += [inner for inner in _refs(field) if inner not in found]
    return found


def _refs(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield schema["$ref"].rpartition("/")[2]
        for value in schema.values():
            yield from _refs(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _refs(value)


def _fields(name: str, schemas: dict) -> Iterator[str]:
    schema = schemas[name]
    yield f"**{name.strip('_').replace('_', ' of ')}**. {' '.join(schema.get('description', '').split())}\n"
    yield "| field | shape | what it says |"
    yield "| --- | --- | --- |"
    for field, value in schema["properties"].items():
        yield f"| `{field}` | {_shape(value)} | {value.get('description', '')} |"
    yield ""


def _shape(schema: dict) -> str:
    """Return the shape of a value in a few words: "date or null", "list of Place"."""
    if "anyOf" in schema:
        return " or ".join(_shape(each) for each in schema["anyOf"])
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    if schema.get("type") == "array":
        return f"list of {_shape(schema['items'])}"
    bounds = [f"{word} {schema[key]}" for word, key in (("from", "minimum"), ("to", "maximum")) if key in schema]
    return " ".join([schema.get("format") or schema.get("type", "any"), *bounds])
