"""What the operating system says of a file or an address, to be told in the reader's language."""

from __future__ import annotations

import errno

from orgraph.domain.said import Said, said


def system_says(error: OSError) -> Said | str:
    """Why it failed; what is rare is told as the system has it."""
    match error.errno:
        case errno.ENOENT:
            return said("system-not-there")
        case errno.EACCES | errno.EPERM:
            return said("system-not-allowed")
        case errno.EISDIR:
            return said("system-is-folder")
        case errno.ENOTDIR:
            return said("system-no-folder")
        case errno.ENOSPC:
            return said("system-full")
        case errno.EROFS:
            return said("system-read-only")
        case errno.EADDRNOTAVAIL:
            return said("system-no-such-address")
    return error.strerror or str(error)
