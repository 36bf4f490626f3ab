"""Whose request this is: the peer's address, or what proxies that we trust say about it."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from starlette.types import Scope

UNKNOWN = "unknown"
SITE = 64
"""Bits of an IPv6 address that name a site: one client has all addresses of its own."""

Networks = Sequence[IPv4Network | IPv6Network]


def of(scope: Scope, trusted: Networks) -> str:
    """The address, of IPv6 the /64 network; UNKNOWN without a peer.

    `X-Forwarded-For` is read from its end, where the nearest proxy wrote: the first address that is
    not a trusted proxy's is the client. Whatever stands before it, anybody may have written.
    """
    peer = scope.get("client")
    found = _parsed(peer[0]) if peer else None
    if trusted and found is not None:
        values = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
        hops = b",".join(values).decode("latin-1").split(",") if values else []
        while hops and any(found in network for network in trusted):
            before = _parsed(hops.pop())
            if before is None:
                break
            found = before
    return UNKNOWN if found is None else _site(found)


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text.strip())
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, IPv6Address) else found


def _site(found: IPv4Address | IPv6Address) -> str:
    if isinstance(found, IPv4Address):
        return str(found)
    return str(IPv6Network((found, SITE), strict=False))
