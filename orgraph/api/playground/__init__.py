"""The page at / that tries queries: own files, nothing from elsewhere, so that it works without the internet."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from orgraph.api.transport.http import Response

PAGES = {
    "/": ("index.html", "text/html; charset=utf-8"),
    "/playground.css": ("playground.css", "text/css; charset=utf-8"),
    "/playground.js": ("playground.js", "text/javascript; charset=utf-8"),
    "/examples.js": ("examples.js", "text/javascript; charset=utf-8"),
    "/explorer.js": ("explorer.js", "text/javascript; charset=utf-8"),
}
"""Paths, their files and types; nothing else is ever read."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@cache
def page(path: str) -> Response | None:
    """The file at `path`, None if there is none."""
    if path not in PAGES:
        return None
    name, type_ = PAGES[path]
    content = files(__package__).joinpath(name).read_bytes()
    return Response(200, content, type_, {"content-security-policy": POLICY})
