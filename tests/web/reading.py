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
