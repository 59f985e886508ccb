"""The one door to other people's servers: only hosts that are named, only at the address that was checked.

A name is looked up once, every address it has is judged, and the connection goes to a judged address: a second
look-up by the library, which could answer differently, never happens. Redirects are not followed: an answer that
points elsewhere is the caller's to refuse.
"""

import ipaddress
import re
import socket
import ssl
from collections.abc import Callable, Collection, Iterable
from typing import Any

import httpcore
import httpx
import stamina
from django.utils.translation import gettext_lazy as _

from .errors import Refused

LIMIT = 20 * 1024 * 1024  # bytes of one answer, unpacked
TIMEOUT = 20.0  # seconds, for each of connecting, sending and waiting
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Iterable[str]]
_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(\.(?!-)[a-z0-9_-]{1,63}(?<!-))*")
_NUMBERS_ONLY = re.compile(r"(0x[0-9a-f]*|[0-9]+)(\.(0x[0-9a-f]*|[0-9]+))*\.?", re.IGNORECASE)
# Addresses that carry another one inside: 6to4, NAT64. What is inside is what is reached.
_CARRIERS = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
_METADATA = {ipaddress.ip_address(each) for each in ("169.254.169.254", "fd00:ec2::254", "100.100.100.200")}


def client(
    *,
    allow: Collection[str],
    on_site: Collection[str] = (),
    timeout: float = TIMEOUT,
    limit: int = LIMIT,
    resolve: Resolve | None = None,
    verify: ssl.SSLContext | bool = True,
    **more: Any,
) -> httpx.Client:
    """Return a client that reaches the hosts in `allow` and no other, and follows no redirect.

    allow: host names in lower case, "name" or "name:port"; without a port, 443 and 80.
    on_site: networks in CIDR notation that the administrator opened for a partner in the same building; loopback,
    link-local and metadata addresses open only when a network names exactly such a range.
    limit: bytes of an answer. resolve: (host, port) → addresses, the system's by default. more: auth, headers,
    base_url… as httpx takes them; nothing that leads around this door.
    Refuses, when a request is made: http.unreadable, http.scheme, http.host, http.address, http.too_large,
    http.packed. A server that does not answer is httpx.TransportError.
    """
    if around := {"mounts", "proxy", "transport", "follow_redirects", "trust_env"} & more.keys():
        raise ValueError(f"safe_http.client: {sorted(around)} would lead around the checks")
    networks = [ipaddress.ip_network(each) for each in on_site]
    backend = _CheckedBackend(resolve or _resolve, networks)
    transport = _Transport({each.lower() for each in allow}, backend, limit, verify)
    return _Client(transport=transport, timeout=timeout, follow_redirects=False, trust_env=False, **more)


def persistent(ask: Callable[[], httpx.Response], *, attempts: int = 3, timeout: float = 45.0) -> httpx.Response:
    """Ask again, later and later, after a broken connection, 429 or a 5xx. Only for what may be asked twice.

    Returns the last answer, whatever its status; raises httpx.TransportError when there was none.
    """
    answer: list[httpx.Response] = []
    try:
        for attempt in stamina.retry_context(on=(httpx.TransportError, _Busy), attempts=attempts, timeout=timeout):
            with attempt:
                answer[:] = [ask()]
                if answer[0].status_code == 429 or answer[0].status_code >= 500:
                    raise _Busy
    except _Busy:
        pass
    return answer[0]


class _Client(httpx.Client):
    def build_request(self, method: str, url: httpx.URL | str, **given: Any) -> httpx.Request:
        try:
            return super().build_request(method, url, **given)
        except httpx.InvalidURL:
            raise Refused("http.unreadable", _("The address of the connection cannot be read. Check it.")) from None


class _Busy(Exception):
    """The other side asked for patience."""


def why_not_reachable(address: str, networks: Iterable[Any] = ()) -> str | None:
    """Return why this address may not be connected to ("loopback", "private", …), or None when it may."""
    try:
        real = _inside(ipaddress.ip_address(address.partition("%")[0]))
    except ValueError:
        return "unreadable"
    exact = [each for each in networks if real.version == each.version and real in each]
    if reason := _never(real):
        # A wide network such as 0.0.0.0/0 must not open these by accident.
        return None if any(_is_about(each, reason) for each in exact) else reason
    if exact:
        return None
    if real.is_private or not real.is_global:
        return "private"
    return None


def _never(address: Address) -> str | None:
    if address in _METADATA:
        return "metadata"
    for reason in ("unspecified", "loopback", "link_local", "multicast"):
        if getattr(address, f"is_{reason}"):
            return reason
    if address.version == 4 and (
        address in ipaddress.ip_network("0.0.0.0/8") or address in ipaddress.ip_network("240.0.0.0/4")
    ):
        return "unspecified"
    return None


