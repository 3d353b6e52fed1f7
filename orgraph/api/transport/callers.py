"""Who calls, in which language, under which request identifier: read from headers, within bounds."""

from __future__ import annotations

import re
from urllib.parse import unquote

from orgraph.api.transport.http import Refused, Request, host_of, is_loopback
from orgraph.domain.actor import Actor
from orgraph.domain.said import said

_LANGUAGE = re.compile(
    r"(?P<tag>\*|[a-z]{1,8})(-[a-z0-9]{1,8})*[ \t]*(;[ \t]*q[ \t]*=[ \t]*(?P<quality>[01](\.[0-9]{0,3})?))?",
    re.IGNORECASE,
)
"""A range of languages with its quality, with blanks where people put them."""

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


def check_loopback(request: Request) -> None:
    """
    Refuse what did not come to this machine by its own name. Raises Refused.

    A web page elsewhere may make a browser send requests here under a name of its own (DNS rebinding).
    """
    if not is_loopback(host_of(request.headers.get("host", ""))):
        raise Refused(421, said("loopback-only"))


def actor_of(request: Request, default: Actor) -> Actor:
    """The actor named by X-Orgraph-Actor (percent-encoded UTF-8), on loopback only; else `default`. Raises Refused."""
    header = request.headers.get("x-orgraph-actor", "")
    if not header:
        return default
    if not is_loopback(request.client):
        raise Refused(403, said("actor-not-trusted"))
    try:
        name = unquote(header.encode("ascii").decode(), errors="strict").strip()
    except UnicodeError:
        raise Refused(400, said("actor-unread")) from None
    if not 1 <= len(name) <= 200 or not name.isprintable():
        raise Refused(400, said("actor-no-name"))
    return Actor(name)


def language_of(request: Request, default: str) -> str:
    """`zh` or `en`, whichever Accept-Language prefers; `default` if it names neither, the other if it refuses that."""
    weights: dict[str, float] = {}
    for part in request.headers.get("accept-language", "").split(","):
        found = _LANGUAGE.fullmatch(part.strip())
        if found:
            lang = default if found["tag"] == "*" else found["tag"].lower()
            weights[lang] = max(weights.get(lang, 0), float(found["quality"] or 1))
    fitting = [(weight, lang) for lang, weight in weights.items() if lang in ("zh", "en") and weight > 0]
    if fitting:
        return max(fitting, key=lambda one: one[0])[1]
    return {"zh": "en", "en": "zh"}[default] if weights.get(default) == 0 else default


def request_id_of(request: Request, new: str) -> str:
    """X-Request-ID as the caller gave it, if it is short and plain; else `new`."""
    given = request.headers.get("x-request-id", "")
    return given if _REQUEST_ID.fullmatch(given) else new
