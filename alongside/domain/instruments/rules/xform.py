"""XForm documents: reading a form out of one, and writing a filled instance as it is sent."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace

from django.utils.translation import gettext_lazy as _
from lxml import etree

from alongside.domain.instruments.rules.expressions.syntax import Literal, Path, parse, parts
from alongside.domain.instruments.rules.expressions.tree import Node, typed, written
from alongside.domain.instruments.rules.form import Bind, Choices, Form, SetValue
from alongside.kernel import safe_xml
from alongside.kernel.errors import Refused

_ROSA = "{http://openrosa.org/javarosa}"
_ROOT_ATTRIBUTES_IN_ORDER = ("id", "version")
_SELECTS = {"select1": False, "select": True, "rank": True, "trigger": False}


def read(document: bytes, files: Mapping[str, bytes]) -> Form:
    """Return the form of an XForm document. Refuses what is no form, and names the list whose file is missing."""
    page = safe_xml.parse(document)
    model = next((each for each in page.iter() if _local(each) == "model"), None)
    body = next((each for each in page.iter() if _local(each) == "body"), None)
    instances = [] if model is None else [each for each in model if _local(each) == "instance"]
    primary = next((child for each in instances[:1] for child in each), None)
    if model is None or body is None or primary is None:
        raise Refused("instruments.not_a_form", _("The file is no form: it has no model with an instance."))
    top = _local(primary)
    binds = {bind.path: bind for each in model.iter() if _local(each) == "bind" for bind in [_bind(each, top)]}
    root = _instance(primary, binds)
    known = {root.name: root.generic} | {each.name: each.generic for each in root.descendants()}
    texts = _texts(model)
    return Form(
        root=root,
        binds={path: _in_words(bind, texts) for path, bind in binds.items()},
        repeats={
            _place(each, "/" + top): (each.get(_ROSA + "count") or "").strip()
            for each in body.iter()
            if _local(each) == "repeat"
        },
        lists=dict(_lists(instances[1:], files)),
        paths=known,
        choices=dict(_choices(body, texts, "/" + top)),
        values=tuple(_set_values(page)),
        texts=texts,
        version=primary.get("version", ""),
    )


def write(root: Node) -> bytes:
    """Return a filled instance as XML. What was not asked and the templates of repeats are left out."""
    return etree.tostring(_element(root), encoding="UTF-8", xml_declaration=True)


def _bind(element: etree._Element, top: str) -> Bind:
    get = element.get
    return Bind(
        path=_path(get("nodeset") or get("ref") or "", above=f"/{top}"),
        kind=(get("type") or "string").rpartition(":")[2],
        relevant=_expression(get("relevant"), "true()"),
        calculate=_expression(get("calculate")),
        constraint=_expression(get("constraint"), "true()"),
        constraint_message=get(_ROSA + "constraintMsg") or "",
        required=_expression(get("required"), "false()"),
        required_message=get(_ROSA + "requiredMsg") or "",
        readonly=_expression(get("readonly"), "false()"),
        preload=(get(_ROSA + "preload") or "", get(_ROSA + "preloadParams") or ""),
    )


def _instance(element: etree._Element, binds: Mapping[str, Bind], above: str = "") -> Node:
    name = _local(element)
    path = f"{above}/{name}"
    bind = binds.get(path)
    node = Node(name, kind=bind.kind if bind else "string", tag=element.tag)
    node.attributes = {str(key): str(value) for key, value in element.attrib.items()}
    node.template = _ROSA + "template" in element.attrib
    for child in element:
        node.add(_instance(child, binds, path))
    if not len(element):
        node.value = typed(node.kind, (element.text or "").strip())
    return node


def _element(node: Node, above: etree._Element | None = None) -> etree._Element:
    kept = {name: value for name, value in node.attributes.items() if not name.endswith("}template")}
    made = etree.Element(node.tag, kept) if above is None else etree.SubElement(above, node.tag, kept)
    for child in node.children:
        if not child.template and child.relevant:
            _element(child, made)
    if not node.children:
        made.text = _xml_text(node.kind, node.value) or None
    return made


def _xml_text(kind: str, value: object) -> str:
    # Signs that XML cannot hold are left out rather than making the whole filling unsendable.
    return "".join(sign for sign in written(kind, value) if sign >= " " or sign in "\t\n\r")


def _lists(instances: list[etree._Element], files: Mapping[str, bytes]) -> Iterator[tuple[str, Node]]:
    for each in instances:
        name, source = each.get("id", ""), each.get("src")
        holder = Node("instance")
        if source is None:
            for child in each:
                holder.add(_instance(child, {}))
        else:
            file = source.rpartition("/")[2]
            if file in files:
                holder.add(_from_file(file, files[file]))
            elif not source.startswith("jr://instance/"):
                raise Refused(
                    "instruments.list_missing",
                    _("The form reads a list from a file that was not sent with it. Add the file."),
                    file=file,
                )
        yield name, holder


def _from_file(name: str, content: bytes) -> Node:
    if not name.lower().endswith(".csv"):
        return _instance(safe_xml.parse(content), {})
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    columns = next(rows, [])
    root = Node("root")
    for row in rows:
        item = root.add(Node("item"))
        for column, cell in zip(columns, row, strict=False):
            item.add(Node(column.strip(), value=cell or None))
    return root


def _choices(body: etree._Element, texts: Mapping[str, str], top: str) -> Iterator[tuple[str, Choices]]:
    for control in body.iter():
        kind = _local(control)
        if kind not in _SELECTS:
            continue
        path = _place(control, top)
        itemset = next((each for each in control if _local(each) == "itemset"), None)
        if itemset is not None:
            value, label = _ref(itemset, "value"), _ref(itemset, "label")
            yield path, Choices((), itemset.get("nodeset", ""), value, label, _SELECTS[kind])
            continue
        fixed = []
        for item in (each for each in control if _local(each) == "item"):
            named = next((each.text or "" for each in item if _local(each) == "value"), "").strip()
            shown = next((each for each in item if _local(each) == "label"), None)
            fixed.append((named, "" if shown is None else _words(shown, texts)))
        yield path, Choices(tuple(fixed), many=_SELECTS[kind])


def _set_values(page: etree._Element) -> Iterator[SetValue]:
    for each in page.iter():
        if _local(each) != "setvalue":
            continue
        above = each.getparent()
        yield SetValue(
            target=_path(each.get("ref") or each.get("bind") or ""),
            events=frozenset((each.get("event") or "").split()),
            expression=(each.get("value") or "").strip(),
            text=(each.text or "").strip(),
            within=_path(above.get("nodeset") or "") if _local(above) == "repeat" else "",
            watched=_path(above.get("ref") or "") if above.get("ref") else "",
        )


def _texts(model: etree._Element) -> dict[str, str]:
    """Return {itext id: words} of the default language, else of the first."""
    languages = [each for each in model.iter() if _local(each) == "translation"]
    chosen = next((each for each in languages if each.get("default") is not None), None)
    if chosen is None:
        chosen = next(iter(languages), None)
    return {} if chosen is None else {text.get("id", ""): _long_form(text) for text in chosen}


def _long_form(text: etree._Element) -> str:
    values = [each for each in text if _local(each) == "value"]
    plain = next((each for each in values if each.get("form") in (None, "long")), None)
    return "" if plain is None else "".join(plain.itertext()).strip()


def _words(label: etree._Element, texts: Mapping[str, str]) -> str:
    reference = label.get("ref") or ""
    return texts.get(_text_id(reference), "") if reference else "".join(label.itertext()).strip()


def _in_words(bind: Bind, texts: Mapping[str, str]) -> Bind:
    """Return the bind with its messages as words, where they are references to the itext."""

    def said(message: str) -> str:
        return texts.get(_text_id(message), "") if message.startswith("jr:itext(") else message

    return replace(bind, constraint_message=said(bind.constraint_message), required_message=said(bind.required_message))


def _text_id(reference: str) -> str:
    """Return the id in jr:itext('id')."""
    return next((str(each.value) for each in parts(parse(reference)) if isinstance(each, Literal)), "")


def _ref(itemset: etree._Element, part: str) -> str:
    found = next((each for each in itemset if _local(each) == part), None)
    return "''" if found is None else found.get("ref", "''")


def _expression(text: str | None, nothing: str = "") -> str:
    """Return an expression, "" where there is none or it says what holds anyway."""
    plain = (text or "").strip()
    return "" if plain == nothing else plain


def _place(control: etree._Element, top: str) -> str:
    """Return the path of a control; a relative one goes on from the nearest group around it that has one."""
    text = control.get("ref") or control.get("nodeset") or ""
    if not text.strip().startswith("/") and (above := control.getparent()) is not None and _local(above) != "body":
        return _path(text, above=_place(above, top))
    return _path(text, above=top)


def _path(text: str, above: str = "") -> str:
    """Return an absolute path without spaces, namespaces of its names left out; a relative one goes on from above."""
    text = text.strip()
    if not text:
        return above
    tree = parse(text)
    if not isinstance(tree, Path):
        raise Refused("instruments.not_a_path", _("The form names a question in a way that is not a path."), path=text)
    names = "/".join(("@" if step.axis == "attribute" else "") + step.name for step in tree.steps)
    return f"/{names}" if tree.start == "/" else f"{above}/{names}"


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
