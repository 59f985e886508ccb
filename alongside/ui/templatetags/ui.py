"""The pieces of a page. Each is shown, with its markup, in the gallery (`/ui/`)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.template.context import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from .. import days, drawings, levels

register = template.Library()


# Words and shapes


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw a sign of the sprite `ui/icons.svg`. It repeats a word beside it; screen readers pass it over."""
    turns = " turns" if name in ("onward", "back") else ""
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#{}"></use></svg>', turns, static("ui/icons.svg"), name
    )


@register.simple_tag
def button(label: Any, href: str = "", kind: str = "", sign: str = "", name: str = "", value: str = "") -> SafeString:
    """A button that sends its form, or with `href` a link that looks like one.

    kind: "" for the one main action, "quiet" for others, "plain" for a way out, "grave" for what cannot be undone.
    sign: an icon before the label. name, value: what the form learns from this button.
    """
    inside = format_html("{}{}", icon(sign) if sign else "", label)
    classes = f"button {kind}".strip()
    if href:
        return format_html('<a class="{}" href="{}">{}</a>', classes, href, inside)
    sent = format_html(' name="{}" value="{}"', name, value) if name else ""
    return format_html('<button class="{}" type="submit"{}>{}</button>', classes, sent, inside)


@register.simple_tag
def status(level: Any, word: Any = "") -> SafeString:
    """A level as shape and word. word: the programme's own name for it."""
    key = levels.level_of(level)
    return format_html(
        '<span class="status {}"><span class="mark" aria-hidden="true"></span>{}</span>', key, word or levels.WORDS[key]
    )


@register.simple_tag
def legend() -> SafeString:
    """The four levels in a row, for above a matrix."""
    return format_html(
        '<p class="legend">{}</p>', format_html_join(" ", "{}", ((status(key),) for key in levels.WORDS))
    )


@register.simple_tag
def avatar(name: Any) -> SafeString:
    """First letters of the first and the last name, beside a name that is written out."""
    parts = str(name).split()
    letters = "".join(part[0] for part in ([parts[0], parts[-1]] if len(parts) > 1 else parts)).upper()
    return format_html('<span class="avatar" aria-hidden="true">{}</span>', letters)


@register.simple_tag(takes_context=True)
def day(context: Context, when: date | datetime | None) -> SafeString | str:
    """ "Tue 14 Apr", with the year when it is not this one. None is a dash."""
    if when is None:
        return "–"
    on = days.local_day(when)
    return format_html(
        '<time datetime="{}">{}</time>', on.isoformat(), days.said(on, today=days.today_of(context.get("request")))
    )


@register.simple_tag(takes_context=True)
def since(context: Context, when: date | datetime | None, late: int | None = None) -> SafeString | str:
    """How long ago, for beside a day, never instead of it. None is "never". late: days from which on it alarms."""
    if when is None:
        return gettext("never")
    on, today = days.local_day(when), days.today_of(context.get("request"))
    kind = "nowrap alarm" if late is not None and (today - on).days > late else "nowrap"
    return format_html('<span class="{}">{}</span>', kind, days.since(on, today=today))


@register.simple_tag(takes_context=True)
def head(context: Context, key: str, label: Any, kind: str = "") -> SafeString:
    """The head of a column by which one may sort (`?sort=key`, `-key` for the other way); the page sorts. kind: "n" for figures."""
    request = context.get("request")
    now = request.GET.get("sort", "") if request is not None else ""
    sorted_as = {key: "ascending", f"-{key}": "descending"}.get(now, "")
    return format_html(
        '<th scope="col"{}{}><a href="{}">{}</a></th>',
        format_html(' class="{}"', kind) if kind else "",
        format_html(' aria-sort="{}"', sorted_as) if sorted_as else "",
        _address(request, sort=f"-{key}" if now == key else key, page=""),
        label,
    )


# Figures: never without of how many


@register.simple_tag
def steps_done(done: int, expected: int) -> SafeString:
    """ "17 of 22 expected steps": what was seen of what could be."""
    said = gettext("%(done)s of %(expected)s") % {"done": done, "expected": expected}
    return format_html('<span class="figure-n">{} <span class="of">{}</span></span>', said, gettext("expected steps"))


@register.simple_tag
def figure_n(part: int | None, whole: int | None, digits: int = 0) -> SafeString:
    """A share as "77 % of 22". No whole, no share: a dash and why."""
    if not whole or part is None:
        return format_html('<span class="figure-n">– <span class="of">{}</span></span>', gettext("none counted"))
    share = gettext("%(share)s %%") % {"share": f"{100 * part / whole:.{digits}f}"}
    return format_html(
        '<span class="figure-n">{} <span class="of">{}</span></span>',
        share,
        gettext("of %(n)s") % {"n": f"{whole:,}".replace(",", " ")},
    )


@register.simple_tag
def bar(part: float, whole: float = 100) -> SafeString:
    """A share as a length, beside the figure it repeats."""
    return drawings.bar(part, whole)


