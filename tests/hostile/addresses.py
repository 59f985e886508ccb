"""Addresses of other people's servers that lead inside, and servers that answer with a trap."""

import gzip
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from alongside.kernel import safe_http

from .specimen import MIB, Specimen, refused


def asked(url: str, *, allow: set[str], finds: tuple[str, ...] = (), on_site: tuple[str, ...] = ()):
    """Return a door that asks for url where the name has the addresses `finds`."""

    def door(_data: bytes) -> object:
        with safe_http.client(allow=allow, on_site=on_site, resolve=lambda host, port: finds, timeout=2) as client:
            return client.get(url).status_code

    return door


def leads_to(address: str):
    return asked("https://partner.example/", allow={"partner.example"}, finds=(address,))


class Trap(BaseHTTPRequestHandler):
    """Answers /redirect, /large, /endless, /packed, and anything else with "met"."""

    def do_GET(self):
        if self.path == "/redirect":
            self.send_response(302)
            self.send_header("Location", "http://169.254.169.254/latest/meta-data/")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_response(200)
        if self.path == "/large":
            self.send_header("Content-Length", str(1024 * MIB))
        if self.path == "/packed":
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        if self.path == "/packed":
            self.wfile.write(gzip.compress(bytes(20 * MIB)))
        elif self.path == "/endless":
            try:
                for _piece in range(1_000):
                    self.wfile.write(bytes(MIB))
            except OSError:
                pass  # the reader has gone, as it should
        else:
            self.wfile.write(b"met")

    def log_message(self, *given):
        pass


@contextmanager
def trap():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Trap)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


def at_the_trap(path: str, *, follow: bool = False):
    """Return a door that asks a local server an administrator has opened as an on-site partner."""

    def door(_data: bytes) -> object:
        with (
            trap() as port,
            safe_http.client(
                allow={f"partner.example:{port}"}, on_site=["127.0.0.1/32"], resolve=lambda host, port: ["127.0.0.1"]
            ) as client,
        ):
            return client.get(f"http://partner.example:{port}{path}", follow_redirects=follow).status_code

    return door


def change_of_address(_data: bytes) -> object:
    """Ask twice where the name changes its address in between; return how often it was looked up, then be refused."""
    answers = iter([["127.0.0.1"], ["169.254.169.254"]])
    looked_up = []

    def resolve(host: str, port: int) -> list[str]:
        looked_up.append(host)
        return next(answers)

    with (
        trap() as port,
        safe_http.client(allow={f"partner.example:{port}"}, on_site=["127.0.0.1/32"], resolve=resolve) as client,
    ):
        first = client.get(f"http://partner.example:{port}/", headers={"Connection": "close"}).text
        assert (first, looked_up) == ("met", ["partner.example"])
        return client.get(f"http://partner.example:{port}/").text


INSIDE = {
    "loopback": "127.0.0.1",
    "loopback elsewhere": "127.8.9.10",
    "nowhere": "0.0.0.0",
    "this network": "0.1.2.3",
    "private ten": "10.0.0.5",
    "private 172": "172.16.3.4",
    "private 192": "192.168.1.1",
    "carrier's own": "100.64.0.1",
    "link-local": "169.254.10.10",
    "metadata": "169.254.169.254",
    "metadata of Alibaba": "100.100.100.200",
    "metadata over IPv6": "fd00:ec2::254",
    "multicast": "224.0.0.1",
    "broadcast": "255.255.255.255",
    "documentation": "192.0.2.1",
    "IPv6 loopback": "::1",
    "IPv6 nowhere": "::",
    "IPv6 private": "fd12:3456::1",
    "IPv6 link-local": "fe80::1%eth0",
    "IPv4 mapped": "::ffff:127.0.0.1",
    "IPv4 mapped metadata": "::ffff:a9fe:a9fe",
    "IPv4 compatible": "::127.0.0.1",
    "6to4": "2002:7f00:1::",
    "NAT64": "64:ff9b::7f00:1",
    "no address": "partner",
}
WRITTEN = {
    "decimal": "http://2130706433/",
    "hexadecimal": "http://0x7f000001/",
    "short": "http://127.1/",
    "trailing dot": "http://localhost./",
    "a name that is not listed": "https://other.example/",
    "a name before an at sign": "https://partner.example@other.example/",
    "a listed name as a part": "https://partner.example.other.example/",
    "another port": "https://partner.example:8443/",
}
UNREADABLE = {
    "octal": "http://0177.0.0.1/",
    "full-width": "http://１２７.0.0.1/",
    "a NUL": "http://partner\x00.example/",
}

SPECIMENS = [
    *(Specimen(f"name with the address: {name}", lambda: b"-", leads_to(address), refused("http.address"))
      for name, address in INSIDE.items()),
    *(Specimen(f"written as: {name}", lambda: b"-", asked(url, allow={"partner.example"}, finds=("127.0.0.1",)),
               refused("http.host"))
      for name, url in WRITTEN.items()),
    *(Specimen(f"written as: {name}", lambda: b"-", asked(url, allow={"127.0.0.1"}), refused("http.unreadable"))
      for name, url in UNREADABLE.items()),
    Specimen("listed and inside", lambda: b"-", asked("http://127.0.0.1/", allow={"127.0.0.1"}), refused("http.address")),
    Specimen("one address of two inside", lambda: b"-",
             asked("https://partner.example/", allow={"partner.example"}, finds=("192.0.32.7", "10.0.0.1")),
             refused("http.address")),
    Specimen("everything opened does not open loopback", lambda: b"-",
             asked("https://partner.example/", allow={"partner.example"}, finds=("127.0.0.1",), on_site=("0.0.0.0/0",)),
             refused("http.address")),
    Specimen("another protocol", lambda: b"-", asked("ftp://partner.example/", allow={"partner.example"}),
             refused("http.scheme")),
    Specimen("redirect", lambda: b"-", at_the_trap("/redirect"), 302),
    Specimen("redirect that a caller follows", lambda: b"-", at_the_trap("/redirect", follow=True), refused("http.host")),
    Specimen("answer that declares a gigabyte", lambda: b"-", at_the_trap("/large"), refused("http.too_large")),
    Specimen("answer without end", lambda: b"-", at_the_trap("/endless"), refused("http.too_large")),
    Specimen("packed answer", lambda: b"-", at_the_trap("/packed"), refused("http.packed")),
    Specimen("on-site partner", lambda: b"-", at_the_trap("/"), 200),
    Specimen("change of address", lambda: b"-", change_of_address, refused("http.address")),
]  # fmt: skip
