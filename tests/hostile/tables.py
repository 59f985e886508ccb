"""Every table of specimens by name."""

from . import addresses, lists, packed, tables_sent, uploads, xml

TABLES = {
    "xml": xml.SPECIMENS,
    "packed": packed.SPECIMENS,
    "tables_sent": tables_sent.SPECIMENS,
    "lists": lists.SPECIMENS,
    "uploads": uploads.SPECIMENS,
    "addresses": addresses.SPECIMENS,
}
