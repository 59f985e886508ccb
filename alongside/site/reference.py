"""The reference pages, written from the code so that they cannot drift from it. `alongside reference` writes them."""

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

from alongside.domain.people.access import Held
from alongside.domain.people.models import Person
from alongside.domain.people.terms import Role
from alongside.kernel.acts import REGISTRY
from alongside.kernel.states import MACHINES, Machine

from .reference_api import api

PACKAGE = Path(__file__).resolve().parents[1]
WRITTEN_BY = "*Written from the code by `alongside reference`. Change the code, not this page.*\n"


def acts() -> str:
    """Every act with what it does, its arguments and when it says no."""
    lines = [
        "# Acts\n",
        WRITTEN_BY,
        "Every change is one of these. Each is carried out once per act id and leaves one line in the journal.\n",
    ]
    for room, names in _by_room(sorted(name for name in REGISTRY if not name.startswith("tests."))):
        lines.append(f"\n## {room}\n")
        for name in names:
            act = REGISTRY[name]
            given = [each for each in inspect.signature(act).parameters if each not in {"by", "at", "act_id"}]
            summary, rest = _docstring(act)
            lines.append(f"**`{name}`** ({', '.join(given) or 'no arguments'})  \n{summary}")
            lines.append(f"  \n{rest}\n" if rest else "\n")
    return "\n".join(lines)


def refusals() -> str:
    """Every refusal with its code and words."""
    lines = [
        "# Refusals\n",
        WRITTEN_BY,
        "Codes are stable. Words in braces are filled in.\n",
        "| code | what a person reads |",
        "| --- | --- |",
    ]
    lines += [f"| `{code}` | {words} |" for code, words in sorted(set(_refusals()))]
    return "\n".join(lines) + "\n"


def settings() -> str:
    """Every environment variable an installation may set."""
    text = (PACKAGE / "site" / "settings.py").read_text() + (PACKAGE / "site" / "command.py").read_text()
    names = sorted(set(re.findall(r'environ(?:\.get\(|\[|\.setdefault\()"(ALONGSIDE_\w+|DATABASE_URL)"', text)))
    missing = [name for name in names if name not in SETTINGS]
    if missing:
        raise KeyError(f"say in alongside/site/reference.py what {', '.join(missing)} is for")
    lines = [
        "# Settings\n",
        WRITTEN_BY,
        "All are environment variables; none is needed to begin.\n",
        "| variable | what it is for | where none is set |",
        "| --- | --- | --- |",
    ]
    lines += [f"| `{name}` | {SETTINGS[name][0]} | {SETTINGS[name][1]} |" for name in names]
    return "\n".join(lines) + "\n"


SETTINGS = {
    "ALONGSIDE_HOME": ("folder of the embedded database, uploaded files and the secret key", "`var/` beside the code"),
    "ALONGSIDE_SECRET_KEY": ("signs sessions; at least 40 varied characters", "made once and kept in the home folder"),
    "ALONGSIDE_HOSTS": ("host names served, with commas between", "this machine only"),
    "ALONGSIDE_TLS": ("`1` when a proxy with TLS stands before it and sends `X-Forwarded-Proto`", "no TLS"),
    "ALONGSIDE_TIME_ZONE": ("time zone of the programme", "`Africa/Nairobi`"),
    "ALONGSIDE_PHONE_REGION": (
        "country whose phone numbers are written without a country code (ISO 3166, two letters)",
        "`KE`",
    ),
    "ALONGSIDE_DEBUG": ("`1` shows programmers' error pages; never where others can reach it", "off"),
    "ALONGSIDE_PLAIN_STATIC": (
        "`1` serves style sheets without collecting them first; for the demonstration and tests",
        "off",
    ),
    "DATABASE_URL": ("`postgres://user:password@host:port/name` for PostgreSQL 15 or newer", "the embedded SQLite"),
}


def roles() -> str:
    """Every role with the pages it may open."""
    pages = list(_pages(get_resolver()))
    lines = [
        "# Roles\n",
        WRITTEN_BY,
        "Roles add up; each holds in the subtree of a place and for one programme or all. Inside a page a person sees only what lies in their areas.\n",
    ]
    everybody = [address for address, who in pages if who(None)]
    lines.append("**Everybody, signed in or not**: " + ", ".join(f"`{address}`" for address in everybody) + "\n")
    for role in Role:
        person = Person(given_names="Somebody")
        person._held = [Held(role.value, "", None)]  # type: ignore[attr-defined]
        opened = [address for address, who in pages if address not in everybody and who(person)]
        lines.append(
            f"\n## {role.label}\n\n`{role.value}` · {len(opened)} pages: "
            + ", ".join(f"`{address}`" for address in opened)
        )
    return "\n".join(lines) + "\n"


def states() -> str:
    """Every state machine as a diagram and a table of its steps."""
    lines = [
        "# States\n",
        WRITTEN_BY,
        "What has a course of its own moves by these steps and no others. A step that is not open is refused in words.\n",
    ]
    for name in sorted(each for each in MACHINES if not each.startswith("tests.")):
        lines += _drawn(MACHINES[name])
    return "\n".join(lines) + "\n"


def _drawn(machine: Machine) -> Iterator[str]:
    yield f"\n## {machine.name}\n"
    yield "```mermaid\nstateDiagram-v2"
    yield from (f"    {state}: {machine.states(state).label}" for state in machine.states.values)
    yield f"    [*] --> {machine.start}"
    for move in machine.moves:
        yield from (f"    {source} --> {move.target}: {move.label}" for source in move.sources)
    yield from (f"    {state} --> [*]" for state in machine.states.values if not any(machine.open_to(state)))
    yield "```\n"
    yield "| step | from | to | act | who | what must hold |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for move in machine.moves:
        sources = ", ".join(str(machine.states(source).label) for source in move.sources)
        target = machine.states(move.target).label
        yield f"| {move.label} | {sources} | {target} | `{move.act}` | {move.who} | {move.guard} |"


def interface() -> str:
    """Every question that programs may ask, with the shape of its answer."""
    return "\n".join(["# Interface for programs\n", WRITTEN_BY, *api()]).rstrip() + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "acts": acts, "api": interface, "refusals": refusals, "roles": roles, "settings": settings, "states": states,
}  # fmt: skip


def _by_room(names: list[str]) -> Iterator[tuple[str, list[str]]]:
    for room in sorted({name.split(".")[0] for name in names}):
        yield room, [name for name in names if name.split(".")[0] == room]


def _docstring(act: Callable) -> tuple[str, str]:
    summary, _, rest = (inspect.getdoc(act) or "").partition("\n")
    return summary, " ".join(rest.split())


def _refusals() -> Iterator[tuple[str, str]]:
    """Yield (code, words) of every `Refused("room.reason", _("…"))` in the package."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", getattr(node.func, "attr", "")) == "Refused"
                and len(node.args) > 1
            ):
                code = node.args[0]
                if isinstance(code, ast.Constant):
                    yield code.value, _words(node.args[1]).replace("|", "\\|")


def _words(node: ast.AST) -> str:
    """Return the first text constant of an expression such as `_("…").format(…)` or `ngettext("…", "…", n)`."""
    texts = [each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    return max(texts, key=len, default="(put together from several)")


def _pages(resolver: URLResolver, before: str = "/") -> Iterator[tuple[str, Callable]]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _pages(pattern, route)
        elif isinstance(pattern, URLPattern) and not route.startswith("/account/"):
            yield route, pattern.callback.who