@register.inclusion_tag("ui/shares.html")
def shares(label: Any, unit: Any, lines: Sequence[tuple[Any, int]], note: Any = "") -> dict:
    """A section that says how a whole is split: (word, how many) in the order to be read; nothing without lines."""
    return {"label": label, "unit": unit, "lines": lines, "total": sum(n for _word, n in lines), "note": note}


@register.simple_tag
def spark(values: Sequence[float | None]) -> SafeString:
    """A bare line of a few values, beside words that say what it shows."""
    return drawings.spark(values)


@register.inclusion_tag("ui/tile.html")
def tile(
    label: Any,
    value: Any,
    unit: Any = "",
    n: Any = "",
    target: Any = "",
    change: Any = "",
    trend: Any = None,
    href: str = "",
) -> dict:
    """A figure with of how many (`n`), the target, the change in words, and its trend as a line. n may not be empty."""
    if not n:
        raise ValueError(f"The figure “{label}” says nothing about of how many.")
    return {
        "label": label,
        "value": value,
        "unit": unit,
        "n": n,
        "target": target,
        "change": change,
        "trend": trend,
        "href": href,
    }


@register.inclusion_tag("ui/progress.html")
def progress(done: int, total: int, doing: Any) -> dict:
    """How far something that takes longer than two seconds has come, in counts."""
    return {"done": done, "total": total, "doing": doing}


@register.inclusion_tag("ui/matrix.html", takes_context=True)
def matrix(context: Context, grid: levels.Matrix) -> dict:
    """People by competencies. See `levels.Matrix`."""
    return {"grid": grid, "totals": grid.achieved_of_observed(), "request": context.get("request"), "rows": [
        (row, [(cell, levels.level_of(cell.level), levels.WORDS[levels.level_of(cell.level)]) for cell in row.cells]) for row in grid.rows
    ]}  # fmt: skip


@register.simple_tag(takes_context=True)
def evidence(context: Context, seen: Sequence[levels.Sighting]) -> SafeString:
    """The observations of one competency as dots over time, oldest at the left whatever the script; words for screen readers."""
    today = days.today_of(context.get("request"))
    said = [(levels.WORDS[levels.level_of(one.level)], days.said(days.local_day(one.on), today=today)) for one in seen]
    words = format_html_join("; ", "{} {}", said) if said else gettext("No observation yet")
    return format_html('{}<span class="sr">{}</span>', drawings.strip(seen), words)


@register.inclusion_tag("ui/chart.html")
def chart(drawn: Any) -> dict:
    """A figure of `charts.py` with its caption and its table twin."""
    return {"chart": drawn}


# Forms


@register.inclusion_tag("ui/field.html")
def field(bound: Any) -> dict:
    """One question: label, hint, error and the box, tied together. The first one of a form also carries its act id."""
    many = getattr(bound.field.widget, "input_type", "") in ("radio", "checkbox") and hasattr(
        bound.field.widget, "optgroups"
    )
    single_box = not many and getattr(bound.field.widget, "input_type", "") == "checkbox"
    named = f"{bound.auto_id}-hint" if bound.help_text else "", f"{bound.auto_id}-error" if bound.errors else ""
    described = " ".join(filter(None, named))
    attributes = {"aria-describedby": described} if described else {}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return {
        "bound": bound, "many": many, "single_box": single_box, "described": described, "act_id": act_id(bound.form),
        "drawn": "" if many else bound.as_widget(attrs=attributes), "kind": getattr(bound.field.widget, "kind", ""),
    }  # fmt: skip


@register.simple_tag(name="act_id")
def act_id(form: Any) -> SafeString | str:
    """The hidden id that makes a form count once, for a form without fields. A form gives it once per page."""
    give = getattr(form, "hidden_act_id", None)
    return give() if give else ""


@register.inclusion_tag("ui/refusals.html")
def refusals(form: Any) -> dict:
    """What was refused, above the form, each line leading to its field."""
    lines = []
    for name, errors in form.errors.items() if form.is_bound else ():
        bound = form[name] if name in form.fields and not form[name].is_hidden else None
        many = bound is not None and getattr(bound.field.widget, "use_fieldset", False)
        first = "" if bound is None else f"{bound.auto_id}_0" if many else bound.id_for_label
        lines += [(first, error) for error in errors]
    return {"lines": lines}


# Around lists


@register.inclusion_tag("ui/chips.html", takes_context=True)
def chips(context: Context, name: str, asks: Any, choices: Sequence[tuple]) -> dict:
    """A filter kept in the address.

    name: the word in the address. asks: what is chosen. choices: (value, label) or (value, label, count); the first
    is usually ("", "All"). More than seven become a menu.
    """
    request = context.get("request")
    asked = request.GET if request else {}
    now = asked.get(name, "")
    offered = [{
        "href": _address(request, **{name: value, "page": ""}), "label": label, "current": str(value) == now, "count": count[0] if count else None,
    } for value, label, *count in choices]  # fmt: skip
    chosen = next((one["label"] for one in offered if one["current"]), "")
    return {"asks": asks, "choices": offered, "menu": len(offered) > 7, "chosen": chosen, "narrowed": bool(now)}


