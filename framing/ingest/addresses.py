"""Which addresses may be fetched, and a connection that goes nowhere else."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from urllib.parse import SplitResult, urlsplit

from framing.errors import InputError


class Refused(InputError):
    """An address that is never fetched: another scheme, credentials in it, a private or loopback host."""


def checked(url: str) -> SplitResult:
    """The parts of an http or https URL. Raises Refused for anything else."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Refused(f"{url[:200]}: not a URL: {error}") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Refused(f"{url[:200]}: only http and https pages are fetched")
    if parts.username or parts.password:
        raise Refused(f"{parts.hostname}: an address with a user name in it is not fetched")
    if any(ord(char) < 33 for char in url) or (port is not None and not 0 < port < 65536):
        raise Refused("the address holds characters that no URL holds")
    return parts


def resolve(host: str, port: int, allowed: frozenset[str]) -> str:
    """One numeric address of `host`. Raises Refused unless every address it resolves to is public or in `allowed`.

    The caller connects to this very address, so that a second look-up cannot lead elsewhere.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise InputError(f"{host}: no such host ({error})") from error
    addresses = [str(entry[4][0]) for entry in found]
    for address in addresses:
        if address not in allowed and not is_public(address):
            raise Refused(f"{host}: leads to {address}, which is not a public address")
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether a numeric address is reachable by everyone: not private, loopback, link-local, multicast, mapped or reserved."""
    ip = ipaddress.ip_address(address.split("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    if mapped is not None:
        ip = mapped
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def connect(parts: SplitResult, seconds: float, allowed: frozenset[str]) -> http.client.HTTPConnection:
    """An open connection to the checked address of the URL's host. Raises Refused, InputError."""
    host = parts.hostname or ""
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    address = resolve(host, port, allowed)
    try:
        plain = socket.create_connection((address, port), timeout=seconds)
        connection = http.client.HTTPConnection(host, port, timeout=seconds)
        connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host) if secure else plain
    except (OSError, ssl.SSLError) as error:
        raise InputError(f"{host}: cannot be reached: {error}") from error
    return connection
