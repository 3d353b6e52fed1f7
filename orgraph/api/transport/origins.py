"""Which web pages may ask: those of this service, and those of origins that the settings name."""

from __future__ import annotations

from orgraph.api.transport.http import Refused, Request, Response
from orgraph.domain.said import said

HEADERS = "content-type, accept, accept-language, x-orgraph-actor, x-request-id"
"""Headers that a page may send besides those that any may."""

EXPOSED = "x-request-id, retry-after"


class Origins:
    """Says to browsers which pages may read answers; no page may send cookies, as there are none."""

    def __init__(self, named: str) -> None:
        """`named`: origins with commas between them, as Settings checks them."""
        self._named = frozenset(named.split(",")) - {""}

    def allow(self, request: Request) -> dict[str, str]:
        """The headers of the answer. Raises Refused (403) for a page from elsewhere."""
        origin = request.headers.get("origin", "").lower()
        if not origin or origin.partition("://")[2] == request.headers.get("host", "").lower():
            return {"vary": "origin"}
        if origin not in self._named:
            raise Refused(403, said("origin-may-not-ask", origin=origin), vary="origin")
        return {"vary": "origin", "access-control-allow-origin": origin, "access-control-expose-headers": EXPOSED}


def is_preflight(request: Request) -> bool:
    """Whether a browser asks what a page may send."""
    return request.method == "OPTIONS" and "access-control-request-method" in request.headers


def preflight(request: Request) -> Response:
    """What pages of an origin that is allowed may send."""
    headers = {
        "access-control-allow-methods": "GET, POST",
        "access-control-allow-headers": HEADERS,
        "access-control-max-age": "600",
    }
    if request.headers.get("access-control-request-private-network") == "true":
        headers["access-control-allow-private-network"] = "true"
    return Response(204, b"", headers=headers)