@register.inclusion_tag("ui/pager.html", takes_context=True)
def pager(context: Context, page: Any) -> dict:
    """Where we are in a long list, from a page of Django's Paginator."""
    request = context.get("request")
    numbers = [
        (number, _address(request, page=number) if isinstance(number, int) else "", number == page.number)
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    return {"page": page, "numbers": numbers}


@register.simple_tag(takes_context=True)
def address(context: Context, **asked: Any) -> str:
    """This page's address with other words in its query; an empty value leaves the word out."""
    return _address(context.get("request"), **asked)


@register.inclusion_tag("ui/tabs.html")
def tabs(items: Sequence[dict], label: Any) -> dict:
    """Parts of one thing, each at its own address: {url, label, current, count}."""
    return {"items": items, "label": label}


@register.inclusion_tag("ui/breadcrumb.html")
def breadcrumb(crumbs: Sequence[dict]) -> dict:
    """The way here through the area tree: {url, label}; the last may lack its url."""
    return {"crumbs": crumbs}


@register.inclusion_tag("ui/timeline.html", takes_context=True)
def timeline(context: Context, entries: Sequence[dict]) -> dict:
    """What happened, newest first: {on, title, text, href}."""
    return {"entries": entries, "request": context.get("request")}


@register.inclusion_tag("ui/facts.html")
def facts(pairs: Sequence[tuple]) -> dict:
    """Names and values of one thing: (name, value)."""
    return {"pairs": pairs}


@register.inclusion_tag("ui/steps.html")
def step_list(steps: Sequence[dict]) -> dict:
    """Steps in their order: {label, url, state} with state "done", "current", "later" or "" (open).

    current: True beside a state, for a step that is done and looked at.
    """
    return {"steps": steps}


@register.inclusion_tag("ui/preview.html")
def preview(read: Any) -> dict:
    """What a file would bring in. read: {columns, rows: [{number, cells, findings: [{text, fix, grave}]}], counts: [(label, n)]}."""
    return {"read": read}


# Around text


@register.simple_block_tag
def notice(content: str, kind: str = "info", heading: Any = "") -> SafeString:
    """Words set apart: info, attention, refusal or done. The tags of Django's messages are understood too."""
    known = {"error": "refusal", "warning": "attention", "success": "done", "debug": "info", "": "info"}
    kind = known.get(kind, kind)
    said = {"refusal": gettext("Refused:"), "attention": gettext("Needs attention:"), "done": gettext("Done:")}.get(
        kind, ""
    )
    spoken = format_html('<span class="sr">{} </span>', said) if said else ""
    head = format_html('<div class="heading">{}</div>', heading) if heading else ""
    sign = icon({"done": "check"}.get(kind, kind))
    return format_html('<div class="notice {}">{}{}<div>{}{}</div></div>', kind, sign, head, spoken, mark_safe(content))


@register.simple_block_tag
def empty(content: str, heading: Any) -> SafeString:
    """An empty list: what will appear here (heading), and how to make the first one (content)."""
    return format_html('<div class="empty"><p class="heading">{}</p>{}</div>', heading, mark_safe(content))


@register.simple_block_tag
def disclosure(content: str, label: Any, open: bool = False) -> SafeString:
    """More, for who asks."""
    return format_html(
        '<details class="more"{}><summary>{}</summary>{}</details>',
        mark_safe(" open") if open else "",
        label,
        mark_safe(content),
    )


@register.simple_block_tag
def table(content: str, label: Any, kind: str = "") -> SafeString:
    """A table that scrolls inside its own frame, reachable by keyboard. content: <thead>, <tbody>.

    kind: "stack" turns rows into cards on a phone (give cells `data-label`); "tall" lets it grow with the page.
    Numbers: class "n" on th and td.
    """
    classes = "scroll" + (" tall" if "tall" in kind else "") + (" stacks" if "stack" in kind else "")
    return format_html(
        '<div class="{}" tabindex="0" role="region" aria-label="{}"><table class="{}">{}</table></div>',
        classes,
        label,
        kind,
        mark_safe(content),
    )


@register.simple_tag(takes_context=True)
def again(context: Context, name: str) -> str:
    """Say a block of this page a second time: the title in the window is the heading of the page."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    found = blocks.get_block(name) if blocks else None
    return mark_safe("".join(node.render_annotated(context) for node in found.nodelist)) if found else ""


def _address(request: Any, **asked: Any) -> str:
    if request is None:
        return "?"
    query = request.GET.copy()
    for name, value in asked.items():
        if value in ("", None):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"{request.path}?{query.urlencode()}" if query else request.path
