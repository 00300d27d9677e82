"""Only our own pages may call us: for what has no password because it listens on the developer's own machine."""

import ipaddress
from collections.abc import Collection
from contextlib import suppress
from urllib.parse import urlsplit

from aiohttp import web


def same_origin(request: web.Request, names: Collection[str | None]) -> bool:
    """Whether no other site's page is behind this request, not even one whose name was made to point here.

    `names` are the host names that this server goes by; an address needs no name.
    """
    if not _safe_host(request.host, names):
        return False
    if request.method != "GET" and request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("Origin")
    return origin is None or origin.partition("://")[2] == request.host


def _safe_host(host: str, names: Collection[str | None]) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    with suppress(ValueError):
        return bool(ipaddress.ip_address(name))
    return name in names
