"""From where, and with what, somebody comes: read from a request, for its holder."""

import ipaddress

from django.conf import settings

# First match wins: each of them also names those that stand below it.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Windows", "Windows"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)
UNKNOWN_DEVICE = "A browser that does not say what it is"


def address_of(request) -> str | None:
    """The address somebody comes from, or None where none can be told.

    Behind the proxy that ends TLS it is the last hop of ``X-Forwarded-For``: the one
    that proxy wrote itself. What stands before it, anybody may have sent.
    """
    said = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_TLS_PROXY and "HTTP_X_FORWARDED_FOR" in request.META:
        said = request.META["HTTP_X_FORWARDED_FOR"].rpartition(",")[2]
    try:
        address = ipaddress.ip_address(said.strip())
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        # A zone belongs to this machine's own wires, and to no place.
        address = address.ipv4_mapped or ipaddress.IPv6Address(int(address))
    return str(address)


def device_of(request) -> str:
    """Browser and system in words: enough for its holder to know it again."""
    said = request.META.get("HTTP_USER_AGENT", "")
    browser = next((word for mark, word in _BROWSERS if mark in said), "")
    system = next((word for mark, word in _SYSTEMS if mark in said), "")
    if browser and system:
        return f"{browser} on {system}"
    return browser or system or UNKNOWN_DEVICE
