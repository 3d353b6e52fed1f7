"""Which addresses notices may go to: public ones, and networks that the operator has named."""

from __future__ import annotations

import re
import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from orgraph.domain.errors import InvalidInput
from orgraph.domain.said import said

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address

_TRANSLATED = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"))
"""IPv6 addresses behind which there is any IPv4 address."""


def networks_of(text: str) -> tuple[Network, ...]:
    """Networks from text such as '10.1.0.0/16, 192.168.7.5'. Raises InvalidInput."""
    found = []
    for part in (part.strip() for part in text.split(",")):
        try:
            found += [ip_network(part)] if part else []
        except ValueError:
            raise InvalidInput(said("no-network", value=part), said("mend-network")) from None
    return tuple(found)


def may_go_to(address: Address, allowed: Sequence[Network]) -> bool:
    """
    Whether a notice may go to an address.

    Loopback, private, link-local (so also the metadata services of clouds), shared, multicast and reserved ones are
    refused, also where they hide in an IPv6 address, unless their network was named.
    """
    if any(address in network for network in allowed):
        return True
    inner = _inner(address)
    if inner is not None:
        return may_go_to(inner, allowed)
    if any(address in network for network in _TRANSLATED):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _inner(address: Address) -> IPv4Address | None:
    if isinstance(address, IPv4Address):
        return None
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


def address_of(host: str) -> Address | None:
    """The address that a host is written as, however systems read one (127.0.0.1, [::1], 0x7f.1, 2130706433)."""
    try:
        return ip_address(host.strip("[]"))
    except ValueError:
        pass
    if not re.fullmatch(r"[0-9a-fx.]+", host.lower()):
        return None
    try:
        return ip_address(socket.inet_aton(host))
    except OSError:
        return None


def allows(host: str, allowed: Sequence[Network]) -> bool:
    """Whether a host is written as an address of an allowed network."""
    address = address_of(host)
    return address is not None and any(address in network for network in allowed)
