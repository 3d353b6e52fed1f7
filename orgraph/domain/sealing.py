"""What a request keeps of its body: enough to know it again, nothing to guess it from once its salt is gone."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seal:
    """The HMAC of a body's digest and the salt that is its key; both empty once a text of it was taken out."""

    salt: str
    body: str

    @property
    def forgotten(self) -> bool:
        """Whether it cannot be told any more what it was made of."""
        return not self.salt

    def fits(self, *digests: str) -> bool:
        """Whether it was made of one of `digests`: a body that is written in another way now has two."""
        return not self.forgotten and any(hmac.compare_digest(self.body, _mac(one, self.salt)) for one in digests)


FORGOTTEN = Seal("", "")
"""What is left when a text was taken out."""


def sealed(digest: str, salt: str) -> Seal:
    """A new seal; `digest` is the SHA-256 of the body, `salt` new and told nobody."""
    return Seal(salt, _mac(digest, salt))


def _mac(digest: str, salt: str) -> str:
    return hmac.new(salt.encode(), digest.encode(), hashlib.sha256).hexdigest()
