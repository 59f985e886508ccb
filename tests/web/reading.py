"""Reads a page as a person does: headings of tables, words without markup."""

from lxml import html


def columns(response) -> list[list[str]]:
    """Return the column heads of every table of a page, in order."""
    page = html.fromstring(response.content)
    return [[head.text_content().strip() for head in table.xpath(".//thead//th")] for table in page.xpath("//table")]


def words(response) -> str:
    """Return the words of a page with single spaces."""
    page = html.fromstring(response.content)
    return " ".join(page.xpath("//main")[0].text_content().split())


def lines_under(response, heading: str) -> dict[str, list[str]]:
    """Return the rows of the table in the section with this heading: {head of the row: its cells}, in order."""
    rows = html.fromstring(response.content).xpath(
        "//section[h2[normalize-space()=$heading]]//tbody/tr", heading=heading
    )
    return {_said(row.xpath("th")[0]): [_said(cell) for cell in row.xpath("td")] for row in rows}


def tiles(response) -> dict[str, list[str]]:
    """Return the figures of a page: {label: what else the tile says}, in order."""
    found = html.fromstring(response.content).xpath("//*[contains(concat(' ', @class, ' '), ' tile ')]")
    shown = [[" ".join(part.split()) for part in tile.itertext() if part.strip()] for tile in found]
    return {said[0]: said[1:] for said in shown}


def _said(element) -> str:
    return " ".join(element.text_content().split())