def _is_about(network: Any, reason: str) -> bool:
    return reason == "loopback" and network.is_loopback or reason == "link_local" and network.is_link_local


def _inside(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 one stands for, or the address itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if address.sixtofour:
        return address.sixtofour
    if address.teredo:
        return address.teredo[1]
    if any(address in carrier for carrier in _CARRIERS) or int(address) >> 32 == 0 and int(address) > 1:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _resolve(host: str, port: int) -> list[str]:
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class _CheckedBackend(httpcore.SyncBackend):
    """Looks a name up, judges every address, and connects to one that was judged."""

    def __init__(self, resolve: Resolve, networks: list[Any]) -> None:
        self.resolve, self.networks = resolve, networks

    def connect_tcp(self, host: str, port: int, *given: Any, **named: Any) -> httpcore.NetworkStream:
        try:
            ipaddress.ip_address(host)
            addresses = [host]
        except ValueError:
            try:
                addresses = list(dict.fromkeys(self.resolve(host, port)))
            except OSError:
                raise httpcore.ConnectError(f"no address for {host}") from None
        for address in addresses:
            # One address that may not be reached spoils the name: it is what a rebinding name looks like.
            if reason := why_not_reachable(address, self.networks):
                raise Refused(
                    "http.address",
                    _("“%(host)s” lies inside this network (%(reason)s). Check the address of the connection.")
                    % {"host": host, "reason": reason},
                    host=host,
                    reason=reason,
                )
        trouble: Exception = httpcore.ConnectError(f"no address for {host}")
        for address in addresses[:4]:
            try:
                return super().connect_tcp(address, port, *given, **named)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failed:
                trouble = failed
        raise trouble

    def connect_unix_socket(self, *given: Any, **named: Any) -> httpcore.NetworkStream:
        raise Refused("http.scheme", _("Only http and https addresses can be reached."))


class _Transport(httpx.HTTPTransport):
    """Judges the address of each request, and counts the bytes of each answer."""

    def __init__(self, allow: set[str], backend: _CheckedBackend, limit: int, verify: ssl.SSLContext | bool) -> None:
        context = verify if isinstance(verify, ssl.SSLContext) else httpx.create_ssl_context(verify, trust_env=False)
        super().__init__(verify=context, trust_env=False)
        # httpx offers no place for a network backend, so its pool is put in place of the one it made.
        self._pool = httpcore.ConnectionPool(ssl_context=context, network_backend=backend, max_connections=10)
        self.allow, self.limit = allow, limit

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        _must_be_allowed(request.url, self.allow)
        # Packed answers would be unpacked by httpx after we counted; we ask for plain ones.
        request.headers["Accept-Encoding"] = "identity"
        response = super().handle_request(request)
        if response.headers.get("Content-Encoding", "identity").lower() not in ("", "identity"):
            response.close()
            raise Refused("http.packed", _("The other system answered in a packed form that was not asked for."))
        declared = response.headers.get("Content-Length", "")
        if declared.isdecimal() and int(declared) > self.limit:
            response.close()
            raise _too_large(self.limit)
        response.stream = _Counted(response.stream, self.limit)
        return response


class _Counted(httpx.SyncByteStream):
    def __init__(self, stream: Any, limit: int) -> None:
        self.stream, self.limit = stream, limit

    def __iter__(self):
        read = 0
        for chunk in self.stream:
            read += len(chunk)
            if read > self.limit:
                raise _too_large(self.limit)
            yield chunk

    def close(self) -> None:
        self.stream.close()


def _must_be_allowed(url: httpx.URL, allow: set[str]) -> None:
    host = url.host.lower().rstrip(".")
    if url.scheme not in ("http", "https"):
        raise Refused("http.scheme", _("Only http and https addresses can be reached."))
    port = url.port or {"http": 80, "https": 443}[url.scheme]
    if not _is_plain(host) or not (f"{host}:{port}" in allow or host in allow and port in (80, 443)):
        raise Refused(
            "http.host",
            _("“%(host)s” is not a server this connection may reach. Ask an administrator to add it.") % {"host": host},
            host=host,
        )


def _is_plain(host: str) -> bool:
    """Is it a name, or an address in its one usual form? "2130706433" and "0177.0.0.1" are neither."""
    try:
        return str(ipaddress.ip_address(host)) == host
    except ValueError:
        return bool(_NAME.fullmatch(host)) and not _NUMBERS_ONLY.fullmatch(host)


def _too_large(limit: int) -> Refused:
    return Refused("http.too_large", _("The other system answered with far more than was asked for."), limit=limit)
